//! Of which days a bulletin is, read from what was asked.

use jiff::Span;
use jiff::civil::Date;
use shared::api::bulletins::{BulletinKind, MakeBulletin};
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

/// So many months before its own are looked at for the course of months.
const MONTHS_BEFORE: i32 = 5;

/// Reads what was asked, on a day.
pub fn read(asked: &MakeBulletin, today: Date) -> Result<Plan> {
    let plan = match asked.kind {
        BulletinKind::Monthly => {
            let first = first_of(asked)?;
            Plan { from: first, to: first.last_of_month(), months: vec![written(first)] }
        }
        BulletinKind::HalfYearly => {
            let first = first_of(asked)?;
            if !matches!(first.month(), 1 | 7) {
                return refuse(Code::BadValue, "month: a half year begins in January or July");
            }
            let months: Vec<Date> = (0..6).filter_map(|number| later(first, number)).collect();
            let to = months.last().map_or(first, |last| last.last_of_month());
            Plan { from: first, to, months: months.into_iter().map(written).collect() }
        }
        BulletinKind::Weekly => {
            let Some(first) = asked.day.as_deref().and_then(day::read) else {
                return refuse(Code::BadValue, "day: the first of seven days, such as 2026-11-23");
            };
            let Ok(to) = first.checked_add(Span::new().days(6)) else {
                return refuse(Code::BadValue, "day: it is at the end of the calendar");
            };
            Plan { from: first, to, months: Vec::new() }
        }
    };
    if plan.to > today {
        return refuse(Code::BadValue, "its last day is still to come");
    }
    Ok(plan)
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
}

/// Returns the first and the last day of a month.
pub fn days_of(month: &str) -> Option<(Date, Date)> {
    let first = day::read(&format!("{month}-01"))?;
    Some((first, first.last_of_month()))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use shared::api::bulletins::{BulletinKind, MakeBulletin};

    use super::{days_of, read};

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
        let week = read(&asked(BulletinKind::Weekly, "", "2026-11-16"), today).unwrap();
        assert_eq!((week.to, week.months.len(), week.course().len()), (date(2026, 11, 22), 0, 0));
        assert_eq!(days_of("2026-04"), Some((date(2026, 4, 1), date(2026, 4, 30))));
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
            asked(BulletinKind::Weekly, "", "2026-11-18"),
            asked(BulletinKind::Weekly, "", "9999-12-30"),
        ] {
            assert!(read(&bad, today).is_err(), "{bad:?}");
        }
    }
}
