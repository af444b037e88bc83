//! The calendar pack: which days and hours are worked, and up to which day anybody knows.

use std::collections::BTreeMap;

use jiff::civil::{Date, Time, Weekday};
use jiff::tz::{TimeZone, TimeZoneDatabase};
use serde::{Deserialize, Serialize};

use crate::time::Instant;

/// The form of the pack that this build reads.
pub const FORMAT: u32 = 1;

/// What `work_day` means.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WorkDay {
    /// Eight working hours, counted to the minute.
    EightHours,
    /// The end of the Nth working day after the day of the start.
    EndOfDay,
}

/// A stretch of one day in which people work.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Period {
    /// First moment of work.
    pub from: Time,
    /// First moment after work.
    pub to: Time,
}

/// Office hours from a day on, so that a city may have summer hours.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Schedule {
    /// The first day with these hours.
    pub valid_from: Date,
    /// The stretches of such a day, in order.
    pub periods: Vec<Period>,
}

/// A holiday, first and last day included.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Holiday {
    /// What it is called.
    pub name: String,
    /// First day off.
    pub from: Date,
    /// Last day off.
    pub to: Date,
}

/// One year's notice.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Year {
    /// The year the notice is about; its first holiday may begin in December before.
    pub year: i16,
    /// The number of the notice: where the days come from.
    pub notice: String,
    /// The day the notice was issued.
    pub dated: Date,
    /// Days off.
    pub holidays: Vec<Holiday>,
    /// Make-up days: weekend days that are worked.
    pub workdays: Vec<Date>,
}

/// The pack as it is written and edited.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CalendarPack {
    /// [`FORMAT`].
    pub format: u32,
    /// Which calendar this is; stays the same over its versions.
    pub id: String,
    /// Stored beside every deadline computed from it.
    pub version: String,
    /// What people call it.
    pub title: String,
    /// The IANA name of the zone that days are counted in.
    pub zone: String,
    /// The first day the notices cover.
    pub first: Date,
    /// The last day the notices cover; a deadline beyond it is provisional.
    pub last: Date,
    /// Days of the week off.
    pub weekend: Vec<DayOfWeek>,
    /// What `work_day` means here.
    pub work_day: WorkDay,
    /// Office hours, oldest first.
    pub schedules: Vec<Schedule>,
    /// The notices.
    pub years: Vec<Year>,
}

/// A day of the week, written out.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the names say it")]
pub enum DayOfWeek {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

impl DayOfWeek {
    fn weekday(self) -> Weekday {
        match self {
            Self::Monday => Weekday::Monday,
            Self::Tuesday => Weekday::Tuesday,
            Self::Wednesday => Weekday::Wednesday,
            Self::Thursday => Weekday::Thursday,
            Self::Friday => Weekday::Friday,
            Self::Saturday => Weekday::Saturday,
            Self::Sunday => Weekday::Sunday,
        }
    }
}

/// Why a calendar pack cannot be used.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum BadCalendar {
    /// The text is not the JSON of a calendar.
    #[error("calendar pack, line {line}, column {column}: {what}")]
    NotRead {
        /// Counted from 1.
        line: usize,
        /// Counted from 1.
        column: usize,
        /// What the reader met.
        what: String,
    },
    /// A newer program made it.
    #[error("calendar pack has format {0}; this program reads format {FORMAT}")]
    UnknownFormat(u32),
    /// A field holds what cannot be.
    #[error("calendar pack, {field}: {what}")]
    Field {
        /// The place in the pack, such as `years[2023].holidays[元旦]`.
        field: String,
        /// What is wrong there.
        what: String,
    },
}

fn wrong(field: impl Into<String>, what: impl Into<String>) -> BadCalendar {
    BadCalendar::Field { field: field.into(), what: what.into() }
}

/// What a single day is by the notices, where they say anything.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Noted {
    Off,
    Worked,
}

/// A checked calendar, ready to count with.
#[derive(Clone, Debug)]
pub struct Calendar {
    pack: CalendarPack,
    zone: TimeZone,
    weekend: Vec<Weekday>,
    noted: BTreeMap<Date, Noted>,
}

impl Calendar {
    /// Reads a calendar from the JSON of a pack.
    pub fn from_json(text: &str) -> Result<Self, BadCalendar> {
        let pack = serde_json::from_str(text).map_err(|error| BadCalendar::NotRead {
            line: error.line(),
            column: error.column(),
            what: error.to_string(),
        })?;
        Self::new(pack)
    }

