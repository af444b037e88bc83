//! Carries an action out on a case: the guards that need more than the state, and what changes.

use crate::calendar::pack::Calendar;
use crate::case::action::Action;
use crate::case::closing::{Appeal, AppealState, Closing};
use crate::case::guard::guard;
use crate::case::order::Order;
use crate::case::record::Case;
use crate::case::rules::{ClockStop, Rules};
use crate::case::state::{VoidKind, next};
use crate::case::timer;
use crate::refusal::Refusal;
use crate::time::Instant;

/// What an action is judged by, beside the case.
#[derive(Clone, Copy, Debug)]
pub struct Terms<'a> {
    /// When it is done.
    pub now: Instant,
    /// What working time is counted by.
    pub calendar: &'a Calendar,
    /// The rules of the case's jurisdiction.
    pub rules: &'a Rules,
}

/// Returns the case after the action, or why it is refused. Changes nothing else and sends nothing.
pub fn apply(mut case: Case, action: &Action, terms: &Terms<'_>) -> Result<Case, Refusal> {
    let from = case.state;
    let to = next(from, action.kind())?;
    guard(&case, action, terms)?;
    change(&mut case, action, terms);
    case.state = to;
    case.closed_at = to.is_over().then(|| case.closed_at.unwrap_or(terms.now));
    if !to.is_over() {
        case.closing = None;
        case.ended_from = None;
    } else if !from.is_over() {
        case.ended_from = Some(from);
    }
    if to != from {
        case.stage = case.stage.moved(from, case.stage_facts(), terms.now, terms.calendar, terms.rules);
    }
    case.timer_at = timer::next(&case, terms);
    case.version = case.version.saturating_add(1);
    Ok(case)
}

