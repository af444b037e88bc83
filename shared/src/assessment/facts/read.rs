//! A history, gone through step by step.

use crate::account::Actor;
use crate::calendar::limit::{Limit, Unit};
use crate::case::{ActionKind, FlowRecord, OrderMark, State};
use crate::ids::{AccountId, CaseId, UnitId};
use crate::task::TaskResult;
use crate::time::Instant;

/// A case's life as far as it was read.
#[derive(Clone, PartialEq, Debug, Default)]
pub(super) struct Life {
    pub(super) last_at: Option<Instant>,
    /// Where it stands; `None` before its report.
    pub(super) state: Option<State>,
    /// The last state in which it was open: where it is, or from where it came to its end.
    pub(super) open: Option<State>,
    /// What ended it; `None` while it is open.
    pub(super) ended_by: Option<ActionKind>,
    /// 自行处置, and nothing else until now: one that was opened again and goes the way of other cases is one of them.
    pub(super) is_own: bool,
    pub(super) was_dispatched: bool,
    pub(super) is_urgent: bool,
    pub(super) filed_at: Option<Instant>,
    pub(super) linked_to: Option<CaseId>,
    /// The stages, by how they were left last.
    pub(super) accepted_in_time: bool,
    pub(super) filed_in_time: bool,
    pub(super) dispatched_in_time: bool,
    /// Of the handling clock what records said last.
    pub(super) due_at: Option<Instant>,
    clock: Clock,
    /// By how much it was late when its clock stopped last, in thousandths.
    pub(super) over_per_mille: u32,
    pub(super) unit: Option<UnitId>,
    pub(super) first_unit: Option<UnitId>,
    /// A check sent it back to be dispatched anew, and this unit had it.
    to_rework: Option<UnitId>,
    pub(super) reworks: u32,
    pub(super) verify: Look,
    pub(super) check: Look,
    /// The present stage of checking has an answer already.
    is_checked: bool,
    pub(super) has_invalid_check: bool,
    pub(super) was_returned: bool,
    pub(super) was_extended: bool,
    pub(super) was_suspended: bool,
    pub(super) was_supervised: bool,
    /// 督办 that asks for a reply by a moment, each as it was given.
    orders: Vec<Asked>,
    pub(super) was_reopened: bool,
    pub(super) is_upheld: bool,
    pub(super) acceptor: Option<AccountId>,
    pub(super) shift_leader: Option<AccountId>,
    pub(super) dispatcher: Option<AccountId>,
}

/// 核实 or 核查: the last one that was sent.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Look {
    pub(super) is_sent: bool,
    pub(super) is_answered: bool,
    pub(super) is_in_time: bool,
    pub(super) by: Option<AccountId>,
}

impl Look {
    const SENT: Self = Self { is_sent: true, is_answered: false, is_in_time: false, by: None };

    fn answered(self, record: &FlowRecord) -> Self {
        Self { is_answered: true, is_in_time: is_in_time(record), by: person(record), ..self }
    }
}

/// An order that asks for a reply.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Asked {
    number: u32,
    due: Instant,
    answered_at: Option<Instant>,
}

/// The handling clock, as far as lateness goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
struct Clock {
    since: Option<Instant>,
    stopped_at: Option<Instant>,
    /// The last deadline that was told; a suspended case has it still, though it is due at no time.
    due: Option<Instant>,
}

impl Clock {
    /// Hears whether it runs from now on; says whether that made it stop.
    fn hears(&mut self, runs: bool, at: Instant) -> bool {
        match (self.since, runs) {
            (None, true) => self.since = Some(at),
            (Some(since), false) => {
                self.stopped_at = Some(at.max(since));
                self.since = None;
                return true;
            }
            (None, false) | (Some(_), true) => {}
        }
        false
    }

    fn late_after(&self) -> Option<Instant> {
        let due = self.due?;
        match (self.since, self.stopped_at) {
            (None, Some(stopped)) if stopped <= due => None,
            (Some(_), _) | (None, Some(_) | None) => Some(due),
        }
    }
}

