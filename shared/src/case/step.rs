//! The record of a step: what it did to the case, and until when whoever took it had.
//!
//! Records are made here and nowhere else, by the server and by the tests that read histories. What is not written down
//! here nobody can say of a step later: the assessment reads histories and not cases.

use crate::account::Actor;
use crate::calendar::limit::Limit;
use crate::calendar::pack::Calendar;
use crate::case::action::{Action, ActionKind};
use crate::case::order::{Order, OrderMark};
use crate::case::record::{Case, FlowRecord};
use crate::case::state::State;
use crate::task::TaskResult;
use crate::time::Instant;

/// What of a case the record of a step tells from before it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Before {
    state: Option<State>,
    stage_due: Option<Instant>,
    runs: bool,
    limit: Option<Limit>,
}

/// A step that was taken.
#[derive(Clone, Debug)]
pub struct Taken<'a> {
    /// When.
    pub at: Instant,
    /// By whom.
    pub actor: &'a Actor,
    /// What was done.
    pub action: ActionKind,
    /// What the actor wrote.
    pub opinion: String,
    /// To whom it went: a unit, a person.
    pub receiver: Option<String>,
    /// What was found on site.
    pub result: Option<TaskResult>,
    /// When it was done on site.
    pub made_at: Option<Instant>,
    /// Which supervise order it gave or answered.
    pub order: Option<OrderMark>,
}

impl Before {
    /// What there is before the report itself.
    pub const NOTHING: Self = Self { state: None, stage_due: None, runs: false, limit: None };

    /// Returns what is told of a case; `task_due` is the deadline of the task that is out for it, if one is.
    pub fn of(case: &Case, task_due: Option<Instant>) -> Self {
        Self {
            state: Some(case.state),
            stage_due: if is_out(case.state) { task_due } else { case.stage.due_at },
            runs: case.clock.running_since.is_some(),
            limit: Some(case.limit),
        }
    }
}

/// Says whether a task is out in this state, whose deadline is the stage's.
pub const fn is_out(state: State) -> bool {
    matches!(state, State::Verifying | State::Checking)
}

/// Returns to whom an action goes by itself: the unit, the district, the case that goes on.
pub fn receiver(action: &Action, after: &Case) -> Option<String> {
    match action {
        Action::Dispatch { unit } => Some(unit.to_string()),
        Action::DispatchToDistrict => Some(after.jurisdiction.to_string()),
        Action::Link { into } => Some(into.to_string()),
        _ => None,
    }
}

/// Returns what an action says was found on site.
pub const fn result(action: &Action) -> Option<TaskResult> {
    match action {
        Action::VerifyResult { result, .. } | Action::CheckResult { result, .. } => Some(*result),
        _ => None,
    }
}

/// Returns which supervise order of a case an action gave or answered.
pub fn order(action: &Action, after: &Case) -> Option<OrderMark> {
    let given = match action {
        Action::Supervise { .. } => after.orders.last(),
        Action::ReplySupervision { number, .. } => after.orders.iter().find(|order| order.number == *number),
        _ => None,
    };
    given.map(Order::mark)
}

impl FlowRecord {
    /// Makes the record of a step from the case before and after it. Its number is given when it is written.
    pub fn of(before: &Before, after: &Case, taken: Taken<'_>, calendar: &Calendar) -> Self {
        let runs = after.clock.running_since.is_some();
        let leaves = before.state != Some(after.state);
        let says_limit = before.limit != Some(after.limit) || taken.action == ActionKind::File;
        let over_per_mille = if before.runs && !runs { after.clock.over_per_mille(after.limit, calendar) } else { 0 };
        Self {
            sequence: 0,
            at: taken.at,
            actor: taken.actor.clone(),
            action: taken.action,
            from: before.state,
            to: after.state,
            opinion: taken.opinion,
            receiver: taken.receiver,
            late_evidence: false,
            result: taken.result,
            made_at: taken.made_at,
            stage_due: before.stage_due.filter(|_| leaves),
            runs: Some(runs),
            due_at: after.clock.due_at.filter(|_| after.state != State::Suspended),
            limit: says_limit.then_some(after.limit),
            over_per_mille: (over_per_mille > 0).then_some(over_per_mille),
            closing: after.closing.filter(|_| taken.action == ActionKind::CloseSpecial),
            order: taken.order,
        }
    }

