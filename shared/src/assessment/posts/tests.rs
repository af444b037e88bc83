//! What each post is told of, of histories written by hand and of thousands that dice threw.

use std::sync::LazyLock;

use uuid::Uuid;

use super::Figure as F;
use super::work::{Work, read};
use crate::account::{Actor, Role};
use crate::assessment::Subject;
use crate::case::histories::{Lived, lives};
use crate::case::tests::case;
use crate::case::{ActionKind as A, Case, Closing, FlowRecord, State as S};
use crate::ids::AccountId;
use crate::task::TaskResult;
use crate::time::Instant;

static LIVES: LazyLock<Vec<Vec<Lived>>> = LazyLock::new(|| lives(1_500));
const ALWAYS: Instant = Instant::from_ms(i64::MAX);

fn person(number: u128) -> AccountId {
    AccountId(Uuid::from_u128(number))
}

/// A history that is written step by step: each step a minute after the one before, by somebody of their own.
#[derive(Default)]
struct Told(Vec<FlowRecord>);

impl Told {
    fn reported() -> Self {
        Self::default().then(A::Report, S::Reported)
    }

    fn dispatched() -> Self {
        Self::reported().then(A::Accept, S::ToFile).then(A::File, S::ToDispatch).to("U-1")
    }

    fn reviewed() -> Self {
        Self::dispatched().then(A::Assign, S::Handling).then(A::Finish, S::ToReview).then(A::ReviewPass, S::ToCheck)
    }

    fn then(mut self, action: A, to: S) -> Self {
        let sequence = u64::try_from(self.0.len()).unwrap() + 1;
        let actor = Actor::Account {
            id: person(sequence.into()),
            user: format!("user{sequence}").parse().unwrap(),
            role: Role::Acceptor,
            jurisdiction: "610112".parse().unwrap(),
            unit: None,
        };
        let at = Instant::from_ms(i64::try_from(sequence).unwrap() * 60_000);
        let from = self.0.last().map(|record| record.to);
        let written = serde_json::json!({
            "sequence": sequence, "at": at, "actor": actor, "action": action, "from": from, "to": to,
            "opinion": "", "receiver": null, "late_evidence": false, "runs": false,
        });
        self.0.push(serde_json::from_value(written).unwrap());
        self
    }

    fn with(mut self, change: impl FnOnce(&mut FlowRecord)) -> Self {
        change(self.0.last_mut().unwrap());
        self
    }

    fn to(self, unit: &str) -> Self {
        self.then(A::Dispatch, S::ToHandle).with(|record| record.receiver = Some(unit.to_owned()))
    }

    fn sent(self, action: A, to: S, who: u128) -> Self {
        self.then(action, to).with(|record| record.receiver = Some(person(who).to_string()))
    }

    fn answered(self, action: A, to: S, result: TaskResult) -> Self {
        self.then(action, to).with(|record| record.result = Some(result))
    }

    /// The stage that the last step left was over before it.
    fn late(self) -> Self {
        self.with(|record| record.stage_due = Some(record.at.plus_ms(-1)))
    }

    fn case() -> Case {
        Case { reporter: Some(person(70)), reported_at: Instant::from_ms(1), ..case() }
    }

    fn work(&self) -> Vec<Work> {
        read(&Self::case(), &self.0, None, ALWAYS)
    }

    /// What was counted of the last step with an action.
    #[track_caller]
    fn of(&self, action: A) -> Vec<F> {
        let record = self.0.iter().rev().find(|record| record.action == action).unwrap();
        let work = self.work();
        let own = work.iter().find(|work| work.sequence == record.sequence && work.post != Subject::Collector);
        own.unwrap_or_else(|| panic!("{action:?} is nobody's")).counts(ALWAYS)
    }

    fn of_person(&self, who: u128) -> Vec<F> {
        let work = self.work();
        let mut counts: Vec<F> =
            work.iter().filter(|work| work.who == person(who)).flat_map(|work| work.counts(ALWAYS)).collect();
        counts.sort();
        counts
    }
}

