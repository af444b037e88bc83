//! Numbers of people in what people write: by whatever way it comes, nothing keeps them and nothing shows them.

use reqwest::Method;
use serde_json::{Value, json};
use shared::api::cases::CaseFile;
use shared::api::rescue::RescueReport;
use shared::evidence::PhotoRole;
use shared::evidence::manifest::Subject;
use shared::ids::CaseId;
use shared::settings::Automatic;
use shared::sync::operation::Act;
use shared::sync::push::OutcomeKind;
use shared::task::TaskResult;
use uuid::Uuid;

use crate::harness::city::{WEIYANG, WEST, at};
use crate::harness::desk::ok;
use crate::harness::phone::jpeg;
use crate::harness::{Phone, Rescue, World, on_both_engines};

/// What is written, and what is kept of it.
const WRITTEN: &str = "张三１３８-1234-5678，身份证61010119900307108x";
const KEPT: &str = "张三138****5678，身份证6101**********108X";

/// Nothing in the database and nothing that anybody reads has a number, and the history has the words without them.
async fn holds_none(world: &World, case: CaseId) {
    for sql in [
        "select count(*) from cases where body like '%1234-5678%' or body like '%19900307%'",
        "select count(*) from case_flow where body like '%1234-5678%' or body like '%19900307%'",
        "select count(*) from operations where body like '%1234-5678%' or body like '%19900307%'",
        "select count(*) from operations where outcome like '%1234-5678%' or outcome like '%19900307%'",
        "select count(*) from tasks where body like '%1234-5678%' or body like '%19900307%'",
        "select count(*) from audit where detail like '%1234-5678%' or detail like '%19900307%'",
    ] {
        assert_eq!(world.count(sql).await, 0, "{sql}");
    }
    for user in ["zheng", "sun", "wu"] {
        let desk = world.desk(user).await;
        for path in [format!("/api/v1/cases/{case}"), "/api/v1/cases".to_owned(), "/api/v1/tasks".to_owned()] {
            let text = desk.get(&path).await.text().await.unwrap();
            assert!(!text.contains("1234-5678") && !text.contains("19900307"), "{user} {path}: {text}");
        }
        assert_eq!(desk.cases("?q=19900307").await.total, 0, "nobody is found by it");
        assert!(desk.cases("?q=138****5678").await.total > 0, "and found by what is left");
    }
}

async fn acts(world: &World, user: &str, id: CaseId, action: Value) -> CaseFile {
    let name = action["action"].as_str().unwrap().to_owned();
    let reply = world.desk(user).await.act(id, &action).await;
    assert!(reply.status().is_success(), "{user} {name}: {}", reply.text().await.unwrap());
    world.desk("zheng").await.case(id).await
}

fn reason(action: &str) -> Value {
    json!({"action": action, "reason": WRITTEN})
}

/// A case that a collector wrote numbers into.
async fn reported(world: &World, phone: &mut Phone) -> CaseId {
    let (mut report, shot) = phone.report(world, at(0.5, 0.5));
    report.note = WRITTEN.to_owned();
    report.address = format!("未央路{WRITTEN}");
    let case = report.case;
    let envelope = phone.envelope(world, Act::Report(report));
    let outcomes = phone.push(std::slice::from_ref(&envelope)).await;
    assert_eq!(outcomes[0].code, None);
    assert_eq!(phone.push(&[envelope]).await, outcomes, "the same bytes are known again");
    phone.upload(&shot.working).await;
    case
}

