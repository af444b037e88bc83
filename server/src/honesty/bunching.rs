//! Collectors whose reports crowd at the end of their shifts, of the day or of the month.
//!
//! Against all others of the same jurisdiction: whoever reports like them, and when they do, is no hint. Nor is who was not
//! there before the end: of a month's end nothing is said of somebody who reported on few other days.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use shared::api::honesty::{Chance, End, HintFacts};
use shared::calendar::working::working_minutes_between;
use shared::honesty::chance::Fourfold;
use shared::honesty::choosing::{self, Chosen};
use shared::ids::{AccountId, JurisdictionId};
use shared::time::Instant;

use super::hint::{MOST_CASES, NewCase, NewHint, shares};
use super::store::work::{self, Reported, Shift};
use crate::app::App;
use crate::catalogue::city::City;
use crate::error::Result;

const MINUTE_MS: i64 = 60_000;
/// The end of a shift: its last half hour.
const SHIFT_END_MS: i64 = 30 * MINUTE_MS;
/// A shift that is shorter than this has no end that is not its middle.
const LEAST_SHIFT_MS: i64 = 120 * MINUTE_MS;
/// The end of a day: its last working hour.
const DAY_END_MINUTES: i64 = 60;
/// The end of a month: its last three days.
const MONTH_END_DAYS: i32 = 3;
/// Who reported on fewer days that are no end of a month was away, or is new.
const LEAST_OTHER_DAYS: usize = 10;

/// Who, for whom, at the end of what.
type Key = (JurisdictionId, AccountId, End);

/// Whether a report lies at an end.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Lies {
    /// At the end.
    AtTheEnd,
    /// Before it.
    Before,
}

/// Finds whose reports since a moment crowd at an end.
pub async fn find(app: &App, since: Instant, (from, to): (Date, Date)) -> Result<Vec<NewHint>> {
    let mut reader = app.db.read().await?;
    let mut reports = work::reports(&mut reader, since).await?;
    let shifts = work::shifts(&mut reader, since).await?;
    drop(reader);
    // The newest first: of many cases the last ones are shown.
    reports.sort_by_key(|report| std::cmp::Reverse(report.at));
    let city = app.city();
    super::turn::counted(move || {
        let lying = lying(&city, &reports, &shifts);
        let found = choosing::find(&tables(&lying));
        found.iter().filter_map(|one| hint(one, &lying, (from, to))).collect()
    })
    .await
}

/// A report at an end or before it, of whom and of what.
struct Lying<'a> {
    report: &'a Reported,
    day: Date,
    end: End,
    lies: Lies,
}

fn lying<'a>(city: &City, reports: &'a [Reported], shifts: &[Shift]) -> Vec<Lying<'a>> {
    let mut by_account: BTreeMap<AccountId, Vec<&Shift>> = BTreeMap::new();
    for shift in shifts {
        by_account.entry(shift.account).or_default().push(shift);
    }
    let none = Vec::new();
    let mut found = Vec::new();
    for report in reports {
        let own = by_account.get(&report.account).unwrap_or(&none);
        let zone = &city.settings(&report.area).zone;
        let day = report.at.day_in(zone);
        let told = [
            (End::Shift, of_shift(report.at, own)),
            (End::Day, of_day(city, report, zone)),
            (End::Month, of_month(day)),
        ];
        found.extend(told.into_iter().filter_map(|(end, lies)| Some(Lying { report, day, end, lies: lies? })));
    }
    found
}

/// Of a report outside every shift that has ended nothing is said.
fn of_shift(at: Instant, shifts: &[&Shift]) -> Option<Lies> {
    let within = |shift: &&&Shift| shift.begins <= at && at <= shift.ends;
    let shift = shifts.iter().find(within).filter(|shift| shift.ends.since(shift.begins) >= LEAST_SHIFT_MS)?;
    Some(if shift.ends.since(at) <= SHIFT_END_MS { Lies::AtTheEnd } else { Lies::Before })
}

/// Of a report on a day off, or after work, nothing is said.
fn of_day(city: &City, report: &Reported, zone: &str) -> Option<Lies> {
    let calendar = city.calendar(&report.area)?;
    let tomorrow = Instant::day_begins(report.at.day_in(zone).tomorrow().ok()?, zone)?;
    let left = working_minutes_between(report.at, tomorrow, &calendar.content);
    match left {
        ..=0 => None,
        1..=DAY_END_MINUTES => Some(Lies::AtTheEnd),
        _ => Some(Lies::Before),
    }
}

fn of_month(day: Date) -> Option<Lies> {
    let left = i32::from(day.days_in_month()) - i32::from(day.day());
    Some(if left < MONTH_END_DAYS { Lies::AtTheEnd } else { Lies::Before })
}

