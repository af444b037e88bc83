//! Where a case waits for somebody: the queue of a desk, what a unit asks for, what a unit has to do.
//!
//! A case stands in the queue of its stage, and besides in those of whoever is asked something about it: the dispatcher
//! for more time, the unit for a reply. Computed from the case alone, so that it can stand in columns beside it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::account::Role;
use crate::case::action::ActionKind;
use crate::case::closing::AppealState;
use crate::case::record::Case;
use crate::case::rules::{Level, Rules};
use crate::case::state::State;
use crate::time::Instant;

/// What somebody works through, the most urgent first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Queue {
    /// 待受理.
    Accept,
    /// 自行处置待审.
    SelfReview,
    /// 待核查: a check to be sent, or one that came back to be judged.
    Check,
    /// 申诉待复核: the dispatcher supported the appeal.
    AppealForwarded,
    /// 待立案.
    File,
    /// 待结案.
    Close,
    /// 超期待督办: overdue with the unit, and nobody has pushed it yet.
    Overdue,
    /// 待派遣, for the first time.
    Dispatch,
    /// 退回待派遣: a unit gave it back, or its check failed.
    Returned,
    /// 待二次派遣.
    SecondDispatch,
    /// 待督查.
    Review,
    /// 延期、挂账申请.
    Requests,
    /// 申诉待初审.
    AppealAsked,
    /// 待接收: with the unit, not taken yet.
    ToTake,
    /// 处置中.
    InHand,
    /// 挂账.
    Suspended,
    /// 督办待回复.
    Orders,
}

/// How a queue is kept.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kept {
    /// By the stage the case is in; its desk has until the stage's own limit.
    Stage,
    /// By what somebody asks, beside the stage; the most urgent is what has to be handled first.
    Asked,
    /// By the state, for the unit that has the case; the handling clock counts.
    Unit(State),
}

impl Queue {
    /// Every queue.
    pub const ALL: &[Self] = &[
        Self::Accept,
        Self::SelfReview,
        Self::Check,
        Self::AppealForwarded,
        Self::File,
        Self::Close,
        Self::Overdue,
        Self::Dispatch,
        Self::Returned,
        Self::SecondDispatch,
        Self::Review,
        Self::Requests,
        Self::AppealAsked,
        Self::ToTake,
        Self::InHand,
        Self::Suspended,
        Self::Orders,
    ];

    /// Returns the word it is stored and travels as.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::SelfReview => "self_review",
            Self::Check => "check",
            Self::AppealForwarded => "appeal_forwarded",
            Self::File => "file",
            Self::Close => "close",
            Self::Overdue => "overdue",
            Self::Dispatch => "dispatch",
            Self::Returned => "returned",
            Self::SecondDispatch => "second_dispatch",
            Self::Review => "review",
            Self::Requests => "requests",
            Self::AppealAsked => "appeal_asked",
            Self::ToTake => "to_take",
            Self::InHand => "in_hand",
            Self::Suspended => "suspended",
            Self::Orders => "orders",
        }
    }

    /// Returns the queue that is written so, if there is one.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|queue| queue.as_str() == text)
    }

    /// Returns what a role works through, in the order in which it stands at the desk.
    pub const fn of(role: Role) -> &'static [Self] {
        match role {
            Role::Acceptor => &[Self::Accept, Self::Check, Self::SelfReview, Self::AppealForwarded],
            Role::ShiftLeader => &[Self::File, Self::Close, Self::Overdue],
            Role::Dispatcher => {
                &[Self::Dispatch, Self::Returned, Self::SecondDispatch, Self::Review, Self::Requests, Self::AppealAsked]
            }
            Role::Unit | Role::Handler => &[Self::ToTake, Self::InHand, Self::Suspended, Self::Orders],
            Role::Collector | Role::Inspector | Role::Evaluator | Role::Supervisor | Role::Leader | Role::Admin => &[],
        }
    }

    /// Returns how it is kept.
    pub const fn kept(self) -> Kept {
        match self {
            Self::Accept
            | Self::SelfReview
            | Self::Check
            | Self::File
            | Self::Close
            | Self::Dispatch
            | Self::Returned
            | Self::SecondDispatch
            | Self::Review => Kept::Stage,
            Self::AppealForwarded | Self::AppealAsked | Self::Overdue | Self::Requests | Self::Orders => Kept::Asked,
            Self::ToTake => Kept::Unit(State::ToHandle),
            Self::InHand => Kept::Unit(State::Handling),
            Self::Suspended => Kept::Unit(State::Suspended),
        }
    }

    /// Says whether a moment at which its cases are due means anything: an appeal has none, and a clock that is paused
    /// runs out for nobody.
    pub const fn has_limit(self) -> bool {
        !matches!(self, Self::AppealForwarded | Self::AppealAsked | Self::Suspended)
    }

    /// Returns the level whose desk works through it under these rules.
    pub fn level(self, rules: &Rules) -> Level {
        match self {
            Self::Accept => rules.desks.of(State::Reported, ActionKind::Accept),
            Self::File => rules.desks.of(State::ToFile, ActionKind::File),
            Self::Dispatch | Self::Returned => rules.desks.of(State::ToDispatch, ActionKind::Dispatch),
            Self::SecondDispatch => rules.desks.of(State::ToSecondDispatch, ActionKind::Dispatch),
            Self::Review => rules.desks.of(State::ToReview, ActionKind::ReviewPass),
            Self::Check => rules.desks.of(State::ToCheck, ActionKind::SendCheck),
            Self::Close => rules.desks.of(State::ToClose, ActionKind::Close),
            Self::SelfReview
            | Self::AppealForwarded
            | Self::Overdue
            | Self::Requests
            | Self::AppealAsked
            | Self::ToTake
            | Self::InHand
            | Self::Suspended
            | Self::Orders => Level::Either,
        }
    }
}

