//! Lists and the map of cases: what they are narrowed by, the points on the map, views that are kept under a name.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::catalogue::CategoryKey;
use crate::ids::{CaseId, DutyGridId, JurisdictionId, UnitId, ViewId};
use crate::time::Instant;

/// At most so many rows go into one file.
pub const MOST_EXPORTED: u32 = 10_000;
/// At most so many views are kept by one account.
pub const MOST_VIEWS: usize = 50;
/// The longest name of a view, in characters: a chip over the list.
pub const LONGEST_VIEW_NAME: usize = 40;
/// The longest filter of a view, in bytes.
pub const LONGEST_VIEW_QUERY: usize = 2_000;
/// At most so many points go to the map.
pub const MOST_POINTS: usize = 200_000;

/// How much time the handling of an open case has left.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Left {
    /// Its limit is over.
    Overdue,
    /// Less than an hour.
    Hour,
    /// Less than four hours, those with less than one among them.
    FourHours,
    /// Until the end of the day in the zone of whom one works for.
    Today,
    /// More than that.
    Later,
    /// No clock runs: not dispatched yet, suspended, or done in time.
    NoClock,
}

impl Left {
    /// Every one, the most urgent first.
    pub const ALL: &[Self] = &[Self::Overdue, Self::Hour, Self::FourHours, Self::Today, Self::Later, Self::NoClock];

    /// Returns the word it stands as in an address.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Overdue => "overdue",
            Self::Hour => "hour",
            Self::FourHours => "four_hours",
            Self::Today => "today",
            Self::Later => "later",
            Self::NoClock => "no_clock",
        }
    }

    /// Returns the one that is written so, if there is one.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|left| left.as_str() == text)
    }
}

/// What was found of all the photos of a case together.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Judged {
    /// One at least is doubtful.
    Doubtful,
    /// All were looked at, and none is doubtful.
    Fine,
    /// One waits for its verdict, or none was looked at yet.
    Unjudged,
}

impl Judged {
    /// Every one, the heaviest first.
    pub const ALL: &[Self] = &[Self::Doubtful, Self::Fine, Self::Unjudged];

    /// Returns the word it stands as in an address.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Doubtful => "doubtful",
            Self::Fine => "fine",
            Self::Unjudged => "unjudged",
        }
    }

    /// Returns the one that is written so, if there is one.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|judged| judged.as_str() == text)
    }
}

/// `GET /api/v1/cases/choices`: what a list may be narrowed by, as far as the caller reaches.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct Choices {
    /// The major classes of the catalogue in force, in their order.
    pub majors: Vec<MajorChoice>,
    /// The categories that cases may be about, those of the standard before among them.
    pub categories: Vec<CategoryChoice>,
    /// The units, by name.
    pub units: Vec<UnitEntry>,
    /// The duty grids, by name.
    pub duty_grids: Vec<DutyEntry>,
    /// The jurisdictions; one's own alone where one reaches no further.
    pub jurisdictions: Vec<JurisdictionChoice>,
}

/// A major class.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct MajorChoice {
    /// What `category` is to say for all of it: `event:06`.
    pub key: String,
    /// Its name.
    pub name: String,
    /// Its name in English.
    pub name_en: String,
}

/// A category.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct CategoryChoice {
    /// Its key.
    pub key: CategoryKey,
    /// Its name.
    pub name: String,
    /// Its name in English.
    pub name_en: String,
}

/// A unit.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct UnitEntry {
    /// Its identity.
    pub id: UnitId,
    /// What people call it.
    pub name: String,
}

/// A duty grid.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct DutyEntry {
    /// Its identity.
    pub id: DutyGridId,
    /// What people call it.
    pub name: String,
}

/// A jurisdiction.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct JurisdictionChoice {
    /// Its identity.
    pub id: JurisdictionId,
    /// What people call it.
    pub name: String,
}

/// The first line of `GET /api/v1/cases/points`, a text of JSON lines: then come [`PointsPart`]s, and the last line is
/// [`PointsEnd`]. A text that does not end with one broke off.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct PointsHead {
    /// When it was, at the server.
    pub at: Instant,
    /// The words that `state` counts in.
    pub states: Vec<String>,
    /// The words that `major` counts in: the beginning of a category's key, `event:06`.
    pub majors: Vec<String>,
}

/// Some points, column by column; the columns of one part are of one length.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct PointsPart {
    /// Which cases.
    pub id: Vec<CaseId>,
    /// East, in units of 1e-6 degree of the system that was asked for.
    pub lon: Vec<i64>,
    /// North, likewise.
    pub lat: Vec<i64>,
    /// Where each stands, as a place in the words of the head.
    pub state: Vec<u8>,
    /// What each is about, as a place in the words of the head.
    pub major: Vec<u16>,
    /// From when on each is late, in seconds since 1970; 0 where no clock runs.
    pub due: Vec<i64>,
}

/// The last line.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct PointsEnd {
    /// How many points came.
    pub count: usize,
    /// There are more than go to a map.
    pub more: bool,
}

/// What a view shows its cases as.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Shows {
    /// A list.
    #[default]
    List,
    /// The map.
    Map,
}

impl Shows {
    /// Returns the word it is stored and travels as.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::List => "list",
            Self::Map => "map",
        }
    }

    /// Returns what is written so; what a later server says is a list.
    pub fn parse(text: &str) -> Self {
        if text == Self::Map.as_str() { Self::Map } else { Self::List }
    }
}

/// `POST /api/v1/views`: keep a filter under a name. The answer is the [`View`]; the same once more changes nothing.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct NewView {
    /// Made by whoever sends it, so that the same request twice is one view.
    pub id: ViewId,
    /// What it is called, one line.
    pub name: String,
    /// The filter, as the query of `GET /api/v1/cases`; without a place or a limit.
    pub query: String,
    /// What it shows its cases as.
    #[serde(default)]
    pub shows: Shows,
    /// Everybody who works for the same jurisdiction sees it.
    #[serde(default)]
    pub shared: bool,
}

/// A filter under a name.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct View {
    /// Its identity.
    pub id: ViewId,
    /// What it is called.
    pub name: String,
    /// The filter.
    pub query: String,
    /// What it shows its cases as.
    #[serde(default)]
    pub shows: Shows,
    /// Everybody who works for the same jurisdiction sees it.
    #[serde(default)]
    pub shared: bool,
    /// What people call whoever kept it.
    pub author: String,
    /// The caller kept it.
    #[serde(default)]
    pub own: bool,
    /// The caller may let it go.
    #[serde(default)]
    pub may_drop: bool,
}

/// `GET /api/v1/views`: the caller's own, then those that others share with it, each in the order they were kept.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct ViewList {
    /// The views.
    pub views: Vec<View>,
    /// The caller may share what it keeps.
    #[serde(default)]
    pub may_share: bool,
}

#[cfg(test)]
mod tests {
    use super::{Judged, Left, Shows};

    #[test]
    fn every_word_is_read_as_what_it_was_written_for() {
        for left in Left::ALL {
            assert_eq!(Left::parse(left.as_str()), Some(*left));
            assert_eq!(serde_json::to_value(left).unwrap(), left.as_str());
        }
        for judged in Judged::ALL {
            assert_eq!(Judged::parse(judged.as_str()), Some(*judged));
            assert_eq!(serde_json::to_value(judged).unwrap(), judged.as_str());
        }
        for shows in [Shows::List, Shows::Map] {
            assert_eq!(Shows::parse(shows.as_str()), shows);
        }
        assert_eq!((Left::parse("soon"), Judged::parse(""), Shows::parse("globe")), (None, None, Shows::List));
    }
}
