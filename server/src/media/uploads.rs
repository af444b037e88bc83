//! The bytes of uploads in progress. How far one is, is the length of its file and nothing else.

use std::collections::HashMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::UNIX_EPOCH;

use anyhow::Context as _;
use sha2::Digest as _;
use shared::ids::{Sha256, UploadId};
use shared::time::Instant;

/// What the name of a batch's folder begins with.
const BATCH: &str = "batch-";

/// The staging folder. Calls block, shortly.
#[derive(Debug)]
pub struct Uploads {
    folder: PathBuf,
    /// One request at a time writes to an upload.
    turns: Mutex<HashMap<UploadId, Arc<tokio::sync::Mutex<()>>>>,
}

impl Uploads {
    /// Opens the folder `staging` in the data folder.
    pub fn open(data: &Path) -> anyhow::Result<Self> {
        let folder = data.join("staging");
        fs::create_dir_all(&folder).with_context(|| format!("make the folder {}", folder.display()))?;
        Ok(Self { folder, turns: Mutex::default() })
    }

    /// Returns the lock that a request holds while it writes to an upload.
    pub fn turn(&self, id: UploadId) -> Arc<tokio::sync::Mutex<()>> {
        self.turns.lock().unwrap_or_else(PoisonError::into_inner).entry(id).or_default().clone()
    }

    /// Begins an upload.
    pub fn begin(&self, id: UploadId) -> io::Result<()> {
        OpenOptions::new().write(true).create_new(true).open(self.path(id)).map(drop)
    }

    /// Returns how many bytes are here; `None` when there is no such upload.
    pub fn offset(&self, id: UploadId) -> io::Result<Option<u64>> {
        Ok(found(fs::metadata(self.path(id)))?.map(|facts| facts.len()))
    }

    /// Writes bytes at `offset`, the end.
    pub fn append(&self, id: UploadId, offset: u64, bytes: &[u8]) -> io::Result<()> {
        let mut file = OpenOptions::new().write(true).open(self.path(id))?;
        file.seek(SeekFrom::Start(offset))?;
        file.write_all(bytes)
    }

    /// Takes back what was written behind `offset`.
    pub fn cut(&self, id: UploadId, offset: u64) -> io::Result<()> {
        OpenOptions::new().write(true).open(self.path(id))?.set_len(offset)
    }

    /// Hashes what is here.
    pub fn hash(&self, id: UploadId) -> io::Result<Sha256> {
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
        self.turns.lock().unwrap_or_else(PoisonError::into_inner).remove(&id);
        gone(fs::remove_file(self.path(id)))
    }

    /// Makes a folder of its own for files that come all in one.
    pub fn begin_batch(&self, unique: &str) -> io::Result<PathBuf> {
        let folder = self.folder.join(format!("{BATCH}{unique}"));
        fs::create_dir(&folder)?;
        Ok(folder)
    }

    /// Throws away the folders of batches that were begun before the moment and never ended. Returns how many.
    pub fn sweep_batches(&self, before: Instant) -> io::Result<usize> {
        let mut swept = 0;
        for entry in fs::read_dir(&self.folder)? {
            let entry = entry?;
            let begun = entry.metadata()?.modified()?.duration_since(UNIX_EPOCH).unwrap_or_default();
            let is_old = i64::try_from(begun.as_millis()).is_ok_and(|ms| ms < before.ms());
            if is_old && entry.file_name().to_string_lossy().starts_with(BATCH) {
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
