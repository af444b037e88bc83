//! Pictures to be shown and clips to be played: of shots that were taken here, and of others that are at the server.

use shared::evidence::clip;
use shared::ids::Sha256;

use crate::core::{Inner, PictureSize};
use crate::error::{Error, Result};
use crate::photo;
use crate::ports::heavy;
use crate::shutter::files::{self, Part};
use crate::store::photos::Photo;
use crate::sync::{pictures, round};

/// The word under which a clip is kept that was fetched again.
const CLIP: &str = "clip";

/// A clip to be played.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Clip {
    /// All of it.
    pub bytes: Vec<u8>,
    /// Such as `video/mp4`.
    pub media_type: &'static str,
}

/// Returns a picture of a shot taken here. One that was freed is at the server; its thumbnail stays while there is room.
pub async fn own(core: &Inner, photo: &Photo, size: PictureSize) -> Result<Option<Vec<u8>>> {
    let thumb = files::find(core, photo.id, Part::Thumb)?;
    match (size, photo.working_freed, thumb) {
        (PictureSize::Thumb, _, Some(thumb)) => Ok(Some(thumb)),
        (PictureSize::Working, None, _) => files::read(core, photo.id, Part::Working).map(Some),
        (PictureSize::Thumb, None, None) => {
            let working = files::read(core, photo.id, Part::Working)?;
            heavy(&*core.world.work, move || photo::thumbnail(&working)).await?.map(Some).map_err(Error::from)
        }
        (PictureSize::Working | PictureSize::Thumb, Some(_), thumb) => {
            Ok(fetched(core, &photo.working.sha256, size).await?.or(thumb))
        }
    }
}

/// Returns a clip that was taken here. One that was freed after its receipt is fetched again; `None` when it cannot be had.
pub async fn clip(core: &Inner, photo: &Photo) -> Result<Option<Clip>> {
    let bytes = match files::find(core, photo.id, Part::Original)? {
        Some(bytes) => Some(bytes),
        None => {
            fetch(core, &photo.original.sha256, CLIP).await?;
            held(core, &photo.original.sha256, CLIP)?
        }
    };
    let Some(bytes) = bytes else { return Ok(None) };
    let media_type = clip::judge(&bytes, photo.role)?.media_type();
    Ok(Some(Clip { bytes, media_type }))
}

/// Returns a picture that is not of this phone's own, fetched when it is not here; `None` when it cannot be had.
pub async fn fetched(core: &Inner, sha256: &Sha256, size: PictureSize) -> Result<Option<Vec<u8>>> {
    let word = match size {
        PictureSize::Thumb => "thumb",
        PictureSize::Working => "working",
    };
    fetch(core, sha256, word).await?;
    // Without a network a smaller picture is better than none.
    for word in [word, "thumb", "working"] {
        if let Some(bytes) = held(core, sha256, word)? {
            return Ok(Some(bytes));
        }
    }
    Ok(None)
}

/// Fetches a file unless it is here. That there is no network now is no error.
async fn fetch(core: &Inner, sha256: &Sha256, word: &str) -> Result<()> {
    if core.store.read(|r| r.has_picture(sha256, word))? {
        return Ok(());
    }
    let line = round::Line::open(core)?;
    let jurisdiction = core.store.read(|r| r.signed_in())?.account.jurisdiction;
    match pictures::fetch_one(core, &line, sha256, word, &jurisdiction).await {
        Ok(()) | Err(Error::Offline(_) | Error::Busy(_)) => Ok(()),
        Err(error) => Err(error),
    }
}

/// Reads a file that was fetched.
fn held(core: &Inner, sha256: &Sha256, word: &str) -> Result<Option<Vec<u8>>> {
    if !core.store.read(|r| r.has_picture(sha256, word))? {
        return Ok(None);
    }
    let name = pictures::file_name(sha256, word);
    core.world.files.read(&name)?.map(|sealed| core.file_key.open(&name, &sealed)).transpose()
}
