//! What is known of a case, and the record of each step.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::account::Actor;
use crate::calendar::limit::Limit;
use crate::case::action::ActionKind;
use crate::case::clock::Clock;
use crate::case::state::{State, VoidKind};
use crate::catalogue::CategoryKey;
use crate::channel::Channel;
use crate::evidence::{PhotoRole, Times};
use crate::grid::matched::Match;
use crate::ids::{
    AccountId, CaseId, CaseNo, DeviceId, DivisionCode, DutyGridId, GridCode, JurisdictionId, PhotoId, Sha256, TaskId,
    UnitId,
};
use crate::place::fix::Fix;
use crate::refusal::Code;
use crate::task::TaskResult;
use crate::time::Instant;

/// One problem and its file. The server's copy is the truth; the phone shows what it last heard.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Case {
    /// Made where the problem was first recorded; the identity that exists offline.
    pub id: CaseId,
    /// The number people read to each other; given by the server when the case arrives.
    pub case_no: Option<CaseNo>,
    /// Who manages. The area in which the case's changes are numbered.
    pub jurisdiction: JurisdictionId,
    /// Where it lies, by GB/T 2260; may differ from who manages.
    pub division: Option<DivisionCode>,
    /// Where it stands.
    pub state: State,
    /// At which stage it was voided.
    pub void_kind: Option<VoidKind>,
    /// What it is about: always an event.
    pub category: CategoryKey,
    /// The filing condition in that category; the limit belongs to it.
    pub condition_no: u32,
    /// Where the report came from.
    pub channel: Channel,
    /// Who reported it.
    pub reporter: Option<AccountId>,
    /// On which device.
    pub device: Option<DeviceId>,
    /// What the reporter wrote.
    pub note: String,
    /// The address as words, when somebody knew it.
    pub address: String,
    /// The place as it was taken, with its source, accuracy and time.
    pub fix: Fix,
    /// The unit grid, computed by the server from the fix.
    pub grid: Option<GridCode>,
    /// How the point met the grid.
    pub grid_match: Match,
    /// The duty grid of that unit grid.
    pub duty_grid: Option<DutyGridId>,
    /// The responsible unit: by rule before dispatch, by decision after it.
    pub unit: Option<UnitId>,
    /// When it was reported, in the server's time; duplicates and numbers go by it.
    pub reported_at: Instant,
    /// What the device's clocks said of that moment, right or wrong.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reported_times: Option<Times>,
    /// When the server first had it.
    pub received_at: Option<Instant>,
    /// How long the unit has.
    pub limit: Limit,
    /// The handling clock.
    pub clock: Clock,
    /// What the phone computed offline, kept beside the server's answer.
    pub estimate: Estimate,
    /// The versions of the packs behind the server's answer.
    pub packs: PackVersions,
    /// The photos that belong to it, in the order they came.
    pub photos: Vec<CasePhoto>,
    /// The last check's result in the present check stage; only the last counts.
    pub last_check: Option<TaskResult>,
    /// The task that is out for it now.
    pub open_task: Option<TaskId>,
    /// How often the unit got it again.
    pub rework_count: u32,
    /// When it was closed or voided; `None` while it is open. Phones free what they hold of it by this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_at: Option<Instant>,
    /// It belongs to the training city and never counts.
    pub training: bool,
    /// Rises by one with every change; an operation's `base` names the one its device saw.
    pub version: u64,
}

/// What the phone answered offline.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct Estimate {
    /// The unit grid.
    pub grid: Option<GridCode>,
    /// The responsible unit.
    pub unit: Option<UnitId>,
    /// The deadline counted from the time of saving.
    pub due: Option<Instant>,
    /// The versions of the packs it came from.
    pub packs: PackVersions,
}

/// Which packs a computed fact came from, by their hashes.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct PackVersions {
    /// The catalogue.
    pub catalogue: Option<Sha256>,
    /// The calendar.
    pub calendar: Option<Sha256>,
    /// The boundaries.
    pub boundaries: Option<Sha256>,
}

/// A photo of a case, as everybody who may see the case sees it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct CasePhoto {
    /// The shot, when a device signed for it.
    pub photo: Option<PhotoId>,
    /// The working copy's name.
    pub working: Sha256,
    /// What it shows.
    pub role: PhotoRole,
    /// The task it answers, if any.
    pub task: Option<TaskId>,
    /// When it was taken, as its device says.
    pub taken_at: Option<Instant>,
    /// When the server receipted the working copy; `None` while only the device has it.
    pub received_at: Option<Instant>,
    /// Why the file that came is no photo that can be shown; the bytes are kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<Code>,
    /// When the desk asked for the original; the phone that took it sends it after all working copies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub original_asked_at: Option<Instant>,
}

/// One step of a case. Append-only.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct FlowRecord {
    /// Counts from 1 within the case.
    pub sequence: u64,
    /// When the server did it.
    pub at: Instant,
    /// Who did it.
    pub actor: Actor,
    /// What was done.
    pub action: ActionKind,
    /// From which state; `None` for the report itself.
    pub from: Option<State>,
    /// To which state.
    pub to: State,
    /// What the actor wrote.
    pub opinion: String,
    /// To whom it went: a unit, a person.
    pub receiver: Option<String>,
    /// It came after the case had moved on, was kept as evidence and moved nothing.
    pub late_evidence: bool,
}
