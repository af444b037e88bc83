//! Where a photo belongs that was found after its shutter; and one whose draft has gone waits until it can begin another.

use app_bridge::ask::Subject;
use app_bridge::draft::{DraftOf, KeptDraft};
use shared::evidence::manifest;
use shared::ids::{AccountId, CaseId, PhotoId};
use shared::task::TaskState;
use shared::time::Instant;

use super::{card, is_given};
use crate::core::Inner;
use crate::error::{Error, Result};
use crate::store::Reader;
use crate::store::drafts::DraftRow;
use crate::store::photos::Photo;

/// What wants a photo.
pub enum Wanted {
    /// What is being filled in.
    Begun(manifest::Subject),
    /// The new report, which has no shot yet.
    First,
}

/// Says what wants a photo that was taken for this; nothing where that was saved, thrown away or taken back since.
pub fn wanted(r: &Reader<'_>, account: AccountId, subject: &Subject) -> Result<Option<Wanted>> {
    match *subject {
        Subject::Task { task } => {
            let is_open = r.task(task)?.is_some_and(|task| task.heard.state == TaskState::Open);
            let is_wanted = is_open && !is_given(r, task)?;
            Ok(is_wanted.then_some(Wanted::Begun(manifest::Subject::Task(task))))
        }
        Subject::Draft { case: Some(case) } => {
            let is_wanted = match r.case(case)? {
                // It is being corrected.
                Some(_) => r.set_aside()?.iter().any(|logged| logged.case == Some(case)),
                None => new_report(r, account)?.as_ref().and_then(case_of) == Some(case),
            };
            Ok(is_wanted.then_some(Wanted::Begun(manifest::Subject::Case(case))))
        }
        Subject::Draft { case: None } => match new_report(r, account)?.as_ref().and_then(case_of) {
            // Another shot of the same report was still on its way when the camera was opened.
            Some(case) if r.case(case)?.is_none() => Ok(Some(Wanted::Begun(manifest::Subject::Case(case)))),
            Some(_) | None => Ok(Some(Wanted::First)),
        },
    }
}

/// Lets the oldest photo that was found and that nothing wants begin a report of its own, unless one is begun.
pub fn adopt(core: &Inner, account: AccountId) -> Result<()> {
    let oldest = core.store.read(|r| {
        for id in r.forgotten_shots(Instant::from_ms(i64::MAX))? {
            if let Some(photo) = passed_over(apart(r, account, id))?.flatten() {
                return Ok(Some(photo));
            }
        }
        Ok(None)
    })?;
    let Some(oldest) = oldest else { return Ok(()) };
    core.store.write(|w| {
        if let Some(row) = new_report(w, account)? {
            match card(w, None, account, row)? {
                Some(card) if !card.draft.is_blank() => return Ok(()),
                Some(_) => {}
                // What it was of is saved: its words are of no other report.
                None => w.drop_draft(account, DraftOf::Report)?,
            }
        }
        w.draft_took(&oldest)
    })
}

/// Returns a shot of an account that nothing holds, where it can begin a report.
fn apart(r: &Reader<'_>, account: AccountId, id: PhotoId) -> Result<Option<Photo>> {
    let Some(photo) = r.photo(id)?.filter(|photo| photo.account == account) else { return Ok(None) };
    Ok(is_apart(r, &photo)?.then_some(photo))
}

/// Passes over what could not be done for one thing, so that it holds back no other; returns nothing for it. That the
/// database itself is broken, or this program wrong, is passed over by nobody.
pub fn passed_over<T>(done: Result<T>) -> Result<Option<T>> {
    match done {
        Ok(done) => Ok(Some(done)),
        Err(error @ (Error::Refused(_) | Error::Offline(_) | Error::Busy(_) | Error::Storage(_))) => {
            tracing::warn!(code = error.code(), %error, "Something about a draft was passed over");
            Ok(None)
        }
        Err(error @ (Error::Broken(_) | Error::Lost(_) | Error::Locked(_) | Error::Bug(_))) => Err(error),
    }
}

/// Says whether a shot that nothing holds was found after its shutter: then it waits for somebody to see it.
pub fn waits(r: &Reader<'_>, id: PhotoId) -> Result<bool> {
    match r.photo(id)? {
        Some(photo) => is_apart(r, &photo),
        None => Ok(false),
    }
}

/// Says whether a shot was found and can begin a report. What was left out of one that is saved was seen by somebody.
fn is_apart(r: &Reader<'_>, photo: &Photo) -> Result<bool> {
    let Some(case) = photo.case else { return Ok(false) };
    Ok(r.case(case)?.is_none() && photo.opened().is_ok_and(|manifest| manifest.found.is_some()))
}

fn new_report(r: &Reader<'_>, account: AccountId) -> Result<Option<DraftRow>> {
    Ok(r.drafts(account)?.into_iter().find(|row| row.of == DraftOf::Report))
}

/// The case that its shots are taken for; the shutter may have been ahead of the screen.
fn case_of(row: &DraftRow) -> Option<CaseId> {
    match (row.case, &row.body) {
        (Some(case), _) => Some(case),
        (None, Some(KeptDraft::Report(report))) => report.case,
        (None, Some(KeptDraft::Answer(_)) | None) => None,
    }
}
