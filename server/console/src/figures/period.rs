//! The days of a period, by the calendar of whom the account works for.

use crate::route::Period;

/// Returns the first and the last day of a period, written as the server reads them; `today` is year, month and day.
pub fn days(period: Period, today: (u32, u32, u32)) -> (String, String) {
    let (year, month, _) = today;
    match period {
        Period::ThisMonth => (written((year, month, 1)), written(today)),
        Period::ThisYear => (written((year, 1, 1)), written(today)),
        Period::LastMonth => {
            let (year, month) = if month == 1 { (year.saturating_sub(1), 12) } else { (year, month.saturating_sub(1)) };
            (written((year, month, 1)), written((year, month, last_day(year, month))))
        }
    }
}

/// Returns the period that some days are, or began as; this month where they are none.
pub fn of_days(from: &str, to: &str, today: (u32, u32, u32)) -> Period {
    let all = || Period::ALL.iter().copied();
    let whole = all().find(|period| days(*period, today) == (from.to_owned(), to.to_owned()));
    whole.or_else(|| all().find(|period| days(*period, today).0 == from)).unwrap_or_default()
}

fn written((year, month, day): (u32, u32, u32)) -> String {
    format!("{year:04}-{month:02}-{day:02}")
}

const fn last_day(year: u32, month: u32) -> u32 {
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::{days, of_days};
    use crate::route::Period;

    #[track_caller]
    fn check(period: Period, today: (u32, u32, u32), from: &str, to: &str) {
        assert_eq!(days(period, today), (from.to_owned(), to.to_owned()));
    }

    #[test]
    fn a_period_begins_on_a_first_and_ends_today_or_on_the_last_of_its_month() {
        check(Period::ThisMonth, (2026, 11, 23), "2026-11-01", "2026-11-23");
        check(Period::ThisYear, (2026, 11, 23), "2026-01-01", "2026-11-23");
        check(Period::LastMonth, (2026, 11, 23), "2026-10-01", "2026-10-31");
        check(Period::LastMonth, (2026, 12, 1), "2026-11-01", "2026-11-30");
        check(Period::LastMonth, (2026, 1, 31), "2025-12-01", "2025-12-31");
    }

    #[test]
    fn a_period_is_known_again_by_its_days_also_on_the_day_after() {
        for today in [(2026, 11, 23), (2026, 1, 31), (2026, 2, 1)] {
            for period in Period::ALL {
                let (from, to) = days(*period, today);
                let found = of_days(&from, &to, today);
                assert_eq!(days(found, today), (from, to), "in January this month and this year are the same");
            }
        }
        assert_eq!(of_days("2026-01-01", "2026-11-22", (2026, 11, 23)), Period::ThisYear);
        assert_eq!(of_days("2025-03-01", "2025-03-31", (2026, 11, 23)), Period::ThisMonth);
    }

    #[test]
    fn a_february_has_its_own_last_day() {
        check(Period::LastMonth, (2026, 3, 31), "2026-02-01", "2026-02-28");
        check(Period::LastMonth, (2028, 3, 31), "2028-02-01", "2028-02-29");
        check(Period::LastMonth, (2100, 3, 31), "2100-02-01", "2100-02-28");
        check(Period::LastMonth, (2000, 3, 31), "2000-02-01", "2000-02-29");
    }
}
