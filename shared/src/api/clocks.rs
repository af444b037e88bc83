//! The clocks of a case at the desk, and how each was computed.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::calendar::counted::Count;
use crate::calendar::limit::Limit;
use crate::case::State;
use crate::ids::{Sha256, TaskId};
use crate::task::{TaskKind, TaskState};
use crate::time::Instant;

/// Every clock that a case has or had: `GET /api/v1/cases/{id}/clocks`.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct CaseClocks {
    /// The handling first, then the desk's own, then each task's, the newest first, then the stages that desks have left,
    /// the last one first.
    pub clocks: Vec<CaseClock>,
}

/// One clock, from its start to its end.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct CaseClock {
    /// Whose time it counts.
    pub of: ClockOf,
    /// What it was given.
    pub limit: ClockLimit,
    /// When it started.
    pub started_at: Instant,
    /// The number of the step in the history that started it, where one is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub started_by: Option<u64>,
    /// When it stopped, or last stopped; none while it runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stopped_at: Option<Instant>,
    /// The deadline as it is stored.
    pub due_at: Instant,
    /// The calendar does not reach that far; the deadline may still move.
    #[serde(default)]
    pub provisional: bool,
    /// When the unit was warned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warned_at: Option<Instant>,
    /// The deadline that was missed, once that was marked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overdue_at: Option<Instant>,
    /// The calendar that it is counted by here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calendar: Option<RecordedPack>,
    /// How it was counted; none where there is no calendar to count by, and of a stage that was left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<Count>,
    /// The count ends where the stored deadline lies. Otherwise it was counted by what is not written down any more.
    pub agrees: bool,
    /// How much of the count was used until it stopped, or until now.
    pub used: i64,
}

/// Whose time a clock counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ClockOf {
    /// The unit's, over all passes.
    Handling,
    /// The desk's, in the stage that the case is in.
    Stage {
        /// The stage.
        state: State,
        /// Working milliseconds that the desk had used in this stage before a task was out.
        #[serde(default)]
        used_before_ms: i64,
    },
    /// A desk's, in a stage that the case has left: met or missed by the deadline that was written down with the step.
    PastStage {
        /// The stage.
        state: State,
        /// The number of the step that left it.
        left_by: u64,
    },
    /// Whoever was sent to look.
    Task {
        /// Which task.
        task: TaskId,
        /// To verify or to check.
        sent_to: TaskKind,
        /// Where it stands.
        state: TaskState,
    },
}

/// Where a limit comes from.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(tag = "by", rename_all = "snake_case")]
pub enum ClockLimit {
    /// The filing condition that the case was filed under.
    Condition {
        /// The limit of the condition, once.
        limit: Limit,
        /// How often it was added again.
        extensions: u16,
        /// The number of the condition.
        condition_no: u32,
        /// The catalogue in which it stands.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        catalogue: Option<RecordedPack>,
        /// Whose word it is.
        source: LimitSource,
    },
    /// Working minutes of a setting of the jurisdiction.
    Setting {
        /// How many.
        minutes: u32,
        /// The setting's name.
        name: String,
    },
    /// The deadline that was written down; which setting was in force then was not.
    Deadline {
        /// How many working minutes there were until it; none where there is no calendar to count by.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        minutes: Option<u32>,
    },
}

/// Whose word a limit is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LimitSource {
    /// The catalogue's.
    Catalogue,
    /// The jurisdiction has set its own.
    Jurisdiction,
    /// Neither says so any more: it was one of them when the case was filed.
    Before,
}

/// A pack by its name.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct RecordedPack {
    /// The hash of its bytes.
    pub hash: Sha256,
    /// Its version.
    pub version: String,
    /// What people call it.
    pub title: String,
}
