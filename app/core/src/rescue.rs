//! The rescue file: what has not arrived, sealed for the server, in one file that somebody carries to the desk.
//!
//! Never sends and changes nothing here: what was exported still waits and goes by itself when it can. Needs no network
//! and no sign-in that still holds: the server's key is known from the first sign-in on.

use app_bridge::rescue::{Rescue, WithOriginals};
use app_bridge::told::Warning;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use shared::ids::Sha256;
use shared::refusal::{Code, Refusal};
use shared::rescue::EXTENSION;
use shared::rescue::container::Sealer;
use shared::rescue::records::{FileHead, Head, Part, Recorder, Rescued};
use shared::sync::push::OutcomeKind;

use crate::core::Inner;
use crate::error::{Error, Result};
use crate::ports::{Export, Exports};
use crate::shutter::{self, stamp};
use crate::store::operations::Logged;
use crate::store::photos::Photo;
use crate::store::session::SignedIn;

/// How many operations are read in one go.
const PAGE: usize = 200;
/// What must be free beside the file itself before originals go along by themselves.
const SPARE_BYTES: u64 = 64 * 1024 * 1024;

/// What goes into the file.
struct Plan {
    working: Vec<Photo>,
    originals: Vec<Photo>,
    warnings: Vec<Warning>,
}

/// Writes the file and says where it lies.
pub async fn export(core: &Inner, originals: WithOriginals) -> Result<Rescue> {
    let session = core.store.read(|r| r.session())?.ok_or(Code::NotSignedIn)?;
    let exports = &*core.world.exports;
    let mut plan = plan(core, exports, originals)?;
    let mut file = Outgoing::begin(core, &session)?;
    let mut counts = (0, 0);
    let mut after = 0;
    loop {
        let page = core.store.read(|r| r.unacknowledged(after, PAGE))?;
        let Some(last) = page.last() else { break };
        after = last.envelope.sequence;
        for logged in page {
            counts.0 += 1;
            counts.1 += u64::from(logged.outcome == Some(OutcomeKind::Refused));
            file.operation(logged)?;
        }
    }
    let (working, lost) = files(core, &mut file, &plan.working, Part::Working).await?;
    let (originals, lost_originals) = files(core, &mut file, &plan.originals, Part::Original).await?;
    let unreadable = lost + lost_originals;
    if unreadable > 0 {
        plan.warnings.push(unreadable_photos(unreadable));
    }
    let (place, size_bytes) = file.finish(core)?;
    tracing::info!(operations = counts.0, photos = working, "A rescue file was written");
    Ok(Rescue {
        place,
        size_bytes,
        operations: counts.0,
        set_aside: counts.1,
        photos: working,
        originals,
        unreadable,
        warnings: plan.warnings,
    })
}

/// Decides what goes in, and refuses when not even the working copies fit.
fn plan(core: &Inner, exports: &dyn Exports, originals: WithOriginals) -> Result<Plan> {
    let (working, all_originals) =
        core.store.read(|r| Ok((r.photos_without_receipt()?, r.originals_without_receipt()?)))?;
    let free = exports.free_bytes();
    let working_bytes: u64 = working.iter().map(|photo| photo.working.size_bytes).sum();
    if free.is_some_and(|free| free < working_bytes) {
        return Err(Refusal::because(Code::DeviceFull, format!("{working_bytes} bytes are needed there")).into());
    }
    let mut warnings = Vec::new();
    let originals = match originals {
        WithOriginals::None => Vec::new(),
        WithOriginals::All => all_originals,
        WithOriginals::IfTheyFit => {
            // A clip is its original: what has arrived of it is a still.
            let goes = |photo: &Photo| photo.receipt.is_none() || photo.role.is_clip();
            let of_these: Vec<Photo> = all_originals.into_iter().filter(goes).collect();
            let bytes: u64 = of_these.iter().map(|photo| photo.original.size_bytes).sum();
            let needed = working_bytes.saturating_add(bytes).saturating_add(SPARE_BYTES);
            if free.is_some_and(|free| free < needed) {
                warnings.push(originals_left_out());
                Vec::new()
            } else {
                of_these
            }
        }
    };
    Ok(Plan { working, originals, warnings })
}

/// Adds the files of shots; returns how many went in and how many could not be read. One that cannot be read must not
/// cost the others.
async fn files(core: &Inner, file: &mut Outgoing, photos: &[Photo], part: Part) -> Result<(u64, u64)> {
    let (mut added, mut unreadable) = (0, 0);
    for photo in photos {
        match whole(core, photo, part) {
            Ok((head, bytes)) => {
                file.photo(&head, &bytes)?;
                added += 1;
            }
            Err(Error::Storage(why)) => {
                tracing::warn!(photo.id = %photo.id, why, "Photo {} is not in the rescue file", photo.id);
                unreadable += 1;
            }
            Err(error) => return Err(error),
        }
        // The screen is answered between two files.
        core.world.sleep.sleep(0).await;
    }
    Ok((added, unreadable))
}

