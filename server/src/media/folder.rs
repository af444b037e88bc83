//! Finished files in a folder: the default, and enough for one machine.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use shared::ids::Sha256;

use super::storage::Storage;
use super::uploads::{found, gone};
use crate::config::Config;
use crate::folders;

/// A folder with 256 shelves.
#[derive(Clone, Debug)]
pub struct Folder {
    files: PathBuf,
    thumbs: PathBuf,
}

impl Folder {
    /// Opens the folder `media` in the data folder, or the one that `--media-url file://…` names.
    pub fn open(config: &Config) -> anyhow::Result<Self> {
        let files = match config.media_url.as_deref() {
            None => config.data.join("media"),
            Some(url) => match url.strip_prefix("file://") {
                Some(path) if path.starts_with('/') => PathBuf::from(path),
                _ => anyhow::bail!("--media-url takes file:// and an absolute path"),
            },
        };
        let folder = Self { thumbs: files.join("thumbs"), files };
        folders::make(&folder.thumbs).with_context(|| format!("make the folder {}", folder.thumbs.display()))?;
        Ok(folder)
    }

    fn path(&self, sha256: &Sha256) -> PathBuf {
        self.files.join(shelf(sha256)).join(sha256.as_str())
    }

    fn thumb_path(&self, sha256: &Sha256) -> PathBuf {
        self.thumbs.join(shelf(sha256)).join(sha256.as_str())
    }
}

impl Storage for Folder {
    fn keep(&self, staged: &Path, sha256: &Sha256) -> io::Result<()> {
        let target = self.path(sha256);
        let shelf = target.parent().unwrap_or(&self.files);
        fs::create_dir_all(shelf)?;
        #[cfg(feature = "planted")]
        if crate::planted::is("receipt before fsync") {
            return fs::rename(staged, &target);
        }
        File::open(staged)?.sync_all()?;
        if fs::rename(staged, &target).is_err() {
            // Another file system: copied beside its place first, so that the last step is a rename all the same.
            let beside = target.with_extension("part");
            fs::copy(staged, &beside)?;
            File::open(&beside)?.sync_all()?;
            fs::rename(&beside, &target)?;
            fs::remove_file(staged)?;
        }
        File::open(shelf)?.sync_all()?;
        File::open(&self.files)?.sync_all()
    }

    fn read(&self, sha256: &Sha256) -> io::Result<Option<Vec<u8>>> {
        found(fs::read(self.path(sha256)))
    }

    fn remove(&self, sha256: &Sha256) -> io::Result<()> {
        gone(fs::remove_file(self.thumb_path(sha256)))?;
        gone(fs::remove_file(self.path(sha256)))
    }

    fn read_thumb(&self, sha256: &Sha256) -> io::Result<Option<Vec<u8>>> {
        found(fs::read(self.thumb_path(sha256)))
    }

    fn keep_thumb(&self, sha256: &Sha256, bytes: &[u8], unique: u64) -> io::Result<()> {
        let target = self.thumb_path(sha256);
        fs::create_dir_all(target.parent().unwrap_or(&self.thumbs))?;
        let temporary = target.with_extension(format!("{unique:x}"));
        fs::write(&temporary, bytes)?;
        fs::rename(temporary, target)
    }

    fn folder(&self) -> &Path {
        &self.files
    }
}

/// 256 shelves, so that no folder holds millions.
fn shelf(sha256: &Sha256) -> &str {
    sha256.as_str().get(..2).unwrap_or("00")
}
