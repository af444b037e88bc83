//! What the trade's definitions leave open, as it is decided here.

use uuid::Uuid;

use super::stories::{
    LATER, accepted, appealed, by_decision, checked, checked_as, checking, closed, done, done_late, extended, filed,
    in_hand, is, is_not, own, phoned, phoned_and_filed, push, reply, reported, reviewed, sent, suspended, task, to,
    upheld, why,
};
use super::told::{Told, at, person};
use crate::account::Actor;
use crate::assessment::counter::Counter as C;
use crate::calendar::pack::Calendar;
use crate::case::apply::{Terms, recompute};
use crate::case::rules::ClockStop;
use crate::case::tests::{case, dispatch, finish};
use crate::case::{Action, ActionKind, Rules, State};
use crate::ids::CaseId;
use crate::task::TaskResult;

#[test]
fn before_its_report_a_case_counts_as_nothing_and_later_steps_count_later() {
    let told = closed(done_late());
    assert_eq!((told.facts("10-10 09:39").last_at, told.counters("10-10 09:39")), (None, Vec::new()));
    assert_eq!(told.facts("10-10 15:00"), in_hand().facts(LATER));
    assert_eq!(told.facts("10-10 17:00"), done_late().facts(LATER));
    assert_eq!(told.facts("10-10 17:00").last_at, Some(at("10-10 17:00")));
}

#[test]
fn what_a_unit_gave_back_is_nobodys_until_it_is_dispatched_anew() {
    let back = sent().then("10-10 10:10", Action::Return { reason: why() });
    is(&back, LATER, &[C::NeedDispatch, C::Return, C::ToArchive]);
    is_not(&back, LATER, &[C::Dispatch, C::AccurDispatch, C::NeedDispose, C::ToDispose, C::NeedArchive]);
    assert_eq!(back.facts(LATER).unit, Some("U-001".parse().unwrap()), "it had it last");
    let again = back.clone().then("10-10 10:20", dispatch());
    is(&again, LATER, &[C::AccurDispatch, C::IntimeDispatch, C::OvertimeToDispose, C::Return]);
    is_not(&again, LATER, &[C::Rework]);
    let anew = back.then("10-10 10:20", Action::ReturnToAccept { reason: why() });
    is_not(&anew, LATER, &[C::Operate, C::Inst, C::ValidReport, C::NeedDispatch]);
    assert_eq!(anew.facts(LATER).filed_at, Some(at("10-10 09:50")), "it was filed first then");
}

#[test]
fn rework_is_when_the_same_unit_has_it_again_each_pass_once() {
    let by_review = done().then("10-10 15:05", Action::ReviewRework { reason: why() });
    assert_eq!(by_review.facts(LATER).counted.reworks, 1);
    let twice = by_review
        .then("10-10 15:10", Action::Assign)
        .then("10-10 15:20", finish())
        .then("10-10 15:30", Action::ReviewRework { reason: why() });
    assert_eq!(twice.facts(LATER).counted.reworks, 2);
    let failed = checking(done()).then("10-11 09:30", checked_as(TaskResult::Fail));
    let waits = failed.then("10-11 09:40", Action::CheckRework { reason: why() });
    is_not(&waits, LATER, &[C::Rework, C::Dispatch, C::Dispose, C::NeedArchive]);
    let same = waits.clone().then("10-11 09:50", dispatch());
    is(&same, LATER, &[C::Rework, C::ToDispose]);
    assert_eq!((same.facts(LATER).counted.reworks, same.case.rework_count), (1, 1));
    let other = waits.then("10-11 09:50", to("U-002"));
    is_not(&other, LATER, &[C::Rework, C::AccurDispatch]);
    let back = other.then("10-11 10:00", Action::Return { reason: why() }).then("10-11 10:10", dispatch());
    is_not(&back, LATER, &[C::Rework]);
}

