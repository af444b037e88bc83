//! The sheet says what the server said, ranks by what is open and late, and stays readable without a network.

use app_bridge::ask::Ask;
use app_bridge::assessment::{AssessmentSheet, NumberBehind};
use app_bridge::told::Told;
use jiff::civil::date;
use shared::account::Role;
use shared::api::assessment::{AssessmentRow, AssessmentTable, Month, MonthVersion, Months, Published, Source};
use shared::api::session::AccountFacts;
use shared::assessment::{Basis, Counter, Rate, Subject, Sums};
use shared::time::Instant;

use super::{ASSESSMENT, Kept, last_published, late_units, month_of, month_sheet};
use crate::store::last_known::LastKnown;
use crate::store::session::SignedIn;
use crate::tests::phone::{MORNING, Phone, WANG};

fn sums(counts: &[(Counter, u64)]) -> Sums {
    let mut sums = Sums::default();
    for (counter, count) in counts {
        sums.set(*counter, *count);
    }
    sums
}

fn row(key: &str, overdue: u64) -> AssessmentRow {
    let due = sums(&[(Counter::NeedDispose, 20), (Counter::OvertimeToDispose, overdue)]);
    AssessmentRow { key: key.to_owned(), name: format!("单位{key}"), sums: [(Basis::Due, due)].into() }
}

fn table(source: Source, rows: Vec<AssessmentRow>) -> AssessmentTable {
    let due = sums(&[
        (Counter::NeedDispose, 100),
        (Counter::Dispose, 80),
        (Counter::IntimeDispose, 72),
        (Counter::OvertimeToDispose, 5),
    ]);
    AssessmentTable {
        from: date(2026, 11, 1),
        to: date(2026, 11, 30),
        zone: "Asia/Shanghai".to_owned(),
        at: MORNING,
        source,
        training: false,
        by: Subject::Unit,
        rows,
        total: [(Basis::Due, due)].into(),
    }
}

/// A phone on which somebody with this role is signed in.
fn phone(role: Role) -> Phone {
    let phone = Phone::new();
    let store = phone.core.store();
    let before = store.read(|r| r.session()).unwrap().unwrap();
    let account = AccountFacts { role, ..before.account.clone() };
    store.write(|w| w.put_session(&SignedIn { account, ..before }, Instant::from_ms(1))).unwrap();
    phone
}

fn told(phone: &Phone, fresh: bool) -> AssessmentSheet {
    match phone.tell(Ask::Assessment { fresh }) {
        Told::Assessment(sheet) => *sheet,
        other => panic!("told {other:?}"),
    }
}

#[test]
fn both_numbers_of_a_rate_are_kept_and_a_rate_of_nothing_stays_one() {
    let sheet = month_sheet("2026-11".to_owned(), &table(Source::Live, Vec::new()));
    let of = |rate: Rate| {
        let cell = sheet.rates.iter().find(|cell| cell.rate == rate).unwrap();
        (cell.part, cell.whole)
    };
    assert_eq!((of(Rate::Dispose), of(Rate::IntimeDispose)), ((80, 100), (72, 100)));
    assert_eq!(of(Rate::OvertimeToDispose), (5, 100));
    assert_eq!(of(Rate::Archive), (0, 0), "nothing was due to be closed");
    assert_eq!((sheet.version, sheet.at), (None, MORNING));
}

#[test]
fn units_are_ranked_by_what_is_open_and_late_and_the_rest_is_only_counted() {
    let rows = (1..=14).map(|number| row(&format!("U{number:02}"), number / 2)).collect();
    let frozen = Source::Frozen { month: "2026-10".to_owned(), version: 2, published: true };
    let sheet = month_sheet("2026-10".to_owned(), &table(frozen, rows));
    let ranked: Vec<(u64, &str)> = sheet.units.iter().map(|unit| (unit.rank, unit.unit.as_str())).collect();
    assert_eq!(ranked[..4], [(1, "U14"), (2, "U12"), (2, "U13"), (4, "U10")]);
    assert_eq!((sheet.units.len(), sheet.units_more), (10, 3), "one of the fourteen has none that is late");
    assert_eq!(sheet.version, Some(2));
    assert!(late_units(&[row("", 3)]).is_empty(), "cases that are with no unit stand under no unit's name");
}

