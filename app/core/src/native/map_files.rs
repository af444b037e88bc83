//! Base maps in a folder, made when the first one is kept.

use std::fs::{self, File};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use sha2::Digest as _;
use shared::ids::Sha256;

use super::files::{private_folder, write_durably};
use crate::ports::{Appending, BaseMapFiles, Hashing};

/// A folder for base maps.
#[derive(Clone, Debug)]
pub struct MapFolder {
    path: PathBuf,
}

impl MapFolder {
    /// Uses that folder.
    pub fn new(path: PathBuf) -> Self {
        Self { path }
    }

    fn file(&self, map: &Sha256) -> PathBuf {
        self.path.join(map.as_str())
    }
}

/// Tells "not there" from "could not look".
fn found<T>(result: io::Result<T>) -> io::Result<Option<T>> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

impl BaseMapFiles for MapFolder {
    fn lengths(&self) -> io::Result<Vec<(Sha256, u64)>> {
        let Some(entries) = found(fs::read_dir(&self.path))? else { return Ok(Vec::new()) };
        let mut lengths = Vec::new();
        for entry in entries {
            let entry = entry?;
            if let Some(map) = entry.file_name().to_str().and_then(|name| name.parse().ok()) {
                lengths.push((map, entry.metadata()?.len()));
            }
        }
        lengths.sort();
        Ok(lengths)
    }

    fn length(&self, map: &Sha256) -> io::Result<u64> {
        Ok(found(fs::metadata(self.file(map)))?.map_or(0, |facts| facts.len()))
    }

    fn appending(&self, map: &Sha256, offset: u64, bytes: Vec<u8>) -> Appending {
        let (folder, map) = (self.path.clone(), map.clone());
        Box::new(move || append(&folder, &map, offset, &bytes))
    }

    fn remove(&self, map: &Sha256) -> io::Result<()> {
        found(fs::remove_file(self.file(map))).map(drop)
    }

    fn hashing(&self, map: &Sha256) -> Hashing {
        let path = self.file(map);
        Box::new(move || hash(&path))
    }

    fn path(&self, map: &Sha256) -> Option<PathBuf> {
        Some(self.file(map))
    }
}

/// Flushed before it returns: a count of bytes that is kept afterwards is never ahead of the file.
fn append(folder: &Path, map: &Sha256, offset: u64, bytes: &[u8]) -> io::Result<()> {
    let path = folder.join(map.as_str());
    if !path.is_file() {
        private_folder(folder)?;
        // An empty file whose name is there for good; what follows only makes it longer.
        write_durably(folder, map.as_str(), &[])?;
    }
    let mut file = File::options().write(true).open(path)?;
    if file.metadata()?.len() < offset {
        // A hole would be read as noughts.
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    file.set_len(offset)?;
    file.seek(SeekFrom::Start(offset))?;
    file.write_all(bytes)?;
    file.sync_data()
}

fn hash(path: &Path) -> io::Result<Option<Sha256>> {
    let Some(mut file) = found(File::open(path))? else { return Ok(None) };
    let (mut hasher, mut buffer) = (sha2::Sha256::new(), vec![0; 1 << 18]);
    loop {
        let read = file.read(&mut buffer)?;
        match buffer.get(..read) {
            Some(bytes) if !bytes.is_empty() => hasher.update(bytes),
            Some(_) | None => return Ok(Some(Sha256::from_raw(&hasher.finalize().into()))),
        }
    }
}

#[cfg(test)]
mod tests {
    use shared::ids::Sha256;

    use super::MapFolder;
    use crate::ports::BaseMapFiles as _;

    #[test]
    fn a_map_grows_where_it_was_cut_and_never_over_a_hole() {
        let place = tempfile::tempdir().unwrap();
        let folder = MapFolder::new(place.path().join("maps"));
        let map = Sha256::of(b"a map");
        assert_eq!((folder.lengths().unwrap(), folder.length(&map).unwrap()), (Vec::new(), 0));
        assert_eq!(folder.hashing(&map)().unwrap(), None);
        let append = |offset, bytes: &[u8]| folder.appending(&map, offset, bytes.to_vec())();
        assert!(append(4, b"late").is_err(), "the beginning is missing");
        append(0, b"a m").unwrap();
        append(3, b"ax or more").unwrap();
        append(4, b"p").unwrap();
        assert_eq!(folder.lengths().unwrap(), [(map.clone(), 5)]);
        assert_eq!(folder.hashing(&map)().unwrap(), Some(map.clone()), "what lay behind the offset is taken back");
        assert_eq!(std::fs::read(folder.path(&map).unwrap()).unwrap(), b"a map");
        folder.remove(&map).unwrap();
        folder.remove(&map).unwrap();
        assert_eq!(folder.length(&map).unwrap(), 0);
    }
}
