//! At the shutter: hash, develop, seal, sign, chain, keep. In that order, and "kept" only when it is on the disk.
//!
//! Never sends. The original is hashed before anything else touches it; everything visible happens to the working copy.
//! A clip is a shot as well: its bytes are the original, its poster or a drawn card the working copy.
//! `developing` is the slow part, `stamp` what is written on the picture, `mind` what the person is told at once, `files`
//! the sealed files of a shot, `left` what a phone's own camera app leaves. Start with [`take`].

pub mod stamp;
mod developing;
pub mod mind;
pub mod files;
pub mod left;

use std::rc::Rc;
use std::sync::Arc;

use app_bridge::ask::{Shot, Subject};
use app_bridge::told::PhotoCard;
use shared::api::session::AccountFacts;
use shared::evidence::manifest::{self, Capture, Manifest, OwnClaims, SignedManifest};
use shared::evidence::times::Times;
use shared::evidence::verdict::EvidenceRules;
use shared::ids::{CaseId, PhotoId};
use shared::refusal::{Code, Refusal};

use self::developing::{Developing, Sealed};
use self::mind::Around;
use self::stamp::zone;
use crate::core::Inner;
use crate::error::Result;
use crate::packs::Packs;
use crate::photo::Rules;
use crate::ports::heavy;
use crate::store::photos::Photo;
use crate::{home, ids, room, tidy};

/// A shot that is being taken.
struct Taking<'a> {
    core: &'a Inner,
    account: AccountFacts,
    packs: Option<Rc<Packs>>,
    shot: &'a Shot,
    id: PhotoId,
    subject: manifest::Subject,
    /// When the shutter was pressed, or the file handed in; of what was found, when the camera was opened.
    taken: Times,
    /// When it was found, where nobody waited for it at the shutter.
    found: Option<Times>,
    goes: Goes,
    /// What a file from elsewhere says of itself; none for the app's own camera.
    own: Option<OwnClaims>,
}

/// Where a shot goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Goes {
    /// To what is being filled in, beginning it where it is the first.
    ToItsDraft,
    /// Nowhere yet: what it was taken for is no more.
    Apart,
}