#[test]
fn one_limit_runs_over_all_passes() {
    let again = done().then("10-11 09:00", Action::ReviewRework { reason: why() });
    let facts = again.facts(LATER);
    assert_eq!(facts.due_at, Some(at("10-11 10:00")), "three of four hours were used");
    assert_eq!((facts.due_at, facts.late_after), (again.case.clock.due_at, again.case.late_after()));
    let in_time = again.clone().then("10-11 09:01", Action::Assign).then("10-11 10:00", finish());
    is(&in_time, LATER, &[C::IntimeDispose, C::Rework]);
    let late = again.then("10-11 09:01", Action::Assign).then("10-11 10:01", finish());
    is(&late, LATER, &[C::OvertimeDispose]);
    is_not(&late, LATER, &[C::IntimeDispose]);
}

#[test]
fn more_time_moves_the_deadline_and_is_said() {
    assert_eq!(extended().facts(LATER).due_at, Some(at("10-11 10:00")));
    is(&extended().then("10-11 09:59", finish()), LATER, &[C::Postpone, C::IntimeDispose]);
    is(&extended(), "10-11 10:01", &[C::Postpone, C::OvertimeToDispose]);
    is(&extended(), "10-10 11:05", &[C::IntimeToDispose]);
    is_not(&extended(), "10-10 11:05", &[C::Postpone]);
}

#[test]
fn what_is_suspended_is_in_no_denominator_and_due_at_no_time() {
    is(&suspended(), LATER, &[C::Dispatch, C::Hang, C::HisHang, C::ToArchive]);
    let handling = [C::NeedDispose, C::ToDispose, C::Dispose, C::OvertimeToDispose, C::NeedArchive];
    is_not(&suspended(), LATER, &handling);
    assert_eq!(suspended().facts(LATER).due_at, None);
    let resumed = suspended().then("10-17 08:00", Action::Resume);
    assert_eq!(resumed.facts(LATER).due_at, Some(at("10-17 11:00")));
    is(&resumed, "10-17 11:00", &[C::NeedDispose, C::IntimeToDispose]);
    is_not(&resumed, "10-17 11:00", &[C::NeedArchive]);
    let ended = by_decision(suspended(), "10-12 09:00");
    is(&ended, LATER, &[C::SpecialArchive, C::Archive, C::IntimeArchive, C::HisHang]);
    is_not(&ended, LATER, &[C::Hang]);
}

#[test]
fn closing_by_decision_makes_nothing_late_be_in_time() {
    let late = by_decision(in_hand(), "10-10 16:01");
    is(&late, LATER, &[C::SpecialArchive, C::Archive, C::OvertimeArchive, C::OvertimeDispose, C::NeedArchive]);
    is(&by_decision(in_hand(), "10-10 16:00"), LATER, &[C::IntimeArchive]);
    let never_sent = by_decision(filed(), "10-10 16:01");
    is(&never_sent, LATER, &[C::SpecialArchive, C::ValidReport, C::NeedDispatch]);
    is_not(&never_sent, LATER, &[C::Archive, C::NeedArchive, C::NeedDispose, C::ToArchive]);
}

#[test]
fn a_void_case_has_left_handling_and_what_the_desks_did_stays() {
    for told in [in_hand(), done_late(), checked(done_late())] {
        let void = told.then("10-12 09:00", Action::Void { reason: why() });
        is(&void, LATER, &[C::Report, C::Operate, C::Inst, C::NeedDispatch, C::Dispatch, C::IntimeDispatch]);
        let left = [C::ValidReport, C::NeedDispose, C::Dispose, C::OvertimeDispose, C::ToDispose, C::NeedArchive];
        is_not(&void, LATER, &left);
        is_not(&void, LATER, &[C::Archive, C::ToArchive, C::NotOperate, C::NotInst]);
    }
}

