//! The catalogue and the calendars at a desk: what holds, what a draft would change, and from when.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::calendar::limit::Limit;
use crate::catalogue::{CategoryKey, FilingCondition, Kind, Origin, Source, StandardRef};
use crate::draft::difference::Difference;
use crate::draft::edit::Edit;
use crate::ids::{CaseId, CaseNo, JurisdictionId, LayerCode, Sha256};
use crate::time::Instant;

/// The most that a file of a handbook may have: a spreadsheet of a city's conditions is a tenth of it.
pub const MOST_HANDBOOK_BYTES: usize = 4 * 1024 * 1024;

/// What is drafted and published.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = CatalogueLedger)]
pub enum Ledger {
    /// Categories with their conditions: one for the whole city.
    #[default]
    Catalogue,
    /// Working time: the city's, and that of a jurisdiction with hours of its own.
    Calendar,
}

impl Ledger {
    /// Both of them.
    pub const ALL: &[Self] = &[Self::Catalogue, Self::Calendar];

    /// Returns the word as it travels.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Catalogue => "catalogue",
            Self::Calendar => "calendar",
        }
    }

    /// Returns the one that is written so.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|ledger| ledger.as_str() == word)
    }
}

/// How an edition stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = CatalogueEditionStanding)]
pub enum EditionStanding {
    /// It waits for its day.
    Waiting,
    /// It holds.
    InForce,
    /// Another one holds.
    Past,
    /// It was taken back before its day.
    Withdrawn,
}

/// One version of a catalogue or a calendar.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = CatalogueEditionFacts)]
pub struct EditionFacts {
    /// Which of the two.
    pub ledger: Ledger,
    /// Whose.
    pub jurisdiction: JurisdictionId,
    /// What that is called.
    pub jurisdiction_name: String,
    /// The hash of its bytes: what recorded facts name it by.
    pub hash: Sha256,
    /// The version that people say.
    pub version: String,
    /// How it stands.
    pub standing: EditionStanding,
    /// When it was made.
    pub made_at: Instant,
    /// The first day it holds, 2027-01-01; none for one that was imported to hold at once.
    #[serde(default)]
    pub valid_from: Option<String>,
    /// When it came into force last.
    #[serde(default)]
    pub in_force_at: Option<Instant>,
    /// What people call whoever published it; empty for one that came with the server or by its command line.
    #[serde(default)]
    pub author: String,
    /// What they wrote about it.
    #[serde(default)]
    pub note: String,
    /// The version it was drafted on.
    #[serde(default)]
    pub base: Option<Sha256>,
    /// Its size.
    pub size_bytes: u64,
}

/// `GET /api/v1/catalogue/editions`: versions, the newest first.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
#[schema(as = CatalogueEditionList)]
pub struct EditionList {
    /// The versions.
    pub editions: Vec<EditionFacts>,
    /// Where the next page begins: `before=` this; nothing at the end.
    #[serde(default)]
    pub next: Option<String>,
}

/// `GET /api/v1/catalogue/editions/{hash}/cases`: how many cases within the caller's reach were counted by a version.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
#[schema(as = CatalogueReferring)]
pub struct Referring {
    /// All of them.
    pub cases: u64,
    /// Those that are not over.
    pub open: u64,
}

/// `GET /api/v1/catalogue/compare`: what differs between two versions.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = CatalogueComparison)]
pub struct Comparison {
    /// The version it begins with.
    pub from: String,
    /// The version it ends with.
    pub to: String,
    /// What differs; at most 500 are told.
    pub differences: Vec<Difference>,
    /// How many there are.
    pub total: u64,
}

/// A major class.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = CatalogueMajorFacts)]
pub struct MajorFacts {
    /// The standard it belongs to.
    pub standard: StandardRef,
    /// Whether it holds components or events.
    pub kind: Kind,
    /// Its two digits as a number.
    pub number: u32,
    /// Its name.
    pub name: String,
    /// English gloss.
    pub name_en: String,
    /// How many categories it has.
    pub categories: u64,
}

/// An industry layer.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = CatalogueLayerFacts)]
pub struct LayerFacts {
    /// Its code.
    pub code: LayerCode,
    /// Its name.
    pub name: String,
    /// English gloss.
    pub name_en: String,
}

/// `GET /api/v1/catalogue`: what a catalogue is made of.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = CatalogueContents)]
pub struct Contents {
    /// The version that people say.
    pub version: String,
    /// The version in force, also where this is the draft.
    pub hash: Sha256,
    /// What it is called.
    pub title: String,
    /// The standard in force.
    pub standard: StandardRef,
    /// There is a draft with changes.
    pub has_draft: bool,
    /// The caller may change it.
    pub may_edit: bool,
    /// Its major classes.
    pub majors: Vec<MajorFacts>,
    /// Its layers.
    pub layers: Vec<LayerFacts>,
}

