//! What guards a sign-in: locks that a restart does not lift, sessions that one sees and ends, one's own password.

use std::sync::Arc;

use reqwest::{Method, Response};
use serde_json::{Value, json};
use shared::api::session::{GuardList, OwnSessions};

use crate::harness::desk::{ok, refused};
use crate::harness::{Desk, HandClock, PASSWORD, World, config, on_both_engines};

const MINUTE_MS: i64 = 60_000;
const HOUR_MS: i64 = 60 * MINUTE_MS;
const ALL: &str = "/api/v1/session/all";

async fn tries(world: &World, user: &str, password: &str) -> Response {
    let body = json!({"user": user, "password": password});
    world.http.post(format!("{}/api/v1/session", world.base)).json(&body).send().await.unwrap()
}

async fn own(desk: &Desk) -> OwnSessions {
    ok(desk.get(ALL).await).await
}

async fn audited(world: &World, action: &'static str) -> i64 {
    use sqlx::Row as _;
    let mut reader = world.app.db.read().await.unwrap();
    let row = sqlx::query("select count(*) from audit where action = $1").bind(action).fetch_one(&mut *reader);
    row.await.unwrap().try_get(0).unwrap()
}

on_both_engines! {
    async fn the_fifth_failure_begins_a_pause_that_grows_and_is_told_with_its_end(world: &World) {
        for _ in 0..5 {
            assert_eq!(refused(tries(world, "wang", "wrong").await).await.1, "bad_credentials");
        }
        let locked = tries(world, "wang", PASSWORD).await;
        assert_eq!(locked.headers()["retry-after"], "60");
        let problem: Value = locked.json().await.unwrap();
        assert_eq!(problem["code"], "too_many_tries");
        assert_eq!(problem["detail"], "60 s, until 2026-11-23T02:01:00.000Z");
        world.clock.forward_ms(MINUTE_MS);
        assert_eq!(refused(tries(world, "wang", "wrong").await).await.1, "bad_credentials", "one more try");
        let locked = tries(world, "wang", PASSWORD).await;
        assert_eq!(locked.headers()["retry-after"], "120", "the next pause is longer");
        world.clock.forward_ms(2 * MINUTE_MS);
        world.desk("wang").await;
        assert_eq!(refused(tries(world, "wang", "wrong").await).await.1, "bad_credentials", "a sign-in forgets them all");
        world.desk("wang").await;
        assert_eq!(audited(world, "sign_in_failed").await, 7);
        assert_eq!(world.count("select count(*) from audit where detail like '%wrong%'").await, 0, "no password is kept");
    }

    async fn a_name_that_nobody_has_is_locked_alike_and_is_not_written_down(world: &World) {
        for user in ["li", "correct battery"] {
            for _ in 0..5 {
                assert_eq!(refused(tries(world, user, "wrong").await).await, (401, "bad_credentials".to_owned()), "{user}");
            }
            assert_eq!(refused(tries(world, user, "wrong").await).await, (429, "too_many_tries".to_owned()), "{user}");
        }
        assert_eq!(world.count("select count(*) from audit where subject like '%battery%'").await, 0);
        assert_eq!(world.count("select count(*) from sign_in_failures where name_hash like '%battery%'").await, 0);
        assert_eq!(audited(world, "sign_in_failed").await, 10);
        world.clock.forward_ms(24 * HOUR_MS + 2 * MINUTE_MS);
        let mut tx = world.app.db.write().await.unwrap();
        server::accounts::lock::forget(&mut tx, world.app.clock.now()).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(world.count("select count(*) from sign_in_failures").await, 0, "after a day nothing is left");
    }

    async fn many_tries_at_once_are_looked_at_one_by_one(world: &World) {
        let all = (0..20).map(|_| tries(world, "zhou", "wrong"));
        let mut looked_at = 0;
        for reply in futures_util::future::join_all(all).await {
            looked_at += usize::from(refused(reply).await.1 == "bad_credentials");
        }
        assert_eq!(looked_at, 5, "a crowd of guesses gains nothing over one after the other");
    }

    async fn an_administrator_sees_a_lock_and_lifts_it_where_they_look_after_people(world: &World) {
        let boss = world.desk("boss").await;
        let zheng = world.desk("zheng").await;
        let none: GuardList = ok(boss.get("/api/v1/session/guards").await).await;
        assert!(none.guards.is_empty());
        assert_eq!(refused(zheng.get("/api/v1/session/guards").await).await, (403, "not_allowed".to_owned()));
        for user in ["wang", "li", "chen"] {
            for _ in 0..5 {
                tries(world, user, "wrong").await;
            }
        }
        let first: GuardList = ok(boss.get("/api/v1/session/guards?limit=2").await).await;
        let users: Vec<&str> = first.guards.iter().map(|one| one.user.as_str()).collect();
        assert_eq!(users, ["chen", "li"]);
        assert_eq!((first.guards[0].failures, first.guards[0].second_factor), (5, false));
        let path = format!("/api/v1/session/guards?after={}", first.next.unwrap());
        let rest: GuardList = ok(boss.get(&path).await).await;
        assert_eq!((rest.guards.len(), rest.guards[0].user.as_str(), &rest.next), (1, "wang", &None));
        assert_eq!(refused(boss.get("/api/v1/session/guards?limit=many").await).await.0, 400);
        let unlock = format!("/api/v1/accounts/{}/unlock", rest.guards[0].account);
        assert_eq!(refused(zheng.post(&unlock, &json!({})).await).await, (403, "not_allowed".to_owned()));
        assert_eq!(refused(boss.post("/api/v1/accounts/nobody/unlock", &json!({})).await).await.0, 404);
        assert_eq!(boss.post(&unlock, &json!({})).await.status(), 204);
        assert_eq!(boss.post(&unlock, &json!({})).await.status(), 204, "twice is once");
        world.desk("wang").await;
        assert_eq!(refused(tries(world, "li", PASSWORD).await).await.1, "too_many_tries", "and nobody else");
        assert!(audited(world, "account_unlock").await >= 1);
    }

    async fn a_desk_that_is_silent_for_long_is_signed_out_and_a_busy_one_is_not(world: &World) {
        let (busy, silent) = (world.desk("zheng").await, world.desk("zheng").await);
        for _ in 0..3 {
            world.clock.forward_ms(5 * HOUR_MS);
            assert_eq!(busy.get("/api/v1/session").await.status(), 200);
        }
        assert_eq!(refused(silent.get("/api/v1/session").await).await, (401, "token_expired".to_owned()));
        for _ in 0..20 {
            world.clock.forward_ms(8 * HOUR_MS);
            busy.get("/api/v1/session").await;
        }
        assert_eq!(refused(busy.get("/api/v1/session").await).await, (401, "token_expired".to_owned()), "nobody sits there for ever");
        let [wang] = world.phones(["wang"]).await;
        world.clock.forward_ms(23 * HOUR_MS);
        wang.pull("").await;
    }

    async fn one_sees_where_one_is_signed_in_and_ends_what_one_does_not_know(world: &World) {
        let [wang] = world.phones(["wang"]).await;
        let li = world.desk("li").await;
        let agent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/140.0 Safari/537.36";
        let url = format!("{}/api/v1/session", world.base);
        let body = json!({"user": "wang", "password": PASSWORD});
        let other: Value = ok(world.http.post(&url).header("User-Agent", agent).json(&body).send().await.unwrap()).await;
        world.clock.forward_ms(10 * MINUTE_MS);
        let here = world.desk("wang").await;
        let seen = own(&here).await;
        assert_eq!(seen.idle_minutes, 12 * 60);
        let kinds: Vec<(bool, bool, &str)> =
            seen.sessions.iter().map(|one| (one.is_this, one.device.is_some(), one.agent.as_str())).collect();
        assert_eq!(kinds[0], (true, false, ""), "the newest first");
        assert!(kinds.contains(&(false, false, "Chrome · Windows")) && kinds.contains(&(false, true, "")), "{kinds:?}");
        assert!(seen.sessions.iter().all(|one| one.address == "127.0.0.*"));
        let text = serde_json::to_string(&seen).unwrap();
        let hash = shared::ids::Sha256::of(here.token.as_bytes());
        assert!(!text.contains(hash.as_str()) && !text.contains(&here.token), "what is shown opens nothing");

        let chrome = seen.sessions.iter().find(|one| !one.agent.is_empty()).unwrap();
        let path = format!("/api/v1/session/{}", chrome.id);
        assert_eq!(refused(li.request(Method::DELETE, &path).send().await.unwrap()).await, (404, "not_found".to_owned()));
        assert_eq!(here.request(Method::DELETE, &path).send().await.unwrap().status(), 204);
        let ended = world.http.get(&url).bearer_auth(other["token"].as_str().unwrap()).send().await.unwrap();
        assert_eq!(refused(ended).await, (401, "token_revoked".to_owned()));
        assert_eq!(refused(here.request(Method::DELETE, &path).send().await.unwrap()).await.0, 404, "it is over");
        wang.pull("").await;

        assert_eq!(here.request(Method::DELETE, ALL).send().await.unwrap().status(), 204);
        let phone = wang.request(Method::GET, "/api/v1/sync/pull").send().await.unwrap();
        assert_eq!(refused(phone).await, (401, "token_revoked".to_owned()));
        let left = own(&here).await.sessions;
        assert_eq!(left.iter().map(|one| one.is_this).collect::<Vec<_>>(), [true]);
        assert_eq!(li.get(ALL).await.status(), 200, "nobody else's");
        assert_eq!((audited(world, "session_end").await, audited(world, "session_end_others").await), (1, 1));
    }

    async fn nobody_is_believed_whom_they_speak_for_where_no_proxy_is_trusted(world: &World) {
        assert_eq!(newest(world, forwarded(world, "wang", "203.0.113.9").await).await, "127.0.0.*");
    }

    async fn a_phone_that_renewed_stands_once_among_the_sessions(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        wang.sign_in_again(world, "wang").await;
        let desk = world.desk("wang").await;
        let phones: Vec<_> = own(&desk).await.sessions.into_iter().filter(|one| one.device.is_some()).collect();
        assert_eq!(phones.len(), 1);
        let path = format!("/api/v1/session/{}", phones[0].id);
        assert_eq!(desk.request(Method::DELETE, &path).send().await.unwrap().status(), 204);
        assert!(own(&desk).await.sessions.iter().all(|one| one.device.is_none()), "with all that it held");
    }

    async fn another_password_needs_the_old_one_and_ends_the_other_sessions(world: &World) {
        let (here, there) = (world.desk("zheng").await, world.desk("zheng").await);
        let change = async |old: &str, new: &str| here.post("/api/v1/session/password", &json!({"old": old, "new": new})).await;
        assert_eq!(refused(change("wrong", "a better password").await).await, (401, "bad_credentials".to_owned()));
        for bad in ["short", "zzzzzzzzzz", PASSWORD] {
            assert_eq!(refused(change(PASSWORD, bad).await).await, (400, "bad_value".to_owned()), "{bad}");
        }
        assert_eq!(there.get("/api/v1/session").await.status(), 200, "a refusal changes nothing");
        assert_eq!(change(PASSWORD, "a better password").await.status(), 204);
        assert_eq!(refused(there.get("/api/v1/session").await).await, (401, "token_revoked".to_owned()));
        assert_eq!(here.get("/api/v1/session").await.status(), 200);
        assert_eq!(refused(tries(world, "zheng", PASSWORD).await).await.1, "bad_credentials");
        ok::<Value>(tries(world, "zheng", "a better password").await).await;
        for _ in 0..5 {
            change("wrong", "a better password").await;
        }
        assert_eq!(refused(change("a better password", "another password").await).await.1, "too_many_tries", "guessed at an open desk");
        assert_eq!(audited(world, "account_password").await, 1);
    }
}

