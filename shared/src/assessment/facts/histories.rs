//! What holds of every history: the identities between counters, and that a history says the same as its case.

use std::sync::LazyLock;

use super::Facts;
use crate::account::Actor;
use crate::assessment::counter::Counter as C;
use crate::calendar::limit::Unit;
use crate::case::histories::{Lived, lives};
use crate::case::{ActionKind, AppealState, Case, Closing, FlowRecord, State, VoidKind};
use crate::channel::Channel;
use crate::figures::Figures;
use crate::time::Instant;

const HOUR_MS: i64 = 3_600_000;

static LIVES: LazyLock<Vec<Vec<Lived>>> = LazyLock::new(|| lives(1_500));

fn flow(life: &[Lived]) -> Vec<FlowRecord> {
    life.iter().map(|lived| lived.record.clone()).collect()
}

/// Looks at every case after each of its steps, as the history up to there tells it.
fn at_every_step(look: impl Fn(&Lived, &Facts, &str)) {
    for (number, life) in LIVES.iter().enumerate() {
        let flow = flow(life);
        for (step, lived) in life.iter().enumerate() {
            let facts = Facts::read(&lived.after, &flow[..=step], lived.record.at);
            let told: Vec<_> = flow[..=step].iter().map(|record| record.action.as_str()).collect();
            look(lived, &facts, &format!("life {number}: {}", told.join(", ")));
        }
    }
}

/// Moments at which somebody may look at a case before anything more happens to it.
fn moments(lived: &Lived) -> Vec<Instant> {
    let now = lived.record.at;
    let about_due = lived.after.clock.due_at.into_iter().flat_map(|due| [due, due.plus_ms(1)]);
    [now, now.plus_ms(HOUR_MS), now.plus_ms(9_000 * HOUR_MS)]
        .into_iter()
        .chain(about_due)
        .filter(|at| *at >= now)
        .collect()
}

/// The counters of one case, to be calculated with.
#[derive(Clone, Copy)]
struct Bits(u64);

impl Bits {
    fn has(self, counter: C) -> bool {
        self.0 & counter.bit() != 0
    }

    fn n(self, counter: C) -> i64 {
        i64::from(self.has(counter))
    }
}

#[track_caller]
fn identities(bits: Bits, told: &str) {
    let equal = [
        (C::Report, vec![C::PatrolReport, C::PublicReport]),
        (C::ValidReport, vec![C::PatrolValidReport, C::PublicValidReport]),
        (C::NeedDispatch, vec![C::Inst]),
        (C::NeedDispose, vec![C::Dispose, C::ToDispose]),
        (C::Dispose, vec![C::IntimeDispose, C::OvertimeDispose]),
        (C::ToDispose, vec![C::IntimeToDispose, C::OvertimeToDispose]),
        (C::NeedArchive, vec![C::Dispose, C::OvertimeToDispose]),
        (C::Archive, vec![C::IntimeArchive, C::OvertimeArchive]),
    ];
    for (whole, parts) in equal {
        let sum: i64 = parts.iter().map(|part| bits.n(*part)).sum();
        assert_eq!(bits.n(whole), sum, "{whole:?} = {parts:?}: {told}");
    }
    let within = [
        (C::PatrolDealArchive, C::PatrolDealReport),
        (C::PatrolDealCancel, C::PatrolDealReport),
        (C::ValidReport, C::Report),
        (C::ToArchive, C::Report),
        (C::Operate, C::Report),
        (C::IntimeOperate, C::Operate),
        (C::Inst, C::Operate),
        (C::IntimeInst, C::Inst),
        (C::ValidReport, C::Inst),
        (C::Dispatch, C::NeedDispatch),
        (C::IntimeDispatch, C::Dispatch),
        (C::AccurDispatch, C::Dispatch),
        (C::NeedDispose, C::Dispatch),
        (C::Archive, C::Dispose),
        (C::IntimeArchive, C::IntimeDispose),
        (C::OvertimeArchive, C::OvertimeDispose),
        (C::Verify, C::NeedVerify),
        (C::NeedVerify, C::NeedSendVerify),
        (C::IntimeVerify, C::Verify),
        (C::Check, C::NeedCheck),
        (C::IntimeCheck, C::Check),
        (C::Hang, C::HisHang),
        (C::NeedReply, C::Supervise),
        (C::IntimeReply, C::NeedReply),
    ];
    for (part, whole) in within {
        assert!(!bits.has(part) || bits.has(whole), "{part:?} without {whole:?}: {told}");
    }
    let never_both = [
        (C::Report, C::PatrolDealReport),
        (C::PatrolDealArchive, C::PatrolDealCancel),
        (C::Hang, C::NeedDispose),
        (C::NotOperate, C::Operate),
        (C::NotInst, C::Inst),
        (C::NotOperate, C::ToArchive),
        (C::NotInst, C::ToArchive),
        (C::Archive, C::ToArchive),
        (C::SpecialArchive, C::ToArchive),
        (C::ToDispose, C::Archive),
    ];
    for (one, other) in never_both {
        assert!(!(bits.has(one) && bits.has(other)), "{one:?} and {other:?}: {told}");
    }
    assert!(bits.has(C::Report) || bits.has(C::PatrolDealReport), "it is something: {told}");
    assert!(!bits.has(C::MissReport), "that stands in no history: {told}");
}

