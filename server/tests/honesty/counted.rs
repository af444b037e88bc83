//! What is counted of people's work is counted of whose work it was.

use shared::case::ActionKind;
use shared::evidence::PhotoRole;
use shared::evidence::manifest::Subject;
use shared::ids::CaseId;
use shared::place::fix::Source;
use shared::sync::operation::{Act, Report};
use shared::task::TaskResult;
use shared::time::Instant;
use uuid::Uuid;

use super::{blind, checked, evaluators, found, hints, says};
use crate::harness::city::{NORTH, WEIYANG, WEST, at};
use crate::harness::on_both_engines;
use crate::harness::phone::{fix, jpeg};

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
}
