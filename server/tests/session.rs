//! Signing in, renewing, enrolling, and what a token is worth.

use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::desk::{ok, refused};
use crate::harness::{PASSWORD, Phone, World, on_both_engines};

async fn sign_in(world: &World, body: &Value) -> reqwest::Response {
    world.http.post(format!("{}/api/v1/session", world.base)).json(body).send().await.unwrap()
}

on_both_engines! {
    async fn a_wrong_password_and_an_unknown_name_are_refused_alike(world: &World) {
        let wrong = sign_in(world, &json!({"user": "wang", "password": "wrong"})).await;
        assert_eq!(refused(wrong).await, (401, "bad_credentials".to_owned()));
        let unknown = sign_in(world, &json!({"user": "nobody", "password": PASSWORD})).await;
        assert_eq!(refused(unknown).await, (401, "bad_credentials".to_owned()));
        let none = world.http.get(format!("{}/api/v1/session", world.base)).send().await.unwrap();
        assert_eq!(refused(none).await, (401, "not_signed_in".to_owned()));
        let nonsense = sign_in(world, &json!({"user": 7})).await;
        assert_eq!(refused(nonsense).await, (400, "bad_request".to_owned()));
    }

    async fn too_many_wrong_passwords_for_one_name_wait_and_others_do_not(world: &World) {
        for _ in 0..10 {
            sign_in(world, &json!({"user": "wang", "password": "wrong"})).await;
        }
        let right = sign_in(world, &json!({"user": "wang", "password": PASSWORD})).await;
        assert_eq!(refused(right).await, (429, "too_many_tries".to_owned()));
        world.desk("li").await;
        world.clock.forward_ms(5 * 60_000);
        world.desk("wang").await;
    }

    async fn an_expired_token_is_renewed_with_the_device_key_and_with_no_other(world: &World) {
        let [wang, li] = world.phones(["wang", "li"]).await;
        world.clock.forward_ms(25 * 3_600_000);
        let stale = wang.request(Method::GET, "/api/v1/sync/pull").send().await.unwrap();
        assert_eq!(refused(stale).await, (401, "token_expired".to_owned()));

        let ask = |path: &str, body: Value| world.http.post(format!("{}{path}", world.base)).json(&body).send();
        let challenge: Value = ok(ask("/api/v1/session/challenge", json!({"device": wang.device})).await.unwrap()).await;
        let text = challenge["challenge"].as_str().unwrap();
        let forged = json!({"device": wang.device, "challenge": text, "signature": li.sign(text)});
        let reply = ask("/api/v1/session/renew", forged).await.unwrap();
        assert_eq!(refused(reply).await, (401, "bad_signature".to_owned()));

        let challenge: Value = ok(ask("/api/v1/session/challenge", json!({"device": wang.device})).await.unwrap()).await;
        let text = challenge["challenge"].as_str().unwrap();
        let signed = json!({"device": wang.device, "challenge": text, "signature": wang.sign(text)});
        let session: Value = ok(ask("/api/v1/session/renew", signed.clone()).await.unwrap()).await;
        assert_eq!(session["account"]["user"], "wang");
        let again = ask("/api/v1/session/renew", signed).await.unwrap();
        assert_eq!(refused(again).await, (401, "bad_signature".to_owned()), "a challenge is good for one use");
    }

    async fn a_revoked_device_is_told_so_and_cannot_come_back(world: &World) {
        let [wang] = world.phones(["wang"]).await;
        let (boss, zheng) = (world.desk("boss").await, world.desk("zheng").await);
        let path = format!("/api/v1/devices/{}/revoke", wang.device);
        assert_eq!(refused(zheng.post(&path, &json!({})).await).await, (403, "not_allowed".to_owned()));
        assert_eq!(boss.post(&path, &json!({})).await.status(), 204);
        let reply = wang.request(Method::GET, "/api/v1/sync/pull").send().await.unwrap();
        assert_eq!(refused(reply).await, (401, "device_revoked".to_owned()));
        let body = json!({"device": wang.device});
        let reply = world.http.post(format!("{}/api/v1/session/challenge", world.base)).json(&body).send().await.unwrap();
        assert_eq!(refused(reply).await, (401, "device_revoked".to_owned()));
    }

    async fn a_device_id_with_another_key_is_refused(world: &World) {
        let [wang] = world.phones(["wang"]).await;
        let other = ed25519_dalek::SigningKey::from_bytes(&[9; 32]);
        let public = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, other.verifying_key().as_bytes());
        let body = json!({"user": "wang", "password": PASSWORD, "device": {"id": wang.device, "public_key": public}});
        assert_eq!(refused(sign_in(world, &body).await).await, (401, "bad_signature".to_owned()));
    }

    async fn another_person_on_the_same_phone_ends_the_first_ones_session(world: &World) {
        let [wang] = world.phones(["wang"]).await;
        let li = Phone::sign_in_as(world, "li", wang.device, wang.key.clone()).await;
        let reply = wang.request(Method::GET, "/api/v1/sync/pull").send().await.unwrap();
        assert_eq!(refused(reply).await, (401, "token_revoked".to_owned()));
        li.pull("").await;
    }

    async fn a_browser_gets_a_cookie_and_must_show_that_a_page_of_ours_asks(world: &World) {
        let url = format!("{}/api/v1/session", world.base);
        let body = json!({"user": "sun", "password": PASSWORD});
        let reply = world.http.post(&url).header("X-Xunge-Console", "1").json(&body).send().await.unwrap();
        let cookie = reply.headers()["set-cookie"].to_str().unwrap().to_owned();
        assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"), "{cookie}");
        let session: Value = ok(reply).await;
        assert_eq!(session["token"], "", "a page never holds the token");
        let cookie = cookie.split(';').next().unwrap();
        let mine = world.http.get(&url).header("Cookie", cookie).send().await.unwrap();
        assert_eq!(ok::<Value>(mine).await["account"]["user"], "sun");
        let foreign = world.http.delete(&url).header("Cookie", cookie).send().await.unwrap();
        assert_eq!(refused(foreign).await, (403, "csrf_missing".to_owned()));
        let ours = world.http.delete(&url).header("Cookie", cookie).header("X-Xunge-Console", "1").send().await.unwrap();
        assert_eq!(ours.status(), 204);
        let after = world.http.get(&url).header("Cookie", cookie).send().await.unwrap();
        assert_eq!(refused(after).await, (401, "token_revoked".to_owned()));
    }

    async fn hello_names_the_server_and_the_packs_of_the_scope(world: &World) {
        let [wang] = world.phones(["wang"]).await;
        let hello = json!({
            "protocol": 1, "device": wang.device,
            "times": {"wall": "2026-11-23T10:00:07+08:00", "monotonic_ms": 1, "boot": "b", "server_offset_ms": null},
            "heartbeat": {"app_version": "0.1.0", "platform": "test", "waiting_operations": 2, "waiting_photos": 1},
        });
        let reply: Value = ok(wang.request(Method::POST, "/api/v1/sync/hello").json(&hello).send().await.unwrap()).await;
        let kinds: Vec<&str> = reply["packs"].as_array().unwrap().iter().map(|p| p["kind"].as_str().unwrap()).collect();
        assert_eq!(kinds, ["boundaries", "calendar", "catalogue", "settings"]);
        for pack in reply["packs"].as_array().unwrap() {
            let hash = pack["hash"].as_str().unwrap();
            let bytes = wang.request(Method::GET, &format!("/api/v1/packs/{hash}")).send().await.unwrap().bytes().await.unwrap();
            assert_eq!(shared::ids::Sha256::of(&bytes).as_str(), hash, "a pack is named by its bytes");
        }
        let board: Value = ok(world.desk("zheng").await.get("/api/v1/devices").await).await;
        assert_eq!(board["devices"][0]["clock_skew_ms"], 7_000);
        assert_eq!(board["devices"][0]["heartbeat"]["waiting_operations"], 2);
        let newer = json!({"protocol": 99, "device": wang.device, "times": hello["times"], "heartbeat": {}});
        let reply = wang.request(Method::POST, "/api/v1/sync/hello").json(&newer).send().await.unwrap();
        assert_eq!(refused(reply).await, (400, "protocol_unknown".to_owned()));
    }

    async fn a_session_names_the_zone_of_its_jurisdiction(world: &World) {
        let zheng = world.desk("zheng").await;
        let session: Value = ok(zheng.get("/api/v1/session").await).await;
        assert_eq!(session["account"]["zone"], "Asia/Shanghai");
        let city = world.app.city();
        let mut weiyang = city.jurisdiction(&crate::harness::city::WEIYANG.parse().unwrap()).unwrap().clone();
        weiyang.settings.zone = "Asia/Urumqi".to_owned();
        let mut tx = world.app.db.write().await.unwrap();
        let now = world.app.clock.now();
        server::catalogue::actions::put_jurisdiction(&mut tx, &weiyang, now).await.unwrap();
        tx.commit().await.unwrap();
        world.app.refresh().await.unwrap();
        let session: Value = ok(zheng.get("/api/v1/session").await).await;
        assert_eq!(session["account"]["zone"], "Asia/Urumqi", "the desk writes its times by it");
        assert_eq!(world.phones(["zhu"]).await[0].session["account"]["zone"], "Asia/Shanghai");
    }

    async fn a_pack_of_another_jurisdiction_is_not_there(world: &World) {
        let [wang] = world.phones(["wang"]).await;
        let city = world.app.city();
        let hash = city.boundaries_hash(&crate::harness::city::BEILIN.parse().unwrap()).unwrap().to_string();
        let reply = wang.request(Method::GET, &format!("/api/v1/packs/{hash}")).send().await.unwrap();
        assert_eq!(refused(reply).await, (404, "not_found".to_owned()));
    }

    async fn an_enrolment_link_opens_one_device_once(world: &World) {
        let account = {
            let mut reader = world.app.db.read().await.unwrap();
            server::accounts::actions::by_user(&mut reader, "li").await.unwrap().unwrap()
        };
        let mut tx = world.app.db.write().await.unwrap();
        let by = account.actor();
        let code = server::accounts::actions::enrolment(&world.app, &mut tx, &account, &by).await.unwrap();
        tx.commit().await.unwrap();
        let key = ed25519_dalek::SigningKey::from_bytes(&[5; 32]);
        let public = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, key.verifying_key().as_bytes());
        let body = json!({"code": code, "device": {"id": uuid::Uuid::new_v4(), "public_key": public}});
        let url = format!("{}/api/v1/session/enroll", world.base);
        let mut for_another = body.clone();
        for_another["only_for"] = json!(uuid::Uuid::new_v4());
        let reply = world.http.post(&url).json(&for_another).send().await.unwrap();
        assert_eq!(refused(reply).await, (409, "unsent_work".to_owned()), "whose work lies there is somebody else");
        let session: Value = ok(world.http.post(&url).json(&body).send().await.unwrap()).await;
        assert_eq!(session["account"]["user"], "li");
        let again = world.http.post(&url).json(&body).send().await.unwrap();
        assert_eq!(refused(again).await, (401, "bad_credentials".to_owned()));
    }
}
