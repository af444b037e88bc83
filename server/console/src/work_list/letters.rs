//! Which steps a queue is worked through by, and the letter that takes each.

use shared::case::{ActionKind, Queue};

/// Returns the steps of a queue, the usual one first.
pub const fn steps(queue: Queue) -> &'static [ActionKind] {
    use ActionKind as A;
    match queue {
        Queue::Accept => &[A::Accept, A::SendVerify, A::Reject, A::HandleDirectly],
        Queue::SelfReview => &[A::PassSelfHandled, A::RefuseSelfHandled],
        // A check that passed is judged; else one is sent.
        Queue::Check => &[A::CheckPass, A::SendCheck, A::CheckRework, A::WaiveCheck],
        Queue::AppealForwarded => &[A::UpholdAppeal, A::DismissAppeal],
        Queue::File => &[A::File, A::Refuse],
        Queue::Close => &[A::Close, A::CloseSpecial],
        Queue::Overdue => &[A::Supervise],
        Queue::Dispatch | Queue::Returned => &[A::Dispatch, A::DispatchToDistrict, A::ReturnToAccept, A::MarkUnowned],
        Queue::SecondDispatch => &[A::Dispatch, A::ReturnToCity, A::MarkUnowned],
        Queue::Review => &[A::ReviewPass, A::ReviewRework],
        Queue::Requests => &[A::ApproveExtend, A::ApproveSuspend, A::DeclineExtend, A::DeclineSuspend],
        Queue::AppealAsked => &[A::ForwardAppeal, A::DeclineAppeal],
        Queue::ToTake => &[A::Assign, A::Return, A::ApplyExtend],
        Queue::InHand => &[A::Return, A::ApplyExtend, A::ApplySuspend],
        Queue::Suspended | Queue::Orders => &[],
    }
}

/// Returns the letter of a step; none for what nobody does by hand. The same letter may stand for steps that are never
/// offered together.
pub const fn letter(kind: ActionKind) -> Option<&'static str> {
    use ActionKind as A;
    Some(match kind {
        A::Accept | A::Assign => "a",
        A::SendVerify => "v",
        A::Reject | A::Refuse | A::RefuseSelfHandled | A::Resume => "r",
        A::HandleDirectly => "h",
        A::Link => "l",
        A::Unlink | A::Supervise => "u",
        A::File | A::Finish => "f",
        A::Dispatch => "d",
        A::DispatchToDistrict => "q",
        A::ReturnToCity | A::ReturnToAccept | A::Return => "b",
        A::MarkUnowned | A::Reopen => "o",
        A::ApplyExtend | A::ApproveExtend | A::UpholdAppeal | A::ForwardAppeal | A::Appeal => "y",
        A::DeclineExtend | A::DismissAppeal | A::DeclineAppeal => "n",
        A::ApplySuspend | A::ApproveSuspend => "t",
        A::DeclineSuspend => "m",
        A::ReviewPass | A::CheckPass | A::PassSelfHandled => "p",
        A::ReviewRework | A::CheckRework => "w",
        A::SendCheck | A::Close => "c",
        A::WaiveCheck => "e",
        A::CloseSpecial => "s",
        A::ReplySupervision => "g",
        A::Void => "z",
        A::Report
        | A::ReportSelfHandled
        | A::VerifyResult
        | A::CheckResult
        | A::TakeBack
        | A::WarnDue
        | A::MarkOverdue
        | A::Reassign
        | A::Recount => return None,
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use shared::account::{Role, may_act};
    use shared::case::state::next;
    use shared::case::{ActionKind, Queue, State};

    use super::{letter, steps};
    use crate::case::form::needs;

    #[test]
    fn no_letter_stands_for_two_steps_that_may_be_offered_together() {
        for role in Role::ALL {
            for state in State::ALL {
                let mut taken = BTreeSet::from(["j", "k", "x"]);
                let offered = ActionKind::ALL
                    .iter()
                    .copied()
                    .filter(|kind| may_act(*role, *kind) && next(*state, *kind).is_ok() && needs(*kind).is_some());
                for kind in offered {
                    let letter = letter(kind).unwrap();
                    assert!(taken.insert(letter), "{letter} is taken: {kind:?} for {role:?} in {state:?}");
                }
            }
        }
    }

    #[test]
    fn whoever_works_through_a_queue_may_take_all_its_steps() {
        for role in [Role::Acceptor, Role::ShiftLeader, Role::Dispatcher, Role::Unit] {
            for queue in Queue::of(role) {
                assert!(steps(*queue).iter().all(|kind| may_act(role, *kind)), "{role:?} {queue:?}");
            }
        }
    }
}
