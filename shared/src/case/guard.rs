//! What the state alone would allow and a rule forbids. Each refusal's code says which rule it was.

use crate::case::action::{Action, ActionKind};
use crate::case::apply::Terms;
use crate::case::closing::{AppealState, Closing};
use crate::case::record::Case;
use crate::case::state::State;
use crate::evidence::PhotoRole;
use crate::ids::TaskId;
use crate::refusal::{Code, Refusal};
use crate::task::TaskResult;

const DAY_MS: i64 = 24 * 3_600_000;

/// Refuses what a rule forbids.
pub fn guard(case: &Case, action: &Action, terms: &Terms<'_>) -> Result<(), Refusal> {
    if let Action::Finish { photos, .. } = action {
        let after = photos.iter().any(|photo| photo.role == PhotoRole::After);
        return if after { Ok(()) } else { Err(Refusal::because(Code::PhotoRequired, "an after photo is required")) };
    }
    if action.reason().is_some_and(|reason| reason.trim().is_empty()) {
        return Err(Code::ReasonRequired.into());
    }
    possible(case, action.kind(), terms)?;
    match action {
        Action::VerifyResult { task, result } => {
            right_task(case, *task)?;
            right_result(*result, &[TaskResult::Exists, TaskResult::Absent, TaskResult::Unable])
        }
        Action::CheckResult { task, result } => {
            right_task(case, *task)?;
            right_result(*result, &[TaskResult::Pass, TaskResult::Fail, TaskResult::Unable])
        }
        Action::ApplySuspend { until, .. } => {
            let most = terms.now.plus_ms(i64::from(terms.rules.most_suspended_days) * DAY_MS);
            if *until <= terms.now {
                Err(Refusal::because(Code::BadValue, "until: the date lies in the past"))
            } else if *until > most {
                let days = terms.rules.most_suspended_days;
                Err(Refusal::because(Code::SuspendedTooLong, format!("at most {days} days")))
            } else {
                Ok(())
            }
        }
        Action::CloseSpecial { closing, .. } if !matches!(closing, Closing::Special | Closing::Error) => {
            Err(Refusal::because(Code::BadValue, "closing: special or error"))
        }
        Action::Link { into } if *into == case.id => {
            Err(Refusal::because(Code::BadValue, "into: a case is not its own duplicate"))
        }
        Action::Supervise { due_at, .. } if due_at.is_some_and(|due| due <= terms.now) => {
            Err(Refusal::because(Code::BadValue, "due_at: the time lies in the past"))
        }
        Action::ReplySupervision { number, .. } => {
            let waits = |order: &&crate::case::Order| order.number == *number && order.replied_at.is_none();
            if case.orders.iter().any(|order| waits(&order)) { Ok(()) } else { Err(Code::NoSuchOrder.into()) }
        }
        Action::Accept
        | Action::SendVerify { .. }
        | Action::Reject { .. }
        | Action::HandleDirectly { .. }
        | Action::Link { .. }
        | Action::Unlink { .. }
        | Action::File { .. }
        | Action::Refuse { .. }
        | Action::Dispatch { .. }
        | Action::DispatchToDistrict
        | Action::ReturnToCity { .. }
        | Action::MarkUnowned { .. }
        | Action::ReturnToAccept { .. }
        | Action::Assign
        | Action::Return { .. }
        | Action::ApplyExtend { .. }
        | Action::ApproveExtend
        | Action::DeclineExtend { .. }
        | Action::ApproveSuspend
        | Action::DeclineSuspend { .. }
        | Action::Resume
        | Action::Finish { .. }
        | Action::ReviewPass
        | Action::ReviewRework { .. }
        | Action::SendCheck { .. }
        | Action::CheckPass
        | Action::WaiveCheck { .. }
        | Action::CheckRework { .. }
        | Action::Close
        | Action::CloseSpecial { .. }
        | Action::Supervise { .. }
        | Action::Appeal { .. }
        | Action::ForwardAppeal { .. }
        | Action::DeclineAppeal { .. }
        | Action::UpholdAppeal { .. }
        | Action::DismissAppeal { .. }
        | Action::WarnDue
        | Action::MarkOverdue
        | Action::Reopen { .. }
        | Action::Void { .. }
        | Action::PassSelfHandled
        | Action::RefuseSelfHandled { .. } => Ok(()),
    }
}