#[test]
fn a_filing_is_right_until_it_is_voided_or_returned() {
    let filed = || Told::reported().then(A::Accept, S::ToFile).then(A::File, S::ToDispatch);
    assert_eq!(filed().of(A::File), [F::Operation, F::File, F::FileIntime, F::FileRight]);
    assert_eq!(filed().late().of(A::File), [F::Operation, F::File, F::FileRight], "right and late");
    let wrong = [F::Operation, F::Wrong, F::File, F::FileIntime, F::FileWrong];
    assert_eq!(filed().then(A::Void, S::Void).of(A::File), wrong);
    let returned = filed().then(A::ReturnToAccept, S::Reported);
    assert_eq!(returned.of(A::File), wrong);
    assert_eq!(returned.of(A::Accept), [F::Operation, F::Wrong, F::Accept, F::AcceptIntime, F::AcceptWrong]);
    let anew = returned.then(A::Accept, S::ToFile).then(A::File, S::ToDispatch);
    assert_eq!(anew.of(A::File), [F::Operation, F::File, F::FileIntime, F::FileRight], "the second one is another");
    assert_eq!(anew.of(A::Accept), [F::Operation, F::Accept, F::AcceptIntime, F::AcceptRight]);
}

#[test]
fn accepted_and_refused_at_filing_was_accepted_wrongly() {
    let refused = Told::reported().then(A::Accept, S::ToFile).then(A::Refuse, S::Void);
    assert_eq!(refused.of(A::Accept), [F::Operation, F::Wrong, F::Accept, F::AcceptIntime, F::AcceptWrong]);
    assert_eq!(refused.of(A::Refuse), [F::Operation, F::Refuse]);
    assert_eq!(refused.of_person(70), [F::Operation, F::Wrong, F::Report, F::ReportRefused]);
    let rejected = Told::reported().then(A::Reject, S::Void);
    assert_eq!(rejected.of(A::Reject), [F::Operation, F::Reject]);
    let voided = Told::reported().then(A::Accept, S::ToFile).then(A::Void, S::Void);
    let right = [F::Operation, F::Accept, F::AcceptIntime, F::AcceptRight];
    assert_eq!(voided.of(A::Accept), right, "voided by decision, not at filing");
}

#[test]
fn a_dispatch_is_right_where_the_last_one_named_the_same_unit() {
    let right = [F::Operation, F::Dispatch, F::DispatchIntime, F::DispatchRight];
    let wrong = [F::Operation, F::Wrong, F::Dispatch, F::DispatchIntime, F::DispatchWrong];
    let sent = || Told::dispatched();
    assert_eq!(sent().of(A::Dispatch), right);
    let back = || sent().then(A::Return, S::ToDispatch);
    assert_eq!(back().of(A::Dispatch), [F::Operation, F::Dispatch, F::DispatchIntime], "nobody knows yet");
    let dispatches = |told: &Told| -> Vec<Vec<F>> {
        told.work().iter().filter(|work| work.post == Subject::Dispatcher).map(|work| work.counts(ALWAYS)).collect()
    };
    assert_eq!(dispatches(&back().to("U-1")), [right.to_vec(), right.to_vec()], "it was its own after all");
    assert_eq!(dispatches(&back().to("U-2")), [wrong.to_vec(), right.to_vec()]);
    let district = || {
        Told::reported()
            .then(A::Accept, S::ToFile)
            .then(A::File, S::ToDispatch)
            .then(A::DispatchToDistrict, S::ToSecondDispatch)
    };
    assert_eq!(dispatches(&district()), [right.to_vec()]);
    assert_eq!(dispatches(&district().to("U-1")), [right.to_vec(), right.to_vec()]);
    assert_eq!(dispatches(&district().then(A::ReturnToCity, S::ToDispatch)), [wrong.to_vec()]);
}

