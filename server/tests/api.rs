//! The description of the API is held against the routes, both ways, against real replies, and against the codes. That
//! every refusal of every test is described is seen by [`crate::harness::answers`].

use std::collections::BTreeSet;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use axum::routing::get;
use serde_json::{Value, json};
use server::http::error::{problem, status};
use server::http::router::description;
use shared::refusal::Code;
use tower::ServiceExt as _;

use crate::harness::answers::{codes, operations, undescribed};
use crate::harness::city::at;
use crate::harness::{Answers, Desk, on_both_engines};

/// Whoever asks for these need not be signed in.
const OPEN: [&str; 7] = [
    "POST /api/v1/session",
    "POST /api/v1/session/challenge",
    "POST /api/v1/session/renew",
    "POST /api/v1/session/enroll",
    "OPTIONS /api/v1/media/uploads",
    "GET /healthz",
    "GET /metrics",
];

/// What no operation answers: a method that the path does not know, and what a phone says by itself.
const ELSEWHERE: [Code; 11] = [
    Code::WrongMethod,
    Code::TooManyShots,
    Code::DeviceFull,
    Code::PacksMissing,
    Code::PinNeeded,
    Code::PinWrong,
    Code::PinWait,
    Code::PinWeak,
    Code::LinkSpent,
    Code::NotALink,
    Code::DeviceWiped,
];

/// Reads the codes that a text lists; a word that is none of them fails.
#[track_caller]
fn listed(text: &str) -> Vec<Code> {
    let code = |word: &&str| Code::ALL.iter().copied().find(|code| code.as_str() == *word).unwrap();
    codes(text).iter().map(code).collect()
}

/// Reads the responses of an operation that are refusals: status and text.
fn refusals(operation: &Value) -> Vec<(&str, &Value)> {
    let responses = operation["responses"].as_object().unwrap().iter();
    responses
        .filter(|(status, _)| !status.starts_with(['2', '3']))
        .map(|(status, said)| (status.as_str(), said))
        .collect()
}

#[test]
fn every_operation_lists_its_refusals_by_status_in_the_words_of_the_codes() {
    let api = serde_json::to_value(description()).unwrap();
    let mut described = BTreeSet::new();
    for (name, operation) in operations(&api) {
        let mut said = BTreeSet::new();
        for (number, response) in refusals(operation) {
            let text = response["description"].as_str().unwrap();
            let codes = listed(text);
            assert!(!codes.is_empty(), "{name} {number} names no code");
            let lines: Vec<String> = codes.iter().map(|code| format!("- `{code}`: {}.", code.en())).collect();
            assert_eq!(text, lines.join("\n"), "{name} {number}");
            for code in &codes {
                assert_eq!(status(*code).as_str(), number, "{name}: {code} stands under a status that is not its own");
            }
            let body = &response["content"]["application/problem+json"]["schema"]["$ref"];
            if name.starts_with("HEAD ") {
                assert!(response["content"].is_null(), "{name}: an answer to HEAD has no body");
            } else {
                assert_eq!(body, "#/components/schemas/Problem", "{name} {number}");
            }
            said.extend(codes);
        }
        assert!(said.contains(&Code::Internal) && said.contains(&Code::BadRequest), "{name}");
        let for_callers = [
            Code::NotSignedIn,
            Code::TokenExpired,
            Code::TokenRevoked,
            Code::DeviceRevoked,
            Code::AccountDisabled,
            Code::Busy,
            Code::DiskFull,
        ];
        let is_open = OPEN.contains(&name.as_str());
        assert!(is_open || for_callers.iter().all(|code| said.contains(code)), "{name}: {said:?}");
        let reads = ["GET ", "HEAD ", "OPTIONS "].iter().any(|method| name.starts_with(method));
        assert_eq!(said.contains(&Code::CsrfMissing), !is_open && !reads, "{name}: what changes asks for the header");
        described.insert(name);
    }
    let routes: BTreeSet<String> = include_str!("routes.txt").lines().map(str::to_owned).collect();
    assert_eq!(described, routes);
    assert!(OPEN.iter().all(|name| routes.contains(*name)));
}

#[test]
fn every_code_is_described_or_no_operation_answers_it() {
    let api = serde_json::to_value(description()).unwrap();
    let mut said = BTreeSet::new();
    for (_, operation) in operations(&api) {
        said.extend(listed(operation["description"].as_str().unwrap_or_default()));
        for (_, response) in refusals(operation) {
            said.extend(listed(response["description"].as_str().unwrap()));
        }
    }
    let missing: Vec<Code> = Code::ALL.iter().copied().filter(|code| !said.contains(code)).collect();
    assert_eq!(missing, ELSEWHERE, "a code that is answered nowhere is described nowhere, and the other way round");
}

