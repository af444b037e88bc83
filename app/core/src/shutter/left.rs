//! What a phone's own camera app leaves: taken in exactly once, also where the system ended this app while it was open.
//!
//! Do not reorder: the errand is kept, sealed, before that camera opens; the photo's files and rows are here before the
//! camera's file goes. Whatever a crash leaves between two of these is found at the next look: a file whose shot has its
//! place in the chain is only removed, any other is taken in. One that cannot be taken in holds back no other, and no
//! camera: its errand stays beside the next one's. What was found is never said to have been hashed at the shutter: its
//! manifest tells when the camera was opened, and when the file was found and hashed.
//!
//! Start with [`open`], then [`take`]; [`find`] is for what neither of them saw the end of.

use std::sync::Arc;

use app_bridge::ask::{Shot, Subject};
use app_bridge::told::PhotoCard;
use serde::{Deserialize, Serialize};
use shared::api::session::AccountFacts;
use shared::evidence::PhotoRole;
use shared::evidence::manifest;
use shared::evidence::times::Times;
use shared::ids::{CaseId, PhotoId, Sha256};
use shared::refusal::Code;

use super::{Goes, Taking};
use crate::core::Inner;
use crate::drafts;
use crate::error::{Error, Result};
use crate::{aside, home, ids, room};

/// The file that keeps the errands: of the camera that was opened last, and of files that are not taken in yet.
const ERRANDS: &str = "errand";
/// A camera whose end nobody saw may be about to write for so long after it was opened: 10 minutes.
const MAY_WRITE_MS: i64 = 10 * 60_000;

/// What a shot is for, as it is kept before the camera opens.
#[derive(Clone, Serialize, Deserialize)]
struct Errand {
    /// What the camera is to write.
    file: String,
    /// What the shot will be: by its place in the chain it is known whether it was taken in.
    photo: PhotoId,
    /// Whose it is, whoever is signed in when it is found.
    account: AccountFacts,
    /// What it shows, of what, and where the phone was.
    shot: Shot,
    /// When the camera was opened.
    opened: Times,
}

/// Keeps what the next shot by the phone's own camera is for, and names the file that this camera is to write.
pub async fn open(core: &Inner, shot: Shot) -> Result<String> {
    let _alone = core.one_camera.lock().await;
    // What an earlier opening left comes first: it stands in its report before the next shot of it.
    take_all(core).await?;
    room::before_the_camera(core)?;
    // A task that is not here is refused before anybody frames its photo.
    super::subject(core, &shot)?;
    let photo = PhotoId(ids::by_time(&core.world)?);
    let errand = Errand {
        file: format!("shot-{photo}.jpg"),
        photo,
        account: core.store.read(|r| r.signed_in())?.account,
        shot: Shot { imported: false, poster: None, ..shot },
        opened: core.times()?,
    };
    let file = errand.file.clone();
    let lying = core.world.tray.names()?;
    let mut errands = errands(core);
    // What could not be taken in is still for what it was taken for; so is what another camera has yet to write, where two
    // were opened at once.
    errands.retain(|other| lying.contains(&other.file) || may_write(other, &errand.opened));
    errands.push(errand);
    let sealed = core.file_key.seal(ERRANDS, &serde_json::to_vec(&errands)?, home::nonce(&*core.world.random)?)?;
    core.world.files.write(ERRANDS, &sealed)?;
    Ok(file)
}

/// Takes in what that camera has just left, by the hash that the phone made of it at the shutter.
pub async fn take(core: &Inner, file: &str, at_the_shutter: &Sha256) -> Result<PhotoCard> {
    let _alone = core.one_camera.lock().await;
    let errand = errands(core).into_iter().find(|errand| errand.file == file).ok_or(Code::NotFound)?;
    if let Some(photo) = core.store.read(|r| r.photo(errand.photo))? {
        // A look in between was quicker.
        clear(core, file);
        return aside::card(&photo);
    }
    if core.store.read(|r| r.is_in_chain(errand.photo))? {
        // It was taken in and thrown away since: it has its place in the chain, and no second one.
        clear(core, file);
        return Err(Code::NotFound.into());
    }
    let bytes = core.world.tray.read(file)?.ok_or(Code::NotFound)?;
    let now = core.times()?;
    let (errand, found) = if Sha256::of(&bytes) == *at_the_shutter {
        (Errand { opened: now, ..errand }, None)
    } else {
        // Not what was hashed: then it is no more than what lies here now.
        (errand, Some(now))
    };
    let taken = taking(core, &errand, found)?.take(Arc::new(bytes)).await;
    match &taken {
        Ok(_) => clear(core, file),
        // Whoever took it stands there and is told why, to take it again.
        Err(Error::Refused(refusal)) if is_no_photo(refusal.code) => clear(core, file),
        // It is tried again with the next look.
        Err(_) => {}
    }
    taken
}

/// Takes in what lies there of cameras whose end nobody saw; returns how many photos that were.
pub async fn find(core: &Inner) -> Result<u64> {
    let _alone = core.one_camera.lock().await;
    take_all(core).await
}

async fn take_all(core: &Inner) -> Result<u64> {
    let names = core.world.tray.names()?;
    if names.is_empty() {
        return Ok(0);
    }
    let errands = errands(core);
    let mut found = 0;
    for name in names {
        match take_found(core, &name, errands.iter().find(|errand| errand.file == name)).await {
            Ok(true) => found += 1,
            Ok(false) => {}
            // No other could be kept either, before whoever asked has this home put right.
            Err(error @ (Error::Broken(_) | Error::Lost(_) | Error::Locked(_))) => return Err(error),
            Err(
                error @ (Error::Refused(_) | Error::Offline(_) | Error::Busy(_) | Error::Storage(_) | Error::Bug(_)),
            ) => {
                // It lies there still, and is tried again with the next look.
                tracing::warn!(code = error.code(), %error, "A file that the camera left was not taken in");
            }
        }
    }
    Ok(found)
}