/// Signs somebody in for whom a proxy says that it speaks.
async fn forwarded(world: &World, user: &str, whom: &str) -> Response {
    let body = json!({"user": user, "password": PASSWORD});
    let request = world.http.post(format!("{}/api/v1/session", world.base)).header("X-Forwarded-For", whom);
    request.json(&body).send().await.unwrap()
}

/// Returns where the newest sign-in of somebody is said to have come from.
async fn newest(world: &World, session: Response) -> String {
    let session: Value = ok(session).await;
    let request = world.http.get(format!("{}{ALL}", world.base)).bearer_auth(session["token"].as_str().unwrap());
    let seen: OwnSessions = ok(request.send().await.unwrap()).await;
    seen.sessions.into_iter().find(|one| one.is_this).unwrap().address
}

/// Behind a proxy an office is not shut out for what somebody else guesses.
#[tokio::test]
async fn a_trusted_proxy_is_believed_whom_it_speaks_for() {
    let data = tempfile::tempdir().unwrap();
    let trusted_proxies = vec!["127.0.0.0/8".parse().unwrap()];
    let settings = server::Config { trusted_proxies, ..config(data.path(), None) };
    let world = World::serving(settings, data, Arc::new(HandClock::new())).await;
    crate::harness::city::fill(&world.app).await;
    assert_eq!(newest(&world, forwarded(&world, "wang", "203.0.113.9").await).await, "203.0.113.*");
    assert_eq!(newest(&world, forwarded(&world, "wang", "198.51.100.1, 203.0.113.9").await).await, "203.0.113.*");
    assert_eq!(newest(&world, forwarded(&world, "wang", "198.51.100.1, 127.0.0.2").await).await, "198.51.100.*");
    assert_eq!(newest(&world, forwarded(&world, "wang", "an office").await).await, "127.0.0.*", "that is no address");
    for guess in 0..200 {
        let user = format!("guess {guess}");
        world.app.attempts.failed("203.0.113.9".parse().unwrap(), &user, world.app.clock.now());
    }
    let full = (429, "too_many_tries".to_owned());
    assert_eq!(refused(forwarded(&world, "wang", "203.0.113.9").await).await, full);
    assert_eq!(refused(forwarded(&world, "wang", "203.0.113.10, 203.0.113.9").await).await, full, "whatever it claims");
    ok::<Value>(forwarded(&world, "wang", "203.0.113.10").await).await;
    ok::<Value>(tries(&world, "wang", PASSWORD).await).await;
    world.stop().await;
}