impl Life {
    /// Says whether the handling clock runs.
    pub(super) const fn is_in_hand(&self) -> bool {
        self.clock.since.is_some()
    }

    /// Returns the moment after which the handling is late; none where it never is.
    pub(super) fn late_after(&self) -> Option<Instant> {
        self.clock.late_after().filter(|_| !self.is_upheld)
    }

    /// Says whether every order that asks for a reply by a moment was answered by then; nothing where none does.
    pub(super) fn was_answered_in_time(&self) -> Option<bool> {
        let in_time = |order: &Asked| order.answered_at.is_some_and(|at| at <= order.due);
        (!self.orders.is_empty()).then(|| self.orders.iter().all(in_time))
    }

    /// Takes the next step.
    pub(super) fn goes_on(&mut self, record: &FlowRecord) {
        self.last_at = self.last_at.max(Some(record.at));
        self.tells_time(record);
        self.takes(record);
        // After what was done, which may depend on where it was done.
        if !record.to.is_over() {
            self.open = Some(record.to);
            self.ended_by = None;
        } else if self.state != Some(record.to) {
            self.ended_by = Some(record.action);
        }
        self.state = Some(record.to);
        self.is_own &= self.open == Some(State::SelfReview);
    }

    fn tells_time(&mut self, record: &FlowRecord) {
        let with_a_unit = matches!(record.to, State::ToHandle | State::Handling);
        if self.clock.hears(record.runs.unwrap_or(with_a_unit), record.at) {
            self.over_per_mille = record.over_per_mille.unwrap_or(0);
        }
        if record.runs.is_some() {
            self.due_at = record.due_at;
            self.clock.due = record.due_at.or(self.clock.due);
        } else if record.action == ActionKind::MarkOverdue {
            // The limit was missed, whatever it was.
            self.clock.due = Some(record.at.plus_ms(-1));
        } else if record.action == ActionKind::ApproveExtend {
            self.clock.due = None;
        }
        if let Some(limit) = record.limit {
            self.is_urgent = is_urgent(limit);
        }
    }

