//! What a life counts as, counter by counter.

use crate::assessment::counter::Counter;
use crate::case::{ActionKind, State};
use crate::channel::Channel;

use super::Counted;
use super::read::Life;

/// How far a case has come; each includes those before it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Past {
    Nothing,
    Accept,
    Filing,
    Dispatch,
}

/// Bits that are set where something holds.
#[derive(Default)]
struct Bits(u64);

impl Bits {
    fn set(&mut self, counter: Counter, holds: bool) {
        if holds {
            self.0 |= counter.bit();
        }
    }
}

/// Says what a life counts as until its next step.
pub(super) fn counted(life: &Life, channel: Channel) -> Counted {
    let Some(state) = life.state else { return Counted::default() };
    let mut bits = Bits::default();
    if life.is_own {
        self_handled(&mut bits, state);
        return Counted { bits: bits.0, ..Counted::default() };
    }
    reports(&mut bits, life, state, channel);
    desks(&mut bits, life, state);
    looks(&mut bits, life, state, channel);
    happened(&mut bits, life, state);
    let handling = handling(&mut bits, life, state);
    Counted { bits: bits.0, reworks: life.reworks, ..handling }
}

fn self_handled(bits: &mut Bits, state: State) {
    bits.set(Counter::PatrolDealReport, true);
    bits.set(Counter::PatrolDealArchive, state == State::Closed);
    bits.set(Counter::PatrolDealCancel, state == State::Void);
}

fn reports(bits: &mut Bits, life: &Life, state: State, channel: Channel) {
    let is_patrol = channel == Channel::Collector;
    let is_valid = past(life) >= Past::Filing && state != State::Void;
    bits.set(Counter::Report, true);
    bits.set(Counter::PatrolReport, is_patrol);
    bits.set(Counter::PublicReport, !is_patrol);
    bits.set(Counter::ValidReport, is_valid);
    bits.set(Counter::PatrolValidReport, is_valid && is_patrol);
    bits.set(Counter::PublicValidReport, is_valid && !is_patrol);
    bits.set(Counter::ToArchive, !state.is_over());
    bits.set(Counter::Urgent, life.is_urgent);
}

fn desks(bits: &mut Bits, life: &Life, state: State) {
    let past = past(life);
    let is_void_by = |action: ActionKind| state == State::Void && life.ended_by == Some(action);
    bits.set(Counter::Operate, past >= Past::Accept);
    bits.set(Counter::IntimeOperate, past >= Past::Accept && life.accepted_in_time);
    bits.set(Counter::NotOperate, is_void_by(ActionKind::Reject));
    bits.set(Counter::Inst, past >= Past::Filing);
    bits.set(Counter::IntimeInst, past >= Past::Filing && life.filed_in_time);
    bits.set(Counter::NotInst, is_void_by(ActionKind::Refuse));
    let is_dispatched = past >= Past::Dispatch;
    bits.set(Counter::NeedDispatch, past >= Past::Filing);
    bits.set(Counter::Dispatch, is_dispatched);
    bits.set(Counter::IntimeDispatch, is_dispatched && life.dispatched_in_time);
    // Of a case whose first unit was not written down it is not known: no more is claimed.
    bits.set(Counter::AccurDispatch, is_dispatched && life.first_unit.is_some() && life.first_unit == life.unit);
}

fn looks(bits: &mut Bits, life: &Life, state: State, channel: Channel) {
    let (verify, check) = (life.verify, life.check);
    bits.set(Counter::NeedSendVerify, verify.is_sent || channel != Channel::Collector);
    bits.set(Counter::NeedVerify, verify.is_sent);
    bits.set(Counter::Verify, verify.is_answered);
    bits.set(Counter::IntimeVerify, verify.is_answered && verify.is_in_time);
    bits.set(Counter::NeedCheck, check.is_sent || matches!(state, State::ToCheck | State::Checking));
    bits.set(Counter::Check, check.is_answered);
    bits.set(Counter::IntimeCheck, check.is_answered && check.is_in_time);
    bits.set(Counter::InvalidCheck, life.has_invalid_check);
}

fn happened(bits: &mut Bits, life: &Life, state: State) {
    bits.set(Counter::Rework, life.reworks > 0);
    bits.set(Counter::Postpone, life.was_extended);
    bits.set(Counter::Hang, state == State::Suspended);
    bits.set(Counter::HisHang, life.was_suspended);
    bits.set(Counter::AppealUpheld, life.is_upheld);
    bits.set(Counter::Supervise, life.was_supervised);
    // What nobody has to do any more is nobody's to be late with.
    let answered = life.was_answered_in_time().filter(|_| !matches!(state, State::Void | State::Merged));
    bits.set(Counter::NeedReply, answered.is_some());
    bits.set(Counter::IntimeReply, answered == Some(true));
    bits.set(Counter::Return, life.was_returned);
    bits.set(Counter::Reopen, life.was_reopened);
    let is_special = state == State::Closed && life.ended_by == Some(ActionKind::CloseSpecial);
    bits.set(Counter::SpecialArchive, is_special);
}

fn handling(bits: &mut Bits, life: &Life, state: State) -> Counted {
    let needs = past(life) >= Past::Dispatch && !matches!(state, State::Void | State::Suspended);
    let is_in_hand = needs && life.is_in_hand() && !state.is_over();
    let is_handled = needs && !is_in_hand;
    let late_after = life.late_after();
    // Its clock stands: a moment after which it is late is one that has passed.
    let is_late = is_handled && late_after.is_some();
    bits.set(Counter::NeedDispose, needs);
    bits.set(Counter::Dispose, is_handled);
    bits.set(Counter::IntimeDispose, is_handled && !is_late);
    bits.set(Counter::OvertimeDispose, is_late);
    bits.set(Counter::ToDispose, is_in_hand);
    bits.set(Counter::IntimeToDispose, is_in_hand && late_after.is_none());
    bits.set(Counter::NeedArchive, is_handled);
    let is_closed = is_handled && state == State::Closed;
    bits.set(Counter::Archive, is_closed);
    bits.set(Counter::IntimeArchive, is_closed && !is_late);
    bits.set(Counter::OvertimeArchive, is_closed && is_late);
    Counted {
        open_late_after: late_after.filter(|_| is_in_hand),
        over_per_mille: if is_closed && is_late { life.over_per_mille } else { 0 },
        ..Counted::default()
    }
}

fn past(life: &Life) -> Past {
    match life.open {
        None => Past::Nothing,
        // The last three are no states in which a case is open; of a record that says so nothing more is claimed.
        Some(State::Reported | State::Verifying | State::SelfReview | State::Closed | State::Void | State::Merged) => {
            Past::Nothing
        }
        Some(State::ToFile) => Past::Accept,
        Some(State::ToDispatch | State::ToSecondDispatch) => Past::Filing,
        Some(
            State::ToHandle
            | State::Handling
            | State::Suspended
            | State::ToReview
            | State::ToCheck
            | State::Checking
            | State::ToClose,
        ) => {
            // What was answered at once, or fixed by its reporter, and opened again no unit ever had.
            if life.was_dispatched { Past::Dispatch } else { Past::Filing }
        }
    }
}
