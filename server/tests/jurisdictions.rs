//! Jurisdictions with their switches: read whole, changed with what was seen, followed by phones, written down.

use reqwest::{Method, Response};
use serde_json::{Value, json};
use shared::api::jurisdictions::{JurisdictionDuty, JurisdictionFile, JurisdictionList, at as found, set};

use crate::harness::city::{BEILIN, WEIYANG, WEST, at};
use crate::harness::desk::{ok, refused};
use crate::harness::{Desk, on_both_engines};

const PATH: &str = "/api/v1/jurisdictions";

async fn file(desk: &Desk, id: &str) -> JurisdictionFile {
    ok(desk.get(&format!("{PATH}/{id}")).await).await
}

async fn put(desk: &Desk, id: &str, body: &Value) -> Response {
    desk.request(Method::PUT, &format!("{PATH}/{id}")).json(body).send().await.unwrap()
}

fn wish(file: &JurisdictionFile, changes: &[(&str, Value)]) -> Value {
    let mut settings = file.settings.clone();
    for (path, value) in changes {
        set(&mut settings, path, value.clone());
    }
    let JurisdictionFile { jurisdiction, version, .. } = file;
    json!({"seen": version, "name": jurisdiction.name, "name_en": jurisdiction.name_en, "settings": settings})
}

