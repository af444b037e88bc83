//! What is known of a case, and the record of each step.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::account::Actor;
use crate::calendar::limit::Limit;
use crate::case::action::ActionKind;
use crate::case::clock::Clock;
use crate::case::closing::{Appeal, AppealState, Closing};
use crate::case::order::{Order, OrderMark};
use crate::case::stage::{Facts, Stage};
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
    /// What the last verification found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_verify: Option<TaskResult>,
    /// The last check's result in the present check stage; only the last counts.
    pub last_check: Option<TaskResult>,
    /// The task that is out for it now.
    pub open_task: Option<TaskId>,
    /// How often the unit got it again.
    pub rework_count: u32,
    /// How often a unit gave it back as not its own.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub returns: u32,
    /// The unit it was dispatched to first; the dispatch was accurate when that is also the last (准确派遣).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_unit: Option<UnitId>,
    /// 无责任主体: nobody's; the local district settles it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub unowned: bool,
    /// Until when the unit asked to have it suspended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked_until: Option<Instant>,
    /// Since when the unit's wish for more time waits to be decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extend_asked_at: Option<Instant>,
    /// Since when its wish for a suspension does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suspend_asked_at: Option<Instant>,
    /// When it is resumed by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suspended_until: Option<Instant>,
    /// How often it was suspended.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub suspensions: u32,
    /// The stage it is in, and until when its desk has.
    #[serde(default, skip_serializing_if = "Stage::is_unknown")]
    pub stage: Stage,
    /// When the server looks at it by itself: to resume it, to warn, to mark it overdue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timer_at: Option<Instant>,
    /// When the unit was warned that the handling is due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warned_at: Option<Instant>,
    /// The limit that was missed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overdue_at: Option<Instant>,
    /// 督办: orders that pushed it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub orders: Vec<Order>,
    /// 申诉 of the unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub appeal: Option<Appeal>,
    /// How it was closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closing: Option<Closing>,
    /// The case that goes on in its place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merged_into: Option<CaseId>,
    /// What is heard of that case: who reported this one hears there how it ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub goes_on: Option<GoesOn>,
    /// Other reports of the same problem.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub merged: Vec<CaseId>,
    /// When it was closed or voided; `None` while it is open. Phones free what they hold of it by this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_at: Option<Instant>,
    /// From which state it came to its end: what it counts as depends on how far it had come. `None` while it is open,
    /// and of a case that was over before this was written down.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_from: Option<State>,
    /// It belongs to the training city and never counts.
    pub training: bool,
    /// Rises by one with every change; an operation's `base` names the one its device saw.
    pub version: u64,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde wants it so")]
