//! Finished files in a folder: the default, and enough for one machine.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use anyhow::Context as _;
use shared::ids::Sha256;

use super::storage::Storage;
use super::uploads::{found, gone};
use crate::folders;

/// A folder with 256 shelves.
#[derive(Debug)]
pub struct Folder {
    files: PathBuf,
    thumbs: PathBuf,
    /// Shelves whose names are there for good.
    made: Mutex<BTreeSet<PathBuf>>,
}

impl Folder {
    /// Opens a folder.
    pub fn open(files: PathBuf) -> anyhow::Result<Self> {
        let folder = Self { thumbs: files.join("thumbs"), files, made: Mutex::default() };
        folders::make(&folder.thumbs).with_context(|| format!("make the folder {}", folder.thumbs.display()))?;
        Ok(folder)
    }

    /// Makes a shelf, or flushes the name of one that is there: once in the life of this server.
    fn make_shelf(&self, shelf: &Path) -> io::Result<()> {
        let is_made = || self.made.lock().unwrap_or_else(PoisonError::into_inner);
        if !is_made().contains(shelf) {
            folders::make(shelf)?;
            is_made().insert(shelf.to_owned());
        }
        Ok(())
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
        self.make_shelf(shelf)?;
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
        File::open(shelf)?.sync_all()
    }

    fn read(&self, sha256: &Sha256) -> io::Result<Option<Vec<u8>>> {
        found(fs::read(self.path(sha256)))
    }

    fn read_part(&self, sha256: &Sha256, part: Range<u64>) -> io::Result<Option<Vec<u8>>> {
        let Some(mut file) = found(File::open(self.path(sha256)))? else { return Ok(None) };
        file.seek(SeekFrom::Start(part.start))?;
        let mut bytes = Vec::new();
        file.take(part.end.saturating_sub(part.start)).read_to_end(&mut bytes)?;
        Ok(Some(bytes))
    }

    fn holds(&self, sha256: &Sha256) -> io::Result<bool> {
        Ok(found(fs::metadata(self.path(sha256)))?.is_some_and(|facts| facts.is_file()))
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
        // Flushed before it has its name: one that lost its bytes with the power would be shown for ever.
        let mut file = fs::File::create(&temporary)?;
        io::Write::write_all(&mut file, bytes)?;
        file.sync_all()?;
        fs::rename(temporary, target)
    }

    fn thumbs(&self) -> io::Result<Vec<Sha256>> {
        let mut names = Vec::new();
        for shelf in fs::read_dir(&self.thumbs)? {
            for thumb in fs::read_dir(shelf?.path())? {
                // One that is being written has an ending.
                names.extend(thumb?.file_name().to_str().and_then(|name| name.parse::<Sha256>().ok()));
            }
        }
        Ok(names)
    }

    fn is_empty(&self) -> io::Result<bool> {
        for entry in fs::read_dir(&self.files)? {
            let entry = entry?;
            // A shelf is named by the two digits that its files begin with.
            let is_shelf = entry.file_name().len() == 2;
            if is_shelf && fs::read_dir(entry.path()).is_ok_and(|mut shelf| shelf.next().is_some()) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn folder(&self) -> &Path {
        &self.files
    }
}

/// 256 shelves, so that no folder holds millions.
fn shelf(sha256: &Sha256) -> &str {
    sha256.as_str().get(..2).unwrap_or("00")
}
