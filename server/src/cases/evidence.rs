//! Photos of a case: manifests are verified and kept verbatim, files are claimed when they are here.

use ed25519_dalek::VerifyingKey;
use shared::case::{Case, CasePhoto};
use shared::evidence::PhotoRole;
use shared::evidence::chain::{Link, judge};
use shared::evidence::manifest::{Capture, Manifest, SignedManifest, Subject};
use shared::evidence::verdict::EvidenceRules;
use shared::ids::{AccountId, DeviceId, Sha256, TaskId};
use shared::refusal::{Code, Refusal};
use shared::time::Instant;

use super::shots::Shots;
use super::store::photos::{self, NewShot, Placed, Waiting};
use crate::app::App;
use crate::db::Tx;
use crate::error::{Error, Result, refuse};
use crate::media;
use crate::media::actions::{Receipt, TakenFor};

/// Who signs.
#[derive(Clone, Debug)]
pub struct Signer {
    /// On which device.
    pub device: DeviceId,
    /// Who was signed in.
    pub account: AccountId,
    /// The device's key.
    pub key: VerifyingKey,
}

/// A shot whose signature holds, made for what it is handed in for.
#[derive(Clone, Debug)]
pub struct Opened {
    signed: SignedManifest,
    manifest: Manifest,
    hash: Sha256,
}

impl Opened {
    /// Returns what the shot shows.
    pub fn role(&self) -> PhotoRole {
        self.manifest.role
    }

    /// Says whether it shows the scene: a clip shows more, but in place of no photo.
    pub fn is_photo(&self) -> bool {
        !self.manifest.role.is_clip()
    }

    /// Says whether it came from a file and not from the app's own camera.
    pub fn is_imported(&self) -> bool {
        self.manifest.capture == Capture::Imported
    }
}

/// What became of a file that a photo names.
enum Claimed {
    /// Not here yet.
    Waits,
    /// Here since then.
    Here(Instant),
    /// Here, and no photo that can be shown.
    Refused(Code),
}

/// Verifies signed shots. One that does not hold refuses the whole operation: it would be no evidence.
pub fn open(shots: &Shots, signer: &Signer, subject: Subject, signed: &[SignedManifest]) -> Result<Vec<Opened>> {
    let mut opened: Vec<Opened> = Vec::new();
    for one in signed {
        let manifest = one.open(&signer.key)?;
        let fits =
            manifest.device == signer.device && manifest.account == signer.account && manifest.subject == subject;
        if !fits {
            return refuse(Code::ManifestInvalid, "the manifest names another device, account, case or task");
        }
        let is_twice = opened.iter().any(|other| other.manifest.photo == manifest.photo);
        if is_twice || shots.is_known(manifest.photo) {
            return refuse(Code::ManifestInvalid, format!("photo {} was handed in before", manifest.photo));
        }
        opened.push(Opened { signed: one.clone(), hash: one.hash()?, manifest });
    }
    Ok(opened)
}

/// Refuses shots from albums and files where the jurisdiction takes none. The phone asks the same before it takes one.
pub fn from_its_own_camera(shots: &[Opened], rules: &EvidenceRules) -> Result<()> {
    match shots.iter().find(|shot| shot.is_imported()) {
        Some(shot) if !rules.album => {
            refuse(Code::AlbumNotAllowed, format!("photo {}: setting evidence.album", shot.manifest.photo))
        }
        Some(_) | None => Ok(()),
    }
}

/// Puts verified shots to a case.
pub async fn attach(
    app: &App,
    tx: &mut Tx,
    signer: &Signer,
    case: &mut Case,
    task: Option<TaskId>,
    known: &mut Shots,
    shots: &[Opened],
) -> Result<()> {
    for shot in shots {
        let photo = keep(app, tx, signer, case, task, known, shot).await?;
        case.photos.push(photo);
    }
    Ok(())
}

