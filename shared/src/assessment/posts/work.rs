//! A history, gone through step by step: each step is given to whoever took it, and what becomes of it is added to it.

use super::figure::Figure;
use crate::account::Actor;
use crate::assessment::Subject;
use crate::case::step::is_out;
use crate::case::{ActionKind, Case, Closing, FlowRecord, State};
use crate::channel::Channel;
use crate::ids::{AccountId, UnitId};
use crate::task::TaskResult;
use crate::time::Instant;

/// What somebody did in a case, or was sent to do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Work {
    /// Which step of the case it is, and was told with.
    pub sequence: u64,
    /// In which post. What was done on site is said to be a collector's: whether they are an inspector no history knows.
    pub post: Subject,
    /// Who.
    pub who: AccountId,
    /// When they did it, or were sent.
    pub at: Instant,
    /// The bits of [`Figure`] that hold whenever somebody looks.
    pub figures: u64,
    /// Until when they had.
    pub due_at: Option<Instant>,
    /// A task that is still out: from after this moment on it is late.
    pub late_after: Option<Instant>,
}

impl Work {
    /// Returns the bits at a moment: a task that is out is late or not.
    pub fn at(&self, now: Instant) -> u64 {
        if self.late_after.is_none_or(|due| now <= due) {
            return self.figures;
        }
        let is_verify = self.figures & Figure::VerifySent.bit() != 0;
        self.figures | if is_verify { Figure::VerifyLate.bit() } else { Figure::CheckLate.bit() }
    }

    /// Returns what it counts as at a moment.
    pub fn counts(&self, now: Instant) -> Vec<Figure> {
        let bits = Figure::with_what_follows(self.at(now));
        Figure::ALL.iter().copied().filter(|figure| bits & figure.bit() != 0).collect()
    }
}

/// Reads a case's history, oldest step first, up to and with a moment. `out_due` is the deadline of the task that is out for
/// the case now, if one is.
///
/// Nothing that was done later makes a difference. Late evidence moved nothing and counts as nothing.
pub fn read(case: &Case, flow: &[FlowRecord], out_due: Option<Instant>, until: Instant) -> Vec<Work> {
    let counts = |record: &&FlowRecord| !record.late_evidence;
    let later = flow.iter().position(|record| record.at > until).unwrap_or(flow.len());
    let (told, untold) = flow.split_at_checked(later).unwrap_or((flow, &[]));
    let mut reading = Reading::default();
    for record in told.iter().filter(counts) {
        reading.goes_on(case, record);
    }
    // Until when a task had is written down with the step that ended it; it was so from the first on.
    let due = match untold.iter().filter(counts).find(|record| leaves_a_task(record)) {
        Some(record) => record.stage_due,
        None => out_due,
    };
    reading.ends(due)
}

/// Where a step stands among all of them.
type Place = Option<usize>;

/// A dispatch to a unit.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Sent {
    place: Place,
    unit: Option<UnitId>,
}

/// An answer that says how it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Answer {
    place: Place,
    result: TaskResult,
}

/// What was read so far.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
struct Reading {
    work: Vec<Work>,
    state: Option<State>,
    reported: Place,
    accepted: Place,
    filed: Place,
    /// The filing that a closing as an error said was wrong.
    erred: Place,
    closed: Place,
    passed: Place,
    /// The task that is out, where it is known who has it.
    out: Place,
    verified: Option<Answer>,
    checked: Option<Answer>,
    dispatched: Vec<Sent>,
    to_district: Place,
    /// Its unit gave it back, and nobody dispatched it anew.
    waits: bool,
}

impl Reading {
    fn goes_on(&mut self, case: &Case, record: &FlowRecord) {
        let answered = if leaves_a_task(record) { self.comes_back(record) } else { None };
        self.takes(case, record, answered);
        self.state = Some(record.to);
    }

    /// A task is out no more: it was answered, taken back, or the case went on without it.
    fn comes_back(&mut self, record: &FlowRecord) -> Place {
        let place = self.out.take();
        let of = place.and_then(|place| self.work.get_mut(place))?;
        let is_verify = of.figures & Figure::VerifySent.bit() != 0;
        let (answered, in_time, late) = if is_verify {
            (Figure::VerifyAnswered, Figure::VerifyIntime, Figure::VerifyLate)
        } else {
            (Figure::CheckAnswered, Figure::CheckIntime, Figure::CheckLate)
        };
        let is_answer = matches!(record.action, ActionKind::VerifyResult | ActionKind::CheckResult);
        of.due_at = record.stage_due;
        if is_answer {
            of.figures |= answered.bit() | Figure::Operation.bit();
        }
        match record.left_in_time() {
            Some(true) if is_answer => of.figures |= in_time.bit(),
            Some(false) => of.figures |= late.bit(),
            Some(true) | None => {}
        }
        place.filter(|_| is_answer)
    }