    /// Returns when the step was done: on site, where that was written down there.
    pub fn done_at(&self) -> Instant {
        self.made_at.unwrap_or(self.at)
    }

    /// Says whether the stage that this step left was left in time; `None` where the record does not know.
    pub fn left_in_time(&self) -> Option<bool> {
        self.runs.map(|_| self.stage_due.is_none_or(|due| self.done_at() <= due))
    }
}

#[cfg(test)]
mod tests {
    use super::{Before, Taken};
    use crate::account::Actor;
    use crate::calendar::pack::Calendar;
    use crate::case::tests::{case, dispatched, finish, live};
    use crate::case::{Action, ActionKind, Case, Closing, FlowRecord, OrderKind, Stage, State};
    use crate::time::Instant;

    fn at(text: &str) -> Instant {
        text.parse().unwrap()
    }

    /// The record of one step on a case.
    fn taken(before: &Before, when: &str, after: &Case, action: ActionKind) -> FlowRecord {
        let calendar = Calendar::from_json(include_str!("../../../server/packs/calendar/national.json")).unwrap();
        let actor = Actor::System { rule: "automatic".to_owned() };
        let (opinion, receiver, result, made_at) = (String::new(), None, None, None);
        let taken = Taken { at: at(when), actor: &actor, action, opinion, receiver, result, made_at, order: None };
        FlowRecord::of(before, after, taken, &calendar)
    }

    fn step(case: &Case, when: &str, action: &Action) -> (Case, FlowRecord) {
        let after = live(case.clone(), &[(when, action.clone())]);
        let record = taken(&Before::of(case, None), when, &after, action.kind());
        (after, record)
    }

    #[test]
    fn a_step_says_until_when_the_stage_that_it_left_had() {
        let due = at("2022-10-10T09:15:00+08:00");
        let begun =
            Case { stage: Stage { since: Some(case().reported_at), due_at: Some(due), ..Stage::default() }, ..case() };
        let (_, accepted) = step(&begun, "2022-10-10T09:15:00+08:00", &Action::Accept);
        assert_eq!(
            (accepted.stage_due, accepted.left_in_time()),
            (Some(due), Some(true)),
            "the last moment is in time"
        );
        let (_, late) = step(&begun, "2022-10-10T09:15:00.001+08:00", &Action::Accept);
        assert_eq!(late.left_in_time(), Some(false));
        let on_site = FlowRecord { made_at: Some(due), ..late.clone() };
        assert_eq!(on_site.left_in_time(), Some(true), "a phone that was offline was not late");
        let from_before = FlowRecord { runs: None, stage_due: None, ..late };
        assert_eq!(from_before.left_in_time(), None);
    }

    #[test]
    fn a_closing_by_decision_says_as_what() {
        let closed = Case { state: State::Closed, closing: Some(Closing::Error), ..case() };
        let before = Before::of(&case(), None);
        let at = "2022-10-10T10:00:00+08:00";
        assert_eq!(taken(&before, at, &closed, ActionKind::CloseSpecial).closing, Some(Closing::Error));
        assert_eq!(taken(&before, at, &closed, ActionKind::Close).closing, None, "that it was late is said otherwise");
    }

