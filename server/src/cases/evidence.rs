//! Photos of a case: manifests are verified and kept verbatim, files are claimed when they are here.

use ed25519_dalek::VerifyingKey;
use shared::case::{Case, CasePhoto};
use shared::evidence::chain::judge;
use shared::evidence::manifest::{Manifest, SignedManifest, Subject};
use shared::ids::{AccountId, DeviceId, Sha256, TaskId};
use shared::refusal::{Code, Refusal};
use shared::time::Instant;

use super::store::photos;
use crate::app::App;
use crate::db::Tx;
use crate::error::{Error, Result, refuse};
use crate::media;

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

/// What became of a file that a photo names.
enum Claimed {
    /// Not here yet.
    Waits,
    /// Here since then.
    Here(Instant),
    /// Here, and no photo that can be shown.
    Refused(Code),
}

/// Puts signed shots to a case. A manifest that does not verify refuses the whole operation: it would be no evidence.
pub async fn attach(
    app: &App,
    tx: &mut Tx,
    signer: &Signer,
    case: &mut Case,
    task: Option<TaskId>,
    signed: &[SignedManifest],
) -> Result<()> {
    let subject = match task {
        Some(task) => Subject::Task(task),
        None => Subject::Case(case.id),
    };
    for one in signed {
        let manifest = one.open(&signer.key)?;
        let fits =
            manifest.device == signer.device && manifest.account == signer.account && manifest.subject == subject;
        if !fits {
            return refuse(Code::ManifestInvalid, "the manifest names another device, account, case or task");
        }
        if photos::is_known(tx, manifest.photo).await? {
            return refuse(Code::ManifestInvalid, format!("photo {} was handed in before", manifest.photo));
        }
        let photo = keep(app, tx, signer, case, task, one, &manifest).await?;
        case.photos.push(photo);
    }
    Ok(())
}

async fn keep(
    app: &App,
    tx: &mut Tx,
    signer: &Signer,
    case: &Case,
    task: Option<TaskId>,
    signed: &SignedManifest,
    manifest: &Manifest,
) -> Result<CasePhoto> {
    let hash = signed.hash()?;
    let before = match manifest.index.checked_sub(1) {
        Some(index) if index > 0 => photos::hash_at(tx, signer.device, index).await?,
        Some(_) | None => None,
    };
    let link = judge(manifest.index, manifest.previous.as_ref(), before.as_ref());
    let to = photos::Belongs { case: case.id, task, area: &case.jurisdiction, link };
    photos::insert(tx, signed, manifest, to).await?;
    follow(tx, signer, manifest.index, &hash).await?;
    let original = claim(app, tx, &manifest.original.sha256, signer.account, case).await?;
    if let Claimed::Here(at) = original {
        photos::original_received(tx, manifest.photo, at).await?;
    }
    let mut photo = CasePhoto {
        photo: Some(manifest.photo),
        working: manifest.working.sha256.clone(),
        role: manifest.role,
        task,
        taken_at: Some(manifest.taken.wall),
        received_at: None,
        refused: None,
    };
    match claim(app, tx, &manifest.working.sha256, signer.account, case).await? {
        Claimed::Waits => {}
        Claimed::Here(at) => {
            photos::working_received(tx, manifest.photo, at).await?;
            photo.received_at = Some(at);
        }
        Claimed::Refused(code) => photo.refused = Some(code),
    }
    Ok(photo)
}

/// Judges the shot after this one again, which may have waited for it.
async fn follow(tx: &mut Tx, signer: &Signer, index: u64, hash: &Sha256) -> Result<()> {
    let next = index.saturating_add(1);
    let Some((photo, signed)) = photos::waiting_link(tx, signer.device, next).await? else { return Ok(()) };
    let manifest = signed.open(&signer.key)?;
    photos::set_link(tx, photo, judge(next, manifest.previous.as_ref(), Some(hash))).await
}

async fn claim(app: &App, tx: &mut Tx, file: &Sha256, account: AccountId, case: &Case) -> Result<Claimed> {
    match media::actions::claim(app, tx, file, account, case.id, &case.jurisdiction).await {
        Ok(Some(at)) => Ok(Claimed::Here(at)),
        Ok(None) => Ok(Claimed::Waits),
        // The case stands: what was reported is true whether or not its photo can be shown.
        Err(Error::Refused(Refusal { code, .. })) => Ok(Claimed::Refused(code)),
        Err(error @ (Error::Transient { .. } | Error::Fault(_))) => Err(error),
    }
}

/// A file that shots of this case name has come. Returns why it is no photo that can be shown.
pub async fn arrived(
    app: &App,
    tx: &mut Tx,
    case: &mut Case,
    waiting: &photos::Waiting,
    file: &Sha256,
    account: AccountId,
) -> Result<Option<Code>> {
    let claimed = claim(app, tx, file, account, case).await?;
    if !waiting.is_working {
        if let Claimed::Here(at) = claimed {
            photos::original_received(tx, waiting.photo, at).await?;
        }
        return Ok(None);
    }
    let shown = case.photos.iter_mut().find(|photo| photo.photo == Some(waiting.photo));
    match claimed {
        Claimed::Waits => Ok(None),
        Claimed::Here(at) => {
            photos::working_received(tx, waiting.photo, at).await?;
            if let Some(photo) = shown {
                photo.received_at = Some(at);
                photo.refused = None;
            }
            Ok(None)
        }
        Claimed::Refused(code) => {
            if let Some(photo) = shown {
                photo.refused = Some(code);
            }
            Ok(Some(code))
        }
    }
}
