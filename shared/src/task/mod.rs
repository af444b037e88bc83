//! A task: someone is sent to look. Verify (核实) before filing, check (核查) after handling.
//!
//! This module never decides what the case becomes: an answer is carried into the case by its own action.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::catalogue::CategoryKey;
use crate::evidence::PhotoRef;
use crate::ids::{AccountId, CaseId, CaseNo, GridCode, JurisdictionId, PhotoId, Sha256, TaskId};
use crate::place::fix::Fix;
use crate::refusal::{Code, Refusal};
use crate::time::Instant;

/// What is to be found out.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TaskKind {
    /// 核实: does the reported problem exist?
    Verify,
    /// 核查: was it really solved?
    Check,
}

/// Where a task stands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TaskState {
    /// Sent, waits for its answer.
    Open,
    /// Answered.
    Answered,
    /// Taken back by the desk, or the case moved on without it.
    Withdrawn,
}

/// What the person on site found.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TaskResult {
    /// 属实: the problem is there.
    Exists,
    /// 不属实: it is not.
    Absent,
    /// 无法核实 / 无法核查: could not be told.
    Unable,
    /// 通过: it is solved.
    Pass,
    /// 未解决.
    Fail,
}

impl TaskKind {
    /// Returns the word it is stored and travels as.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Verify => "verify",
            Self::Check => "check",
        }
    }

    /// Returns the answers this kind of task takes.
    pub const fn results(self) -> &'static [TaskResult] {
        match self {
            Self::Verify => &[TaskResult::Exists, TaskResult::Absent, TaskResult::Unable],
            Self::Check => &[TaskResult::Pass, TaskResult::Fail, TaskResult::Unable],
        }
    }

    /// Refuses an answer that does not fit, or one that needs a photo and has none.
    ///
    /// "Pass", "exists" and "fail" are claims about the scene and need one; "absent" and "unable" may be without.
    pub fn accepts(self, result: TaskResult, photos: usize) -> Result<(), Refusal> {
        if !self.results().contains(&result) {
            return Err(Code::WrongAnswer.into());
        }
        let needs_photo = match result {
            TaskResult::Pass | TaskResult::Fail | TaskResult::Exists => true,
            TaskResult::Absent | TaskResult::Unable => false,
        };
        if needs_photo && photos == 0 { Err(Code::PhotoRequired.into()) } else { Ok(()) }
    }
}

impl TaskState {
    /// Returns the word it is stored and travels as.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Answered => "answered",
            Self::Withdrawn => "withdrawn",
        }
    }
}

impl TaskResult {
    /// Every result.
    pub const ALL: &[Self] = &[Self::Exists, Self::Absent, Self::Unable, Self::Pass, Self::Fail];

    /// Returns the word it is stored and travels as.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Exists => "exists",
            Self::Absent => "absent",
            Self::Unable => "unable",
            Self::Pass => "pass",
            Self::Fail => "fail",
        }
    }

    /// Returns the result that is written so, if there is one.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|result| result.as_str() == text)
    }
}

/// A task as the person who answers it sees it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Task {
    /// Made by the server.
    pub id: TaskId,
    /// Verify or check.
    pub kind: TaskKind,
    /// The case it is about.
    pub case: CaseId,
    /// The case's number, to read to each other.
    pub case_no: Option<CaseNo>,
    /// The area of its changes.
    pub jurisdiction: JurisdictionId,
    /// To whom it was sent; `None` when it lies with the desk.
    pub assignee: Option<AccountId>,
    /// Where it stands.
    pub state: TaskState,
    /// When it was sent.
    pub sent_at: Instant,
    /// When its answer is due.
    pub due_at: Instant,
    /// What to look for, in words.
    pub requirement: String,
    /// What the case is about.
    pub category: CategoryKey,
    /// The filing condition that was met.
    pub condition_no: u32,
    /// Where to stand.
    pub fix: Fix,
    /// The grid it lies in.
    pub grid: Option<GridCode>,
    /// The address as words.
    pub address: String,
    /// The photos to compare with, working copies the person may fetch.
    pub before: Vec<PhotoRef>,
    /// How those before photos were taken that a device signed for: the phone warns of a photo that is taken elsewhere or
    /// looks another way.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub before_taken: Vec<TakenAs>,
    /// The photos the unit handed in, if any.
    pub after: Vec<PhotoRef>,
    /// The answer.
    pub result: Option<TaskResult>,
    /// What the person wrote.
    pub note: String,
    /// When it was answered, in the server's time.
    pub answered_at: Option<Instant>,
    /// The answer came after its limit, or after the case had moved on.
    pub late: bool,
    /// Shots of its answer whose original the desk asked for; the phone sends them after all working copies.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub originals_asked: Vec<PhotoId>,
    /// When its case was closed or voided; `None` while it is open. Phones free what they hold of it by this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case_closed_at: Option<Instant>,
    /// Rises by one with every change.
    pub version: u64,
}

/// How a photo was taken, as its device signed.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct TakenAs {
    /// The working copy's name.
    pub working: Sha256,
    /// When, in the server's time as well as the device knew it.
    pub at: Instant,
    /// Where, and where the camera looked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fix: Option<Fix>,
}

#[cfg(test)]
mod tests {
    use super::{TaskKind, TaskResult};
    use crate::refusal::Code;

    #[track_caller]
    fn check(kind: TaskKind, result: TaskResult, photos: usize, expected: Result<(), Code>) {
        assert_eq!(kind.accepts(result, photos).map_err(|refusal| refusal.code), expected);
    }

    #[test]
    fn a_check_is_not_answered_like_a_verify() {
        check(TaskKind::Check, TaskResult::Exists, 1, Err(Code::WrongAnswer));
        check(TaskKind::Verify, TaskResult::Pass, 1, Err(Code::WrongAnswer));
    }

    #[test]
    fn a_pass_needs_a_photo_and_unable_does_not() {
        check(TaskKind::Check, TaskResult::Pass, 0, Err(Code::PhotoRequired));
        check(TaskKind::Check, TaskResult::Pass, 1, Ok(()));
        check(TaskKind::Check, TaskResult::Unable, 0, Ok(()));
    }
}
