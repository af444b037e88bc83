//! The assessment at the desk: sums of a time, the cases behind each number, frozen months, models and scores.
//!
//! Every answer says of which days, by which basis, as of which moment, and whether it is live or from which frozen
//! version. The same question with `counter=` and `key=` gives exactly the cases of one number.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::assessment::score::{Model, Score};
use crate::assessment::{Basis, Counter, Slice, Subject, Sums, counter};
use crate::case::State;
use crate::ids::{AccountId, CaseId, CaseNo, UnitId};
use crate::time::Instant;

/// From where the numbers come.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[schema(as = AssessmentSource)]
pub enum Source {
    /// As the cases are now.
    Live,
    /// As a month was frozen; nothing changes it.
    Frozen {
        /// `2026-10`.
        month: String,
        /// Counts from 1 within the month.
        version: u32,
        /// It was published.
        published: bool,
    },
}

/// `GET /api/v1/assessment?month=2026-10&by=unit` (or `from=&to=` for live days; `version=` for a frozen month, the
/// newest where `version=newest`; `area=`, `unit=` narrow it).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct AssessmentTable {
    /// The first day.
    #[serde(deserialize_with = "crate::day::deserialize")]
    #[schema(value_type = String, format = Date)]
    pub from: Date,
    /// The last one.
    #[serde(deserialize_with = "crate::day::deserialize")]
    #[schema(value_type = String, format = Date)]
    pub to: Date,
    /// The zone that the days are in.
    pub zone: String,
    /// As of this moment.
    pub at: Instant,
    /// Live, or frozen.
    pub source: Source,
    /// Training cases, where nothing counts.
    pub training: bool,
    /// What the rows are grouped by.
    pub by: Subject,
    /// A row for each that has a case, in the order of the keys.
    pub rows: Vec<AssessmentRow>,
    /// All rows together.
    #[schema(value_type = Object)]
    pub total: BTreeMap<Basis, Sums>,
}

/// One object's sums.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct AssessmentRow {
    /// Its id or code; empty where the cases have none.
    pub key: String,
    /// What people call it; the key where nobody named it.
    pub name: String,
    /// Its sums, by each basis. A basis that has no case is left out.
    #[schema(value_type = Object)]
    pub sums: BTreeMap<Basis, Sums>,
}

/// `GET /api/v1/assessment/cases?…&basis=due&counter=intime_dispose&by=unit&key=…`: the cases behind one number, with `of=`
/// of a part of them only.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct AssessedCases {
    /// Which number.
    pub counter: Counter,
    /// By which basis.
    pub basis: Basis,
    /// Only of this part of the cases; of all of them where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<Slice>,
    /// Live, or frozen.
    pub source: Source,
    /// As of this moment.
    pub at: Instant,
    /// The cases, in the order of their numbers.
    pub cases: Vec<AssessedCase>,
    /// How many there are in all: the number itself.
    pub total: u64,
    /// Pass it as `after` for the next page; absent on the last.
    pub next: Option<String>,
}

/// A case behind a number, as it was when it was counted.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct AssessedCase {
    /// Which.
    pub id: CaseId,
    /// Its number.
    pub case_no: Option<CaseNo>,
    /// Its category, as people call it.
    pub category: String,
    /// The unit that had it.
    pub unit: Option<UnitId>,
    /// … as people call it.
    pub unit_name: String,
    /// Where the case stands now; it may have moved on since a month was frozen.
    pub state: State,
    /// When it was reported.
    pub reported_at: Instant,
    /// When its handling was due.
    pub due_at: Option<Instant>,
    /// All it counted as, so that a reader sees why.
    #[serde(deserialize_with = "counter::known")]
    pub counts: Vec<Counter>,
}

