//! A year of a city in one database, and how soon a desk sees what is still to be done.
//!
//! 415,000 cases with twelve steps each are put in, many rows in a statement; how long that takes is printed. Budgets: a
//! unit's work list, first page and every later one, in under 50 ms on both engines; totals exact up to 10,000, and more
//! than that said to be more; the same for every filter that a desk has; the points of all open cases in under a second, and
//! next to nothing where nothing has changed; the figures of the whole city's year in under two seconds, and each page of
//! the cases behind those of thirty days in under 100 ms; a month's assessment by units, streets, posts in under two seconds,
//! and the cases behind each of its numbers in under 100 ms. What is timed is the whole request over HTTP. `cargo bench -p server --bench year` prints the figures; PostgreSQL is measured where `XUNGE_TEST_POSTGRES` names a server.

#![allow(missing_docs, dead_code, unused_imports, unused_macros, reason = "the harness of the tests is larger")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "a bench")]

mod cases;
#[path = "../tests/harness/mod.rs"]
mod harness;

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use cases::{AREAS, CASES, CATEGORIES, COLLECTORS, Made, STEPS, UNITS, Year, collector, unit_of};
use harness::{Desk, PASSWORD, World};
use server::accounts::caller::Account;
use server::cases::store::cases as store;
use server::catalogue::actions as packs;
use server::catalogue::bodies::{Jurisdiction, Unit};
use server::db::Tx;
use server::db::gather::Rows;
use shared::account::{Actor, Role};
use shared::api::figures::{CaseFigures, FigureCases};
use shared::case::State;
use shared::ids::{AccountId, JurisdictionId, UnitId};
use shared::settings::Settings;
use uuid::Uuid;

const PAGE: Duration = Duration::from_millis(50);
const FIGURES: Duration = Duration::from_secs(2);
const FIGURE_RUNS: usize = 5;
const BEHIND: Duration = Duration::from_millis(100);
const MOST_COUNTED: u64 = 10_000;
/// Cases whose rows go out together, and how many of those make one transaction.
const AT_ONCE: usize = 500;
const IN_A_COMMIT: usize = 20;
const RUNS: usize = 15;
const EVALUATOR: &str = "feng";

static FLOW: Rows =
    Rows { table: "case_flow", columns: &["case_id", "sequence", "jurisdiction_id", "at_ms", "body"], turn: 2 };

/// What the lists must say in the end.
#[derive(Default)]
struct Counts {
    all: BTreeMap<UnitId, u64>,
    open: BTreeMap<UnitId, u64>,
    open_in_city: u64,
}

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let world = World::on_sqlite().await;
        measure(&world, "SQLite").await;
        world.stop().await;
        match World::on_postgres("year").await {
            Some(world) => {
                measure(&world, "PostgreSQL").await;
                world.stop().await;
            }
            None => println!("PostgreSQL: not measured"),
        }
    });
}

fn report(what: &str, took: Duration, budget: Duration) {
    let verdict = if took <= budget { "within" } else { "OVER" };
    println!("{what:<64} {took:>10.2?}  {verdict} the budget of {budget:?}");
}

