//! Who was on shift, and who looked at what is personal.

use serde_json::{Value, json};
use shared::api::people::{LookKind, LookList, ShiftBoard, ShiftPlace};
use shared::sync::operation::{Act, ShiftMark};
use shared::sync::push::OutcomeKind;

use crate::harness::city::{BEILIN, at};
use crate::harness::desk::{ok, refused};
use crate::harness::phone::fix;
use crate::harness::{Desk, Phone, World, on_both_engines};

const HOUR_MS: i64 = 3_600_000;

async fn mark(world: &World, phone: &mut Phone, mark: ShiftMark) {
    let envelope = phone.envelope(world, Act::Shift(mark));
    assert_eq!(phone.push(&[envelope]).await[0].result, OutcomeKind::Applied);
}

fn begins(world: &World, grid: Option<&str>) -> ShiftMark {
    let place = fix(at(0.5, 0.5), world.app.clock.now());
    ShiftMark { begins: true, fix: Some(place), duty_grid: grid.map(|grid| grid.parse().unwrap()) }
}

const ENDS: ShiftMark = ShiftMark { begins: false, fix: None, duty_grid: None };

async fn board(desk: &Desk, query: &str) -> ShiftBoard {
    ok(desk.get(&format!("/api/v1/shifts{query}")).await).await
}

fn users(board: &ShiftBoard) -> Vec<&str> {
    board.people.iter().map(|one| one.user.as_str()).collect()
}

async fn looks(desk: &Desk, query: &str) -> LookList {
    ok(desk.get(&format!("/api/v1/looks{query}")).await).await
}

