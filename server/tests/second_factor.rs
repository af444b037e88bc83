//! One-time codes beside the password: set up, shown, used once, lost, and required of administrators.

use reqwest::{Method, Response};
use serde_json::{Value, json};
use shared::api::people::EnrolmentLink;
use shared::api::session::{FactorSecret, GuardList, OwnSessions, RecoveryCodes};
use shared::ids::AccountId;
use shared::settings::SecondFactor;
use totp_rs::{Builder, Secret};

use crate::harness::city::WEIYANG;
use crate::harness::desk::{ok, refused};
use crate::harness::{Desk, PASSWORD, World, on_both_engines};

const PATH: &str = "/api/v1/session/second-factor";
const STEP_MS: i64 = 30_000;

/// What the app on somebody's phone shows now.
fn shows(world: &World, secret: &FactorSecret) -> String {
    let totp = Builder::new().with_secret(Secret::try_from_base32(&secret.secret).unwrap()).build().unwrap();
    totp.generate(u64::try_from(world.app.clock.now().ms() / 1_000).unwrap()).to_string()
}

async fn tries(world: &World, user: &str, code: Option<&str>) -> Response {
    let mut body = json!({"user": user, "password": PASSWORD});
    if let Some(code) = code {
        body["code"] = code.into();
    }
    world.http.post(format!("{}/api/v1/session", world.base)).json(&body).send().await.unwrap()
}

async fn redeemed(world: &World, link: &EnrolmentLink) -> Response {
    let key = ed25519_dalek::SigningKey::from_bytes(&rand::random());
    let public = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, key.verifying_key().as_bytes());
    let (_, code) = link.link.split_once('#').unwrap();
    let body = json!({"code": code, "device": {"id": uuid::Uuid::new_v4(), "public_key": public}});
    world.http.post(format!("{}/api/v1/session/enroll", world.base)).json(&body).send().await.unwrap()
}

/// Asks for a link for somebody.
async fn asks_link(desk: &Desk, id: AccountId) -> Response {
    desk.post(&format!("/api/v1/accounts/{id}/enrolment"), &json!({"server": "https://desk.example.cn"})).await
}

async fn id_of(world: &World, user: &str) -> AccountId {
    let mut reader = world.app.db.read().await.unwrap();
    server::accounts::actions::by_user(&mut reader, user).await.unwrap().unwrap().id
}

/// Adds an administrator of Weiyang.
async fn add_town_admin(world: &World) {
    let mut tx = world.app.db.write().await.unwrap();
    let by = shared::account::Actor::System { rule: "test".to_owned() };
    let account = server::accounts::caller::Account {
        id: AccountId(uuid::Uuid::from_u128(0xad)),
        user: "town-admin".parse().unwrap(),
        name: String::new(),
        role: shared::account::Role::Admin,
        jurisdiction: WEIYANG.parse().unwrap(),
        unit: None,
        disabled: false,
    };
    server::accounts::actions::add(&world.app, &mut tx, &account, PASSWORD, &by).await.unwrap();
    tx.commit().await.unwrap();
}

/// Somebody sets it up.
async fn sets_up(world: &World, desk: &Desk) -> (FactorSecret, RecoveryCodes) {
    let secret: FactorSecret = ok(desk.post(PATH, &json!({"password": PASSWORD})).await).await;
    let code = json!({"code": shows(world, &secret)});
    let codes = ok(desk.post(&format!("{PATH}/confirm"), &code).await).await;
    (secret, codes)
}