async fn measure(world: &World, engine: &str) {
    people(world).await;
    // The first look at open cases by the boundaries in force is over before there are any.
    server::grids::editions::turn(&world.app).await.unwrap();
    let counts = load(world, engine).await;
    cases::assessed::read(world, engine).await;
    cases::assessed::agree(world, engine).await;
    let largest = counts.open.iter().max_by_key(|(_, open)| **open).map(|(unit, _)| unit.clone()).unwrap();
    let median = {
        let mut sizes: Vec<_> = counts.open.iter().map(|(unit, open)| (*open, unit.clone())).collect();
        sizes.sort();
        sizes[sizes.len() / 2].1.clone()
    };
    for (name, unit) in [("the largest unit", largest), ("a middling unit", median)] {
        let desk = world.desk(&user_of(&unit)).await;
        let open = counts.open[&unit];
        let what = format!("{engine}: work list of {name}, {open} open of {}", counts.all[&unit]);
        let list = timed(&desk, &format!("{what}, first page"), "?sort=due", PAGE).await;
        assert_eq!((list.total, list.total_capped), capped(open), "the unit's open cases");
        pages(&desk, &what, open).await;
        let all = desk.cases("?limit=1").await;
        assert_eq!((all.total, all.total_capped), capped(counts.all[&unit]), "all of the unit's cases");
    }
    let dispatcher = world.desk("wu").await;
    timed(&dispatcher, &format!("{engine}: a district's work list"), "?sort=due", PAGE).await;
    timed(&dispatcher, &format!("{engine}: a district's cases to dispatch"), "?state=to_dispatch", PAGE).await;
    timed(&dispatcher, &format!("{engine}: a district's newest cases"), "", PAGE).await;
    let boss = world.desk("boss").await;
    let list = timed(&boss, &format!("{engine}: the city's work list"), "?sort=due", PAGE).await;
    assert_eq!((list.total, list.total_capped), capped(counts.open_in_city), "the city's open cases");
    timed(&boss, &format!("{engine}: the city's cases to dispatch"), "?state=to_dispatch", PAGE).await;
    let list = timed(&boss, &format!("{engine}: the city's newest cases"), "", PAGE).await;
    assert_eq!((list.total, list.total_capped), (MOST_COUNTED, true), "more than anybody wants to count");
    narrowed(engine, &boss, "the city's").await;
    narrowed(engine, &dispatcher, "a district's").await;
    map(engine, &boss, counts.open_in_city).await;
    let now = world.app.clock.now();
    let day = |at: shared::time::Instant| at.format_in("Asia/Shanghai", "%Y-%m-%d");
    let (from, to) = (day(now.plus_ms(-365 * 24 * 3_600_000)), day(now));
    for by in ["jurisdiction", "division", "unit"] {
        let path = format!("/api/v1/figures?by={by}&from={from}&to={to}");
        let mut times = Vec::new();
        for _ in 0..FIGURE_RUNS {
            let begun = Instant::now();
            let figures: CaseFigures = harness::desk::ok(boss.get(&path).await).await;
            times.push(begun.elapsed());
            assert_eq!(figures.total.reported + figures.total.self_handled, CASES as u64, "every case of the year");
        }
        times.sort();
        report(&format!("{engine}: the city's figures of a year by {by}"), times[FIGURE_RUNS / 2], FIGURES);
    }
    let month = format!("from={}&to={to}", day(now.plus_ms(-30 * 24 * 3_600_000)));
    behind_figures(engine, &boss, &month).await;
    cases::assessed::measure(engine, &boss, report).await;
    let evaluator = world.desk(EVALUATOR).await;
    cases::bulletin::measure(engine, world, &evaluator).await;
}

/// The cases behind figures of thirty days, page by page: frequent ones, rare ones, and those of one row.
async fn behind_figures(engine: &str, desk: &Desk, month: &str) {
    let unit = unit_of(0).1;
    for asked in [
        "figure=reported".to_owned(),
        "figure=closed_normal".to_owned(),
        "figure=overdue".to_owned(),
        "figure=suspended".to_owned(),
        "figure=void_not_filed".to_owned(),
        "by=jurisdiction&key=610112&figure=filed".to_owned(),
        format!("by=unit&key={unit}&figure=dispatched"),
        "by=unit&key=&figure=accepted".to_owned(),
    ] {
        let (mut times, mut after, mut total) = (Vec::new(), String::new(), 0);
        for _ in 0..RUNS {
            let path = format!("/api/v1/figures/cases?{month}&{asked}&after={after}");
            let begun = Instant::now();
            let behind: FigureCases = harness::desk::ok(desk.get(&path).await).await;
            times.push(begun.elapsed());
            total = behind.list.total;
            // Behind the last page comes the first one again.
            after = behind.list.next.unwrap_or_default();
        }
        times.sort();
        let what = format!("{engine}: behind a figure, {total} cases, {asked}");
        report(&format!("{what} (slowest {:.1?})", times[RUNS - 1]), times[RUNS / 2], BEHIND);
    }
}

/// What a desk narrows its lists by, each alone and some together; the middle of some pages further on as well.
async fn narrowed(engine: &str, desk: &Desk, whose: &str) {
    let rare = CATEGORIES[CATEGORIES.len() - 1];
    let filters = [
        format!("category={}", CATEGORIES[0]),
        format!("category={rare}"),
        "category=event:06".to_owned(),
        "duty_grid=610112-Z1".to_owned(),
        "grid=610112001".to_owned(),
        "grid=610112".to_owned(),
        "source=hotline".to_owned(),
        "evidence=doubtful".to_owned(),
        "evidence=fine".to_owned(),
        "self_handled=true".to_owned(),
        "state=void".to_owned(),
        "state=closed".to_owned(),
        "from=2026-11-16".to_owned(),
        "from=2026-02-01&until=2026-02-03".to_owned(),
        "from=2026-02-01&until=2026-03-15".to_owned(),
        "left=overdue".to_owned(),
        "left=today".to_owned(),
        "left=no_clock&sort=due".to_owned(),
        "within=108.9,34.2,108.95,34.3&left=later".to_owned(),
        format!("category={rare}&source=hotline&from=2026-06-01&state=closed"),
        "q=XA20260601000300".to_owned(),
    ];
    for filter in filters {
        if desk.get(&format!("/api/v1/cases?limit=1&{filter}")).await.status() == 403 {
            continue;
        }
        let list = timed(desk, &format!("{engine}: {whose} cases, {filter}"), &format!("?{filter}"), PAGE).await;
        if let Some(next) = list.next {
            let sort = if filter.contains("sort=due") { "" } else { "&sort=newest" };
            timed(desk, "    the page behind it", &format!("?{filter}{sort}&before={next}"), PAGE).await;
        }
    }
}