    fn takes(&mut self, case: &Case, record: &FlowRecord, answered: Place) {
        use ActionKind as A;
        match record.action {
            A::Report | A::ReportSelfHandled => self.reported = self.reports(case, record),
            A::Accept => {
                self.accepted = self.does(record, Subject::Acceptor, Figure::Accept, Figure::AcceptIntime);
                self.verified = None;
            }
            A::Reject => {
                self.does(record, Subject::Acceptor, Figure::Reject, Figure::Operation);
            }
            A::SendVerify => {
                self.orders(record, Figure::VerifyOrdered, Figure::VerifyOrderedIntime);
                self.out = self.sends(record, Figure::VerifySent);
            }
            A::SendCheck => {
                self.orders(record, Figure::CheckOrdered, Figure::CheckOrderedIntime);
                self.out = self.sends(record, Figure::CheckSent);
            }
            A::VerifyResult => self.verified = self.says(self.verified, answered, record.result),
            A::CheckResult => self.checked = self.says(self.checked, answered, record.result),
            A::File => {
                self.filed = self.does(record, Subject::ShiftLeader, Figure::File, Figure::FileIntime);
                self.adds(self.filed, Figure::FileRight);
            }
            A::Refuse => {
                self.does(record, Subject::ShiftLeader, Figure::Refuse, Figure::Operation);
                let accepted = self.accepted.take();
                self.was_wrong(accepted, Figure::AcceptWrong);
            }
            A::ReturnToAccept => {
                let (accepted, filed) = (self.accepted.take(), self.filed.take());
                self.was_wrong(accepted, Figure::AcceptWrong);
                self.was_filed_wrong(filed);
            }
            A::Void => {
                let filed = self.filed.take();
                self.was_filed_wrong(filed);
            }
            A::Close => {
                self.closed = self.does(record, Subject::ShiftLeader, Figure::Close, Figure::CloseIntime);
                // What is found when it is opened again is not what the review saw.
                self.passed = None;
            }
            A::CloseSpecial => {
                self.closed = self.decides(record);
                self.passed = None;
                if record.closing == Some(Closing::Error) {
                    self.erred = self.filed.take();
                    self.was_filed_wrong(self.erred);
                }
            }
            A::Reopen => {
                let (closed, erred) = (self.closed.take(), self.erred.take());
                self.was_wrong(closed, Figure::CloseWrong);
                // Opened again it is a case after all, as whoever filed it had said.
                if erred.is_some() {
                    self.was_filed_right(erred);
                }
                self.checked = None;
            }
            A::Dispatch => {
                let place = self.does(record, Subject::Dispatcher, Figure::Dispatch, Figure::DispatchIntime);
                let unit = record.receiver.as_ref().and_then(|unit| unit.parse().ok());
                self.dispatched.push(Sent { place, unit });
                // The district named the unit: it kept the case.
                self.to_district = None;
                self.waits = false;
            }
            A::DispatchToDistrict => {
                self.to_district = self.does(record, Subject::Dispatcher, Figure::Dispatch, Figure::DispatchIntime);
                self.adds(self.to_district, Figure::DispatchRight);
            }
            A::ReturnToCity => {
                let place = self.to_district.take();
                self.takes_away(place, Figure::DispatchRight);
                self.was_wrong(place, Figure::DispatchWrong);
            }
            A::Return => self.waits = true,
            A::ReviewPass => {
                self.passed = self.does(record, Subject::Dispatcher, Figure::Review, Figure::ReviewIntime);
                self.checked = None;
            }
            A::ReviewRework => {
                self.does(record, Subject::Dispatcher, Figure::Review, Figure::ReviewIntime);
            }
            A::CheckRework => {
                let passed = self.passed.take();
                self.was_wrong(passed, Figure::ReviewWrong);
                self.checked = None;
            }
            A::HandleDirectly
            | A::Link
            | A::Unlink
            | A::MarkUnowned
            | A::Assign
            | A::ApplyExtend
            | A::ApproveExtend
            | A::DeclineExtend
            | A::ApplySuspend
            | A::ApproveSuspend
            | A::DeclineSuspend
            | A::Resume
            | A::Finish
            | A::TakeBack
            | A::CheckPass
            | A::WaiveCheck
            | A::Supervise
            | A::ReplySupervision
            | A::Appeal
            | A::ForwardAppeal
            | A::DeclineAppeal
            | A::UpholdAppeal
            | A::DismissAppeal
            | A::WarnDue
            | A::MarkOverdue
            | A::PassSelfHandled
            | A::RefuseSelfHandled
            | A::Reassign
            | A::Recount => {}
        }
    }