on_both_engines! {
    async fn whoever_may_not_is_refused(world: &World) {
        let boss = world.desk("boss").await;
        let body = wish(&file(&boss, WEIYANG).await, &[]);
        let own = format!("{PATH}/{WEIYANG}");
        for path in [PATH.to_owned(), own.clone(), format!("{own}/duty")] {
            let reply = world.http.get(format!("{}{path}", world.base)).send().await.unwrap();
            assert_eq!(refused(reply).await, (401, "not_signed_in".to_owned()), "{path}");
            for user in ["wang", "sun", "west"] {
                let reply = world.desk(user).await.get(&path).await;
                assert_eq!(refused(reply).await, (403, "not_allowed".to_owned()), "{user} {path}");
            }
        }
        for user in ["wang", "zheng", "chief"] {
            let desk = world.desk(user).await;
            assert_eq!(refused(desk.get(&own).await).await, (403, "not_allowed".to_owned()), "{user}");
            assert_eq!(refused(put(&desk, WEIYANG, &body).await).await, (403, "not_allowed".to_owned()), "{user}");
        }
        for nowhere in ["610199", "a b"] {
            assert_eq!(refused(boss.get(&format!("{PATH}/{nowhere}")).await).await, (404, "not_found".to_owned()));
            assert_eq!(refused(put(&boss, nowhere, &body).await).await, (404, "not_found".to_owned()));
            assert_eq!(refused(boss.get(&format!("{PATH}/{nowhere}/duty")).await).await, (404, "not_found".to_owned()));
        }
        assert_eq!(refused(boss.get(&format!("{PATH}?limit=x")).await).await, (400, "bad_value".to_owned()));
    }

    async fn a_list_holds_what_the_caller_reaches_with_how_much_there_is(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        wang.reports(world, at(0.5, 0.5)).await;
        let zheng: JurisdictionList = ok(world.desk("zheng").await.get(PATH).await).await;
        assert_eq!(zheng.jurisdictions.len(), 1);
        let own = &zheng.jurisdictions[0];
        assert_eq!((own.id.as_str(), own.people, own.devices, own.open_cases, own.training), (WEIYANG, 10, 1, 1, true));
        let boss = world.desk("boss").await;
        let all: JurisdictionList = ok(boss.get(PATH).await).await;
        assert!(all.jurisdictions.iter().any(|one| one.is_city) && all.jurisdictions.len() >= 3);
        let first: JurisdictionList = ok(boss.get(&format!("{PATH}?limit=1")).await).await;
        let second: JurisdictionList = ok(boss.get(&format!("{PATH}?limit=1&after={}", first.next.unwrap())).await).await;
        assert_eq!(second.jurisdictions[0], all.jurisdictions[1]);
        let duty: JurisdictionDuty = ok(boss.get(&format!("{PATH}/{WEIYANG}/duty")).await).await;
        assert_eq!(duty.units.len(), 2);
        let people: Vec<u64> = duty.duty_grids.iter().map(|grid| grid.people).collect();
        assert_eq!(people, [2, 1, 0, 1], "Wang and Li, Wang, nobody, Zhao");
        let elsewhere = world.desk("zheng").await.get(&format!("{PATH}/{BEILIN}/duty")).await;
        assert_eq!(refused(elsewhere).await, (404, "not_found".to_owned()));
    }

    async fn a_change_is_in_force_at_once_and_written_down(world: &World) {
        let boss = world.desk("boss").await;
        let [wang] = world.phones(["wang"]).await;
        let packs = |session: &shared::sync::hello::HelloReply| serde_json::to_string(&session.packs).unwrap();
        let before = packs(&wang.hello(world).await);
        let seen = file(&boss, WEIYANG).await;
        assert_eq!(found(&seen.settings, "track_days"), Some(&json!(90)), "what is often left unsaid is said here");
        assert_eq!(found(&seen.usual, "rules.most_extensions"), Some(&json!(2)));
        let mut body = wish(&seen, &[
            ("rules.most_extensions", json!(3)),
            ("automatic.close", json!(false)),
            ("rules.check_percent_of", json!({WEST: 40})),
            ("tianditu_key", json!("k3y")),
            ("alarms.silent_minutes", json!(90)),
            ("alarms.least_app", json!("1.4")),
        ]);
        body["name_en"] = json!("Weiyang");
        let after: JurisdictionFile = ok(put(&boss, WEIYANG, &body).await).await;
        assert_eq!(found(&after.settings, "rules.most_extensions"), Some(&json!(3)));
        assert_eq!(after.jurisdiction.name_en, "Weiyang");
        assert_ne!(after.version, seen.version);
        let settings = world.app.city().settings(&WEIYANG.parse().unwrap()).clone();
        assert_eq!((settings.rules.most_extensions, settings.automatic.close, settings.tianditu_key.as_str()), (3, false, "k3y"));
        assert_eq!(settings.name, "未央区");
        assert_eq!((settings.alarms.silent_minutes, settings.alarms.least_app.as_str()), (90, "1.4"));
        assert_ne!(packs(&wang.hello(world).await), before, "phones hear of it");
        let named = |field: &str| after.changes.iter().find(|change| change.field == field).unwrap();
        let change = named("rules.most_extensions");
        assert_eq!((change.was.as_str(), change.became.as_str(), change.actor.as_str()), ("2", "3", "account boss"));
        assert_eq!(named("tianditu_key").became, "", "a key stands in no ledger");
        let audited = "select count(*) from audit where action = 'settings_set' and subject = 'jurisdiction 610112' \
                       and detail like '%rules.most_extensions: 2 → 3%' and detail not like '%k3y%'";
        assert_eq!(world.count(audited).await, 1);
        let same: JurisdictionFile = ok(put(&boss, WEIYANG, &wish(&after, &[])).await).await;
        assert_eq!(same.version, after.version);
        assert_eq!(world.count("select count(*) from audit where action = 'settings_set'").await, 1, "nothing changed, nothing is said");
    }

    async fn what_somebody_else_changed_since_is_not_overwritten(world: &World) {
        let boss = world.desk("boss").await;
        let seen = file(&boss, WEIYANG).await;
        ok::<JurisdictionFile>(put(&boss, WEIYANG, &wish(&seen, &[("nearest_m", json!(60))])).await).await;
        let late = put(&boss, WEIYANG, &wish(&seen, &[("remark_m", json!(70))])).await;
        assert_eq!(refused(late).await, (409, "settings_changed".to_owned()));
        let again: JurisdictionFile = ok(put(&boss, WEIYANG, &wish(&seen, &[("nearest_m", json!(60))])).await).await;
        assert_ne!(again.version, seen.version, "whoever did not hear the answer is told it once more");
        assert_eq!(world.count("select count(*) from audit where action = 'settings_set'").await, 1);
        let settings = world.app.city().settings(&WEIYANG.parse().unwrap()).clone();
        assert_eq!((settings.nearest_m, settings.remark_m), (60, 100));
    }

    async fn what_may_not_be_is_refused_with_its_place(world: &World) {
        let boss = world.desk("boss").await;
        let seen = file(&boss, WEIYANG).await;
        for (path, value) in [
            ("rules.most_extensions", json!(21)),
            ("rules.most_extensions", json!("two")),
            ("rules.check_percent", json!(101)),
            ("rules.desks.accept", json!("village")),
            ("zone", json!("Asia/Atlantis")),
            ("case_prefix", json!("xa")),
            ("automatic.accept", json!(1)),
            ("rules.check_percent_of", json!({"610103-HW-1": 10})),
            ("tianditu_key", json!("not a key")),
            ("working_edge_px", json!(100_000)),
            ("alarms.battery_percent", json!(101)),
            ("alarms.least_app", json!("newest")),
            ("second_factor", json!("everybody")),
            ("rules.most_wishes", json!(3)),
            ("rules.limits", json!({"event:06010": "soon"})),
        ] {
            let reply = put(&boss, WEIYANG, &wish(&seen, &[(path, value)])).await;
            let status = reply.status().as_u16();
            let problem: Value = reply.json().await.unwrap();
            assert_eq!((status, problem["code"].as_str()), (400, Some("bad_value")), "{path}");
        }
        let mut missing = wish(&seen, &[]);
        missing["settings"].as_object_mut().unwrap().remove("track_days");
        let reply = put(&boss, WEIYANG, &missing).await;
        let problem: Value = reply.json().await.unwrap();
        assert_eq!(problem["detail"], "settings.track_days: it is missing");
        let mut nameless = wish(&seen, &[]);
        nameless["name"] = json!(" ");
        assert_eq!(refused(put(&boss, WEIYANG, &nameless).await).await, (400, "bad_value".to_owned()));
        assert_eq!(refused(put(&boss, WEIYANG, &json!({"seen": 1})).await).await, (400, "bad_request".to_owned()));
        assert_eq!(file(&boss, WEIYANG).await.version, seen.version, "nothing of it was taken");
    }
}