fn is_zero(count: &u32) -> bool {
    *count == 0
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde wants it so")]
fn is_false(flag: &bool) -> bool {
    !*flag
}

/// What a case begins with.
#[derive(Clone, PartialEq, Debug)]
pub struct Beginning {
    /// Its identity.
    pub id: CaseId,
    /// Who manages.
    pub jurisdiction: JurisdictionId,
    /// Where it lies.
    pub division: Option<DivisionCode>,
    /// What it is about.
    pub category: CategoryKey,
    /// The filing condition in that category.
    pub condition_no: u32,
    /// Where the report came from.
    pub channel: Channel,
    /// Who reported it.
    pub reporter: Option<AccountId>,
    /// On which device.
    pub device: Option<DeviceId>,
    /// What the reporter wrote.
    pub note: String,
    /// The address as words.
    pub address: String,
    /// The place.
    pub fix: Fix,
    /// The unit grid.
    pub grid: Option<GridCode>,
    /// How the point met it.
    pub grid_match: Match,
    /// The duty grid.
    pub duty_grid: Option<DutyGridId>,
    /// The unit by rule.
    pub unit: Option<UnitId>,
    /// When it was reported.
    pub reported_at: Instant,
    /// How long the unit has.
    pub limit: Limit,
    /// The versions behind all that.
    pub packs: PackVersions,
}

impl Case {
    /// Begins a case. Nothing happened to it yet.
    pub fn begin(with: Beginning, state: State) -> Self {
        Self {
            id: with.id,
            case_no: None,
            jurisdiction: with.jurisdiction,
            division: with.division,
            state,
            void_kind: None,
            category: with.category,
            condition_no: with.condition_no,
            channel: with.channel,
            reporter: with.reporter,
            device: with.device,
            note: with.note,
            address: with.address,
            fix: with.fix,
            grid: with.grid,
            grid_match: with.grid_match,
            duty_grid: with.duty_grid,
            unit: with.unit,
            reported_at: with.reported_at,
            reported_times: None,
            received_at: None,
            limit: with.limit,
            clock: Clock::default(),
            estimate: Estimate::default(),
            packs: with.packs,
            photos: Vec::new(),
            last_verify: None,
            last_check: None,
            open_task: None,
            rework_count: 0,
            returns: 0,
            first_unit: None,
            unowned: false,
            asked_until: None,
            extend_asked_at: None,
            suspend_asked_at: None,
            suspended_until: None,
            suspensions: 0,
            stage: Stage::default(),
            timer_at: None,
            warned_at: None,
            overdue_at: None,
            orders: Vec::new(),
            appeal: None,
            closing: None,
            merged_into: None,
            goes_on: None,
            merged: Vec::new(),
            closed_at: None,
            ended_from: None,
            training: false,
            version: 1,
        }
    }

    /// Forgets what a unit asked for: another has the case now, or it has it anew.
    pub fn asks_nothing(&mut self) {
        self.asked_until = None;
        self.extend_asked_at = None;
        self.suspend_asked_at = None;
    }

    /// Returns what the limit of its stage depends on.
    pub fn stage_facts(&self) -> Facts {
        let needs_verification = self.channel.needs_verification();
        Facts { state: self.state, needs_verification, last_verify: self.last_verify }
    }

    /// Says whether the first unit it was sent to is also the last (准确派遣数); `None` before it was dispatched.
    pub fn was_dispatched_right(&self) -> Option<bool> {
        self.first_unit.as_ref().map(|first| self.unit.as_ref() == Some(first))
    }

    /// Says whether it counts as handled late: an appeal that was upheld makes it count as in time.
    pub fn counts_as_late(&self, now: Instant) -> bool {
        let is_upheld = self.appeal.as_ref().is_some_and(|appeal| appeal.state == AppealState::Upheld);
        self.clock.is_late(now) && !is_upheld
    }

    /// Returns the moment after which it counts as handled late, if it ever does: what [`Case::counts_as_late`] says at
    /// every moment, in one that can be stored.
    pub fn late_after(&self) -> Option<Instant> {
        let is_upheld = self.appeal.as_ref().is_some_and(|appeal| appeal.state == AppealState::Upheld);
        self.clock.late_after().filter(|_| !is_upheld)
    }
}

/// What a linked report says of the case that goes on in its place: its number, and how it ended.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct GoesOn {
    /// Its number.
    pub case_no: Option<CaseNo>,
    /// Closed or void; `None` while it is open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<State>,
    /// When it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<Instant>,
}

impl GoesOn {
    /// Returns what is heard of a case.
    pub fn of(main: &Case) -> Self {
        let ended = main.state.is_over().then_some(main.state);
        Self { case_no: main.case_no.clone(), ended, ended_at: main.closed_at.filter(|_| ended.is_some()) }
    }
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
    /// What was found, where the step is somebody's word from the place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result: Option<TaskResult>,
    /// When it was done, where that was written down on site; the server may have heard of it later.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub made_at: Option<Instant>,
    /// The deadline of the stage that this step left: until when its desk had, or the task that was out. `None` where it
    /// left no stage, or one that may take as long as it takes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage_due: Option<Instant>,
    /// Whether the handling clock runs after this step. `None` in a record from before deadlines were written down: that
    /// it names none does not mean that there was none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub runs: Option<bool>,
    /// When the handling is due after this step, over all passes; `None` before the dispatch and while suspended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_at: Option<Instant>,
    /// How long the unit has, where this step said so: the report, and filing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<Limit>,
    /// Where this step stopped the handling clock too late: how much longer than its limit it had run over all passes, in
    /// thousandths of the limit. Both are counted in the limit's own kind of time, by the calendar of then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub over_per_mille: Option<u32>,
    /// Where this step closed the case by decision, as what: one that should never have been a case was filed wrongly.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closing: Option<Closing>,
    /// 督办: which order this step gave or answered, and until when a reply was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<OrderMark>,
}