#[test]
fn a_review_that_passed_what_the_check_sent_back_was_wrong() {
    let passed = Told::reviewed;
    assert_eq!(passed().of(A::ReviewPass), [F::Operation, F::Review, F::ReviewIntime]);
    let reworked = passed().then(A::CheckRework, S::ToDispatch);
    assert_eq!(reworked.of(A::ReviewPass), [F::Operation, F::Wrong, F::Review, F::ReviewIntime, F::ReviewWrong]);
    let reopened = passed()
        .then(A::CheckPass, S::ToClose)
        .then(A::Close, S::Closed)
        .then(A::Reopen, S::ToCheck)
        .then(A::CheckRework, S::ToDispatch);
    assert_eq!(
        reopened.of(A::ReviewPass),
        [F::Operation, F::Review, F::ReviewIntime],
        "dirty again is not dirty still"
    );
    assert_eq!(reopened.of(A::Close), [F::Operation, F::Wrong, F::Close, F::CloseIntime, F::CloseWrong]);
}

#[test]
fn a_closing_that_was_opened_again_was_wrong_for_whoever_closed_it() {
    let closed = || Told::reviewed().then(A::CheckPass, S::ToClose).then(A::Close, S::Closed);
    let fine = [F::Operation, F::Close, F::CloseIntime];
    let wrong = [F::Operation, F::Wrong, F::Close, F::CloseIntime, F::CloseWrong];
    assert_eq!(closed().of(A::Close), fine);
    let reopened = closed().then(A::Reopen, S::ToCheck);
    assert_eq!(reopened.of(A::Close), wrong);
    assert_eq!(reopened.of(A::File), [F::Operation, F::File, F::FileIntime, F::FileRight], "filing was right");
    let again = reopened.then(A::CheckPass, S::ToClose).then(A::Close, S::Closed);
    assert_eq!(again.of(A::Close), fine, "the second closing is another");
    let both = |told: &Told| told.work().iter().filter(|work| work.counts(ALWAYS).contains(&F::CloseWrong)).count();
    assert_eq!((both(&again), both(&again.then(A::Reopen, S::ToCheck))), (1, 2));
}

#[test]
fn a_closing_by_decision_is_a_closing_too_and_has_no_time() {
    let decided = || Told::dispatched().then(A::CloseSpecial, S::Closed).late();
    assert_eq!(decided().of(A::CloseSpecial), [F::Operation, F::CloseSpecial]);
    assert_eq!(decided().work().last().unwrap().due_at, None, "it was the unit that was late");
    let right = [F::Operation, F::File, F::FileIntime, F::FileRight];
    assert_eq!(decided().of(A::File), right, "where nobody wrote down as what, nothing is claimed");
    let reopened = decided().then(A::Reopen, S::ToCheck);
    assert_eq!(reopened.of(A::CloseSpecial), [F::Operation, F::Wrong, F::CloseWrong, F::CloseSpecial]);
    let answered = Told::reported().then(A::HandleDirectly, S::Closed).then(A::Reopen, S::ToCheck);
    assert_eq!(answered.work().len(), 1, "no shift leader closed it");
}

#[test]
fn what_was_closed_as_an_error_was_filed_wrongly_until_it_is_opened_again() {
    let ended = |closing| {
        let decided = Told::dispatched().then(A::CloseSpecial, S::Closed);
        decided.with(|record| record.closing = Some(closing))
    };
    let right = [F::Operation, F::File, F::FileIntime, F::FileRight];
    let wrong = [F::Operation, F::Wrong, F::File, F::FileIntime, F::FileWrong];
    assert_eq!(ended(Closing::Special).of(A::File), right);
    let error = ended(Closing::Error);
    assert_eq!(error.of(A::File), wrong);
    assert_eq!(error.of(A::CloseSpecial), [F::Operation, F::CloseSpecial]);
    let reopened = error.then(A::Reopen, S::ToCheck);
    assert_eq!(reopened.of(A::File), right, "it was a case after all");
    assert_eq!(reopened.of(A::CloseSpecial), [F::Operation, F::Wrong, F::CloseWrong, F::CloseSpecial]);
    assert_eq!(reopened.then(A::Void, S::Void).of(A::File), wrong, "and was none in the end");
}

