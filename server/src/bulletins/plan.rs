//! Of which days a bulletin is, read from what was asked.

use jiff::Span;
use jiff::civil::{Date, ISOWeekDate};
use shared::api::bulletins::{BulletinKind, Compared, MakeBulletin};
use shared::day;
use shared::refusal::Code;

use crate::error::{Result, refuse};

/// The days of a bulletin, and the months that it is made from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Plan {
    /// The first day.
    pub from: Date,
    /// The last one.
    pub to: Date,
    /// `2026-10`, the oldest first; none where it is made from live days.
    pub months: Vec<String>,
}

/// So many days has a week.
const WEEK: i64 = 7;
/// So many months before its own are looked at for the course of months.
const MONTHS_BEFORE: i32 = 5;

/// Reads what was asked, on a day.
pub fn read(asked: &MakeBulletin, today: Date) -> Result<Plan> {
    let plan = match asked.kind {
        BulletinKind::Monthly => {
            let first = first_of(asked)?;
            of_month(first)
        }
        BulletinKind::HalfYearly => {
            let first = first_of(asked)?;
            if !matches!(first.month(), 1 | 7) {
                return refuse(Code::BadValue, "month: a half year begins in January or July");
            }
            of_half(first)
        }
        BulletinKind::Weekly => {
            let Some(day) = asked.day.as_deref().and_then(day::read) else {
                return refuse(Code::BadValue, "day: a day of the week, such as 2026-11-23");
            };
            match of_week(day) {
                Some(plan) => plan,
                None => return refuse(Code::BadValue, "day: its week is at the end of the calendar"),
            }
        }
    };
    if plan.to > today {
        return refuse(Code::BadValue, "its last day is still to come");
    }
    Ok(plan)
}

fn of_month(first: Date) -> Plan {
    Plan { from: first, to: first.last_of_month(), months: vec![written(first)] }
}

fn of_half(first: Date) -> Plan {
    let months: Vec<Date> = (0..6).filter_map(|number| later(first, number)).collect();
    let to = months.last().map_or(first, |last| last.last_of_month());
    Plan { from: first, to, months: months.into_iter().map(written).collect() }
}

/// Returns the week that a day lies in, from Monday to Sunday.
fn of_week(day: Date) -> Option<Plan> {
    let monday = day.checked_sub(Span::new().days(day.weekday().to_monday_zero_offset())).ok()?;
    let sunday = monday.checked_add(Span::new().days(WEEK - 1)).ok()?;
    Some(Plan { from: monday, to: sunday, months: Vec::new() })
}

fn first_of(asked: &MakeBulletin) -> Result<Date> {
    let month = asked.month.as_deref().unwrap_or_default();
    match day::read(&format!("{month}-01")) {
        Some(first) => Ok(first),
        None => refuse(Code::BadValue, "month: such as 2026-10"),
    }
}

fn later(first: Date, months: i32) -> Option<Date> {
    first.checked_add(Span::new().months(months)).ok()
}

/// Writes the month of a day.
pub fn written(day: Date) -> String {
    format!("{:04}-{:02}", day.year(), day.month())
}

impl Plan {
    /// Returns the months of its course: its own, and of a single month those before it.
    pub fn course(&self) -> Vec<String> {
        match self.months.as_slice() {
            [_] => (-MONTHS_BEFORE..=0).filter_map(|number| later(self.from, number)).map(written).collect(),
            _ => self.months.clone(),
        }
    }

    /// Returns the time before, or the same time of the year before; nothing where there is none, as of a 53rd week.
    pub fn other(&self, with: Compared) -> Option<Self> {
        let months_back = |before: i32| match with {
            Compared::Previous => later(self.from, -before),
            Compared::YearBefore => later(self.from, -12),
        };
        match self.months.as_slice() {
            [] => match with {
                Compared::Previous => of_week(self.from.checked_sub(Span::new().days(WEEK)).ok()?),
                Compared::YearBefore => of_week(a_year_before(self.from)?),
            },
            [_] => Some(of_month(months_back(1)?)),
            _ => Some(of_half(months_back(6)?)),
        }
    }
}

/// Returns the Monday of the week with the same number in the year before.
fn a_year_before(monday: Date) -> Option<Date> {
    let week = monday.iso_week_date();
    ISOWeekDate::new(week.year().checked_sub(1)?, week.week(), week.weekday()).ok().map(ISOWeekDate::date)
}