#[test]
fn the_identities_hold_after_every_step_and_at_every_moment() {
    at_every_step(|lived, facts, told| {
        for now in moments(lived) {
            identities(Bits(facts.counted.at(now)), told);
        }
        let bits = Bits(facts.counted.bits);
        assert_eq!(facts.counted.reworks > 0, bits.has(C::Rework), "{told}");
        assert!(facts.counted.over_per_mille == 0 || bits.has(C::OvertimeArchive), "{told}");
        assert!(facts.counted.open_late_after.is_none() || bits.has(C::ToDispose), "{told}");
    });
}

#[test]
fn nothing_that_comes_later_makes_a_difference() {
    for life in LIVES.iter() {
        let (flow, last) = (flow(life), &life.last().unwrap().after);
        for (step, lived) in life.iter().enumerate() {
            let until = lived.record.at;
            // Several steps may be taken at one moment: all of them were taken then.
            let after = flow.iter().take_while(|record| record.at <= until).count();
            assert!(after > step);
            let then = Facts::read(&life[after - 1].after, &flow[..after], until);
            assert_eq!(Facts::read(last, &flow, until), then, "{:?}", lived.record);
            assert_eq!(Facts::read(last, &flow, until), then, "read again it is the same");
            let next = flow.get(after).map_or(until.plus_ms(HOUR_MS), |record| record.at);
            assert_eq!(Facts::read(last, &flow, next.plus_ms(-1)), then, "nothing happens between two steps");
        }
        assert_eq!(Facts::read(last, &flow, flow[0].at.plus_ms(-1)), Facts::default());
    }
}

#[test]
fn late_evidence_anywhere_makes_no_difference() {
    for life in LIVES.iter() {
        let (plain, last) = (flow(life), life.last().unwrap());
        let evidence = |record: &FlowRecord| FlowRecord {
            action: ActionKind::CheckResult,
            from: Some(record.to),
            late_evidence: true,
            ..record.clone()
        };
        let mixed: Vec<FlowRecord> = plain.iter().flat_map(|record| [record.clone(), evidence(record)]).collect();
        let until = last.record.at;
        assert_eq!(Facts::read(&last.after, &mixed, until), Facts::read(&last.after, &plain, until));
    }
}

/// Says whether a unit's work on it, done or not, counts now.
fn counts_in_handling(case: &Case, facts: &Facts) -> bool {
    facts.counted.bits & C::NeedDispose.bit() != 0 && !matches!(case.state, State::Void | State::Suspended)
}

#[test]
fn a_history_says_of_lateness_what_its_case_says() {
    at_every_step(|lived, facts, told| {
        let case = &lived.after;
        assert_eq!(facts.late_after, case.late_after(), "{told}: {:?}", case.clock);
        let due = case.clock.due_at.filter(|_| case.state != State::Suspended);
        assert_eq!(facts.due_at, due, "{told}");
        let runs = case.clock.running_since.is_some();
        assert_eq!(Bits(facts.counted.bits).has(C::ToDispose), runs, "{told}: in handling as long as the clock runs");
        for now in moments(lived).into_iter().filter(|_| counts_in_handling(case, facts)) {
            let bits = Bits(facts.counted.at(now));
            let is_late = bits.has(C::OvertimeDispose) || bits.has(C::OvertimeToDispose);
            assert_eq!(is_late, case.counts_as_late(now), "{told} at {now:?}: {:?}", case.clock);
        }
    });
}

