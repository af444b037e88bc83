//! The bytes of uploads in progress. How far one is, is the length of its file and nothing else.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use sha2::Digest as _;
use shared::ids::{Sha256, UploadId};
use shared::time::Instant;
use uuid::Uuid;

use super::turns::{Turn, Turns};
use crate::error::Result;
use crate::folders;

/// What the name of a batch's folder begins with.
const BATCH: &str = "batch-";

/// The staging folder. Calls block, shortly.
#[derive(Debug)]
pub struct Uploads {
    folder: PathBuf,
    /// One request at a time writes to an upload.
    turns: Turns,
}

impl Uploads {
    /// Opens the folder `staging` in the data folder.
    pub fn open(data: &Path) -> anyhow::Result<Self> {
        let folder = data.join("staging");
        folders::make(&folder).with_context(|| format!("make the folder {}", folder.display()))?;
        Ok(Self { folder, turns: Turns::default() })
    }

    /// Takes the turn to write to an upload.
    pub async fn turn(&self, id: UploadId) -> Result<Turn> {
        self.turns.take(id).await
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
        gone(fs::remove_file(self.path(id)))
    }

    /// Returns the uploads whose bytes are here and that were begun before the moment.
    pub fn begun_before(&self, moment: Instant) -> io::Result<Vec<UploadId>> {
        let mut ids = Vec::new();
        for entry in fs::read_dir(&self.folder)? {
            let Some(id) = entry?.file_name().to_str().and_then(|name| name.parse::<UploadId>().ok()) else { continue };
            if is_made_before(id.0, moment) {
                ids.push(id);
            }
        }
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
