//! The month's reckoning over the year of a city: the sums of a month, and the lists behind its numbers.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use server::assessment::actions;
use server::assessment::asked::{From, Within};
use server::assessment::row::Assessed;
use server::months::row::History;
use server::months::store::histories;
use shared::api::assessment::{AssessedCases, AssessmentTable};
use shared::assessment::{Basis, Counter, Facts, Subject, Sums};
use shared::ids::CaseId;
use shared::time::Instant as Moment;

use crate::harness::desk::ok;
use crate::harness::{Desk, World};

const SUMS: Duration = Duration::from_secs(2);
const LIST: Duration = Duration::from_millis(100);
const RUNS: usize = 5;
const DAY_MS: i64 = 24 * 3_600_000;
/// Of a case as it is now every step counts.
const EVER: Moment = Moment::from_ms(i64::MAX);
/// By what the whole year is summed and counted case by case.
const SUMMED_BY: [Subject; 3] = [Subject::Jurisdiction, Subject::Unit, Subject::Category];
/// A whole month in the middle of the year.
const MONTH: &str = "month=2026-06";

/// Reads every case, as a server does by itself after an update; what its job has read while they were put in is read.
pub async fn read(world: &World, engine: &str) {
    let begun = Instant::now();
    let left = world.count("select count(*) from cases where assessed_version = 0").await;
    server::assessment::facts::ensure(&world.app).await.unwrap();
    let cases = world.count("select count(*) from assessed").await;
    assert_eq!(cases, i64::try_from(super::CASES).unwrap());
    println!("{engine}: what {left} cases count as, read from their histories {:>14.1?}", begun.elapsed());
    settle(world).await;
}

/// Holds what SQL sums over the whole year against the pure function over every case, each read from its history.
pub async fn agree(world: &World, engine: &str) {
    assert_eq!(world.count("select count(*) from shift_grids").await, 0, "nobody was on shift: nothing was missed");
    let training = world.count("select count(*) from assessed where is_training = 1").await > 0;
    let (begun, now) = (Instant::now(), world.app.clock.now());
    let (begins, ends) = (now.plus_ms(-400 * DAY_MS), now.plus_ms(400 * DAY_MS));
    let within =
        |by: Subject| Within { begins, ends, source: From::Live { at: now }, by, area: None, unit: None, training };
    let mut reader = world.app.db.snapshot().await.unwrap();
    let ids: Vec<CaseId> = histories::may_fall(&mut reader, (begins, ends), EVER).await.unwrap().into_iter().collect();
    assert_eq!(ids.len(), super::CASES);
    let mut counted: BTreeMap<Subject, BTreeMap<String, BTreeMap<Basis, Sums>>> = BTreeMap::new();
    for some in ids.chunks(histories::AT_ONCE) {
        for History { case, flow } in histories::read(&mut reader, some).await.unwrap() {
            let row = Assessed::of(&case, &Facts::read(&case, &flow, EVER), None);
            for (by, basis) in SUMMED_BY.iter().flat_map(|by| Basis::ALL.iter().map(move |basis| (*by, *basis))) {
                if !row.moment(basis).is_some_and(|at| begins <= at && at < ends) {
                    continue;
                }
                for share in row.shares(by, now) {
                    let sums = counted.entry(by).or_default().entry(share.key).or_default().entry(basis).or_default();
                    sums.add_bits(share.bits);
                    sums.reworks += u64::from(share.reworks);
                    sums.over_per_mille += u64::from(share.over_per_mille);
                }
            }
        }
    }
    for by in SUMMED_BY {
        let found = actions::sums(&mut reader, &within(by)).await.unwrap();
        assert!(counted.get(&by) == Some(&found), "by {by:?} SQL counts otherwise than case by case");
    }
    println!("{engine}: the year counted case by case as SQL counts it {:>14.1?}", begun.elapsed());
}

/// Measures what desks ask of a month.
pub async fn measure(engine: &str, desk: &Desk, report: impl Fn(&str, Duration, Duration)) {
    let mut largest = (String::new(), 0);
    for by in ["unit", "jurisdiction", "street", "category", "collector", "grid"] {
        let path = format!("/api/v1/assessment?{MONTH}&by={by}");
        let mut times = Vec::new();
        let mut rows = 0;
        for _ in 0..RUNS {
            let begun = Instant::now();
            let table: AssessmentTable = ok(desk.get(&path).await).await;
            times.push(begun.elapsed());
            rows = table.rows.len();
            if by == "unit" {
                let due = |row: &shared::api::assessment::AssessmentRow| {
                    row.sums.get(&Basis::Due).map_or(0, |sums| sums.get(Counter::NeedDispose))
                };
                let row = table.rows.iter().filter(|row| !row.key.is_empty()).max_by_key(|row| due(row)).unwrap();
                largest = (row.key.clone(), due(row));
            }
        }
        times.sort();
        report(&format!("{engine}: a month by {by}, {rows} rows, all three bases"), times[RUNS / 2], SUMS);
    }
    let (unit, number) = largest;
    let lists = [
        (format!("by=unit&key={unit}&basis=due&counter=need_dispose"), Some(number)),
        (format!("by=unit&key={unit}&basis=reported&counter=report"), None),
        ("basis=due&counter=need_dispose".to_owned(), None),
        ("basis=reported&counter=report".to_owned(), None),
        ("basis=due&counter=rework".to_owned(), None),
        (format!("by=collector&key={}&basis=reported&counter=report", super::collector(3)), None),
        ("by=street&key=610112001&basis=filed&counter=inst".to_owned(), None),
    ];
    for (asked, number) in lists {
        let path = format!("/api/v1/assessment/cases?{MONTH}&{asked}");
        let mut times = Vec::new();
        let mut total = 0;
        for _ in 0..RUNS {
            let begun = Instant::now();
            let list: AssessedCases = ok(desk.get(&path).await).await;
            times.push(begun.elapsed());
            total = list.total;
        }
        assert!(number.is_none_or(|number| number == total), "behind a number are exactly its cases");
        times.sort();
        report(&format!("{engine}: behind a number, {total} cases, {asked}"), times[RUNS / 2], LIST);
    }
}

/// PostgreSQL is told at once what the new rows are like.
async fn settle(world: &World) {
    if world.app.db.engine() == server::db::dialect::Engine::Postgres {
        use sqlx::Executor as _;
        world.app.db.read().await.unwrap().execute("vacuum analyze assessed").await.unwrap();
    }
}
