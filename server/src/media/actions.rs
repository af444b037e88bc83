//! Receiving files, judging them when a case asks for them, and sweeping what nobody asked for.

use std::collections::BTreeSet;
use std::path::PathBuf;

use shared::evidence::{PhotoRole, clip, file};
use shared::ids::{AccountId, CaseId, JurisdictionId, Sha256, UploadId};
use shared::refusal::{Code, Refusal};
use shared::time::Instant;
use sqlx::AnyConnection;

use super::store::{self, StoredFile, Upload};
use super::turns::Turn;
use crate::accounts::caller::Caller;
use crate::app::App;
use crate::db::{Db, Tx};
use crate::error::{Error, Result, refuse};

/// How long an upload may take, and how long a file waits for its case.
pub const PATIENCE_MS: i64 = 24 * 3_600_000;

/// The word kept for a file that is a whole picture.
pub const IMAGE: &str = "image";
/// The word kept for a file that is a whole video or voice clip.
pub const CLIP: &str = "clip";

/// What a case takes a file for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TakenFor {
    /// A picture: every working copy, and the original of a photo.
    Picture,
    /// The original of a shot with one of the two roles that are clips.
    Clip(PhotoRole),
}

impl TakenFor {
    /// Says what the original of a shot with a role is.
    pub const fn original_of(role: PhotoRole) -> Self {
        if role.is_clip() { Self::Clip(role) } else { Self::Picture }
    }
}

/// A file is safe: flushed, named by its hash, written down.
#[derive(Clone, Debug)]
pub struct Receipt {
    /// The file.
    pub sha256: Sha256,
    /// Who brought it.
    pub account: AccountId,
    /// Since when.
    pub at: Instant,
}

/// How an upload begins.
pub enum Begun {
    /// Anew, or where an earlier request left it.
    Open(Upload),
    /// It needs no bytes: this account has brought the file before. The receipt counts from the caller's commit.
    Held(Upload, Receipt),
}

/// What a sender says of the upload it wants.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Announced {
    /// How many bytes.
    pub length: u64,
    /// The hash they will have, if it says so.
    pub promised: Option<Sha256>,
    /// What is to become of an unfinished upload of the same file.
    pub earlier: Earlier,
}

/// What is to become of an unfinished upload of the same file by the same account.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Earlier {
    /// It is left alone; the sender counts on beginning at the first byte.
    LeftAlone,
    /// It is gone on with; the sender reads the offset in the answer.
    GoneOnWith,
}

/// Begins an upload.
pub async fn begin(app: &App, tx: &mut Tx, caller: &Caller, announced: Announced) -> Result<Begun> {
    let Announced { length, promised, earlier } = announced;
    if length > app.config.file_bytes {
        return refuse(Code::TooLarge, format!("a file may have {} bytes", app.config.file_bytes));
    }
    let (account, now) = (caller.account.id, app.clock.now());
    let mut upload = Upload {
        id: UploadId(app.random.uuid_v7(now)),
        account,
        length,
        promised,
        finished: None,
        expires: now.plus_ms(PATIENCE_MS),
    };
    if let Some(sha256) = &upload.promised {
        // A hash alone is no right: another account's file has to be brought all the same.
        if store::held_anew(tx, sha256, account, length, now).await? {
            let receipt = Receipt { sha256: sha256.clone(), account, at: now };
            upload.finished = upload.promised.clone();
            store::insert_upload(tx, &upload, &caller.account.jurisdiction, now).await?;
            return Ok(Begun::Held(upload, receipt));
        }
        let under_way = match earlier {
            Earlier::LeftAlone => Vec::new(),
            Earlier::GoneOnWith => store::under_way(tx, account, sha256, length, now).await?,
        };
        for begun in under_way {
            let (looking, id) = (app.clone(), begun.id);
            if blocking(move || looking.uploads.offset(id)).await?.is_some() {
                return Ok(Begun::Open(begun));
            }
        }
    }
    space(app, length)?;
    let waiting = store::waiting_bytes(tx, account).await?;
    if waiting.saturating_add(length) > app.config.quarantine_bytes {
        return refuse(Code::QuotaFull, format!("{waiting} bytes wait already"));
    }
    store::insert_upload(tx, &upload, &caller.account.jurisdiction, now).await?;
    let (beginning, id) = (app.clone(), upload.id);
    blocking(move || beginning.uploads.begin(id)).await?;
    Ok(Begun::Open(upload))
}

