//! What has to be filled in before an action can be sent.

use shared::case::{Action, ActionKind, Case, Closing, OrderKind};
use shared::ids::{CaseId, TaskId};
use shared::time::Instant;
use uuid::Uuid;

/// What an action asks for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Needs {
    /// Nothing: pressing is enough.
    Nothing,
    /// A reason in words.
    Reason,
    /// A reason and until when.
    ReasonAndDate,
    /// Which kind of closing, and a reason.
    Closing,
    /// What is asked for, why, and until when.
    Order,
    /// The reply to an order.
    Reply,
    /// Another case that is about the same.
    OtherCase,
    /// The number of a filing condition.
    Condition,
    /// A responsible unit.
    Unit,
    /// After photos.
    Photos,
}

/// What was filled in.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Filled {
    /// The reason.
    pub reason: String,
    /// Until when.
    pub until: Option<Instant>,
    /// The number of the filing condition.
    pub condition: String,
    /// The unit's code.
    pub unit: String,
    /// It should never have been a case; otherwise it is closed by decision.
    pub is_error: bool,
    /// Why the case is pushed.
    pub order_kind: Option<OrderKind>,
    /// The order that is replied to.
    pub order: Option<u32>,
    /// The case that goes on.
    pub other: Option<CaseId>,
}

impl Filled {
    /// Fills in what the case already says.
    pub fn from(case: &Case) -> Self {
        let unit = case.unit.as_ref().map(ToString::to_string).unwrap_or_default();
        let order = case.orders.iter().find(|order| order.replied_at.is_none()).map(|order| order.number);
        Self { condition: case.condition_no.to_string(), unit, order, ..Self::default() }
    }
}

/// Returns what an action asks for; `None` for those that are not done to the case at a desk: they come from a
/// phone, or are done to its task.
pub const fn needs(kind: ActionKind) -> Option<Needs> {
    match kind {
        ActionKind::Accept
        | ActionKind::DispatchToDistrict
        | ActionKind::Assign
        | ActionKind::ApproveExtend
        | ActionKind::ApproveSuspend
        | ActionKind::Resume
        | ActionKind::ReviewPass
        | ActionKind::CheckPass
        | ActionKind::Close
        | ActionKind::PassSelfHandled
        | ActionKind::SendVerify
        | ActionKind::SendCheck => Some(Needs::Nothing),
        ActionKind::Reject
        | ActionKind::HandleDirectly
        | ActionKind::Unlink
        | ActionKind::ReturnToCity
        | ActionKind::MarkUnowned
        | ActionKind::WaiveCheck
        | ActionKind::Appeal
        | ActionKind::ForwardAppeal
        | ActionKind::DeclineAppeal
        | ActionKind::UpholdAppeal
        | ActionKind::DismissAppeal
        | ActionKind::Refuse
        | ActionKind::ReturnToAccept
        | ActionKind::Return
        | ActionKind::ApplyExtend
        | ActionKind::DeclineExtend
        | ActionKind::DeclineSuspend
        | ActionKind::ReviewRework
        | ActionKind::CheckRework
        | ActionKind::Reopen
        | ActionKind::Void
        | ActionKind::RefuseSelfHandled => Some(Needs::Reason),
        ActionKind::ApplySuspend => Some(Needs::ReasonAndDate),
        ActionKind::CloseSpecial => Some(Needs::Closing),
        ActionKind::Supervise => Some(Needs::Order),
        ActionKind::ReplySupervision => Some(Needs::Reply),
        ActionKind::Link => Some(Needs::OtherCase),
        ActionKind::File => Some(Needs::Condition),
        ActionKind::Dispatch => Some(Needs::Unit),
        ActionKind::Finish => Some(Needs::Photos),
        ActionKind::Report
        | ActionKind::ReportSelfHandled
        | ActionKind::VerifyResult
        | ActionKind::CheckResult
        | ActionKind::WarnDue
        | ActionKind::MarkOverdue
        | ActionKind::TakeBack
        | ActionKind::Reassign
        | ActionKind::Recount => None,
    }
}

