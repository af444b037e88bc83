//! What was reported under the standard before: it is taken, kept under its code, named, and found by either code.

use serde_json::json;
use server::catalogue::actions as packs;
use shared::evidence::Times;
use shared::refusal::Code;
use shared::sync::hello::PackKind;
use shared::sync::operation::Act;
use shared::sync::push::OutcomeKind;
use shared::time::Instant;

use crate::harness::city::at;
use crate::harness::phone::times;
use crate::harness::{Phone, World, on_both_engines};

/// A phone that was offline since that moment: its clock was compared with the server's then.
fn made(at: &str) -> Times {
    Times { wall: at.parse::<Instant>().unwrap(), ..times(Instant::from_ms(0)) }
}

async fn report(phone: &mut Phone, world: &World, category: &str, when: Times) -> (shared::ids::CaseId, Option<Code>) {
    let (mut report, shot) = phone.report(world, at(0.5, 0.5));
    report.category = category.parse().unwrap();
    let case = report.case;
    let envelope = phone.envelope_at(when, Act::Report(report));
    let outcome = phone.push(&[envelope]).await.remove(0);
    if outcome.result == OutcomeKind::Applied {
        phone.upload(&shot.working).await;
    }
    (case, outcome.code)
}

on_both_engines! {
    async fn a_report_under_an_old_code_is_taken_if_it_was_made_in_its_time(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        let (case, code) = report(&mut wang, world, "event:0110", made("2026-06-30T23:50:00+08:00")).await;
        assert_eq!(code, None);
        let file = world.desk("zheng").await.case(case).await;
        assert_eq!(file.case.category.to_string(), "event:0110", "it keeps the code that it was reported under");
        assert_eq!(file.names.standard, "GB/T 30428.2-2013");
        assert_eq!(file.names.category, "暴露生活垃圾");
        assert!(!file.names.condition.is_empty());
        let now = file.names.successor.unwrap();
        assert_eq!((now.category.to_string().as_str(), now.name.as_str()), ("event:06010", "暴露垃圾"));
        let (_, code) = report(&mut wang, world, "component:0101", made("2022-10-10T10:00:00+08:00")).await;
        assert_eq!(code, None, "then a case could be about a component");
        let (_, late) = report(&mut wang, world, "event:0110", times(world.app.clock.now())).await;
        assert_eq!(late, Some(Code::UnknownCategory), "now it is 06010");
        let (case, code) = report(&mut wang, world, "event:06010", times(world.app.clock.now())).await;
        assert_eq!(code, None);
        let file = world.desk("zheng").await.case(case).await;
        assert_eq!((file.names.standard.as_str(), file.names.successor), ("GB/T 47678.5-2026", None));
    }

    async fn a_list_finds_a_case_by_the_code_of_either_standard(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        let (old, _) = report(&mut wang, world, "event:0405", made("2022-10-10T10:00:00+08:00")).await;
        let (new, _) = report(&mut wang, world, "event:09005", times(world.app.clock.now())).await;
        report(&mut wang, world, "event:06010", times(world.app.clock.now())).await;
        let zheng = world.desk("zheng").await;
        for words in ["0405", "09005", "event:0405", "店外经营"] {
            let list = zheng.cases(&format!("?q={words}")).await;
            let found: std::collections::BTreeSet<_> = list.cases.iter().map(|case| case.id).collect();
            assert_eq!(found, [old, new].into(), "{words}");
            assert_eq!(list.names[&old].category, "店外经营");
            assert_eq!(list.names[&old].standard, "GB/T 30428.2-2013");
        }
    }

    async fn a_case_is_shown_in_the_words_that_it_was_filed_under(world: &World) {
        let [mut wang, mut li] = world.phones(["wang", "li"]).await;
        let (case, _) = report(&mut wang, world, "event:06010", times(world.app.clock.now())).await;
        let before = world.desk("zheng").await.case(case).await.names;
        // The city's new catalogue words the condition anew, and no longer knows another category at all.
        let city = world.app.city();
        let named = city.catalogue().unwrap();
        let (_, bytes) = packs::pack(&world.app, &named.hash).await.unwrap().unwrap();
        let mut pack: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
        pack["version"] = json!("city-2");
        for row in pack["conditions"].as_array_mut().unwrap() {
            row["text"] = json!(format!("新：{}", row["text"].as_str().unwrap()));
        }
        let text = pack.to_string();
        let mut tx = world.app.db.write().await.unwrap();
        let id = city.city_id().unwrap();
        packs::put_pack(&mut tx, PackKind::Catalogue, id, "city-2", text.as_bytes(), world.app.clock.now()).await.unwrap();
        tx.commit().await.unwrap();
        world.app.refresh().await.unwrap();
        assert_eq!(world.desk("zheng").await.case(case).await.names, before);
        let (later, _) = report(&mut wang, world, "event:06010", times(world.app.clock.now())).await;
        let after = world.desk("zheng").await.case(later).await.names;
        assert_eq!(after.condition, format!("新：{}", before.condition));
        world.desk("west").await.finish(case, 9).await;
        assert!(!li.tasks().await.remove(0).requirement.contains('新'), "whoever checks it reads the same words");
        let (envelope, _) = { let task = li.tasks().await.remove(0); li.answer(world, &task, shared::task::TaskResult::Pass) };
        assert_eq!(li.push(&[envelope]).await[0].code, None);
    }
}
