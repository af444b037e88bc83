//! The three sealed files of a shot: read, checked, given up.

use shared::ids::{PhotoId, Sha256};

use crate::core::Inner;
use crate::error::{Error, Result};
use crate::store::photos::{Outgoing, Traveller};

/// The three files of a shot.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part {
    /// As the camera gave it; of a clip the clip itself.
    Original,
    /// The copy that travels.
    Working,
    /// Small, for lists.
    Thumb,
}

impl Part {
    const ALL: [Self; 3] = [Self::Original, Self::Working, Self::Thumb];
}

/// Returns the name of a shot's sealed file.
pub(super) fn file_name(photo: PhotoId, part: Part) -> String {
    let word = match part {
        Part::Original => "original",
        Part::Working => "working",
        Part::Thumb => "thumb",
    };
    format!("{photo}.{word}")
}

/// Reads a file of a shot, which must be here.
pub fn read(core: &Inner, photo: PhotoId, part: Part) -> Result<Vec<u8>> {
    let name = file_name(photo, part);
    find(core, photo, part)?.ok_or_else(|| Error::Storage(format!("the file {name} is missing")))
}

/// Reads a file of a shot; `None` where it was given up.
pub fn find(core: &Inner, photo: PhotoId, part: Part) -> Result<Option<Vec<u8>>> {
    let name = file_name(photo, part);
    core.world.files.read(&name)?.map(|sealed| core.file_key.open(&name, &sealed)).transpose()
}

/// Reads a file that is to be sent and checks that it is still what was signed.
pub fn outgoing(core: &Inner, file: &Outgoing) -> Result<Vec<u8>> {
    let part = part(file.traveller);
    let bytes = read(core, file.photo, part)?;
    if Sha256::of(&bytes) != file.facts.sha256 {
        return Err(Error::Storage(format!("{} is not what was signed", file_name(file.photo, part))));
    }
    Ok(bytes)
}

/// Returns how many bytes a shot's thumbnail takes; `None` where it was given up.
pub fn thumb_bytes(core: &Inner, photo: PhotoId) -> Result<Option<u64>> {
    Ok(core.world.files.length(&file_name(photo, Part::Thumb))?)
}

/// Gives a shot's thumbnail up for the room it takes.
pub fn give_up_thumb(core: &Inner, photo: PhotoId) -> Result<()> {
    Ok(core.world.files.remove(&file_name(photo, Part::Thumb))?)
}

/// Removes a file from this phone that may go. The thumbnail stays.
pub fn free(core: &Inner, photo: PhotoId, traveller: Traveller) -> Result<()> {
    core.world.files.remove(&file_name(photo, part(traveller)))?;
    Ok(())
}

/// Writes the sealed files of a new shot.
pub(super) fn write_all(core: &Inner, files: &[(String, Vec<u8>)]) -> Result<()> {
    for (name, bytes) in files {
        core.world.files.write(name, bytes)?;
    }
    Ok(())
}

/// Removes what no row speaks of. That a file stays is no harm but the room it takes, so it is only logged.
pub fn remove_all(core: &Inner, photo: PhotoId) {
    for part in Part::ALL {
        if let Err(error) = core.world.files.remove(&file_name(photo, part)) {
            tracing::warn!(photo.id = %photo, %error, "A file of photo {photo} stays behind");
        }
    }
}

fn part(traveller: Traveller) -> Part {
    match traveller {
        Traveller::Working => Part::Working,
        Traveller::Original => Part::Original,
    }
}