/// Where a case waits.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Waiting {
    /// The queue of the desk that its stage lies with.
    pub stage: Option<Queue>,
    /// Until when that desk has; `None` where no limit is set.
    pub due_at: Option<Instant>,
    /// Since when it lies there.
    pub since: Option<Instant>,
    /// What is asked besides.
    pub asked: Vec<Queue>,
    /// Since when the first of it is asked.
    pub asked_since: Option<Instant>,
}

impl Waiting {
    /// Says where a case waits.
    pub fn of(case: &Case) -> Self {
        let stage = stage(case);
        let asked = asked(case);
        Self {
            stage,
            due_at: case.stage.due_at.filter(|_| stage.is_some()),
            since: case.stage.since.filter(|_| stage.is_some()),
            asked_since: asked.iter().map(|(_, since)| *since).min(),
            asked: asked.into_iter().map(|(queue, _)| queue).collect(),
        }
    }
}

fn stage(case: &Case) -> Option<Queue> {
    match case.state {
        State::Reported => Some(Queue::Accept),
        State::ToFile => Some(Queue::File),
        // Its clock began when it was dispatched first.
        State::ToDispatch if case.clock.due_at.is_some() => Some(Queue::Returned),
        State::ToDispatch => Some(Queue::Dispatch),
        State::ToSecondDispatch => Some(Queue::SecondDispatch),
        State::ToReview => Some(Queue::Review),
        State::ToCheck => Some(Queue::Check),
        State::ToClose => Some(Queue::Close),
        State::SelfReview => Some(Queue::SelfReview),
        // On site, with the unit, or over.
        State::Verifying
        | State::ToHandle
        | State::Handling
        | State::Suspended
        | State::Checking
        | State::Closed
        | State::Void
        | State::Merged => None,
    }
}

fn asked(case: &Case) -> Vec<(Queue, Instant)> {
    let is_with_unit = matches!(case.state, State::ToHandle | State::Handling);
    let is_dispatched = is_with_unit
        || matches!(case.state, State::Suspended | State::ToReview | State::ToCheck | State::Checking | State::ToClose);
    let request = [case.extend_asked_at, case.suspend_asked_at].into_iter().flatten().min();
    let order = case.orders.iter().filter(|order| order.replied_at.is_none()).map(|order| order.given_at).min();
    let appeal = case.appeal.as_ref().filter(|_| case.state == State::Closed);
    let appeal = appeal.and_then(|appeal| match appeal.state {
        AppealState::Asked => Some((Queue::AppealAsked, appeal.made_at)),
        AppealState::Forwarded => Some((Queue::AppealForwarded, appeal.decided_at.unwrap_or(appeal.made_at))),
        AppealState::Upheld | AppealState::Declined => None,
    });
    let all = [
        request.filter(|_| is_with_unit).map(|since| (Queue::Requests, since)),
        order.filter(|_| is_dispatched).map(|since| (Queue::Orders, since)),
        case.overdue_at.filter(|_| is_with_unit && order.is_none()).map(|since| (Queue::Overdue, since)),
        appeal,
    ];
    all.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{Queue, Waiting};
    use crate::account::Role;
    use crate::case::tests::{case, dispatched};
    use crate::case::{Case, State};
    use crate::time::Instant;

    fn at(ms: i64) -> Option<Instant> {
        Some(Instant::from_ms(ms))
    }

    #[track_caller]
    fn check(case: &Case, stage: Option<Queue>, asked: &[Queue]) {
        let waiting = Waiting::of(case);
        assert_eq!((waiting.stage, waiting.asked.as_slice()), (stage, asked), "{:?}", case.state);
    }

    #[test]
    fn a_case_waits_at_the_desk_of_its_stage_and_with_a_unit_at_none() {
        check(&Case { state: State::Reported, ..case() }, Some(Queue::Accept), &[]);
        check(&Case { state: State::ToDispatch, ..case() }, Some(Queue::Dispatch), &[]);
        check(&Case { state: State::ToDispatch, ..dispatched() }, Some(Queue::Returned), &[]);
        check(&Case { state: State::ToCheck, ..dispatched() }, Some(Queue::Check), &[]);
        for state in [State::Verifying, State::Handling, State::Suspended, State::Checking, State::Closed, State::Void]
        {
            check(&Case { state, ..dispatched() }, None, &[]);
        }
    }

    #[test]
    fn what_is_asked_waits_with_whom_it_is_asked_of() {
        let asks = Case { state: State::Handling, extend_asked_at: at(7), suspend_asked_at: at(5), ..dispatched() };
        check(&asks, None, &[Queue::Requests]);
        assert_eq!(Waiting::of(&asks).asked_since, at(5));
        check(&Case { state: State::ToReview, ..asks.clone() }, Some(Queue::Review), &[]);
        check(&Case { overdue_at: at(9), ..asks }, None, &[Queue::Requests, Queue::Overdue]);
    }

    #[test]
    fn every_queue_is_somebodys_and_has_a_word_of_its_own() {
        let words: BTreeSet<&str> = Queue::ALL.iter().map(|queue| queue.as_str()).collect();
        assert_eq!(words.len(), Queue::ALL.len());
        for queue in Queue::ALL {
            assert_eq!(Queue::parse(queue.as_str()), Some(*queue));
            assert!(Role::ALL.iter().any(|role| Queue::of(*role).contains(queue)), "nobody works through {queue:?}");
        }
        assert_eq!(Queue::parse("lost"), None);
    }
}