/// Takes a shot: when it returns, the photo or clip survives anything but the loss of the phone.
pub async fn take(core: &Inner, shot: Shot, original: Arc<Vec<u8>>) -> Result<PhotoCard> {
    let taken = core.times()?;
    let account = core.store.read(|r| r.signed_in())?.account;
    let packs = core.packs_if_any()?;
    if shot.imported && !packs.as_ref().is_some_and(|packs| packs.settings.evidence.album) {
        return Err(Code::AlbumNotAllowed.into());
    }
    let taking = Taking {
        core,
        id: PhotoId(ids::by_time(&core.world)?),
        subject: subject(core, &shot)?,
        own: own(packs.as_deref(), &shot, &original),
        account,
        packs,
        shot: &shot,
        taken,
        found: None,
        goes: Goes::ToItsDraft,
    };
    taking.take(original).await
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

/// Only pictures say something of themselves that is worth comparing.
fn own(packs: Option<&Packs>, shot: &Shot, original: &[u8]) -> Option<OwnClaims> {
    match (shot.imported, shot.role.is_clip()) {
        (false, _) => None,
        (true, true) => Some(OwnClaims::default()),
        (true, false) => Some(stamp::own(original, zone(packs))),
    }
}

impl Taking<'_> {
    /// Develops, seals and keeps it.
    async fn take(self, original: Arc<Vec<u8>>) -> Result<PhotoCard> {
        let core = self.core;
        room::for_a_shot(core, original.len())?;
        tidy::make_room(core, original.len());
        let developing = self.developing(original)?;
        let sealed = heavy(&*core.world.work, move || developing.run()).await??;
        self.keep(sealed)
    }

    fn is_training(&self) -> bool {
        self.account.training || self.packs.as_ref().is_some_and(|packs| packs.settings.training)
    }

    fn rules(&self) -> EvidenceRules {
        self.packs.as_ref().map(|packs| packs.settings.evidence).unwrap_or_default()
    }

    fn developing(&self, original: Arc<Vec<u8>>) -> Result<Developing> {
        let world = &self.core.world;
        let edge = self.packs.as_ref().map_or(1600, |packs| packs.settings.working_edge_px);
        Ok(Developing {
            photo: self.id,
            role: self.shot.role,
            poster: self.shot.poster.clone(),
            stamp: stamp::stamp(self),
            claim: stamp::claim(self),
            rules: Rules { working_edge_px: edge },
            font: world.font.clone(),
            key: self.core.file_key.clone(),
            nonces: [home::nonce(&*world.random)?, home::nonce(&*world.random)?, home::nonce(&*world.random)?],
            original,
        })
    }

    /// Signs, chains and keeps. No waiting in here: between reading the end of the chain and extending it nothing else
    /// runs.
    fn keep(self, sealed: Sealed) -> Result<PhotoCard> {
        let core = self.core;
        let end = core.store.read(|r| r.chain_end())?;
        let place = end.as_ref().map_or(1, |end| end.place.saturating_add(1));
        let manifest = Manifest {
            photo: self.id,
            device: core.device.id,
            account: self.account.id,
            index: place,
            previous: end.map(|end| end.hash),
            original: sealed.original,
            working: sealed.working,
            role: self.shot.role,
            subject: self.subject,
            capture: if self.shot.imported { Capture::Imported } else { Capture::Camera },
            fix: self.shot.fix.clone(),
            taken: self.taken.clone(),
            pair: self.shot.pair.clone(),
            own: self.own,
            clip_ms: sealed.clip_ms,
            found: self.found.clone(),
        };
        let mut warnings: Vec<_> = sealed.remarks.iter().map(mind::remarked).collect();
        match core.store.read(|r| Around::of(r, &manifest)) {
            Ok(around) => warnings.extend(around.warnings(&manifest, &self.rules(), self.is_training())),
            // What is around it cannot be read: that is no reason not to keep the shot. The server judges it all the same.
            Err(error) => {
                tracing::warn!(photo.id = %self.id, %error, "Nothing could be found around photo {}", self.id);
            }
        }
        let signed = SignedManifest::sign(&manifest, &core.device.key);
        let hash = signed.hash()?;
        let (case, task) = match self.subject {
            manifest::Subject::Case(case) => (Some(case), None),
            manifest::Subject::Task(task) => (None, Some(task)),
        };
        let row = Photo {
            id: self.id,
            jurisdiction: self.account.jurisdiction.clone(),
            account: self.account.id,
            case,
            task,
            role: manifest.role,
            taken: self.taken.wall,
            manifest: signed,
            original: manifest.original,
            working: manifest.working,
            operation: None,
            receipt: None,
            working_freed: None,
        };
        let card = PhotoCard {
            photo: row.id,
            role: row.role,
            draft: row.case,
            taken_at: row.taken,
            size_bytes: row.working.size_bytes,
            warnings,
            clip_ms: manifest.clip_ms,
        };
        #[cfg(feature = "planted")]
        if crate::planted::is("photo row before its files") {
            core.store.write(|w| w.insert_photo(&row).and_then(|()| w.extend_chain(place, row.id, &hash)))?;
            files::write_all(core, &sealed.files)?;
            return Ok(card);
        }
        let kept = files::write_all(core, &sealed.files).and_then(|()| {
            core.store.write(|w| {
                w.insert_photo(&row)?;
                #[cfg(feature = "planted")]
                if crate::planted::is("draft that does not know its shots") {
                    return w.extend_chain(place, row.id, &hash);
                }
                match self.goes {
                    Goes::ToItsDraft => w.draft_took(&row)?,
                    Goes::Apart => {}
                }
                if let Some(found) = &manifest.found {
                    // Nobody waits for it: whose it is is told of it in a notice.
                    w.put_notice(self.goes.notice(), &self.account.id.to_string(), found.wall)?;
                }
                w.extend_chain(place, row.id, &hash)
            })
        });
        if let Err(error) = kept {
            files::remove_all(core, row.id);
            return Err(error);
        }
        Ok(card)
    }
}

impl Goes {
    /// Returns under which word the person is told of what was found.
    const fn notice(self) -> &'static str {
        match self {
            Self::ToItsDraft => "photo_found",
            Self::Apart => "photo_found_apart",
        }
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
    files::remove_all(core, id);
    Ok(())
}

#[cfg(test)]
mod tests;
