//! The states of a case and the one table that moves it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::case::action::ActionKind;
use crate::refusal::{Code, Refusal};

/// Where a case stands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// 已上报: waits to be accepted.
    Reported,
    /// 核实中: someone looks on site whether it is true.
    Verifying,
    /// 待立案: accepted, waits to be filed.
    ToFile,
    /// 待派遣: filed, waits for a unit.
    ToDispatch,
    /// 待二次派遣: the city sent it to the district, which names the unit.
    ToSecondDispatch,
    /// 待处置: with the unit, nobody assigned yet; the handling clock runs.
    ToHandle,
    /// 处置中: being handled.
    Handling,
    /// 挂账: parked until a date; the clock is paused.
    Suspended,
    /// 待督查: the unit says done; the dispatcher looks at its feedback.
    ToReview,
    /// 待核查: waits for a check to be sent or judged.
    ToCheck,
    /// 核查中: someone goes and looks.
    Checking,
    /// 待结案: waits to be closed.
    ToClose,
    /// 已结案.
    Closed,
    /// 作废; [`VoidKind`] says at which stage.
    Void,
    /// 已并案: the same problem as another case, which goes on; both reports are kept.
    Merged,
    /// 自行处置待审: a collector fixed it; the acceptor looks at the photos.
    SelfReview,
}

impl State {
    /// Every state, in the order of a case's life.
    pub const ALL: &[Self] = &[
        Self::Reported,
        Self::Verifying,
        Self::ToFile,
        Self::ToDispatch,
        Self::ToSecondDispatch,
        Self::ToHandle,
        Self::Handling,
        Self::Suspended,
        Self::ToReview,
        Self::ToCheck,
        Self::Checking,
        Self::ToClose,
        Self::Closed,
        Self::Void,
        Self::Merged,
        Self::SelfReview,
    ];

    /// Returns the state as it is stored and travels.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Reported => "reported",
            Self::Verifying => "verifying",
            Self::ToFile => "to_file",
            Self::ToDispatch => "to_dispatch",
            Self::ToSecondDispatch => "to_second_dispatch",
            Self::ToHandle => "to_handle",
            Self::Handling => "handling",
            Self::Suspended => "suspended",
            Self::ToReview => "to_review",
            Self::ToCheck => "to_check",
            Self::Checking => "checking",
            Self::ToClose => "to_close",
            Self::Closed => "closed",
            Self::Void => "void",
            Self::Merged => "merged",
            Self::SelfReview => "self_review",
        }
    }

    /// Returns the state that is written so, if there is one.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|state| state.as_str() == text)
    }

    /// Says whether nothing more will happen to the case by itself.
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Closed | Self::Void | Self::Merged)
    }
}

/// At which stage a case was voided; counted apart.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum VoidKind {
    /// 不予受理: at accept.
    NotAccepted,
    /// 不予立案: at file.
    NotFiled,
    /// 作废: by that step, at whatever stage.
    Voided,
    /// A self-handled report that was not accepted.
    SelfHandledRefused,
}

impl VoidKind {
    /// Every kind.
    pub const ALL: &[Self] = &[Self::NotAccepted, Self::NotFiled, Self::Voided, Self::SelfHandledRefused];

    /// Returns the word it is stored and travels as.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotAccepted => "not_accepted",
            Self::NotFiled => "not_filed",
            Self::Voided => "voided",
            Self::SelfHandledRefused => "self_handled_refused",
        }
    }
}

