//! RFC 3339 times in UTC: written to the millisecond, read with any offset.
//!
//! By hand and not by the calendar library, because every page carries this: the library's own reader and writer, which
//! know far more forms, weigh more than a whole screen. Tests hold it against the library.

const DAY_MS: i64 = 86_400_000;
/// Days from 0000-03-01 to 1970-01-01. Years that begin in March have their leap day at the end.
const EPOCH_DAYS: i64 = 719_468;
/// Days in 400 years.
const ERA_DAYS: i64 = 146_097;

/// Writes `2026-11-23T02:24:51.000Z`; `None` outside the years 0 to 9999, which the form cannot say.
pub fn write(ms: i64) -> Option<String> {
    let (days, of_day) = (ms.div_euclid(DAY_MS), ms.rem_euclid(DAY_MS));
    let (year, month, day) = civil(days);
    if !(0..=9_999).contains(&year) {
        return None;
    }
    let (seconds, millis) = (of_day / 1_000, of_day % 1_000);
    let (hour, minute, second) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    Some(format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{millis:03}Z"))
}

/// Reads a time with an offset; `None` when it is none, or no such day or hour is on the calendar.
pub fn read(text: &str) -> Option<i64> {
    let mut rest = Rest(text.as_bytes());
    let year = rest.number(4)?;
    rest.one_of(b"-")?;
    let month = rest.number(2)?;
    rest.one_of(b"-")?;
    let day = rest.number(2)?;
    rest.one_of(b"Tt ")?;
    let hour = rest.number(2)?;
    rest.one_of(b":")?;
    let minute = rest.number(2)?;
    rest.one_of(b":")?;
    // A leap second has no place of its own on a clock that counts milliseconds.
    let second = match rest.number(2)? {
        60 => 59,
        second => second,
    };
    let millis = rest.fraction()?;
    let offset_minutes = rest.offset()?;
    let is_on_clock = hour < 24 && minute < 60 && second < 60;
    let is_on_calendar = (1..=12).contains(&month) && (1..=days_in(year, month)).contains(&day);
    if !rest.0.is_empty() || !is_on_clock || !is_on_calendar {
        return None;
    }
    let minutes = days(year, month, day) * 1_440 + hour * 60 + minute - offset_minutes;
    Some(minutes * 60_000 + second * 1_000 + millis)
}

/// Returns year, month and day of a day counted from the epoch.
fn civil(days: i64) -> (i64, i64, i64) {
    let days = days + EPOCH_DAYS;
    let (era, of_era) = (days.div_euclid(ERA_DAYS), days.rem_euclid(ERA_DAYS));
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

/// Returns a day counted from the epoch.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = year - i64::from(month <= 2);
    let (era, year_of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let from_march = if month > 2 { month - 3 } else { month + 9 };
    let of_year = (153 * from_march + 2) / 5 + day - 1;
    era * ERA_DAYS + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + of_year - EPOCH_DAYS
}

fn days_in(year: i64, month: i64) -> i64 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

/// What has not been read yet.
struct Rest<'a>(&'a [u8]);

impl Rest<'_> {
    fn one_of(&mut self, wanted: &[u8]) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        if !wanted.contains(first) {
            return None;
        }
        self.0 = rest;
        Some(*first)
    }

    fn number(&mut self, digits: usize) -> Option<i64> {
        (0..digits).try_fold(0, |number, _| Some(number * 10 + i64::from(self.one_of(b"0123456789")? - b'0')))
    }

    /// Reads a fraction of a second to the millisecond; what is finer is left out.
    fn fraction(&mut self) -> Option<i64> {
        if self.one_of(b".,").is_none() {
            return Some(0);
        }
        let (mut millis, mut digits) = (0, 0);
        while let Some(digit) = self.one_of(b"0123456789") {
            if digits < 3 {
                millis = millis * 10 + i64::from(digit - b'0');
            }
            digits += 1;
        }
        match digits {
            0 => None,
            1 => Some(millis * 100),
            2 => Some(millis * 10),
            _ => Some(millis),
        }
    }

    fn offset(&mut self) -> Option<i64> {
        let sign = match self.one_of(b"Zz+-")? {
            b'+' => 1,
            b'-' => -1,
            _ => return Some(0),
        };
        let hours = self.number(2)?;
        self.one_of(b":")?;
        let minutes = self.number(2)?;
        (hours < 24 && minutes < 60).then_some(sign * (hours * 60 + minutes))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert_eq, proptest};

    use super::{read, write};

    proptest! {
        #[test]
        fn it_writes_and_reads_what_the_calendar_library_does(
            ms in -62_167_219_200_000_i64..253_402_300_800_000,
            offset in -1_439_i32..=1_439,
        ) {
            let timestamp = jiff::Timestamp::from_millisecond(ms).unwrap();
            let text = write(ms).unwrap();
            prop_assert_eq!(&text, &timestamp.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string());
            prop_assert_eq!(read(&text), Some(ms));
            let zone = jiff::tz::TimeZone::fixed(jiff::tz::Offset::from_seconds(offset * 60).unwrap());
            let local = timestamp.to_zoned_datetime(zone);
            if (0..=9_999).contains(&local.year()) {
                let text = local.strftime("%Y-%m-%dT%H:%M:%S%.3f%:z").to_string();
                prop_assert_eq!(read(&text), Some(ms), "{}", text);
            }
        }
    }

    #[track_caller]
    fn check(text: &str, expected: Option<&str>) {
        assert_eq!(read(text).and_then(write).as_deref(), expected, "{text}");
    }

    #[test]
    fn the_forms_that_rfc_3339_allows_are_read() {
        check("2026-11-23T10:24:51+08:00", Some("2026-11-23T02:24:51.000Z"));
        check("2026-11-23t10:24:51.5z", Some("2026-11-23T10:24:51.500Z"));
        check("2026-11-23 10:24:51.123456789-00:30", Some("2026-11-23T10:54:51.123Z"));
        check("2016-12-31T23:59:60Z", Some("2016-12-31T23:59:59.000Z"));
        check("2024-02-29T00:00:00Z", Some("2024-02-29T00:00:00.000Z"));
    }

    #[test]
    fn what_is_no_time_with_an_offset_is_refused() {
        for text in [
            "",
            "2026-11-23",
            "2026-11-23T10:24:51",
            "2026-11-23T10:24+08:00",
            "2026-11-23T10:24:51+0800",
            "2026-11-23T10:24:51+08:00 ",
            "2026-13-01T00:00:00Z",
            "2026-02-29T00:00:00Z",
            "2026-11-23T24:00:00Z",
            "2026-11-23T10:60:00Z",
            "2026-11-23T10:24:51.Z",
            "2026-11-23T10:24:51+24:00",
            "+2026-11-23T10:24:51Z",
        ] {
            check(text, None);
        }
    }
}
