//! What is counted of people's work is counted of whose work it was.

use serde_json::Value;
use shared::account::Role;
use shared::api::agreement::{AgreementCases, Answers};
use shared::api::honesty::AgreementRow;
use shared::case::ActionKind;
use shared::evidence::PhotoRole;
use shared::evidence::manifest::Subject;
use shared::ids::CaseId;
use shared::place::fix::Source;
use shared::sync::operation::{Act, Report};
use shared::task::TaskResult;
use shared::time::Instant;
use uuid::Uuid;

use super::{agreement, blind, checked, evaluators, found, hints, says};
use crate::harness::city::{NORTH, WEIYANG, WEST, at};
use crate::harness::desk::{ok, refused};
use crate::harness::phone::{fix, jpeg};
use crate::harness::{Desk, Phone, World, on_both_engines};
use crate::scope::becomes;

const BEHIND: &str = "/api/v1/honesty/agreement/cases";

async fn behind(desk: &Desk, query: &str) -> AgreementCases {
    ok(desk.get(&format!("{BEHIND}?{query}")).await).await
}

/// Wang reports, the unit says done, and two people look at it, neither knowing of the other; returns the case.
async fn looked_at_twice(
    world: &World,
    wang: &mut Phone,
    [li, zhao]: [&mut Phone; 2],
    (picture, one, other): (u8, TaskResult, TaskResult),
) -> CaseId {
    let id = wang.reports(world, at(0.5, 0.5)).await;
    world.desk("west").await.finish(id, picture).await;
    let is_li = li.tasks().await.iter().any(|task| task.case == id);
    let (first, second) = if is_li { (li, zhao) } else { (zhao, li) };
    for (phone, result) in [(first, one), (second, other)] {
        let task = phone.tasks().await.into_iter().find(|task| task.case == id).unwrap();
        says(world, phone, &task, result).await;
        world.clock.forward_ms(60_000);
    }
    id
}

/// Every number of a row is as long as its list.
async fn is_what_its_lists_hold(desk: &Desk, whose: &str, row: &AgreementRow) {
    let count = |said: Option<Answers>| match said {
        None => row.cases,
        Some(Answers::Agreed) => row.agreed,
        Some(Answers::BothPass) => row.both_pass,
        Some(Answers::BothFail) => row.both_fail,
        Some(Answers::OnePass) => row.one_pass,
        Some(Answers::OtherPass) => row.other_pass,
        // It stands in no row.
        Some(Answers::Unable) => u64::MAX,
    };
    for said in Answers::ALL.iter().copied().map(Some).chain([None]) {
        if said == Some(Answers::Unable) {
            continue;
        }
        let list = behind(desk, &format!("{whose}&said={}", said.map_or("", Answers::as_str))).await;
        let listed = u64::try_from(list.checks.len()).unwrap();
        assert_eq!((list.total, listed), (count(said), count(said)), "{whose} {said:?}: {row:?}");
    }
}