/// All open points of the city, and the repeat that brings nothing.
async fn map(engine: &str, desk: &Desk, open: u64) {
    let (mut times, mut bytes, mut etag) = (Vec::new(), 0, String::new());
    for _ in 0..FIGURE_RUNS {
        let begun = Instant::now();
        let reply = desk.get("/api/v1/cases/points").await;
        etag = reply.headers()["etag"].to_str().unwrap().to_owned();
        let text = reply.text().await.unwrap();
        times.push(begun.elapsed());
        assert!(
            text.trim_end().ends_with(&format!("{{\"count\":{open},\"more\":false}}")),
            "every open case is a point"
        );
        bytes = text.len();
    }
    times.sort();
    let what = format!("{engine}: {open} points of the city's open cases, {bytes} bytes");
    report(&what, times[FIGURE_RUNS / 2], Duration::from_secs(1));
    let mut times = Vec::new();
    for _ in 0..RUNS {
        let begun = Instant::now();
        let request = desk.request(reqwest::Method::GET, "/api/v1/cases/points").header("if-none-match", &etag);
        assert_eq!(request.send().await.unwrap().status(), 304);
        times.push(begun.elapsed());
    }
    times.sort();
    report(&format!("{engine}: the same points again"), times[RUNS / 2], Duration::from_millis(10));
}

fn capped(count: u64) -> (u64, bool) {
    (count.min(MOST_COUNTED), count > MOST_COUNTED)
}

/// Asks for the same list again and again; the middle time counts, the slowest is printed beside it.
async fn timed(desk: &Desk, what: &str, query: &str, budget: Duration) -> shared::api::cases::CaseList {
    let mut list = desk.cases(query).await;
    let mut times = Vec::new();
    for _ in 0..RUNS {
        let begun = Instant::now();
        list = desk.cases(query).await;
        times.push(begun.elapsed());
    }
    times.sort();
    report(&format!("{what} (slowest {:.1?})", times[RUNS - 1]), times[RUNS / 2], budget);
    list
}

/// Goes through every page: each case once, in the order of its deadline, and the slowest page counts.
async fn pages(desk: &Desk, what: &str, open: u64) {
    let (mut before, mut slowest, mut number) = (String::new(), Duration::ZERO, 0);
    let mut seen = Vec::new();
    loop {
        let begun = Instant::now();
        let page = desk.cases(&format!("?sort=due&before={before}")).await;
        slowest = slowest.max(begun.elapsed());
        number += 1;
        seen.extend(page.cases.iter().map(|case| (case.clock.due_at, case.id)));
        match page.next {
            Some(next) => before = next,
            None => break,
        }
    }
    assert_eq!(seen.len() as u64, open, "every open case stands on one page");
    assert!(seen.is_sorted() && seen.windows(2).all(|pair| pair[0].1 != pair[1].1), "in order, none twice");
    report(&format!("{what}, slowest of {number} pages"), slowest, PAGE);
}

/// Puts the year into the database.
async fn load(world: &World, engine: &str) -> Counts {
    let (give, mut take) = tokio::sync::mpsc::channel::<Vec<Made>>(4);
    let now = world.app.clock.now();
    let making = tokio::task::spawn_blocking(move || {
        let mut year = Year::until(now);
        let mut place = 0;
        while place < CASES {
            let some: Vec<Made> = (place..(place + AT_ONCE).min(CASES)).map(|place| year.case(place)).collect();
            place += some.len();
            give.blocking_send(some).unwrap_or_else(|_| panic!("the loading ended early"));
        }
    });
    let mut counts = Counts::default();
    let begun = Instant::now();
    let mut tx = gathering(world).await;
    let mut parts = 0;
    while let Some(some) = take.recv().await {
        for made in some {
            note(&mut counts, &made);
            put(&mut tx, made).await;
        }
        tx.flush().await.unwrap();
        parts += 1;
        if parts % IN_A_COMMIT == 0 {
            tx.commit().await.unwrap();
            tx = gathering(world).await;
        }
    }
    tx.commit().await.unwrap();
    making.await.unwrap();
    let took = begun.elapsed();
    let rows = world.count("select count(*) from case_flow").await;
    assert_eq!(rows, (CASES * STEPS) as i64);
    let rate = rows as f64 / took.as_secs_f64();
    println!(
        "{engine}: {CASES} cases with {rows} steps, put in {took:>24.1?}  {rate:.0} steps a second with their cases"
    );
    let mut tx = world.app.db.write().await.unwrap();
    // Of some a photo is doubtful, of most all are sound; a few reporters had fixed it themselves.
    for statement in [
        "update cases set evidence = 'sound'",
        "update cases set evidence = 'doubtful' where id like '%00'",
        "update cases set is_self_handled = 1 where id like '%11'",
    ] {
        sqlx::query(statement).execute(&mut *tx).await.unwrap();
    }
    tx.commit().await.unwrap();
    settle(world).await;
    counts
}

