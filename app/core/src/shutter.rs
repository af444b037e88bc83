//! At the shutter: hash, develop, seal, sign, chain, keep. In that order, and "kept" only when it is on the disk.
//!
//! Never sends. The original is hashed before anything else touches it; everything visible happens to the working copy.

use std::sync::Arc;

use app_bridge::ask::{Shot, Subject};
use app_bridge::told::{PhotoCard, Warning};
use shared::evidence::manifest::{self, Capture, FileFacts, Manifest, SignedManifest};
use shared::evidence::times::Times;
use shared::ids::{CaseId, PhotoId, Sha256};
use shared::refusal::{Code, Refusal};
use shared::time::Instant;

use crate::cases::preview::{place_words, warning};
use crate::core::Inner;
use crate::error::{Error, Result};
use crate::home::{self, FileKey};
use crate::ids;
use crate::packs::Packs;
use crate::photo::{self, Claim, Facts, Remark, Rules, Stamp};
use crate::ports::heavy;
use crate::room;
use crate::store::photos::{Outgoing, Photo, Traveller};
use crate::store::session::SignedIn;
use crate::tidy;

/// A time as watermarks write it.
const TO_THE_SECOND: &str = "%Y-%m-%d %H:%M:%S";

/// The three files of a shot.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part {
    /// As the camera gave it.
    Original,
    /// The copy that travels.
    Working,
    /// Small, for lists.
    Thumb,
}

/// Returns the name of a shot's sealed file.
fn file_name(photo: PhotoId, part: Part) -> String {
    let word = match part {
        Part::Original => "original",
        Part::Working => "working",
        Part::Thumb => "thumb",
    };
    format!("{photo}.{word}")
}

/// Takes a shot: when it returns, the photo survives anything but the loss of the phone.
pub async fn take(core: &Inner, shot: Shot, original: Arc<Vec<u8>>) -> Result<PhotoCard> {
    let taken = core.times()?;
    let session = core.store.read(|r| r.signed_in())?;
    room::for_a_shot(core, original.len())?;
    let packs = core.packs_if_any()?;
    tidy::make_room(core, original.len());
    let photo = PhotoId(ids::by_time(&core.world)?);
    let subject = subject(core, &shot)?;
    let developing = Developing {
        photo,
        stamp: stamp(packs.as_deref(), &session, &shot, subject, &taken, &original),
        claim: claim(packs.as_deref(), &shot, &taken, &original),
        rules: Rules { working_edge_px: packs.as_deref().map_or(1600, |packs| packs.settings.working_edge_px) },
        font: core.world.font.clone(),
        key: core.file_key.clone(),
        nonces: [
            home::nonce(&*core.world.random)?,
            home::nonce(&*core.world.random)?,
            home::nonce(&*core.world.random)?,
        ],
        original,
    };
    let sealed = heavy(&*core.world.work, move || developing.run()).await??;
    keep(core, &session, &shot, subject, taken, photo, sealed)
}

/// Everything that is needed to develop and seal a shot away from the core's thread.
struct Developing {
    photo: PhotoId,
    stamp: Stamp,
    claim: Claim,
    rules: Rules,
    font: Option<Arc<photo::Font>>,
    key: FileKey,
    nonces: [[u8; 24]; 3],
    original: Arc<Vec<u8>>,
}

/// A developed shot whose three files are sealed.
struct Sealed {
    original: FileFacts,
    working: FileFacts,
    files: [(String, Vec<u8>); 3],
    remarks: Vec<Remark>,
}

impl Developing {
    fn run(self) -> Result<Sealed> {
        // First of all, before a decoder sees it.
        let original = facts_of(&self.original);
        let developed = photo::develop(&self.original, &self.stamp, &self.claim, self.font.as_deref(), self.rules)?;
        let working = facts_of(&developed.working);
        let [a, b, c] = self.nonces;
        let seal = |part: Part, bytes: &[u8], nonce| {
            let name = file_name(self.photo, part);
            let sealed = self.key.seal(&name, bytes, nonce)?;
            Ok::<_, Error>((name, sealed))
        };
        Ok(Sealed {
            original,
            working,
            files: [
                seal(Part::Original, &self.original, a)?,
                seal(Part::Working, &developed.working, b)?,
                seal(Part::Thumb, &developed.thumb, c)?,
            ],
            remarks: developed.remarks,
        })
    }
}

