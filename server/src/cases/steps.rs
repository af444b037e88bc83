//! What the server does by itself: one step at a time, under a jurisdiction's switch, each with the rule's name.

use shared::case::{Action, ActionKind, Case, State};
use shared::settings::Automatic;
use shared::task::TaskResult;

/// A step that the server takes by itself.
#[derive(Clone, PartialEq, Debug)]
pub enum Step {
    /// Act on the case.
    Act(Action),
    /// Draw somebody and send a check.
    SendCheck,
}

/// Returns the next step after `done` and the rule behind it; none when it is a person's turn.
pub fn next(case: &Case, done: ActionKind, automatic: Automatic) -> Option<(Step, &'static str)> {
    if !may_follow(done) {
        return None;
    }
    let act = |on: bool, action: Action, rule| on.then_some((Step::Act(action), rule));
    match case.state {
        State::Reported => {
            act(automatic.accept && !case.channel.needs_verification(), Action::Accept, "automatic.accept")
        }
        State::ToFile => {
            let file = Action::File { condition_no: case.condition_no };
            act(automatic.file && case.grid.is_some(), file, "automatic.file")
        }
        // Several units or none by rule: a person decides. So it is when a unit had the case and gave it back; after a
        // check that failed it goes back to the same unit.
        State::ToDispatch => {
            let unit = case.unit.clone()?;
            let is_first = case.clock.due_at.is_none();
            let on = automatic.dispatch && (is_first || done == ActionKind::CheckRework);
            act(on, Action::Dispatch { unit }, "automatic.dispatch")
        }
        State::ToHandle => act(automatic.assign, Action::Assign, "automatic.assign"),
        State::ToReview => act(automatic.review, Action::ReviewPass, "automatic.review"),
        State::ToCheck => match case.last_check {
            None => automatic.send_check.then_some((Step::SendCheck, "automatic.send_check")),
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
        | State::SelfReview => None,
    }
}

/// Says whether automatic steps may follow what a person did.
///
/// After "not ours" and "look again" they may not: the server would at once undo what the person decided.
fn may_follow(action: ActionKind) -> bool {
    !matches!(action, ActionKind::Return | ActionKind::ReturnToAccept | ActionKind::VerifyResult | ActionKind::Reopen)
}
