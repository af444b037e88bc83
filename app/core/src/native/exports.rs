//! Files for others: in a folder, or at a place that a person named.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::files::private_folder;
use crate::ports::{Export, Exports};

/// A folder for files that are handed on, made when the first one is.
#[derive(Clone, Debug)]
pub struct ExportFolder {
    path: PathBuf,
}

impl ExportFolder {
    /// Uses that folder.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into() }
    }
}

impl Exports for ExportFolder {
    fn begin(&self, name: &str) -> io::Result<Box<dyn Export>> {
        private_folder(&self.path)?;
        Growing::begin(self.path.join(name))
    }

    fn free_bytes(&self) -> Option<u64> {
        free_bytes(&self.path)
    }
}

/// One place that a person named, whatever the file would be called by itself.
#[derive(Clone, Debug)]
pub struct ExportFile {
    path: PathBuf,
}

impl ExportFile {
    /// Uses that place.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into() }
    }
}

impl Exports for ExportFile {
    fn begin(&self, _name: &str) -> io::Result<Box<dyn Export>> {
        Growing::begin(self.path.clone())
    }

    fn free_bytes(&self) -> Option<u64> {
        free_bytes(folder_of(&self.path))
    }
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        Some(_) | None => Path::new("."),
    }
}

/// Asks the nearest folder that is there.
fn free_bytes(path: &Path) -> Option<u64> {
    let there = path.ancestors().find(|path| path.is_dir()).unwrap_or(Path::new("."));
    super::files::free_bytes(there)
}

/// A file that grows beside its place.
struct Growing {
    /// `None` once it has its name.
    temporary: Option<PathBuf>,
    target: PathBuf,
    file: File,
}

impl Growing {
    fn begin(target: PathBuf) -> io::Result<Box<dyn Export>> {
        let name = target.file_name().ok_or(io::ErrorKind::InvalidInput)?.to_string_lossy().into_owned();
        let temporary = folder_of(&target).join(format!(".{name}.part"));
        let mut options = File::options();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(&temporary)?;
        Ok(Box::new(Self { temporary: Some(temporary), target, file }))
    }
}

impl Export for Growing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.write_all(bytes)
    }

    /// Flushed, renamed, folder flushed. Do not reorder.
    fn finish(mut self: Box<Self>) -> io::Result<String> {
        self.file.sync_all()?;
        if let Some(temporary) = &self.temporary {
            fs::rename(temporary, &self.target)?;
        }
        self.temporary = None;
        File::open(folder_of(&self.target))?.sync_all()?;
        Ok(self.target.display().to_string())
    }
}

impl Drop for Growing {
    fn drop(&mut self) {
        if let Some(temporary) = &self.temporary
            && let Err(error) = fs::remove_file(temporary)
        {
            tracing::warn!(%error, "A half-written export stays behind");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{ExportFile, ExportFolder};
    use crate::ports::Exports as _;

    #[test]
    fn a_file_has_its_name_only_when_it_is_whole() {
        let folder = tempfile::tempdir().unwrap();
        let exports = ExportFolder::new(folder.path().join("for others"));
        let mut left = exports.begin("a.bin").unwrap();
        left.write(b"half").unwrap();
        assert!(!folder.path().join("for others/a.bin").exists());
        drop(left);
        let names = std::fs::read_dir(folder.path().join("for others")).unwrap().count();
        assert_eq!(names, 0, "a file that was given up leaves nothing");
        let mut whole = exports.begin("a.bin").unwrap();
        whole.write(b"whole").unwrap();
        let place = whole.finish().unwrap();
        assert_eq!(std::fs::read(place).unwrap(), b"whole");
    }

    #[test]
    fn a_named_place_keeps_what_is_there_until_the_new_one_is_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x");
        std::fs::write(&path, b"before").unwrap();
        let mut file = ExportFile::new(&path).begin("ignored").unwrap();
        file.write(b"after").unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"before");
        file.finish().unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"after");
    }
}