/// Refuses a file while the disk is nearly full: the database beside it must be able to go on.
pub fn space(app: &App, length: u64) -> Result<()> {
    let free = app.disk.free_bytes(app.storage.folder())?;
    if free < app.config.disk_reserve_bytes.saturating_add(length) {
        let cause = anyhow::anyhow!("{free} bytes free, {length} wanted");
        return Err(Error::Transient { code: Code::DiskFull, cause });
    }
    Ok(())
}

/// Refuses when the upload is not the caller's: another's is not there, and its turn is nobody else's to end.
pub async fn own(app: &App, caller: &Caller, id: UploadId) -> Result<()> {
    match store::upload(&mut *app.db.read().await?, id, caller.account.id).await? {
        Some(_) => Ok(()),
        None => refuse(Code::UploadGone, format!("no upload {id} here")),
    }
}

/// Takes the turn to write to an upload; an older request that has it ends.
pub async fn turn(app: &App, id: UploadId) -> Result<Turn> {
    app.uploads.turn(id, u64::from_be_bytes(app.random.bytes())).await
}

/// Finds the caller's upload and how far it is.
pub async fn standing(app: &App, caller: &Caller, id: UploadId) -> Result<(Upload, u64)> {
    let upload = store::upload(&mut *app.db.read().await?, id, caller.account.id).await?;
    let Some(upload) = upload else { return refuse(Code::UploadGone, format!("no upload {id} here")) };
    if upload.finished.is_some() {
        let length = upload.length;
        return Ok((upload, length));
    }
    if upload.expires <= app.clock.now() {
        return refuse(Code::UploadGone, format!("upload {id} was not finished in time"));
    }
    let looking = app.clone();
    match blocking(move || looking.uploads.offset(id)).await? {
        Some(offset) => Ok((upload, offset)),
        None => refuse(Code::UploadGone, format!("the bytes of upload {id} are not here")),
    }
}

/// Keeps an upload whose last byte is here under its hash, flushed. Nothing is written down yet.
pub async fn keep(app: &App, upload: &Upload) -> Result<Sha256> {
    let (uploading, id) = (app.clone(), upload.id);
    let sha256 = blocking(move || uploading.uploads.hash(id)).await?;
    if let Some(promised) = upload.promised.as_ref().filter(|promised| **promised != sha256) {
        let detail = format!("promised {promised}, received {sha256}");
        return refuse(Code::HashMismatch, detail);
    }
    let (storing, name) = (app.clone(), sha256.clone());
    blocking(move || storing.storage.keep(&storing.uploads.path(id), &name)).await?;
    Ok(sha256)
}

/// Writes a kept file down. The receipt counts from the commit, which is the caller's.
pub async fn finish(
    app: &App,
    tx: &mut Tx,
    upload: &Upload,
    sha256: &Sha256,
    area: &JurisdictionId,
) -> Result<Receipt> {
    let (now, id) = (app.clock.now(), upload.id);
    // The row first: where the same file, brought once before, is being swept away now, this waits until it is gone.
    store::insert_file(tx, sha256, upload.length, upload.account, area, now).await?;
    let (looking, name) = (app.clone(), sha256.clone());
    if !blocking(move || looking.storage.holds(&name)).await? {
        let cause = anyhow::anyhow!("the file {sha256} was swept away while it was brought again");
        return Err(Error::Transient { code: Code::Busy, cause });
    }
    store::finish_upload(tx, id, sha256).await?;
    Ok(Receipt { sha256: sha256.clone(), account: upload.account, at: now })
}

/// Throws the bytes of an upload away whose file is kept and written down.
pub async fn forget_staged(app: &App, id: UploadId) -> Result<()> {
    let forgetting = app.clone();
    blocking(move || forgetting.uploads.abandon(id)).await
}