/// Makes the action from what was filled in; `None` while something is missing.
pub fn action(kind: ActionKind, filled: &Filled) -> Option<Action> {
    let reason = || Some(filled.reason.trim().to_owned()).filter(|reason| !reason.is_empty());
    Some(match kind {
        ActionKind::Accept => Action::Accept,
        ActionKind::DispatchToDistrict => Action::DispatchToDistrict,
        ActionKind::Assign => Action::Assign,
        ActionKind::ApproveExtend => Action::ApproveExtend,
        ActionKind::ApproveSuspend => Action::ApproveSuspend,
        ActionKind::Resume => Action::Resume,
        ActionKind::ReviewPass => Action::ReviewPass,
        ActionKind::CheckPass => Action::CheckPass,
        ActionKind::Close => Action::Close,
        ActionKind::PassSelfHandled => Action::PassSelfHandled,
        ActionKind::SendVerify => Action::SendVerify { task: to_be_made() },
        ActionKind::SendCheck => Action::SendCheck { task: to_be_made() },
        ActionKind::Reject => Action::Reject { reason: reason()? },
        ActionKind::HandleDirectly => Action::HandleDirectly { reason: reason()? },
        ActionKind::Unlink => Action::Unlink { reason: reason()? },
        ActionKind::ReturnToCity => Action::ReturnToCity { reason: reason()? },
        ActionKind::MarkUnowned => Action::MarkUnowned { reason: reason()? },
        ActionKind::WaiveCheck => Action::WaiveCheck { reason: reason()? },
        ActionKind::Appeal => Action::Appeal { reason: reason()? },
        ActionKind::ForwardAppeal => Action::ForwardAppeal { reason: reason()? },
        ActionKind::DeclineAppeal => Action::DeclineAppeal { reason: reason()? },
        ActionKind::UpholdAppeal => Action::UpholdAppeal { reason: reason()? },
        ActionKind::DismissAppeal => Action::DismissAppeal { reason: reason()? },
        ActionKind::CloseSpecial => {
            let closing = if filled.is_error { Closing::Error } else { Closing::Special };
            Action::CloseSpecial { closing, reason: reason()? }
        }
        ActionKind::Supervise => {
            Action::Supervise { kind: filled.order_kind?, requirement: reason()?, due_at: filled.until }
        }
        ActionKind::ReplySupervision => Action::ReplySupervision { number: filled.order?, reply: reason()? },
        ActionKind::Link => Action::Link { into: filled.other? },
        ActionKind::Refuse => Action::Refuse { reason: reason()? },
        ActionKind::ReturnToAccept => Action::ReturnToAccept { reason: reason()? },
        ActionKind::Return => Action::Return { reason: reason()? },
        ActionKind::ApplyExtend => Action::ApplyExtend { reason: reason()? },
        ActionKind::DeclineExtend => Action::DeclineExtend { reason: reason()? },
        ActionKind::DeclineSuspend => Action::DeclineSuspend { reason: reason()? },
        ActionKind::ReviewRework => Action::ReviewRework { reason: reason()? },
        ActionKind::CheckRework => Action::CheckRework { reason: reason()? },
        ActionKind::Reopen => Action::Reopen { reason: reason()? },
        ActionKind::Void => Action::Void { reason: reason()? },
        ActionKind::RefuseSelfHandled => Action::RefuseSelfHandled { reason: reason()? },
        ActionKind::ApplySuspend => Action::ApplySuspend { reason: reason()?, until: filled.until? },
        ActionKind::File => Action::File { condition_no: filled.condition.trim().parse().ok()? },
        ActionKind::Dispatch => Action::Dispatch { unit: filled.unit.trim().parse().ok()? },
        // Photos are uploaded on the way; `finish` makes this one.
        ActionKind::Finish
        | ActionKind::Report
        | ActionKind::ReportSelfHandled
        | ActionKind::VerifyResult
        | ActionKind::CheckResult
        | ActionKind::WarnDue
        | ActionKind::MarkOverdue
        | ActionKind::TakeBack
        | ActionKind::Reassign
        | ActionKind::Recount => return None,
    })
}

/// Stands for the task that the server makes once it has drawn somebody; at a desk nobody names one.
fn to_be_made() -> TaskId {
    TaskId(Uuid::nil())
}

#[cfg(test)]
mod tests {
    use shared::case::{ActionKind, OrderKind};
    use shared::ids::CaseId;
    use shared::time::Instant;
    use uuid::Uuid;

    use super::{Filled, Needs, action, needs};

    #[test]
    fn nothing_is_sent_half_filled_in() {
        for kind in ActionKind::ALL {
            let is_ready = action(*kind, &Filled::default()).is_some();
            assert_eq!(is_ready, needs(*kind) == Some(Needs::Nothing), "{kind:?}");
        }
    }

    #[test]
    fn what_is_filled_in_becomes_the_action_of_its_name() {
        let filled = Filled {
            reason: " 不归我们管 ".to_owned(),
            until: Some(Instant::from_ms(1)),
            condition: "2".to_owned(),
            unit: "U001".to_owned(),
            is_error: true,
            order_kind: Some(OrderKind::Leader),
            order: Some(1),
            other: Some(CaseId(Uuid::nil())),
        };
        for kind in ActionKind::ALL {
            match needs(*kind) {
                None | Some(Needs::Photos) => assert!(action(*kind, &filled).is_none(), "{kind:?}"),
                Some(_) => assert_eq!(action(*kind, &filled).map(|action| action.kind()), Some(*kind)),
            }
        }
    }
}