/// A browser keeps this name only for this server and only over TLS.
#[tokio::test]
async fn under_tls_the_cookie_is_bound_to_the_server_and_the_browser_stays_with_tls() {
    let data = tempfile::tempdir().unwrap();
    let settings = server::Config { tls: true, ..config(data.path(), None) };
    let world = World::serving(settings, data, Arc::new(HandClock::new())).await;
    crate::harness::city::fill(&world.app).await;
    let url = format!("{}/api/v1/session", world.base);
    let body = json!({"user": "sun", "password": PASSWORD});
    let reply = world.http.post(&url).header("X-Xunge-Console", "1").json(&body).send().await.unwrap();
    assert!(reply.headers()["strict-transport-security"].to_str().unwrap().starts_with("max-age="));
    let cookie = reply.headers()["set-cookie"].to_str().unwrap().to_owned();
    assert!(cookie.starts_with("__Host-xunge_session="), "{cookie}");
    for part in ["; Path=/;", "; HttpOnly", "; SameSite=Strict", "; Secure"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    let (_, secret) = cookie.split(';').next().unwrap().split_once('=').unwrap();
    let with =
        async |name: &str| world.http.get(&url).header("Cookie", format!("{name}={secret}")).send().await.unwrap();
    assert_eq!(with("__Host-xunge_session").await.status(), 200);
    assert_eq!(
        refused(with("xunge_session").await).await,
        (401, "not_signed_in".to_owned()),
        "a neighbour's may be planted"
    );
    world.stop().await;
}

#[tokio::test]
async fn a_lock_outlives_a_restart() {
    let data = tempfile::tempdir().unwrap();
    let clock = Arc::new(HandClock::new());
    let settings = config(data.path(), None);
    let world = World::serving(settings.clone(), data, clock.clone()).await;
    crate::harness::city::fill(&world.app).await;
    for _ in 0..5 {
        tries(&world, "wang", "wrong").await;
    }
    let data = world.stopped().await;
    let world = World::serving(settings, data, clock).await;
    assert_eq!(refused(tries(&world, "wang", PASSWORD).await).await, (429, "too_many_tries".to_owned()));
    world.stop().await;
}
