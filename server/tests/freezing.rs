//! How a frozen month comes to be: piece by piece, cut or not, by one server of several; and what is found where somebody
//! meddled with it.

use std::ops::ControlFlow;

use serde_json::json;
use server::months::calendar::Month as Calendar;
use server::months::ending;
use server::months::freeze::{self, Gone, Made, Stretch, Wish, turn};
use server::months::store::sealed::{self, Listens, Nobody};
use server::months::store::versions;
use server::months::store::works::Work;
use shared::account::Actor;
use shared::api::assessment::{MonthFaultCode, MonthSeal, MonthVersion};
use shared::api::health::HealthReport;
use shared::assessment::Counter;
use shared::ids::{CaseId, JurisdictionId};

use crate::harness::desk::{ok, refused};
use crate::harness::{Desk, World, on_both_engines};
use crate::months::{
    CASES, MOMENT, NOVEMBER, November, RESTED, checked, counts, frozen_rows, is_sound, meddle, moment, numbers,
    numbers_are_seen, runs, sees, told_of_months, until,
};

/// A day on shift that nobody worked, in every version that there is. Nothing refuses a row that is added, and no history
/// tells that nobody was on shift.
const A_DAY: &str = "insert into frozen_post_days (version_id, account_id, day, post, jurisdiction_id, shifts, open_shifts, \
                     minutes, beat_grids, walked_grids, first_ms, made_at_ms) \
                     select v.id, a.id, '2026-11-24', 'collector', 'XA', 1, 0, 480, 8, 8, 1, 1 \
                     from month_versions v, accounts a where a.user_name = 'wang'";

/// After it a case cannot be read, until the other one puts that right.
const SPOILT: &str = "update cases set body = 'x' || body where id = $1";
const MENDED: &str = "update cases set body = substr(body, 2) where id = $1";

/// Hears of so many rows and then wants no more.
struct Ear {
    heard: u64,
    most: u64,
}

impl Listens for Ear {
    async fn row(&mut self) -> server::error::Result<ControlFlow<()>> {
        self.heard += 1;
        Ok(if self.heard < self.most { ControlFlow::Continue(()) } else { ControlFlow::Break(()) })
    }
}

/// A wish for November as of its own moment.
fn wish<'a>(area: &'a JurisdictionId, by: &'a Actor) -> Wish<'a> {
    Wish { area, month: Calendar::parse("2026-11").unwrap(), at: moment(MOMENT), by, reason: "" }
}

/// November, begun and not ended.
async fn begun(world: &World) -> Work {
    freeze::settle(&world.app).await.unwrap();
    let (area, by) = ("XA".parse().unwrap(), Actor::System { rule: "test".to_owned() });
    let mut tx = world.app.db.write().await.unwrap();
    let work = freeze::begin(&world.app, &mut tx, wish(&area, &by)).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    work
}

/// Eva, as somebody who wants a version.
async fn asks(world: &World) -> Actor {
    let mut reader = world.app.db.read().await.unwrap();
    server::accounts::actions::by_user(&mut reader, "eva").await.unwrap().unwrap().actor()
}

/// Somebody wants a version, and the server is killed before a case of it is read.
async fn is_cut(world: &World, wish: Wish<'_>) {
    let mut tx = world.app.db.write().await.unwrap();
    assert!(freeze::begin(&world.app, &mut tx, wish).await.unwrap().is_some());
    tx.commit().await.unwrap();
    world.clock.forward_ms(60_000);
}

async fn alters(world: &World, sql: &'static str, case: CaseId) {
    let mut tx = world.app.db.write().await.unwrap();
    sqlx::query(sql).bind(case.to_string()).execute(&mut *tx).await.unwrap();
    tx.commit().await.unwrap();
}