    /// Checks a pack and makes the calendar of it.
    pub fn new(pack: CalendarPack) -> Result<Self, BadCalendar> {
        if pack.format != FORMAT {
            return Err(BadCalendar::UnknownFormat(pack.format));
        }
        // The bundled database only: what the host has installed must not move a deadline.
        let zone = TimeZoneDatabase::bundled()
            .get(&pack.zone)
            .map_err(|_| wrong("zone", format!("\"{}\" is not the IANA name of a zone", pack.zone)))?;
        if pack.last < pack.first {
            return Err(wrong("last", format!("{} is before the first day {}", pack.last, pack.first)));
        }
        let weekend: Vec<_> = pack.weekend.iter().map(|day| day.weekday()).collect();
        if [DayOfWeek::Monday, DayOfWeek::Tuesday, DayOfWeek::Wednesday, DayOfWeek::Thursday, DayOfWeek::Friday]
            .iter()
            .chain(&[DayOfWeek::Saturday, DayOfWeek::Sunday])
            .all(|day| weekend.contains(&day.weekday()))
        {
            return Err(wrong("weekend", "no day of the week is left to work on"));
        }
        check_schedules(&pack)?;
        let noted = note_days(&pack)?;
        Ok(Self { zone, weekend, noted, pack })
    }

    /// Returns the pack, for showing and storing.
    pub fn pack(&self) -> &CalendarPack {
        &self.pack
    }

    /// Returns the version that a computed deadline is stored with.
    pub fn version(&self) -> &str {
        &self.pack.version
    }

    /// Returns the IANA name of the zone that days are counted in.
    pub fn zone_name(&self) -> &str {
        &self.pack.zone
    }

    /// Returns whether people work on this day.
    pub fn is_working_day(&self, day: Date) -> bool {
        match self.noted.get(&day) {
            Some(Noted::Off) => false,
            Some(Noted::Worked) => true,
            None => !self.weekend.contains(&day.weekday()),
        }
    }

    /// Returns whether a notice covers this day.
    pub fn covers(&self, day: Date) -> bool {
        (self.pack.first..=self.pack.last).contains(&day)
    }

    /// Returns the day on which the moment falls in the calendar's zone.
    pub fn day_of(&self, at: Instant) -> Date {
        self.zone.to_datetime(timestamp(at)).date()
    }

    /// Returns the working stretches of an ordinary working day on this date.
    pub(super) fn periods_on(&self, day: Date) -> &[Period] {
        self.pack
            .schedules
            .iter()
            .rev()
            .find(|schedule| schedule.valid_from <= day)
            .or(self.pack.schedules.first())
            .map_or(&[], |schedule| &schedule.periods)
    }

    /// Returns the moment at which it is this time on this day.
    pub(super) fn moment(&self, day: Date, time: Time) -> Instant {
        match self.zone.to_ambiguous_timestamp(day.to_datetime(time)).compatible() {
            Ok(timestamp) => Instant::from_ms(timestamp.as_millisecond()),
            Err(_) => Instant::from_ms(jiff::Timestamp::MAX.as_millisecond()),
        }
    }
}

/// Returns the moment as jiff knows it; beyond the years it can count, the last one it can.
fn timestamp(at: Instant) -> jiff::Timestamp {
    let end = if at.ms() < 0 { jiff::Timestamp::MIN } else { jiff::Timestamp::MAX };
    jiff::Timestamp::from_millisecond(at.ms()).unwrap_or(end)
}

fn check_schedules(pack: &CalendarPack) -> Result<(), BadCalendar> {
    let mut last_start = None;
    for (number, schedule) in pack.schedules.iter().enumerate() {
        let field = format!("schedules[{number}]");
        if last_start.is_some_and(|last| last >= schedule.valid_from) {
            return Err(wrong(field, "the schedules must stand in the order of their valid_from"));
        }
        last_start = Some(schedule.valid_from);
        if schedule.periods.is_empty() {
            return Err(wrong(field, "a day without a working period would never end a limit"));
        }
        let mut end = Time::midnight();
        for (number, period) in schedule.periods.iter().enumerate() {
            if period.from < end || period.to <= period.from {
                return Err(wrong(
                    format!("{field}.periods[{number}]"),
                    format!("{}–{} is empty, or overlaps the one before", period.from, period.to),
                ));
            }
            end = period.to;
        }
    }
    if pack.schedules.is_empty() { Err(wrong("schedules", "at least one is needed")) } else { Ok(()) }
}

fn note_days(pack: &CalendarPack) -> Result<BTreeMap<Date, Noted>, BadCalendar> {
    let mut noted = BTreeMap::new();
    for year in &pack.years {
        for holiday in &year.holidays {
            let field = || format!("years[{}].holidays[{}]", year.year, holiday.name);
            let days = (holiday.to - holiday.from).get_days();
            if !(0..31).contains(&days) {
                return Err(wrong(field(), format!("{} to {} is not a holiday's length", holiday.from, holiday.to)));
            }
            for day in holiday.from.series(jiff::Span::new().days(1)).take_while(|day| *day <= holiday.to) {
                if noted.insert(day, Noted::Off).is_some() {
                    return Err(wrong(field(), format!("{day} is in two holidays")));
                }
            }
        }
        for day in &year.workdays {
            if noted.insert(*day, Noted::Worked).is_some() {
                return Err(wrong(
                    format!("years[{}].workdays", year.year),
                    format!("{day} is a holiday, or is listed twice"),
                ));
            }
        }
    }
    Ok(noted)
}
