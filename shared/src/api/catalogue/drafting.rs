//! A draft, what is done to it, and what publishing it would mean.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::catalogue::editions::Ledger;
use crate::calendar::limit::Limit;
use crate::catalogue::CategoryKey;
use crate::draft::difference::Difference;
use crate::draft::edit::Edit;
use crate::ids::{CaseId, CaseNo, JurisdictionId, Sha256};
use crate::time::Instant;

/// The most that a file of a handbook may have: a spreadsheet of a city's conditions is a tenth of it.
pub const MOST_HANDBOOK_BYTES: usize = 4 * 1024 * 1024;

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
