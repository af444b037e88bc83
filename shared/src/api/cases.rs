//! Cases at the desk: lists, one case with its history, actions.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::account::Role;
use crate::api::evidence::{PhotoEvidence, UnsignedEvidence};
use crate::case::{Action, ActionKind, Case, FlowRecord};
use crate::catalogue::CategoryKey;
use crate::channel::Channel;
use crate::evidence::photo::PhotoRef;
use crate::evidence::verdict::Verdict;
use crate::ids::{CaseId, TaskId, UnitId, UserName};
use crate::place::fix::Fix;
use crate::refusal::Code;
use crate::task::Task;
use crate::time::Instant;

/// A page of cases: `GET /api/v1/cases`, narrowed by what stands in its query.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct CaseList {
    /// The cases.
    pub cases: Vec<Case>,
    /// Names for the ids in each, so that a list asks no more.
    #[serde(default)]
    pub names: BTreeMap<CaseId, CaseNames>,
    /// Pass it as `before` for the next page; absent on the last.
    pub next: Option<String>,
    /// How many cases match in all; counted up to 10,000.
    pub total: u64,
    /// There are more than `total`.
    #[serde(default)]
    pub total_capped: bool,
    /// What was found of the photos of each, all together; a case that is missing here has none.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub evidence: BTreeMap<CaseId, Verdict>,
}

/// One case with all that belongs to it: `GET /api/v1/cases/{id}`.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct CaseFile {
    /// The case.
    pub case: Case,
    /// Names for the ids in it, so that a screen asks no more.
    pub names: CaseNames,
    /// Each step, oldest first.
    pub flow: Vec<FlowRecord>,
    /// Its tasks, oldest first.
    pub tasks: Vec<Task>,
    /// How each check was drawn.
    pub draws: Vec<Draw>,
    /// What each signed photo claims, and what was found of it.
    pub evidence: Vec<PhotoEvidence>,
    /// What is known of the files that no device signed for.
    #[serde(default)]
    pub unsigned: Vec<UnsignedEvidence>,
    /// The action words the caller may take now.
    pub may: Vec<String>,
    /// What the caller may not do now and others may, or the caller's own role another time: who and why not.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cannot: Vec<Cannot>,
}

/// An action that is not the caller's now.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Cannot {
    /// What.
    pub action: ActionKind,
    /// Why not: what acting would be refused with; of an action of other roles, what would stop them, else that the
    /// caller's role may not.
    pub code: Code,
    /// What exactly stands in the way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// Which roles may.
    pub who: Vec<Role>,
}

/// Names for ids.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct CaseNames {
    /// The category in Chinese.
    pub category: String,
    /// The category in English.
    pub category_en: String,
    /// The standard that its code is of.
    pub standard: String,
    /// What a case under a code of the standard before would be about now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub successor: Option<Successor>,
    /// The filing condition.
    pub condition: String,
    /// The filing condition in English.
    pub condition_en: String,
    /// The responsible unit.
    pub unit: String,
    /// Who reported.
    pub reporter: String,
    /// The jurisdiction.
    pub jurisdiction: String,
    /// Where it is in words: district, street, community and the grid's own digits.
    pub place: String,
    /// Every unit that one case's file mentions: the phone's own answer, receivers in its history. Empty in lists.
    pub units: BTreeMap<UnitId, String>,
    /// What people call those who acted on it. Empty in lists.
    pub people: BTreeMap<UserName, String>,
}

/// The category in force that took the place of another.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Successor {
    /// Its key.
    pub category: CategoryKey,
    /// Its name.
    pub name: String,
    /// Its name in English.
    pub name_en: String,
}

/// The units that a case may be sent to: `GET /api/v1/cases/{id}/units`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct UnitChoice {
    /// The units that the layer's map names for the place: one, several where they overlap, none in a gap.
    pub candidates: Vec<UnitName>,
    /// The other units of the case's jurisdiction and those of the whole city, by name.
    pub others: Vec<UnitName>,
}

/// A responsible unit with its name.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct UnitName {
    /// Its identity.
    pub id: UnitId,
    /// What people call it.
    pub name: String,
    /// How much it has to do, where that is shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub load: Option<UnitLoad>,
}

/// How much a unit has to do, and how often such cases came back from it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct UnitLoad {
    /// Cases that it has and that are not finished.
    pub open: u64,
    /// Of these, those that are overdue.
    pub overdue: u64,
    /// How often in the last 365 days it gave a case of this category back as not its own.
    pub returned: u64,
}

/// How a check or verification was drawn.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Draw {
    /// The task it was for.
    pub task: Option<TaskId>,
    /// When.
    pub at: Instant,
    /// On which ring candidates were found: `grid`, `neighbours`, `jurisdiction`, `desk`.
    pub ring: String,
    /// User names that could have been drawn, in order.
    pub candidates: Vec<String>,
    /// User names that were left out, each with its reason.
    pub excluded: Vec<Excluded>,
    /// The random value, 0 to 2^32-1; candidate number value mod count was drawn.
    pub random: u32,
    /// Who was drawn; `None` when it lies with the desk.
    pub drawn: Option<String>,
    /// Why it was drawn again.
    pub reason: Option<String>,
}

/// Somebody who was left out of a draw.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Excluded {
    /// The user name.
    pub user: String,
    /// Why: `reporter`, `same_pair`, `disabled`.
    pub reason: String,
}

/// `POST /api/v1/cases`: a report that comes by another channel than a collector's phone. The answer is its [`CaseFile`].
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct NewCase {
    /// Made by whoever sends it, so that the same request twice is one case.
    pub id: CaseId,
    /// Where it comes from; a collector's own report comes by sync.
    pub channel: Channel,
    /// What it is about.
    pub category: CategoryKey,
    /// Which filing condition is met.
    pub condition_no: u32,
    /// Where it is.
    pub fix: Fix,
    /// What was said.
    pub note: String,
    /// The address as words, if known.
    #[serde(default)]
    pub address: String,
    /// Photos, already uploaded by the same account.
    #[serde(default)]
    pub photos: Vec<PhotoRef>,
}

/// Cases that may be the same problem: `GET /api/v1/cases/{id}/duplicates`.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Duplicates {
    /// The nearest first.
    pub cases: Vec<Duplicate>,
}

/// A case that may be the same problem.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Duplicate {
    /// The case.
    pub case: Case,
    /// How far away it is.
    pub distance_m: f64,
}

/// `POST /api/v1/cases/{id}/actions`. The answer is the [`CaseFile`] afterwards.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Act {
    /// What to do.
    #[serde(flatten)]
    pub action: Action,
    /// The version of the case that the actor saw; refused when it moved on in a way that forbids the action.
    #[serde(default)]
    pub base: Option<u64>,
}