/// Refuses what a rule forbids whatever the action says: what a screen may offer.
pub fn possible(case: &Case, kind: ActionKind, terms: &Terms<'_>) -> Result<(), Refusal> {
    use ActionKind as A;
    match kind {
        A::Accept => verified(case, terms),
        A::HandleDirectly if !case.channel.needs_verification() => {
            Err(Refusal::because(Code::NotFromHere, "a collector's report is a case; it is not answered at the desk"))
        }
        A::File if case.grid.is_none() => {
            Err(Refusal::because(Code::OutsideCity, "a case without a grid cannot be filed"))
        }
        A::DispatchToDistrict if !terms.rules.second_dispatch => {
            Err(Refusal::because(Code::NoSecondDispatch, "setting rules.second_dispatch"))
        }
        A::Dispatch if terms.rules.second_dispatch && case.state == State::ToDispatch => {
            Err(Refusal::because(Code::SecondDispatchFirst, "setting rules.second_dispatch"))
        }
        A::ApplyExtend | A::ApproveExtend => extension(case, terms),
        A::ApplySuspend | A::ApproveSuspend => suspension(case, terms),
        A::CheckPass if case.last_check != Some(TaskResult::Pass) => Err(Code::CheckNotPassed.into()),
        A::Link if !case.merged.is_empty() => {
            Err(Refusal::because(Code::BadValue, "other reports were linked to this case; link it the other way round"))
        }
        A::ReplySupervision if case.orders.iter().all(|order| order.replied_at.is_some()) => {
            Err(Code::NoSuchOrder.into())
        }
        A::Appeal => appeal(case, terms),
        A::ForwardAppeal | A::DeclineAppeal => stands(case, AppealState::Asked),
        A::UpholdAppeal | A::DismissAppeal => stands(case, AppealState::Forwarded),
        A::WarnDue if case.warned_at.is_some() => Err(Code::NotFromHere.into()),
        A::MarkOverdue if case.overdue_at.is_some() || !case.clock.is_late(terms.now) => Err(Code::NotFromHere.into()),
        A::Report
        | A::SendVerify
        | A::VerifyResult
        | A::Reject
        | A::HandleDirectly
        | A::Link
        | A::Unlink
        | A::File
        | A::Refuse
        | A::Dispatch
        | A::DispatchToDistrict
        | A::ReturnToCity
        | A::MarkUnowned
        | A::ReturnToAccept
        | A::Assign
        | A::Return
        | A::DeclineExtend
        | A::DeclineSuspend
        | A::Resume
        | A::Finish
        | A::ReviewPass
        | A::ReviewRework
        | A::SendCheck
        | A::CheckResult
        | A::TakeBack
        | A::CheckPass
        | A::WaiveCheck
        | A::CheckRework
        | A::Close
        | A::CloseSpecial
        | A::Supervise
        | A::ReplySupervision
        | A::WarnDue
        | A::MarkOverdue
        | A::Reassign
        | A::Recount
        | A::Reopen
        | A::Void
        | A::ReportSelfHandled
        | A::PassSelfHandled
        | A::RefuseSelfHandled => Ok(()),
    }
}

/// 核实 comes first for every report that is no collector's.
fn verified(case: &Case, terms: &Terms<'_>) -> Result<(), Refusal> {
    let is_needed = case.channel.needs_verification() && terms.rules.verify_first;
    if is_needed && case.last_verify != Some(TaskResult::Exists) {
        return Err(Refusal::because(Code::NotVerified, "setting rules.verify_first"));
    }
    Ok(())
}

/// 延期: before the limit is over only, and so often at the most.
fn extension(case: &Case, terms: &Terms<'_>) -> Result<(), Refusal> {
    let most = terms.rules.most_extensions;
    if case.clock.due_at.is_none() {
        return Err(Code::RequestNotPossible.into());
    }
    if case.clock.extensions >= most {
        return Err(Refusal::because(Code::ExtensionsUsedUp, format!("setting rules.most_extensions: {most}")));
    }
    Ok(())
}

/// 挂账: so often at the most.
fn suspension(case: &Case, terms: &Terms<'_>) -> Result<(), Refusal> {
    let most = terms.rules.most_suspensions;
    if case.suspensions >= u32::from(most) {
        return Err(Refusal::because(Code::SuspensionsUsedUp, format!("setting rules.most_suspensions: {most}")));
    }
    Ok(())
}

/// 申诉: once, against an overdue mark.
fn appeal(case: &Case, terms: &Terms<'_>) -> Result<(), Refusal> {
    if case.appeal.is_some() {
        return Err(Refusal::because(Code::AppealNotPossible, "an appeal was made before"));
    }
    if !case.clock.is_late(terms.now) {
        return Err(Refusal::because(Code::AppealNotPossible, "the case was handled in time"));
    }
    Ok(())
}

fn stands(case: &Case, state: AppealState) -> Result<(), Refusal> {
    match &case.appeal {
        Some(appeal) if appeal.state == state => Ok(()),
        Some(_) | None => Err(Refusal::because(Code::AppealNotPossible, "no appeal waits for this decision")),
    }
}

fn right_task(case: &Case, task: TaskId) -> Result<(), Refusal> {
    if case.open_task == Some(task) {
        Ok(())
    } else {
        Err(Refusal::because(Code::NotFromHere, "the task is not the one that is out for this case"))
    }
}

fn right_result(result: TaskResult, allowed: &[TaskResult]) -> Result<(), Refusal> {
    if allowed.contains(&result) { Ok(()) } else { Err(Code::WrongAnswer.into()) }
}
