//! Operations: exactly once, whatever is lost on the way.

use serde_json::json;
use server::db::among::among;
use shared::evidence::PhotoRole;
use shared::evidence::manifest::Subject;
use shared::ids::Sha256;
use shared::refusal::Code;
use shared::sync::operation::Act;
use shared::sync::push::OutcomeKind;
use uuid::Uuid;

use crate::harness::city::{BEILIN, at};
use crate::harness::desk::refused;
use crate::harness::on_both_engines;

on_both_engines! {
    async fn a_repeated_push_changes_nothing(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        let (report, _) = wang.report(world, at(0.5, 0.5));
        let envelope = wang.envelope(world, Act::Report(report));
        let first = wang.push(std::slice::from_ref(&envelope)).await;
        assert_eq!(first[0].result, OutcomeKind::Applied);
        assert_eq!(first[0].case_no.as_ref().unwrap().as_str(), "XA20261123000001");
        world.clock.forward_ms(60_000);
        let second = wang.push(&[envelope.clone(), envelope]).await;
        assert_eq!(second, [first[0].clone(), first[0].clone()], "a reply lost after commit must not apply it twice");
        assert_eq!(world.count("select count(*) from cases").await, 1);
        assert_eq!(world.count("select count(*) from operations").await, 1);
    }

    async fn one_bad_operation_costs_the_good_ones_nothing(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        let mut envelopes = Vec::new();
        for number in 0..5 {
            let (mut report, _) = wang.report(world, at(0.5, 0.5));
            if number == 2 {
                report.category = "event:06077".parse().unwrap();
            }
            envelopes.push(wang.envelope(world, Act::Report(report)));
        }
        let outcomes = wang.push(&envelopes).await;
        let codes: Vec<_> = outcomes.iter().map(|outcome| outcome.code).collect();
        assert_eq!(codes, [None, None, Some(Code::UnknownCategory), None, None]);
        assert_eq!(world.count("select count(*) from cases").await, 4);
        assert_eq!(world.count("select count(*) from operations").await, 5, "what was refused is kept with its words");
        assert_eq!(wang.push(&envelopes).await, outcomes, "a refusal is an outcome for ever");
    }

    async fn the_same_id_with_other_bytes_is_refused(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        let (report, _) = wang.report(world, at(0.5, 0.5));
        let envelope = wang.envelope(world, Act::Report(report));
        wang.push(std::slice::from_ref(&envelope)).await;
        let mut changed = envelope.clone();
        changed.body = changed.body.replace("一堆", "两堆");
        changed.hash = Sha256::of(changed.body.as_bytes());
        assert_eq!(wang.push(&[changed]).await[0].code, Some(Code::OperationChanged));
        let mut broken = envelope.clone();
        broken.body.push(' ');
        assert_eq!(wang.push(&[broken]).await[0].code, Some(Code::HashMismatch));
        assert_eq!(wang.push(&[envelope]).await[0].code, None, "the first outcome still stands");
    }

    async fn what_another_account_or_device_made_is_not_taken_and_stays_free_for_its_maker(world: &World) {
        let [mut wang, li] = world.phones(["wang", "li"]).await;
        let (report, _) = wang.report(world, at(0.5, 0.5));
        let envelope = wang.envelope(world, Act::Report(report));
        assert_eq!(li.push(std::slice::from_ref(&envelope)).await[0].code, Some(Code::WrongSender));
        assert_eq!(wang.push(&[envelope]).await[0].code, None);
        let push = json!({"device": wang.device, "operations": []});
        let reply = li.request(reqwest::Method::POST, "/api/v1/sync/push").json(&push).send().await.unwrap();
        assert_eq!(refused(reply).await, (403, "wrong_sender".to_owned()));
        let desk = world.desk("wang").await;
        let reply = desk.post("/api/v1/sync/push", &push).await;
        assert_eq!(refused(reply).await, (401, "device_unknown".to_owned()));
    }

    async fn bad_reports_have_each_a_code_of_their_own(world: &World) {
        let [mut wang, mut li] = world.phones(["wang", "li"]).await;
        let (mut outside, _) = wang.report(world, at(-5.0, 0.5));
        outside.note = "城外".to_owned();
        let (mut condition, _) = wang.report(world, at(0.5, 0.5));
        condition.condition_no = 99;
        let (mut no_photo, _) = wang.report(world, at(0.5, 0.5));
        no_photo.photos.clear();
        let (mut forged, _) = wang.report(world, at(0.5, 0.5));
        let foreign = li.shoot(world, PhotoRole::Near, Subject::Case(forged.case), vec![1]);
        forged.photos = vec![foreign.signed];
        let (mut component, _) = wang.report(world, at(0.5, 0.5));
        component.category = "component:01001".parse().unwrap();
        let acts = [outside, condition, no_photo, forged, component].map(|report| wang.envelope(world, Act::Report(report)));
        let codes: Vec<_> = wang.push(&acts).await.into_iter().map(|outcome| outcome.code.unwrap()).collect();
        let expected = [
            Code::OutsideCity, Code::UnknownCondition, Code::PhotoRequired, Code::ManifestInvalid, Code::UnknownCategory,
        ];
        assert_eq!(codes, expected);
        assert_eq!(world.count("select count(*) from cases").await, 0);
        assert_eq!(world.count("select count(*) from operations where body like '%城外%'").await, 1, "no word is lost");
    }

    async fn an_act_of_a_later_app_is_kept_and_named(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        let (report, _) = wang.report(world, at(0.5, 0.5));
        let mut later = wang.envelope(world, Act::Report(report));
        later.body = later.body.replace("\"act\":\"report\"", "\"act\":\"track\"");
        later.hash = Sha256::of(later.body.as_bytes());
        assert_eq!(wang.push(&[later]).await[0].code, Some(Code::UnknownOperation));
        let (report, _) = wang.report(world, at(0.5, 0.5));
        let mut nonsense = wang.envelope(world, Act::Report(report));
        nonsense.body = "{}".to_owned();
        nonsense.hash = Sha256::of(b"{}");
        assert_eq!(wang.push(&[nonsense]).await[0].code, Some(Code::BadRequest));
    }

    async fn more_than_a_hundred_are_too_many(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        let (report, _) = wang.report(world, at(0.5, 0.5));
        let envelope = wang.envelope(world, Act::Report(report));
        let many = vec![envelope; 101];
        assert_eq!(refused(wang.push_raw(&many).await).await, (413, "too_large".to_owned()));
    }

    async fn photos_are_chained_in_whatever_order_they_come(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        let (first, _) = wang.report(world, at(0.5, 0.5));
        let (second, _) = wang.report(world, at(0.5, 0.5));
        let cases = [first.case, second.case];
        let first = wang.envelope(world, Act::Report(first));
        let second = wang.envelope(world, Act::Report(second));
        wang.push(&[second]).await;
        let desk = world.desk("zheng").await;
        let link = |file: &shared::api::cases::CaseFile| file.evidence[0].link;
        assert_eq!(link(&desk.case(cases[1]).await), shared::evidence::chain::Link::Waits);
        wang.push(&[first]).await;
        for case in cases {
            assert_eq!(link(&desk.case(case).await), shared::evidence::chain::Link::Fits);
        }
    }

    async fn keys_are_found_however_many_are_asked_for_at_once(world: &World) {
        let [wang, chen] = world.phones(["wang", "chen"]).await;
        // More than one statement carries, and what is there at both ends.
        let mut keys: Vec<String> = (0..1_200).map(|_| Uuid::now_v7().to_string()).collect();
        keys.insert(0, wang.account.to_string());
        keys.push(chen.account.to_string());
        let select = "select id from accounts where jurisdiction_id <> $1 and id in";
        let mut tx = world.app.db.write().await.unwrap();
        assert_eq!(among(&mut tx, select, &["nowhere".to_owned()], &keys).await.unwrap().len(), 2, "in a transaction");
        tx.rollback().await.unwrap();
        let mut reader = world.app.db.read().await.unwrap();
        assert_eq!(among(&mut reader, select, &[BEILIN.to_owned()], &keys).await.unwrap().len(), 1, "and outside");
        assert!(among(&mut reader, select, &[BEILIN.to_owned()], &[]).await.unwrap().is_empty());
    }
}
