//! Carries an action out on a case: the guards that need more than the state, and what changes.

use crate::calendar::pack::Calendar;
use crate::case::action::Action;
use crate::case::record::Case;
use crate::case::state::{VoidKind, next};
use crate::evidence::PhotoRole;
use crate::refusal::{Code, Refusal};
use crate::task::TaskResult;
use crate::time::Instant;

/// Returns the case after the action, or why it is refused. Changes nothing else and sends nothing.
pub fn apply(mut case: Case, action: &Action, now: Instant, calendar: &Calendar) -> Result<Case, Refusal> {
    let to = next(case.state, action.kind())?;
    guard(&case, action)?;
    match action {
        Action::Accept | Action::ReturnToAccept { .. } | Action::Close | Action::PassSelfHandled => {}
        Action::SendVerify { task } => case.open_task = Some(*task),
        Action::VerifyResult { .. } => case.open_task = None,
        Action::Reject { .. } => case.void_kind = Some(VoidKind::NotAccepted),
        Action::File { condition_no } => case.condition_no = *condition_no,
        Action::Refuse { .. } => case.void_kind = Some(VoidKind::NotFiled),
        Action::Dispatch { unit } => {
            case.unit = Some(unit.clone());
            case.clock = case.clock.start(now, case.limit, calendar);
        }
        Action::Return { .. } => case.clock = case.clock.stop(now),
        Action::Assign
        | Action::ApplyExtend { .. }
        | Action::DeclineExtend { .. }
        | Action::ApplySuspend { .. }
        | Action::DeclineSuspend { .. } => {}
        Action::ApproveExtend => case.clock = case.clock.extend(case.limit, calendar),
        Action::ApproveSuspend => case.clock = case.clock.stop(now),
        Action::Resume => case.clock = case.clock.start(now, case.limit, calendar),
        Action::Finish { .. } => {
            case.clock = case.clock.stop(now);
            case.last_check = None;
        }
        Action::ReviewPass => {}
        Action::ReviewRework { .. } => {
            case.clock = case.clock.start(now, case.limit, calendar);
            case.rework_count = case.rework_count.saturating_add(1);
        }
        Action::SendCheck { task } => {
            case.open_task = Some(*task);
            case.last_check = None;
        }
        Action::CheckResult { result, .. } => {
            case.open_task = None;
            case.last_check = Some(*result);
        }
        Action::CheckPass => {}
        Action::CheckRework { .. } => case.rework_count = case.rework_count.saturating_add(1),
        Action::Reopen { .. } => case.last_check = None,
        Action::Void { .. } => {
            case.void_kind = Some(VoidKind::Voided);
            case.open_task = None;
            case.clock = case.clock.stop(now);
        }
        Action::RefuseSelfHandled { .. } => case.void_kind = Some(VoidKind::SelfHandledRefused),
    }
    case.state = to;
    case.closed_at = to.is_over().then(|| case.closed_at.unwrap_or(now));
    case.version = case.version.saturating_add(1);
    Ok(case)
}

/// Refuses what the state alone would allow.
fn guard(case: &Case, action: &Action) -> Result<(), Refusal> {
    if let Action::Finish { photos, .. } = action {
        let after = photos.iter().any(|photo| photo.role == PhotoRole::After);
        return if after { Ok(()) } else { Err(Refusal::because(Code::PhotoRequired, "an after photo is required")) };
    }
    if action.reason().is_some_and(|reason| reason.trim().is_empty()) {
        return Err(Code::ReasonRequired.into());
    }
    match action {
        Action::VerifyResult { task, result } => {
            right_task(case, *task)?;
            right_result(*result, &[TaskResult::Exists, TaskResult::Absent, TaskResult::Unable])
        }
        Action::CheckResult { task, result } => {
            right_task(case, *task)?;
            right_result(*result, &[TaskResult::Pass, TaskResult::Fail, TaskResult::Unable])
        }
        Action::CheckPass if case.last_check != Some(TaskResult::Pass) => Err(Code::CheckNotPassed.into()),
        Action::File { .. } if case.grid.is_none() => {
            Err(Refusal::because(Code::OutsideCity, "a case without a grid cannot be filed"))
        }
        Action::ApproveExtend if case.clock.due_at.is_none() => Err(Code::RequestNotPossible.into()),
        Action::Accept
        | Action::SendVerify { .. }
        | Action::Reject { .. }
        | Action::File { .. }
        | Action::Refuse { .. }
        | Action::Dispatch { .. }
        | Action::ReturnToAccept { .. }
        | Action::Assign
        | Action::Return { .. }
        | Action::ApplyExtend { .. }
        | Action::ApproveExtend
        | Action::DeclineExtend { .. }
        | Action::ApplySuspend { .. }
        | Action::ApproveSuspend
        | Action::DeclineSuspend { .. }
        | Action::Resume
        | Action::Finish { .. }
        | Action::ReviewPass
        | Action::ReviewRework { .. }
        | Action::SendCheck { .. }
        | Action::CheckPass
        | Action::CheckRework { .. }
        | Action::Close
        | Action::Reopen { .. }
        | Action::Void { .. }
        | Action::PassSelfHandled
        | Action::RefuseSelfHandled { .. } => Ok(()),
    }
}

fn right_task(case: &Case, task: crate::ids::TaskId) -> Result<(), Refusal> {
    if case.open_task == Some(task) {
        Ok(())
    } else {
        Err(Refusal::because(Code::NotFromHere, "the task is not the one that is out for this case"))
    }
}

fn right_result(result: TaskResult, allowed: &[TaskResult]) -> Result<(), Refusal> {
    if allowed.contains(&result) { Ok(()) } else { Err(Code::WrongAnswer.into()) }
}
