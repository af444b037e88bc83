//! Instants: one type for every moment in the system.
//!
//! In JSON and on the command line an instant is RFC 3339 with an offset; only SQL sees milliseconds (`_ms`).
//! Nothing here reads a clock: the world hands instants in.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use utoipa::ToSchema;

use crate::rfc3339;

/// A moment, in milliseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, ToSchema)]
#[schema(value_type = String, format = DateTime, example = "2026-11-23T02:24:51.000Z")]
pub struct Instant(i64);

impl Instant {
    /// Wraps milliseconds since the epoch.
    pub const fn from_ms(ms: i64) -> Self {
        Self(ms)
    }

    /// Returns milliseconds since the epoch.
    pub const fn ms(self) -> i64 {
        self.0
    }

    /// Returns the instant `ms` milliseconds later (earlier when negative).
    pub const fn plus_ms(self, ms: i64) -> Self {
        Self(self.0.saturating_add(ms))
    }

    /// Returns how many milliseconds lie between `earlier` and this.
    pub const fn since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }

    /// Writes the instant as RFC 3339 in the zone named by its IANA name, to the second: `2026-11-23T10:24:51+08:00`.
    ///
    /// Falls back to UTC when the zone is unknown, so that a time is always shown with a true offset.
    pub fn in_zone(self, zone: &str) -> String {
        let Ok(timestamp) = jiff::Timestamp::from_millisecond(self.0) else { return self.to_string() };
        match timestamp.in_tz(zone) {
            Ok(zoned) => zoned.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string(),
            Err(_) => self.to_string(),
        }
    }

    /// Writes the instant in the zone with a `strftime` pattern; for watermarks and screens.
    pub fn format_in(self, zone: &str, pattern: &str) -> String {
        let Ok(timestamp) = jiff::Timestamp::from_millisecond(self.0) else { return self.to_string() };
        match timestamp.in_tz(zone) {
            Ok(zoned) => zoned.strftime(pattern).to_string(),
            Err(_) => timestamp.strftime(pattern).to_string(),
        }
    }

    /// Returns the day that it is then in a zone; UTC's where the zone is unknown.
    pub fn day_in(self, zone: &str) -> Date {
        let ends = if self.0 < 0 { jiff::Timestamp::MIN } else { jiff::Timestamp::MAX };
        let timestamp = jiff::Timestamp::from_millisecond(self.0).unwrap_or(ends);
        let zone = jiff::tz::TimeZone::get(zone).unwrap_or(jiff::tz::TimeZone::UTC);
        zone.to_datetime(timestamp).date()
    }

    /// Returns the first instant of a day in a zone; in UTC where the zone is unknown. `None` for a day at the very edge
    /// of the calendar, which begins at no instant.
    pub fn day_begins(day: Date, zone: &str) -> Option<Self> {
        let zone = jiff::tz::TimeZone::get(zone).unwrap_or(jiff::tz::TimeZone::UTC);
        zone.to_timestamp(day.at(0, 0, 0, 0)).ok().map(|begins| Self(begins.as_millisecond()))
    }

    /// Returns the first instant of a day and that of the day after another, as [`Self::day_begins`] says them.
    pub fn days(first: Date, last: Date, zone: &str) -> Option<(Self, Self)> {
        Some((Self::day_begins(first, zone)?, Self::day_begins(last.tomorrow().ok()?, zone)?))
    }
}

/// The first instant with a text: RFC 3339 has years of four digits, 0001-01-01T00:00:00Z.
const FIRST_MS: i64 = -62_135_596_800_000;
/// The last one: every zone must be able to show it.
const LAST_MS: i64 = 253_402_207_200_000;

impl fmt::Display for Instant {
    /// Always a text that can be read again: what lies outside is written as the first or the last instant.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match rfc3339::write(self.0.clamp(FIRST_MS, LAST_MS)) {
            Some(text) => f.write_str(&text),
            None => write!(f, "out-of-range:{}", self.0),
        }
    }
}

/// The text is not an RFC 3339 instant with an offset.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("\"{0}\" is not an RFC 3339 time with an offset, such as 2026-11-23T10:24:51+08:00")]
pub struct NotAnInstant(pub String);

impl FromStr for Instant {
    type Err = NotAnInstant;

    fn from_str(text: &str) -> Result<Self, NotAnInstant> {
        // What is taken in must be able to go out again: one clock that is mad must not make a list unreadable.
        let ms = rfc3339::read(text.trim()).filter(|ms| (FIRST_MS..=LAST_MS).contains(ms));
        ms.map(Self).ok_or_else(|| NotAnInstant(text.to_owned()))
    }
}

impl Serialize for Instant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::Instant;

    #[test]
    fn a_day_is_a_zone_s_own() {
        let evening: Instant = "2026-11-23T23:30:00+08:00".parse().unwrap();
        for (zone, day) in
            [("Asia/Shanghai", "2026-11-23"), ("Asia/Urumqi", "2026-11-23"), ("Asia/Tokyo", "2026-11-24")]
        {
            assert_eq!(evening.day_in(zone).to_string(), day, "{zone}");
        }
        assert_eq!(evening.day_in("nowhere").to_string(), "2026-11-23", "in UTC it is afternoon");
        assert_eq!(Instant::from_ms(i64::MAX).day_in("Asia/Shanghai").year(), 9999);
    }

    #[test]
    fn a_day_begins_where_its_first_instant_lies() {
        for (zone, begins) in [
            ("Asia/Shanghai", "2026-11-23T00:00:00+08:00"),
            ("Asia/Urumqi", "2026-11-23T00:00:00+06:00"),
            ("nowhere", "2026-11-23T00:00:00Z"),
        ] {
            let first = Instant::day_begins(jiff::civil::date(2026, 11, 23), zone).unwrap();
            assert_eq!(first, begins.parse().unwrap(), "{zone}");
            assert_eq!((first.day_in(zone).day(), first.plus_ms(-1).day_in(zone).day()), (23, 22), "{zone}");
        }
    }

    #[test]
    fn an_instant_survives_its_own_text() {
        let instant = Instant::from_ms(1_764_000_000_123);
        assert_eq!(instant.to_string().parse(), Ok(instant));
    }

    #[test]
    fn what_is_written_can_always_be_read_and_years_have_four_digits() {
        for ms in [i64::MIN, super::FIRST_MS - 1, super::FIRST_MS, super::LAST_MS, super::LAST_MS + 1, i64::MAX] {
            let text = Instant::from_ms(ms).to_string();
            assert!(text.parse::<Instant>().is_ok(), "{text}");
        }
        assert!("-009999-01-02T02:00:00Z".parse::<Instant>().is_err());
        assert!("0000-12-31T23:59:59Z".parse::<Instant>().is_err());
        assert_eq!(Instant::from_ms(i64::MAX).in_zone("Asia/Shanghai"), "9999-12-30T22:00:00.000Z");
    }

    #[test]
    fn the_offset_is_honoured_and_a_bare_local_time_is_refused() {
        let east: Instant = "2022-09-30T17:00:00+08:00".parse().unwrap();
        assert_eq!(east.to_string(), "2022-09-30T09:00:00.000Z");
        assert!("2022-09-30T17:00:00".parse::<Instant>().is_err(), "without an offset the moment is unknown");
    }

    #[test]
    fn a_zone_is_named_never_taken_from_the_host() {
        let east: Instant = "2022-09-30T17:00:00+08:00".parse().unwrap();
        assert_eq!(east.in_zone("Asia/Shanghai"), "2022-09-30T17:00:00+08:00");
    }
}