/// Puts everybody's ends against those of all others who work for the same jurisdiction.
fn tables(lying: &[Lying<'_>]) -> Vec<(Key, Vec<Fourfold>)> {
    let mut own: BTreeMap<Key, (u64, u64)> = BTreeMap::new();
    let mut other_days: BTreeMap<Key, BTreeSet<Date>> = BTreeMap::new();
    let mut all: BTreeMap<(&JurisdictionId, End), (u64, u64)> = BTreeMap::new();
    for one in lying {
        let part = u64::from(one.lies == Lies::AtTheEnd);
        let mine = own.entry((one.report.area.clone(), one.report.account, one.end)).or_default();
        *mine = (mine.0 + part, mine.1 + 1);
        if one.lies == Lies::Before {
            other_days.entry((one.report.area.clone(), one.report.account, one.end)).or_default().insert(one.day);
        }
        let ours = all.entry((&one.report.area, one.end)).or_default();
        *ours = (ours.0 + part, ours.1 + 1);
    }
    let table = |(key, (part, whole)): (Key, (u64, u64))| {
        let (rest_part, rest) = all.get(&(&key.0, key.2)).copied().unwrap_or_default();
        let table =
            Fourfold { part, whole, rest_part: rest_part.saturating_sub(part), rest: rest.saturating_sub(whole) };
        (key, vec![table])
    };
    let was_there = |(key, _): &(Key, (u64, u64))| {
        key.2 != End::Month || other_days.get(key).is_some_and(|days| days.len() >= LEAST_OTHER_DAYS)
    };
    own.into_iter().filter(was_there).map(table).collect()
}

fn hint(one: &Chosen<Key>, lying: &[Lying<'_>], (from, to): (Date, Date)) -> Option<NewHint> {
    let (area, account, end) = &one.key;
    let is_of = |lying: &&Lying<'_>| {
        lying.lies == Lies::AtTheEnd
            && lying.end == *end
            && lying.report.account == *account
            && lying.report.area == *area
    };
    let cases: Vec<NewCase> = lying
        .iter()
        .filter(is_of)
        .take(MOST_CASES)
        .map(|lying| NewCase {
            case: lying.report.case,
            area: area.clone(),
            picture: None,
            task: None,
            at: lying.report.at,
        })
        .collect();
    let at = cases.first().map(|case| case.at)?;
    let (own, others) = shares(&one.table);
    Some(NewHint {
        key: format!("{area}:{account}:{}:{}", end.as_str(), to.strftime("%Y-%m")),
        at,
        people: vec![*account],
        facts: HintFacts::Bunching {
            end: *end,
            own,
            others,
            chance: Chance { chance: one.chance, compared: one.compared },
            from,
            to,
        },
        cases,
    })
}

#[cfg(test)]
mod tests {
    use jiff::civil::{Date, date};
    use shared::honesty::choosing;
    use shared::ids::{AccountId, CaseId};
    use shared::time::Instant;
    use uuid::Uuid;

    use super::{End, Lies, Lying, Reported, Shift, of_month, of_shift, tables};

    #[test]
    fn the_last_three_days_are_the_end_of_a_month() {
        assert_eq!(of_month(date(2026, 2, 25)), Some(Lies::Before));
        assert_eq!(of_month(date(2026, 2, 26)), Some(Lies::AtTheEnd));
        assert_eq!(of_month(date(2026, 11, 30)), Some(Lies::AtTheEnd));
        assert_eq!(of_month(date(2026, 12, 28)), Some(Lies::Before));
    }

    fn reported(account: u128) -> Reported {
        Reported {
            case: CaseId(Uuid::from_u128(1)),
            area: "610112".parse().unwrap(),
            account: AccountId(Uuid::from_u128(account)),
            at: Instant::from_ms(0),
        }
    }

    /// So many reports on each of these days of a November of thirty.
    fn on<'a>(report: &'a Reported, days: impl Iterator<Item = i8>, each: usize) -> Vec<Lying<'a>> {
        let day = |day| date(2026, 11, day);
        let lying = |day: Date| Lying { report, day, end: End::Month, lies: of_month(day).unwrap() };
        days.map(day).flat_map(|day| std::iter::repeat_with(move || lying(day)).take(each)).collect()
    }

    #[test]
    fn who_hurries_at_the_end_of_a_month_stands_out_and_who_was_away_before_it_does_not() {
        let [hurries, away, usual] = [reported(1), reported(2), reported(3)];
        let mut lying = on(&hurries, 1..=27, 1);
        lying.extend(on(&hurries, 28..=30, 20));
        lying.extend(on(&away, 28..=30, 20));
        lying.extend(on(&usual, 1..=30, 10));
        let found = choosing::find(&tables(&lying));
        let who: Vec<AccountId> = found.iter().map(|one| one.key.1).collect();
        assert_eq!(who, [hurries.account], "{found:?}");
    }

    #[test]
    fn only_a_report_within_a_shift_of_some_length_lies_anywhere() {
        let hour = |hours: i64| Instant::from_ms(hours * 3_600_000);
        let shift =
            |begins, ends| Shift { account: AccountId(Uuid::from_u128(1)), begins: hour(begins), ends: hour(ends) };
        let (long, short) = (shift(8, 16), shift(20, 21));
        let all = [&long, &short];
        assert_eq!(of_shift(hour(9), &all), Some(Lies::Before));
        assert_eq!(of_shift(hour(16).plus_ms(-60_000), &all), Some(Lies::AtTheEnd));
        assert_eq!(of_shift(hour(17), &all), None);
        assert_eq!(of_shift(hour(21), &all), None, "an hour has no end that is not its middle");
    }
}
