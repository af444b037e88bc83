//! Boundaries as bytes.
//!
//! A format number stands first, then a mark, then a table of all texts, then the lines between grids, each once, then
//! everything else by number. Coordinates are differences in 1e-7 degree. The same content gives the same bytes on
//! every machine; a pack's name is the SHA-256 of these bytes before any compression.
//! Reading trusts nothing: whatever the bytes are, the answer is boundaries or a [`PackError`].

mod read;
mod write;

use super::boundaries::Boundaries;
use super::bytes::Fault;
use crate::ids::Sha256;

/// The format that is written; readers of it must know every older one.
pub const FORMAT: u32 = 1;

/// Follows the format number, so that another file is not taken for a pack.
const MARK: &[u8; 4] = b"XGGB";

/// Why bytes are no boundaries pack.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum PackError {
    /// The mark is missing: this is some other file.
    #[error("this is not a boundaries pack")]
    NotAPack,
    /// A later program wrote it.
    #[error("the boundaries pack has format {0}; this program reads formats up to {FORMAT}")]
    UnknownFormat(u32),
    /// It ends too early.
    #[error("the boundaries pack is cut off: it ends at byte {at} in the middle of something")]
    CutOff {
        /// Where it ends.
        at: usize,
    },
    /// It says something that cannot be.
    #[error("the boundaries pack is damaged near byte {at}: {what}")]
    Damaged {
        /// Where that was noticed.
        at: usize,
        /// What cannot be.
        what: &'static str,
    },
}

impl PackError {
    fn new(fault: &Fault, at: usize) -> Self {
        match fault {
            Fault::Ends => Self::CutOff { at },
            Fault::Wrong(what) => Self::Damaged { at, what },
        }
    }
}

impl Boundaries {
    /// Writes the pack.
    pub fn to_pack(&self) -> Vec<u8> {
        let mut sorted = self.clone();
        sorted.sort();
        write::write(&sorted)
    }

    /// Reads a pack.
    pub fn from_pack(bytes: &[u8]) -> Result<Self, PackError> {
        read::read(bytes)
    }
}

/// Returns the name of a pack.
pub fn hash(pack: &[u8]) -> Sha256 {
    Sha256::of(pack)
}

#[cfg(test)]
mod tests;
