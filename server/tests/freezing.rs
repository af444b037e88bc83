//! How a frozen month comes to be: piece by piece, cut or not, by one server of several; and what is found where somebody
//! meddled with it.

use serde_json::json;
use server::months::calendar::Month as Calendar;
use server::months::freeze::{self, Gone, Made, Stretch, Wish, turn};
use server::months::store::works::Work;
use shared::account::{Actor, Role};
use shared::api::assessment::{MonthFaultCode, MonthSeal, MonthVersion};
use shared::api::health::HealthReport;
use shared::assessment::Counter;
use shared::ids::JurisdictionId;

use crate::harness::desk::{ok, refused};
use crate::harness::{Desk, World, on_both_engines};
use crate::months::{
    CASES, MOMENT, NOVEMBER, November, RESTED, checked, counts, frozen_rows, is_sound, meddle, moment, numbers,
    numbers_are_seen, runs, sees, told_of_months, until,
};

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
        assert_eq!(freeze::end(&world.app, &one).await.unwrap(), Made::Version(1));
        assert_eq!(freeze::end(&world.app, &one).await.unwrap(), Made::NotHere, "it is there");
        assert_eq!(world.count("select count(*) from month_versions").await, 1);
        is_sound(&checked(&world.desk("eva").await, 1).await);
    }

    async fn a_version_that_somebody_wants_and_was_cut_is_made_as_they_wanted_it(world: &World) {
        November::of(world).await;
        until(world, RESTED);
        assert_eq!(turn(&world.app).await.unwrap(), 1);
        let eva = Desk::sign_in(world, "eva").await;
        let account = "select id from accounts where user_name = 'eva'";
        let id: String = {
            use sqlx::Row as _;
            let mut reader = world.app.db.read().await.unwrap();
            sqlx::query(account).fetch_one(&mut *reader).await.unwrap().get("id")
        };
        let by = Actor::Account {
            id: id.parse().unwrap(),
            user: "eva".parse().unwrap(),
            role: Role::Evaluator,
            jurisdiction: "XA".parse().unwrap(),
            unit: None,
        };
        let area: JurisdictionId = "XA".parse().unwrap();
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
        // Added, where nothing refuses it: no history tells that nobody was on shift.
        let added = "insert into frozen_post_days (version_id, account_id, day, post, jurisdiction_id, shifts, open_shifts, \
                     minutes, beat_grids, walked_grids, first_ms, made_at_ms) \
                     select v.id, a.id, '2026-11-24', 'collector', 'XA', 1, 0, 480, 8, 8, 1, 1 \
                     from month_versions v, accounts a where a.user_name = 'wang'";
        assert_eq!(runs(world, added).await.unwrap(), 1);
        let found = checked(&eva, 1).await;
        assert_eq!((found.differing_total, found.work_differing_total, found.seal), (0, 0, MonthSeal::Broken));
        assert!(told_of_months(world).await.iter().any(|problem| problem.contains("seal_broken")));
        assert!(runs(world, "update month_versions set seal = 'x'").await.is_err());
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
