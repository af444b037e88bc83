//! What the server does by itself: one step at a time, under a jurisdiction's switch, each with the rule's name.

use shared::case::{Action, ActionKind, Case, State};
use shared::settings::Settings;
use shared::task::{TaskKind, TaskResult};

/// A step that the server takes by itself.
#[derive(Clone, PartialEq, Debug)]
pub enum Step {
    /// Act on the case.
    Act(Action),
    /// Draw somebody and send them.
    Send(TaskKind),
    /// Decide by chance whether it is checked, and send somebody or let it pass.
    Sample {
        /// Of a hundred so many are checked.
        percent: u8,
    },
}

/// Returns the next step after `done` and the rule behind it; none when it is a person's turn.
pub fn next(case: &Case, done: ActionKind, settings: &Settings) -> Option<(Step, &'static str)> {
    if !may_follow(case, done) {
        return None;
    }
    let (automatic, rules) = (settings.automatic, &settings.rules);
    let act = |on: bool, action: Action, rule| on.then_some((Step::Act(action), rule));
    match case.state {
        State::Reported => {
            let is_true = !case.channel.needs_verification() || case.last_verify == Some(TaskResult::Exists);
            if is_true {
                return act(automatic.accept, Action::Accept, "automatic.accept");
            }
            let is_asked = case.last_verify.is_none() && automatic.send_verify;
            is_asked.then_some((Step::Send(TaskKind::Verify), "automatic.send_verify"))
        }
        State::ToFile => {
            let file = Action::File { condition_no: case.condition_no };
            act(automatic.file && case.grid.is_some(), file, "automatic.file")
        }
        // Several units or none by rule: a person decides. So it is when a unit had the case and gave it back; after a
        // check that failed it goes back to the same unit.
        State::ToDispatch | State::ToSecondDispatch => {
            let unit = case.unit.clone()?;
            let is_first = case.clock.due_at.is_none();
            let on = automatic.dispatch
                && (is_first || matches!(done, ActionKind::CheckRework | ActionKind::DispatchToDistrict));
            let to_district = rules.second_dispatch && case.state == State::ToDispatch;
            let action = if to_district { Action::DispatchToDistrict } else { Action::Dispatch { unit } };
            act(on, action, "automatic.dispatch")
        }
        State::ToHandle => act(automatic.assign, Action::Assign, "automatic.assign"),
        State::ToReview => act(automatic.review, Action::ReviewPass, "automatic.review"),
        State::ToCheck => match case.last_check {
            None => {
                let percent = rules.check_percent_for(case.unit.as_ref());
                // What came back once is always looked at.
                let step = if percent < 100 && case.rework_count == 0 {
                    Step::Sample { percent }
                } else {
                    Step::Send(TaskKind::Check)
                };
                automatic.send_check.then_some((step, "automatic.send_check"))
            }
            Some(TaskResult::Pass) => act(automatic.pass_check, Action::CheckPass, "automatic.pass_check"),
            Some(TaskResult::Fail | TaskResult::Unable | TaskResult::Exists | TaskResult::Absent) => None,
        },
        State::ToClose => act(automatic.close, Action::Close, "automatic.close"),
        State::Verifying
        | State::Handling
        | State::Suspended
        | State::Checking
        | State::Closed
        | State::Void
        | State::Merged
        | State::SelfReview => None,
    }
}

/// Says whether automatic steps may follow what a person did.
///
/// After "not ours" and "look again" they may not: the server would at once undo what the person decided. A
/// verification of what a citizen said goes on where it was true; one that a desk asked for because it doubted a
/// collector's report is for the desk to judge.
fn may_follow(case: &Case, action: ActionKind) -> bool {
    match action {
        ActionKind::VerifyResult => case.channel.needs_verification() && case.last_verify == Some(TaskResult::Exists),
        ActionKind::Return
        | ActionKind::ReturnToAccept
        | ActionKind::ReturnToCity
        | ActionKind::MarkUnowned
        | ActionKind::Unlink
        | ActionKind::Supervise
        | ActionKind::Reopen => false,
        _ => true,
    }
}