#[test]
fn a_task_is_told_of_whoever_had_it_and_of_whoever_sent_it() {
    let sent = || Told::reported().sent(A::SendVerify, S::Verifying, 80);
    assert_eq!(sent().of(A::SendVerify), [F::VerifyOrdered, F::VerifyOrderedIntime]);
    let answered = sent().answered(A::VerifyResult, S::Reported, TaskResult::Exists);
    assert_eq!(answered.of_person(80), [F::Operation, F::VerifySent, F::VerifyAnswered, F::VerifyIntime]);
    let late = sent().answered(A::VerifyResult, S::Reported, TaskResult::Exists).late();
    assert_eq!(late.of_person(80), [F::Operation, F::VerifySent, F::VerifyAnswered, F::VerifyLate]);
    assert_eq!(sent().then(A::TakeBack, S::Reported).of_person(80), [F::VerifySent], "nobody waited in vain");
    assert_eq!(sent().then(A::TakeBack, S::Reported).late().of_person(80), [F::VerifySent, F::VerifyLate]);
    let due = Instant::from_ms(3_600_000);
    let out = read(&Told::case(), &sent().0, Some(due), ALWAYS);
    let out = out.iter().find(|work| work.who == person(80)).unwrap();
    assert_eq!((out.counts(due), out.due_at), (vec![F::VerifySent], Some(due)));
    assert_eq!(out.counts(due.plus_ms(1)), [F::VerifySent, F::VerifyLate]);
    let until = late.0[1].at;
    let then = read(&Told::case(), &late.0, Some(due), until);
    assert_eq!(then.iter().find(|work| work.who == person(80)).unwrap().due_at, late.0[2].stage_due);
}

#[test]
fn an_answer_that_the_next_one_contradicts_was_wrong_and_unable_contradicts_nothing() {
    let checked = |first, second| {
        Told::reviewed()
            .sent(A::SendCheck, S::Checking, 80)
            .answered(A::CheckResult, S::ToCheck, first)
            .sent(A::SendCheck, S::Checking, 81)
            .answered(A::CheckResult, S::ToCheck, second)
    };
    let fine = [F::Operation, F::CheckSent, F::CheckAnswered, F::CheckIntime];
    let wrong = [F::Operation, F::Wrong, F::CheckSent, F::CheckAnswered, F::CheckIntime, F::Contradicted];
    let told = checked(TaskResult::Pass, TaskResult::Fail);
    assert_eq!((told.of_person(80), told.of_person(81)), (wrong.to_vec(), fine.to_vec()));
    for (first, second) in [
        (TaskResult::Pass, TaskResult::Pass),
        (TaskResult::Unable, TaskResult::Fail),
        (TaskResult::Pass, TaskResult::Unable),
    ] {
        assert_eq!(checked(first, second).of_person(80), fine, "{first:?}, {second:?}");
    }
    let another_stage = Told::reviewed()
        .sent(A::SendCheck, S::Checking, 80)
        .answered(A::CheckResult, S::ToCheck, TaskResult::Fail)
        .then(A::CheckRework, S::ToDispatch)
        .to("U-1")
        .then(A::Finish, S::ToReview)
        .then(A::ReviewPass, S::ToCheck)
        .sent(A::SendCheck, S::Checking, 81)
        .answered(A::CheckResult, S::ToCheck, TaskResult::Pass);
    assert_eq!(another_stage.of_person(80), fine, "it was solved in between");
}

#[test]
fn what_the_server_did_is_nobodys_and_what_was_not_written_down_is_not_in_time() {
    let by_itself = Told::reported()
        .then(A::Accept, S::ToFile)
        .with(|record| record.actor = Actor::System { rule: "automatic.accept".to_owned() });
    assert_eq!(by_itself.work().len(), 1, "the report alone");
    let formerly = Told::reported().then(A::Accept, S::ToFile).with(|record| record.runs = None);
    assert_eq!(formerly.of(A::Accept), [F::Operation, F::Accept, F::AcceptRight]);
    let evidence = Told::reported().then(A::Accept, S::ToFile).with(|record| record.late_evidence = true);
    assert_eq!(evidence.work().len(), 1);
}

