//! What lives count as, step by step, and that every figure is part of the one before it.

use uuid::Uuid;

use super::counts::{Counts, Reached};
use super::{ClosedFigures, Figures, Rate, VoidFigures};
use crate::case::tests::{case, dispatch, dispatched, finish, live};
use crate::case::{Action, Appeal, AppealState, Case, Closing, State, VoidKind};
use crate::channel::Channel;
use crate::ids::CaseId;
use crate::time::Instant;

const NINE: &str = "2022-10-10T09:00:00+08:00";
const TEN: &str = "2022-10-10T10:00:00+08:00";
const NOON: &str = "2022-10-10T12:00:00+08:00";
const NEXT_DAY: &str = "2022-10-11T09:00:00+08:00";

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

fn why() -> String {
    "现场情况".to_owned()
}

fn file() -> Action {
    Action::File { condition_no: 1 }
}

fn own() -> Case {
    Case { state: State::SelfReview, ..case() }
}

/// What a case counts as at noon, before anything is late.
#[track_caller]
fn check(case: &Case, expected: Figures) {
    assert_eq!(Figures::of(case, at(NOON)), expected, "{:?} {:?}", case.state, case.ended_from);
}

const REPORTED: Figures = Figures {
    reported: 1,
    by_other_channels: 0,
    self_handled: 0,
    accepted: 0,
    filed: 0,
    dispatched: 0,
    dispatched_right: 0,
    returned: 0,
    overdue: 0,
    suspended: 0,
    linked: 0,
    closed: ClosedFigures { normal: 0, overdue: 0, error: 0, special: 0, direct: 0, self_handled: 0 },
    voided: VoidFigures { not_accepted: 0, not_filed: 0, voided: 0, self_handled_refused: 0 },
};
const ACCEPTED: Figures = Figures { accepted: 1, ..REPORTED };
const FILED: Figures = Figures { filed: 1, ..ACCEPTED };
const SENT: Figures = Figures { dispatched: 1, ..FILED };
const SENT_RIGHT: Figures = Figures { dispatched_right: 1, ..SENT };
const OWN: Figures = Figures { reported: 0, self_handled: 1, ..REPORTED };

fn closed(closing: Closing) -> ClosedFigures {
    let mut closed = ClosedFigures::default();
    *closed.of_mut(closing) = 1;
    closed
}

fn void(kind: VoidKind) -> VoidFigures {
    let mut void = VoidFigures::default();
    *void.of_mut(kind) = 1;
    void
}

#[test]
fn a_case_counts_as_far_as_it_has_come() {
    check(&case(), REPORTED);
    check(&Case { channel: Channel::Hotline, ..case() }, Figures { by_other_channels: 1, ..REPORTED });
    let accepted = live(case(), &[(NINE, Action::Accept)]);
    check(&accepted, ACCEPTED);
    let filed = live(accepted, &[(NINE, file())]);
    check(&filed, FILED);
    let sent = live(filed, &[(TEN, dispatch())]);
    check(&sent, SENT_RIGHT);
    let back = live(sent, &[(TEN, Action::Return { reason: why() })]);
    check(&back, Figures { returned: 1, ..SENT_RIGHT });
    let anew = live(back, &[(TEN, Action::ReturnToAccept { reason: why() })]);
    check(&anew, Figures { returned: 1, ..REPORTED });
}

#[test]
fn a_dispatch_is_right_when_the_first_unit_is_also_the_last() {
    let elsewhere = Action::Dispatch { unit: "U-002".parse().unwrap() };
    let back = |case| live(case, &[(TEN, Action::Return { reason: why() })]);
    let other = live(back(dispatched()), &[(TEN, elsewhere)]);
    check(&other, Figures { returned: 1, ..SENT });
    check(&live(back(other), &[(TEN, dispatch())]), Figures { returned: 1, ..SENT_RIGHT });
    let from_before = Case { first_unit: None, ..dispatched() };
    check(&from_before, SENT);
}

#[test]
fn the_four_voids_count_apart_and_as_far_as_the_case_had_come() {
    let reject = Action::Reject { reason: why() };
    check(&live(case(), &[(NINE, reject)]), Figures { voided: void(VoidKind::NotAccepted), ..REPORTED });
    let refused = live(case(), &[(NINE, Action::Accept), (NINE, Action::Refuse { reason: why() })]);
    check(&refused, Figures { voided: void(VoidKind::NotFiled), ..ACCEPTED });
    let end = || Action::Void { reason: why() };
    let voided = void(VoidKind::Voided);
    check(&live(case(), &[(NINE, end())]), Figures { voided, ..REPORTED });
    check(&live(case(), &[(NINE, Action::Accept), (NINE, file()), (NINE, end())]), Figures { voided, ..FILED });
    check(&live(dispatched(), &[(NOON, end())]), Figures { voided, ..SENT_RIGHT });
    check(&live(own(), &[(NINE, end())]), Figures { voided, ..OWN });
    let refused = live(own(), &[(NINE, Action::RefuseSelfHandled { reason: why() })]);
    check(&refused, Figures { voided: void(VoidKind::SelfHandledRefused), ..OWN });
}

#[test]
fn every_way_to_close_counts_apart() {
    let special = |closing| live(dispatched(), &[(NOON, Action::CloseSpecial { closing, reason: why() })]);
    for closing in [Closing::Special, Closing::Error] {
        check(&special(closing), Figures { closed: closed(closing), ..SENT_RIGHT });
    }
    let called_in = Case { channel: Channel::Hotline, ..case() };
    let direct = live(called_in, &[(NINE, Action::HandleDirectly { reason: why() })]);
    check(&direct, Figures { by_other_channels: 1, closed: closed(Closing::Direct), ..REPORTED });
    let passed = live(own(), &[(NINE, Action::PassSelfHandled)]);
    check(&passed, Figures { closed: closed(Closing::SelfHandled), ..OWN });
    let reopened = live(passed, &[(TEN, Action::Reopen { reason: why() })]);
    check(&reopened, FILED);
    assert_eq!(reopened.ended_from, None);
}

