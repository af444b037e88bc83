//! How long it takes until there is a first page on a phone that has worked for months.
//!
//! Budget: the core opens and gives the first page (what this device is, what waits, today) in under 150 ms with 5,000 own
//! cases and 500 tasks in the store. Beside it stand the parts of that, what the core does as soon as that page is told, and
//! the lists that a person opens next.
//! `cargo bench -p app-core --bench open` prints the figures.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a bench that cannot go on ends")]

mod field;
mod months;
mod times;

use std::fs;
use std::time::{Duration, Instant};

use app_bridge::ask::Ask;
use app_bridge::tasks::TaskOrder;
use app_bridge::today::CasesWhere;
use app_bridge::told::Told;

use crate::field::{Field, fix};
use crate::times::{middle_and_longest, timed, verdict};

const RUNS: usize = 11;
const BUDGET: Duration = Duration::from_millis(150);

fn main() {
    let begun = Instant::now();
    let field = Field::begin(months::fill);
    println!(
        "{} own cases, {} tasks: a database of {} MB, filled in {:.1?}",
        months::CASES,
        months::TASKS,
        fs::metadata(field.database()).map_or(0, |facts| facts.len()) / 1_000_000,
        begun.elapsed()
    );
    // Once unmeasured, and looked through: behind that the journal may be written anew.
    field.store().0.look_through().unwrap();
    first_page(&field);
    parts(&field);
    behind_it(&field);
    lists(&field);
}

fn first_page(field: &Field) {
    let (mut opened, mut told, mut whole) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..RUNS {
        let begun = Instant::now();
        let core = field.core();
        opened.push(begun.elapsed());
        let asked = Instant::now();
        field.ask(&core, Ask::Start);
        field.ask(&core, Ask::Status);
        let page = field.ask(&core, Ask::Today { here: Some(fix(1_500.0, 1_500.0)) });
        told.push(asked.elapsed());
        whole.push(begun.elapsed());
        let Told::Today(page) = page else { unreachable!("today was asked for") };
        assert_eq!((page.next_tasks.len(), page.latest_cases.len()), (3, 3), "the page is full");
    }
    let quickest = whole.iter().min().copied().unwrap_or_default();
    let (middle, longest) = middle_and_longest(whole);
    line("the core opens", opened);
    line("and tells what it is, what waits, and today", told);
    println!(
        "{:<58} {middle:>12.2?} {longest:>12.2?}  {} the budget of {BUDGET:?}, at best {quickest:.2?}",
        "the first page",
        verdict(middle <= BUDGET)
    );
}

/// What the first page is made of.
fn parts(field: &Field) {
    let core = field.core();
    // The first ask reads the packs.
    line("  of it: what it is, the packs among it", timed(1, || drop(field.ask(&core, Ask::Start))));
    line(
        "  of it: what waits; asked each second while something does",
        timed(RUNS, || drop(field.ask(&core, Ask::Status))),
    );
    line("  of it: today", timed(RUNS, || drop(field.ask(&core, Ask::Today { here: None }))));
}

/// What the core does as soon as the first page is told, before anything is written or sent.
fn behind_it(field: &Field) {
    let mut looked = Vec::new();
    for _ in 0..RUNS {
        let (store, _) = field.store();
        assert!(!store.is_looked_through(), "the first page does not wait for it");
        let begun = Instant::now();
        store.look_through().unwrap();
        looked.push(begun.elapsed());
    }
    line("behind it: every page of the database is read and checked", looked);
}

/// The lists that a person opens next.
fn lists(field: &Field) {
    let core = field.core();
    field.ask(&core, Ask::Start);
    let here = Some(fix(1_500.0, 1_500.0));
    let nearest = Ask::TasksPage { order: TaskOrder::Distance, here: here.clone(), from: 0 };
    line("the first page of the tasks, the nearest first", timed(RUNS, || drop(field.ask(&core, nearest.clone()))));
    line("all tasks", timed(RUNS, || drop(field.ask(&core, Ask::Tasks { here: here.clone() }))));
    let first = Ask::CasesPage { place: CasesWhere::Anywhere, behind: None };
    line("the first page of the cases, and how many are where", timed(RUNS, || drop(field.ask(&core, first.clone()))));
    let Told::CasesPage(page) = field.ask(&core, first) else { unreachable!("a page was asked for") };
    let second = Ask::CasesPage { place: CasesWhere::Anywhere, behind: page.next };
    line("another page of the cases", timed(RUNS, || drop(field.ask(&core, second.clone()))));
    line("what has not arrived, and this day's", timed(RUNS, || drop(field.ask(&core, Ask::CasesOfToday))));
    line("all cases at once, as scripts ask", timed(3, || drop(field.ask(&core, Ask::Cases))));
}

fn line(what: &str, times: Vec<Duration>) {
    let (middle, longest) = middle_and_longest(times);
    println!("{what:<58} {middle:>12.2?} {longest:>12.2?}");
}
