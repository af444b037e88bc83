//! Phones whose clocks are years off still file cases with usable times.

use anyhow::Result;
use shared::account::Role;
use shared::case::Case;
use shared::time::Instant;
use system_tests::clock::PhoneClock;
use system_tests::desk::Desk;
use system_tests::world::{World, story};

use crate::people::{MONDAY, collectors, report};

const MINUTE: i64 = 60_000;

fn minutes_after_nine(at: Instant) -> Result<i64> {
    Ok(at.since(MONDAY.parse()?) / MINUTE)
}

async fn all(admin: &Desk) -> Result<Vec<Case>> {
    let mut cases = admin.cases().await?.cases;
    cases.sort_by_key(|case| case.reported_at);
    Ok(cases)
}

#[test]
fn a_phone_three_years_ahead_and_one_twenty_years_behind_agree_with_the_centre() -> Result<()> {
    story(async {
        let world = World::begin(MONDAY).await?;
        let users = collectors(&world, 2)?;
        for (user, wrong) in users.iter().zip(["2029-11-23T09:00:00+08:00", "2006-11-23T09:00:00+08:00"]) {
            let clock = PhoneClock::at(wrong)?;
            let phone = world.phone_with(user, &clock).await?;
            phone.offline();
            let estimate = report(&phone, 10).await?;
            let due = phone.case(estimate).await?.due;
            clock.pass_minutes(30);
            world.clock.pass_minutes(30);
            phone.online();
            phone.sync().await?;
            let admin = world.desk(&world.accounts.first(Role::Admin)?.user).await?;
            let case = admin.file(estimate).await?.case;
            let ago = world_now(&world).since(case.reported_at) / MINUTE;
            assert_eq!(ago, 30, "reported half an hour ago, whatever the phone's clock said");
            assert!(case.case_no.is_some_and(|number| number.as_str().contains("202611")));
            let told = case.reported_times.expect("what the clocks said is kept");
            assert_eq!(told.wall, wrong.parse()?);
            assert_eq!(case.estimate.due, due, "the estimate counted from the true time");
            assert!(
                due.is_some_and(|due| due > case.reported_at && due.since(case.reported_at) < 90 * 24 * 60 * MINUTE)
            );
        }
        Ok(())
    })
}

fn world_now(world: &World) -> Instant {
    server::world::Clock::now(&*world.clock)
}

#[test]
fn a_clock_that_jumps_during_a_shift_and_across_a_restart_is_seen_through() -> Result<()> {
    story(async {
        let world = World::begin(MONDAY).await?;
        let user = collectors(&world, 1)?.remove(0);
        let clock = PhoneClock::at(MONDAY)?;
        let wang = world.phone_with(&user, &clock).await?;
        let admin = world.desk(&world.accounts.first(Role::Admin)?.user).await?;
        wang.offline();
        let pass = |minutes: u32| {
            clock.pass_minutes(minutes);
            world.clock.pass_minutes(i64::from(minutes));
        };
        pass(10);
        report(&wang, 10).await?;
        // Somebody sets the clock back; nine minutes later there is another report.
        clock.set("2001-01-01T00:00:00+08:00")?;
        pass(9);
        report(&wang, 20).await?;
        // The phone starts anew and believes it is 1970.
        clock.restart("second");
        clock.set("1970-01-02T00:00:00+08:00")?;
        let wang = {
            let home = wang.home().to_owned();
            drop(wang);
            system_tests::collector::Collector::with_clock(&user, &home, &clock)?
        };
        pass(6);
        report(&wang, 30).await?;
        pass(5);
        wang.sync().await?;
        let told: Result<Vec<i64>> =
            all(&admin).await?.iter().map(|case| minutes_after_nine(case.reported_at)).collect();
        assert_eq!(told?, [10, 19, 25], "each in its place, before and after the jumps");
        assert!(wang.status().await?.all_arrived);
        Ok(())
    })
}

#[test]
fn a_clock_that_was_set_back_keeps_nothing_waiting_for_years() -> Result<()> {
    story(async {
        let world = World::begin(MONDAY).await?;
        let user = collectors(&world, 1)?.remove(0);
        let clock = PhoneClock::at("2029-11-23T09:00:00+08:00")?;
        let wang = world.phone_with(&user, &clock).await?;
        wang.offline();
        report(&wang, 10).await?;
        assert!(wang.sync().await.is_err(), "the next try is now written down by the wrong clock");
        clock.set(MONDAY)?;
        wang.online();
        let ended = wang.core.round(app_core::sync::plan::Why::ByItself).await?;
        assert!(ended.error.is_none());
        assert_eq!(ended.round.left, 0);
        Ok(())
    })
}