#[test]
fn what_stands_inside_a_success_is_listed_too() {
    let api = serde_json::to_value(description()).unwrap();
    let inside = |name: &str| {
        let found = operations(&api).into_iter().find(|(known, _)| known == name).unwrap().1;
        listed(found["description"].as_str().unwrap())
    };
    let outcomes = inside("POST /api/v1/sync/push");
    for code in [Code::OutsideCity, Code::ManifestInvalid, Code::NotYourTask, Code::OperationChanged] {
        assert!(outcomes.contains(&code), "{code}");
    }
    assert_eq!(inside("POST /api/v1/cases/{id}/actions"), outcomes, "the same codes, told twice");
    let rescued = inside("POST /api/v1/rescue");
    assert!(outcomes.iter().all(|code| rescued.contains(code)) && rescued.contains(&Code::DeviceRevoked));
}

#[test]
fn an_answer_that_is_not_described_is_told_from_one_that_is() {
    let fault = |method: &str, path: &str, code| undescribed(method, path, status(code).as_u16(), Some(code));
    assert_eq!(fault("GET", "/api/v1/devices", Code::NotAllowed), None);
    assert_eq!(fault("HEAD", "/api/v1/devices", Code::NotAllowed), None, "HEAD is answered where GET is");
    assert_eq!(fault("HEAD", "/api/v1/media/uploads/{id}", Code::UploadGone), None);
    assert!(fault("GET", "/api/v1/devices", Code::QuotaFull).is_some(), "another operation's code");
    assert!(fault("HEAD", "/api/v1/media/uploads/{id}", Code::QuotaFull).is_some());
    assert!(undescribed("GET", "/api/v1/devices", 400, Some(Code::NotAllowed)).is_some(), "another status");
    assert!(undescribed("GET", "/api/v1/devices", 406, None).is_some(), "no problem of ours");
    assert_eq!(undescribed("GET", "/api/v1/devices", 200, None), None);
    assert_eq!(fault("PUT", "/api/v1/session", Code::WrongMethod), None, "no operation");
    assert_eq!(fault("GET", "/api/{*rest}", Code::NotFound), None, "no operation");
}

#[tokio::test]
#[should_panic(expected = "GET /api/v1/devices answered 409 quota_full")]
async fn a_test_whose_server_answers_what_is_not_described_fails() {
    let answers = Answers::default();
    let routes = Router::new().route("/api/v1/devices", get(|| async { problem(&Code::QuotaFull.into()) }));
    let request = Request::get("/api/v1/devices").body(Body::empty()).unwrap();
    let reply = answers.watched(routes).oneshot(request).await.unwrap();
    assert_eq!(reply.status(), 409);
    drop(answers);
}

