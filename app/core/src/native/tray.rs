//! The folder that a phone's camera app writes into. On a desk files are laid there by hand.

use std::fs;
use std::io;
use std::path::PathBuf;

use super::files::{flush, gone};
use crate::ports::Tray;

/// A folder that a camera app writes into. It need not be there before the camera makes it.
#[derive(Clone, Debug)]
pub struct TrayFolder {
    path: PathBuf,
}

impl TrayFolder {
    /// Uses that folder.
    pub fn new(path: PathBuf) -> Self {
        Self { path }
    }
}

impl TrayFolder {
    /// Returns the files in it. What vanishes meanwhile is none, and holds back no other.
    fn files(&self) -> io::Result<Vec<PathBuf>> {
        let entries = match fs::read_dir(&self.path) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(error),
        };
        let mut files = Vec::new();
        for entry in entries {
            let entry = entry?;
            if entry.file_type().is_ok_and(|kind| kind.is_file()) {
                files.push(entry.path());
            }
        }
        files.sort();
        Ok(files)
    }
}

impl Tray for TrayFolder {
    fn names(&self) -> io::Result<Vec<String>> {
        // A name that is no text is none that we gave; a hidden file is somebody's half of another.
        let name = |path: &PathBuf| path.file_name()?.to_str().filter(|name| !name.starts_with('.')).map(str::to_owned);
        Ok(self.files()?.iter().filter_map(name).collect())
    }

    fn read(&self, name: &str) -> io::Result<Option<Vec<u8>>> {
        match fs::read(self.path.join(name)) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        gone(fs::remove_file(self.path.join(name)))?;
        // For good: what an erased home had must not be found by whoever begins in its place.
        gone(flush(&self.path))
    }

    fn empty(&self) -> io::Result<()> {
        for file in self.files()? {
            gone(fs::remove_file(file))?;
        }
        gone(flush(&self.path))
    }
}

#[cfg(test)]
mod tests {
    use super::TrayFolder;
    use crate::ports::Tray as _;

    #[test]
    fn a_tray_tells_whole_files_in_order_and_need_not_be_there() {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("shutter");
        let tray = TrayFolder::new(path.clone());
        assert_eq!((tray.names().unwrap(), tray.read("b.jpg").unwrap()), (Vec::new(), None));
        std::fs::create_dir_all(path.join("folder")).unwrap();
        for name in ["b.jpg", "a.jpg", ".c.jpg"] {
            std::fs::write(path.join(name), name).unwrap();
        }
        assert_eq!(tray.names().unwrap(), ["a.jpg", "b.jpg"]);
        assert_eq!(tray.read("b.jpg").unwrap().as_deref(), Some(b"b.jpg".as_slice()));
        tray.remove("b.jpg").unwrap();
        tray.remove("b.jpg").unwrap();
        assert_eq!(tray.names().unwrap(), ["a.jpg"]);
        tray.empty().unwrap();
        assert!(!path.join("a.jpg").exists() && !path.join(".c.jpg").exists(), "the half of a file as well");
        TrayFolder::new(path.join("none")).empty().unwrap();
    }
}