#[test]
fn a_linked_case_counts_as_reported_and_comes_back_when_it_is_another_problem_after_all() {
    let other = CaseId(Uuid::from_u128(77));
    let linked = phoned_and_filed().then("10-10 09:57", Action::ReturnToAccept { reason: why() });
    let linked = linked.then("10-10 09:58", Action::Link { into: other });
    is(&linked, LATER, &[C::Report, C::PublicReport, C::Verify]);
    is_not(&linked, LATER, &[C::ToArchive, C::ValidReport, C::Operate, C::NeedArchive]);
    assert_eq!((linked.facts(LATER).linked_to, linked.facts(LATER).state), (Some(other), Some(State::Merged)));
    let late = accepted().then("10-10 09:58", Action::Link { into: other });
    is(&late, LATER, &[C::Operate, C::IntimeOperate]);
    let back = linked.then("10-10 10:30", Action::Unlink { reason: why() });
    is(&back, LATER, &[C::Report, C::ToArchive]);
    assert_eq!(back.facts(LATER).linked_to, None);
    // The case that goes on says of the other one that it came, and that it left.
    let number = "XA20221010000002";
    let main = in_hand().by_the_server("10-10 10:10", ActionKind::Link, Some(number), |_| ()).by_the_server(
        "10-10 10:20",
        ActionKind::Unlink,
        Some(number),
        |_| (),
    );
    assert_eq!(main.counters(LATER), in_hand().counters(LATER));
    assert_eq!((main.facts(LATER).linked_to, main.facts(LATER).acceptor), (None, in_hand().facts(LATER).acceptor));
}

#[test]
fn what_was_answered_at_once_is_over_and_was_no_case() {
    let answered = phoned().then("10-10 09:45", Action::HandleDirectly { reason: why() });
    let reports = [C::Report, C::PublicReport, C::NeedSendVerify];
    assert_eq!(answered.counters(LATER), reports);
}

#[test]
fn self_handled_reports_are_a_family_of_their_own() {
    assert_eq!(own().counters(LATER), [C::PatrolDealReport]);
    let passed = own().then("10-10 09:45", Action::PassSelfHandled);
    assert_eq!(passed.counters(LATER), [C::PatrolDealReport, C::PatrolDealArchive]);
    assert_eq!(passed.facts(LATER).acceptor, Some(person(2)));
    let void = own().then("10-10 09:45", Action::Void { reason: why() });
    assert_eq!(void.counters(LATER), [C::PatrolDealReport, C::PatrolDealCancel]);
}

#[test]
fn an_upheld_appeal_counts_as_in_time_and_stays_to_be_seen() {
    is(&appealed(), LATER, &[C::OvertimeDispose, C::OvertimeArchive]);
    assert_eq!(appealed().facts(LATER).counted.over_per_mille, 250, "five hours of four");
    is(&upheld(), LATER, &[C::AppealUpheld, C::IntimeDispose, C::IntimeArchive]);
    is_not(&upheld(), LATER, &[C::OvertimeDispose, C::OvertimeArchive]);
    assert_eq!(upheld().facts(LATER).counted.over_per_mille, 0);
    is_not(&upheld(), "10-12 10:59", &[C::AppealUpheld, C::IntimeArchive]);
    let again = upheld()
        .then("10-13 09:00", Action::Reopen { reason: why() })
        .then("10-13 09:10", Action::CheckRework { reason: why() })
        .then("10-13 09:20", dispatch());
    is(&again, LATER, &[C::AppealUpheld, C::IntimeToDispose, C::Reopen, C::Rework]);
    assert_eq!(again.facts(LATER).late_after, again.case.late_after());
}

#[test]
fn a_case_that_was_opened_again_is_no_longer_closed() {
    let again = closed(done()).then("10-12 09:00", Action::Reopen { reason: why() });
    is(&again, LATER, &[C::Reopen, C::Dispose, C::IntimeDispose, C::NeedArchive, C::NeedCheck, C::ToArchive]);
    is_not(&again, LATER, &[C::Archive, C::IntimeArchive]);
    is(&again, "10-11 10:00", &[C::Archive, C::IntimeArchive]);
    is_not(&again, "10-11 10:00", &[C::Reopen]);
}

#[test]
fn where_the_clock_stops_at_the_review_handling_lasts_until_then() {
    let strict = Rules { clock_stops: ClockStop::Review, ..Rules::default() };
    let waits = Told::begins(case(), "10-10 09:40", strict)
        .then("10-10 09:45", Action::Accept)
        .then("10-10 09:50", Action::File { condition_no: 1 })
        .then("10-10 10:00", dispatch())
        .then("10-10 10:05", Action::Assign)
        .then("10-10 15:00", finish());
    is(&waits, "10-10 16:01", &[C::ToDispose, C::OvertimeToDispose, C::NeedArchive]);
    is_not(&waits, "10-10 16:01", &[C::Dispose]);
    is(&reviewed(waits), LATER, &[C::Dispose, C::OvertimeDispose]);
}