on_both_engines! {
    async fn what_a_phone_sends_is_masked_before_it_is_kept(world: &World) {
        let [mut wang, mut li] = world.phones(["wang", "li"]).await;
        let id = reported(world, &mut wang).await;
        let case = world.desk("zheng").await.case(id).await.case;
        assert_eq!((case.note.as_str(), case.address.as_str()), (KEPT, format!("未央路{KEPT}").as_str()));
        world.desk("west").await.finish(id, 3).await;
        let task = li.tasks().await.remove(0);
        let shot = li.shoot(world, PhotoRole::After, Subject::Task(task.id), jpeg(90));
        let answer = shared::sync::operation::Answer {
            task: task.id,
            result: TaskResult::Pass,
            note: WRITTEN.to_owned(),
            fix: None,
            base: task.version,
            photos: vec![shot.signed.clone()],
        };
        let envelope = li.envelope(world, Act::Answer(answer.clone()));
        assert_eq!(li.push(&[envelope]).await[0].result, OutcomeKind::Applied);
        let file = world.desk("zheng").await.case(id).await;
        assert!(file.flow.iter().any(|record| record.opinion == KEPT), "the answer's words");

        // Once more, too late: kept beside the result.
        let late = li.shoot(world, PhotoRole::After, Subject::Task(task.id), jpeg(91));
        let again = shared::sync::operation::Answer { photos: vec![late.signed.clone()], ..answer };
        let envelope = li.envelope(world, Act::Answer(again));
        li.push(&[envelope]).await;
        holds_none(world, id).await;
        let pulled = wang.request(Method::GET, "/api/v1/sync/pull?cursor=").send().await.unwrap().text().await.unwrap();
        assert!(pulled.contains("138****5678") && !pulled.contains("19900307"));

        // Refused and kept for ever: what was no report, an act of another version, and no JSON at all.
        let (mut report, _) = wang.report(world, at(0.5, 0.5));
        report.note = WRITTEN.to_owned();
        report.photos.clear();
        let refused = wang.envelope(world, Act::Report(report));
        let mut unknown = refused.clone();
        unknown.body = refused.body.replace("\"act\":\"report\"", "\"act\":\"dance\"");
        unknown.id = shared::ids::OperationId(Uuid::now_v7());
        unknown.hash = shared::ids::Sha256::of(unknown.body.as_bytes());
        let mut nonsense = refused.clone();
        nonsense.body = format!("{{{WRITTEN}");
        nonsense.id = shared::ids::OperationId(Uuid::now_v7());
        nonsense.hash = shared::ids::Sha256::of(nonsense.body.as_bytes());
        for envelope in [refused, unknown, nonsense] {
            assert_eq!(wang.push(&[envelope]).await[0].result, OutcomeKind::Refused);
        }
        assert_eq!(world.count("select count(*) from operations where kept_hash <> ''").await, 6);
        holds_none(world, id).await;
        let problems = server::check::all(&world.app, server::check::Depth::Rows).await.unwrap().problems;
        let problems: Vec<String> = problems.into_iter().filter(|told| told.contains("do not fit its hash")).collect();
        assert_eq!(problems, Vec::<String>::new(), "what is kept has a hash of its own");
        let mut tx = world.app.db.write().await.unwrap();
        sqlx::query("update operations set body = body || ' ' where kept_hash <> ''").execute(&mut *tx).await.unwrap();
        tx.commit().await.unwrap();
        let problems = server::check::all(&world.app, server::check::Depth::Rows).await.unwrap().problems;
        assert_eq!(problems.iter().filter(|told| told.contains("do not fit its hash")).count(), 6);
    }

    async fn what_a_rescue_file_brings_is_masked(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        let (mut report, shot) = wang.report(world, at(0.5, 0.5));
        report.note = WRITTEN.to_owned();
        let id = report.case;
        let envelope = wang.envelope(world, Act::Report(report));
        let file = Rescue::of(world, &wang).operation(&envelope).working(&shot).sealed();
        let told: RescueReport = ok(world.desk("boss").await.imports(&file).await).await;
        assert_eq!(told.new, 1);
        assert_eq!(world.desk("zheng").await.case(id).await.case.note, KEPT);
        holds_none(world, id).await;
    }

    async fn what_is_taken_down_at_a_desk_is_masked(world: &World) {
        let _phones = world.phones(["wang", "li", "zhao"]).await;
        let sun = world.desk("sun").await;
        let id = CaseId(Uuid::now_v7());
        let place = at(0.5, 0.5);
        let taken = json!({"id": id, "channel": "hotline", "category": "event:06010", "condition_no": 1,
            "fix": {"lon": f64::from(place.lon_e7) / 1e7, "lat": f64::from(place.lat_e7) / 1e7, "crs": "wgs84",
                "source": "map_pick", "fix_time": "2026-11-23T10:00:00+08:00"},
            "note": WRITTEN, "address": WRITTEN});
        for _ in 0..2 {
            let file: CaseFile = ok(sun.post("/api/v1/cases", &taken).await).await;
            assert_eq!((file.case.note.as_str(), file.case.address.as_str()), (KEPT, KEPT), "the same twice is one case");
        }
        holds_none(world, id).await;
        let file = sun.case(id).await;
        let task = file.case.open_task.unwrap();
        let path = format!("/api/v1/tasks/{task}/redraw");
        ok::<Value>(sun.post(&path, &json!({"reason": WRITTEN})).await).await;
        assert!(sun.case(id).await.flow.iter().any(|record| record.opinion == KEPT), "why somebody else is sent");
        holds_none(world, id).await;
    }

    async fn what_desks_and_units_write_is_masked(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        world.set(WEIYANG, |settings| settings.automatic = Automatic::default()).await;
        let accept = ("sun", json!({"action": "accept"}));
        let file = ("zhou", json!({"action": "file", "condition_no": 1}));
        let dispatch = ("wu", json!({"action": "dispatch", "unit": WEST}));
        let assign = ("west", json!({"action": "assign"}));
        let opened = [accept.clone(), file.clone(), dispatch.clone(), assign.clone()];
        let until = "2026-11-25T09:00:00+08:00";
        let ways: Vec<Vec<(&str, Value)>> = vec![
            vec![("sun", reason("reject"))],
            vec![accept.clone(), ("zhou", reason("refuse"))],
            vec![("zhou", reason("void"))],
            [
                &opened[..2],
                &[("wu", reason("mark_unowned")), ("wu", reason("return_to_accept")), accept.clone(), file.clone()],
                &[
                    dispatch.clone(),
                    ("west", reason("apply_extend")),
                    ("wu", reason("decline_extend")),
                    ("west", json!({"action": "apply_suspend", "reason": WRITTEN, "until": until})),
                    ("wu", reason("decline_suspend")),
                    ("zheng", json!({"action": "supervise", "kind": "overdue", "requirement": WRITTEN})),
                    ("west", json!({"action": "reply_supervision", "number": 1, "reply": WRITTEN})),
                    ("west", reason("return")),
                ],
                &[("zhou", json!({"action": "close_special", "closing": "special", "reason": WRITTEN}))],
            ]
            .concat(),
        ];
        for way in ways {
            let id = reported(world, &mut wang).await;
            for (user, action) in way {
                let file = acts(world, user, id, action.clone()).await;
                let last = file.flow.last().unwrap();
                if action.as_object().unwrap().values().any(|value| value == WRITTEN) {
                    assert_eq!(last.opinion, KEPT, "{action}");
                }
            }
            holds_none(world, id).await;
        }

        // Done, and what comes after it.
        let id = reported(world, &mut wang).await;
        for (user, action) in opened {
            acts(world, user, id, action).await;
        }
        for number in [11, 12] {
            let working = world.desk("west").await.upload(&jpeg(number)).await;
            let photos = json!([{"working": working, "role": "after"}]);
            acts(world, "west", id, json!({"action": "finish", "note": WRITTEN, "photos": photos})).await;
            if number == 11 {
                acts(world, "wu", id, reason("review_rework")).await;
                acts(world, "west", id, json!({"action": "assign"})).await;
            }
        }
        for (user, action) in [
            ("wu", json!({"action": "review_pass"})),
            ("sun", reason("waive_check")),
            ("zhou", json!({"action": "close"})),
            ("zhou", reason("reopen")),
            ("sun", reason("check_rework")),
        ] {
            acts(world, user, id, action).await;
        }
        let flow = world.desk("zheng").await.case(id).await.flow;
        assert_eq!(flow.iter().filter(|record| record.opinion == KEPT).count(), 7, "{flow:#?}");
        holds_none(world, id).await;
    }

    async fn an_appeal_and_its_decisions_are_masked(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        world.set(WEIYANG, |settings| {
            settings.automatic = Automatic { send_check: false, ..Automatic::ALL };
        }).await;
        for (forwarding, deciding) in [("forward_appeal", Some("uphold_appeal")), ("forward_appeal", Some("dismiss_appeal")), ("decline_appeal", None)] {
            wang.sign_in_again(world, "wang").await;
            let id = reported(world, &mut wang).await;
            let due = world.desk("west").await.case(id).await.case.clock.due_at.unwrap();
            world.clock.forward_ms(due.since(world.app.clock.now()) + 60_000);
            server::cases::timers::sweep(&world.app).await.unwrap();
            world.desk("west").await.finish(id, 40).await;
            acts(world, "sun", id, reason("waive_check")).await;
            let appealed = acts(world, "west", id, reason("appeal")).await;
            assert_eq!(appealed.flow.last().unwrap().opinion, KEPT);
            assert_eq!(acts(world, "wu", id, reason(forwarding)).await.flow.last().unwrap().opinion, KEPT);
            if let Some(deciding) = deciding {
                assert_eq!(acts(world, "sun", id, reason(deciding)).await.flow.last().unwrap().opinion, KEPT);
            }
            holds_none(world, id).await;
        }
    }
}