/// `GET /api/v1/assessment/months/{month}/versions/{number}/cases`: all cases of a frozen version, each once.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct VersionCases {
    /// `2026-10`.
    pub month: String,
    /// Counts from 1 within the month.
    pub version: u32,
    /// It was published.
    pub published: bool,
    /// The cases are as they were at this moment.
    pub at: Instant,
    /// The cases, in the order of their ids.
    pub cases: Vec<AssessedCase>,
    /// How many there are in all.
    pub total: u64,
    /// Pass it as `after` for the next page; absent on the last.
    pub next: Option<String>,
}

/// `GET /api/v1/assessment/months`: the newest first.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Months {
    /// Months that ended, or were frozen, and the one that runs.
    pub months: Vec<Month>,
    /// The day of the following month on which a month is frozen, 00:00 in the zone.
    pub freeze_day: u8,
    /// The zone.
    pub zone: String,
}

/// One month of the city.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Month {
    /// `2026-10`.
    pub month: String,
    /// When it is to be frozen, or was first.
    pub freezes_at: Instant,
    /// Its frozen versions, the oldest first.
    pub versions: Vec<MonthVersion>,
}

/// A month as it was frozen.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct MonthVersion {
    /// Counts from 1.
    pub number: u32,
    /// The cases are as they were at this moment.
    pub at: Instant,
    /// When it was made.
    pub made_at: Instant,
    /// By whom, as people call them; empty where the server did it by itself.
    pub made_by: String,
    /// Why there is another version; empty for the first.
    pub reason: String,
    /// How many cases are in it, of those that whoever asks reaches.
    pub cases: u64,
    /// When it was published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<Published>,
}

/// A version that was published: with which model its scores were made.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Published {
    /// When.
    pub at: Instant,
    /// By whom, as people call them.
    pub by: String,
    /// The model's code.
    pub model: String,
    /// Which edition of it.
    pub edition: u32,
    /// What that edition is called, in Chinese.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// … and in English.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name_en: String,
}

/// `POST /api/v1/assessment/months/{month}/versions`: freezes a month anew.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Freeze {
    /// Why; at least two characters.
    pub reason: String,
    /// As of when; the month's own moment where nobody says. Never in the future.
    #[serde(default)]
    pub at: Option<Instant>,
}

/// `POST /api/v1/assessment/months/{month}/versions/{number}/publish`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = AssessmentPublish)]
pub struct Publish {
    /// By which model the scores are made.
    pub model: String,
}

/// `GET /api/v1/assessment/months/{month}/versions/{number}/check`: the month read once more from the histories alone.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct MonthCheck {
    /// How many cases were read.
    pub cases: u64,
    /// Those that come out otherwise than they were frozen; at most 200 of them.
    pub differing: Vec<CaseId>,
    /// How many differ in all.
    pub differing_total: u64,
    /// How many steps of people were read.
    #[serde(default)]
    pub work: u64,
    /// How many of these come out otherwise.
    #[serde(default)]
    pub work_differing_total: u64,
    /// Whether its rows are those that were frozen.
    #[serde(default)]
    pub seal: MonthSeal,
    /// What is otherwise, one by one; at most 200.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub faults: Vec<MonthFault>,
}

/// Whether the rows of a frozen month are those that were sealed when it was made.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MonthSeal {
    /// It was made before there were seals.
    #[default]
    None,
    /// They are.
    Whole,
    /// They are not, or the audit has no such seal.
    Broken,
}

/// How something of a frozen month is otherwise.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MonthFaultCode {
    /// A case counts as something else.
    #[default]
    CaseCounts,
    /// A case should be in it.
    CaseMissing,
    /// A case should not be in it.
    CaseAdded,
    /// A step of somebody's counts as something else.
    StepCounts,
    /// A step should be in it.
    StepMissing,
    /// A step should not be in it.
    StepAdded,
    /// Its rows are not those that were sealed.
    SealBroken,
}

impl MonthFaultCode {
    /// Returns the word it travels as.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::CaseCounts => "case_counts",
            Self::CaseMissing => "case_missing",
            Self::CaseAdded => "case_added",
            Self::StepCounts => "step_counts",
            Self::StepMissing => "step_missing",
            Self::StepAdded => "step_added",
            Self::SealBroken => "seal_broken",
        }
    }
}

