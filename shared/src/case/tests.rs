//! The life of a case through [`super::apply`], on the real national calendar.

use uuid::Uuid;

use super::apply::{Terms, apply, recompute};
use super::rules::{ClockStop, Rules};
use super::timer;
use super::{Action, AppealState, Beginning, Case, Closing, GoesOn, OrderKind, PackVersions, Stage, State, VoidKind};
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

pub(crate) fn case() -> Case {
    let with = Beginning {
        id: CaseId(Uuid::from_u128(1)),
        jurisdiction: "610112".parse().unwrap(),
        division: Some("610112".parse().unwrap()),
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
        limit: "4 work_hour".parse().unwrap(),
        packs: PackVersions::default(),
    };
    Case { training: true, ..Case::begin(with, State::Reported) }
}

pub(crate) fn dispatch() -> Action {
    Action::Dispatch { unit: "U-001".parse().unwrap() }
}

pub(crate) fn finish() -> Action {
    let after = PhotoRef { photo: None, working: Sha256::of(b"after"), role: PhotoRole::After };
    Action::Finish { note: String::new(), photos: vec![after] }
}

/// Takes the steps, each at its own time.
#[track_caller]
pub(crate) fn live(case: Case, steps: &[(&str, Action)]) -> Case {
    live_by(&Rules::default(), case, steps)
}

#[track_caller]
fn live_by(rules: &Rules, case: Case, steps: &[(&str, Action)]) -> Case {
    let calendar = calendar();
    steps.iter().fold(case, |case, (when, action)| {
        let terms = Terms { now: at(when), calendar: &calendar, rules };
        apply(case, action, &terms).unwrap_or_else(|refusal| panic!("{action:?}: {refusal}"))
    })
}

#[track_caller]
fn check_refused(case: Case, action: Action, code: Code) {
    check_refused_by(&Rules::default(), case, action, code);
}

#[track_caller]
fn check_refused_by(rules: &Rules, case: Case, action: Action, code: Code) {
    let terms = Terms { now: at("2022-10-10T10:00:00+08:00"), calendar: &calendar(), rules };
    let refused = apply(case, &action, &terms);
    assert_eq!(refused.map_err(|refusal| refusal.code), Err(code));
}

fn why() -> String {
    "现场情况".to_owned()
}

pub(crate) fn dispatched() -> Case {
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
    let until = at("2022-10-17T08:00:00+08:00");
    let parked = live(
        dispatched(),
        &[
            ("2022-10-10T10:30:00+08:00", Action::ApplySuspend { reason: why(), until }),
            ("2022-10-10T11:00:00+08:00", Action::ApproveSuspend),
        ],
    );
    assert_eq!((parked.suspended_until, parked.suspensions, parked.asked_until), (Some(until), 1, None));
    let case = live(parked, &[("2022-10-17T08:00:00+08:00", Action::Resume)]);
    assert_eq!(case.clock.due_at, Some(at("2022-10-17T11:00:00+08:00")), "one hour was used before it was parked");
    assert_eq!(case.suspended_until, None);
    check_refused(case, Action::ApplySuspend { reason: why(), until }, Code::SuspensionsUsedUp);
    let far = at("2024-01-01T08:00:00+08:00");
    check_refused(dispatched(), Action::ApplySuspend { reason: why(), until: far }, Code::SuspendedTooLong);
}

