//! When a month is, and when it is frozen. Pure.

use std::fmt;

use jiff::civil::Date;
use shared::time::Instant;

/// A month of the calendar, written `2026-10`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Month {
    first: Date,
}

/// From which moment on, and before which one.
pub type Window = (Instant, Instant);

impl Month {
    /// Returns the month that a day is in.
    pub fn of(day: Date) -> Self {
        Self { first: day.first_of_month() }
    }

    /// Returns the month that is written so, if it is one.
    pub fn parse(text: &str) -> Option<Self> {
        // Only so: `2026-1` would be another name of the same month.
        if text.len() != 7 {
            return None;
        }
        shared::day::read(&format!("{text}-01")).map(|first| Self { first })
    }

    /// Returns the month after it; nothing at the end of the calendar.
    pub fn next(self) -> Option<Self> {
        self.first.last_of_month().tomorrow().ok().map(|first| Self { first })
    }

    /// Returns the month before it; nothing at the beginning of the calendar.
    pub fn previous(self) -> Option<Self> {
        self.first.yesterday().ok().map(Self::of)
    }

    /// Returns its first day.
    pub const fn first(self) -> Date {
        self.first
    }

    /// Returns its last day.
    pub fn last(self) -> Date {
        self.first.last_of_month()
    }

    /// Returns its first instant in a zone, and that of the month after; nothing at the end of the calendar.
    pub fn window(self, zone: &str) -> Option<Window> {
        Instant::days(self.first(), self.last(), zone)
    }

    /// Returns the moment that it is frozen as of: 00:00 on a day of the month after.
    pub fn freezes_at(self, zone: &str, freeze_day: u8) -> Option<Instant> {
        let after = self.next()?.first;
        // A setting that no desk could have made is taken as what comes nearest.
        let day = i8::try_from(freeze_day.clamp(1, 28)).ok()?;
        Instant::day_begins(Date::new(after.year(), after.month(), day).ok()?, zone)
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.first.year(), self.first.month())
    }
}

#[cfg(test)]
mod tests {
    use shared::time::Instant;

    use super::Month;

    fn at(text: &str) -> Option<Instant> {
        Some(text.parse().unwrap())
    }

    #[test]
    fn a_month_survives_its_own_text_and_nothing_else_is_one() {
        for text in ["2026-10", "2026-01", "0999-12"] {
            assert_eq!(Month::parse(text).unwrap().to_string(), text);
        }
        for text in ["", "2026-13", "2026-1", "2026-00", "26-10", "2026-10-01", "2026/10", "{month}", "2026-1x"] {
            assert_eq!(Month::parse(text), None, "{text}");
        }
    }

    #[test]
    fn months_follow_each_other_over_the_years() {
        let december = Month::parse("2026-12").unwrap();
        assert_eq!(december.next().unwrap().to_string(), "2027-01");
        assert_eq!(december.next().unwrap().previous(), Some(december));
        assert_eq!(Month::parse("9999-12").unwrap().next(), None);
        assert_eq!(Month::parse("9999-12").unwrap().freezes_at("Asia/Shanghai", 3), None);
    }

    #[test]
    fn a_month_is_whole_days_of_the_zone_and_frozen_on_a_day_of_the_next() {
        let october = Month::parse("2026-10").unwrap();
        let (begins, ends) = october.window("Asia/Shanghai").unwrap();
        assert_eq!((Some(begins), Some(ends)), (at("2026-10-01T00:00:00+08:00"), at("2026-11-01T00:00:00+08:00")));
        assert_eq!(october.freezes_at("Asia/Shanghai", 3), at("2026-11-03T00:00:00+08:00"));
        assert_eq!(october.freezes_at("Asia/Urumqi", 28), at("2026-11-28T00:00:00+06:00"));
        assert_eq!(october.freezes_at("Asia/Shanghai", 1), Some(ends));
        assert_eq!(october.freezes_at("Asia/Shanghai", 31), october.freezes_at("Asia/Shanghai", 28));
        assert_eq!(Month::parse("2026-12").unwrap().freezes_at("Asia/Shanghai", 2), at("2027-01-02T00:00:00+08:00"));
    }
}
