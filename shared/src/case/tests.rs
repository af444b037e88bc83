//! The life of a case through [`super::apply`], on the real national calendar.

use uuid::Uuid;

use super::apply::apply;
use super::{Action, Case, Estimate, PackVersions, State, VoidKind};
use crate::calendar::pack::Calendar;
use crate::case::clock::Clock;
use crate::channel::Channel;
use crate::evidence::{PhotoRef, PhotoRole};
use crate::grid::matched::Match;
use crate::ids::{CaseId, Sha256, TaskId};
use crate::place::crs::Crs;
use crate::place::fix::{Fix, Source};
use crate::place::point::Degree;
use crate::refusal::Code;
use crate::task::TaskResult;
use crate::time::Instant;

fn calendar() -> Calendar {
    Calendar::from_json(include_str!("../../../server/packs/calendar/national.json")).unwrap()
}

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

pub(super) fn task() -> TaskId {
    TaskId(Uuid::from_u128(9))
}

pub(super) fn case() -> Case {
    Case {
        id: CaseId(Uuid::from_u128(1)),
        case_no: None,
        jurisdiction: "610112".parse().unwrap(),
        division: Some("610112".parse().unwrap()),
        state: State::Reported,
        void_kind: None,
        category: "event:06010".parse().unwrap(),
        condition_no: 1,
        channel: Channel::Collector,
        reporter: None,
        device: None,
        note: String::new(),
        address: String::new(),
        fix: Fix {
            lon: Degree(1_089_423_000),
            lat: Degree(342_610_000),
            crs: Crs::Wgs84,
            source: Source::Gnss,
            accuracy_m: None,
            fix_time: at("2022-10-10T09:00:00+08:00"),
            provider: None,
            is_mock: false,
            heading_deg: None,
        },
        grid: Some("610112001007023".parse().unwrap()),
        grid_match: Match::Inside,
        duty_grid: None,
        unit: None,
        reported_at: at("2022-10-10T09:00:00+08:00"),
        reported_times: None,
        received_at: None,
        limit: "4 work_hour".parse().unwrap(),
        clock: Clock::default(),
        estimate: Estimate::default(),
        packs: PackVersions::default(),
        photos: Vec::new(),
        last_check: None,
        open_task: None,
        rework_count: 0,
        closed_at: None,
        training: true,
        version: 1,
    }
}

fn dispatch() -> Action {
    Action::Dispatch { unit: "U-001".parse().unwrap() }
}

fn finish() -> Action {
    let after = PhotoRef { photo: None, working: Sha256::of(b"after"), role: PhotoRole::After };
    Action::Finish { note: String::new(), photos: vec![after] }
}

/// Takes the steps, each at its own time.
fn live(case: Case, steps: &[(&str, Action)]) -> Case {
    let calendar = calendar();
    steps.iter().fold(case, |case, (when, action)| {
        apply(case, action, at(when), &calendar).unwrap_or_else(|refusal| panic!("{action:?}: {refusal}"))
    })
}

#[track_caller]
fn check_refused(case: Case, action: Action, code: Code) {
    let refused = apply(case, &action, at("2022-10-10T10:00:00+08:00"), &calendar());
    assert_eq!(refused.map_err(|refusal| refusal.code), Err(code));
}

fn dispatched() -> Case {
    let file = Action::File { condition_no: 1 };
    live(
        case(),
        &[
            ("2022-10-10T09:00:00+08:00", Action::Accept),
            ("2022-10-10T09:00:00+08:00", file),
            ("2022-10-10T10:00:00+08:00", dispatch()),
            ("2022-10-10T10:05:00+08:00", Action::Assign),
        ],
    )
}

#[test]
fn the_handling_clock_starts_at_dispatch_and_counts_working_hours() {
    let case = dispatched();
    assert_eq!(case.clock.due_at, Some(at("2022-10-10T16:00:00+08:00")), "two hours before lunch and two after");
    assert!(!case.clock.is_late(at("2022-10-10T16:00:00+08:00")), "the last moment is still in time");
    assert!(case.clock.is_late(at("2022-10-10T16:00:00.001+08:00")));
}

#[test]
fn the_clock_stops_when_the_unit_says_done_however_late_the_check() {
    let case = live(dispatched(), &[("2022-10-10T15:00:00+08:00", finish())]);
    assert!(!case.clock.is_late(at("2022-10-12T09:00:00+08:00")), "the desk's delay is not the unit's");
}