/// A category in a list.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = CatalogueCategoryRow)]
pub struct CategoryRow {
    /// Its key.
    pub key: CategoryKey,
    /// Its name.
    pub name: String,
    /// English gloss.
    pub name_en: String,
    /// Where it comes from.
    pub origin: Origin,
    /// The name of the layer whose unit handles it.
    pub layer: String,
    /// The same in English.
    pub layer_en: String,
    /// Nothing new is reported under it.
    pub retired: bool,
    /// It has a capture hint.
    pub has_hint: bool,
    /// The limits of its conditions, each once.
    pub limits: Vec<Limit>,
    /// How many conditions it has.
    pub conditions: u64,
    /// Any of them is written for training.
    pub is_training: bool,
}

/// `GET /api/v1/catalogue/categories`: the categories of a major class, or those that words fit, the best first.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
#[schema(as = CatalogueCategoryRows)]
pub struct CategoryRows {
    /// The categories.
    pub rows: Vec<CategoryRow>,
    /// Where the next page of a major class begins: `after=` this one; nothing at the end, and nothing of a search.
    #[serde(default)]
    pub next: Option<CategoryKey>,
}

/// `GET /api/v1/catalogue/category`: everything about one category.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = CatalogueCategoryFacts)]
pub struct CategoryFacts {
    /// Its key.
    pub key: CategoryKey,
    /// Its name.
    pub name: String,
    /// English gloss.
    pub name_en: String,
    /// The letters it is found by.
    pub initials: String,
    /// Where it comes from.
    pub origin: Origin,
    /// The major class it is in.
    pub major: String,
    /// The same in English.
    pub major_en: String,
    /// The layer whose unit handles it.
    pub layer: LayerCode,
    /// What that is called.
    pub layer_name: String,
    /// The same in English.
    pub layer_name_en: String,
    /// The limit where no condition is written.
    #[serde(default)]
    pub typical_limit: Option<Limit>,
    /// What the event derived from a component is called.
    #[serde(default)]
    pub event_name: Option<String>,
    /// What the photo must show: phones show it where a photo is taken.
    #[serde(default)]
    pub capture_hint: Option<String>,
    /// The fewest photos of a report.
    #[serde(default)]
    pub least_photos: Option<u8>,
    /// Its place among the most frequent.
    #[serde(default)]
    pub frequent: Option<u32>,
    /// Nothing new is reported under it.
    pub retired: bool,
    /// The category that took its place.
    #[serde(default)]
    pub successor: Option<CategoryKey>,
    /// The category of the standard before whose place it took.
    #[serde(default)]
    pub predecessor: Option<CategoryKey>,
    /// The component that this event is derived from: what is changed, is changed there.
    #[serde(default)]
    pub component: Option<CategoryKey>,
    /// Its conditions.
    pub conditions: Vec<FilingCondition>,
}

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

/// Something that contradicts something else, and where.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = CatalogueContradiction)]
pub struct Contradiction {
    /// Where, such as `event:06010, condition 2`.
    pub place: String,
    /// What is wrong there.
    pub what: String,
}

/// One change in a draft.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = CatalogueDraftLine)]
pub struct DraftLine {
    /// Counts from 1.
    pub number: u64,
    /// When.
    pub at: Instant,
    /// What people call whoever made it.
    pub author: String,
    /// What it changed, in Chinese.
    pub zh: String,
    /// What it changed, in English.
    pub en: String,
    /// How many things it changed: an import changes many.
    pub changes: u64,
    /// It was taken back.
    pub is_taken_back: bool,
}

/// `GET /api/v1/catalogue/draft`: what would change.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = CatalogueDraft)]
pub struct Draft {
    /// Of which of the two.
    pub ledger: Ledger,
    /// Whose.
    pub jurisdiction: JurisdictionId,
    /// Rises with every change; what is asked of a draft names the one that was seen. 0 where there is no draft.
    pub version: u64,
    /// The version in force that it was begun on.
    pub base: Sha256,
    /// What people call that.
    pub base_version: String,
    /// That is still the one in force.
    pub is_on_current: bool,
    /// When it was begun.
    #[serde(default)]
    pub opened_at: Option<Instant>,
    /// Who began it.
    #[serde(default)]
    pub opened_by: String,
    /// Its changes, oldest first.
    pub lines: Vec<DraftLine>,
    /// What keeps it from being published.
    #[serde(default)]
    pub contradiction: Option<Contradiction>,
    /// All that differs from the version it was begun on; at most 500 are told.
    pub differences: Vec<Difference>,
    /// How many there are.
    pub total: u64,
    /// The caller may change it.
    pub may_edit: bool,
}

/// `POST /api/v1/catalogue/draft/edits`: one more change. The first begins the draft.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = CatalogueEditDraft)]
pub struct EditDraft {
    /// Of which of the two.
    pub ledger: Ledger,
    /// Whose calendar; the city's where none is named.
    #[serde(default)]
    pub jurisdiction: Option<JurisdictionId>,
    /// The version that was seen; 0 where there was no draft.
    pub version: u64,
    /// The change.
    pub edit: Edit,
}