on_both_engines! {
    async fn a_check_stays_that_of_the_unit_whose_work_was_looked_at(world: &World) {
        blind(world, 0).await;
        let [mut wang, mut li] = world.phones(["wang", "li"]).await;
        let (id, task) = checked(world, &mut wang, &mut li, 1).await;
        says(world, &mut li, &task, TaskResult::Fail).await;
        let units = async || {
            let mut reader = world.app.db.read().await.unwrap();
            let place = (Instant::from_ms(0), String::new());
            let (checks, _) = server::honesty::store::answers::checks(&mut reader, &place, 10).await.unwrap();
            checks.iter().map(|check| check.unit.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(units().await, [WEST]);
        // Later it is another unit's.
        let flow = world.desk("sun").await.case(id).await.flow;
        let mut record = flow.iter().find(|record| record.action == ActionKind::Dispatch).unwrap().clone();
        record.at = task.sent_at.plus_ms(60_000);
        record.receiver = Some(NORTH.to_owned());
        let mut tx = world.app.db.write().await.unwrap();
        let insert = "insert into case_flow (case_id, sequence, jurisdiction_id, at_ms, body) values ($1, 99, $2, $3, $4)";
        sqlx::query(insert)
            .bind(id.to_string())
            .bind(WEIYANG)
            .bind(record.at.ms())
            .bind(serde_json::to_string(&record).unwrap())
            .execute(&mut *tx)
            .await
            .unwrap();
        sqlx::query("update cases set unit_id = $2 where id = $1").bind(id.to_string()).bind(NORTH).execute(&mut *tx).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(units().await, [WEST], "it was west's work that was looked at");
    }

    async fn a_position_of_cells_and_a_clock_that_was_set_are_no_hint(world: &World) {
        evaluators(world).await;
        let [mut wang, mut li] = world.phones(["wang", "li"]).await;
        let here = at(0.5, 0.5);
        for (place, passed_ms) in [(here, 0_u64), (here.moved_m(4_000.0, 0.0), 60_000)] {
            for (phone, source, forward_ms) in [
                (&mut wang, Source::Network, passed_ms),
                // By its forward clock an hour has passed; somebody set the other one.
                (&mut li, Source::Simulated, 60 * passed_ms),
            ] {
                let case = CaseId(Uuid::now_v7());
                let now = world.clock_now();
                let picture = jpeg(if passed_ms == 0 { 1 } else { 2 });
                let shot = phone.shoot_with(world, PhotoRole::Near, Subject::Case(case), picture, |manifest| {
                    let mut seen = fix(place, now);
                    seen.source = source;
                    manifest.fix = Some(seen);
                    manifest.taken.monotonic_ms = 5_000 + forward_ms;
                });
                let (report, _) = phone.report(world, here);
                let report = Report { case, photos: vec![shot.signed.clone()], ..report };
                let envelope = phone.envelope(world, Act::Report(report));
                let outcomes = phone.push(&[envelope]).await;
                assert_eq!(outcomes[0].code, None, "{outcomes:?}");
            }
            world.clock.forward_ms(60_000);
        }
        found(world).await;
        let list = hints(&world.desk("kao").await, "kind=speed").await;
        assert!(list.hints.is_empty(), "{list:?}");
    }

    async fn each_number_of_the_agreement_opens_exactly_its_checks(world: &World) {
        evaluators(world).await;
        blind(world, 100).await;
        // Whoever walks there is not shown how cases stand, and may be sent second too.
        world.set(WEIYANG, |settings| settings.nearby_days = 0).await;
        let [mut wang, mut li, mut zhao] = world.phones(["wang", "li", "zhao"]).await;
        let mut cases = Vec::new();
        for looks in [
            (1, TaskResult::Pass, TaskResult::Fail),
            (2, TaskResult::Pass, TaskResult::Pass),
            (3, TaskResult::Fail, TaskResult::Fail),
            (4, TaskResult::Pass, TaskResult::Unable),
        ] {
            cases.push(looked_at_twice(world, &mut wang, [&mut li, &mut zhao], looks).await);
        }

        let [kao, ping] = [world.desk("kao").await, world.desk("ping").await];
        assert_eq!(world.http.get(format!("{}{BEHIND}", world.base)).send().await.unwrap().status(), 401);
        assert_eq!(refused(world.desk("sun").await.get(BEHIND).await).await.0, 403, "a dispatcher sees no such thing");
        let foreign = ping.get(&format!("{BEHIND}?area={WEIYANG}")).await;
        assert_eq!(refused(foreign).await, (404, "not_found".to_owned()));
        assert_eq!(behind(&ping, "").await.total, 0, "nothing happened in the other town");
        let somebody = Uuid::now_v7();
        for bad in [
            "said=quarrelled".to_owned(),
            format!("other={somebody}"),
            "one=li".to_owned(),
            "after=17".to_owned(),
            "from=2026-11-24&to=2026-11-23".to_owned(),
        ] {
            let reply = kao.get(&format!("{BEHIND}?{bad}")).await;
            assert_eq!(refused(reply).await, (400, "bad_value".to_owned()), "{bad}");
        }

        let table = agreement(&kao).await;
        assert_eq!((table.all.cases, table.all.agreed, table.all.one_pass, table.unable), (3, 2, 1, 1));
        assert_eq!((table.all.both_pass, table.all.both_fail, table.pairs.len()), (1, 1, 1));
        is_what_its_lists_hold(&kao, "", &table.all).await;
        for row in &table.pairs {
            let [one, other] = row.people.as_slice() else { panic!("{row:?}") };
            is_what_its_lists_hold(&kao, &format!("one={}&other={}", one.account, other.account), row).await;
        }
        for row in &table.people {
            is_what_its_lists_hold(&kao, &format!("one={}", row.people[0].account), row).await;
        }
        assert_eq!(behind(&kao, &format!("one={somebody}")).await.total, 0);
        let differing = behind(&kao, "said=one_pass").await.checks.remove(0);
        let case = differing.case.as_ref().map(|case| case.id);
        assert_eq!((case, differing.first.result, differing.second.result), (Some(cases[0]), TaskResult::Pass, TaskResult::Fail));
        assert!(differing.first.at < differing.second.at && differing.first.by != differing.second.by);
        let unable = behind(&kao, "said=unable").await;
        assert_eq!((unable.total, unable.checks[0].case.as_ref().map(|case| case.id)), (1, Some(cases[3])));

        // Page by page the same, the newest first.
        let (mut after, mut paged) = (String::new(), Vec::new());
        for _ in 0..3 {
            let page = behind(&kao, &format!("limit=1&after={after}")).await;
            assert_eq!((page.total, page.checks.len()), (3, 1));
            paged.extend(page.checks.iter().filter_map(|check| check.case.as_ref()).map(|case| case.id));
            after = page.next.unwrap_or_default();
        }
        assert_eq!((after.as_str(), paged), ("", vec![cases[2], cases[1], cases[0]]));

        let seen = "select count(*) from audit where action = 'honesty_seen' and subject = 'honesty agreement_cases'";
        assert!(world.count(seen).await > 0, "that somebody looked is recorded");
        // Two days and a word: an account's id alone is longer than what is left.
        let of_whom = "select count(*) from audit where subject = 'honesty agreement_cases' and length(detail) > 36";
        assert_eq!(world.count(of_whom).await, 0, "and not at whose answers");
        let api: Value = ok(world.http.get(format!("{}/api/openapi.json", world.base)).send().await.unwrap()).await;
        let list: Value = ok(kao.get(BEHIND).await).await;
        crate::api::check(&api, "AgreementCases", &list);

        // Whoever comes to see such things is still shown none of their own.
        becomes(world, "li", Role::Evaluator).await;
        assert_eq!(behind(&world.desk("li").await, "").await.total, 0);
    }
}
