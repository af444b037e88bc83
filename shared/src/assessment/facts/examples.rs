//! An example for every counter, and one that it does not count.

use std::collections::BTreeSet;

use super::stories::{
    LATER, accepted, appealed, by_decision, checked, checked_as, checking, closed, done, done_late, extended, filed,
    in_hand, is, is_not, own, phoned, phoned_and_filed, push, reply, reported, reviewed, sent, suspended, task, to,
    upheld, verified, why,
};
use super::told::Told;
use crate::assessment::counter::Counter as C;
use crate::case::tests::{case, dispatch};
use crate::case::{Action, Case, Rules};
use crate::task::TaskResult;

/// Counters of which there was an example.
#[derive(Default)]
struct Examples(BTreeSet<C>);

impl Examples {
    #[track_caller]
    fn at(&mut self, counter: C, yes: (&Told, &str), no: (&Told, &str)) {
        is(yes.0, yes.1, &[counter]);
        is_not(no.0, no.1, &[counter]);
        self.0.insert(counter);
    }

    #[track_caller]
    fn one(&mut self, counter: C, yes: &Told, no: &Told) {
        self.at(counter, (yes, LATER), (no, LATER));
    }
}

fn of_reports(examples: &mut Examples) {
    let reject = || Action::Reject { reason: why() };
    examples.one(C::Report, &reported(), &own());
    examples.one(C::PatrolReport, &reported(), &phoned());
    examples.one(C::PublicReport, &phoned(), &reported());
    examples.one(C::ValidReport, &filed(), &accepted());
    examples.one(C::PatrolValidReport, &filed(), &phoned_and_filed());
    examples.one(C::PublicValidReport, &phoned_and_filed(), &filed());
    examples.one(C::Operate, &accepted(), &reported());
    examples.one(C::IntimeOperate, &accepted(), &reported().then("10-10 10:00", Action::Accept));
    let voided = reported().then("10-10 09:45", Action::Void { reason: why() });
    examples.one(C::NotOperate, &reported().then("10-10 09:45", reject()), &voided);
    examples.one(C::ToArchive, &in_hand(), &closed(done()));
    let urgent = Case { limit: "2 urgent_hour".parse().unwrap(), ..case() };
    examples.one(C::Urgent, &Told::begins(urgent, "10-10 09:40", Rules::default()), &reported());
    examples.one(C::PatrolDealReport, &own(), &reported());
    let passed = own().then("10-10 09:45", Action::PassSelfHandled);
    let refused = own().then("10-10 09:45", Action::RefuseSelfHandled { reason: why() });
    examples.one(C::PatrolDealArchive, &passed, &refused);
    examples.one(C::PatrolDealCancel, &refused, &passed);
}

fn of_looking(examples: &mut Examples) {
    let sent = || reported().then("10-10 09:45", Action::SendVerify { task: task() });
    examples.one(C::NeedSendVerify, &phoned(), &reported());
    examples.one(C::NeedSendVerify, &sent(), &reported());
    examples.one(C::NeedVerify, &sent(), &phoned());
    let answered = |when| sent().then(when, verified(TaskResult::Exists));
    examples.one(C::Verify, &answered("10-10 11:00"), &sent());
    examples.one(C::IntimeVerify, &answered("10-10 10:45"), &answered("10-10 10:46"));
    examples.one(C::NeedCheck, &reviewed(done()), &done());
    let waived = reviewed(done()).then("10-10 17:30", Action::WaiveCheck { reason: why() });
    examples.one(C::NeedCheck, &checked(done()), &waived);
    examples.one(C::Check, &checked(done()), &checking(done()));
    let at_ten = |when| checking(done()).then(when, checked_as(TaskResult::Fail));
    examples.one(C::IntimeCheck, &at_ten("10-11 10:00"), &at_ten("10-11 10:01"));
    let unable = checking(done()).then("10-11 09:30", checked_as(TaskResult::Unable));
    examples.one(C::InvalidCheck, &unable, &checked(done()));
}

fn of_desks(examples: &mut Examples) {
    examples.one(C::Inst, &filed(), &accepted());
    examples.one(C::IntimeInst, &filed(), &accepted().then("10-10 10:01", Action::File { condition_no: 1 }));
    let refused = accepted().then("10-10 09:50", Action::Refuse { reason: why() });
    examples.one(C::NotInst, &refused, &filed().then("10-10 09:55", Action::Void { reason: why() }));
    examples.one(C::NeedDispatch, &filed(), &accepted());
    examples.one(C::Dispatch, &sent(), &filed());
    examples.one(C::IntimeDispatch, &sent(), &filed().then("10-10 10:06", dispatch()));
    let moved = sent().then("10-10 10:10", Action::Return { reason: why() }).then("10-10 10:20", to("U-002"));
    examples.one(C::AccurDispatch, &sent(), &moved);
    examples.one(C::Return, &moved, &sent());
    let pushed = in_hand().then("10-10 11:00", push(None));
    examples.one(C::Supervise, &pushed, &in_hand());
    let asked = || in_hand().then("10-10 11:00", push(Some("10-10 18:00")));
    examples.one(C::NeedReply, &asked(), &pushed);
    examples.one(C::IntimeReply, &asked().then("10-10 18:00", reply(1)), &asked().then("10-10 18:01", reply(1)));
}

fn of_handling(examples: &mut Examples) {
    let (before, after) = ("10-10 16:00", "10-10 16:01");
    examples.one(C::NeedDispose, &sent(), &filed());
    examples.one(C::Dispose, &done(), &in_hand());
    examples.one(C::IntimeDispose, &done(), &done_late());
    examples.one(C::OvertimeDispose, &done_late(), &done());
    examples.one(C::ToDispose, &in_hand(), &done());
    examples.at(C::IntimeToDispose, (&in_hand(), before), (&in_hand(), after));
    examples.at(C::OvertimeToDispose, (&in_hand(), after), (&in_hand(), before));
    examples.at(C::NeedArchive, (&in_hand(), after), (&in_hand(), before));
    examples.at(C::NeedArchive, (&done(), before), (&sent(), before));
    let again = done().then("10-10 15:05", Action::ReviewRework { reason: why() });
    examples.one(C::Rework, &again, &done());
    let asked = in_hand().then("10-10 11:00", Action::ApplyExtend { reason: why() });
    examples.one(C::Postpone, &extended(), &asked);
    let resumed = suspended().then("10-17 08:00", Action::Resume);
    examples.one(C::Hang, &suspended(), &resumed);
    examples.one(C::HisHang, &resumed, &in_hand());
}

fn of_closing(examples: &mut Examples) {
    examples.one(C::Archive, &closed(done()), &checked(done()));
    examples.one(C::IntimeArchive, &closed(done()), &closed(done_late()));
    examples.one(C::OvertimeArchive, &closed(done_late()), &closed(done()));
    examples.one(C::SpecialArchive, &by_decision(in_hand(), "10-10 11:00"), &closed(done()));
    examples.one(C::Reopen, &closed(done()).then("10-12 09:00", Action::Reopen { reason: why() }), &closed(done()));
    examples.one(C::AppealUpheld, &upheld(), &appealed());
}

#[test]
fn there_is_an_example_for_every_counter() {
    let mut examples = Examples::default();
    for told in [of_reports, of_looking, of_desks, of_handling, of_closing] {
        told(&mut examples);
    }
    let missing: Vec<_> = C::ALL.iter().filter(|counter| !examples.0.contains(counter)).collect();
    assert_eq!(missing, [&C::MissReport], "and that one stands in no history");
}