/// What a case becomes. This table is the only place that knows.
///
/// Guards that need more than the state (a reason, a photo, the last check) are in [`crate::case::apply`].
pub fn next(state: State, action: ActionKind) -> Result<State, Refusal> {
    use ActionKind as A;
    use State as S;
    match (state, action) {
        (S::Reported, A::Accept) => Ok(S::ToFile),
        (S::Reported, A::SendVerify) => Ok(S::Verifying),
        (S::Reported, A::Reject) => Ok(S::Void),
        (S::Reported, A::HandleDirectly) => Ok(S::Closed),
        (S::Reported | S::ToFile, A::Link) => Ok(S::Merged),
        (S::Merged, A::Unlink) => Ok(S::Reported),
        (S::Verifying, A::VerifyResult | A::TakeBack) => Ok(S::Reported),
        (S::ToFile, A::File) => Ok(S::ToDispatch),
        (S::ToFile, A::Refuse) => Ok(S::Void),
        (S::ToDispatch | S::ToSecondDispatch, A::Dispatch) => Ok(S::ToHandle),
        (S::ToDispatch, A::DispatchToDistrict) => Ok(S::ToSecondDispatch),
        (S::ToSecondDispatch, A::ReturnToCity) => Ok(S::ToDispatch),
        (S::ToDispatch, A::ReturnToAccept) => Ok(S::Reported),
        (S::ToDispatch, A::MarkUnowned) => Ok(S::ToDispatch),
        (S::ToSecondDispatch, A::MarkUnowned) => Ok(S::ToSecondDispatch),
        (S::ToHandle, A::Assign) => Ok(S::Handling),
        (S::ToHandle | S::Handling, A::Return) => Ok(S::ToDispatch),
        (S::ToHandle, A::ApplyExtend | A::ApplySuspend | A::ApproveExtend | A::DeclineExtend | A::DeclineSuspend) => {
            Ok(S::ToHandle)
        }
        (S::Handling, A::ApplyExtend | A::ApplySuspend | A::ApproveExtend | A::DeclineExtend | A::DeclineSuspend) => {
            Ok(S::Handling)
        }
        (S::ToHandle | S::Handling, A::ApproveSuspend) => Ok(S::Suspended),
        (S::Suspended, A::Resume) => Ok(S::Handling),
        (S::Handling, A::Finish) => Ok(S::ToReview),
        (S::ToReview, A::ReviewPass) => Ok(S::ToCheck),
        (S::ToReview, A::ReviewRework) => Ok(S::ToHandle),
        (S::ToCheck, A::SendCheck) => Ok(S::Checking),
        (S::Checking, A::CheckResult | A::TakeBack) => Ok(S::ToCheck),
        (S::ToCheck, A::CheckPass | A::WaiveCheck) => Ok(S::ToClose),
        (S::ToCheck, A::CheckRework) => Ok(S::ToDispatch),
        (S::ToClose, A::Close) => Ok(S::Closed),
        (S::Closed, A::Reopen) => Ok(S::ToCheck),
        (
            S::ToDispatch
            | S::ToSecondDispatch
            | S::ToHandle
            | S::Handling
            | S::Suspended
            | S::ToReview
            | S::ToCheck
            | S::Checking
            | S::ToClose,
            A::CloseSpecial,
        ) => Ok(S::Closed),
        (
            S::ToDispatch
            | S::ToSecondDispatch
            | S::ToHandle
            | S::Handling
            | S::Suspended
            | S::ToReview
            | S::ToCheck
            | S::Checking
            | S::ToClose,
            A::Supervise | A::ReplySupervision,
        )
        | (S::ToHandle | S::Handling | S::ToReview, A::WarnDue | A::MarkOverdue) => Ok(state),
        (S::Closed, A::Appeal | A::ForwardAppeal | A::DeclineAppeal | A::UpholdAppeal | A::DismissAppeal) => {
            Ok(S::Closed)
        }
        (S::SelfReview, A::PassSelfHandled) => Ok(S::Closed),
        (S::SelfReview, A::RefuseSelfHandled) => Ok(S::Void),
        (open, A::Reassign | A::Recount) if !open.is_over() => Ok(open),
        (
            S::Reported
            | S::Verifying
            | S::ToFile
            | S::ToDispatch
            | S::ToSecondDispatch
            | S::ToHandle
            | S::Handling
            | S::Suspended
            | S::ToReview
            | S::ToCheck
            | S::Checking
            | S::ToClose
            | S::SelfReview,
            A::Void,
        ) => Ok(S::Void),
        (
            S::Reported
            | S::Verifying
            | S::ToFile
            | S::ToDispatch
            | S::ToSecondDispatch
            | S::ToHandle
            | S::Handling
            | S::Suspended
            | S::ToReview
            | S::ToCheck
            | S::Checking
            | S::ToClose
            | S::Closed
            | S::Void
            | S::Merged
            | S::SelfReview,
            action,
        ) => Err(Refusal::because(
            Code::NotFromHere,
            format!("{} is not possible while the case is {}", action.as_str(), state.as_str()),
        )),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{ActionKind, State, next};

    #[track_caller]
    fn check(from: State, action: ActionKind, expected: Option<State>) {
        assert_eq!(next(from, action).ok(), expected, "{from:?} {action:?}");
    }

    #[test]
    fn the_happy_path_leads_from_the_kerb_to_closed() {
        let path = [
            ActionKind::Accept,
            ActionKind::File,
            ActionKind::Dispatch,
            ActionKind::Assign,
            ActionKind::Finish,
            ActionKind::ReviewPass,
            ActionKind::SendCheck,
            ActionKind::CheckResult,
            ActionKind::CheckPass,
            ActionKind::Close,
        ];
        let end = path.iter().try_fold(State::Reported, |state, action| next(state, *action));
        assert_eq!(end, Ok(State::Closed));
    }

    #[test]
    fn a_failed_check_goes_back_to_dispatch_and_a_failed_review_to_the_same_unit() {
        check(State::ToCheck, ActionKind::CheckRework, Some(State::ToDispatch));
        check(State::ToReview, ActionKind::ReviewRework, Some(State::ToHandle));
    }

    #[test]
    fn a_task_that_is_taken_back_leaves_its_case_as_before_it_was_sent() {
        check(State::Verifying, ActionKind::TakeBack, Some(State::Reported));
        check(State::Checking, ActionKind::TakeBack, Some(State::ToCheck));
        check(State::ToCheck, ActionKind::TakeBack, None);
    }

    #[test]
    fn other_boundaries_and_calendars_leave_every_open_case_where_it_stands() {
        for state in State::ALL {
            check(*state, ActionKind::Reassign, (!state.is_over()).then_some(*state));
            check(*state, ActionKind::Recount, (!state.is_over()).then_some(*state));
        }
    }

    #[test]
    fn what_is_over_is_over() {
        for action in ActionKind::ALL {
            check(State::Void, *action, None);
            check(State::Merged, *action, (*action == ActionKind::Unlink).then_some(State::Reported));
            let after = match action {
                ActionKind::Reopen => Some(State::ToCheck),
                ActionKind::Appeal
                | ActionKind::ForwardAppeal
                | ActionKind::DeclineAppeal
                | ActionKind::UpholdAppeal
                | ActionKind::DismissAppeal => Some(State::Closed),
                _ => None,
            };
            check(State::Closed, *action, after);
        }
    }

    #[test]
    fn every_state_can_be_reached_and_every_open_one_left() {
        let mut reached = BTreeSet::from([State::Reported, State::SelfReview]);
        loop {
            let more: BTreeSet<_> = reached
                .iter()
                .flat_map(|state| ActionKind::ALL.iter().filter_map(|action| next(*state, *action).ok()))
                .collect();
            let before = reached.len();
            reached.extend(more);
            if reached.len() == before {
                break;
            }
        }
        assert_eq!(reached.len(), State::ALL.len(), "a state that cannot be reached is dead");
        for state in State::ALL.iter().filter(|state| !state.is_over()) {
            assert!(
                ActionKind::ALL.iter().any(|a| next(*state, *a).is_ok_and(|to| to != *state)),
                "{state:?} is a trap"
            );
        }
    }

    #[test]
    fn the_handling_stage_cannot_be_jumped() {
        check(State::ToHandle, ActionKind::Finish, None);
        check(State::ToDispatch, ActionKind::Close, None);
        check(State::Reported, ActionKind::Dispatch, None);
        check(State::Suspended, ActionKind::Finish, None);
    }
}
