//! Invariants 1 and 5: what was saved is at the server exactly once, or was refused with a code and kept.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use anyhow::{Context as _, Result};
use shared::case::{ActionKind, FlowRecord};
use shared::evidence::manifest::SignedManifest;
use shared::ids::{CaseId, OperationId, PhotoId, Sha256};
use shared::refusal::Code;
use shared::sync::operation::{Act, Operation};
use shared::sync::push::OutcomeKind;

use super::broken;
use super::rows::{PhoneRows, ServerOperation, ServerRows};
use crate::history::Event;
use crate::orders::Erased;
use crate::run::Run;

/// Every saved operation is at the server, byte for byte, and no other is.
pub fn once(run: &Run, server: &ServerRows, phones: &[Rc<PhoneRows>]) -> Result<()> {
    let erased = run.orders.erased.iter().map(|erased| &erased.rows);
    let rows = phones.iter().chain(erased).flat_map(|phone| &phone.operations);
    let logs: BTreeSet<OperationId> = rows.map(|one| one.id).collect();
    for event in run.history.events() {
        let (operation, what) = match event {
            Event::Saved { operation, case, .. } => (operation, format!("case {case}")),
            Event::Answered { operation, task, .. } => (operation, format!("the answer to task {task}")),
            Event::Marked { operation, .. } => (operation, format!("the shift of {operation}")),
            Event::Resent { again, .. } => (again, format!("{again}, sent again")),
            _ => continue,
        };
        if !logs.contains(operation) {
            return broken(5, format!("{what} was saved and is in no phone's log"));
        }
    }
    let was_restored = was_restored(run);
    let mut made: BTreeMap<CaseId, OperationId> = BTreeMap::new();
    for (number, phone) in phones.iter().enumerate() {
        dense(number, phone)?;
        for row in &phone.operations {
            if Sha256::of(row.body.as_bytes()) != row.hash {
                return broken(1, format!("operation {} on phone {number} does not hash to what its row says", row.id));
            }
            let is_withdrawn = run.withdrawn.contains(&number);
            let Some(known) = server.operations.get(&row.id) else {
                // A refusal that the server forgot stands on the phone, with its words; it is not asked for again. Neither
                // is anything of a phone that was withdrawn before it heard that the server had forgotten.
                if was_restored && (row.outcome == "refused" || is_withdrawn && !row.outcome.is_empty()) {
                    continue;
                }
                return broken(1, format!("operation {} of phone {number} is not at the server", row.id));
            };
            if known.body != row.body {
                return broken(1, format!("operation {} of phone {number} has other bytes at the server", row.id));
            }
            // What was carried in by hand has its outcome at the server only.
            let is_told = !(is_withdrawn && row.outcome.is_empty());
            if is_told && known.outcome.result.as_str() != row.outcome {
                let (here, there) = (&row.outcome, known.outcome.result.as_str());
                return broken(6, format!("operation {}: phone {number} says {here}, the server {there}", row.id));
            }
            effect(server, row.id, known, Shots::All, &mut made).with_context(|| format!("phone {number}"))?;
        }
    }
    for one in &run.orders.erased {
        of_erased(run, server, one, &mut made).with_context(|| format!("phone {} was erased", one.phone))?;
    }
    let strange = server.operations.keys().find(|id| !logs.contains(id));
    if let Some(strange) = strange {
        return broken(1, format!("operation {strange} is at the server and in no phone's log"));
    }
    match server.cases.iter().find(|row| !made.contains_key(&row.case.id)) {
        Some(row) => broken(1, format!("case {} is at the server and nobody reported it", row.case.id)),
        None => Ok(()),
    }
}

