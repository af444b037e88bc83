//! What is being filled in: kept with each keystroke and each shot, told again after a start, gone with the save.
//!
//! Never sends: a draft is nobody's business but the person's, and a number in it is hidden when it is saved and not
//! while it is typed. It belongs to an account: it waits while another one is signed in. Saving removes it in the
//! transaction of the save ([`crate::cases::report`], [`crate::tasks::answer`]); the shutter lets it know of its shots in
//! the transaction that keeps them. `left` says where a photo belongs that was found later. Start with [`all`].

pub mod left;
#[cfg(test)]
mod tests;

use app_bridge::draft::{DraftCard, DraftOf, Drafts, KeptAnswer, KeptDraft, KeptReport};
use app_bridge::told::PhotoCard;
use shared::ids::{AccountId, OperationId, TaskId};
use shared::sync::push::OutcomeKind;
use shared::task::TaskState;
use shared::time::Instant;

use crate::cases::categories;
use crate::core::Inner;
use crate::error::Result;
use crate::packs::Packs;
use crate::shutter::files;
use crate::store::Reader;
use crate::store::drafts::DraftRow;
use crate::store::operations::Logged;
use crate::store::photos::Photo;
use crate::{aside, shutter};

/// Shots that no draft holds are let go after so long: 14 days.
const FORGOTTEN_AFTER_MS: i64 = 14 * 24 * 3_600_000;
/// An answer that can no longer be given is forgotten after so long: 30 days.
const PAST_AFTER_MS: i64 = 30 * 24 * 3_600_000;

/// Keeps a draft as it is now. What was saved while this was on its way is not brought back.
pub fn keep(core: &Inner, draft: &KeptDraft) -> Result<()> {
    let account = core.store.read(|r| r.signed_in())?.account.id;
    let now = core.world.clock.wall();
    #[cfg(feature = "planted")]
    if crate::planted::is("keystroke kept with the next one")
        && matches!(draft, KeptDraft::Report(report) if report.note.len() % 2 == 1)
    {
        return Ok(());
    }
    core.store.write(|w| {
        if is_over(w, draft)? {
            return Ok(());
        }
        w.put_draft(account, draft, now)
    })
}

/// Keeps which screens are open.
pub fn keep_trail(core: &Inner, trail: &str) -> Result<()> {
    let account = core.store.read(|r| r.signed_in())?.account.id;
    let now = core.world.clock.wall();
    core.store.write(|w| w.put_trail(account, trail, now))
}

/// Tells what the account was filling in, and where it was; what a camera left in the meantime is in it.
pub async fn all(core: &Inner) -> Result<Drafts> {
    let account = core.store.read(|r| r.signed_in())?.account.id;
    let found = match shutter::left::find(core).await {
        Ok(found) => found,
        Err(error) => {
            // It lies there still, and is no reason to hold back the rest.
            tracing::warn!(code = error.code(), %error, "What the camera left was not taken in");
            0
        }
    };
    // One that cannot begin a report now waits on, and is no reason to hold back what was begun.
    left::passed_over(left::adopt(core, account))?;
    let packs = core.packs_if_any()?;
    core.store.read(|r| {
        let mut drafts = Vec::new();
        for row in r.drafts(account)? {
            drafts.extend(card(r, packs.as_deref(), account, row)?);
        }
        let (trail, left_at) = r.trail(account)?.unzip();
        Ok(Drafts { drafts, trail: trail.unwrap_or_default(), left_at, found })
    })
}

/// What was begun and not saved.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Begun {
    /// How many reports and answers.
    pub drafts: u64,
    /// Their shots that nothing saved holds.
    pub shots: u64,
}

/// Counts what the account of this home began and did not save, signed out or not.
pub fn begun(r: &Reader<'_>) -> Result<Begun> {
    let mut begun = Begun::default();
    let Some(account) = r.session()?.map(|session| session.account.id) else { return Ok(begun) };
    for row in r.drafts(account)? {
        let shots = shots_of(r, account, &row)?.iter().filter(|shot| shot.operation.is_none()).count();
        if card(r, None, account, row)?.is_some_and(|card| !card.draft.is_blank()) {
            begun.drafts += 1;
            begun.shots += u64::try_from(shots).unwrap_or(u64::MAX);
        }
    }
    Ok(begun)
}

/// Throws a draft away, with its shots.
pub fn throw_away(core: &Inner, of: DraftOf) -> Result<()> {
    let (account, shots) = core.store.read(|r| {
        let account = r.signed_in()?.account.id;
        let row = r.drafts(account)?.into_iter().find(|row| row.of == of);
        let shots = match &row {
            Some(row) => shots_of(r, account, row)?,
            None => Vec::new(),
        };
        Ok((account, shots))
    })?;
    for shot in shots.iter().filter(|shot| shot.operation.is_none()) {
        shutter::drop_draft(core, shot.id)?;
    }
    core.store.write(|w| w.drop_draft(account, of))
}

