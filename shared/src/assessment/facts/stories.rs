//! How far a case comes in a few days of October 2022; what counts as what is told of these.

use uuid::Uuid;

use super::told::{Told, at};
use crate::assessment::counter::Counter;
use crate::case::tests::{case, dispatch, finish};
use crate::case::{Action, Case, Closing, OrderKind, Rules, State};
use crate::channel::Channel;
use crate::ids::TaskId;
use crate::task::TaskResult;

/// Long after everything told here.
pub(super) const LATER: &str = "10-28 09:00";

pub(super) fn why() -> String {
    "现场情况".to_owned()
}

pub(super) fn task() -> TaskId {
    TaskId(Uuid::from_u128(9))
}

pub(super) fn to(unit: &str) -> Action {
    Action::Dispatch { unit: unit.parse().unwrap() }
}

pub(super) fn verified(result: TaskResult) -> Action {
    Action::VerifyResult { task: task(), result }
}

pub(super) fn checked_as(result: TaskResult) -> Action {
    Action::CheckResult { task: task(), result }
}

/// A supervise order, with a moment by which a reply is asked for or without one.
pub(super) fn push(until: Option<&str>) -> Action {
    Action::Supervise { kind: OrderKind::Leader, requirement: why(), due_at: until.map(at) }
}

pub(super) fn reply(number: u32) -> Action {
    Action::ReplySupervision { number, reply: why() }
}

pub(super) fn reported() -> Told {
    Told::begins(case(), "10-10 09:40", Rules::default())
}

pub(super) fn phoned() -> Told {
    Told::begins(Case { channel: Channel::Hotline, ..case() }, "10-10 09:40", Rules::default())
}

pub(super) fn own() -> Told {
    Told::begins(Case { state: State::SelfReview, ..case() }, "10-10 09:40", Rules::default())
}

pub(super) fn accepted() -> Told {
    reported().then("10-10 09:45", Action::Accept)
}

pub(super) fn filed() -> Told {
    accepted().then("10-10 09:50", Action::File { condition_no: 1 })
}

pub(super) fn phoned_and_filed() -> Told {
    phoned()
        .then("10-10 09:42", Action::SendVerify { task: task() })
        .then("10-10 09:50", verified(TaskResult::Exists))
        .then("10-10 09:55", Action::Accept)
        .then("10-10 09:56", Action::File { condition_no: 1 })
}

/// Four working hours from ten o'clock: due at 16:00.
pub(super) fn sent() -> Told {
    filed().then("10-10 10:00", dispatch())
}

pub(super) fn in_hand() -> Told {
    sent().then("10-10 10:05", Action::Assign)
}

pub(super) fn done() -> Told {
    in_hand().then("10-10 15:00", finish())
}

pub(super) fn done_late() -> Told {
    in_hand().then("10-10 17:00", finish())
}

pub(super) fn reviewed(done: Told) -> Told {
    done.then("10-10 17:10", Action::ReviewPass)
}

/// Its answer is due an hour later.
pub(super) fn checking(done: Told) -> Told {
    reviewed(done).then("10-11 09:00", Action::SendCheck { task: task() })
}

pub(super) fn checked(done: Told) -> Told {
    checking(done).then("10-11 09:30", checked_as(TaskResult::Pass))
}

pub(super) fn closed(done: Told) -> Told {
    checked(done).then("10-11 09:35", Action::CheckPass).then("10-11 09:40", Action::Close)
}

pub(super) fn extended() -> Told {
    in_hand().then("10-10 11:00", Action::ApplyExtend { reason: why() }).then("10-10 11:10", Action::ApproveExtend)
}

pub(super) fn suspended() -> Told {
    let until = at("10-17 08:00");
    in_hand()
        .then("10-10 10:30", Action::ApplySuspend { reason: why(), until })
        .then("10-10 11:00", Action::ApproveSuspend)
}

pub(super) fn appealed() -> Told {
    closed(done_late())
        .then("10-12 09:00", Action::Appeal { reason: why() })
        .then("10-12 10:00", Action::ForwardAppeal { reason: why() })
}

pub(super) fn upheld() -> Told {
    appealed().then("10-12 11:00", Action::UpholdAppeal { reason: why() })
}

pub(super) fn by_decision(told: Told, when: &str) -> Told {
    told.then(when, Action::CloseSpecial { closing: Closing::Special, reason: why() })
}

#[track_caller]
pub(super) fn is(told: &Told, when: &str, counters: &[Counter]) {
    for counter in counters {
        assert!(told.is(*counter, when), "no {counter:?} at {when}: {:?}", told.counters(when));
    }
}

#[track_caller]
pub(super) fn is_not(told: &Told, when: &str, counters: &[Counter]) {
    for counter in counters {
        assert!(!told.is(*counter, when), "{counter:?} at {when}: {:?}", told.counters(when));
    }
}