    fn reports(&mut self, case: &Case, record: &FlowRecord) -> Place {
        let who = case.reporter.filter(|_| case.channel == Channel::Collector)?;
        // When it was reported, and not when a phone without a network came round to handing it in.
        Some(self.put(Work {
            sequence: record.sequence,
            post: Subject::Collector,
            who,
            at: case.reported_at,
            figures: Figure::Report.bit() | Figure::Operation.bit(),
            due_at: None,
            late_after: None,
        }))
    }

    /// Whoever took the step did something that can be right or wrong, and did it in time or not.
    fn does(&mut self, record: &FlowRecord, post: Subject, what: Figure, in_time: Figure) -> Place {
        let place = self.did(record, post, what, in_time)?;
        self.adds(Some(place), Figure::Operation);
        Some(place)
    }

    /// Whoever closes by decision may do so at any time; a deadline that is left then was another desk's.
    fn decides(&mut self, record: &FlowRecord) -> Place {
        let place = self.does(record, Subject::ShiftLeader, Figure::CloseSpecial, Figure::Operation);
        if let Some(work) = place.and_then(|place| self.work.get_mut(place)) {
            work.due_at = None;
        }
        place
    }

    /// Whoever took the step sent somebody; nothing of that is right or wrong.
    fn orders(&mut self, record: &FlowRecord, what: Figure, in_time: Figure) {
        self.did(record, Subject::Acceptor, what, in_time);
    }

    fn did(&mut self, record: &FlowRecord, post: Subject, what: Figure, in_time: Figure) -> Place {
        let Actor::Account { id, .. } = &record.actor else { return None };
        let is_in_time = record.left_in_time().unwrap_or(false);
        Some(self.put(Work {
            sequence: record.sequence,
            post,
            who: *id,
            at: record.at,
            figures: what.bit() | if is_in_time { in_time.bit() } else { 0 },
            due_at: record.stage_due,
            late_after: None,
        }))
    }

    /// Somebody was sent to look.
    fn sends(&mut self, record: &FlowRecord, what: Figure) -> Place {
        let who = record.receiver.as_ref().and_then(|who| who.parse().ok())?;
        Some(self.put(Work {
            sequence: record.sequence,
            post: Subject::Collector,
            who,
            at: record.at,
            figures: what.bit(),
            due_at: None,
            late_after: None,
        }))
    }

    /// An answer that says the opposite of the one before it in the same stage shows that that one was wrong.
    fn says(&mut self, before: Option<Answer>, place: Place, result: Option<TaskResult>) -> Option<Answer> {
        let result = match result {
            Some(result @ (TaskResult::Exists | TaskResult::Absent | TaskResult::Pass | TaskResult::Fail)) => result,
            Some(TaskResult::Unable) | None => return before,
        };
        if let Some(before) = before.filter(|before| before.result != result) {
            self.was_wrong(before.place, Figure::Contradicted);
        }
        Some(Answer { place, result })
    }

    fn put(&mut self, work: Work) -> usize {
        self.work.push(work);
        self.work.len().saturating_sub(1)
    }

    fn adds(&mut self, place: Place, figure: Figure) {
        if let Some(work) = place.and_then(|place| self.work.get_mut(place)) {
            work.figures |= figure.bit();
        }
    }

    fn takes_away(&mut self, place: Place, figure: Figure) {
        if let Some(work) = place.and_then(|place| self.work.get_mut(place)) {
            work.figures &= !figure.bit();
        }
    }

    fn was_wrong(&mut self, place: Place, how: Figure) {
        self.adds(place, how);
        self.adds(place, Figure::Wrong);
    }

    fn was_filed_wrong(&mut self, place: Place) {
        self.takes_away(place, Figure::FileRight);
        self.was_wrong(place, Figure::FileWrong);
    }

    fn was_filed_right(&mut self, place: Place) {
        self.takes_away(place, Figure::FileWrong);
        self.takes_away(place, Figure::Wrong);
        self.adds(place, Figure::FileRight);
        self.filed = place;
    }

    fn ends(mut self, out_due: Option<Instant>) -> Vec<Work> {
        if self.state == Some(State::Void) {
            self.was_wrong(self.reported, Figure::ReportRefused);
        }
        if let Some(work) = self.out.and_then(|place| self.work.get_mut(place)) {
            work.due_at = out_due;
            work.late_after = out_due;
        }
        let sent = std::mem::take(&mut self.dispatched);
        let last = sent.last().map(|sent| sent.unit.clone());
        let count = sent.len();
        for (number, one) in sent.into_iter().enumerate() {
            let is_open = self.waits && number.saturating_add(1) == count;
            if Some(&one.unit) != last.as_ref() {
                self.was_wrong(one.place, Figure::DispatchWrong);
            } else if !is_open {
                self.adds(one.place, Figure::DispatchRight);
            }
        }
        self.work
    }
}

/// Says whether a task that was out is out no more.
fn leaves_a_task(record: &FlowRecord) -> bool {
    record.from.is_some_and(|from| is_out(from) && record.to != from)
}
