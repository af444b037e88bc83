//! A blind check is seen by nobody but those who see what came of it, and a hint's names by nobody but those who see hints.

mod everywhere;

use serde_json::{Value, json};
use server::accounts::caller::Account;
use shared::account::{Actor, Role};
use shared::api::audit::{AuditList, AuditRecord};
use shared::api::evidence::{DeviceChain, KnownFile};
use shared::api::honesty::HintFile;
use shared::api::rescue::RescueReport;
use shared::evidence::PhotoRole;
use shared::evidence::manifest::Subject;
use shared::ids::{AccountId, Sha256};
use shared::sync::operation::{Act, Answer};
use shared::sync::push::{Envelope, OutcomeKind};
use shared::task::{Task, TaskResult};
use uuid::Uuid;

use super::{blind, checked, encoded, evaluators, found, hints, leaps, picture, problems, reports, says};
use crate::harness::city::{WEIYANG, at};
use crate::harness::desk::{ok, refused};
use crate::harness::phone::{Shot, jpeg};
use crate::harness::{Desk, PASSWORD, Phone, Rescue, World, on_both_engines};
use crate::scope::change;

/// The chain of a phone's photos, as somebody at a desk reads it.
async fn chain(world: &World, user: &str, phone: &Phone) -> DeviceChain {
    let desk: Desk = world.desk(user).await;
    ok(desk.get(&format!("/api/v1/devices/{}/chain", phone.device)).await).await
}

/// Somebody photographs a scene of their own and answers; nothing is sent yet.
fn answers(world: &World, phone: &mut Phone, task: &Task, result: TaskResult, working: Vec<u8>) -> (Envelope, Shot) {
    let shot = phone.shoot(world, PhotoRole::After, Subject::Task(task.id), working);
    let answer = Answer {
        task: task.id,
        result,
        note: String::new(),
        fix: None,
        base: task.version,
        photos: vec![shot.signed.clone()],
    };
    (phone.envelope(world, Act::Answer(answer)), shot)
}

