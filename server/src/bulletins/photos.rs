//! The photos of a bulletin: only pixels, and only where somebody let them in.
//!
//! Faces and number plates cannot be told apart from everything else by a rule, so a person looks at each photo before it
//! goes into print. What goes in is the copy for outside (`media::public`): upright, encoded anew without any metadata, and
//! without the band at its foot that names the collector.

use shared::ids::Sha256;
use shared::refusal::Code;

use super::actions::makes;
use super::store::Kept;
use crate::accounts::caller::Caller;
use crate::app::App;
use crate::error::{Result, refuse};
use crate::evidence;
use crate::media::actions::blocking;
use crate::media::public;

/// Returns the copy of a photo for print; nothing where the file is not here or cannot be drawn.
pub async fn copy(app: &App, photo: &Sha256) -> Result<Option<Vec<u8>>> {
    let is_working = evidence::actions::is_working_copy(&mut *app.db.read().await?, photo).await?;
    let (storage, name) = (app.storage.clone(), photo.clone());
    let made = blocking(move || {
        let copy = if is_working { public::copy_of_working } else { public::copy };
        Ok(storage.read(&name)?.map(|bytes| copy(&bytes)))
    })
    .await?;
    match made {
        None => Ok(None),
        Some(Ok(bytes)) => Ok(Some(bytes)),
        Some(Err(why)) => {
            tracing::info!(%why, "File {photo} cannot be printed");
            Ok(None)
        }
    }
}

/// Returns the copy of a photo of a bulletin: of a draft any that may be chosen, for whoever chooses; else those that were.
pub async fn of(app: &App, caller: &Caller, kept: &Kept, photo: &Sha256) -> Result<Vec<u8>> {
    let is_shown = kept.photos.contains(photo) || (makes(caller) && kept.content.offers(photo));
    if !is_shown {
        return refuse(Code::NotFound, format!("no photo {photo} in this bulletin"));
    }
    match copy(app, photo).await? {
        Some(bytes) => Ok(bytes),
        None => refuse(Code::NotFound, format!("the photo {photo} is not here, or cannot be drawn")),
    }
}

/// Returns the copies of all photos that were let in, in the order of the cases.
pub async fn all(app: &App, kept: &Kept) -> Result<Vec<(Sha256, Option<Vec<u8>>)>> {
    let mut copies: Vec<(Sha256, Option<Vec<u8>>)> = Vec::new();
    for photo in kept.content.poor.iter().flat_map(|case| &case.photos) {
        let is_let_in = kept.photos.contains(&photo.working);
        let is_known = copies.iter().any(|(known, _)| *known == photo.working);
        if is_let_in && !is_known {
            let made = copy(app, &photo.working).await?;
            copies.push((photo.working.clone(), made));
        }
    }
    Ok(copies)
}
