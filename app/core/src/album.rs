//! Pictures to be shown: of shots that were taken here, and of others that are at the server.

use shared::ids::Sha256;

use crate::core::{Inner, PictureSize};
use crate::error::{Error, Result};
use crate::photo;
use crate::ports::heavy;
use crate::shutter::{self, Part};
use crate::store::photos::Photo;
use crate::sync::{pictures, round};

/// Returns a picture of a shot taken here. One that was freed is at the server; its thumbnail stays while there is room.
pub async fn own(core: &Inner, photo: &Photo, size: PictureSize) -> Result<Option<Vec<u8>>> {
    let thumb = shutter::thumb(core, photo.id)?;
    match (size, photo.working_freed, thumb) {
        (PictureSize::Thumb, _, Some(thumb)) => Ok(Some(thumb)),
        (PictureSize::Working, None, _) => shutter::read(core, photo.id, Part::Working).map(Some),
        (PictureSize::Thumb, None, None) => {
            let working = shutter::read(core, photo.id, Part::Working)?;
            heavy(&*core.world.work, move || photo::thumbnail(&working)).await?.map(Some).map_err(Error::from)
        }
        (PictureSize::Working | PictureSize::Thumb, Some(_), thumb) => {
            Ok(fetched(core, &photo.working.sha256, size).await?.or(thumb))
        }
    }
}

/// Returns a picture that is not of this phone's own, fetched when it is not here; `None` when it cannot be had.
pub async fn fetched(core: &Inner, sha256: &Sha256, size: PictureSize) -> Result<Option<Vec<u8>>> {
    let word = match size {
        PictureSize::Thumb => "thumb",
        PictureSize::Working => "working",
    };
    if !core.store.read(|r| r.has_picture(sha256, word))? {
        let line = round::Line::open(core)?;
        let jurisdiction = core.store.read(|r| r.signed_in())?.account.jurisdiction;
        match pictures::fetch_one(core, &line, sha256, word, &jurisdiction).await {
            Ok(()) => {}
            // Without a network a smaller picture is better than none.
            Err(Error::Offline(_) | Error::Busy(_)) => {}
            Err(error) => return Err(error),
        }
    }
    for word in [word, "thumb", "working"] {
        if core.store.read(|r| r.has_picture(sha256, word))? {
            let name = pictures::file_name(sha256, word);
            return match core.world.files.read(&name)? {
                Some(sealed) => core.file_key.open(&name, &sealed).map(Some),
                None => Ok(None),
            };
        }
    }
    Ok(None)
}