/// Returns the first and the last day of a month.
pub fn days_of(month: &str) -> Option<(Date, Date)> {
    let first = day::read(&format!("{month}-01"))?;
    Some((first, first.last_of_month()))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use shared::api::bulletins::{BulletinKind, Compared, MakeBulletin};

    use super::{Plan, days_of, of_week, read};

    fn asked(kind: BulletinKind, month: &str, day: &str) -> MakeBulletin {
        let said = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        MakeBulletin {
            kind,
            month: said(month),
            version: None,
            day: said(day),
            models: Vec::new(),
            title: String::new(),
            remarks: String::new(),
        }
    }

    #[test]
    fn a_month_a_week_and_half_a_year_are_whole_days() {
        let today = date(2026, 11, 23);
        let month = read(&asked(BulletinKind::Monthly, "2026-02", ""), today).unwrap();
        assert_eq!((month.from, month.to), (date(2026, 2, 1), date(2026, 2, 28)));
        assert_eq!(month.course(), ["2025-09", "2025-10", "2025-11", "2025-12", "2026-01", "2026-02"]);
        let half = read(&asked(BulletinKind::HalfYearly, "2026-01", ""), today).unwrap();
        assert_eq!((half.from, half.to, half.months.len()), (date(2026, 1, 1), date(2026, 6, 30), 6));
        assert_eq!(half.course(), half.months);
        // A Monday, a Wednesday and the Sunday of one week.
        for day in ["2026-11-16", "2026-11-18", "2026-11-22"] {
            let week = read(&asked(BulletinKind::Weekly, "", day), today).unwrap();
            assert_eq!((week.from, week.to), (date(2026, 11, 16), date(2026, 11, 22)), "{day}");
            assert_eq!((week.months.len(), week.course().len()), (0, 0));
        }
        assert_eq!(days_of("2026-04"), Some((date(2026, 4, 1), date(2026, 4, 30))));
    }

    #[test]
    fn each_time_has_one_before_and_one_of_the_year_before() {
        let today = date(2026, 11, 23);
        let days = |plan: &Plan| (plan.from, plan.to, plan.months.len());
        let others =
            |plan: &Plan| Compared::ALL.iter().map(|with| plan.other(*with).map(|one| days(&one))).collect::<Vec<_>>();
        let month = read(&asked(BulletinKind::Monthly, "2026-03", ""), today).unwrap();
        assert_eq!(
            others(&month),
            [Some((date(2026, 2, 1), date(2026, 2, 28), 1)), Some((date(2025, 3, 1), date(2025, 3, 31), 1))]
        );
        let half = read(&asked(BulletinKind::HalfYearly, "2026-01", ""), today).unwrap();
        assert_eq!(
            others(&half),
            [Some((date(2025, 7, 1), date(2025, 12, 31), 6)), Some((date(2025, 1, 1), date(2025, 6, 30), 6))]
        );
        let week = read(&asked(BulletinKind::Weekly, "", "2026-11-16"), today).unwrap();
        // Both are the 47th week of their year.
        assert_eq!(
            others(&week),
            [Some((date(2026, 11, 9), date(2026, 11, 15), 0)), Some((date(2025, 11, 17), date(2025, 11, 23), 0))]
        );
        let last = of_week(date(2020, 12, 30)).unwrap();
        assert_eq!(days(&last).0, date(2020, 12, 28));
        assert_eq!(last.other(Compared::YearBefore), None, "2019 had no 53rd week");
    }

    #[test]
    fn what_is_not_over_or_no_time_is_refused() {
        let today = date(2026, 11, 23);
        for bad in [
            asked(BulletinKind::Monthly, "2026-11", ""),
            asked(BulletinKind::Monthly, "2026-13", ""),
            asked(BulletinKind::Monthly, "", ""),
            asked(BulletinKind::HalfYearly, "2026-02", ""),
            asked(BulletinKind::HalfYearly, "2026-07", ""),
            asked(BulletinKind::Weekly, "2026-10", ""),
            asked(BulletinKind::Weekly, "", "2026-11-25"),
            asked(BulletinKind::Weekly, "", "9999-12-30"),
        ] {
            assert!(read(&bad, today).is_err(), "{bad:?}");
        }
    }
}