on_both_engines! {
    async fn it_is_set_up_with_the_password_and_a_first_code(world: &World) {
        let (boss, other) = (world.desk("boss").await, world.desk("boss").await);
        let nobody = world.http.post(format!("{}{PATH}", world.base)).json(&json!({"password": PASSWORD})).send().await.unwrap();
        assert_eq!(refused(nobody).await, (401, "not_signed_in".to_owned()));
        assert_eq!(refused(boss.post(PATH, &json!({"password": "wrong"})).await).await, (401, "bad_credentials".to_owned()));
        assert_eq!(refused(boss.post(&format!("{PATH}/confirm"), &json!({"code": "000000"})).await).await.1, "bad_value");
        let secret: FactorSecret = ok(boss.post(PATH, &json!({"password": PASSWORD})).await).await;
        assert!(secret.url.contains(&secret.secret) && secret.picture.starts_with("<svg "));
        ok::<Value>(tries(world, "boss", None).await).await;
        assert_eq!(refused(boss.post(&format!("{PATH}/confirm"), &json!({"code": "12345"})).await).await.1, "second_factor_wrong");
        let code = json!({"code": shows(world, &secret)});
        let codes: RecoveryCodes = ok(boss.post(&format!("{PATH}/confirm"), &code).await).await;
        assert_eq!(codes.codes.len(), 10);
        assert_eq!(refused(other.get("/api/v1/session").await).await.1, "token_revoked", "it was opened without one");
        assert_eq!(refused(boss.post(PATH, &json!({"password": PASSWORD})).await).await.1, "bad_value", "there is one");
        let own: OwnSessions = ok(boss.get("/api/v1/session/all").await).await;
        assert!(own.second_factor.since.is_some() && !own.second_factor.is_required);
        assert_eq!(own.second_factor.codes_left, 10);
        let kept = world.count("select count(*) from recovery_codes where code_hash like '%-%' or length(code_hash) <> 64").await;
        assert_eq!(kept, 0, "only hashes");
        assert_eq!(world.count("select count(*) from audit where action = 'second_factor_on'").await, 1);
    }

    async fn a_code_is_asked_for_and_good_once_and_for_a_minute_and_a_half(world: &World) {
        let (secret, codes) = sets_up(world, &world.desk("boss").await).await;
        assert_eq!(refused(tries(world, "boss", None).await).await, (401, "second_factor_needed".to_owned()));
        assert_eq!(refused(tries(world, "boss", Some(" ")).await).await.1, "second_factor_needed");
        let used = shows(world, &secret);
        assert_eq!(refused(tries(world, "boss", Some(&used)).await).await, (401, "second_factor_wrong".to_owned()), "it was used to set up");
        world.clock.forward_ms(STEP_MS);
        let code = shows(world, &secret);
        world.clock.forward_ms(STEP_MS);
        ok::<Value>(tries(world, "boss", Some(&code)).await).await;
        assert_eq!(refused(tries(world, "boss", Some(&code)).await).await.1, "second_factor_wrong", "once");
        let stale = shows(world, &secret);
        world.clock.forward_ms(2 * STEP_MS);
        assert_eq!(refused(tries(world, "boss", Some(&stale)).await).await.1, "second_factor_wrong", "too late");
        let recovery = codes.codes[3].to_lowercase();
        ok::<Value>(tries(world, "boss", Some(&recovery)).await).await;
        assert_eq!(refused(tries(world, "boss", Some(&recovery)).await).await.1, "second_factor_wrong", "each once");
        let wrong = json!({"user": "boss", "password": "wrong", "code": codes.codes[4]});
        let reply = world.http.post(format!("{}/api/v1/session", world.base)).json(&wrong).send().await.unwrap();
        assert_eq!(refused(reply).await.1, "bad_credentials", "the password is looked at first, and the code is not used up");
        ok::<Value>(tries(world, "boss", Some(&codes.codes[4])).await).await;
    }

    async fn guessed_codes_lock_the_account(world: &World) {
        sets_up(world, &world.desk("boss").await).await;
        for code in 0..5 {
            assert_eq!(refused(tries(world, "boss", Some(&format!("00000{code}"))).await).await.1, "second_factor_wrong");
        }
        assert_eq!(refused(tries(world, "boss", None).await).await, (429, "too_many_tries".to_owned()));
    }

    async fn a_new_device_needs_a_code_and_a_known_key_does_not(world: &World) {
        let phone = crate::harness::Phone::sign_in(world, "boss").await;
        sets_up(world, &world.desk("boss").await).await;
        let key = ed25519_dalek::SigningKey::from_bytes(&[4; 32]);
        let public = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, key.verifying_key().as_bytes());
        let body = json!({"user": "boss", "password": PASSWORD, "device": {"id": uuid::Uuid::new_v4(), "public_key": public}});
        let reply = world.http.post(format!("{}/api/v1/session", world.base)).json(&body).send().await.unwrap();
        assert_eq!(refused(reply).await.1, "second_factor_needed", "else a made-up phone would be the way round it");
        let ask = |path: &str, body: Value| world.http.post(format!("{}{path}", world.base)).json(&body).send();
        let challenge: Value = ok(ask("/api/v1/session/challenge", json!({"device": phone.device})).await.unwrap()).await;
        let text = challenge["challenge"].as_str().unwrap();
        let signed = json!({"device": phone.device, "challenge": text, "signature": phone.sign(text)});
        ok::<Value>(ask("/api/v1/session/renew", signed).await.unwrap()).await;
    }

    async fn it_is_ended_with_a_code_and_reset_by_the_city(world: &World) {
        let boss = world.desk("boss").await;
        let (_, codes) = sets_up(world, &boss).await;
        let end = format!("{PATH}/end");
        assert_eq!(refused(boss.post(&end, &json!({"code": "000000"})).await).await.1, "second_factor_wrong");
        assert_eq!(boss.post(&end, &json!({"code": codes.codes[0]})).await.status(), 204);
        assert_eq!(refused(boss.post(&end, &json!({"code": codes.codes[0]})).await).await.1, "bad_value");
        let zheng = world.desk("zheng").await;
        sets_up(world, &zheng).await;
        let guards: GuardList = ok(boss.get("/api/v1/session/guards").await).await;
        let guard = guards.guards.iter().find(|one| one.user.as_str() == "zheng").unwrap();
        assert!(guard.second_factor && guard.locked_until.is_none());
        let reset = format!("/api/v1/accounts/{}/second-factor", guard.account);
        assert_eq!(refused(zheng.request(Method::DELETE, &reset).send().await.unwrap()).await.1, "not_allowed");
        let nobody = boss.request(Method::DELETE, &format!("/api/v1/accounts/{}/second-factor", uuid::Uuid::new_v4())).send().await.unwrap();
        assert_eq!(refused(nobody).await, (404, "not_found".to_owned()));
        assert_eq!(boss.request(Method::DELETE, &reset).send().await.unwrap().status(), 204);
        assert_eq!(refused(zheng.get("/api/v1/session").await).await.1, "token_revoked");
        world.desk("zheng").await;
        assert_eq!(world.count("select count(*) from audit where action = 'second_factor_reset'").await, 1);
        assert_eq!(boss.request(Method::DELETE, &reset).send().await.unwrap().status(), 204);
        assert_eq!(world.count("select count(*) from audit where action = 'second_factor_reset'").await, 1, "there was none any more");
    }

    async fn where_it_is_required_an_administrator_sets_it_up_before_anything_else(world: &World) {
        add_town_admin(world).await;
        let before = world.desk("town-admin").await;
        world.set(WEIYANG, |settings| settings.second_factor = SecondFactor::Admins).await;
        assert_eq!(refused(before.get("/api/v1/devices").await).await, (403, "second_factor_missing".to_owned()));
        let session: Value = ok(tries(world, "town-admin", None).await).await;
        assert_eq!(session["second_factor_missing"], true);
        let admin = world.desk("town-admin").await;
        assert_eq!(refused(admin.get("/api/v1/devices").await).await.1, "second_factor_missing");
        let own: OwnSessions = ok(admin.get("/api/v1/session/all").await).await;
        assert!(own.second_factor.is_required && own.second_factor.since.is_none());
        assert_eq!(world.desk("zheng").await.get("/api/v1/devices").await.status(), 200, "of nobody else");
        assert_eq!(world.desk("boss").await.get("/api/v1/devices").await.status(), 200, "the city did not ask it");
        sets_up(world, &admin).await;
        assert_eq!(admin.get("/api/v1/devices").await.status(), 200);
        let session: Value = ok(admin.get("/api/v1/session").await).await;
        assert!(session.get("second_factor_missing").is_none(), "said only where it is so");
    }

    async fn a_link_is_no_way_round_it(world: &World) {
        let boss = world.desk("boss").await;
        let zhao = id_of(world, "zhao").await;
        let link: EnrolmentLink = ok(asks_link(&boss, zhao).await).await;
        sets_up(world, &world.desk("zhao").await).await;
        let needed = (401, "second_factor_needed".to_owned());
        assert_eq!(refused(redeemed(world, &link).await).await, needed, "it was made before there was one");
        let reply = asks_link(&boss, zhao).await;
        assert_eq!(reply.status(), 401);
        let problem: Value = reply.json().await.unwrap();
        assert_eq!(problem["code"], "second_factor_needed");
        assert!(problem["detail"].as_str().unwrap().contains("user name, password and code"), "it says what to do instead");
        assert_eq!(world.count("select count(*) from enrolments").await, 1, "none was made");
        assert_eq!(world.count("select count(*) from devices").await, 0, "and no device is known");
        let reset = format!("/api/v1/accounts/{zhao}/second-factor");
        assert_eq!(boss.request(Method::DELETE, &reset).send().await.unwrap().status(), 204);
        ok::<Value>(redeemed(world, &link).await).await;
        ok::<EnrolmentLink>(asks_link(&boss, zhao).await).await;
    }

    async fn an_administrator_who_needs_one_begins_with_a_password(world: &World) {
        let boss = world.desk("boss").await;
        let new = |user: &str, role: &str, first: &str| {
            json!({"user": user, "name": "新人", "role": role, "jurisdiction": WEIYANG, "first": first})
        };
        let duty = async || -> Value { ok(boss.get(&format!("/api/v1/jurisdictions/{WEIYANG}/duty")).await).await };
        assert_eq!(duty().await["admins_need_code"], false);
        ok::<Value>(boss.post("/api/v1/accounts", &new("before", "admin", "link")).await).await;
        world.set(WEIYANG, |settings| settings.second_factor = SecondFactor::Admins).await;
        assert_eq!(duty().await["admins_need_code"], true, "the form says so before it is sent");
        let reply = boss.post("/api/v1/accounts", &new("after", "admin", "link")).await;
        assert_eq!(reply.status(), 400);
        let problem: Value = reply.json().await.unwrap();
        assert!(problem["detail"].as_str().unwrap().starts_with("first: "), "{problem}");
        assert_eq!(world.count("select count(*) from accounts where user_name = 'after'").await, 0, "none was made");
        ok::<Value>(boss.post("/api/v1/accounts", &new("after", "admin", "password")).await).await;
        ok::<Value>(boss.post("/api/v1/accounts", &new("walker", "collector", "link")).await).await;
        // In a sheet the line says so when it is looked at.
        let csv = format!("user,name,role,jurisdiction\nsheet1,甲,admin,{WEIYANG}\nsheet2,乙,collector,{WEIYANG}\n");
        for (first, wrong) in [("link", 1), ("password", 0)] {
            let sheet = json!({"csv": csv, "wish": "look", "first": first});
            let report: Value = ok(boss.post("/api/v1/accounts/import", &sheet).await).await;
            assert_eq!(report["wrong"], wrong, "{report}");
        }
        // Said by the city it is for the administrators of every jurisdiction.
        let city = world.app.city().city_id().cloned().unwrap();
        world.set(WEIYANG, |settings| settings.second_factor = SecondFactor::Off).await;
        world.set(city.as_str(), |settings| settings.second_factor = SecondFactor::Admins).await;
        sets_up(world, &boss).await;
        assert_eq!(duty().await["admins_need_code"], true);
        assert_eq!(refused(boss.post("/api/v1/accounts", &new("last", "admin", "link")).await).await.1, "bad_value");
    }

    async fn a_link_is_not_for_administrators_who_need_one(world: &World) {
        add_town_admin(world).await;
        let boss = world.desk("boss").await;
        let admin = id_of(world, "town-admin").await;
        let link: EnrolmentLink = ok(asks_link(&boss, admin).await).await;
        world.set(WEIYANG, |settings| settings.second_factor = SecondFactor::Admins).await;
        let missing = (403, "second_factor_missing".to_owned());
        assert_eq!(refused(redeemed(world, &link).await).await, missing, "it was made before it was asked for");
        assert_eq!(refused(asks_link(&boss, admin).await).await, missing);
        ok::<EnrolmentLink>(asks_link(&boss, id_of(world, "wang").await).await).await;
        ok::<EnrolmentLink>(asks_link(&boss, id_of(world, "boss").await).await).await;
        sets_up(world, &world.desk("town-admin").await).await;
        assert_eq!(refused(redeemed(world, &link).await).await, (401, "second_factor_needed".to_owned()));
        world.set(WEIYANG, |settings| settings.second_factor = SecondFactor::Off).await;
        assert_eq!(refused(asks_link(&boss, admin).await).await.1, "second_factor_needed", "whoever has one keeps it");
    }
}