#[test]
fn a_history_says_of_its_case_what_the_case_says_of_itself() {
    at_every_step(|lived, facts, told| {
        let (case, bits) = (&lived.after, Bits(facts.counted.bits));
        let is_own = bits.has(C::PatrolDealReport);
        let says = |counter: C, holds: bool| assert_eq!(bits.has(counter), holds && !is_own, "{counter:?}: {told}");
        assert_eq!((facts.state, facts.linked_to), (Some(case.state), case.merged_into), "{told}");
        let unit = case.unit.clone().filter(|_| case.first_unit.is_some());
        assert_eq!(facts.unit, unit, "{told}");
        says(C::PatrolReport, case.channel == Channel::Collector);
        says(C::ToArchive, !case.state.is_over());
        says(C::Urgent, matches!(case.limit.unit(), Unit::UrgentHour | Unit::UrgentDay));
        says(C::NotOperate, case.void_kind == Some(VoidKind::NotAccepted));
        says(C::NotInst, case.void_kind == Some(VoidKind::NotFiled));
        says(C::Return, case.returns > 0);
        says(C::Postpone, case.clock.extensions > 0);
        says(C::Hang, case.state == State::Suspended);
        says(C::HisHang, case.suspensions > 0);
        says(C::Supervise, !case.orders.is_empty());
        if !case.state.is_over() && !bits.has(C::Reopen) {
            let asked: Vec<_> = case.orders.iter().filter(|order| order.due_at.is_some()).collect();
            let in_time = asked.iter().all(|order| order.replied_at.is_some() && !order.is_late(lived.record.at));
            says(C::NeedReply, !asked.is_empty());
            says(C::IntimeReply, !asked.is_empty() && in_time);
        }
        let is_upheld = case.appeal.as_ref().is_some_and(|appeal| appeal.state == AppealState::Upheld);
        says(C::AppealUpheld, is_upheld);
        says(C::SpecialArchive, matches!(case.closing, Some(Closing::Special | Closing::Error)));
        let is_closed_late = case.closing == Some(Closing::Overdue);
        let was_handled = bits.has(C::Dispatch);
        if was_handled && (is_closed_late || case.closing == Some(Closing::Normal)) {
            says(C::OvertimeArchive, is_closed_late && !is_upheld);
            says(C::IntimeArchive, !is_closed_late || is_upheld);
        }
        let figures = Figures::of(case, lived.record.at);
        says(C::Report, figures.reported > 0);
        says(C::Operate, figures.accepted > 0);
        says(C::Inst, figures.filed > 0);
        says(C::AccurDispatch, figures.dispatched_right > 0 && bits.has(C::Dispatch));
        assert!(!bits.has(C::Dispatch) || figures.dispatched > 0, "{told}");
        assert_eq!(bits.has(C::PatrolDealArchive), is_own && case.state == State::Closed, "{told}");
        assert_eq!(bits.has(C::PatrolDealCancel), is_own && case.state == State::Void, "{told}");
    });
}

/// Somebody with a notebook: who had it when it was sent back, and who has it then.
fn passes_again(flow: &[FlowRecord]) -> u32 {
    let (mut unit, mut sent_back) = (None::<String>, None::<String>);
    let mut again = 0;
    for record in flow {
        match record.action {
            ActionKind::ReviewRework => again += 1,
            ActionKind::CheckRework => sent_back.clone_from(&unit),
            ActionKind::Reassign if record.receiver.is_some() => unit.clone_from(&record.receiver),
            ActionKind::Dispatch => {
                again += u32::from(sent_back.is_some() && sent_back == record.receiver);
                (unit, sent_back) = (record.receiver.clone(), None);
            }
            _ => {}
        }
    }
    again
}

#[test]
fn rework_is_counted_by_passes_and_never_more_often_than_it_was_asked_for() {
    at_every_step(|lived, facts, told| {
        let reworks = facts.counted.reworks;
        assert!(reworks <= lived.after.rework_count, "{told}");
    });
    let mut seen = 0;
    for life in LIVES.iter() {
        let (flow, last) = (flow(life), life.last().unwrap());
        let again = passes_again(&flow);
        assert_eq!(Facts::read(&last.after, &flow, last.record.at).counted.reworks, again);
        seen += again;
    }
    assert!(seen > 12, "{seen}: lives in which nothing is done again prove nothing");
}

#[test]
fn the_dispatcher_is_whoever_named_the_first_unit_whatever_is_dispatched_later() {
    let mut mended = 0;
    for life in LIVES.iter() {
        let (flow, last) = (flow(life), life.last().unwrap());
        let by = |kind: ActionKind| flow.iter().filter(move |record| record.action == kind);
        let first = by(ActionKind::Dispatch).next().or_else(|| by(ActionKind::DispatchToDistrict).next_back());
        let expected = first.and_then(|record| match &record.actor {
            Actor::Account { id, .. } => Some(*id),
            Actor::System { .. } => None,
        });
        assert_eq!(Facts::read(&last.after, &flow, last.record.at).dispatcher, expected);
        mended += by(ActionKind::Dispatch)
            .skip(1)
            .filter(|record| first.is_some_and(|one| one.actor != record.actor))
            .count();
    }
    assert!(mended > 12, "{mended}: lives in which nobody else dispatches again prove nothing");
}

#[test]
fn these_lives_have_something_of_every_counter() {
    let mut seen = 0;
    for life in LIVES.iter() {
        let (flow, last) = (flow(life), life.last().unwrap());
        for lived in life {
            let counted = Facts::read(&last.after, &flow, lived.record.at).counted;
            seen |= counted.at(lived.record.at) | counted.at(lived.record.at.plus_ms(9_000 * HOUR_MS));
        }
    }
    let unseen: Vec<_> = C::ALL.iter().filter(|counter| seen & counter.bit() == 0).collect();
    assert_eq!(unseen, [&C::MissReport]);
}
