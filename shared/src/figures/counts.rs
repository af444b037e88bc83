//! What one case counts as.

use crate::case::{Case, Closing, State, VoidKind};
use crate::channel::Channel;
use crate::figures::Figures;
use crate::time::Instant;

/// How far a case has come; each includes those before it.
///
/// It is where the case is now that counts: one that was sent back to be accepted anew has come no further than its
/// report. One that is over has come as far as it had when it ended.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Reached {
    /// 上报: it is there.
    Reported,
    /// 受理: past accept.
    Accepted,
    /// 立案: past filing.
    Filed,
    /// 派遣: it was sent to a unit.
    Dispatched,
    /// 准确派遣: … and the first unit that it was sent to is also the last.
    DispatchedRight,
}

impl Reached {
    /// Every step, in order.
    pub const ALL: &[Self] = &[Self::Reported, Self::Accepted, Self::Filed, Self::Dispatched, Self::DispatchedRight];

    /// Returns the step's place in the order, as it is stored.
    pub const fn as_number(self) -> i64 {
        match self {
            Self::Reported => 0,
            Self::Accepted => 1,
            Self::Filed => 2,
            Self::Dispatched => 3,
            Self::DispatchedRight => 4,
        }
    }
}

/// What one case counts as. It holds at every moment until the case changes: only whether it is late depends on when
/// somebody looks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Counts {
    /// Where the report came from.
    pub channel: Channel,
    /// Where it stands.
    pub state: State,
    /// How far it has come.
    pub reached: Reached,
    /// 自行处置: its reporter had fixed it; counted apart from all other reports.
    pub self_handled: bool,
    /// A unit gave it back as not its own, once or more often.
    pub returned: bool,
    /// From after this moment on it is late; an appeal that was upheld takes that away.
    pub late_after: Option<Instant>,
    /// How it was closed; `None` while it is not.
    pub closing: Option<Closing>,
    /// At which stage it was voided; `None` where it is not.
    pub void: Option<VoidKind>,
}

impl Counts {
    /// Says what a case counts as.
    pub fn of(case: &Case) -> Self {
        Self {
            channel: case.channel,
            state: case.state,
            reached: reached(case),
            self_handled: last_open_state(case) == State::SelfReview,
            returned: case.returns > 0,
            late_after: case.late_after(),
            closing: (case.state == State::Closed).then(|| closing(case)),
            void: (case.state == State::Void).then(|| case.void_kind.unwrap_or(VoidKind::Voided)),
        }
    }

    /// Returns what the case adds to every sum.
    pub fn figures(&self, now: Instant) -> Figures {
        let count = <u64 as From<bool>>::from;
        let mut figures = Figures {
            reported: count(!self.self_handled),
            by_other_channels: count(self.channel != Channel::Collector),
            self_handled: count(self.self_handled),
            accepted: count(self.reached >= Reached::Accepted),
            filed: count(self.reached >= Reached::Filed),
            dispatched: count(self.reached >= Reached::Dispatched),
            dispatched_right: count(self.reached >= Reached::DispatchedRight),
            returned: count(self.returned),
            overdue: count(self.late_after.is_some_and(|late_after| now > late_after)),
            suspended: count(self.state == State::Suspended),
            linked: count(self.state == State::Merged),
            ..Figures::default()
        };
        if let Some(closing) = self.closing {
            *figures.closed.of_mut(closing) = 1;
        }
        if let Some(void) = self.void {
            *figures.voided.of_mut(void) = 1;
        }
        figures
    }
}

/// Returns the last state in which a case was open: the one it is in, or the one from which it came to its end.
fn last_open_state(case: &Case) -> State {
    if case.state.is_over() { case.ended_from.unwrap_or_else(|| surely_ended_from(case)) } else { case.state }
}

/// Of a case that ended before it was written down from where, no more is claimed than what is certain.
fn surely_ended_from(case: &Case) -> State {
    match (case.closing, case.void_kind) {
        (Some(Closing::SelfHandled), _) | (None, Some(VoidKind::SelfHandledRefused)) => State::SelfReview,
        (Some(Closing::Direct), _) | (None, Some(VoidKind::NotAccepted)) => State::Reported,
        (None, Some(VoidKind::NotFiled)) => State::ToFile,
        (Some(Closing::Normal | Closing::Overdue | Closing::Error | Closing::Special), _) => State::ToClose,
        (None, Some(VoidKind::Voided)) if case.clock.due_at.is_some() => State::ToDispatch,
        (None, Some(VoidKind::Voided)) => State::Reported,
        (None, None) if case.state == State::Closed => State::ToClose,
        (None, None) => State::Reported,
    }
}

fn reached(case: &Case) -> Reached {
    match last_open_state(case) {
        // The last three are no states in which a case is open; of a record that says so nothing more is claimed.
        State::Reported | State::Verifying | State::SelfReview | State::Closed | State::Void | State::Merged => {
            Reached::Reported
        }
        State::ToFile => Reached::Accepted,
        State::ToDispatch
        | State::ToSecondDispatch
        | State::ToHandle
        | State::Handling
        | State::Suspended
        | State::ToReview
        | State::ToCheck
        | State::Checking
        | State::ToClose => match (case.clock.due_at, case.was_dispatched_right()) {
            (None, _) => Reached::Filed,
            (Some(_), Some(true)) => Reached::DispatchedRight,
            // Of a case that was dispatched before its first unit was written down it is not known: no more is claimed.
            (Some(_), Some(false) | None) => Reached::Dispatched,
        },
    }
}

/// A case that was closed before there were kinds was handled in time or late.
fn closing(case: &Case) -> Closing {
    case.closing.unwrap_or_else(|| match case.clock.late_after() {
        Some(_) => Closing::Overdue,
        None => Closing::Normal,
    })
}