on_both_engines! {
    async fn a_row_that_has_not_read_what_was_written_is_not_frozen(world: &World) {
        let november = November::of(world).await;
        until(world, RESTED);
        freeze::settle(&world.app).await.unwrap();
        // Of two steps in one millisecond it had read the first, and nobody read it again since.
        let mut tx = world.app.db.write().await.unwrap();
        for statement in ["update assessed set bits = 0 where case_id = $1", "update cases set assessed_version = 0 where id = $1"] {
            sqlx::query(statement).bind(november.closed.to_string()).execute(&mut *tx).await.unwrap();
        }
        let (area, by) = ("XA".parse().unwrap(), Actor::System { rule: "test".to_owned() });
        let work = freeze::begin(&world.app, &mut tx, wish(&area, &by)).await.unwrap().unwrap();
        tx.commit().await.unwrap();
        assert_eq!(freeze::finish(&world.app, work).await.unwrap(), Made::Version(1));
        assert!(counts(&frozen_rows(world, 1).await[&november.closed], Counter::Archive));
        is_sound(&checked(&world.desk("eva").await, 1).await);
    }

    async fn of_two_servers_one_makes_the_version(world: &World) {
        November::of(world).await;
        until(world, RESTED);
        let (config, clock) = (world.app.config.clone(), world.clock.clone());
        let second = server::App::new(config, clock, std::sync::Arc::new(server::world::SystemRandom)).await.unwrap();
        let (one, two) = tokio::join!(turn(&world.app), turn(&second));
        assert_eq!(one.unwrap() + two.unwrap(), 1);
        second.db.close().await;
        assert_eq!(world.count("select count(*) from month_versions").await, 1);
        assert_eq!(world.count("select count(*) from frozen_cases").await, i64::try_from(CASES).unwrap());
    }

    async fn cut_half_way_nobody_sees_anything_of_a_version_and_it_goes_on(world: &World) {
        let mut november = November::of(world).await;
        until(world, RESTED);
        let mut work = begun(world).await;
        let some = Stretch { piece: 2, most: 1 };
        assert_eq!(freeze::go_on(&world.app, &mut work, some).await.unwrap(), Gone::SoFar);
        // Here the server is killed: what stands in the database is all that is known.
        drop(work);
        assert_eq!(world.count("select count(*) from frozen_cases").await, 2, "some of it is written");
        for nothing in ["select count(*) from month_versions", "select count(*) from audit where action = 'month_freeze'"] {
            assert_eq!(world.count(nothing).await, 0, "{nothing}");
        }
        let eva = world.desk("eva").await;
        assert_eq!(numbers(&sees(&eva).await), Vec::<u32>::new());
        numbers_are_seen(world, &[("eva", false), ("boss", false)]).await;
        assert_eq!(refused(eva.get(&format!("{NOVEMBER}/1/check")).await).await.0, 404);
        let report: HealthReport = ok(world.desk("boss").await.get("/api/v1/health").await).await;
        let freezing = &report.reckoning.freezing;
        assert_eq!((freezing.len(), freezing[0].month.as_str(), freezing[0].at), (1, "2026-11", moment(MOMENT)));
        assert_eq!((freezing[0].done, freezing[0].total), (2, CASES));

        assert_eq!(turn(&world.app).await.unwrap(), 0, "somebody may still be at work on it");
        // Phones hand in their work meanwhile, and cases go on.
        november.goes_on(world).await;
        assert_eq!(turn(&world.app).await.unwrap(), 1);
        assert_eq!(world.count("select count(*) from month_freezings").await, 0);
        let eva = world.desk("eva").await;
        assert_eq!(sees(&eva).await[0].at, moment(MOMENT));
        is_sound(&checked(&eva, 1).await);
        let rows = frozen_rows(world, 1).await;
        assert!(counts(&rows[&november.late], Counter::ToDispose), "of what was read later too it is what it was then");
        // In one go it is the same, row by row.
        ok::<MonthVersion>(eva.post(NOVEMBER, &json!({"reason": "核对"})).await).await;
        assert_eq!(frozen_rows(world, 2).await, rows);
        assert_eq!(world.count("select count(distinct seal) from month_versions").await, 1);
        // Nobody makes a version a second time.
        let twice = "insert into month_versions (id, jurisdiction_id, month, number, at_ms, made_at_ms, cases) \
                     values ('x', 'XA', '2026-11', 1, 1, 1, 0)";
        assert!(runs(world, twice).await.is_err());
    }

    async fn of_two_that_are_at_work_on_a_version_one_goes_on(world: &World) {
        November::of(world).await;
        until(world, RESTED);
        let mut one = begun(world).await;
        let mut other = one.clone();
        let some = Stretch { piece: 2, most: 1 };
        assert_eq!(freeze::go_on(&world.app, &mut one, some).await.unwrap(), Gone::SoFar);
        assert_eq!(freeze::go_on(&world.app, &mut other, some).await.unwrap(), Gone::Lost, "it writes nothing twice");
        assert_eq!(world.count("select count(*) from frozen_cases").await, 2);
        assert_eq!(freeze::go_on(&world.app, &mut one, Stretch::WHOLE).await.unwrap(), Gone::Through);
        assert_eq!(ending::end(&world.app, &one).await.unwrap(), Made::Version(1));
        assert_eq!(ending::end(&world.app, &one).await.unwrap(), Made::NotHere, "it is there");
        assert_eq!(world.count("select count(*) from month_versions").await, 1);
        is_sound(&checked(&world.desk("eva").await, 1).await);
    }

    async fn whoever_seals_a_version_says_so_and_meanwhile_nobody_takes_it_over(world: &World) {
        November::of(world).await;
        until(world, RESTED);
        let mut one = begun(world).await;
        assert_eq!(freeze::go_on(&world.app, &mut one, Stretch::WHOLE).await.unwrap(), Gone::Through);
        world.clock.forward_ms(40_000);
        let (config, clock) = (world.app.config.clone(), world.clock.clone());
        let stops = server::App::new(config, clock, std::sync::Arc::new(server::world::SystemRandom)).await.unwrap();
        stops.stopping.cancel();
        assert_eq!(ending::end(&stops, &one).await.unwrap(), Made::NotHere, "a server that stops makes none");
        stops.db.close().await;
        world.clock.forward_ms(40_000);
        assert_eq!(turn(&world.app).await.unwrap(), 0, "forty seconds ago somebody was at work on it");
        assert_eq!(world.count("select count(*) from month_versions").await, 0);
        world.clock.forward_ms(20_000);
        assert_eq!(turn(&world.app).await.unwrap(), 1, "now nobody is");
        is_sound(&checked(&world.desk("eva").await, 1).await);
    }

    async fn a_version_that_was_taken_over_while_it_was_sealed_is_ended_by_who_has_it(world: &World) {
        November::of(world).await;
        until(world, RESTED);
        let mut one = begun(world).await;
        assert_eq!(freeze::go_on(&world.app, &mut one, Stretch::WHOLE).await.unwrap(), Gone::Through);
        world.clock.forward_ms(60_000);
        let other = begun(world).await;
        assert_eq!(other.version, one.version, "it was silent for a minute");
        assert_eq!(ending::end(&world.app, &one).await.unwrap(), Made::NotHere);
        assert_eq!(freeze::finish(&world.app, other).await.unwrap(), Made::Version(1));
        is_sound(&checked(&world.desk("eva").await, 1).await);
    }

    async fn whoever_listens_hears_of_every_row_that_is_sealed(world: &World) {
        November::of(world).await;
        until(world, RESTED);
        assert_eq!(turn(&world.app).await.unwrap(), 1);
        assert_eq!(runs(world, A_DAY).await.unwrap(), 1);
        let mut reader = world.app.db.snapshot().await.unwrap();
        let version = versions::list(&mut reader, None).await.unwrap().remove(0).id;
        let rows = sealed::count(&mut reader, &version).await.unwrap();
        assert!(rows > CASES + 1, "cases, steps and the day: {rows}");
        let mut ear = Ear { heard: 0, most: u64::MAX };
        let told = sealed::hash(&mut reader, &version, &mut ear).await.unwrap();
        assert_eq!((told, ear.heard), (sealed::hash(&mut reader, &version, &mut Nobody).await.unwrap(), rows));
        let mut ear = Ear { heard: 0, most: 3 };
        assert_eq!(sealed::hash(&mut reader, &version, &mut ear).await.unwrap(), None, "it was told not to go on");
        assert_eq!(ear.heard, 3);
    }

    async fn a_month_that_cannot_be_made_keeps_no_other_waiting(world: &World) {
        let mut november = November::of(world).await;
        until(world, "2026-12-05T10:00:00+08:00");
        november.reports_again(world).await;
        freeze::settle(&world.app).await.unwrap();
        until(world, "2027-01-03T00:01:00+08:00");
        // A case of November that nobody can read.
        for (sql, expected) in [(SPOILT, None), (MENDED, Some(1))] {
            alters(world, sql, november.closed).await;
            assert_eq!(turn(&world.app).await.ok(), expected);
            assert_eq!(world.count("select count(*) from month_versions where month = '2026-12'").await, 1);
            // Nobody is at work on November any more.
            world.clock.forward_ms(60_000);
        }
        assert_eq!(world.count("select count(*) from month_versions where month = '2026-11'").await, 1);
    }

    async fn a_version_that_was_cut_and_cannot_be_made_keeps_no_other_waiting(world: &World) {
        let mut november = November::of(world).await;
        until(world, RESTED);
        assert_eq!(turn(&world.app).await.unwrap(), 1);
        until(world, "2026-12-05T10:00:00+08:00");
        november.reports_again(world).await;
        until(world, "2027-01-03T00:01:00+08:00");
        let made = async || {
            let of_november = world.count("select count(*) from month_versions where month = '2026-11'").await;
            (of_november, world.count("select count(*) from month_versions where month = '2026-12'").await)
        };
        let (area, by) = ("XA".parse().unwrap(), asks(world).await);
        // November is wanted once more and cut, and a case of it cannot be read; December is due.
        let again = Wish { reason: "补录", ..wish(&area, &by) };
        is_cut(world, again).await;
        alters(world, SPOILT, november.closed).await;
        assert!(turn(&world.app).await.is_err(), "what is wrong with it is said");
        assert_eq!(made().await, (1, 1));
        // December is wanted once more, too, and cut: it stands behind November.
        let december = Calendar::parse("2026-12").unwrap();
        is_cut(world, Wish { month: december, at: moment("2027-01-03T00:00:00+08:00"), ..again }).await;
        assert!(turn(&world.app).await.is_err());
        assert_eq!(made().await, (1, 2));
        alters(world, MENDED, november.closed).await;
        // Nobody is at work on November any more.
        world.clock.forward_ms(60_000);
        assert_eq!(turn(&world.app).await.unwrap(), 1);
        assert_eq!(made().await, (2, 2));
    }

    async fn frozen_anew_a_month_is_as_of_its_first_version_whatever_day_is_set_since(world: &World) {
        November::of(world).await;
        until(world, RESTED);
        assert_eq!(turn(&world.app).await.unwrap(), 1);
        world.set("XA", |settings| settings.freeze_day = 10).await;
        let again = world.desk("eva").await.post(NOVEMBER, &json!({"reason": "核对"})).await;
        let again: MonthVersion = ok(again).await;
        assert_eq!((again.number, again.at), (2, moment(MOMENT)), "the tenth is still to come");
    }

    async fn a_version_that_somebody_wants_and_was_cut_is_made_as_they_wanted_it(world: &World) {
        November::of(world).await;
        until(world, RESTED);
        assert_eq!(turn(&world.app).await.unwrap(), 1);
        let eva = Desk::sign_in(world, "eva").await;
        let (area, by) = ("XA".parse().unwrap(), asks(world).await);
        let mut tx = world.app.db.write().await.unwrap();
        let again = Wish { reason: "补录", ..wish(&area, &by) };
        let mut work = freeze::begin(&world.app, &mut tx, again).await.unwrap().unwrap();
        tx.commit().await.unwrap();
        freeze::go_on(&world.app, &mut work, Stretch { piece: 2, most: 1 }).await.unwrap();
        let reply = eva.post(NOVEMBER, &json!({"reason": "又一次"})).await;
        assert_eq!(refused(reply).await, (503, "busy".to_owned()), "somebody is at work on it");
        world.clock.forward_ms(60_000);
        assert_eq!(turn(&world.app).await.unwrap(), 1);
        let seen = sees(&eva).await;
        assert_eq!((numbers(&seen), seen[1].reason.as_str(), seen[1].made_by.as_str()), (vec![1, 2], "补录", "eva先生"));
        let audited = "select count(*) from audit where action = 'month_freeze' and actor = 'account eva'";
        assert_eq!(world.count(audited).await, 1);
    }

    async fn what_was_altered_of_the_posts_is_found(world: &World) {
        November::of(world).await;
        until(world, RESTED);
        assert_eq!(turn(&world.app).await.unwrap(), 1);
        let eva = world.desk("eva").await;
        is_sound(&checked(&eva, 1).await);
        meddle(world, "update frozen_posts set bits = 0 where post = 'collector'").await;
        let found = checked(&eva, 1).await;
        assert_eq!((found.differing_total, found.seal), (0, MonthSeal::Broken));
        assert!(found.work_differing_total >= CASES, "{found:?}");
        let fault = found.faults.iter().find(|fault| fault.code == MonthFaultCode::StepCounts).unwrap();
        assert!(fault.case.is_some() && fault.who.is_some() && fault.frozen.is_empty(), "{fault:?}");
        assert_eq!((fault.post.as_str(), fault.read.contains(&"report".to_owned())), ("collector", true));
        let told = told_of_months(world).await;
        for code in ["step_counts", "seal_broken"] {
            assert!(told.iter().any(|problem| problem.contains(code)), "{code}: {told:?}");
        }
        meddle(world, "delete from frozen_posts where post = 'collector'").await;
        let found = checked(&eva, 1).await;
        assert!(found.faults.iter().any(|fault| fault.code == MonthFaultCode::StepMissing), "{found:?}");
    }

    async fn days_and_missed_reports_stand_under_the_seal(world: &World) {
        November::of(world).await;
        until(world, RESTED);
        assert_eq!(turn(&world.app).await.unwrap(), 1);
        let eva = world.desk("eva").await;
        is_sound(&checked(&eva, 1).await);
        assert_eq!(runs(world, A_DAY).await.unwrap(), 1);
        let found = checked(&eva, 1).await;
        assert_eq!((found.differing_total, found.work_differing_total, found.seal), (0, 0, MonthSeal::Broken));
        assert!(told_of_months(world).await.iter().any(|problem| problem.contains("seal_broken")));
        assert!(runs(world, "update month_versions set seal = 'x'").await.is_err());
    }

    async fn no_reason_that_somebody_types_stands_for_a_seal(world: &World) {
        November::of(world).await;
        until(world, RESTED);
        assert_eq!(turn(&world.app).await.unwrap(), 1);
        // Whoever owns the database adds a row and seals the version once more …
        assert_eq!(runs(world, A_DAY).await.unwrap(), 1);
        let forged = {
            let mut reader = world.app.db.snapshot().await.unwrap();
            let version = versions::list(&mut reader, None).await.unwrap().remove(0).id;
            sealed::hash(&mut reader, &version, &mut Nobody).await.unwrap().unwrap()
        };
        let mut tx = world.app.db.write().await.unwrap();
        let lifted = server::db::guards::lift(&mut tx).await.unwrap();
        sqlx::query("update month_versions set seal = $1").bind(forged.clone()).execute(&mut *tx).await.unwrap();
        server::db::guards::put_back(&mut tx, lifted).await.unwrap();
        tx.commit().await.unwrap();
        let eva = world.desk("eva").await;
        assert_eq!(checked(&eva, 1).await.seal, MonthSeal::Broken, "the audit tells of another one");
        // … and writes that seal into the audit the only way that there is: as why a month is frozen anew.
        world.clock.forward_ms(60_000);
        let words = ending::told(1, moment(MOMENT), CASES, &forged);
        for reason in [format!("补录, seal {forged}"), words, format!(": 补录, {CASES} cases, seal {forged}: x")] {
            let later = json!({"reason": reason, "at": "2026-12-03T00:00:30+08:00"});
            ok::<MonthVersion>(eva.post(NOVEMBER, &later).await).await;
        }
        assert_eq!(checked(&eva, 1).await.seal, MonthSeal::Broken);
        for number in 2..=4 {
            assert_eq!(checked(&eva, number).await.seal, MonthSeal::Whole, "{number}");
        }
    }

    async fn a_published_version_is_checked_also_when_there_is_a_newer_one(world: &World) {
        November::of(world).await;
        until(world, RESTED);
        assert_eq!(turn(&world.app).await.unwrap(), 1);
        let eva = world.desk("eva").await;
        ok::<MonthVersion>(eva.post(&format!("{NOVEMBER}/1/publish"), &json!({"model": "jinniu"})).await).await;
        ok::<MonthVersion>(eva.post(NOVEMBER, &json!({"reason": "核对"})).await).await;
        assert_eq!(told_of_months(world).await, Vec::<String>::new());
        let altered = "update frozen_cases set bits = 0 where version_id in \
                       (select id from month_versions where number = 1)";
        meddle(world, altered).await;
        let told = told_of_months(world).await;
        assert!(told.iter().all(|problem| problem.starts_with("month 2026-11 version 1")), "{told:?}");
        assert!(told.iter().any(|problem| problem.contains("case_counts")), "{told:?}");
    }
}