/// What a phone held that was erased is at the server, unless the desk said to leave it, or the server has forgotten since.
fn of_erased(run: &Run, server: &ServerRows, one: &Erased, made: &mut BTreeMap<CaseId, OperationId>) -> Result<()> {
    let mut since = run.history.events().iter().skip(one.heard_at);
    let may_lack = one.leaves || since.any(|event| matches!(event, Event::Restored));
    let shots = if may_lack { Shots::SomeAreLeft } else { Shots::All };
    for row in &one.rows.operations {
        match server.operations.get(&row.id) {
            Some(known) if known.body != row.body => {
                return broken(1, format!("operation {} has other bytes at the server", row.id));
            }
            Some(known) => effect(server, row.id, known, shots, made)?,
            None if may_lack || (was_restored(run) && row.outcome == "refused") => {}
            None => return broken(5, format!("operation {} is not at the server", row.id)),
        }
    }
    Ok(())
}

/// Which shots of an operation are at the server.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Shots {
    All,
    SomeAreLeft,
}

fn was_restored(run: &Run) -> bool {
    run.history.events().iter().any(|event| matches!(event, Event::Restored))
}

/// A log has no gap, and whatever a row says it is carried by is in it.
fn dense(number: usize, phone: &PhoneRows) -> Result<()> {
    let all_there = (1..).zip(&phone.operations).all(|(place, row)| row.sequence == place);
    if !all_there {
        return broken(5, format!("the log of phone {number} has a gap"));
    }
    let cases = phone.cases.iter().filter_map(|row| Some((row.operation?, format!("case {}", row.id))));
    let tasks = phone.tasks.iter().filter_map(|row| Some((row.operation?, format!("task {}", row.body.id))));
    let photos = phone.photos.iter().filter_map(|row| Some((row.operation?, format!("photo {}", row.id))));
    for (operation, what) in cases.chain(tasks).chain(photos) {
        if !phone.operations.iter().any(|row| row.id == operation) {
            return broken(5, format!("{what} on phone {number} waits for an operation that is in no log"));
        }
    }
    // What was sent back is in a list of its own, and may have been answered anew.
    for row in phone.operations.iter().filter(|row| row.outcome != "refused") {
        let operation: Operation = serde_json::from_str(&row.body)?;
        let is_shown = match &operation.act {
            Act::Report(report) => phone.cases.iter().any(|case| {
                case.id == report.case && case.operation == Some(row.id) && case.report.as_ref() == Some(report)
            }),
            Act::Answer(answer) => phone.tasks.iter().any(|task| {
                task.body.id == answer.task && task.operation == Some(row.id) && task.answer.as_ref() == Some(answer)
            }),
            // The log itself is where it is shown.
            Act::Shift(_) => true,
        };
        if !is_shown {
            return broken(5, format!("what operation {} tells is no longer on phone {number}", row.id));
        }
    }
    Ok(())
}

/// What an operation did is there once, with the words and photos that it carried.
fn effect(
    server: &ServerRows,
    id: OperationId,
    known: &ServerOperation,
    shots: Shots,
    made: &mut BTreeMap<CaseId, OperationId>,
) -> Result<()> {
    let operation: Operation = serde_json::from_str(&known.body)?;
    if known.outcome.result == OutcomeKind::Refused {
        return may_be_refused(id, &operation.act, known.outcome.code);
    }
    match &operation.act {
        Act::Report(report) => {
            if made.insert(report.case, id).is_some() {
                return broken(1, format!("case {} was applied by two operations", report.case));
            }
            let rows: Vec<_> = server.cases.iter().filter(|row| row.case.id == report.case).collect();
            let [row] = rows.as_slice() else {
                return broken(1, format!("case {} is at the server {} times", report.case, rows.len()));
            };
            let kind = if report.self_handled { ActionKind::ReportSelfHandled } else { ActionKind::Report };
            let told = count(&row.flow, |record| record.action == kind && record.opinion == report.note);
            if told != 1 {
                return broken(
                    1,
                    format!("the history of case {} tells {told} times that it was reported", report.case),
                );
            }
            photos(server, report.case, &report.photos, shots)
        }
        Act::Answer(answer) => {
            let Some(task) = server.tasks.get(&answer.task) else {
                return broken(5, format!("operation {id} answers task {}, which is not there", answer.task));
            };
            let Some(row) = server.cases.iter().find(|row| row.case.id == task.case) else {
                return broken(5, format!("task {} is about a case that is not there", task.id));
            };
            let is_late = known.outcome.result == OutcomeKind::Superseded;
            let told = count(&row.flow, |record| {
                let words = record.opinion == answer.note || record.opinion.ends_with(&format!(": {}", answer.note));
                words && record.late_evidence == is_late
            });
            if told != 1 {
                let case = row.case.id;
                return broken(5, format!("the history of case {case} tells {told} times of operation {id}"));
            }
            photos(server, task.case, &answer.photos, shots)
        }
        Act::Shift(mark) => {
            if mark.begins && !server.shifts.contains(&id) {
                return broken(5, format!("the shift that operation {id} began is not at the server"));
            }
            Ok(())
        }
    }
}

