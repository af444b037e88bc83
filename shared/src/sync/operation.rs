//! An operation: one thing a person did on a device, in the device's own append-only log.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::case::Estimate;
use crate::catalogue::CategoryKey;
use crate::evidence::manifest::SignedManifest;
use crate::evidence::times::Times;
use crate::ids::{AccountId, CaseId, DeviceId, DutyGridId, OperationId, TaskId};
use crate::place::fix::Fix;
use crate::task::TaskResult;

/// What the bytes of an operation say. Written once as JSON into the outbox; never serialised again.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Operation {
    /// The key of exactly-once.
    pub id: OperationId,
    /// The device that made it.
    pub device: DeviceId,
    /// Who was signed in.
    pub account: AccountId,
    /// Counts from 1 on this device without a gap.
    pub sequence: u64,
    /// When it was made.
    pub made: Times,
    /// What was done.
    pub act: Act,
}

/// What was done on the device.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(tag = "act", rename_all = "snake_case")]
pub enum Act {
    /// A problem was reported.
    Report(Report),
    /// A task was answered.
    Answer(Answer),
    /// A shift began or ended.
    Shift(ShiftMark),
}

/// 签到, 签退: somebody's own word that their shift begins or ends.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct ShiftMark {
    /// It begins; otherwise it ends.
    pub begins: bool,
    /// Where the person stood.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fix: Option<Fix>,
    /// The own duty grid that they stood in, as the phone found it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duty_grid: Option<DutyGridId>,
}

/// A report as it was saved.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Report {
    /// The new case's identity.
    pub case: CaseId,
    /// What it is about: an event.
    pub category: CategoryKey,
    /// Which filing condition is met.
    pub condition_no: u32,
    /// Where it is.
    pub fix: Fix,
    /// What the collector wrote.
    pub note: String,
    /// The address as words, if known.
    pub address: String,
    /// What the phone computed.
    pub estimate: Estimate,
    /// The signed manifests of its photos, in the order they were taken.
    pub photos: Vec<SignedManifest>,
    /// 自行处置: the collector fixed it on the spot; the photos show it before and after.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub self_handled: bool,
}

/// An answer to a task as it was saved.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Answer {
    /// The task.
    pub task: TaskId,
    /// What was found.
    pub result: TaskResult,
    /// What the person wrote.
    pub note: String,
    /// Where the person stood.
    pub fix: Option<Fix>,
    /// The version of the task that the device saw.
    pub base: u64,
    /// The signed manifests of its photos.
    pub photos: Vec<SignedManifest>,
}