fn change(case: &mut Case, action: &Action, terms: &Terms<'_>) {
    match action {
        Action::Reject { .. } => case.void_kind = Some(VoidKind::NotAccepted),
        Action::Refuse { .. } => case.void_kind = Some(VoidKind::NotFiled),
        Action::RefuseSelfHandled { .. } => case.void_kind = Some(VoidKind::SelfHandledRefused),
        Action::Void { .. } => {
            case.void_kind = Some(VoidKind::Voided);
            leave_off(case, terms);
        }
        Action::SendVerify { task } => case.open_task = Some(*task),
        Action::VerifyResult { result, .. } => {
            case.open_task = None;
            case.last_verify = Some(*result);
        }
        Action::File { condition_no } => case.condition_no = *condition_no,
        Action::MarkUnowned { .. } => case.unowned = true,
        Action::Dispatch { unit } => {
            case.first_unit.get_or_insert_with(|| unit.clone());
            case.unit = Some(unit.clone());
            case.asks_nothing();
            start(case, terms);
        }
        Action::Return { .. } => {
            case.returns = case.returns.saturating_add(1);
            case.asks_nothing();
            stop(case, terms);
        }
        Action::ApproveExtend => {
            let limit = case.limit;
            case.clock = std::mem::take(&mut case.clock).extend(limit, terms.calendar);
            case.extend_asked_at = None;
            settle(case);
        }
        Action::ApplyExtend { .. } => case.extend_asked_at = Some(terms.now),
        Action::DeclineExtend { .. } => case.extend_asked_at = None,
        Action::ApplySuspend { until, .. } => {
            case.asked_until = Some(*until);
            case.suspend_asked_at = Some(terms.now);
        }
        Action::DeclineSuspend { .. } => {
            case.asked_until = None;
            case.suspend_asked_at = None;
        }
        Action::ApproveSuspend => {
            case.suspended_until = case.asked_until.take();
            case.suspend_asked_at = None;
            case.suspensions = case.suspensions.saturating_add(1);
            stop(case, terms);
        }
        Action::Resume => {
            case.suspended_until = None;
            start(case, terms);
        }
        Action::Finish { .. } => {
            if terms.rules.clock_stops == ClockStop::Finish {
                stop(case, terms);
            }
            case.last_check = None;
        }
        Action::ReviewPass => stop(case, terms),
        Action::ReviewRework { .. } => {
            case.asks_nothing();
            start(case, terms);
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
        Action::CheckRework { .. } => case.rework_count = case.rework_count.saturating_add(1),
        Action::Close => {
            case.closing = Some(if case.clock.is_late(terms.now) { Closing::Overdue } else { Closing::Normal });
        }
        Action::CloseSpecial { closing, .. } => {
            case.closing = Some(*closing);
            leave_off(case, terms);
        }
        Action::HandleDirectly { .. } => case.closing = Some(Closing::Direct),
        Action::PassSelfHandled => case.closing = Some(Closing::SelfHandled),
        Action::Reopen { .. } => case.last_check = None,
        Action::Link { into } => case.merged_into = Some(*into),
        Action::Unlink { .. } => {
            case.merged_into = None;
            case.goes_on = None;
        }
        Action::Supervise { kind, requirement, due_at } => case.orders.push(Order {
            number: u32::try_from(case.orders.len()).unwrap_or(u32::MAX).saturating_add(1),
            kind: *kind,
            requirement: requirement.trim().to_owned(),
            given_at: terms.now,
            due_at: *due_at,
            reply: String::new(),
            replied_at: None,
        }),
        Action::ReplySupervision { number, reply } => {
            for order in case.orders.iter_mut().filter(|order| order.number == *number) {
                order.reply = reply.trim().to_owned();
                order.replied_at = Some(terms.now);
            }
        }
        Action::Appeal { reason } => {
            case.appeal = Some(Appeal {
                state: AppealState::Asked,
                reason: reason.trim().to_owned(),
                made_at: terms.now,
                decision: String::new(),
                decided_at: None,
            });
        }
        Action::ForwardAppeal { reason } => decide(case, AppealState::Forwarded, reason, terms.now),
        Action::UpholdAppeal { reason } => decide(case, AppealState::Upheld, reason, terms.now),
        Action::DeclineAppeal { reason } | Action::DismissAppeal { reason } => {
            decide(case, AppealState::Declined, reason, terms.now);
        }
        Action::WarnDue => case.warned_at = Some(terms.now),
        Action::MarkOverdue => case.overdue_at = case.clock.due_at,
        Action::Accept
        | Action::ReturnToAccept { .. }
        | Action::DispatchToDistrict
        | Action::ReturnToCity { .. }
        | Action::Assign
        | Action::WaiveCheck { .. }
        | Action::CheckPass => {}
    }
}

fn decide(case: &mut Case, state: AppealState, reason: &str, now: Instant) {
    if let Some(appeal) = &mut case.appeal {
        appeal.state = state;
        appeal.decision = reason.trim().to_owned();
        appeal.decided_at = Some(now);
    }
}

fn start(case: &mut Case, terms: &Terms<'_>) {
    let limit = case.limit;
    case.clock = std::mem::take(&mut case.clock).start(terms.now, limit, terms.calendar);
    settle(case);
}

fn stop(case: &mut Case, terms: &Terms<'_>) {
    case.clock = std::mem::take(&mut case.clock).stop(terms.now);
}

/// Nobody works on it any more.
fn leave_off(case: &mut Case, terms: &Terms<'_>) {
    case.open_task = None;
    case.suspended_until = None;
    stop(case, terms);
}

/// A mark of the time before holds only while the time before it is still the case's.
fn settle(case: &mut Case) {
    let due = case.clock.due_at;
    case.warned_at = None;
    if case.overdue_at.is_some_and(|overdue| due.is_some_and(|due| due > overdue)) {
        case.overdue_at = None;
    }
}

/// Computes a case's clocks anew under another calendar or other rules. Says whether anything moved.
pub fn recompute(case: &mut Case, terms: &Terms<'_>) -> bool {
    if case.state.is_over() {
        return false;
    }
    let before = (case.clock.clone(), case.stage);
    let limit = case.limit;
    case.clock = std::mem::take(&mut case.clock).computed(limit, terms.calendar);
    case.stage = case.stage.computed(case.stage_facts(), terms.calendar, terms.rules);
    if before == (case.clock.clone(), case.stage) {
        return false;
    }
    if before.0.due_at != case.clock.due_at {
        settle(case);
    }
    case.timer_at = timer::next(case, terms);
    case.version = case.version.saturating_add(1);
    true
}