/// Lets go of what nobody comes back for: answers that can no longer be given, and shots that no draft holds. What was
/// found stays until somebody has seen it.
pub fn forget(core: &Inner, now: Instant) -> Result<()> {
    // What was kept says when by this phone's own clock: one that is years behind must not make everything old.
    let now = now.min(core.world.clock.wall());
    let (past, before) = (now.plus_ms(-PAST_AFTER_MS), now.plus_ms(-FORGOTTEN_AFTER_MS));
    for (account, task) in core.store.read(|r| r.old_answer_drafts(past))? {
        if left::passed_over(core.store.read(|r| can_no_longer_be_given(r, task)))? == Some(true) {
            core.store.write(|w| w.drop_draft(account, DraftOf::Answer(task)))?;
        }
    }
    let shots = core.store.read(|r| {
        let mut shots = Vec::new();
        for shot in r.forgotten_shots(before)? {
            // What cannot be read is kept for whoever can, and holds back no other.
            if left::passed_over(left::waits(r, shot))? == Some(false) {
                shots.push(shot);
            }
        }
        Ok(shots)
    })?;
    for shot in &shots {
        // The row first: a file without a row takes room, a row without its file would be a lie.
        core.store.write(|w| w.delete_draft_photo(*shot))?;
        files::remove_all(core, *shot);
    }
    if !shots.is_empty() {
        tracing::info!(shots = shots.len(), "{} shots that nothing holds were let go", shots.len());
    }
    Ok(())
}

fn can_no_longer_be_given(r: &Reader<'_>, task: TaskId) -> Result<bool> {
    Ok(r.task(task)?.is_none_or(|task| task.heard.state != TaskState::Open))
}

/// Says whether what a draft is of has been saved.
fn is_over(r: &Reader<'_>, draft: &KeptDraft) -> Result<bool> {
    match draft {
        KeptDraft::Report(report) => match (report.corrects, report.case) {
            (Some(operation), _) => is_answered_for(r, operation),
            (None, Some(case)) => Ok(r.case(case)?.is_some()),
            (None, None) => Ok(false),
        },
        KeptDraft::Answer(answer) => is_given(r, answer.task),
    }
}

/// Says whether an operation that was sent back has its successor.
fn is_answered_for(r: &Reader<'_>, operation: OperationId) -> Result<bool> {
    let waits = |logged: &Logged| logged.outcome == Some(OutcomeKind::Refused) && logged.resent_as.is_none();
    Ok(!r.operation(operation)?.as_ref().is_some_and(waits))
}

/// Says whether a task has an answer from here that was not sent back.
fn is_given(r: &Reader<'_>, task: TaskId) -> Result<bool> {
    match r.task(task)?.and_then(|task| task.operation) {
        Some(operation) => is_answered_for(r, operation),
        None => Ok(false),
    }
}

fn card(r: &Reader<'_>, packs: Option<&Packs>, account: AccountId, row: DraftRow) -> Result<Option<DraftCard>> {
    let shots = shots_of(r, account, &row)?;
    let mut draft = match (row.of, row.body) {
        (_, Some(body)) => body,
        (DraftOf::Report, None) => KeptDraft::Report(Box::default()),
        (DraftOf::Mend(operation), None) => {
            KeptDraft::Report(Box::new(KeptReport { corrects: Some(operation), ..KeptReport::default() }))
        }
        (DraftOf::Answer(task), None) => KeptDraft::Answer(KeptAnswer {
            task,
            corrects: None,
            result: None,
            note: String::new(),
            photos: Vec::new(),
        }),
    };
    if let KeptDraft::Report(report) = &mut draft {
        // The shutter may have been ahead of the screen.
        report.case = row.case.or(report.case);
    }
    if is_over(r, &draft)? {
        return Ok(None);
    }
    let category = match &mut draft {
        KeptDraft::Report(report) => {
            report.photos = in_order(&report.photos, &shots, report.corrects)?;
            report.category.as_ref().and_then(|key| categories::one(packs?, key).ok())
        }
        KeptDraft::Answer(answer) => {
            answer.photos = in_order(&answer.photos, &shots, answer.corrects)?;
            None
        }
    };
    Ok(Some(DraftCard { draft, category, kept_at: row.kept }))
}

/// Returns the account's shots that were taken for what the draft is of, whether or not something saved holds them.
fn shots_of(r: &Reader<'_>, account: AccountId, row: &DraftRow) -> Result<Vec<Photo>> {
    let kept_case = match &row.body {
        Some(KeptDraft::Report(report)) => report.case,
        Some(KeptDraft::Answer(_)) | None => None,
    };
    let taken = match (row.of, row.case.or(kept_case)) {
        (DraftOf::Answer(task), _) => r.photos_of_task(task)?,
        (DraftOf::Report | DraftOf::Mend(_), Some(case)) => r.photos_of_case(case)?,
        (DraftOf::Report | DraftOf::Mend(_), None) => Vec::new(),
    };
    Ok(taken.into_iter().filter(|shot| shot.account == account).collect())
}

/// Puts the shots in the order that was kept, and behind them those that the screen had not heard of yet. One that was
/// thrown away, or that something saved holds, is none of them; one of what is corrected may have been left out.
fn in_order(kept: &[PhotoCard], shots: &[Photo], corrects: Option<OperationId>) -> Result<Vec<PhotoCard>> {
    let is_free = |shot: &&Photo| shot.operation.is_none() || shot.operation == corrects;
    let is_here = |card: &&PhotoCard| shots.iter().filter(is_free).any(|shot| shot.id == card.photo);
    let mut cards: Vec<_> = kept.iter().filter(is_here).cloned().collect();
    for shot in shots.iter().filter(|shot| shot.operation.is_none()) {
        if cards.iter().all(|card| card.photo != shot.id) {
            cards.push(aside::card(shot)?);
        }
    }
    Ok(cards)
}