/// Something of a frozen month that its histories say otherwise.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct MonthFault {
    /// How.
    pub code: MonthFaultCode,
    /// Of which case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<CaseId>,
    /// Which step of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<u64>,
    /// In which post it was done; empty where no step is meant.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub post: String,
    /// By whom.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub who: Option<AccountId>,
    /// What only the frozen row says: counters or figures by their words, and columns as `unit=…`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub frozen: Vec<String>,
    /// What only the histories say.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub read: Vec<String>,
}

/// One edition of a model.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct ModelEdition {
    /// Counts from 1 within the model's code; 0 for a draft.
    pub edition: u32,
    /// The model.
    pub model: Model,
    /// The first month that it counts for; `None` for a draft.
    pub from_month: Option<String>,
    /// When it was made, or the draft was saved.
    pub made_at: Instant,
    /// By whom, as people call them; empty for those that came with the server.
    pub made_by: String,
}

/// `GET /api/v1/assessment/models`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Models {
    /// Every edition, and the drafts, by code and then by edition.
    pub editions: Vec<ModelEdition>,
}

/// `GET /api/v1/assessment/scores?month=…&version=…&model=…`, and what `POST …/models/trial` answers.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct ScoreTable {
    /// `2026-10`.
    pub month: String,
    /// Live, or frozen.
    pub source: Source,
    /// By which model.
    pub model: Model,
    /// Which edition; 0 for a draft that is tried.
    pub edition: u32,
    /// The best first; equal scores have equal ranks.
    pub rows: Vec<ScoreRow>,
}

/// What one object came to.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct ScoreRow {
    /// 1 for the best; two that are equal share a rank and the next one is left out.
    pub rank: u32,
    /// Its id or code.
    pub key: String,
    /// What people call it.
    pub name: String,
    /// Line by line.
    pub score: Score,
}

/// `POST /api/v1/assessment/models/trial`: how a month would have come out.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Trial {
    /// The model that is tried.
    pub model: Model,
    /// The month, frozen or not.
    pub month: String,
}

/// `PUT /api/v1/assessment/given`: points that a person gives in a month, or takes back with `points_centi: null`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct GivePoints {
    /// `2026-10`; one that is published takes none any more.
    pub month: String,
    /// The model's code.
    pub model: String,
    /// The indicator's code.
    pub indicator: String,
    /// Whom.
    pub key: String,
    /// How many hundredths of a point.
    pub points_centi: Option<i64>,
    /// Why.
    pub reason: String,
}

/// `POST /api/v1/assessment/models/{code}/publish`: the draft becomes the next edition.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct PublishModel {
    /// The first month that it counts for, `2026-12`; neither it nor a later one is published by this model.
    pub from_month: String,
    /// The past month that it was tried on, `2026-10`: nothing counts that nobody tried. Only where no month of the city is
    /// over yet it is the one that runs.
    #[serde(default)]
    pub tried_month: String,
}

/// `GET /api/v1/assessment/given?month=…&model=…`, and what `PUT …/given` answers: all that was given, the newest first.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct GivenList {
    /// `2026-10`.
    pub month: String,
    /// The model's code.
    pub model: String,
    /// What was given and taken back, as far as the caller sees whom.
    pub given: Vec<GivenPoints>,
    /// The month is published by this model: it takes none any more, until it is frozen anew.
    pub is_closed: bool,
    /// The caller may give some.
    pub may_give: bool,
}

/// Points that a person gave, or took back.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct GivenPoints {
    /// The indicator's code.
    pub indicator: String,
    /// Whom: an id or a code.
    pub key: String,
    /// … as people call it.
    pub name: String,
    /// How many hundredths of a point; `None` where what was given is taken back.
    pub points_centi: Option<i64>,
    /// Why.
    pub reason: String,
    /// When.
    pub at: Instant,
    /// By whom, as people call them.
    pub by: String,
    /// Nothing was given for the same after it: this is what counts.
    pub counts: bool,
}