/// Says whether a value fits the schema of a component.
#[track_caller]
pub fn check(api: &Value, schema: &str, value: &Value) {
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
        let photo = boss.case(id).await.case.photos[0].working.clone();
        check(&api, "KnownFile", &value(&boss, &format!("/api/v1/evidence/{photo}")).await);
        check(&api, "DeviceChain", &value(&boss, &format!("/api/v1/devices/{}/chain", wang.device)).await);
        check(&api, "CaseList", &value(&boss, "/api/v1/cases").await);
        check(&api, "UnitChoice", &value(&world.desk("wu").await, &format!("/api/v1/cases/{id}/units")).await);
        check(&api, "Surroundings", &value(&boss, &format!("/api/v1/cases/{id}/surroundings")).await);
        check(&api, "Work", &value(&world.desk("wu").await, "/api/v1/work").await);
        check(&api, "CaseList", &value(&world.desk("wu").await, "/api/v1/work/dispatch").await);
        check(&api, "DeviceBoard", &value(&boss, "/api/v1/devices").await);
        for by in ["jurisdiction", "division", "unit"] {
            check(&api, "CaseFigures", &value(&boss, &format!("/api/v1/figures?by={by}")).await);
            let behind = value(&boss, &format!("/api/v1/figures/cases?by={by}&figure=reported")).await;
            assert_eq!(behind["list"]["total"], 1, "{behind:#}");
            check(&api, "FigureCases", &behind);
        }
        check(&api, "Health", &value(&boss, "/healthz").await);
        let notice = json!({"title": "汛期", "body": "加密巡查", "roles": ["collector"]});
        let posted: Value = boss.post("/api/v1/announcements", &notice).await.json().await.unwrap();
        check(&api, "Announcement", &posted);
        check(&api, "AnnouncementList", &value(&boss, "/api/v1/announcements?posted=true").await);
        check(&api, "Directory", &value(&boss, "/api/v1/directory").await);
        let entry = json!({"jurisdiction": "610112", "entry": {"unit": "中心", "office_phone": "029-0000-0001"}});
        let entry: Value = boss.post("/api/v1/directory/entries", &entry).await.json().await.unwrap();
        check(&api, "ListedEntry", &entry);
        check(&api, "DirectoryTree", &value(&boss, "/api/v1/directory/tree").await);
        check(&api, "EntryList", &value(&boss, "/api/v1/directory/entries").await);
        check(&api, "DirectoryChanges", &value(&boss, "/api/v1/directory/changes?jurisdiction=610112").await);
        check(&api, "EditorList", &value(&boss, "/api/v1/directory/admins").await);
        check(&api, "AuditList", &value(&boss, "/api/v1/audit").await);
        check(&api, "AuditChain", &value(&boss, "/api/v1/audit/chain").await);
        check(&api, "HealthReport", &value(&boss, "/api/v1/health").await);
        check(&api, "HealthSamples", &value(&boss, "/api/v1/health/samples").await);
        check(&api, "BaseMapList", &value(&boss, "/api/v1/base-maps").await);
        check(&api, "OwnSessions", &value(&boss, "/api/v1/session/all").await);
        check(&api, "GuardList", &value(&boss, "/api/v1/session/guards").await);
        check(&api, "AccountList", &value(&boss, "/api/v1/accounts").await);
        check(&api, "AccountFile", &value(&boss, &format!("/api/v1/accounts/{}", wang.account)).await);
        check(&api, "ShiftBoard", &value(&boss, "/api/v1/shifts").await);
        check(&api, "LookList", &value(&boss, "/api/v1/looks").await);
        check(&api, "JurisdictionList", &value(&boss, "/api/v1/jurisdictions").await);
        check(&api, "JurisdictionFile", &value(&boss, "/api/v1/jurisdictions/610112").await);
        check(&api, "JurisdictionDuty", &value(&boss, "/api/v1/jurisdictions/610112/duty").await);
        check(&api, "Choices", &value(&boss, "/api/v1/cases/choices").await);
        let new = json!({"id": "0190f000-0000-7000-8000-0000000000aa", "name": "超期的", "query": "left=overdue"});
        check(&api, "NewView", &new);
        let kept: Value = boss.post("/api/v1/views", &new).await.json().await.unwrap();
        check(&api, "View", &kept);
        check(&api, "ViewList", &value(&boss, "/api/v1/views").await);
        let points = boss.get("/api/v1/cases/points").await.text().await.unwrap();
        let part: Value = serde_json::from_str(points.lines().nth(1).unwrap()).unwrap();
        check(&api, "PointsPart", &part);
        let device = format!("/api/v1/devices/{}", wang.device);
        let nudged: Value = boss.post(&format!("{device}/nudge"), &json!({"kind": "charge"})).await.json().await.unwrap();
        check(&api, "DeviceOrder", &nudged);
        check(&api, "OrderList", &value(&boss, &format!("{device}/orders")).await);
        let edit = json!({"edit": "condition", "category": "event:06010", "number": 1, "field": "limit", "to": "9 work_day"});
        let asked = json!({"ledger": "catalogue", "version": 0, "edit": edit});
        let draft: Value = boss.post("/api/v1/catalogue/draft/edits", &asked).await.json().await.unwrap();
        check(&api, "CatalogueEditDraft", &asked);
        check(&api, "CatalogueDraft", &draft);
        for (schema, path) in [
            ("CatalogueContents", ""),
            ("CatalogueCategoryRows", "/categories?q=06010"),
            ("CatalogueCategoryFacts", "/category?key=event:06010"),
            ("CatalogueCalendarFacts", "/calendar"),
            ("CatalogueEditionList", "/editions"),
            ("CataloguePreview", "/draft/preview"),
            ("CatalogueComparison", "/compare?from=draft&to=draft"),
            ("CatalogueCalculation", "/deadline?start=2026-11-23T10:00:00%2B08:00&category=event:06010&condition=1"),
        ] {
            check(&api, schema, &value(&boss, &format!("/api/v1/catalogue{path}")).await);
        }
        check(&api, "CaseClocks", &value(&boss, &format!("/api/v1/cases/{id}/clocks")).await);
        for (schema, path) in [
            ("Models", "models"),
            ("ScoreTable", "scores?month=2026-11&version=live&model=jinniu"),
            ("GivenList", "given?month=2026-11&model=jinhua"),
        ] {
            check(&api, schema, &value(&boss, &format!("/api/v1/assessment/{path}")).await);
        }
        check(&api, "Problem", &value(&boss, "/api/v1/cases/none").await);
        check(&api, "AlarmList", &value(&boss, "/api/v1/alarms").await);
        for by in ["unit", "category", "collector"] {
            check(&api, "AssessmentTable", &value(&boss, &format!("/api/v1/assessment?by={by}")).await);
        }
        let behind = "/api/v1/assessment/cases?counter=report&basis=reported";
        check(&api, "AssessedCases", &value(&boss, behind).await);
        for query in ["post=collector", "post=inspector", "post=acceptor", "post=shift_leader", "post=dispatcher"] {
            check(&api, "PostTable", &value(&boss, &format!("/api/v1/posts?{query}")).await);
        }
        for query in ["figure=report", "figure=shifts", "post=acceptor&figure=accept"] {
            check(&api, "PostList", &value(&boss, &format!("/api/v1/posts/list?{query}")).await);
        }
        check(&api, "DeviceHistory", &value(&boss, &format!("/api/v1/devices/{}/history", wang.device)).await);
        check(&api, "BulletinList", &value(&boss, "/api/v1/bulletins").await);
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