/// Takes a file over whose bytes are all here under their right hash: flushed, renamed, written down. The receipt counts
/// from the commit, which is the caller's.
pub async fn adopt(
    app: &App,
    tx: &mut Tx,
    staged: PathBuf,
    sha256: &Sha256,
    size_bytes: u64,
    account: AccountId,
    area: &JurisdictionId,
) -> Result<Receipt> {
    let now = app.clock.now();
    // The row first: where the same file is being swept away now, this waits until it is gone and then brings it back.
    store::insert_file(tx, sha256, size_bytes, account, area, now).await?;
    let (storage, name) = (app.storage.clone(), sha256.clone());
    blocking(move || storage.keep(&staged, &name)).await?;
    Ok(Receipt { sha256: sha256.clone(), account, at: now })
}

/// Returns the name of every file that has its receipt.
pub async fn all_files(connection: &mut AnyConnection) -> Result<Vec<Sha256>> {
    store::all_files(connection).await
}

/// Says whether a file has its receipt.
pub async fn is_written_down(db: &Db, sha256: &Sha256) -> Result<bool> {
    Ok(store::file(&mut *db.read().await?, sha256).await?.is_some())
}

/// Returns the cases that reference a file.
pub async fn cases_of(connection: &mut AnyConnection, sha256: &Sha256) -> Result<Vec<CaseId>> {
    store::cases_of(connection, sha256).await
}

/// Takes the receipt of a file back that is no longer here. Which cases it belongs to stays known.
pub async fn forget_lost(tx: &mut Tx, sha256: &Sha256) -> Result<()> {
    store::forget_lost(tx, sha256).await
}

/// Says whether this account brought the file before.
pub async fn is_held(tx: &mut Tx, sha256: &Sha256, account: AccountId) -> Result<bool> {
    Ok(!store::held(tx, &BTreeSet::from([sha256]), account).await?.is_empty())
}

/// Keeps a file from being swept although no case shows it: somebody carried it here by hand.
pub async fn keep_for_good(tx: &mut Tx, sha256: &Sha256, account: AccountId) -> Result<()> {
    store::keep_for_good(tx, sha256, account).await
}

/// Ends an upload at its sender's wish, or after it went wrong.
pub async fn abandon(app: &App, id: UploadId) -> Result<()> {
    let mut tx = app.db.write().await?;
    store::delete_upload(&mut tx, id).await?;
    tx.commit().await?;
    forget_staged(app, id).await
}

/// A case asks for a file that this account brought: judges it and makes it readable through the case.
///
/// Returns when it was brought; `None` while this account has not brought it. Refuses a file that is not whole, or not what
/// it is taken for.
pub async fn claim(
    app: &App,
    tx: &mut Tx,
    sha256: &Sha256,
    account: AccountId,
    case: CaseId,
    area: &JurisdictionId,
    taken_for: TakenFor,
) -> Result<Option<Instant>> {
    let Some(since) = store::hold(tx, sha256, account).await? else { return Ok(None) };
    let Some(file) = store::file(tx, sha256).await? else { return Ok(None) };
    let refused = match taken_for {
        TakenFor::Picture => judged_as_picture(app, tx, sha256, &file).await?,
        TakenFor::Clip(role) => judged_as_clip(app, tx, sha256, &file, role).await?,
    };
    store::reference(tx, sha256, case, area).await?;
    match refused {
        Some(code) => Err(Error::Refused(Refusal::because(code, format!("file {sha256}")))),
        None => Ok(Some(since)),
    }
}

/// Returns which of the files this account has brought.
pub async fn held(tx: &mut Tx, files: &BTreeSet<&Sha256>, account: AccountId) -> Result<BTreeSet<Sha256>> {
    store::held(tx, files, account).await
}