/// Keeps verified shots of a blind answer: signed, chained and judged as all are, and in no case.
pub async fn lay_beside(
    app: &App,
    tx: &mut Tx,
    signer: &Signer,
    case: &Case,
    task: TaskId,
    known: &mut Shots,
    shots: &[Opened],
) -> Result<()> {
    for shot in shots {
        let photo = keep(app, tx, signer, case, Some(task), known, shot).await?;
        if let Some(photo) = photo.photo {
            tx.flush().await?;
            photos::mark_blind(tx, photo).await?;
        }
    }
    Ok(())
}

async fn keep(
    app: &App,
    tx: &mut Tx,
    signer: &Signer,
    case: &Case,
    task: Option<TaskId>,
    known: &mut Shots,
    shot: &Opened,
) -> Result<CasePhoto> {
    let Opened { signed, manifest, hash } = shot;
    let link = link(known, manifest);
    let at = app.clock.now();
    let new = NewShot { signed, manifest, hash, link, case: case.id, task, area: &case.jurisdiction, at };
    photos::insert(tx, &new).await?;
    if !known.hashes_at(manifest.index).is_empty() {
        // Whoever stood there alone until now stands in a fork.
        tx.flush().await?;
        photos::judge_place_again(tx, signer.device, manifest.index).await?;
    }
    known.add(Placed { photo: manifest.photo, index: manifest.index, hash: hash.clone(), link });
    follow(tx, signer, known, manifest.index).await?;
    let mut photo = CasePhoto {
        photo: Some(manifest.photo),
        working: manifest.working.sha256.clone(),
        role: manifest.role,
        task,
        taken_at: Some(manifest.taken.wall),
        received_at: None,
        refused: None,
        original_asked_at: None,
    };
    let taken_for = TakenFor::original_of(manifest.role);
    match claim_held(app, tx, known, &manifest.original.sha256, signer, case, taken_for).await? {
        Claimed::Waits => {}
        Claimed::Here(at) => photos::original_received(tx, manifest.photo, at).await?,
        // A clip is what its shot is for: one that cannot be played is said like a photo that cannot be shown.
        Claimed::Refused(code) if manifest.role.is_clip() => {
            photos::original_received(tx, manifest.photo, app.clock.now()).await?;
            photo.refused = Some(code);
        }
        Claimed::Refused(_) => {}
    }
    match claim_held(app, tx, known, &manifest.working.sha256, signer, case, TakenFor::Picture).await? {
        Claimed::Waits => {}
        Claimed::Here(at) => {
            photos::working_received(tx, manifest.photo, at).await?;
            photo.received_at = Some(at);
        }
        Claimed::Refused(code) => {
            let now = app.clock.now();
            photos::working_received(tx, manifest.photo, now).await?;
            photo.received_at = Some(now);
            photo.refused = Some(code);
        }
    }
    Ok(photo)
}

/// Judges how a shot stands in its device's chain as far as it is known.
fn link(known: &Shots, manifest: &Manifest) -> Link {
    // Two shots at one place: a device that signs like that has been copied, or set back.
    if !known.hashes_at(manifest.index).is_empty() {
        return Link::Broken;
    }
    let before = match manifest.index.checked_sub(1) {
        Some(index) if index > 0 => known.hashes_at(index),
        Some(_) | None => Vec::new(),
    };
    let named = before.iter().find(|hash| Some(**hash) == manifest.previous.as_ref());
    judge(manifest.index, manifest.previous.as_ref(), named.or(before.first()).copied())
}

/// Judges the shot after this place again, which may have waited for it, or for this one of two.
async fn follow(tx: &mut Tx, signer: &Signer, known: &mut Shots, index: u64) -> Result<()> {
    let next = index.saturating_add(1);
    if !known.is_open_at(next) {
        return Ok(());
    }
    tx.flush().await?;
    let is_fork = known.hashes_at(next).len() > 1;
    for (photo, was, signed) in photos::open_links(tx, signer.device, next).await? {
        // Where two stand at one place, the second is broken whatever it names.
        if is_fork && was == Link::Broken {
            continue;
        }
        // Verified when it came.
        let manifest = Manifest::decode(&signed.bytes()?)?;
        let here = known.hashes_at(index);
        let named = here.iter().find(|hash| Some(**hash) == manifest.previous.as_ref());
        let link = judge(next, manifest.previous.as_ref(), named.or(here.first()).copied());
        if link != was {
            photos::set_link(tx, photo, link).await?;
            known.relink(next, photo, link);
        }
    }
    Ok(())
}

