//! A file on its way into the storage: its head is read, and it is hashed while it is copied.

use std::fs::{self, File};
use std::io::{self, Read, Write as _};
use std::ops::Range;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, ensure};
use sha2::Digest as _;
use shared::base_map::pmtiles::{HEAD_BYTES, Head};
use shared::ids::Sha256;

use crate::media::storage::Storage;

/// So much is read at once.
pub const PIECE: u64 = 1024 * 1024;

/// Reads what a file says of itself, and how long it is. Blocks.
pub fn head(path: &Path) -> Result<(Head, u64)> {
    let file = File::open(path).with_context(|| format!("read {}", path.display()))?;
    let size_bytes = file.metadata().with_context(|| format!("read {}", path.display()))?.len();
    let mut bytes = Vec::new();
    file.take(u64::try_from(HEAD_BYTES).unwrap_or(u64::MAX)).read_to_end(&mut bytes)?;
    let head = Head::read(&bytes, size_bytes).with_context(|| format!("read {}", path.display()))?;
    Ok((head, size_bytes))
}

/// A copy on its way; dropped before it is kept, it leaves nothing behind.
///
/// Its name comes from what it is a copy of, so that one that a power cut left is written over by the next try, and its
/// lock keeps two tries apart.
pub struct Staged {
    path: PathBuf,
    /// What is removed at the end; nothing once the storage has it.
    left: Option<PathBuf>,
    /// Holds the lock.
    file: File,
}

impl Staged {
    /// Begins a copy in a folder.
    pub fn begin(folder: &Path, of: &Sha256) -> Result<Self> {
        let path = folder.join(format!("{of}.importing"));
        let file = File::options().write(true).create(true).truncate(false).open(&path);
        let file = file.with_context(|| format!("write {}", path.display()))?;
        file.try_lock().context("a base map of this name is being imported already")?;
        // Between our opening it and its lock going, the copy may have become a kept map: that one is not to be emptied.
        ensure!(path.try_exists()?, "a base map of this name was imported just now");
        file.set_len(0)?;
        Ok(Self { left: Some(path.clone()), path, file })
    }

    /// Copies a file that has so many bytes, and returns their hash.
    pub fn copy(&mut self, from: &Path, size_bytes: u64) -> Result<Sha256> {
        let mut source = File::open(from).with_context(|| format!("read {}", from.display()))?;
        let mut hasher = sha2::Sha256::new();
        let (mut buffer, mut copied) = (vec![0; 1 << 20], 0_u64);
        while let Some(bytes) = some(&mut source, &mut buffer)? {
            hasher.update(bytes);
            self.file.write_all(bytes).with_context(|| format!("write {}", self.path.display()))?;
            copied = copied.saturating_add(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
        }
        ensure!(copied == size_bytes, "{} changed while it was read", from.display());
        Ok(Sha256::from_raw(&hasher.finalize().into()))
    }

    /// Hands the copy over to the storage: when this returns it is there for good.
    pub fn keep(mut self, storage: &dyn Storage, hash: &Sha256) -> io::Result<()> {
        storage.keep(&self.path, hash)?;
        // Under this name may lie the next one's copy by now.
        self.left = None;
        Ok(())
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        if let Some(left) = &self.left
            && let Err(error) = fs::remove_file(left)
        {
            tracing::warn!(%error, "A half-copied base map stays behind");
        }
    }
}

/// Reads the next bytes; none at the end.
fn some<'a>(source: &mut impl Read, buffer: &'a mut [u8]) -> io::Result<Option<&'a [u8]>> {
    let read = source.read(buffer)?;
    Ok(buffer.get(..read).filter(|bytes| !bytes.is_empty()))
}

/// Says what is wrong with a kept file; nothing when it is what its name and row say. Blocks.
pub fn fault(storage: &dyn Storage, hash: &Sha256, size_bytes: u64) -> io::Result<Option<String>> {
    if !storage.holds(hash)? {
        return Ok(Some("it is not here; import it again".to_owned()));
    }
    let mut hasher = sha2::Sha256::new();
    for part in parts(0..size_bytes) {
        let wanted = part.end.saturating_sub(part.start);
        let bytes = storage.read_part(hash, part)?.unwrap_or_default();
        if u64::try_from(bytes.len()) != Ok(wanted) {
            return Ok(Some(format!("it is shorter than the {size_bytes} bytes that are written down")));
        }
        hasher.update(&bytes);
    }
    let is_same = Sha256::from_raw(&hasher.finalize().into()) == *hash;
    Ok((!is_same).then(|| "its bytes changed".to_owned()))
}

/// Cuts a range into pieces that are read at once.
fn parts(range: Range<u64>) -> impl Iterator<Item = Range<u64>> {
    let mut from = range.start;
    std::iter::from_fn(move || {
        let part = next(&(from..range.end))?;
        from = part.end;
        Some(part)
    })
}

/// Returns the first piece of a range; none of an empty one.
pub fn next(left: &Range<u64>) -> Option<Range<u64>> {
    (!left.is_empty()).then(|| left.start..left.end.min(left.start.saturating_add(PIECE)))
}

#[cfg(test)]
mod tests {
    use shared::ids::Sha256;

    use super::{PIECE, Staged, fault, head, next, parts};
    use crate::media::folder::Folder;

    #[test]
    fn a_range_is_read_in_pieces_without_a_gap() {
        assert_eq!(next(&(5..5)), None);
        assert_eq!(next(&(5..9)), Some(5..9));
        let pieces: Vec<_> = parts(3..3 + 2 * PIECE + 1).collect();
        assert_eq!(pieces, [3..3 + PIECE, 3 + PIECE..3 + 2 * PIECE, 3 + 2 * PIECE..4 + 2 * PIECE]);
        assert_eq!(parts(0..0).count(), 0);
    }

    #[test]
    fn a_copy_is_kept_under_its_hash_and_checked_there() {
        let place = tempfile::tempdir().unwrap();
        let from = place.path().join("map");
        let bytes: Vec<u8> = (0..3_000_000_u32).map(|number| (number % 251) as u8).collect();
        std::fs::write(&from, &bytes).unwrap();
        let storage = Folder::open(place.path().join("maps")).unwrap();
        let name = Sha256::of(b"name");
        let mut staged = Staged::begin(place.path(), &name).unwrap();
        assert!(Staged::begin(place.path(), &name).is_err(), "one try at a time");
        let hash = staged.copy(&from, 3_000_000).unwrap();
        assert_eq!(hash, Sha256::of(&bytes));
        staged.keep(&storage, &hash).unwrap();
        assert_eq!(fault(&storage, &hash, 3_000_000).unwrap(), None);
        assert!(fault(&storage, &hash, 3_000_001).unwrap().is_some());
        assert!(fault(&storage, &hash, 2_999_999).unwrap().is_some());
        assert!(fault(&storage, &name, 1).unwrap().unwrap().contains("not here"));

        let mut given_up = Staged::begin(place.path(), &name).unwrap();
        assert!(given_up.copy(&from, 5).is_err(), "the file changed meanwhile");
        drop(given_up);
        let left = std::fs::read_dir(place.path()).unwrap().map(|entry| entry.unwrap().file_name());
        assert!(!left.into_iter().any(|name| name.to_string_lossy().ends_with(".importing")));
        assert!(head(&from).is_err(), "this is no map");
    }
}