/// Says why a file is no whole picture, if it is none. What was judged before is not read again.
async fn judged_as_picture(app: &App, tx: &mut Tx, sha256: &Sha256, known: &StoredFile) -> Result<Option<Code>> {
    let code = Code::ALL.iter().copied().find(|code| code.as_str() == known.verdict);
    match known.verdict.as_str() {
        IMAGE => return Ok(None),
        CLIP => return Ok(Some(Code::NotAPhoto)),
        // Whoever was refused it as a clip did not ask whether it is a picture.
        _ if code.is_some_and(|code| !is_of_clips(code)) => return Ok(code),
        _ => {}
    }
    match file::judge(&bytes(app, sha256).await?) {
        Ok(picture) => {
            let size = (picture.width, picture.height);
            store::judge(tx, sha256, IMAGE, picture.format.media_type(), size).await?;
            Ok(None)
        }
        Err(refusal) => {
            store::judge(tx, sha256, refusal.code.as_str(), NO_TYPE, (0, 0)).await?;
            Ok(Some(refusal.code))
        }
    }
}

/// Says why a file is no clip of a role, if it is none. Judged anew for every shot: what a video may be, a voice note may
/// not, and the file keeps the better word.
async fn judged_as_clip(
    app: &App,
    tx: &mut Tx,
    sha256: &Sha256,
    known: &StoredFile,
    role: PhotoRole,
) -> Result<Option<Code>> {
    if known.verdict == IMAGE {
        return Ok(Some(Code::NotAClip));
    }
    let judged = if known.size_bytes > clip::LARGEST_BYTES {
        Err(Code::ClipTooLarge)
    } else {
        clip::judge(&bytes(app, sha256).await?, role).map_err(|refusal| refusal.code)
    };
    match judged {
        Ok(clip) => {
            store::judge(tx, sha256, CLIP, clip.media_type(), (0, 0)).await?;
            Ok(None)
        }
        Err(code) => {
            if known.verdict != CLIP {
                store::judge(tx, sha256, code.as_str(), NO_TYPE, (0, 0)).await?;
            }
            Ok(Some(code))
        }
    }
}

/// What is neither is handed out as bytes to keep.
const NO_TYPE: &str = "application/octet-stream";

fn is_of_clips(code: Code) -> bool {
    matches!(code, Code::NotAClip | Code::ClipTooLong | Code::ClipTooLarge)
}

async fn bytes(app: &App, sha256: &Sha256) -> Result<Vec<u8>> {
    let (storage, name) = (app.storage.clone(), sha256.clone());
    match blocking(move || storage.read(&name)).await? {
        Some(bytes) => Ok(bytes),
        None => Err(Error::Fault(anyhow::anyhow!("the file {sha256} is written down but not there"))),
    }
}

/// Throws away uploads past their time and files that no case asked for within a day. Returns how many.
pub async fn sweep(app: &App) -> Result<usize> {
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    let uploads = store::expired(&mut tx, now).await?;
    for id in &uploads {
        store::delete_upload(&mut tx, *id).await?;
    }
    let mut gone = 0;
    for sha256 in store::drop_unclaimed(&mut tx, now.plus_ms(-PATIENCE_MS)).await? {
        if store::forget(&mut tx, &sha256).await? {
            // Before the commit: whoever brings the same file now waits for it, and must not lose it afterwards. A row
            // that a crash leaves without its bytes is swept again.
            let (removing, name) = (app.clone(), sha256.clone());
            blocking(move || removing.storage.remove(&name)).await?;
            gone += 1;
        }
    }
    tx.commit().await?;
    // Here the rows go first: bytes without a row are found again by their age, just below.
    for id in &uploads {
        forget_staged(app, *id).await?;
    }
    let looking = app.clone();
    let strays = blocking(move || looking.uploads.begun_before(now.plus_ms(-2 * PATIENCE_MS))).await?;
    for id in &strays {
        forget_staged(app, *id).await?;
    }
    let batches = app.uploads.sweep_batches(now.plus_ms(-PATIENCE_MS))?;
    Ok(uploads.len() + gone + strays.len() + batches)
}

/// Runs blocking file work on a thread for it.
pub async fn blocking<T: Send + 'static>(work: impl FnOnce() -> std::io::Result<T> + Send + 'static) -> Result<T> {
    match tokio::task::spawn_blocking(work).await {
        Ok(result) => Ok(result?),
        Err(error) => Err(Error::Fault(error.into())),
    }
}