on_both_engines! {
    async fn whoever_may_not_is_refused(world: &World) {
        for path in ["/api/v1/shifts", "/api/v1/looks"] {
            let reply = world.http.get(format!("{}{path}", world.base)).send().await.unwrap();
            assert_eq!(refused(reply).await, (401, "not_signed_in".to_owned()), "{path}");
            for user in ["wang", "sun", "west"] {
                let reply = world.desk(user).await.get(path).await;
                assert_eq!(refused(reply).await, (403, "not_allowed".to_owned()), "{user} {path}");
            }
        }
        let (boss, zheng) = (world.desk("boss").await, world.desk("zheng").await);
        assert_eq!(refused(zheng.get("/api/v1/looks").await).await, (403, "not_allowed".to_owned()), "who looks is not who watches");
        assert_eq!(refused(zheng.get(&format!("/api/v1/shifts?jurisdiction={BEILIN}")).await).await.1, "not_allowed");
        for bad in ["shifts?day=yesterday", "shifts?standing=sitting", "shifts?limit=x", "looks?kind=glance", "looks?account=li", "looks?limit=x"] {
            assert_eq!(refused(boss.get(&format!("/api/v1/{bad}")).await).await, (400, "bad_value".to_owned()), "{bad}");
        }
    }

    async fn a_day_shows_who_signed_in_where_and_who_did_not(world: &World) {
        let [mut wang, mut li] = world.phones(["wang", "li"]).await;
        mark(world, &mut wang, begins(world, Some("610112-Z0"))).await;
        mark(world, &mut li, begins(world, None)).await;
        world.clock.forward_ms(2 * HOUR_MS);
        mark(world, &mut li, ENDS).await;
        world.clock.forward_ms(HOUR_MS);
        let zheng = world.desk("zheng").await;
        let day = board(&zheng, "").await;
        assert_eq!((day.day.as_str(), day.zone.as_str()), ("2026-11-23", "Asia/Shanghai"));
        assert_eq!(users(&day), ["li", "wang", "zhao"], "everybody who walks here");
        let (of_li, of_wang, of_zhao) = (&day.people[0], &day.people[1], &day.people[2]);
        assert_eq!((of_wang.shifts[0].place, of_wang.shifts[0].duty_grid.as_str(), of_wang.shifts[0].ended_at), (ShiftPlace::Inside, "610112-Z0", None));
        assert_eq!(of_li.shifts[0].place, ShiftPlace::Outside);
        let span = &of_li.shifts[0];
        assert_eq!(span.ended_at.unwrap().since(span.started_at), 2 * HOUR_MS);
        assert!(of_zhao.shifts.is_empty() && of_zhao.grids == ["610112-Z3"], "the planned duty stands there all the same");
        assert_eq!(users(&board(&zheng, "?standing=on").await), ["wang"]);
        assert_eq!(users(&board(&zheng, "?standing=signed").await), ["li", "wang"]);
        assert_eq!(users(&board(&zheng, "?standing=missing").await), ["zhao"]);
        assert_eq!(users(&board(&zheng, "?q=WAN").await), ["wang"]);
        let boss = world.desk("boss").await;
        let first = board(&boss, "?limit=2").await;
        assert_eq!(users(&first), ["chen", "han"]);
        assert_eq!(users(&board(&boss, &format!("?limit=2&after={}", first.next.unwrap())).await), ["li", "wang"]);
        let before = board(&zheng, "?day=2026-11-22").await;
        assert!(before.people.iter().all(|one| one.shifts.is_empty()));
        world.clock.forward_ms(20 * HOUR_MS);
        // A desk's session ends over night.
        let zheng = world.desk("zheng").await;
        let after = board(&zheng, "?day=2026-11-23").await;
        let forgotten = &after.people[1].shifts[0];
        assert!(forgotten.is_forgotten, "nobody signed out of it");
        assert_eq!(forgotten.ended_at.unwrap().since(forgotten.started_at), 16 * HOUR_MS);
        assert!(users(&board(&zheng, "?standing=on").await).is_empty());
        let night = board(&zheng, "?day=2026-11-24").await;
        assert_eq!(night.people[1].shifts.len(), 1, "until two in the night it was on shift");
    }

    async fn a_phone_without_a_position_is_not_said_to_have_been_elsewhere(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        mark(world, &mut wang, ShiftMark { begins: true, fix: None, duty_grid: None }).await;
        let day = board(&world.desk("zheng").await, "?standing=on").await;
        assert_eq!(day.people[0].shifts[0].place, ShiftPlace::Unknown);
    }

    async fn a_look_is_recorded_once_an_hour_and_found_by_both_its_ends(world: &World) {
        let boss = world.desk("boss").await;
        let (chief, zheng) = (world.desk("chief").await, world.desk("zheng").await);
        let [wang] = world.phones(["wang"]).await;
        let path = format!("/api/v1/accounts/{}", wang.account);
        for _ in 0..3 {
            ok::<Value>(chief.get(&path).await).await;
        }
        let seen = "select count(*) from audit where action = 'person_seen'";
        assert_eq!(world.count(seen).await, 1, "not one for each request");
        world.clock.forward_ms(HOUR_MS);
        ok::<Value>(chief.get(&path).await).await;
        assert_eq!(world.count(seen).await, 2);
        world.clock.forward_ms(1);
        ok::<Value>(zheng.get(&format!("/api/v1/tracks?account={}", wang.account)).await).await;
        let subject = format!("account%20{}", wang.account);
        let list = looks(&boss, &format!("?subject={subject}")).await;
        let shown: Vec<(&str, LookKind)> = list.looks.iter().map(|look| (look.user.as_str(), look.kind)).collect();
        assert_eq!(shown, [("zheng", LookKind::Track), ("chief", LookKind::Person), ("chief", LookKind::Person)], "the newest first");
        let of_chief = looks(&boss, &format!("?account={}&limit=1", list.looks[1].account)).await;
        assert_eq!(of_chief.looks.len(), 1);
        let rest = looks(&boss, &format!("?account={}&limit=1&before={}", list.looks[1].account, of_chief.next.unwrap())).await;
        assert_eq!((rest.looks.len(), rest.next), (1, None));
        assert_eq!(looks(&boss, "?kind=track").await.looks.len(), 1);
    }

    async fn an_original_is_not_read_without_a_word(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        let (report, shot) = wang.report(world, at(0.5, 0.5));
        let case = report.case;
        let envelope = wang.envelope(world, Act::Report(report));
        wang.push(&[envelope]).await;
        wang.upload(&shot.working).await;
        let zheng = world.desk("zheng").await;
        let asked = zheng.post(&format!("/api/v1/cases/{case}/photos/{}/original", shot.photo), &json!(null)).await;
        assert!(asked.status().is_success());
        wang.upload(&shot.original).await;
        let (working, original) = (shared::ids::Sha256::of(&shot.working), shared::ids::Sha256::of(&shot.original));
        for name in [&working, &original, &original] {
            assert!(zheng.get(&format!("/api/v1/media/{name}")).await.status().is_success());
        }
        assert!(zheng.get(&format!("/api/v1/media/{original}?size=thumb")).await.status().is_success());
        assert_eq!(world.count("select count(*) from audit where action = 'original_seen'").await, 1);
        let list = looks(&world.desk("boss").await, &format!("?subject=case%20{case}")).await;
        assert_eq!((list.looks[0].user.as_str(), list.looks[0].detail.as_str()), ("zheng", format!("photo {}", shot.photo).as_str()));
    }

    async fn what_a_browser_kept_is_asked_for_at_each_view_and_an_original_recorded_again(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        let (report, shot) = wang.report(world, at(0.5, 0.5));
        let case = report.case;
        let envelope = wang.envelope(world, Act::Report(report));
        wang.push(&[envelope]).await;
        wang.upload(&shot.working).await;
        let zheng = world.desk("zheng").await;
        zheng.post(&format!("/api/v1/cases/{case}/photos/{}/original", shot.photo), &json!(null)).await;
        wang.upload(&shot.original).await;
        let (working, original) = (shared::ids::Sha256::of(&shot.working), shared::ids::Sha256::of(&shot.original));
        let seen = "select count(*) from audit where action = 'original_seen'";
        for (path, kept) in [
            (working.to_string(), "private, no-cache"),
            (format!("{working}?size=thumb"), "private, max-age=86400, immutable"),
            (format!("{original}?size=public"), "private, no-cache"),
            (original.to_string(), "private, no-cache"),
        ] {
            let reply = zheng.get(&format!("/api/v1/media/{path}")).await;
            assert_eq!((reply.status().as_u16(), reply.headers()["cache-control"].to_str().unwrap()), (200, kept), "{path}");
        }
        assert_eq!(world.count(seen).await, 1);
        let again = async |desk: &Desk, name: &shared::ids::Sha256| {
            let asked = desk.request(reqwest::Method::GET, &format!("/api/v1/media/{name}"));
            asked.header("if-none-match", format!("\"{name}\"")).send().await.unwrap()
        };
        world.clock.forward_ms(HOUR_MS);
        let reply = again(&zheng, &original).await;
        assert_eq!((reply.status().as_u16(), reply.headers()["cache-control"].to_str().unwrap()), (304, "private, no-cache"));
        assert_eq!(reply.headers()["etag"].to_str().unwrap(), format!("\"{original}\""));
        assert!(reply.bytes().await.unwrap().is_empty(), "no byte of it travels");
        assert_eq!(world.count(seen).await, 2, "although nothing was sent it is looked at");
        assert_eq!(again(&zheng, &working).await.status(), 304);
        assert_eq!(world.count(seen).await, 2, "a working copy is nobody's original");
        let other = zheng.request(reqwest::Method::GET, &format!("/api/v1/media/{original}"));
        let other = other.header("if-none-match", format!("\"{working}\"")).send().await.unwrap();
        assert_eq!(other.status(), 200, "what it has is another file");
        assert_eq!(again(&world.desk("zhu").await, &original).await.status(), 404, "another town's desk learns nothing by naming it");
        assert_eq!(world.count(seen).await, 2);
    }

    async fn a_desk_that_opens_the_directory_is_recorded_and_a_phone_is_not(world: &World) {
        let [wang] = world.phones(["wang"]).await;
        assert!(wang.request(reqwest::Method::GET, "/api/v1/directory").send().await.unwrap().status().is_success());
        let zheng = world.desk("zheng").await;
        for _ in 0..2 {
            assert!(zheng.get("/api/v1/directory").await.status().is_success());
        }
        assert_eq!(world.count("select count(*) from audit where action = 'directory_seen'").await, 1);
    }
}
