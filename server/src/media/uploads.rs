//! The bytes of uploads in progress. How far one is, is what of it is here and nothing else.
//!
//! One server keeps them in a folder; several keep them where each of them finds them, in a shared folder behind a
//! [`fence`] or as [`pieces`] in a bucket.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::PathBuf;

use anyhow::Context as _;
use sha2::Digest as _;
use shared::ids::{Sha256, UploadId};
use shared::time::Instant;
use uuid::Uuid;

use super::bucket::Bucket;
use super::fence::{self, Mark};
use super::pieces::Pieces;
use super::turns::{Turn, Turns};
use crate::error::Result;
use crate::folders;

/// What the name of a batch's folder begins with.
const BATCH: &str = "batch-";

/// Where uploads lie. Calls block, shortly.
#[derive(Debug)]
pub struct Uploads {
    /// Where the bytes lie; those of a bucket only while they are put together.
    folder: PathBuf,
    /// Other servers write in the same folder.
    is_shared: bool,
    /// Where the bytes lie instead.
    pieces: Option<Pieces>,
    /// One request of this server at a time writes to an upload.
    turns: Turns,
}

/// What became of bytes that were to be written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Written {
    /// They are here.
    Here,
    /// A request to another server goes on with the upload.
    Overtaken,
}

impl Uploads {
    /// Opens a folder for this server alone.
    pub fn open(folder: PathBuf) -> anyhow::Result<Self> {
        folders::make(&folder).with_context(|| format!("make the folder {}", folder.display()))?;
        Ok(Self { folder, is_shared: false, pieces: None, turns: Turns::default() })
    }

    /// Opens a folder that other servers use too.
    pub fn open_shared(folder: PathBuf) -> anyhow::Result<Self> {
        Ok(Self { is_shared: true, ..Self::open(folder)? })
    }

    /// Keeps the bytes in a bucket, and in the folder only while they are put together.
    pub fn in_bucket(folder: PathBuf, bucket: Bucket) -> anyhow::Result<Self> {
        Ok(Self { pieces: Some(Pieces::new(bucket)), ..Self::open(folder)? })
    }

    /// Takes the turn to write to an upload; the mark tells this request from all others.
    pub async fn turn(&self, id: UploadId, mark: Mark) -> Result<Turn> {
        let turn = self.turns.take(id, mark).await?;
        if self.is_shared {
            let path = self.path(id);
            super::actions::blocking(move || fence::put(&path, mark)).await?;
        }
        Ok(turn)
    }

    /// Begins an upload.
    pub fn begin(&self, id: UploadId) -> io::Result<()> {
        match &self.pieces {
            Some(pieces) => pieces.begin(id),
            None => OpenOptions::new().write(true).create_new(true).open(self.path(id)).map(drop),
        }
    }

    /// Returns how many bytes are here; `None` when there is no such upload.
    pub fn offset(&self, id: UploadId) -> io::Result<Option<u64>> {
        match &self.pieces {
            Some(pieces) => pieces.offset(id),
            None => Ok(found(fs::metadata(self.path(id)))?.map(|facts| facts.len())),
        }
    }

    /// How many bytes are worth writing at once.
    pub const fn grain(&self) -> usize {
        if self.pieces.is_some() { Pieces::GRAIN } else { 1 }
    }

    /// Writes bytes at `offset`, the end.
    pub fn append(&self, id: UploadId, mark: Mark, offset: u64, bytes: &[u8]) -> io::Result<Written> {
        if let Some(pieces) = &self.pieces {
            return pieces.append(id, offset, bytes).map(|()| Written::Here);
        }
        let mut file = OpenOptions::new().write(true).open(self.path(id))?;
        if self.is_shared {
            file.lock()?;
            if !fence::stands(&self.path(id), mark)? || file.metadata()?.len() != offset {
                return Ok(Written::Overtaken);
            }
        }
        file.seek(SeekFrom::Start(offset))?;
        file.write_all(bytes)?;
        Ok(Written::Here)
    }

