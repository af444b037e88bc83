//! Broken databases are kept in a folder of their own; a file of nothing stands ready to be given up.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::files::{flush, gone, private_folder};
use crate::ports::Spare;

const BROKEN: &str = "broken";
const RESERVE: &str = "reserve";
const JOURNAL: &str = "journal";
/// What a journal that was cut while it was written anew leaves.
const HALF_WRITTEN_JOURNAL: &str = ".journal.part";
/// What lies beside a database of that name.
const COMPANIONS: [&str; 4] = ["", "-wal", "-shm", "-journal"];

/// The spares of a home.
#[derive(Clone, Debug)]
pub struct SpareFolder {
    home: PathBuf,
}

impl SpareFolder {
    /// Keeps the spares in that home.
    pub fn new(home: &Path) -> Self {
        Self { home: home.to_owned() }
    }

    /// Makes the next folder for what is broken.
    fn next(&self) -> io::Result<PathBuf> {
        let all = self.home.join(BROKEN);
        private_folder(&all)?;
        for number in 1_u32.. {
            let folder = all.join(number.to_string());
            match fs::create_dir(&folder) {
                Ok(()) => {
                    File::open(&all)?.sync_all()?;
                    return Ok(folder);
                }
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
        Err(io::ErrorKind::AlreadyExists.into())
    }

    fn move_into_next(&self, files: &[PathBuf]) -> io::Result<Option<PathBuf>> {
        let there: Vec<&PathBuf> = files.iter().filter(|file| file.exists()).collect();
        if there.is_empty() {
            return Ok(None);
        }
        let folder = self.next()?;
        for file in there {
            if let Some(name) = file.file_name() {
                fs::rename(file, folder.join(name))?;
            }
        }
        File::open(&self.home)?.sync_all()?;
        File::open(&folder)?.sync_all()?;
        Ok(Some(folder))
    }
}

fn beside(database: &Path) -> Vec<PathBuf> {
    let name = database.file_name().unwrap_or_default().to_string_lossy().into_owned();
    COMPANIONS.iter().map(|suffix| database.with_file_name(format!("{name}{suffix}"))).collect()
}

impl Spare for SpareFolder {
    fn is_there(&self, database: &Path) -> io::Result<bool> {
        database.try_exists()
    }

    fn put_aside(&self, database: &Path) -> io::Result<Option<PathBuf>> {
        let folder = self.move_into_next(&beside(database))?;
        Ok(folder.map(|folder| folder.join(database.file_name().unwrap_or_default())))
    }

    fn put_journal_aside(&self) -> io::Result<()> {
        self.move_into_next(&[self.home.join(JOURNAL)]).map(drop)
    }

    fn hold(&self, bytes: u64) -> io::Result<()> {
        let path = self.home.join(RESERVE);
        if path.exists() {
            return Ok(());
        }
        let written = fill(&path, bytes);
        if written.is_err() {
            fs::remove_file(&path)?;
        }
        written
    }

    fn give_up(&self) -> io::Result<bool> {
        match fs::remove_file(self.home.join(RESERVE)) {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(error),
        }
    }

    fn erase(&self, database: &Path) -> io::Result<()> {
        let others = [JOURNAL, HALF_WRITTEN_JOURNAL, RESERVE].map(|name| self.home.join(name));
        for file in beside(database).into_iter().chain(others) {
            gone(fs::remove_file(file))?;
        }
        gone(fs::remove_dir_all(self.home.join(BROKEN)))?;
        flush(&self.home)
    }
}

/// Writes bytes that really take their room: a file with a hole in it would keep nothing free.
fn fill(path: &Path, bytes: u64) -> io::Result<()> {
    let mut file = File::create(path)?;
    let piece = vec![0x58; 1 << 16];
    let mut left = bytes;
    while left > 0 {
        let length = usize::try_from(left).unwrap_or(usize::MAX).min(piece.len());
        file.write_all(piece.get(..length).unwrap_or_default())?;
        left = left.saturating_sub(u64::try_from(length).unwrap_or(u64::MAX));
    }
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::SpareFolder;
    use crate::ports::Spare as _;

    #[test]
    fn what_is_broken_is_kept_every_time() {
        let home = tempfile::tempdir().unwrap();
        let spare = SpareFolder::new(home.path());
        let database = home.path().join("xunge.db");
        assert_eq!(spare.put_aside(&database).unwrap(), None);
        for number in ["1", "2"] {
            std::fs::write(&database, number).unwrap();
            std::fs::write(home.path().join("xunge.db-wal"), "wal").unwrap();
            let aside = spare.put_aside(&database).unwrap().unwrap();
            assert_eq!(std::fs::read_to_string(&aside).unwrap(), number);
            assert!(aside.with_file_name("xunge.db-wal").exists());
            assert!(!spare.is_there(&database).unwrap());
        }
    }

    #[test]
    fn what_is_erased_leaves_nothing_and_may_be_erased_twice() {
        let home = tempfile::tempdir().unwrap();
        let spare = SpareFolder::new(home.path());
        let database = home.path().join("xunge.db");
        for name in ["xunge.db", "xunge.db-wal", "journal", ".journal.part"] {
            std::fs::write(home.path().join(name), name).unwrap();
        }
        spare.put_aside(&database).unwrap();
        spare.hold(10).unwrap();
        std::fs::write(&database, "another").unwrap();
        std::fs::create_dir(home.path().join("rescue")).unwrap();
        for _ in 0..2 {
            spare.erase(&database).unwrap();
            let left: Vec<_> =
                std::fs::read_dir(home.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
            assert_eq!(left, ["rescue"], "what was handed out is not ours any more");
        }
    }

    #[test]
    fn the_reserve_takes_room_until_it_is_given_up() {
        let home = tempfile::tempdir().unwrap();
        let spare = SpareFolder::new(home.path());
        assert!(!spare.give_up().unwrap());
        spare.hold(100_000).unwrap();
        assert_eq!(std::fs::metadata(home.path().join("reserve")).unwrap().len(), 100_000);
        assert!(spare.give_up().unwrap());
        assert!(!home.path().join("reserve").exists());
    }
}
