//! What of a case's history the assessment stands on, read from the history alone.
//!
//! [`Facts::read`] goes through the steps of a case up to a moment and keeps how each stage was left, by whom, and whether
//! that was in time by the deadline that was written down with the step (`read`). `counted` says what that counts as, in a
//! form that holds until the next step: only lateness of what is still in handling depends on when somebody looks.
//!
//! The trade's definitions leave these open, and here they are decided:
//!
//! - A case counts as far as it has come **now**; one that is over, as far as it had come when it ended. One that was sent
//!   back to be accepted anew is past nothing, and one that its unit gave back waits for a dispatch like any other: it is
//!   not dispatched, and nobody is to handle it, until a unit has it again.
//! - Of a stage that was left several times the last time counts. With two dispatches both have to be in time. "In time"
//!   includes the last moment, and a stage for which no limit is set is left in time. An answer from the place is in time
//!   by when it was given there, not by when the server heard of it.
//! - **Handling** lasts as long as its clock runs: where a city stops it only when the work was looked at, what waits to be
//!   looked at is still in handling. It is left by "done", and by closing by decision: whoever is late does not get out of
//!   the count by that. A closing by decision counts as closed and besides as such.
//! - A **suspended** case is in neither denominator while it is suspended, and due at no time. A **void** one has left
//!   handling and closing altogether: what nobody has to do is nobody's to be late with. What the desk did with it stays.
//! - A **linked** case counts as reported, as far as it had come; the case that goes on is handled and counted once.
//!   Answered at once (当即办理), a case is over and was neither accepted nor filed nor handled.
//! - A case has one person of each **post**. The dispatcher is whoever named the first unit, the server where it did: 准确派遣
//!   is asked of the first dispatch, and a wrong one is not the fault of whoever mends it. Acceptor and shift leader are
//!   those of the last time, verifier and inspector whoever answered last. What else people did in a case, and which of two
//!   dispatches was late, stands step by step in [`crate::assessment::posts`].
//! - **Rework** is counted when the same unit has it again: at once after a review; after a check with the dispatch, and
//!   only where that names the unit which had it.
//! - What once **happened** to a case (a return, rework, more time, a suspension, an order, an upheld appeal, an opening
//!   again) stays said of it, whatever became of it, and is told to the unit that has it now.
//! - A **supervise order** (督办) that asks for a reply by a moment of its own is answered by its reply, and by the closing of
//!   what it pushed, whichever comes first. Of several in a case each has to be in time. One that names no moment asks for
//!   nothing here; of a void case, or one that another goes on for, nobody waits for an answer.
//! - An **upheld appeal** makes all handling of the case count as in time, then and later.
//! - Of verifications and checks the last that was sent counts. Whoever could not tell has answered, and such a check is
//!   an invalid one besides; so is an answer that was followed by another check in the same stage. A check that was taken
//!   back has no answer and is none.
//! - **Self-handled** reports are a family of their own and count as nothing else, until one is opened again and goes the way
//!   of other cases: from then on it is one of them. What no unit ever had was not dispatched, wherever it stands.
//! - A record from **before deadlines were written down** says of none that it was kept: such a stage does not count as in
//!   time. Of handling, whose two parts make a whole, it counts as late where the history says that it was marked overdue,
//!   and otherwise as in time.
//!
//! 漏报 ([`Counter::MissReport`]) stands in no history: whoever knows that a collector passed by sets that bit. The
//! figures of lists ([`crate::figures`]) look at cases and not at histories, and differ where that is said there.

mod counted;
mod read;

#[cfg(test)]
mod told;
#[cfg(test)]
mod stories;
#[cfg(test)]
mod examples;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod month;
#[cfg(test)]
mod histories;

use crate::case::{Case, FlowRecord, State};
use crate::ids::{AccountId, CaseId, UnitId};
use crate::time::Instant;

use super::counter::Counter;

/// What one case was at a moment.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Facts {
    /// When the last step was taken that was read; `None` where there was none yet, and the case counts as nothing.
    pub last_at: Option<Instant>,
    /// Where it stood.
    pub state: Option<State>,
    /// When it was filed first.
    pub filed_at: Option<Instant>,
    /// The deadline of handling over all passes; `None` before the dispatch and while suspended.
    pub due_at: Option<Instant>,
    /// The moment after which the handling was late, or will be: what [`Case::late_after`] said of the case as it was.
    pub late_after: Option<Instant>,
    /// The unit that has it, or had it last; `None` before the dispatch.
    pub unit: Option<UnitId>,
    /// The case that goes on in its place, while it is linked to one.
    pub linked_to: Option<CaseId>,
    /// Who accepted it, or did not.
    pub acceptor: Option<AccountId>,
    /// Who filed it, or did not.
    pub shift_leader: Option<AccountId>,
    /// Who dispatched it first: who named the first unit, and until then who sent it to its district last.
    pub dispatcher: Option<AccountId>,
    /// Who answered the last verification; `None` while it is out.
    pub verifier: Option<AccountId>,
    /// Who answered the last check; `None` while it is out.
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
    /// Reads a case's history, oldest step first, up to and with a moment. Of the case itself only that is taken which no
    /// step changes: how it was reported.
    ///
    /// Nothing that was written down later makes a difference. Late evidence moved nothing and counts as nothing.
    pub fn read(case: &Case, flow: &[FlowRecord], until: Instant) -> Self {
        let mut life = read::Life::default();
        // Where a server's clock was set back, what lies behind a later step is later too.
        for record in flow.iter().take_while(|record| record.at <= until).filter(|record| !record.late_evidence) {
            life.goes_on(record);
        }
        let counted = counted::counted(&life, case.channel);
        Self {
            last_at: life.last_at,
            state: life.state,
            filed_at: life.filed_at,
            due_at: life.due_at,
            late_after: life.late_after(),
            unit: life.unit,
            linked_to: life.linked_to,
            acceptor: life.acceptor,
            shift_leader: life.shift_leader,
            dispatcher: life.dispatcher,
            verifier: life.verify.by,
            inspector: life.check.by,
            counted,
        }
    }
}
