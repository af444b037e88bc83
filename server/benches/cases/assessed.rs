//! The month's reckoning over the year of a city: the sums of a month, and the lists behind its numbers.

use std::time::{Duration, Instant};

use shared::api::assessment::{AssessedCases, AssessmentTable};
use shared::assessment::{Basis, Counter};

use crate::harness::desk::ok;
use crate::harness::{Desk, World};

const SUMS: Duration = Duration::from_secs(2);
const LIST: Duration = Duration::from_millis(100);
const RUNS: usize = 5;
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