async fn gathering(world: &World) -> Tx {
    let mut tx = world.app.db.write().await.unwrap();
    tx.gather();
    tx
}

async fn put(tx: &mut Tx, made: Made) {
    let Made { case, number, received_at, flow } = made;
    store::insert(tx, &case, &number, received_at).await.unwrap();
    for (step, record) in flow.iter().enumerate() {
        let row = vec![
            case.id.to_string().into(),
            (step as i64 + 1).into(),
            case.jurisdiction.as_str().into(),
            record.at.ms().into(),
            serde_json::to_string(record).unwrap().into(),
        ];
        tx.insert(&FLOW, row).await.unwrap();
    }
}

fn note(counts: &mut Counts, made: &Made) {
    let open = u64::from(!made.case.state.is_over());
    counts.open_in_city += open;
    if let Some(unit) = store::dispatched_to(&made.case) {
        *counts.all.entry(unit.clone()).or_default() += 1;
        *counts.open.entry(unit.clone()).or_default() += open;
    }
}

/// PostgreSQL learns by itself, some time after such a load, what its tables are like; here it is told at once.
async fn settle(world: &World) {
    if world.app.db.engine() == server::db::dialect::Engine::Postgres {
        use sqlx::Executor as _;
        let mut reader = world.app.db.read().await.unwrap();
        reader.execute("vacuum analyze cases").await.unwrap();
        reader.execute("vacuum analyze case_flow").await.unwrap();
    }
}

fn user_of(unit: &UnitId) -> String {
    format!("desk-{unit}")
}

/// Jurisdictions, units with a desk each, and those who report.
async fn people(world: &World) {
    let now = world.app.clock.now();
    let mut tx = world.app.db.write().await.unwrap();
    for area in AREAS.iter().filter(|area| world.app.city().jurisdiction(&area.parse().unwrap()).is_none()) {
        let jurisdiction = Jurisdiction {
            id: area.parse().unwrap(),
            name: (*area).to_owned(),
            name_en: String::new(),
            is_city: false,
            settings: Settings::default(),
            scope_version: 1,
        };
        packs::put_jurisdiction(&mut tx, &jurisdiction, now).await.unwrap();
    }
    let by = Actor::System { rule: "bench".to_owned() };
    for number in 0..UNITS {
        let (jurisdiction, id) = unit_of(number);
        let unit = Unit {
            id: id.clone(),
            jurisdiction: jurisdiction.clone(),
            name: format!("单位 {id}"),
            phone: String::new(),
        };
        packs::put_unit(&mut tx, &unit).await.unwrap();
        let desk = account(0xde5c_0000 + number, user_of(&id), Role::Unit, jurisdiction, Some(id));
        server::accounts::actions::add(&world.app, &mut tx, &desk, PASSWORD, &by).await.unwrap();
    }
    for number in 0..COLLECTORS {
        let (jurisdiction, _) = unit_of(number);
        let mut walks = account(0, format!("walks-{number}"), Role::Collector, jurisdiction, None);
        walks.id = collector(number);
        server::accounts::actions::add(&world.app, &mut tx, &walks, PASSWORD, &by).await.unwrap();
    }
    let evaluator = account(0xe7a1_0000, EVALUATOR.to_owned(), Role::Evaluator, "XA".parse().unwrap(), None);
    server::accounts::actions::add(&world.app, &mut tx, &evaluator, PASSWORD, &by).await.unwrap();
    tx.commit().await.unwrap();
    world.app.refresh().await.unwrap();
}

fn account(id: usize, user: String, role: Role, jurisdiction: JurisdictionId, unit: Option<UnitId>) -> Account {
    let id = AccountId(Uuid::from_u128(id as u128));
    Account {
        id, name: format!("{user}同志"), user: user.parse().unwrap(), role, jurisdiction, unit, disabled: false
    }
}