on_both_engines! {
    async fn whoever_watches_devices_reads_the_audit_or_has_the_file_learns_of_no_blind_check(world: &World) {
        evaluators(world).await;
        blind(world, 100).await;
        let [mut wang, mut li, mut zhao] = world.phones(["wang", "li", "zhao"]).await;
        let (id, task) = checked(world, &mut wang, &mut li, 1).await;
        says(world, &mut li, &task, TaskResult::Pass).await;
        let second = zhao.tasks().await.remove(0);
        let (envelope, shot) = answers(world, &mut zhao, &second, TaskResult::Fail, jpeg(201));
        assert_eq!(zhao.push(&[envelope]).await[0].result, OutcomeKind::Applied);
        zhao.upload(&shot.working).await;
        let photo = Sha256::of(&shot.working).to_string();
        server::evidence::turn(&world.app).await.unwrap();

        // The chain of the second phone holds, and says of no case.
        for user in ["zheng", "boss", "chief", "zhou"] {
            let chain = chain(world, user, &zhao).await;
            assert_eq!(chain.links.len(), 1, "{user}");
            let link = &chain.links[0];
            assert_eq!((link.index, link.missing_before, link.case, link.lon), (1, 0, None, None), "{user}");
            assert!(link.case_no.is_none() && link.reasons.is_empty(), "{user}: {link:?}");
            let text = serde_json::to_string(&chain).unwrap();
            assert!(!text.contains(&id.to_string()) && !text.contains(&photo), "{user}: {text}");
        }
        let whole = chain(world, "zheng", &li).await;
        assert!(whole.links.iter().all(|link| link.case == Some(id)), "the first one's is told as ever");

        // Whoever has the file is not told whose it is, but by those who see what came of it.
        let path = format!("/api/v1/evidence/{photo}");
        for user in ["sun", "boss", "zheng", "west"] {
            let reply = world.desk(user).await.get(&path).await;
            assert_eq!(refused(reply).await, (404, "file_unknown".to_owned()), "{user}");
        }
        let known: KnownFile = ok(world.desk("kao").await.get(&path).await).await;
        assert_eq!((known.stands.len(), known.stands[0].case), (1, id));
        let path = format!("/api/v1/cases/{id}/photos/{}/original", shot.photo);
        let original = world.desk("sun").await.post(&path, &json!(null)).await;
        assert_eq!(refused(original).await, (404, "not_found".to_owned()), "nor is its original asked for");

        // The audit says of the draw and of the answer to those alone who see the statistics.
        let lead = Account {
            id: AccountId(Uuid::from_u128(0xe100)),
            user: "lead".parse().unwrap(),
            name: "领导".to_owned(),
            role: Role::Leader,
            jurisdiction: WEIYANG.parse().unwrap(),
            unit: None,
            disabled: false,
        };
        let mut tx = world.app.db.write().await.unwrap();
        let by = Actor::System { rule: "test".to_owned() };
        server::accounts::actions::add(&world.app, &mut tx, &lead, PASSWORD, &by).await.unwrap();
        tx.commit().await.unwrap();
        let [boss, lead] = [world.desk("boss").await, world.desk("lead").await];
        let (of_case, of_zhao) = (format!("subject=case%20{id}"), format!("account={}", zhao.account));
        for query in [of_case.as_str(), "limit=200", of_zhao.as_str(), "action=blind_answer"] {
            let list: AuditList = ok(boss.get(&format!("/api/v1/audit?{query}")).await).await;
            assert!(list.entries.iter().all(|entry| !entry.action.starts_with("blind")), "{query}");
            let sheet = boss.get(&format!("/api/v1/audit/export?lang=en&{query}")).await.text().await.unwrap();
            assert!(!sheet.contains("blind"), "{query}: {sheet}");
        }
        let list: AuditList = ok(lead.get(&format!("/api/v1/audit?subject=case%20{id}")).await).await;
        let told: Vec<_> = list.entries.iter().filter(|entry| entry.action.starts_with("blind")).collect();
        assert_eq!(told.len(), 2, "{list:?}");
        for entry in told {
            let one = format!("/api/v1/audit/{}", entry.id);
            assert_eq!(refused(boss.get(&one).await).await, (404, "not_found".to_owned()));
            let record: AuditRecord = ok(lead.get(&one).await).await;
            assert_eq!(record.entry.action, entry.action);
        }
        // Nor is it counted as work that a desk knows of.
        let person: Value = ok(boss.get(&format!("/api/v1/accounts/{}", zhao.account)).await).await;
        assert!(person.to_string().contains("\"tasks_answered\":0"), "{person}");
    }

    async fn who_was_sent_blind_stands_in_no_later_draw_and_who_was_sent_before_is_not_sent_blind(world: &World) {
        blind(world, 100).await;
        let [mut wang, mut li, mut zhao] = world.phones(["wang", "li", "zhao"]).await;
        let (id, task) = checked(world, &mut wang, &mut li, 1).await;
        says(world, &mut li, &task, TaskResult::Fail).await;
        let second = zhao.tasks().await.remove(0);
        says(world, &mut zhao, &second, TaskResult::Fail).await;
        let sun = world.desk("sun").await;
        ok::<Value>(sun.act(id, &json!({"action": "check_rework", "reason": "没清完"})).await).await;
        world.clock.forward_ms(60_000);
        world.desk("west").await.finish(id, 2).await;
        let file = sun.case(id).await;
        let draw = file.draws.last().unwrap();
        let text = serde_json::to_string(draw).unwrap();
        assert!(!draw.excluded.iter().any(|one| one.user == "zhao"), "the next draw names no blind checker: {text}");
        assert!(draw.excluded.iter().any(|one| one.user == "li"), "who looked openly is in it: {text}");
        // Zhao looks openly now; li and zhao have both been sent for this case, and nobody is left to look blind.
        let task = zhao.tasks().await.into_iter().find(|task| task.result.is_none()).unwrap();
        says(world, &mut zhao, &task, TaskResult::Pass).await;
        let nobody = "select count(*) from draws where is_blind = 1 and task_id is null and body like '%sent_before%'";
        assert_eq!(world.count(nobody).await, 1);
        assert_eq!(problems(world).await, Vec::<String>::new());
    }

    async fn whose_phone_shows_the_case_is_not_sent_blind_whomever_they_work_for(world: &World) {
        blind(world, 100).await;
        world.set(WEIYANG, |settings| settings.nearby_days = 0).await;
        let [mut wang, mut li, zhao, chen] = world.phones(["wang", "li", "zhao", "chen"]).await;
        let (id, task) = checked(world, &mut wang, &mut li, 1).await;
        // Chen works next door, where neighbours' cases are shown, and walks here as well from now on.
        change(world, "chen", |_| {}, Some(&["610103-Z0", "610112-Z0"])).await;
        let page = chen.pull("").await.changes;
        assert!(page.iter().any(|change| change.id == id.to_string()), "his phone shows how it stands: {page:?}");
        says(world, &mut li, &task, TaskResult::Pass).await;
        assert!(chen.tasks().await.is_empty(), "he would know of the first answer");
        assert_eq!(zhao.tasks().await.len(), 1);
        let barred = "select count(*) from draws where is_blind = 1 and body like '%sees_the_case%'";
        assert_eq!(world.count(barred).await, 1);
    }

    async fn a_picture_of_a_blind_answer_changes_nothing_that_is_said_of_another_case(world: &World) {
        blind(world, 100).await;
        let [mut wang, mut li, mut zhao] = world.phones(["wang", "li", "zhao"]).await;
        let (id, task) = checked(world, &mut wang, &mut li, 1).await;
        says(world, &mut li, &task, TaskResult::Pass).await;
        let second = zhao.tasks().await.remove(0);
        let working = encoded(&picture(5), 85);
        let (envelope, shot) = answers(world, &mut zhao, &second, TaskResult::Pass, working.clone());
        assert_eq!(zhao.push(&[envelope]).await[0].result, OutcomeKind::Applied);
        zhao.upload(&shot.working).await;
        // The same bytes, and the same picture encoded anew, as reports of other problems.
        let same = reports(world, &mut wang, working, at(0.5, 0.5)).await;
        let near = reports(world, &mut li, encoded(&picture(5), 60), at(0.5, 0.5)).await;
        server::evidence::turn(&world.app).await.unwrap();
        let sun = world.desk("sun").await;
        for case in [same, near] {
            let file: Value = ok(sun.get(&format!("/api/v1/cases/{case}")).await).await;
            assert!(!file["evidence"].to_string().contains(&id.to_string()), "{}", file["evidence"]);
        }
        // Those who see hints see it all the same.
        found(world).await;
        assert!(world.count("select count(*) from honesty_hint_cases where sha256 <> ''").await >= 2);
    }

    async fn who_carries_a_blind_answer_to_the_desk_is_not_told_of_which_case_it_is(world: &World) {
        blind(world, 100).await;
        let [mut wang, mut li, mut zhao] = world.phones(["wang", "li", "zhao"]).await;
        let (id, task) = checked(world, &mut wang, &mut li, 1).await;
        says(world, &mut li, &task, TaskResult::Pass).await;
        let second = zhao.tasks().await.remove(0);
        let (envelope, shot) = answers(world, &mut zhao, &second, TaskResult::Pass, jpeg(201));
        let file = Rescue::of(world, &zhao).operation(&envelope).working(&shot).sealed();
        let (report, _) = wang.report(world, at(0.5, 0.5));
        let open = wang.envelope(world, Act::Report(report));
        let other = Rescue::of(world, &wang).operation(&open).sealed();
        let boss = world.desk("boss").await;
        // The second time it is known, and tells no more.
        for new in [1, 0] {
            let text = boss.imports(&file).await.text().await.unwrap();
            let told: RescueReport = serde_json::from_str(&text).unwrap();
            assert_eq!((told.new, told.cases.len(), told.problems.len()), (new, 1, 0), "{text}");
            assert_eq!((told.cases[0].case, &told.cases[0].case_no), (None, &None));
            assert!(!text.contains(&id.to_string()), "{text}");
        }
        assert_eq!(world.count("select count(*) from blind_checks where second_result = 'pass'").await, 1, "it counts");
        let told: RescueReport = ok(boss.imports(&other).await).await;
        assert!(told.cases[0].case.is_some(), "what is no blind answer is told as ever");
    }

    async fn nobody_s_name_leaves_a_hint_but_to_those_who_see_hints(world: &World) {
        evaluators(world).await;
        let [mut wang] = world.phones(["wang"]).await;
        leaps(world, &mut wang).await;
        found(world).await;
        let kao = world.desk("kao").await;
        let id = hints(&kao, "").await.hints[0].id;
        let one = format!("/api/v1/honesty/hints/{id}");
        ok::<HintFile>(kao.get(&one).await).await;
        let reason = "问过王先生，坐了车";
        ok::<HintFile>(kao.post(&format!("{one}/judge"), &json!({"verdict": "explained", "reason": reason})).await).await;

        // Every role that has no right to it, over every way to it.
        let users = ["wang", "li", "sun", "zhou", "wu", "west", "worker", "zheng", "chen", "zhu", "boss", "chief"];
        for user in users {
            let desk = world.desk(user).await;
            for path in ["/api/v1/honesty/hints".to_owned(), one.clone(), "/api/v1/honesty/agreement".to_owned()] {
                assert_eq!(refused(desk.get(&path).await).await, (403, "not_allowed".to_owned()), "{user} {path}");
            }
            let judge = desk.post(&format!("{one}/judge"), &json!({"verdict": "follow_up", "reason": "x"})).await;
            assert_eq!(refused(judge).await.0, 403, "{user}");
        }
        // The audit and the looks say that somebody looked at a hint, and neither whom it names, nor its cases, nor why.
        let boss = world.desk("boss").await;
        let list: AuditList = ok(boss.get("/api/v1/audit?subject=hint").await).await;
        assert_eq!(list.entries.len(), 2, "{list:?}");
        let looks: Value = ok(boss.get("/api/v1/looks?kind=honesty&limit=100").await).await;
        let sheet = boss.get("/api/v1/audit/export?subject=hint").await.text().await.unwrap();
        assert!(looks.to_string().contains(&id.to_string()) && sheet.contains(&id.to_string()));
        for text in [serde_json::to_string(&list).unwrap(), looks.to_string(), sheet] {
            for told in ["wang", "王先生", wang.account.to_string().as_str(), reason, "case "] {
                assert!(!text.contains(told), "{told}: {text}");
            }
        }
        // What else a desk reads of the person says nothing of it.
        let person = boss.get(&format!("/api/v1/accounts/{}", wang.account)).await.text().await.unwrap();
        assert!(!person.contains(&id.to_string()), "{person}");
    }
}