    /// Takes back what was written behind `offset`.
    pub fn cut(&self, id: UploadId, offset: u64) -> io::Result<()> {
        match &self.pieces {
            Some(pieces) => pieces.cut(id, offset),
            None => OpenOptions::new().write(true).open(self.path(id))?.set_len(offset),
        }
    }

    /// Hashes what is here. Afterwards all of it lies at [`Self::path`].
    pub fn hash(&self, id: UploadId) -> io::Result<Sha256> {
        if let Some(pieces) = &self.pieces {
            pieces.put_together(id, &self.path(id))?;
        }
        let mut file = File::open(self.path(id))?;
        let mut hasher = sha2::Sha256::new();
        let mut buffer = vec![0; 256 * 1024];
        loop {
            let read = file.read(&mut buffer)?;
            let Some(bytes) = buffer.get(..read).filter(|bytes| !bytes.is_empty()) else { break };
            hasher.update(bytes);
        }
        Ok(Sha256::from_raw(&hasher.finalize().into()))
    }

    /// Throws an upload away; one that is not here is already gone.
    pub fn abandon(&self, id: UploadId) -> io::Result<()> {
        let path = self.path(id);
        if let Some(pieces) = &self.pieces {
            pieces.abandon(id)?;
        } else if self.is_shared {
            fence::remove(&path)?;
        }
        gone(fs::remove_file(path))
    }

    /// Returns the uploads whose bytes are here and that were begun before the moment.
    pub fn begun_before(&self, moment: Instant) -> io::Result<Vec<UploadId>> {
        let mut ids = match &self.pieces {
            Some(pieces) => pieces.all()?,
            None => Vec::new(),
        };
        for entry in fs::read_dir(&self.folder)? {
            ids.extend(entry?.file_name().to_str().and_then(|name| name.parse::<UploadId>().ok()));
        }
        ids.retain(|id| is_made_before(id.0, moment));
        Ok(ids)
    }

    /// Makes a folder of its own for files that come all in one.
    pub fn begin_batch(&self, id: Uuid) -> io::Result<PathBuf> {
        let folder = self.folder.join(format!("{BATCH}{id}"));
        fs::create_dir(&folder)?;
        Ok(folder)
    }

    /// Throws away the folders of batches that were begun before the moment and never ended. Returns how many.
    pub fn sweep_batches(&self, before: Instant) -> io::Result<usize> {
        let mut swept = 0;
        for entry in fs::read_dir(&self.folder)? {
            let entry = entry?;
            let name = entry.file_name();
            let id = name.to_str().and_then(|name| name.strip_prefix(BATCH)).and_then(|id| id.parse().ok());
            if id.is_some_and(|id| is_made_before(id, before)) {
                fs::remove_dir_all(entry.path())?;
                swept += 1;
            }
        }
        Ok(swept)
    }

    /// Returns where the bytes of an upload lie.
    pub fn path(&self, id: UploadId) -> PathBuf {
        self.folder.join(id.to_string())
    }
}

/// The id tells when it was made, by the same clock that all else here is counted by.
fn is_made_before(id: Uuid, moment: Instant) -> bool {
    let made = id.get_timestamp().map(|made| made.to_unix());
    let made_ms = made.map(|(seconds, nanos)| {
        i64::try_from(seconds).unwrap_or(i64::MAX).saturating_mul(1_000).saturating_add(i64::from(nanos / 1_000_000))
    });
    made_ms.is_some_and(|made_ms| made_ms < moment.ms())
}

/// Tells "not there" from "could not look".
pub(super) fn found<T>(result: io::Result<T>) -> io::Result<Option<T>> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Takes "not there" for done.
pub(super) fn gone(result: io::Result<()>) -> io::Result<()> {
    found(result).map(|_| ())
}