    fn takes(&mut self, record: &FlowRecord) {
        use ActionKind as A;
        let who = person(record);
        let unit = || record.receiver.as_ref().and_then(|unit| unit.parse::<UnitId>().ok());
        match record.action {
            A::ReportSelfHandled => self.is_own = true,
            A::Accept => {
                self.acceptor = who;
                self.accepted_in_time = is_in_time(record);
            }
            A::Reject | A::PassSelfHandled | A::RefuseSelfHandled => self.acceptor = who,
            A::HandleDirectly => {
                self.acceptor = who;
                self.closes(record.at);
            }
            // The case that goes on says of the other one that it was linked, and stays where it is.
            A::Link if record.to == State::Merged => {
                self.linked_to = record.receiver.as_ref().and_then(|case| case.parse().ok());
                if record.from == Some(State::Reported) {
                    self.acceptor = who;
                }
            }
            A::Unlink if record.from == Some(State::Merged) => self.linked_to = None,
            A::SendVerify => self.verify = Look::SENT,
            A::VerifyResult => self.verify = self.verify.answered(record),
            A::File => {
                self.filed_at.get_or_insert(record.at);
                self.shift_leader = who;
                self.filed_in_time = is_in_time(record);
                self.dispatched_in_time = true;
            }
            A::Refuse => self.shift_leader = who,
            A::Dispatch => {
                self.dispatched_by(who);
                self.dispatched_in_time &= is_in_time(record);
                self.goes_to(unit());
            }
            A::DispatchToDistrict => {
                self.dispatched_by(who);
                self.dispatched_in_time &= is_in_time(record);
            }
            A::ReturnToCity => self.dispatched_in_time &= is_in_time(record),
            A::Return => {
                self.was_returned = true;
                self.dispatched_in_time = true;
            }
            A::ReviewRework => self.reworks = self.reworks.saturating_add(1),
            A::CheckRework => {
                self.to_rework.clone_from(&self.unit);
                self.dispatched_in_time = true;
            }
            // New boundaries name a receiver only where they hand the case on.
            A::Reassign => self.unit = unit().or_else(|| self.unit.take()),
            A::ApproveExtend => self.was_extended = true,
            A::ApproveSuspend => self.was_suspended = true,
            A::ReviewPass => self.is_checked = false,
            A::Reopen => {
                self.was_reopened = true;
                self.is_checked = false;
            }
            A::SendCheck => {
                self.has_invalid_check |= self.is_checked;
                self.check = Look::SENT;
            }
            A::CheckResult => {
                self.check = self.check.answered(record);
                self.is_checked = true;
                self.has_invalid_check |= record.result == Some(TaskResult::Unable);
            }
            A::Supervise => {
                self.was_supervised = true;
                self.is_pushed(record);
            }
            A::ReplySupervision => self.answers(record.at, |order| Some(order.number) == number(record)),
            A::Close | A::CloseSpecial => self.closes(record.at),
            A::UpholdAppeal => self.is_upheld = true,
            A::Report
            | A::Link
            | A::Unlink
            | A::MarkUnowned
            | A::ReturnToAccept
            | A::Assign
            | A::ApplyExtend
            | A::DeclineExtend
            | A::ApplySuspend
            | A::DeclineSuspend
            | A::Resume
            | A::Finish
            | A::TakeBack
            | A::CheckPass
            | A::WaiveCheck
            | A::Appeal
            | A::ForwardAppeal
            | A::DeclineAppeal
            | A::DismissAppeal
            | A::WarnDue
            | A::MarkOverdue
            | A::Void
            | A::Recount => {}
        }
    }

    fn is_pushed(&mut self, record: &FlowRecord) {
        // An order from before it was written down until when a reply was asked for says of none that it was late.
        let Some(OrderMark { number, due_at: Some(due) }) = record.order else { return };
        self.orders.push(Asked { number, due, answered_at: None });
    }

    /// What was pushed is closed; nobody can answer it any more.
    fn closes(&mut self, at: Instant) {
        self.answers(at, |_| true);
    }

    /// The first answer counts.
    fn answers(&mut self, at: Instant, is_answered: impl Fn(&Asked) -> bool) {
        for order in self.orders.iter_mut().filter(|order| order.answered_at.is_none()) {
            if is_answered(order) {
                order.answered_at = Some(at);
            }
        }
    }

    /// Whether a dispatch was accurate is asked of the first one: from when a unit was named the case stays with whoever
    /// named it, also where the server did and where somebody else had to mend it.
    fn dispatched_by(&mut self, who: Option<AccountId>) {
        if !self.was_dispatched {
            self.dispatcher = who;
        }
    }

    fn goes_to(&mut self, unit: Option<UnitId>) {
        let again = self.to_rework.take();
        if again.is_some() && again == unit {
            self.reworks = self.reworks.saturating_add(1);
        }
        if !self.was_dispatched {
            self.first_unit.clone_from(&unit);
        }
        self.was_dispatched = true;
        self.unit = unit;
    }
}

/// What a record does not know is not taken for "in time".
fn is_in_time(record: &FlowRecord) -> bool {
    record.left_in_time().unwrap_or(false)
}

/// Returns which order a step gave or answered.
fn number(record: &FlowRecord) -> Option<u32> {
    record.order.map(|order| order.number)
}

fn is_urgent(limit: Limit) -> bool {
    matches!(limit.unit(), Unit::UrgentHour | Unit::UrgentDay)
}

/// Returns who it was; nobody where the server did it by itself.
fn person(record: &FlowRecord) -> Option<AccountId> {
    match &record.actor {
        Actor::Account { id, .. } => Some(*id),
        Actor::System { .. } => None,
    }
}