#[test]
fn of_every_history_each_step_is_told_once_and_parts_are_parts() {
    let whole = [
        (F::Wrong, F::Operation),
        (F::ReportRefused, F::Report),
        (F::VerifyAnswered, F::VerifySent),
        (F::VerifyIntime, F::VerifyAnswered),
        (F::VerifyLate, F::VerifySent),
        (F::CheckAnswered, F::CheckSent),
        (F::CheckIntime, F::CheckAnswered),
        (F::CheckLate, F::CheckSent),
        (F::AcceptIntime, F::Accept),
        (F::AcceptWrong, F::Accept),
        (F::FileIntime, F::File),
        (F::FileRight, F::File),
        (F::FileWrong, F::File),
        (F::CloseIntime, F::Close),
        (F::DispatchIntime, F::Dispatch),
        (F::DispatchRight, F::Dispatch),
        (F::DispatchWrong, F::Dispatch),
        (F::ReviewIntime, F::Review),
        (F::ReviewWrong, F::Review),
    ];
    let never_both = [
        (F::VerifyIntime, F::VerifyLate),
        (F::CheckIntime, F::CheckLate),
        (F::FileRight, F::FileWrong),
        (F::DispatchRight, F::DispatchWrong),
    ];
    let steps = [
        (A::Accept, F::Accept),
        (A::File, F::File),
        (A::Close, F::Close),
        (A::CloseSpecial, F::CloseSpecial),
        (A::Reject, F::Reject),
    ];
    for life in LIVES.iter() {
        let mut flow: Vec<FlowRecord> = life.iter().map(|lived| lived.record.clone()).collect();
        for record in &mut flow {
            if matches!(record.action, A::SendVerify | A::SendCheck) {
                record.receiver = Some(person(90).to_string());
            }
        }
        let case = Case { reporter: Some(person(70)), ..life[0].after.clone() };
        for until in flow.iter().map(|record| record.at) {
            let work = read(&case, &flow, None, until);
            let told: Vec<&FlowRecord> = flow.iter().take_while(|record| record.at <= until).collect();
            let cut: Vec<FlowRecord> = told.iter().map(|record| (*record).clone()).collect();
            let bare = |work: &Work| (work.sequence, work.post, work.figures);
            let alone: Vec<_> = read(&case, &cut, None, ALWAYS).iter().map(bare).collect();
            assert_eq!(work.iter().map(bare).collect::<Vec<_>>(), alone, "what comes later makes no difference");
            for one in &work {
                let has = |figure: F| one.figures & figure.bit() != 0;
                for (part, whole) in whole {
                    assert!(!has(part) || has(whole), "{part:?} without {whole:?}: {one:?}");
                }
                for (first, second) in never_both {
                    assert!(!(has(first) && has(second)), "{first:?} and {second:?}: {one:?}");
                }
                assert_eq!(has(F::File), has(F::FileRight) || has(F::FileWrong), "{one:?}");
                assert!(!has(F::CloseWrong) || has(F::Close) || has(F::CloseSpecial), "{one:?}");
            }
            let wrong = work.iter().filter(|one| one.figures & F::CloseWrong.bit() != 0).map(|one| one.sequence);
            assert_eq!(
                wrong.collect::<Vec<_>>(),
                opened_again(&told),
                "each closing that was opened again, and no other"
            );
            for (action, figure) in steps {
                let taken = told.iter().filter(|record| {
                    record.action == action && !record.late_evidence && matches!(record.actor, Actor::Account { .. })
                });
                let counted = work.iter().filter(|one| one.figures & figure.bit() != 0);
                assert_eq!(counted.count(), taken.count(), "{action:?}");
            }
        }
    }
}

/// Somebody with a notebook: which closings of people came before an opening again.
fn opened_again(told: &[&FlowRecord]) -> Vec<u64> {
    let (mut last, mut again) = (None, Vec::new());
    for record in told.iter().filter(|record| !record.late_evidence) {
        let is_person = matches!(record.actor, Actor::Account { .. });
        match record.action {
            A::Close | A::CloseSpecial => last = Some(record.sequence).filter(|_| is_person),
            A::HandleDirectly | A::PassSelfHandled => last = None,
            A::Reopen => again.extend(last.take()),
            _ => {}
        }
    }
    again
}