#[test]
fn two_dispatches_have_both_to_be_in_time() {
    let two = Rules { second_dispatch: true, ..Rules::default() };
    let filed = Told::begins(case(), "10-10 09:40", two)
        .then("10-10 09:45", Action::Accept)
        .then("10-10 09:50", Action::File { condition_no: 1 });
    let there = |when| filed.clone().then(when, Action::DispatchToDistrict);
    is(&there("10-10 10:00").then("10-10 10:15", dispatch()), LATER, &[C::IntimeDispatch]);
    is_not(&there("10-10 10:06").then("10-10 10:15", dispatch()), LATER, &[C::IntimeDispatch]);
    is_not(&there("10-10 10:00").then("10-10 10:16", dispatch()), LATER, &[C::IntimeDispatch]);
    is_not(&there("10-10 10:00"), LATER, &[C::Dispatch, C::IntimeDispatch]);
}

#[test]
fn a_stage_without_a_limit_is_left_in_time_and_one_that_is_left_twice_counts_by_the_last_time() {
    let mut patient = Rules::default();
    patient.stages.accept = 0;
    let slow = Told::begins(case(), "10-10 09:40", patient).then("10-14 09:00", Action::Accept);
    is(&slow, LATER, &[C::IntimeOperate]);
    let late = reported().then("10-10 11:00", Action::Accept).then("10-10 11:05", Action::File { condition_no: 1 });
    is_not(&late, LATER, &[C::IntimeOperate]);
    let anew = late.then("10-10 11:06", Action::ReturnToAccept { reason: why() }).then("10-10 11:07", Action::Accept);
    is(&anew, LATER, &[C::IntimeOperate]);
    is_not(&anew, LATER, &[C::Inst, C::IntimeInst]);
}

#[test]
fn an_answer_is_in_time_by_when_it_was_given_on_site() {
    let heard = checking(done()).then("10-11 12:00", checked_as(TaskResult::Pass));
    is_not(&heard, LATER, &[C::IntimeCheck]);
    is(&heard.made("10-11 10:00"), LATER, &[C::Check, C::IntimeCheck]);
}

#[test]
fn of_several_checks_in_one_stage_the_last_counts_and_the_others_are_invalid() {
    let failed = checking(done()).then("10-11 09:30", checked_as(TaskResult::Fail));
    is_not(&failed, LATER, &[C::InvalidCheck]);
    let again = failed.then("10-11 14:00", Action::SendCheck { task: task() });
    is(&again, LATER, &[C::NeedCheck, C::InvalidCheck]);
    is_not(&again, LATER, &[C::Check, C::IntimeCheck]);
    assert_eq!(again.facts(LATER).inspector, None, "nobody answered the one that counts");
    let passed = again.then("10-11 16:00", checked_as(TaskResult::Pass));
    is(&passed, LATER, &[C::Check, C::InvalidCheck]);
    is_not(&passed, LATER, &[C::IntimeCheck]);
    let taken_back = checking(done()).by_the_server("10-11 09:10", ActionKind::TakeBack, None, |case| {
        case.state = State::ToCheck;
        case.open_task = None;
    });
    let resent = taken_back.then("10-11 09:20", Action::SendCheck { task: task() });
    is_not(&resent, LATER, &[C::InvalidCheck]);
    // After rework there is another stage, and its first check is no second one.
    let second = checking(done())
        .then("10-11 09:30", checked_as(TaskResult::Fail))
        .then("10-11 09:40", Action::CheckRework { reason: why() })
        .then("10-11 09:45", dispatch())
        .then("10-11 09:46", Action::Assign)
        .then("10-11 09:50", finish())
        .then("10-11 09:55", Action::ReviewPass)
        .then("10-11 10:00", Action::SendCheck { task: task() })
        .then("10-11 10:30", checked_as(TaskResult::Pass));
    is(&second, LATER, &[C::Check, C::IntimeCheck]);
    is_not(&second, LATER, &[C::InvalidCheck]);
}

