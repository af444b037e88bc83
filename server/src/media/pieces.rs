//! Uploads in progress in a bucket: an object for each piece that came, named by where it begins and how long it is.
//!
//! Objects are written whole and never changed, so no two requests can spoil each other's bytes, whichever server they
//! came to: they are of the same file, and where two wrote the same part of it, either will do. How far an upload is, is how far
//! its pieces reach without a gap.

use std::fs::File;
use std::io::{self, Write as _};
use std::path::Path;

use shared::ids::UploadId;

use super::bucket::Bucket;

/// What stands for an upload without any bytes yet.
const BEGUN: &str = "begun";

/// The pieces of all uploads.
#[derive(Clone, Debug)]
pub struct Pieces {
    bucket: Bucket,
}

/// One piece.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Piece {
    from: u64,
    bytes: u64,
}

impl Piece {
    fn named(name: &str) -> Option<Self> {
        let (from, bytes) = name.split_once('-')?;
        Some(Self { from: from.parse().ok()?, bytes: bytes.parse().ok()? })
    }

    const fn end(self) -> u64 {
        self.from.saturating_add(self.bytes)
    }

    fn name(self, id: UploadId) -> String {
        format!("{}/{:012}-{:012}", folder(id), self.from, self.bytes)
    }
}

fn folder(id: UploadId) -> String {
    format!("staging/{id}")
}

impl Pieces {
    /// So many bytes are worth an object of their own.
    pub const GRAIN: usize = 1024 * 1024;

    /// Keeps pieces in a bucket.
    pub const fn new(bucket: Bucket) -> Self {
        Self { bucket }
    }

    /// Begins an upload.
    pub fn begin(&self, id: UploadId) -> io::Result<()> {
        self.bucket.put(&self.bucket.key(&format!("{}/{BEGUN}", folder(id))), Vec::new())
    }

    /// Returns how many bytes are here without a gap; `None` when there is no such upload.
    pub fn offset(&self, id: UploadId) -> io::Result<Option<u64>> {
        let (is_begun, pieces) = self.pieces(id)?;
        let (end, _) = cover(pieces);
        Ok((is_begun || end > 0).then_some(end))
    }

    /// Writes bytes that begin at `offset`.
    pub fn append(&self, id: UploadId, offset: u64, bytes: &[u8]) -> io::Result<()> {
        let piece = Piece { from: offset, bytes: u64::try_from(bytes.len()).unwrap_or(u64::MAX) };
        self.bucket.put(&self.bucket.key(&piece.name(id)), bytes.to_vec())
    }

    /// Takes back what was written behind `offset`.
    pub fn cut(&self, id: UploadId, offset: u64) -> io::Result<()> {
        let behind = |piece: &Piece| piece.end() > offset;
        self.pieces(id)?.1.into_iter().filter(behind).try_for_each(|piece| self.bucket.delete(&self.key(piece, id)))
    }

    /// Writes all pieces into a file, one behind the other.
    pub fn put_together(&self, id: UploadId, path: &Path) -> io::Result<()> {
        let mut file = File::create(path)?;
        for (piece, covered) in cover(self.pieces(id)?.1).1 {
            let bytes = self.bucket.get(&self.key(piece, id))?.ok_or(io::ErrorKind::NotFound)?;
            file.write_all(usize::try_from(covered).ok().and_then(|covered| bytes.get(covered..)).unwrap_or_default())?;
        }
        Ok(())
    }

    /// Throws an upload away.
    pub fn abandon(&self, id: UploadId) -> io::Result<()> {
        self.bucket.list(&folder(id))?.iter().try_for_each(|(key, _)| self.bucket.delete(key))
    }

    /// Returns all uploads.
    pub fn all(&self) -> io::Result<Vec<UploadId>> {
        Ok(self.bucket.list_parts("staging")?.iter().filter_map(|name| name.parse().ok()).collect())
    }

    fn key(&self, piece: Piece, id: UploadId) -> object_store::path::Path {
        self.bucket.key(&piece.name(id))
    }

    /// Returns whether the upload was begun, and its pieces, by their beginning.
    fn pieces(&self, id: UploadId) -> io::Result<(bool, Vec<Piece>)> {
        let mut is_begun = false;
        let mut pieces = Vec::new();
        for (key, bytes) in self.bucket.list(&folder(id))? {
            let name = key.parts().next_back().map(|part| part.as_ref().to_owned()).unwrap_or_default();
            is_begun |= name == BEGUN;
            pieces.extend(Piece::named(&name).filter(|piece| piece.bytes == bytes));
        }
        pieces.sort();
        Ok((is_begun, pieces))
    }
}

/// Of pieces by their beginning, takes those that cover the upload from the first byte on, each with how many of its bytes
/// are covered already, and returns how far they reach.
fn cover(pieces: Vec<Piece>) -> (u64, Vec<(Piece, u64)>) {
    let (mut end, mut taken) = (0, Vec::new());
    for piece in pieces {
        if piece.from > end {
            break;
        }
        if piece.end() > end {
            taken.push((piece, end - piece.from));
            end = piece.end();
        }
    }
    (end, taken)
}

#[cfg(test)]
mod tests {
    use super::{Piece, cover};

    fn reach(pieces: &[(u64, u64)]) -> (u64, Vec<(u64, u64)>) {
        let mut pieces: Vec<Piece> = pieces.iter().map(|(from, bytes)| Piece { from: *from, bytes: *bytes }).collect();
        pieces.sort();
        let (end, taken) = cover(pieces);
        (end, taken.into_iter().map(|(piece, covered)| (piece.from, covered)).collect())
    }

    #[test]
    fn pieces_are_taken_as_far_as_they_leave_no_gap() {
        assert_eq!(reach(&[]), (0, vec![]));
        assert_eq!(reach(&[(0, 10), (10, 5), (15, 1)]), (16, vec![(0, 0), (10, 0), (15, 0)]));
        assert_eq!(reach(&[(0, 10), (11, 5)]).0, 10, "a gap ends it");
        assert_eq!(reach(&[(3, 10)]).0, 0, "the beginning is missing");
        assert_eq!(reach(&[(0, 4), (4, 20), (0, 10)]), (24, vec![(0, 0), (0, 4), (4, 6)]), "it never goes back");
    }

    #[test]
    fn a_piece_has_its_place_and_length_in_its_name() {
        let id = shared::ids::UploadId(uuid::Uuid::nil());
        let piece = Piece { from: 1_048_576, bytes: 77 };
        let name = piece.name(id);
        assert_eq!(name.rsplit('/').next().and_then(Piece::named), Some(piece));
        assert_eq!(Piece::named("begun"), None);
    }
}