fn facts_of(bytes: &[u8]) -> FileFacts {
    FileFacts { sha256: Sha256::of(bytes), size_bytes: u64::try_from(bytes.len()).unwrap_or(u64::MAX) }
}

fn subject(core: &Inner, shot: &Shot) -> Result<manifest::Subject> {
    match shot.subject {
        Subject::Draft { case: Some(case) } => Ok(manifest::Subject::Case(case)),
        Subject::Draft { case: None } => Ok(manifest::Subject::Case(CaseId(ids::by_time(&core.world)?))),
        Subject::Task { task } => match core.store.read(|r| r.task(task))? {
            Some(_) => Ok(manifest::Subject::Task(task)),
            None => Err(Code::NotFound.into()),
        },
    }
}

/// Signs, chains and keeps. No waiting in here: between reading the end of the chain and extending it nothing else runs.
fn keep(
    core: &Inner,
    session: &SignedIn,
    shot: &Shot,
    subject: manifest::Subject,
    taken: Times,
    id: PhotoId,
    sealed: Sealed,
) -> Result<PhotoCard> {
    let end = core.store.read(|r| r.chain_end())?;
    let place = end.as_ref().map_or(1, |end| end.place.saturating_add(1));
    let manifest = Manifest {
        photo: id,
        device: core.device.id,
        account: session.account.id,
        index: place,
        previous: end.map(|end| end.hash),
        original: sealed.original.clone(),
        working: sealed.working.clone(),
        role: shot.role,
        subject,
        capture: if shot.imported { Capture::Imported } else { Capture::Camera },
        fix: shot.fix.clone(),
        taken: taken.clone(),
        pair: None,
        own: None,
        clip_ms: None,
    };
    let signed = SignedManifest::sign(&manifest, &core.device.key);
    let hash = signed.hash()?;
    let (case, task) = match subject {
        manifest::Subject::Case(case) => (Some(case), None),
        manifest::Subject::Task(task) => (None, Some(task)),
    };
    let row = Photo {
        id,
        jurisdiction: session.account.jurisdiction.clone(),
        account: session.account.id,
        case,
        task,
        role: shot.role,
        taken: taken.wall,
        manifest: signed,
        original: sealed.original,
        working: sealed.working,
        operation: None,
        receipt: None,
        working_freed: None,
    };
    #[cfg(feature = "planted")]
    if crate::planted::is("photo row before its files") {
        core.store.write(|w| w.insert_photo(&row).and_then(|()| w.extend_chain(place, id, &hash)))?;
        write_files(core, &sealed.files)?;
        return Ok(card(&row, &sealed.remarks));
    }
    let kept = write_files(core, &sealed.files).and_then(|()| {
        core.store.write(|w| {
            w.insert_photo(&row)?;
            w.extend_chain(place, id, &hash)
        })
    });
    if let Err(error) = kept {
        remove_files(core, id);
        return Err(error);
    }
    Ok(card(&row, &sealed.remarks))
}

fn card(row: &Photo, remarks: &[Remark]) -> PhotoCard {
    PhotoCard {
        photo: row.id,
        role: row.role,
        draft: row.case,
        taken_at: row.taken,
        size_bytes: row.working.size_bytes,
        warnings: remarks.iter().map(told).collect(),
        clip_ms: None,
    }
}

fn write_files(core: &Inner, files: &[(String, Vec<u8>)]) -> Result<()> {
    for (name, bytes) in files {
        core.world.files.write(name, bytes)?;
    }
    Ok(())
}

/// Removes what no row speaks of. That a file stays is no harm but the room it takes, so it is only logged.
fn remove_files(core: &Inner, photo: PhotoId) {
    for part in [Part::Original, Part::Working, Part::Thumb] {
        if let Err(error) = core.world.files.remove(&file_name(photo, part)) {
            tracing::warn!(photo.id = %photo, %error, "A file of photo {photo} stays behind");
        }
    }
}

fn told(remark: &Remark) -> Warning {
    match remark {
        Remark::NoFont => warning(
            "no_font",
            "水印里有字库没有的字，用〓代替",
            "Some letters of the watermark are not in the font; 〓 stands for them",
        ),
        Remark::ImplausiblePlace => warning(
            "implausible_place",
            "照片自带的位置不可信，没有采用",
            "The photo's own place is implausible and was left out",
        ),
        Remark::Small => warning("small_photo", "照片尺寸偏小，看不清细节", "The photo is small; details may be lost"),
        Remark::Dark => {
            warning("dark_photo", "照片太暗，请补光重拍", "The photo is very dark; take it again with light")
        }
        Remark::Blurred => {
            warning("blurred_photo", "照片模糊，请拿稳重拍", "The photo is blurred; hold still and take it again")
        }
    }
}