#[test]
fn late_evidence_moves_nothing() {
    let mut told = closed(done());
    let before = told.facts(LATER);
    let mut evidence = told.flow[8].clone();
    assert_eq!(evidence.action, ActionKind::CheckResult);
    evidence.late_evidence = true;
    evidence.at = at("10-13 09:00");
    evidence.result = Some(TaskResult::Unable);
    told.flow.push(evidence);
    assert_eq!(told.facts(LATER), before);
}

#[test]
fn who_took_the_steps_is_known_and_the_server_is_nobody() {
    let facts = closed(done()).facts(LATER);
    let posts = [facts.acceptor, facts.shift_leader, facts.dispatcher, facts.inspector, facts.verifier];
    assert_eq!(posts, [Some(person(2)), Some(person(3)), Some(person(4)), Some(person(9)), None]);
    assert_eq!(phoned_and_filed().facts(LATER).verifier, Some(person(3)));
    let mut automatic = filed();
    automatic.flow[1].actor = Actor::System { rule: "automatic.accept".to_owned() };
    assert_eq!((automatic.facts(LATER).acceptor, automatic.facts(LATER).shift_leader), (None, Some(person(3))));
    let rejected = reported().then("10-10 09:45", Action::Reject { reason: why() });
    assert_eq!(rejected.facts(LATER).acceptor, Some(person(2)), "whoever does not accept it is known, too");
}

#[test]
fn a_case_stays_with_whoever_named_its_first_unit() {
    let two = Rules { second_dispatch: true, ..Rules::default() };
    let there = Told::begins(case(), "10-10 09:40", two)
        .then("10-10 09:45", Action::Accept)
        .then("10-10 09:50", Action::File { condition_no: 1 })
        .then("10-10 10:00", Action::DispatchToDistrict);
    assert_eq!(there.facts(LATER).dispatcher, Some(person(4)), "until the district has named a unit");
    let named = there.then("10-10 10:05", dispatch());
    assert_eq!(named.facts(LATER).dispatcher, Some(person(5)));
    let back = sent().then("10-10 10:10", Action::Return { reason: why() });
    assert_eq!(back.facts(LATER).dispatcher, Some(person(4)));
    let mended = back.then("10-10 10:20", to("U-002"));
    is_not(&mended, LATER, &[C::AccurDispatch]);
    assert_eq!(mended.facts(LATER).dispatcher, Some(person(4)), "whoever mends it did not do it wrongly");
    let mut automatic = mended;
    automatic.flow[3].actor = Actor::System { rule: "automatic.dispatch".to_owned() };
    assert_eq!(automatic.facts(LATER).dispatcher, None, "the server's mistake is nobody's");
}

#[test]
fn of_a_dispatch_that_was_not_written_down_whole_nothing_is_claimed() {
    let mut old = sent().then("10-10 10:10", Action::Return { reason: why() }).then("10-10 10:20", to("U-002"));
    old.flow[3].receiver = None;
    is(&old, LATER, &[C::Dispatch]);
    is_not(&old, LATER, &[C::AccurDispatch]);
}

#[test]
fn boundaries_hand_a_case_on_and_a_calendar_moves_its_deadline() {
    let there = in_hand().by_the_server("10-10 10:10", ActionKind::Reassign, Some("U-009"), |case| {
        case.unit = Some("U-009".parse().unwrap());
    });
    assert_eq!(there.facts(LATER).unit, Some("U-009".parse().unwrap()));
    is_not(&there, LATER, &[C::AccurDispatch]);
    let stays = in_hand().by_the_server("10-10 10:10", ActionKind::Reassign, None, |_| ());
    is(&stays, LATER, &[C::AccurDispatch]);
    let national = include_str!("../../../../server/packs/calendar/national.json");
    let short = Calendar::from_json(&national.replace("14:00", "15:00")).unwrap();
    let rules = Rules::default();
    let moved = in_hand().by_the_server("10-10 11:00", ActionKind::Recount, None, |case| {
        let terms = Terms { now: at("10-10 11:00"), calendar: &short, rules: &rules };
        assert!(recompute(case, &terms));
    });
    assert_eq!(moved.facts(LATER).due_at, Some(at("10-10 17:00")));
    is(&moved, "10-10 17:00", &[C::IntimeToDispose]);
    is(&in_hand(), "10-10 17:00", &[C::OvertimeToDispose]);
}