#[test]
fn the_last_published_version_is_found_below_newer_ones_that_are_not() {
    let version = |number: u32, is_published: bool| MonthVersion {
        number,
        at: MORNING,
        made_at: MORNING,
        made_by: String::new(),
        reason: String::new(),
        cases: 1,
        published: is_published.then(|| Published {
            at: MORNING,
            by: String::new(),
            model: "jinniu".to_owned(),
            edition: 1,
            name: String::new(),
            name_en: String::new(),
        }),
    };
    let month =
        |month: &str, versions: Vec<MonthVersion>| Month { month: month.to_owned(), freezes_at: MORNING, versions };
    let months = |months: Vec<Month>| Months { months, freeze_day: 3, zone: "Asia/Shanghai".to_owned() };
    let known = months(vec![
        month("2026-11", Vec::new()),
        month("2026-10", vec![version(1, false)]),
        month("2026-09", vec![version(1, true), version(2, true), version(3, false)]),
        month("2026-08", vec![version(1, true)]),
    ]);
    assert_eq!(last_published(&known), Some(("2026-09".to_owned(), 2)));
    assert_eq!(last_published(&months(Vec::new())), None);
}

#[test]
fn the_month_that_runs_is_the_one_of_the_citys_own_clock() {
    let eve = "2026-11-30T16:30:00Z".parse::<jiff::Timestamp>().unwrap();
    let eve = Instant::from_ms(eve.as_millisecond());
    assert_eq!((month_of(eve, "Asia/Shanghai"), month_of(eve, "UTC")), ("2026-12".to_owned(), "2026-11".to_owned()));
}

#[test]
fn it_is_read_without_a_network_as_it_was_last_told() {
    let phone = phone(Role::Supervisor);
    assert_eq!(told(&phone, false), AssessmentSheet::default(), "nothing is made up before the server ever told");
    let running = month_sheet("2026-11".to_owned(), &table(Source::Live, vec![row("U1", 3)]));
    let kept = Kept { running: running.clone(), published: None };
    let body = serde_json::to_string(&kept).unwrap();
    let area = "610112".parse().unwrap();
    let known = LastKnown { told_at: MORNING, body };
    phone.core.store().write(|w| w.keep_last_known(ASSESSMENT, WANG, &area, &known)).unwrap();

    let sheet = told(&phone, true);
    assert_eq!(sheet.failure.map(|why| why.code), Some("offline".to_owned()), "said to be old, and why");
    assert_eq!(sheet.running, Some(running));

    let number = NumberBehind {
        month: "2026-11".to_owned(),
        version: None,
        basis: Basis::Due,
        counter: Counter::Dispose,
        unit: None,
    };
    let ask = |number: &NumberBehind, after: Option<&str>| Ask::AssessedCases {
        number: number.clone(),
        after: after.map(str::to_owned),
    };
    assert_eq!(phone.refused(ask(&number, None)), "offline", "the cases are the server's alone");
    let place = "XA20261123000418.01935a00-0000-7000-8000-000000000004";
    assert_eq!(phone.refused(ask(&number, Some(place))), "offline");
    assert_eq!(phone.refused(ask(&number, Some("x&counter=report"))), "bad_value");
    let other = NumberBehind { month: "2026-11&counter=report".to_owned(), ..number };
    assert_eq!(phone.refused(ask(&other, None)), "bad_value");
}

#[test]
fn it_is_not_for_those_who_work_in_shifts() {
    assert_eq!(phone(Role::Collector).refused(Ask::Assessment { fresh: false }), "not_allowed");
}
