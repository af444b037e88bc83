//! Phones whose clocks are wrong: cases get usable times, and what the clocks said is kept.

use server::cases::facts::{About, judge};
use shared::evidence::Times;
use shared::sync::operation::Act;
use shared::time::Instant;

use crate::harness::city::at;
use crate::harness::{Phone, World, on_both_engines};

const HOUR_MS: i64 = 3_600_000;
const YEAR_MS: i64 = 365 * 24 * HOUR_MS;

fn clocks(wall: Instant, monotonic_ms: u64, boot: &str, offset: Option<i64>) -> Times {
    Times { wall, monotonic_ms, boot: boot.to_owned(), server_offset_ms: offset }
}

/// Hands a report in and returns how far its time lies from the server's, what it was reckoned by, and its number's day.
async fn handed_in(world: &World, phone: &mut Phone, made: Times) -> (i64, String, String) {
    let (report, _) = phone.report(world, at(0.5, 0.5));
    let id = report.case;
    let envelope = phone.envelope_at(made.clone(), Act::Report(report));
    let outcomes = phone.push(std::slice::from_ref(&envelope)).await;
    assert_eq!(outcomes[0].code, None, "{outcomes:?}");
    let case = world.desk("boss").await.case(id).await.case;
    assert_eq!(case.reported_times, Some(made), "what the device's clocks said is kept");
    let mut reader = world.app.db.read().await.unwrap();
    let by: String = sqlx::Row::get(
        &sqlx::query("select made_by from operations where id = $1")
            .bind(envelope.id.to_string())
            .fetch_one(&mut *reader)
            .await
            .unwrap(),
        0,
    );
    let day = case.case_no.unwrap().as_str().chars().skip(2).take(8).collect();
    (case.reported_at.since(world.app.clock.now()), by, day)
}

on_both_engines! {
    async fn a_phone_three_years_ahead_and_one_twenty_years_behind(world: &World) {
        let [mut ahead, mut behind] = world.phones(["wang", "li"]).await;
        for (phone, error) in [(&mut ahead, 3 * YEAR_MS), (&mut behind, -20 * YEAR_MS)] {
            let now = world.app.clock.now();
            let reply = phone.hello_with(clocks(now.plus_ms(error), 1_000_000, "b1", None), None).await;
            assert_eq!(reply.time, now);
            world.clock.forward_ms(HOUR_MS);
            let made = clocks(now.plus_ms(error + HOUR_MS / 2), 1_000_000 + 1_800_000, "b1", Some(-error));
            let (late, by, day) = handed_in(world, phone, made).await;
            assert_eq!((late, by.as_str()), (-HOUR_MS / 2, "forward"));
            assert!(day.starts_with("202611"), "{day}: numbers go by the reckoned day");
        }
        assert_eq!(world.count("select count(*) from devices where clock_skew_ms > 90000000000").await, 1, "told on the board");
    }

    async fn a_clock_that_jumps_in_the_middle_of_a_shift_is_seen_through(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        let now = world.app.clock.now();
        wang.hello_with(clocks(now, 500_000, "b1", None), None).await;
        world.clock.forward_ms(2 * HOUR_MS);
        // After the hello somebody set the clock to 2001; the phone still believes what it last knew of its error.
        let made = clocks(now.plus_ms(-25 * YEAR_MS), 500_000 + 3_600_000, "b1", Some(0));
        assert_eq!(handed_in(world, &mut wang, made).await.0, -HOUR_MS);
    }

    async fn across_a_restart_each_boot_has_its_own_anchor(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        let now = world.app.clock.now();
        wang.hello_with(clocks(now, 900_000, "first", None), None).await;
        let (one, _) = wang.report(world, at(0.5, 0.5));
        let one = wang.envelope_at(clocks(now.plus_ms(HOUR_MS), 900_000 + 3_600_000, "first", Some(0)), Act::Report(one));
        // The battery died; the clock begins in 1970. Nothing was heard before this report, but something is after it.
        let (two, _) = wang.report(world, at(0.5, 0.5));
        let two = wang.envelope_at(clocks(Instant::from_ms(60_000), 60_000, "second", Some(0)), Act::Report(two));
        world.clock.forward_ms(3 * HOUR_MS);
        wang.hello_with(clocks(Instant::from_ms(3_660_000), 3_660_000, "second", None), None).await;
        let outcomes = wang.push(&[one, two]).await;
        let boss = world.desk("boss").await;
        let mut found = Vec::new();
        for outcome in outcomes {
            let case = boss.case(outcome.case.unwrap()).await.case;
            found.push(case.reported_at.since(world.app.clock.now()));
        }
        assert_eq!(found, [-2 * HOUR_MS, -HOUR_MS]);
    }

    async fn what_no_clock_can_say_lies_between_its_neighbours(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        let now = world.app.clock.now();
        wang.hello_with(clocks(now, 900_000, "first", None), None).await;
        assert_eq!(handed_in(world, &mut wang, clocks(now, 900_000, "first", Some(0))).await.0, 0);
        world.clock.forward_ms(HOUR_MS);
        // A boot that never met the server.
        let made = clocks(Instant::from_ms(5_000), 5_000, "second", Some(0));
        let (late, by, _) = handed_in(world, &mut wang, made).await;
        assert_eq!((late, by.as_str()), (-HOUR_MS, "between"));
    }

    async fn only_the_rules_make_a_difference_and_not_the_clock(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        let now = world.app.clock.now();
        wang.hello_with(clocks(now.plus_ms(3 * YEAR_MS), 1_000, "b1", None), None).await;
        let made = clocks(now.plus_ms(3 * YEAR_MS), 1_000, "b1", Some(-3 * YEAR_MS));
        let (mut report, _) = wang.report(world, at(0.5, 0.5));
        let packs = world.app.city();
        let about = About { category: &report.category, condition_no: report.condition_no, fix: &report.fix };
        let facts = judge(&packs, &about, made.corrected()).unwrap();
        report.estimate.due = Some(facts.estimate.due);
        report.estimate.grid = Some(facts.grid.clone());
        let case = report.case;
        let envelope = wang.envelope_at(made, Act::Report(report));
        assert_eq!(wang.push(&[envelope]).await[0].code, None);
        let found = world.count("select count(*) from audit where action = 'report' and detail <> ''").await;
        assert_eq!(found, 0, "case {case}: the phone counted from the same moment");
    }
}
