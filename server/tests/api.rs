//! The description of the API is held against the routes, both ways, and against real replies.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::harness::city::at;
use crate::harness::{Desk, on_both_engines};

/// Says whether a value fits the schema of a component.
#[track_caller]
fn check(api: &Value, schema: &str, value: &Value) {
    let document = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$ref": format!("#/components/schemas/{schema}"),
        "components": api["components"],
    });
    let validator = jsonschema::options().should_validate_formats(true).build(&document).unwrap();
    let faults: Vec<String> =
        validator.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(faults.is_empty(), "{schema}: {faults:#?}\n{value:#}");
}

async fn value(desk: &Desk, path: &str) -> Value {
    desk.get(path).await.json().await.unwrap()
}

on_both_engines! {
    async fn every_described_route_is_there_and_every_route_is_described(world: &World) {
        let api: Value = world.http.get(format!("{}/api/openapi.json", world.base)).send().await.unwrap().json().await.unwrap();
        assert_eq!(api["openapi"], "3.1.0");
        let mut described = BTreeSet::new();
        for (path, operations) in api["paths"].as_object().unwrap() {
            for method in operations.as_object().unwrap().keys() {
                if !["get", "post", "patch", "delete", "head", "options", "put"].contains(&method.as_str()) {
                    continue;
                }
                described.insert(format!("{} {path}", method.to_uppercase()));
                let real = path.replace("{id}", "0").replace("{hash}", "0").replace("{sha256}", "0");
                let method = reqwest::Method::from_bytes(method.to_uppercase().as_bytes()).unwrap();
                let reply = world.http.request(method.clone(), format!("{}{real}", world.base)).send().await.unwrap();
                let status = reply.status().as_u16();
                let code = reply.text().await.unwrap();
                assert!(status != 405 && !(status == 404 && code.contains("not_found") && code.contains("nothing")), "{method} {path}: {status}");
                if path != "/healthz" && path != "/metrics" && !path.starts_with("/api/v1/session") && method != reqwest::Method::OPTIONS {
                    assert_eq!(status, 401, "{method} {path} must ask who is calling");
                }
            }
        }
        let expected: BTreeSet<String> = include_str!("routes.txt").lines().map(str::to_owned).collect();
        assert_eq!(described, expected, "the routes are a contract: change routes.txt with them");
    }

    async fn real_replies_fit_their_description(world: &World) {
        let api: Value = world.http.get(format!("{}/api/openapi.json", world.base)).send().await.unwrap().json().await.unwrap();
        let [mut wang, li] = world.phones(["wang", "li"]).await;
        check(&api, "Session", &wang.session);
        let id = wang.reports(world, at(0.5, 0.5)).await;
        let west = world.desk("west").await;
        west.finish(id, 1).await;
        let boss = world.desk("boss").await;
        check(&api, "CaseFile", &value(&boss, &format!("/api/v1/cases/{id}")).await);
        check(&api, "CaseList", &value(&boss, "/api/v1/cases").await);
        check(&api, "UnitChoice", &value(&world.desk("wu").await, &format!("/api/v1/cases/{id}/units")).await);
        check(&api, "DeviceBoard", &value(&boss, "/api/v1/devices").await);
        for by in ["jurisdiction", "division", "unit"] {
            check(&api, "CaseFigures", &value(&boss, &format!("/api/v1/figures?by={by}")).await);
        }
        check(&api, "Health", &value(&boss, "/healthz").await);
        check(&api, "Problem", &value(&boss, "/api/v1/cases/none").await);
        let page = li.pull("").await;
        check(&api, "PullReply", &serde_json::to_value(&page).unwrap());
        let of = |entity: &str| page.changes.iter().find(|change| change.entity == entity).unwrap().body.clone().unwrap();
        check(&api, "Task", &of("task"));
        check(&api, "Nearby", &of("nearby"));
        let (reply, _) = li.digest(&shared::sync::digest::DigestAsk::default()).await;
        check(&api, "DigestReply", &serde_json::to_value(&reply).unwrap());
        let mine = wang.pull("").await;
        check(&api, "Case", mine.changes[0].body.as_ref().unwrap());
        let hello = json!({
            "protocol": 1, "device": wang.device,
            "times": {"wall": "2026-11-23T10:00:07+08:00", "monotonic_ms": 1, "boot": "b", "server_offset_ms": null},
            "heartbeat": {},
        });
        let reply: Value = wang.request(reqwest::Method::POST, "/api/v1/sync/hello").json(&hello).send().await.unwrap().json().await.unwrap();
        check(&api, "HelloReply", &reply);
        let (report, _) = wang.report(world, at(0.5, 0.5));
        let envelope = wang.envelope(world, shared::sync::operation::Act::Report(report));
        let operation: Value = serde_json::from_str(&envelope.body).unwrap();
        check(&api, "Push", &json!({"device": wang.device, "operations": [envelope]}));
        let reply: Value = wang.push_raw(&[envelope]).await.json().await.unwrap();
        check(&api, "PushReply", &reply);
        drop(operation);
    }
}