#[test]
fn the_limit_that_it_was_filed_under_says_whether_it_is_urgent() {
    let urgent = accepted().by_the_server("10-10 09:50", ActionKind::File, None, |case| {
        case.state = State::ToDispatch;
        case.limit = "2 urgent_hour".parse().unwrap();
    });
    is(&urgent, LATER, &[C::Urgent, C::Inst]);
    is_not(&urgent, "10-10 09:49", &[C::Urgent]);
}

#[test]
fn an_order_is_answered_by_its_reply_or_by_the_closing_and_each_has_to_be_in_time() {
    let asked = || in_hand().then("10-10 11:00", push(Some("10-10 18:00")));
    let (asks, in_time) = ([C::NeedReply], [C::IntimeReply]);
    is(&asked(), "10-10 11:30", &asks);
    is_not(&asked(), "10-10 11:30", &in_time);
    let answered = || asked().then("10-10 12:00", reply(1));
    is(&answered(), LATER, &[C::Supervise, C::NeedReply, C::IntimeReply]);
    is_not(&answered(), "10-10 11:59", &in_time);
    // Another one waits, and then comes too late.
    let second = || answered().then("10-10 13:00", push(Some("10-10 14:00")));
    is_not(&second(), LATER, &in_time);
    is(&second().then("10-10 14:00", reply(2)), LATER, &in_time);
    is_not(&second().then("10-10 14:01", reply(2)), LATER, &in_time);
    // One that names no moment takes nothing away.
    is(&answered().then("10-10 13:00", push(None)), LATER, &in_time);
    is(&by_decision(asked(), "10-10 18:00"), LATER, &in_time);
    let late = by_decision(asked(), "10-10 18:01");
    is(&late, LATER, &asks);
    is_not(&late, LATER, &in_time);
    let again = by_decision(asked(), "10-10 17:00").then("10-12 09:00", Action::Reopen { reason: why() });
    is(&again.then("10-12 09:30", reply(1)), LATER, &in_time);
    let anew = || phoned_and_filed().then("10-10 11:00", push(Some("10-10 18:00")));
    let anew = || anew().then("10-10 11:30", Action::ReturnToAccept { reason: why() });
    is(&anew().then("10-10 18:00", Action::HandleDirectly { reason: why() }), LATER, &in_time);
    is_not(&anew().then("10-10 18:01", Action::HandleDirectly { reason: why() }), LATER, &in_time);
    let void = asked().then("10-10 12:00", Action::Void { reason: why() });
    is(&void, LATER, &[C::Supervise]);
    is_not(&void, LATER, &asks);
    let mut old = answered();
    for record in &mut old.flow {
        record.order = None;
    }
    is(&old, LATER, &[C::Supervise]);
    is_not(&old, LATER, &[C::NeedReply, C::IntimeReply]);
}

#[test]
fn a_history_from_before_claims_nothing_for_the_desks_and_accuses_no_unit_without_a_mark() {
    let old = closed(done()).formerly();
    is(&old, LATER, &[C::Operate, C::Inst, C::Dispatch, C::AccurDispatch, C::Check, C::Dispose, C::Archive]);
    is_not(&old, LATER, &[C::IntimeOperate, C::IntimeInst, C::IntimeDispatch, C::IntimeCheck, C::Urgent]);
    is(&old, LATER, &[C::IntimeDispose, C::IntimeArchive]);
    assert_eq!((old.facts(LATER).due_at, old.facts(LATER).late_after), (None, None));
    let open = in_hand().formerly();
    is(&open, LATER, &[C::ToDispose, C::IntimeToDispose]);
    let marked = in_hand().then("10-10 16:01", Action::MarkOverdue);
    is(&marked.clone().formerly(), LATER, &[C::OvertimeToDispose, C::NeedArchive]);
    let done = marked.then("10-10 17:00", finish());
    is(&closed(done).formerly(), LATER, &[C::OvertimeDispose, C::OvertimeArchive]);
    let more = in_hand().then("10-10 11:00", Action::ApproveExtend).formerly();
    is(&more, LATER, &[C::Postpone, C::IntimeToDispose]);
}