fn count(flow: &[FlowRecord], which: impl Fn(&FlowRecord) -> bool) -> usize {
    flow.iter().filter(|record| which(record)).count()
}

fn photos(server: &ServerRows, case: CaseId, signed: &[SignedManifest], shots: Shots) -> Result<()> {
    for one in signed {
        let manifest = shared::evidence::manifest::Manifest::decode(&one.bytes()?)?;
        let id: PhotoId = manifest.photo;
        match server.photos.get(&id) {
            Some(photo) if photo.case != case => return broken(5, format!("photo {id} belongs to another case")),
            Some(photo) if !photo.is_received && shots == Shots::All => {
                return broken(1, format!("photo {id} of case {case} never arrived"));
            }
            Some(_) => {}
            None => return broken(5, format!("photo {id} of case {case} is not at the server")),
        }
    }
    Ok(())
}

/// Only what a person did wrongly is refused; what is refused in any run for another reason is a fault.
fn may_be_refused(id: OperationId, act: &Act, code: Option<Code>) -> Result<()> {
    let is_fair = match act {
        Act::Report(_) => code == Some(Code::OutsideCity),
        Act::Answer(_) => matches!(code, Some(Code::NotYourTask | Code::NotFound)),
        Act::Shift(_) => false,
    };
    if is_fair { Ok(()) } else { broken(5, format!("operation {id} was refused for {code:?}")) }
}

/// What was refused is kept where its person finds it; what somebody at a desk was told to be done, is done.
pub fn kept(run: &Run, server: &ServerRows, phones: &[Rc<PhoneRows>]) -> Result<()> {
    for (number, phone) in phones.iter().enumerate() {
        for row in phone.operations.iter().filter(|row| row.outcome == "refused") {
            if row.code.is_empty() {
                return broken(5, format!("operation {} on phone {number} was refused without a code", row.id));
            }
            let again = row.resent_as.is_some_and(|again| !phone.operations.iter().any(|row| row.id == again));
            if again {
                return broken(5, format!("what took the place of {} on phone {number} is not in the log", row.id));
            }
        }
    }
    if was_restored(run) {
        // A backup knows nothing of what a desk did after it; only phones offer their work again.
        return Ok(());
    }
    for (case, kind) in &run.desks.done {
        let done = run.desks.done.iter().filter(|other| (&other.0, &other.1) == (case, kind)).count();
        let flow = server.cases.iter().find(|row| row.case.id == *case).map(|row| row.flow.as_slice());
        // A task that nobody could be drawn for leaves no step.
        let is_drawn = matches!(kind, ActionKind::SendCheck | ActionKind::SendVerify);
        let told = count(flow.unwrap_or_default(), |record| record.action == *kind);
        if told < done && !is_drawn {
            return broken(
                5,
                format!("{} of case {case} was told to be done {done} times, {told} are there", kind.as_str()),
            );
        }
    }
    Ok(())
}
