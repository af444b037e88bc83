//! Folders that outlive a power cut.

use std::fs::{self, File};
use std::io;
use std::path::Path;

/// Makes a folder and those above it. When it returns, the folder itself is there for good.
///
/// One that is there already may have been made just before the power failed the last time: its name is flushed anyhow,
/// for everything that will lie in it goes with it.
pub fn make(path: &Path) -> io::Result<()> {
    let parent = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        Some(_) | None => Path::new("."),
    };
    if !path.is_dir() {
        if !parent.is_dir() {
            make(parent)?;
        }
        match fs::create_dir(path) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
            // Somebody else may have been first.
            Ok(()) | Err(_) => {}
        }
    }
    File::open(parent)?.sync_all()
}

#[cfg(test)]
mod tests {
    use super::make;

    #[test]
    fn folders_are_made_with_those_above_them_and_again_without_harm() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("a/b/c");
        make(&folder).unwrap();
        std::fs::write(folder.join("kept"), "x").unwrap();
        make(&folder).unwrap();
        assert_eq!(std::fs::read(folder.join("kept")).unwrap(), b"x");
        assert!(make(&folder.join("kept/below")).is_err(), "a file is in the way");
    }
}