fn whole(core: &Inner, photo: &Photo, part: Part) -> Result<(FileHead, Vec<u8>)> {
    let (facts, kept) = match part {
        Part::Working => (&photo.working, shutter::files::Part::Working),
        Part::Original => (&photo.original, shutter::files::Part::Original),
    };
    let bytes = shutter::files::read(core, photo.id, kept)?;
    if Sha256::of(&bytes) != facts.sha256 {
        return Err(Error::Storage(format!("a file of photo {} is not what was signed", photo.id)));
    }
    let head = FileHead {
        photo: photo.id,
        part,
        account: photo.account,
        sha256: facts.sha256.clone(),
        size_bytes: facts.size_bytes,
    };
    Ok((head, bytes))
}

/// The file while it is written: records, sealed, on their way out.
struct Outgoing {
    recorder: Recorder,
    sealer: Sealer,
    export: Box<dyn Export>,
    records: Vec<u8>,
    sealed: Vec<u8>,
    size_bytes: u64,
}

impl Outgoing {
    fn begin(core: &Inner, session: &SignedIn) -> Result<Self> {
        let bad = || Error::Storage("the server's sealing key is unreadable".to_owned());
        let key = BASE64.decode(&session.sealing_key).map_err(|_| bad())?;
        let key: [u8; 32] = key.try_into().map_err(|_| bad())?;
        let mut once = [0; 32];
        core.world.random.fill(&mut once)?;
        let made = core.times()?;
        let head = Head {
            device: core.device.id,
            account: session.account.id,
            server: session.server_id,
            made: made.clone(),
            app_version: env!("CARGO_PKG_VERSION").to_owned(),
        };
        let (mut records, mut sealed) = (Vec::new(), Vec::new());
        let sealer = Sealer::begin(session.server_id, &key, once, &mut sealed)?;
        let recorder = Recorder::begin(&head, &mut records)?;
        // Packs that cannot be read must not stand in the way: they only name the file.
        let packs = core.packs_if_any().unwrap_or_default();
        let moment = made.wall.format_in(stamp::zone(packs.as_deref()), "%Y%m%d-%H%M%S");
        let name = format!("{}-{moment}.{EXTENSION}", session.account.user);
        let export = core.world.exports.begin(&name)?;
        let mut file = Self { recorder, sealer, export, records, sealed, size_bytes: 0 };
        file.flush()?;
        Ok(file)
    }

    fn operation(&mut self, logged: Logged) -> Result<()> {
        let rescued =
            Rescued { envelope: logged.envelope, outcome: logged.outcome, code: logged.code, detail: logged.detail };
        self.recorder.operation(&rescued, &mut self.records)?;
        self.flush()
    }

    fn photo(&mut self, head: &FileHead, bytes: &[u8]) -> Result<()> {
        self.recorder.file(head, bytes, &mut self.records)?;
        self.flush()
    }

    fn finish(mut self, core: &Inner) -> Result<(String, u64)> {
        self.recorder.finish(&core.device.key, &mut self.records)?;
        self.sealer.push(&self.records, &mut self.sealed);
        self.sealer.finish(&mut self.sealed);
        self.export.write(&self.sealed)?;
        let size_bytes = self.size_bytes.saturating_add(u64::try_from(self.sealed.len()).unwrap_or(u64::MAX));
        Ok((self.export.finish()?, size_bytes))
    }

    fn flush(&mut self) -> Result<()> {
        self.sealer.push(&self.records, &mut self.sealed);
        self.records.clear();
        self.export.write(&self.sealed)?;
        self.size_bytes = self.size_bytes.saturating_add(u64::try_from(self.sealed.len()).unwrap_or(u64::MAX));
        self.sealed.clear();
        Ok(())
    }
}

fn originals_left_out() -> Warning {
    Warning {
        code: "originals_left_out".to_owned(),
        zh: "空间不够，救援文件里没有原图，只有工作图".to_owned(),
        en: "There is not enough room: the rescue file has the working copies and no originals".to_owned(),
    }
}

fn unreadable_photos(count: u64) -> Warning {
    Warning {
        code: "photos_unreadable".to_owned(),
        zh: format!("有 {count} 个照片文件读不出来，没有放进救援文件"),
        en: format!("{count} photo files could not be read and are not in the rescue file"),
    }
}