    #[test]
    fn a_step_says_which_order_it_gave_or_answered_and_until_when_a_reply_was_asked_for() {
        let due = at("2022-10-10T18:00:00+08:00");
        let push =
            |due_at| Action::Supervise { kind: OrderKind::Leader, requirement: "今天清完".to_owned(), due_at };
        let reply = |number| Action::ReplySupervision { number, reply: "已清".to_owned() };
        let steps = [
            ("2022-10-10T11:00:00+08:00", push(Some(due))),
            ("2022-10-10T11:00:00+08:00", push(None)),
            ("2022-10-10T12:00:00+08:00", reply(2)),
            ("2022-10-10T12:00:00+08:00", reply(1)),
        ];
        let mut case = dispatched();
        let mut marks = Vec::new();
        for step in steps {
            case = live(case, std::slice::from_ref(&step));
            marks.push(super::order(&step.1, &case).map(|mark| (mark.number, mark.due_at)));
        }
        assert_eq!(marks, [Some((1, Some(due))), Some((2, None)), Some((2, None)), Some((1, Some(due)))]);
        assert_eq!(super::order(&finish(), &case), None);
    }

    #[test]
    fn a_task_that_is_out_has_its_own_deadline() {
        let task_due = Some(at("2022-10-10T11:00:00+08:00"));
        let checking = Case { state: State::Checking, ..case() };
        let back = Case { state: State::ToCheck, ..case() };
        let record = taken(&Before::of(&checking, task_due), "2022-10-10T10:00:00+08:00", &back, ActionKind::TakeBack);
        assert_eq!(record.stage_due, task_due);
        let stays =
            taken(&Before::of(&checking, task_due), "2022-10-10T10:00:00+08:00", &checking, ActionKind::Supervise);
        assert_eq!(stays.stage_due, None, "it left no stage");
    }

    #[test]
    fn a_step_says_whether_the_clock_runs_and_by_how_much_it_was_late() {
        let report = taken(&Before::NOTHING, "2022-10-10T09:00:00+08:00", &case(), ActionKind::Report);
        assert_eq!((report.limit, report.runs, report.due_at), (Some(case().limit), Some(false), None));
        let due = dispatched().clock.due_at;
        // Four working hours from ten o'clock are over at 16:00; by 18:00 it was half as much again.
        let (done, late) = step(&dispatched(), "2022-10-10T18:00:00+08:00", &finish());
        assert_eq!((late.runs, late.due_at, late.over_per_mille), (Some(false), due, Some(500)));
        let (_, passed) = step(&done, "2022-10-11T09:00:00+08:00", &Action::ReviewPass);
        assert_eq!(passed.over_per_mille, None, "it was said when the clock stopped");
        let (_, early) = step(&dispatched(), "2022-10-10T15:00:00+08:00", &finish());
        assert_eq!(early.over_per_mille, None);
        let parked = [
            (
                "2022-10-10T10:30:00+08:00",
                Action::ApplySuspend { reason: "等材料".to_owned(), until: at("2022-10-17T08:00:00+08:00") },
            ),
            ("2022-10-10T11:00:00+08:00", Action::ApproveSuspend),
        ];
        let asked = live(dispatched(), &parked[..1]);
        let (_, suspended) = step(&asked, parked[1].0, &parked[1].1);
        assert_eq!((suspended.runs, suspended.due_at), (Some(false), None), "a suspended case is due at no time");
    }

    #[test]
    fn a_record_from_before_is_read_and_a_new_one_says_no_more_than_it_knows() {
        let old = serde_json::json!({
            "sequence": 1, "at": "2022-10-10T09:00:00+08:00", "actor": { "kind": "system", "rule": "automatic.accept" },
            "action": "accept", "from": "reported", "to": "to_file", "opinion": "", "receiver": null,
            "late_evidence": false,
        });
        let read: FlowRecord = serde_json::from_value(old.clone()).unwrap();
        assert_eq!((read.runs, read.stage_due, read.due_at), (None, None, None));
        let written = serde_json::to_value(&read).unwrap();
        assert_eq!(written.as_object().unwrap().len(), old.as_object().unwrap().len());
    }
}
