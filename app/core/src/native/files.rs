//! A folder on the disk.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::ports::Files;

/// A folder on the disk.
#[derive(Clone, Debug)]
pub struct Folder {
    path: PathBuf,
}

impl Folder {
    /// Uses the folder, making it readable for its owner alone if it is not there.
    pub fn open(path: &Path) -> io::Result<Self> {
        private_folder(path)?;
        Ok(Self { path: path.to_owned() })
    }
}

/// Makes a folder that only its owner may look into. When it returns, the folder itself is there for good.
///
/// One that is there already may have been made just before the power failed the last time: its name is flushed anyhow,
/// for everything that will lie in it goes with it.
pub fn private_folder(path: &Path) -> io::Result<()> {
    let parent = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        Some(_) | None => Path::new("."),
    };
    if !path.is_dir() {
        if !parent.is_dir() {
            private_folder(parent)?;
        }
        match fs::create_dir(path) {
            // The web view's own process makes folders in the same place at the same time.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && path.is_dir() => {}
            made => made?,
        }
        #[cfg(unix)]
        fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o700))?;
    }
    flush(parent)
}

/// Flushes a folder: what was made or removed in it is so for good.
pub fn flush(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Takes for done what was done before.
pub fn gone(removed: io::Result<()>) -> io::Result<()> {
    match removed {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        removed => removed,
    }
}

/// Writes a file whole or not at all: temporary file, flushed, renamed, folder flushed. Do not reorder.
pub fn write_durably(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    let temporary = folder.join(format!(".{name}.part"));
    let written = write_and_flush(&temporary, bytes).and_then(|()| fs::rename(&temporary, folder.join(name)));
    if let Err(error) = written {
        if let Err(left) = fs::remove_file(&temporary) {
            tracing::debug!(error = %left, "A half-written file stays behind");
        }
        return Err(error);
    }
    File::open(folder)?.sync_all()
}

fn write_and_flush(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = File::options();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

impl Files for Folder {
    fn write(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        write_durably(&self.path, name, bytes)
    }

    fn read(&self, name: &str) -> io::Result<Option<Vec<u8>>> {
        match fs::read(self.path.join(name)) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        match fs::remove_file(self.path.join(name)) {
            Ok(()) => Ok(()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            Err(error) => Err(error),
        }
    }

    fn free_bytes(&self) -> Option<u64> {
        free_bytes(&self.path)
    }

    fn keep_only(&self, name: &str) -> io::Result<()> {
        for entry in fs::read_dir(&self.path)? {
            let path = entry?.path();
            if path.is_file() && path.file_name().is_some_and(|other| other != name) {
                gone(fs::remove_file(path))?;
            }
        }
        flush(&self.path)
    }

    fn length(&self, name: &str) -> io::Result<Option<u64>> {
        match fs::metadata(self.path.join(name)) {
            Ok(facts) => Ok(Some(facts.len())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }
}

/// Returns the bytes that are free where a folder lies, if the system tells.
#[cfg(unix)]
pub fn free_bytes(folder: &Path) -> Option<u64> {
    let facts = rustix::fs::statvfs(folder).ok()?;
    Some(facts.f_bavail.saturating_mul(facts.f_frsize))
}

/// Returns the bytes that are free where a folder lies, if the system tells.
#[cfg(not(unix))]
pub fn free_bytes(_folder: &Path) -> Option<u64> {
    None
}
