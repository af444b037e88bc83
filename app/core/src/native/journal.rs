//! The journal on the disk: a file in the home that only grows.

use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use super::files::write_durably;
use crate::ports::Journal;

const NAME: &str = "journal";

/// The journal of a home.
#[derive(Clone, Debug)]
pub struct JournalFile {
    home: PathBuf,
}

impl JournalFile {
    /// Keeps the journal in that home.
    pub fn new(home: &Path) -> Self {
        Self { home: home.to_owned() }
    }

    fn path(&self) -> PathBuf {
        self.home.join(NAME)
    }
}

fn found<T>(result: io::Result<T>) -> io::Result<Option<T>> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

impl Journal for JournalFile {
    fn read(&self) -> io::Result<Option<Vec<u8>>> {
        found(fs::read(self.path()))
    }

    fn read_head(&self, bytes: usize) -> io::Result<Option<Vec<u8>>> {
        let Some(file) = found(File::open(self.path()))? else { return Ok(None) };
        let mut head = Vec::new();
        file.take(u64::try_from(bytes).unwrap_or(u64::MAX)).read_to_end(&mut head)?;
        Ok(Some(head))
    }

    fn length(&self) -> io::Result<Option<u64>> {
        Ok(found(fs::metadata(self.path()))?.map(|facts| facts.len()))
    }

    fn append(&self, bytes: &[u8]) -> io::Result<()> {
        let mut file = File::options().append(true).open(self.path())?;
        let before = file.metadata()?.len();
        let written = file.write_all(bytes).and_then(|()| file.sync_data());
        if written.is_err() {
            file.set_len(before)?;
        }
        written
    }

    fn cut(&self, length: u64) -> io::Result<()> {
        let file = File::options().write(true).open(self.path())?;
        // Never longer: a file that grew by nothing but noughts would look like entries that are damaged.
        if file.metadata()?.len() > length {
            file.set_len(length)?;
            file.sync_data()?;
        }
        Ok(())
    }

    fn replace(&self, bytes: &[u8]) -> io::Result<()> {
        write_durably(&self.home, NAME, bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::JournalFile;
    use crate::ports::Journal as _;

    #[test]
    fn it_grows_and_is_cut_and_is_never_half_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let journal = JournalFile::new(folder.path());
        assert_eq!(journal.length().unwrap(), None);
        assert!(journal.append(b"x").is_err(), "what was never begun does not grow");
        journal.replace(b"head").unwrap();
        journal.append(b" and more").unwrap();
        assert_eq!(journal.length().unwrap(), Some(13));
        journal.cut(4).unwrap();
        journal.cut(400).unwrap();
        assert_eq!(journal.read().unwrap().unwrap(), b"head");
        assert_eq!(journal.read_head(2).unwrap().unwrap(), b"he");
    }
}
