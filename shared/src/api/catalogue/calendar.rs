//! How working time is counted.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::ids::{JurisdictionId, Sha256};

/// What a day is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = CatalogueDayKind)]
pub enum DayKind {
    /// An ordinary working day.
    Worked,
    /// A day of the week off.
    Weekend,
    /// A holiday.
    Holiday,
    /// A weekend day that is worked.
    MakeUp,
}

/// A day of a year.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = CatalogueDayFacts)]
pub struct DayFacts {
    /// The day, 2027-01-01.
    pub day: String,
    /// What it is.
    pub kind: DayKind,
    /// The holiday's name.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
}

/// Hours from a day on.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = CatalogueHoursFacts)]
pub struct HoursFacts {
    /// The first day with these hours.
    pub valid_from: String,
    /// The stretches of such a day: `08:00-12:00,14:00-18:00`.
    pub periods: String,
}

/// A holiday.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = CatalogueHolidayFacts)]
pub struct HolidayFacts {
    /// What it is called.
    pub name: String,
    /// First day off.
    pub from: String,
    /// Last day off.
    pub to: String,
}

/// A year's notice.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = CatalogueNoticeFacts)]
pub struct NoticeFacts {
    /// The year.
    pub year: i16,
    /// Its number.
    pub notice: String,
    /// Its date.
    pub dated: String,
    /// Days off.
    pub holidays: Vec<HolidayFacts>,
    /// Weekend days that are worked.
    pub make_up_days: Vec<String>,
}

/// `GET /api/v1/catalogue/calendar`: how working time is counted.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = CatalogueCalendarFacts)]
pub struct CalendarFacts {
    /// Whose it is.
    pub jurisdiction: JurisdictionId,
    /// It has one of its own; otherwise it counts by the city's.
    pub is_own: bool,
    /// The version that people say.
    pub version: String,
    /// The version in force, also where this is the draft.
    pub hash: Sha256,
    /// What it is called.
    pub title: String,
    /// The zone that days are counted in.
    pub zone: String,
    /// The first day that the notices cover.
    pub first: String,
    /// The last one; a deadline beyond it is provisional.
    pub last: String,
    /// Days of the week off, in English: `saturday`.
    pub weekend: Vec<String>,
    /// What a work day means: `eight_hours` or `end_of_day`.
    pub work_day: String,
    /// The hours, oldest first.
    pub hours: Vec<HoursFacts>,
    /// The notices, oldest first.
    pub notices: Vec<NoticeFacts>,
    /// The year of the days below.
    pub year: i16,
    /// Every day of that year; none while the draft contradicts itself.
    pub days: Vec<DayFacts>,
    /// There is a draft with changes.
    pub has_draft: bool,
    /// The caller may change it.
    pub may_edit: bool,
    /// Whose calendars the caller may see, the city's first.
    pub choices: Vec<CalendarChoice>,
}

/// A jurisdiction whose calendar may be seen.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = CatalogueCalendarChoice)]
pub struct CalendarChoice {
    /// Whose.
    pub jurisdiction: JurisdictionId,
    /// What that is called.
    pub name: String,
    /// It has one of its own; otherwise it counts by the city's.
    pub is_own: bool,
}