/// `POST /api/v1/catalogue/draft/take-back`: a change is undone; it stays to be seen.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = CatalogueTakeBack)]
pub struct TakeBack {
    /// Of which of the two.
    pub ledger: Ledger,
    /// Whose calendar; the city's where none is named.
    #[serde(default)]
    pub jurisdiction: Option<JurisdictionId>,
    /// The version that was seen.
    pub version: u64,
    /// The number of the change.
    pub line: u64,
}

/// `POST /api/v1/catalogue/draft/discard`, `…/move`: all of a draft is dropped, or moved onto the version in force.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = CatalogueWholeDraft)]
pub struct WholeDraft {
    /// Of which of the two.
    pub ledger: Ledger,
    /// Whose calendar; the city's where none is named.
    #[serde(default)]
    pub jurisdiction: Option<JurisdictionId>,
    /// The version that was seen.
    pub version: u64,
}

/// `POST /api/v1/catalogue/draft/publish`: a draft becomes a version.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = CataloguePublish)]
pub struct Publish {
    /// Of which of the two.
    pub ledger: Ledger,
    /// Whose calendar; the city's where none is named.
    #[serde(default)]
    pub jurisdiction: Option<JurisdictionId>,
    /// The version of the draft that was seen.
    pub version: u64,
    /// What people are to call the new version.
    pub name: String,
    /// The first day it holds, 2027-01-01; today where none is named.
    #[serde(default)]
    pub valid_from: Option<String>,
    /// Why, in words.
    #[serde(default)]
    pub note: String,
}

/// A case whose deadline would be another.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = CatalogueMoved)]
pub struct Moved {
    /// The case.
    pub case: CaseId,
    /// Its number.
    #[serde(default)]
    pub case_no: Option<CaseNo>,
    /// What it is about.
    pub category: CategoryKey,
    /// What that is called.
    pub name: String,
    /// The same in English.
    pub name_en: String,
    /// By which condition.
    pub condition_no: u32,
    /// When its clock began.
    pub start: Instant,
    /// When it would be due by what holds now.
    pub now: Instant,
    /// When it would be due by the draft.
    pub then: Instant,
}

/// What a draft would mean for some cases, if they had been dispatched under it.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
#[schema(as = CatalogueEffect)]
pub struct Effect {
    /// How many were looked at.
    pub looked: u64,
    /// Of these, how many have no clock yet, or a category or condition that one of the two does not have.
    pub left_out: u64,
    /// How many would be due earlier.
    pub earlier: u64,
    /// How many would be due later.
    pub later: u64,
    /// The largest differences, at most ten.
    pub largest: Vec<Moved>,
}

/// `GET /api/v1/catalogue/draft/preview`: what publishing a draft would mean.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = CataloguePreview)]
pub struct Preview {
    /// The version of the draft that this is about.
    pub version: u64,
    /// What keeps it from being published; then nothing was counted.
    #[serde(default)]
    pub contradiction: Option<Contradiction>,
    /// A sample of the open cases, the most urgent first.
    pub open: Effect,
    /// A sample of the cases of the last thirty days, the newest first.
    pub recent: Effect,
}

/// When a limit would run out.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = CatalogueCounted)]
pub struct Counted {
    /// The limit.
    pub limit: Limit,
    /// When it runs out.
    pub due: Instant,
    /// The notices do not reach that far.
    pub is_provisional: bool,
}

/// `GET /api/v1/catalogue/deadline`: a limit counted from a moment, by what holds and by the drafts.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = CatalogueCalculation)]
pub struct Calculation {
    /// When the clock begins.
    pub start: Instant,
    /// By what holds now; nothing where that has no such condition.
    #[serde(default)]
    pub now: Option<Counted>,
    /// By the drafts of catalogue and calendar; nothing where there are none, or they have no such condition.
    #[serde(default)]
    pub draft: Option<Counted>,
    /// The jurisdiction has set itself a limit for this condition: the catalogue's does not count there.
    pub is_own_limit: bool,
}

/// `POST /api/v1/catalogue/handbook`: what a file would change, or changed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = CatalogueImportReport)]
pub struct ImportReport {
    /// Conditions read.
    pub conditions: u64,
    /// Categories whose conditions are replaced.
    pub categories_changed: u64,
    /// Categories that are new.
    pub categories_added: u64,
    /// What keeps it from being published, once taken.
    #[serde(default)]
    pub contradiction: Option<Contradiction>,
    /// What it changes; at most 500 are told.
    pub differences: Vec<Difference>,
    /// How many there are.
    pub total: u64,
    /// The draft, where the file was taken into it.
    #[serde(default)]
    pub draft: Option<Draft>,
}

/// Says whether any of the conditions is written for training.
pub fn is_training(conditions: &[FilingCondition]) -> bool {
    conditions.iter().any(|condition| condition.source == Source::Training)
}

#[cfg(test)]
mod tests {
    use super::Ledger;

    #[test]
    fn a_ledger_survives_its_own_word() {
        for ledger in Ledger::ALL {
            assert_eq!(Ledger::parse(ledger.as_str()), Some(*ledger));
            assert_eq!(serde_json::to_value(ledger).unwrap(), ledger.as_str());
        }
        assert_eq!(Ledger::parse("settings"), None);
    }
}
