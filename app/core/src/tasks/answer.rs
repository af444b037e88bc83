//! Answering a task: one transaction for the answer, its photos' fate and the operation that carries it.

use app_bridge::ask::AnswerForm;
use app_bridge::draft::DraftOf;
use app_bridge::told::Warning;
use shared::evidence::amount::Amount;
use shared::ids::OperationId;
use shared::refusal::{Code, Refusal};
use shared::sync::operation::{Act, Answer};
use shared::sync::push::OutcomeKind;
use shared::task::TaskState;

use crate::core::Inner;
use crate::error::Result;
use crate::ids;
use crate::outbox;
use crate::store::photos::Photo;
use crate::words;

/// Which writing of an answer it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Writing {
    /// The first.
    First,
    /// A corrected one, in the place of an operation that was sent back.
    Corrected(OperationId),
}

/// Saves an answer on this phone and says what to mind of it. Works without a network; the server's word on it comes with
/// a later sync.
pub fn save(core: &Inner, form: AnswerForm) -> Result<Vec<Warning>> {
    write(core, form, Writing::First)
}

/// Saves an answer corrected that was sent back as `old`.
pub fn save_corrected(core: &Inner, form: AnswerForm, old: OperationId) -> Result<Vec<Warning>> {
    write(core, form, Writing::Corrected(old))
}

fn write(core: &Inner, form: AnswerForm, writing: Writing) -> Result<Vec<Warning>> {
    let (session, task, earlier) = core.store.read(|r| {
        let task = r.task(form.task)?.ok_or(Code::NotFound)?;
        let earlier = match task.operation {
            Some(operation) => r.operation(operation)?,
            None => None,
        };
        Ok((r.signed_in()?, task, earlier))
    })?;
    if task.heard.assignee.is_some_and(|assignee| assignee != session.account.id) {
        return Err(Code::NotYourTask.into());
    }
    // One answer at a time: another may be given only when the server sent the first one back.
    if earlier.as_ref().is_some_and(|earlier| earlier.outcome != Some(OutcomeKind::Refused)) {
        return Err(Refusal::because(Code::NotFromHere, "the task is answered on this phone already").into());
    }
    match task.heard.state {
        TaskState::Open => {}
        TaskState::Answered | TaskState::Withdrawn => {
            let detail = format!("the task is {}", task.heard.state.as_str());
            return Err(Refusal::because(Code::NotFromHere, detail).into());
        }
    }
    let photos = photos_of(core, &form, writing)?;
    let amount = Amount::of(photos.iter().map(|photo| photo.role));
    task.heard.kind.accepts(form.result, amount.photos)?;
    amount.at_most_allowed()?;
    let note = words::kept("note", &form.note)?;
    let warnings = words::hidden([&note]).into_iter().collect();
    let answer = Answer {
        task: form.task,
        result: form.result,
        note: note.text,
        fix: form.fix,
        base: task.heard.version,
        photos: photos.iter().map(|photo| photo.manifest.clone()).collect(),
    };
    let made = core.times()?;
    let operation = OperationId(ids::by_time(&core.world)?);
    core.store.write(|w| {
        w.answer_task(&answer, operation, made.wall)?;
        w.drop_draft(session.account.id, DraftOf::Answer(form.task))?;
        // Whichever way it is answered anew, what was sent back has its successor and waits for nobody any more.
        for old in earlier.iter().map(|earlier| earlier.envelope.id) {
            w.mark_resent(old, operation)?;
        }
        for photo in &photos {
            w.attach_photo(photo.id, operation)?;
        }
        outbox::append(w, operation, core.device.id, &session, made, Act::Answer(answer))
    })?;
    core.something_to_send();
    Ok(warnings)
}

/// Returns the form's shots, refusing what was taken for something else or is already on its way.
fn photos_of(core: &Inner, form: &AnswerForm, writing: Writing) -> Result<Vec<Photo>> {
    let is_free = |photo: &Photo| match (photo.operation, writing) {
        (None, _) => true,
        (Some(holder), Writing::Corrected(old)) => holder == old,
        (Some(_), Writing::First) => false,
    };
    core.store.read(|r| {
        form.photos
            .iter()
            .map(|id| match r.photo(*id)? {
                Some(photo) if photo.task == Some(form.task) && is_free(&photo) => Ok(photo),
                Some(_) => {
                    Err(Refusal::because(Code::BadValue, format!("photo {id} was taken for something else")).into())
                }
                None => Err(Refusal::because(Code::NotFound, format!("photo {id}")).into()),
            })
            .collect()
    })
}