#[test]
fn an_extension_adds_the_original_limit_once() {
    let case = live(dispatched(), &[("2022-10-10T11:00:00+08:00", Action::ApproveExtend)]);
    assert_eq!(case.clock.due_at, Some(at("2022-10-11T10:00:00+08:00")));
    let twice = live(case, &[("2022-10-10T12:00:00+08:00", Action::ApproveExtend)]);
    assert_eq!(twice.clock.due_at, Some(at("2022-10-11T16:00:00+08:00")));
    check_refused(twice, Action::ApplyExtend { reason: why() }, Code::ExtensionsUsedUp);
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

/// A report that somebody made by telephone.
fn called_in() -> Case {
    Case { channel: Channel::Hotline, ..case() }
}

#[test]
fn what_a_citizen_says_is_verified_before_it_is_accepted() {
    check_refused(called_in(), Action::Accept, Code::NotVerified);
    let verified = |result| {
        live(
            called_in(),
            &[
                ("2022-10-10T09:10:00+08:00", Action::SendVerify { task: task() }),
                ("2022-10-10T09:40:00+08:00", Action::VerifyResult { task: task(), result }),
            ],
        )
    };
    check_refused(verified(TaskResult::Absent), Action::Accept, Code::NotVerified);
    let accepted = live(verified(TaskResult::Exists), &[("2022-10-10T09:41:00+08:00", Action::Accept)]);
    assert_eq!(accepted.state, State::ToFile);
    let trusting = Rules { verify_first: false, ..Rules::default() };
    live_by(&trusting, called_in(), &[("2022-10-10T09:10:00+08:00", Action::Accept)]);
}

#[test]
fn the_desk_that_waits_for_an_answer_does_not_age() {
    let begun = Case { stage: Stage { since: Some(at("2022-10-10T09:00:00+08:00")), ..Stage::default() }, ..case() };
    let out = live(begun.clone(), &[("2022-10-10T09:10:00+08:00", Action::SendVerify { task: task() })]);
    assert_eq!(out.stage.due_at, None, "a task has its own limit");
    let exists = || Action::VerifyResult { task: task(), result: TaskResult::Exists };
    let back = live(out.clone(), &[("2022-10-10T10:00:00+08:00", exists())]);
    assert_eq!(back.stage.due_at, Some(at("2022-10-10T10:05:00+08:00")), "ten of fifteen minutes were used");
    let strict = Rules { pauses_while_out: false, ..Rules::default() };
    let out = live_by(&strict, begun, &[("2022-10-10T09:10:00+08:00", Action::SendVerify { task: task() })]);
    let back = live_by(&strict, out, &[("2022-10-10T10:00:00+08:00", exists())]);
    assert!(back.stage.is_late(at("2022-10-10T10:00:00.001+08:00")));
}

#[test]
fn a_stage_is_counted_in_working_minutes() {
    let filed = live(case(), &[("2022-10-10T11:50:00+08:00", Action::Accept)]);
    assert_eq!(filed.stage.due_at, Some(at("2022-10-10T14:05:00+08:00")), "lunch is no time of the desk's");
}

#[test]
fn a_district_names_the_unit_where_there_are_two_dispatches() {
    let two = Rules { second_dispatch: true, ..Rules::default() };
    let filed = live(
        case(),
        &[
            ("2022-10-10T09:00:00+08:00", Action::Accept),
            ("2022-10-10T09:00:00+08:00", Action::File { condition_no: 1 }),
        ],
    );
    check_refused_by(&two, filed.clone(), dispatch(), Code::SecondDispatchFirst);
    check_refused(filed.clone(), Action::DispatchToDistrict, Code::NoSecondDispatch);
    let there = live_by(&two, filed, &[("2022-10-10T09:05:00+08:00", Action::DispatchToDistrict)]);
    assert_eq!((there.state, there.clock.due_at), (State::ToSecondDispatch, None), "no unit has it yet");
    let back = Action::ReturnToCity { reason: why() };
    assert_eq!(live_by(&two, there.clone(), &[("2022-10-10T09:06:00+08:00", back)]).state, State::ToDispatch);
    let with_unit = live_by(&two, there, &[("2022-10-10T09:10:00+08:00", dispatch())]);
    assert_eq!(with_unit.state, State::ToHandle);
    assert!(with_unit.clock.due_at.is_some());
}

#[test]
fn the_clock_of_some_cities_stops_only_when_the_work_was_looked_at() {
    let strict = Rules { clock_stops: ClockStop::Review, ..Rules::default() };
    let done = live_by(&strict, dispatched(), &[("2022-10-10T15:00:00+08:00", finish())]);
    assert!(done.clock.running_since.is_some());
    assert!(done.clock.is_late(at("2022-10-10T17:00:00+08:00")));
    let passed = live_by(&strict, done, &[("2022-10-10T15:30:00+08:00", Action::ReviewPass)]);
    assert!(!passed.clock.is_late(at("2022-10-10T17:00:00+08:00")));
}

#[test]
fn a_dispatch_was_right_when_the_first_unit_is_the_last() {
    let right = dispatched();
    assert_eq!((case().was_dispatched_right(), right.was_dispatched_right()), (None, Some(true)));
    let other = Action::Dispatch { unit: "U-002".parse().unwrap() };
    let moved = live(
        right,
        &[("2022-10-10T10:30:00+08:00", Action::Return { reason: why() }), ("2022-10-10T10:40:00+08:00", other)],
    );
    assert_eq!((moved.was_dispatched_right(), moved.returns), (Some(false), 1));
    assert_eq!(moved.clock.due_at, Some(at("2022-10-10T16:10:00+08:00")), "ten minutes were nobody's");
}

#[test]
fn an_order_is_given_answered_once_and_told_when_late() {
    let order = Action::Supervise {
        kind: OrderKind::Leader,
        requirement: "今天清完".to_owned(),
        due_at: Some(at("2022-10-10T18:00:00+08:00")),
    };
    let pushed = live(dispatched(), &[("2022-10-10T11:00:00+08:00", order)]);
    assert_eq!((pushed.state, pushed.orders.len()), (State::Handling, 1));
    assert!(pushed.orders[0].is_late(at("2022-10-10T18:00:01+08:00")));
    let reply = |number| Action::ReplySupervision { number, reply: "已清".to_owned() };
    check_refused(pushed.clone(), reply(2), Code::NoSuchOrder);
    let replied = live(pushed, &[("2022-10-10T17:00:00+08:00", reply(1))]);
    assert!(!replied.orders[0].is_late(at("2022-10-12T18:00:01+08:00")));
    check_refused(replied, reply(1), Code::NoSuchOrder);
    let past = Action::Supervise {
        kind: OrderKind::Overdue,
        requirement: why(),
        due_at: Some(at("2022-10-10T09:00:00+08:00")),
    };
    check_refused(dispatched(), past, Code::BadValue);
}

/// Handled one hour late, checked and closed.
fn closed_late() -> Case {
    live(
        dispatched(),
        &[
            ("2022-10-10T17:00:00+08:00", Action::MarkOverdue),
            ("2022-10-10T17:00:00+08:00", finish()),
            ("2022-10-10T17:00:00+08:00", Action::ReviewPass),
            ("2022-10-10T17:00:00+08:00", Action::SendCheck { task: task() }),
            ("2022-10-10T17:30:00+08:00", Action::CheckResult { task: task(), result: TaskResult::Pass }),
            ("2022-10-10T17:30:00+08:00", Action::CheckPass),
            ("2022-10-10T17:30:00+08:00", Action::Close),
        ],
    )
}

#[test]
fn an_upheld_appeal_counts_as_in_time_and_changes_no_record() {
    let now = at("2022-10-11T09:00:00+08:00");
    let closed = closed_late();
    assert_eq!((closed.closing, closed.overdue_at), (Some(Closing::Overdue), closed.clock.due_at));
    let appealed = live(closed.clone(), &[("2022-10-11T09:00:00+08:00", Action::Appeal { reason: why() })]);
    check_refused(appealed.clone(), Action::Appeal { reason: why() }, Code::AppealNotPossible);
    check_refused(appealed.clone(), Action::UpholdAppeal { reason: why() }, Code::AppealNotPossible);
    let forwarded = live(appealed, &[("2022-10-11T09:10:00+08:00", Action::ForwardAppeal { reason: why() })]);
    let upheld = live(forwarded.clone(), &[("2022-10-11T09:20:00+08:00", Action::UpholdAppeal { reason: why() })]);
    assert!(upheld.clock.is_late(now) && !upheld.counts_as_late(now));
    assert_eq!((upheld.state, &upheld.clock, upheld.closing), (State::Closed, &closed.clock, closed.closing));
    let dismissed = live(forwarded, &[("2022-10-11T09:20:00+08:00", Action::DismissAppeal { reason: why() })]);
    assert_eq!(dismissed.appeal.as_ref().map(|appeal| appeal.state), Some(AppealState::Declined));
    assert!(dismissed.counts_as_late(now));
    let in_time = Case { clock: Clock::default(), ..closed };
    check_refused(in_time, Action::Appeal { reason: why() }, Code::AppealNotPossible);
}

#[test]
fn a_case_ends_in_one_of_six_ways() {
    let now = "2022-10-10T10:10:00+08:00";
    let answered = live(called_in(), &[(now, Action::HandleDirectly { reason: why() })]);
    assert_eq!((answered.state, answered.closing), (State::Closed, Some(Closing::Direct)));
    check_refused(case(), Action::HandleDirectly { reason: why() }, Code::NotFromHere);
    let special = |closing| Action::CloseSpecial { closing, reason: why() };
    let error = live(dispatched(), &[(now, special(Closing::Error))]);
    assert_eq!((error.closing, error.clock.running_since), (Some(Closing::Error), None));
    check_refused(dispatched(), special(Closing::Normal), Code::BadValue);
    let own = live(Case { state: State::SelfReview, ..case() }, &[(now, Action::PassSelfHandled)]);
    assert_eq!(own.closing, Some(Closing::SelfHandled));
    let again = live(closed_late(), &[("2022-10-11T09:00:00+08:00", Action::Reopen { reason: why() })]);
    assert_eq!((again.state, again.closing, again.closed_at), (State::ToCheck, None, None));
}

#[test]
fn a_duplicate_goes_into_the_other_case_and_can_come_back() {
    let other = CaseId(Uuid::from_u128(2));
    let linked = live(case(), &[("2022-10-10T09:05:00+08:00", Action::Link { into: other })]);
    assert_eq!((linked.state, linked.merged_into, linked.void_kind), (State::Merged, Some(other), None));
    assert!(linked.closed_at.is_some());
    let linked = Case { goes_on: Some(GoesOn::of(&closed_late())), ..linked };
    assert_eq!(linked.goes_on.as_ref().and_then(|main| main.ended), Some(State::Closed));
    assert_eq!(GoesOn::of(&dispatched()).ended, None, "an open case has not ended");
    let back = live(linked, &[("2022-10-10T09:06:00+08:00", Action::Unlink { reason: why() })]);
    assert_eq!((back.state, back.merged_into, back.closed_at), (State::Reported, None, None));
    assert_eq!(back.goes_on, None, "it is about another problem now");
    check_refused(case(), Action::Link { into: case().id }, Code::BadValue);
    let main = Case { merged: vec![other], ..case() };
    check_refused(main, Action::Link { into: CaseId(Uuid::from_u128(3)) }, Code::BadValue);
}

#[test]
fn marks_go_when_the_time_they_were_made_for_is_no_longer_the_cases() {
    let warned = live(dispatched(), &[("2022-10-10T15:30:00+08:00", Action::WarnDue)]);
    check_refused(warned.clone(), Action::WarnDue, Code::NotFromHere);
    check_refused(warned.clone(), Action::MarkOverdue, Code::NotFromHere);
    let extended = live(warned, &[("2022-10-10T15:40:00+08:00", Action::ApproveExtend)]);
    assert_eq!(extended.warned_at, None, "it is warned again before the new limit");
    let overdue = live(dispatched(), &[("2022-10-10T16:30:00+08:00", Action::MarkOverdue)]);
    assert_eq!(overdue.overdue_at, overdue.clock.due_at);
}

#[test]
fn another_calendar_moves_what_is_open_and_nothing_else() {
    let short =
        Calendar::from_json(&include_str!("../../../server/packs/calendar/national.json").replace("14:00", "15:00"))
            .unwrap();
    let rules = Rules::default();
    let terms = Terms { now: at("2022-10-10T10:30:00+08:00"), calendar: &short, rules: &rules };
    let mut open = dispatched();
    assert!(recompute(&mut open, &terms));
    assert_eq!(open.clock.due_at, Some(at("2022-10-10T17:00:00+08:00")), "the afternoon begins an hour later");
    assert!(!recompute(&mut open.clone(), &terms), "and a second time nothing moves");
    let mut closed = closed_late();
    assert!(!recompute(&mut closed, &terms));
}

/// Lets the server look at the case at a moment.
#[track_caller]
fn looked_at(case: Case, when: &str) -> Option<Action> {
    let (calendar, rules) = (calendar(), Rules::default());
    timer::due(&case, &Terms { now: at(when), calendar: &calendar, rules: &rules })
}

#[test]
fn a_unit_is_warned_once_and_then_overdue_once() {
    let open = dispatched();
    assert_eq!(open.timer_at, Some(at("2022-10-10T15:00:00+08:00")), "a working hour before it is due");
    assert_eq!(looked_at(open.clone(), "2022-10-10T14:59:59+08:00"), None);
    assert_eq!(looked_at(open.clone(), "2022-10-10T15:00:00+08:00"), Some(Action::WarnDue));
    let warned = live(open.clone(), &[("2022-10-10T15:00:00+08:00", Action::WarnDue)]);
    assert_eq!(looked_at(warned.clone(), "2022-10-10T16:00:00+08:00"), None, "the last moment is in time");
    assert_eq!(looked_at(warned.clone(), "2022-10-10T16:00:00.001+08:00"), Some(Action::MarkOverdue));
    let overdue = live(warned, &[("2022-10-10T16:00:01+08:00", Action::MarkOverdue)]);
    assert_eq!((overdue.timer_at, looked_at(overdue, "2022-10-20T16:00:00+08:00")), (None, None));
    assert_eq!(
        looked_at(open, "2022-10-11T09:00:00+08:00"),
        Some(Action::MarkOverdue),
        "a server that slept does not warn"
    );
}

#[test]
fn a_suspended_case_is_resumed_on_its_day() {
    let until = at("2022-10-17T08:00:00+08:00");
    let parked = live(
        dispatched(),
        &[
            ("2022-10-10T10:30:00+08:00", Action::ApplySuspend { reason: why(), until }),
            ("2022-10-10T11:00:00+08:00", Action::ApproveSuspend),
        ],
    );
    assert_eq!(looked_at(parked.clone(), "2022-10-16T08:00:00+08:00"), None);
    assert_eq!(looked_at(parked, "2022-10-17T08:00:00+08:00"), Some(Action::Resume));
}

#[test]
fn an_urgent_limit_is_warned_by_the_clock_on_the_wall() {
    let urgent = Case { limit: "2 urgent_hour".parse().unwrap(), state: State::ToDispatch, ..case() };
    let open = live(urgent, &[("2022-10-10T19:00:00+08:00", dispatch())]);
    assert_eq!(open.timer_at, Some(at("2022-10-10T20:00:00+08:00")));
}