/// Claims a file that is known to be here; for one that is not, nothing is asked.
async fn claim_held(
    app: &App,
    tx: &mut Tx,
    known: &Shots,
    file: &Sha256,
    signer: &Signer,
    case: &Case,
    taken_for: TakenFor,
) -> Result<Claimed> {
    if !known.is_held(file) {
        return Ok(Claimed::Waits);
    }
    tx.flush().await?;
    claim(app, tx, file, signer.account, case, taken_for).await
}

async fn claim(
    app: &App,
    tx: &mut Tx,
    file: &Sha256,
    account: AccountId,
    case: &Case,
    taken_for: TakenFor,
) -> Result<Claimed> {
    match media::actions::claim(app, tx, file, account, case.id, &case.jurisdiction, taken_for).await {
        Ok(Some(at)) => Ok(Claimed::Here(at)),
        Ok(None) => Ok(Claimed::Waits),
        // The case stands: what was reported is true whether or not its photo can be shown.
        Err(Error::Refused(Refusal { code, .. })) => Ok(Claimed::Refused(code)),
        Err(error @ (Error::Transient { .. } | Error::Fault(_))) => Err(error),
    }
}

/// A file that a shot of this case names has come. Says whether the case now shows something else.
pub async fn arrived(app: &App, tx: &mut Tx, case: &mut Case, waiting: &Waiting, receipt: &Receipt) -> Result<bool> {
    let mut is_changed = false;
    if waiting.wants_original {
        is_changed |= original_arrived(app, tx, case, waiting, receipt).await?;
    }
    if waiting.wants_working {
        is_changed |= working_arrived(app, tx, case, waiting, receipt).await?;
    }
    Ok(is_changed)
}

async fn original_arrived(
    app: &App,
    tx: &mut Tx,
    case: &mut Case,
    waiting: &Waiting,
    receipt: &Receipt,
) -> Result<bool> {
    let role = waiting.role;
    let taken_for = role.map_or(TakenFor::Picture, TakenFor::original_of);
    let (at, refused) = match claim(app, tx, &receipt.sha256, receipt.account, case, taken_for).await? {
        Claimed::Waits => return Ok(false),
        Claimed::Here(at) => (at, None),
        Claimed::Refused(code) => (receipt.at, Some(code)),
    };
    photos::original_received(tx, waiting.photo, at).await?;
    match refused {
        Some(code) if role.is_some_and(PhotoRole::is_clip) => {
            cannot_be_shown(case, waiting, code);
            Ok(is_shown(case, waiting))
        }
        Some(_) | None => Ok(false),
    }
}

async fn working_arrived(
    app: &App,
    tx: &mut Tx,
    case: &mut Case,
    waiting: &Waiting,
    receipt: &Receipt,
) -> Result<bool> {
    let (at, refused) = match claim(app, tx, &receipt.sha256, receipt.account, case, TakenFor::Picture).await? {
        Claimed::Waits => return Ok(false),
        Claimed::Here(at) => (at, None),
        Claimed::Refused(code) => (receipt.at, Some(code)),
    };
    photos::working_received(tx, waiting.photo, at).await?;
    if let Some(photo) = case.photos.iter_mut().find(|photo| photo.photo == Some(waiting.photo)) {
        photo.received_at = Some(at);
    }
    if let Some(code) = refused {
        cannot_be_shown(case, waiting, code);
    }
    Ok(is_shown(case, waiting))
}

/// Says whether the case shows the shot: those of a blind answer lie beside it.
pub fn is_shown(case: &Case, waiting: &Waiting) -> bool {
    case.photos.iter().any(|photo| photo.photo == Some(waiting.photo))
}

fn cannot_be_shown(case: &mut Case, waiting: &Waiting, code: Code) {
    tracing::warn!(case.id = %case.id, code = code.as_str(), "A photo of case {} cannot be shown: {code}", case.id);
    if let Some(photo) = case.photos.iter_mut().find(|photo| photo.photo == Some(waiting.photo)) {
        photo.refused = Some(code);
    }
}