#[test]
fn rework_goes_on_with_what_was_left_and_does_not_start_anew() {
    let rework = Action::ReviewRework { reason: "还有垃圾".to_owned() };
    let case = live(dispatched(), &[("2022-10-10T15:00:00+08:00", finish()), ("2022-10-11T09:00:00+08:00", rework)]);
    assert_eq!(case.clock.due_at, Some(at("2022-10-11T10:00:00+08:00")), "three of four hours were used");
    assert_eq!(case.rework_count, 1);
}

#[test]
fn a_suspended_case_does_not_age() {
    let steps = [("2022-10-10T11:00:00+08:00", Action::ApproveSuspend), ("2022-10-17T08:00:00+08:00", Action::Resume)];
    let case = live(dispatched(), &steps);
    assert_eq!(case.clock.due_at, Some(at("2022-10-17T11:00:00+08:00")), "one hour was used before it was parked");
}

#[test]
fn an_extension_adds_the_original_limit_once() {
    let case = live(dispatched(), &[("2022-10-10T11:00:00+08:00", Action::ApproveExtend)]);
    assert_eq!(case.clock.due_at, Some(at("2022-10-11T10:00:00+08:00")));
}

#[test]
fn done_without_an_after_photo_is_not_done() {
    let before = PhotoRef { photo: None, working: Sha256::of(b"x"), role: PhotoRole::Before };
    check_refused(dispatched(), Action::Finish { note: String::new(), photos: vec![before] }, Code::PhotoRequired);
}

#[test]
fn only_a_passed_check_leads_to_closing() {
    let checked = |result| {
        live(
            dispatched(),
            &[
                ("2022-10-10T15:00:00+08:00", finish()),
                ("2022-10-10T15:00:00+08:00", Action::ReviewPass),
                ("2022-10-10T15:00:00+08:00", Action::SendCheck { task: task() }),
                ("2022-10-10T16:00:00+08:00", Action::CheckResult { task: task(), result }),
            ],
        )
    };
    check_refused(checked(TaskResult::Fail), Action::CheckPass, Code::CheckNotPassed);
    check_refused(checked(TaskResult::Unable), Action::CheckPass, Code::CheckNotPassed);
    let closed = live(
        checked(TaskResult::Pass),
        &[("2022-10-10T16:00:00+08:00", Action::CheckPass), ("2022-10-10T16:00:00+08:00", Action::Close)],
    );
    assert_eq!(closed.state, State::Closed);
}

#[test]
fn the_answer_to_another_task_moves_nothing() {
    let checking = live(
        dispatched(),
        &[
            ("2022-10-10T15:00:00+08:00", finish()),
            ("2022-10-10T15:00:00+08:00", Action::ReviewPass),
            ("2022-10-10T15:00:00+08:00", Action::SendCheck { task: task() }),
        ],
    );
    let other = TaskId(Uuid::from_u128(10));
    check_refused(checking.clone(), Action::CheckResult { task: other, result: TaskResult::Pass }, Code::NotFromHere);
    check_refused(checking, Action::CheckResult { task: task(), result: TaskResult::Exists }, Code::WrongAnswer);
}

#[test]
fn each_void_is_counted_apart_and_needs_a_reason() {
    let why = || "重复上报".to_owned();
    check_refused(case(), Action::Reject { reason: "  ".to_owned() }, Code::ReasonRequired);
    let now = "2022-10-10T10:00:00+08:00";
    let rejected = live(case(), &[(now, Action::Reject { reason: why() })]);
    let refused = live(case(), &[(now, Action::Accept), (now, Action::Refuse { reason: why() })]);
    let voided = live(dispatched(), &[(now, Action::Void { reason: why() })]);
    assert_eq!(
        [rejected.void_kind, refused.void_kind, voided.void_kind],
        [Some(VoidKind::NotAccepted), Some(VoidKind::NotFiled), Some(VoidKind::Voided)]
    );
}

#[test]
fn a_case_outside_every_grid_cannot_be_filed() {
    let outside = Case { grid: None, state: State::ToFile, ..case() };
    check_refused(outside, Action::File { condition_no: 1 }, Code::OutsideCity);
}
