//! The desk asks for the original of a photo; the phone that took it hears of it with its next pull.

use shared::account::Right;
use shared::case::Case;
use shared::ids::{CaseId, PhotoId};
use shared::refusal::{Code, Refusal};

use super::desk::seen;
use crate::accounts::caller::Caller;
use crate::cases::store::photos;
use crate::cases::turn::Turn;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::tasks;

/// Asks for an original. One that was asked for before, or is here, is not asked for twice.
pub async fn ask_original(turn: Turn<'_>, tx: &mut Tx, caller: &Caller, id: CaseId, photo: PhotoId) -> Result<Case> {
    caller.may(Right::SeeCases)?;
    let mut case = seen(tx, caller, id).await?;
    let shot = photos::find(tx, photo).await?.filter(|shot| shot.case == id);
    let shot =
        shot.ok_or_else(|| Error::Refused(Refusal::because(Code::NotFound, format!("no signed photo {photo} here"))))?;
    if shot.original_asked_at.is_some() || shot.original_received_at.is_some() {
        return Ok(case);
    }
    photos::ask_original(tx, photo, caller.account.id, turn.now).await?;
    if let Some(shown) = case.photos.iter_mut().find(|shown| shown.photo == Some(photo)) {
        shown.original_asked_at = Some(turn.now);
    }
    case.version = case.version.saturating_add(1);
    // Whoever answered a task does not follow the case, but the task.
    if let Some(task) = shot.task {
        tasks::actions::ask_original(tx, task, photo, turn.now).await?;
    }
    turn.note(tx, &case, &caller.account.actor(), "ask_original", format!("photo {photo}")).await?;
    turn.done(tx, &case).await?;
    Ok(case)
}