/// Returns the zone in which times are written.
pub fn zone(packs: Option<&Packs>) -> &str {
    packs.map_or("Asia/Shanghai", |packs| packs.settings.zone.as_str())
}

fn stamp(
    packs: Option<&Packs>,
    session: &SignedIn,
    shot: &Shot,
    subject: manifest::Subject,
    taken: &Times,
    original: &[u8],
) -> Stamp {
    let zone = zone(packs);
    let now = taken.corrected().format_in(zone, TO_THE_SECOND);
    let own = || Facts::read(original).taken(zone).map(|at: Instant| at.format_in(zone, TO_THE_SECOND));
    // A file from elsewhere must not look as if it had been taken here and now.
    let time = match (shot.imported, shot.imported.then(own).flatten()) {
        (false, _) => now,
        (true, None) => format!("{now} 导入"),
        (true, Some(own)) => format!("{own} 摄 {now} 导入"),
    };
    let point = shot.fix.as_ref().and_then(|fix| fix.point().ok());
    let grid = packs.zip(point).and_then(|(packs, point)| packs.index.locate(point).grid.map(|grid| grid.code.clone()));
    let place = packs.map(|packs| place_words(packs, grid.as_ref())).unwrap_or_default();
    let training = session.account.training || packs.is_some_and(|packs| packs.settings.training);
    Stamp {
        time,
        role: shot.role.zh().to_owned(),
        place: if shot.address.trim().is_empty() { place } else { shot.address.trim().to_owned() },
        grid: grid.map(|grid| grid.to_string()).unwrap_or_default(),
        person: session.account.name.clone(),
        case: short(subject),
        training: if training { "训练".to_owned() } else { String::new() },
    }
}

fn claim(packs: Option<&Packs>, shot: &Shot, taken: &Times, original: &[u8]) -> Claim {
    let zone = zone(packs);
    let own = shot.imported.then(|| Facts::read(original).taken(zone)).flatten();
    Claim::Known { taken: own.unwrap_or_else(|| taken.corrected()), zone: zone.to_owned(), fix: shot.fix.clone() }
}

/// Returns the last digits of a case's or task's id: enough to tell the cases of a day apart.
fn short(subject: manifest::Subject) -> String {
    let id = match subject {
        manifest::Subject::Case(case) => case.to_string(),
        manifest::Subject::Task(task) => task.to_string(),
    };
    id.chars().skip(id.len().saturating_sub(6)).collect::<String>().to_uppercase()
}

/// Reads a file of a shot.
pub fn read(core: &Inner, photo: PhotoId, part: Part) -> Result<Vec<u8>> {
    let name = file_name(photo, part);
    let sealed = core.world.files.read(&name)?;
    let sealed = sealed.ok_or_else(|| Error::Storage(format!("the file {name} is missing")))?;
    core.file_key.open(&name, &sealed)
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

/// Reads a thumbnail; `None` where it was given up for room.
pub fn thumb(core: &Inner, photo: PhotoId) -> Result<Option<Vec<u8>>> {
    let name = file_name(photo, Part::Thumb);
    core.world.files.read(&name)?.map(|sealed| core.file_key.open(&name, &sealed)).transpose()
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

fn part(traveller: Traveller) -> Part {
    match traveller {
        Traveller::Working => Part::Working,
        Traveller::Original => Part::Original,
    }
}

/// Throws away a shot that no saved report or answer holds. Its place in the chain stays.
pub fn drop_draft(core: &Inner, id: PhotoId) -> Result<()> {
    let photo = core.store.read(|r| r.photo(id))?.ok_or(Code::NotFound)?;
    if photo.operation.is_some() {
        return Err(Refusal::because(Code::NotFromHere, "a saved report or answer holds this photo").into());
    }
    // The row first: a file without a row takes room, a row without its file would be a lie.
    core.store.write(|w| w.delete_draft_photo(id))?;
    remove_files(core, id);
    Ok(())
}

#[cfg(test)]
mod tests;
