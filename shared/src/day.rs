//! Days of the calendar, read from and written as `2026-11-23`.
//!
//! By hand and not by the calendar library, because every page carries this: the library's reader brings all that it
//! can complain about, which weighs more than several screens. Tests hold it against the library.

use jiff::civil::Date;
use serde::de::Error as _;
use serde::{Deserialize as _, Deserializer};

/// Reads a day where serde asks for one.
pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Date, D::Error> {
    let text = String::deserialize(from)?;
    read(&text).ok_or_else(|| D::Error::custom("not a day such as 2026-11-23"))
}

/// Reads a day; `None` when it is none, or not on the calendar.
pub fn read(text: &str) -> Option<Date> {
    let mut parts = text.split('-');
    let (year, month, day) = (number(parts.next()?, 4)?, number(parts.next()?, 2)?, number(parts.next()?, 2)?);
    if parts.next().is_some() {
        return None;
    }
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// Writes a day of the years 0 to 9999.
pub fn write(day: Date) -> String {
    format!("{:04}-{:02}-{:02}", day.year(), day.month(), day.day())
}

/// Reads a number of exactly so many digits.
fn number(text: &str, digits: usize) -> Option<i16> {
    let is_written_so = text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit());
    is_written_so.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use jiff::civil::{Date, date};

    use super::{read, write};

    #[test]
    fn a_day_is_read_and_written_as_the_library_does() {
        let mut day = date(2023, 12, 30);
        for _ in 0..800 {
            assert_eq!(write(day), day.to_string());
            assert_eq!(read(&day.to_string()), Some(day));
            day = day.tomorrow().unwrap();
        }
        assert_eq!(read("0001-01-01"), Some(date(1, 1, 1)));
        assert_eq!(read("9999-12-31"), Some(date(9999, 12, 31)));
    }

    #[test]
    fn what_is_on_no_calendar_is_no_day() {
        for text in ["2026-02-29", "2026-13-01", "2026-00-10", "2026-11-31", "2026-11", "2026-11-23-1", "26-11-23"] {
            assert_eq!(read(text), None, "{text}");
        }
        for text in ["", "-", "2026-1-1", "+026-01-01", "２０２６-01-01", "2026-11-23T00:00:00Z", " 2026-11-23"] {
            assert_eq!(read(text), None, "{text}");
        }
        assert!("2026-02-29".parse::<Date>().is_err(), "the library agrees");
    }
}