/// Takes in a file; says whether it was a photo that was not here yet.
async fn take_found(core: &Inner, name: &str, errand: Option<&Errand>) -> Result<bool> {
    let Some(bytes) = core.world.tray.read(name)? else { return Ok(false) };
    let now = core.times()?;
    // Otherwise what is there may be a beginning, and a file that is removed is written by nobody.
    let is_whole = errand.is_none_or(|errand| !may_write(errand, &now));
    if bytes.is_empty() {
        // A camera that was closed without a photo leaves nothing, or this.
        if is_whole {
            clear(core, name);
        }
        return Ok(false);
    }
    if is_here(core, errand, &Sha256::of(&bytes))? {
        clear(core, name);
        return Ok(false);
    }
    let unknown;
    let errand = match errand {
        Some(errand) => errand,
        None => {
            unknown = of_nothing(core, name, &now)?;
            &unknown
        }
    };
    let size = bytes.len();
    match taking(core, errand, Some(now.clone()))?.take(Arc::new(bytes)).await {
        Ok(card) => {
            clear(core, name);
            tracing::info!(photo.id = %card.photo, "Photo {} was found that the camera left", card.photo);
            Ok(true)
        }
        Err(Error::Refused(refusal)) if is_no_photo(refusal.code) && !is_whole => {
            tracing::info!(code = refusal.code.as_str(), size, "What the camera left is no photo yet");
            Ok(false)
        }
        Err(Error::Refused(refusal)) if is_no_photo(refusal.code) => {
            // The words first: nothing goes without one.
            core.store.write(|w| w.put_notice("photo_lost", &size.to_string(), now.wall))?;
            tracing::warn!(code = refusal.code.as_str(), size, "What the camera left is no photo");
            clear(core, name);
            Ok(false)
        }
        Err(error) => Err(error),
    }
}

/// Says whether a camera may be about to write what it was opened for. A clock that was set back says nothing.
fn may_write(errand: &Errand, now: &Times) -> bool {
    (0..MAY_WRITE_MS).contains(&now.wall.since(errand.opened.wall))
}

/// Says whether a file is of a shot that was taken in, thrown away since or not.
fn is_here(core: &Inner, errand: Option<&Errand>, sha256: &Sha256) -> Result<bool> {
    core.store.read(|r| {
        let is_in_chain = match errand {
            Some(errand) => r.is_in_chain(errand.photo)?,
            None => false,
        };
        Ok(is_in_chain || r.photo_by_original(sha256)?.is_some())
    })
}

/// Says whether a file will never be a photo that can be kept, however often it is tried.
fn is_no_photo(code: Code) -> bool {
    [Code::NotAPhoto, Code::PhotoIncomplete, Code::PhotoTooLarge].contains(&code)
}

/// The errands that are kept. Where they cannot be read that must not hold back the photos.
fn errands(core: &Inner) -> Vec<Errand> {
    let read = || -> Result<Vec<Errand>> {
        let Some(sealed) = core.world.files.read(ERRANDS)? else { return Ok(Vec::new()) };
        Ok(serde_json::from_slice(&core.file_key.open(ERRANDS, &sealed)?)?)
    };
    read().unwrap_or_else(|error| {
        tracing::warn!(%error, "What the camera was opened for cannot be read");
        Vec::new()
    })
}

/// An errand for a file of which nobody knows what it was for: all that can be said is that it lies here now.
fn of_nothing(core: &Inner, name: &str, now: &Times) -> Result<Errand> {
    Ok(Errand {
        file: name.to_owned(),
        photo: PhotoId(ids::by_time(&core.world)?),
        account: core.store.read(|r| r.signed_in())?.account,
        shot: Shot {
            role: PhotoRole::Near,
            // A case of its own, which no draft has.
            subject: Subject::Draft { case: Some(CaseId(ids::by_time(&core.world)?)) },
            fix: None,
            address: String::new(),
            imported: false,
            pair: None,
            poster: None,
        },
        opened: now.clone(),
    })
}

fn taking<'a>(core: &'a Inner, errand: &'a Errand, found: Option<Times>) -> Result<Taking<'a>> {
    let wanted = core.store.read(|r| drafts::left::wanted(r, errand.account.id, &errand.shot.subject))?;
    let (subject, goes) = match (wanted, &found) {
        (Some(drafts::left::Wanted::Begun(subject)), _) => (subject, Goes::ToItsDraft),
        // It is the first of its report; or somebody stands there who has just taken it for this and nothing else.
        (Some(drafts::left::Wanted::First), _) | (None, None) => {
            (super::subject(core, &errand.shot)?, Goes::ToItsDraft)
        }
        (None, Some(_)) => (manifest::Subject::Case(CaseId(ids::by_time(&core.world)?)), Goes::Apart),
    };
    Ok(Taking {
        core,
        account: errand.account.clone(),
        packs: core.packs_if_any()?,
        shot: &errand.shot,
        id: errand.photo,
        subject,
        taken: errand.opened.clone(),
        found,
        goes,
        own: None,
    })
}

/// Removes a camera's file whose photo is here. One that stays is found again, and known.
fn clear(core: &Inner, name: &str) {
    if let Err(error) = core.world.tray.remove(name) {
        tracing::warn!(%error, "A file of the camera stays behind");
    }
}