#[test]
fn what_was_linked_keeps_how_far_it_had_come() {
    let link = || Action::Link { into: CaseId(Uuid::from_u128(2)) };
    check(&live(case(), &[(NINE, link())]), Figures { linked: 1, ..REPORTED });
    let accepted = live(case(), &[(NINE, Action::Accept), (NINE, link())]);
    check(&accepted, Figures { linked: 1, ..ACCEPTED });
    check(&live(accepted, &[(TEN, Action::Unlink { reason: why() })]), REPORTED);
}

#[test]
fn late_is_late_from_the_moment_on_and_an_upheld_appeal_takes_it_away() {
    let due = dispatched().clock.due_at.unwrap();
    let overdue = |case: &Case, now: Instant| Figures::of(case, now).overdue;
    assert_eq!((overdue(&dispatched(), due), overdue(&dispatched(), due.plus_ms(1))), (0, 1));
    let in_time = live(dispatched(), &[(NOON, finish())]);
    assert_eq!(overdue(&in_time, at(NEXT_DAY)), 0, "the desk's delay is not the unit's");
    let late = live(dispatched(), &[("2022-10-10T17:00:00+08:00", finish())]);
    assert_eq!(overdue(&late, at(NEXT_DAY)), 1);
    let appeal = |state| {
        let appeal = Appeal { state, reason: why(), made_at: at(NEXT_DAY), decision: String::new(), decided_at: None };
        Case { appeal: Some(appeal), ..late.clone() }
    };
    assert_eq!(overdue(&appeal(AppealState::Forwarded), at(NEXT_DAY)), 1);
    assert_eq!(overdue(&appeal(AppealState::Upheld), at(NEXT_DAY)), 0);
}

#[test]
fn suspended_counts_now_and_not_afterwards() {
    let until = at("2022-10-12T09:00:00+08:00");
    let ask = Action::ApplySuspend { reason: why(), until };
    let suspended = live(dispatched(), &[(NOON, ask), (NOON, Action::ApproveSuspend)]);
    check(&suspended, Figures { suspended: 1, ..SENT_RIGHT });
    check(&live(suspended, &[(NOON, Action::Resume)]), SENT_RIGHT);
}

/// A case that was over before it was written down from where.
#[test]
fn of_a_case_from_before_no_more_is_claimed_than_what_is_certain() {
    let before = |case: Case| Case { ended_from: None, ..case };
    let voided = live(case(), &[(NINE, Action::Accept), (NINE, file()), (NINE, Action::Void { reason: why() })]);
    check(&before(voided), Figures { voided: void(VoidKind::Voided), ..REPORTED });
    let voided = live(dispatched(), &[(NOON, Action::Void { reason: why() })]);
    check(&before(voided), Figures { voided: void(VoidKind::Voided), ..SENT_RIGHT });
    let refused = live(case(), &[(NINE, Action::Accept), (NINE, Action::Refuse { reason: why() })]);
    check(&before(refused), Figures { voided: void(VoidKind::NotFiled), ..ACCEPTED });
    let passed = live(own(), &[(NINE, Action::PassSelfHandled)]);
    check(&before(passed), Figures { closed: closed(Closing::SelfHandled), ..OWN });
    let stopped = dispatched().clock.stop(at(NOON));
    let without_kind = Case { state: State::Closed, clock: stopped, ..dispatched() };
    check(&without_kind, Figures { closed: closed(Closing::Normal), ..SENT_RIGHT });
}

#[test]
fn a_rate_of_nothing_is_no_number_and_one_of_something_is_rounded_once() {
    let check = |part, whole, expected| assert_eq!(Rate { part, whole }.per_mille(), expected, "{part} / {whole}");
    check(0, 0, None);
    check(0, 3, Some(0));
    check(2, 3, Some(667));
    check(7, 9, Some(778));
    check(5_912, 6_026, Some(981));
    check(9, 9, Some(1_000));
    let figures = Figures { filed: 9, dispatched_right: 7, ..Figures::default() };
    assert_eq!(figures.dispatch_accuracy(), Rate { part: 7, whole: 9 });
}

#[test]
fn sums_forget_no_figure() {
    let mut one = SENT_RIGHT;
    (one.by_other_channels, one.self_handled, one.returned) = (1, 1, 1);
    (one.overdue, one.suspended, one.linked) = (1, 1, 1);
    Closing::ALL.iter().for_each(|closing| *one.closed.of_mut(*closing) = 1);
    VoidKind::ALL.iter().for_each(|kind| *one.voided.of_mut(*kind) = 1);
    let whole = serde_json::to_string(&one).unwrap();
    assert!(!whole.contains('0'), "{whole}");
    let sum: Figures = [one, one, one].into_iter().sum();
    assert_eq!(serde_json::to_string(&sum).unwrap(), whole.replace('1', "3"));
    assert_eq!((sum.closed.all(), sum.voided.all()), (18, 12));
}

#[test]
fn each_step_is_further_than_the_one_before() {
    let numbers: Vec<i64> = Reached::ALL.iter().map(|reached| reached.as_number()).collect();
    assert_eq!(numbers, (0..5).collect::<Vec<i64>>());
    assert!(Reached::ALL.is_sorted());
    assert_eq!(Counts::of(&dispatched()).reached, Reached::DispatchedRight);
}
