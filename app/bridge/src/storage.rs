//! How much room everything takes on this phone.

use serde::{Deserialize, Serialize};

/// What takes room.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StorageKind {
    /// Cases, tasks, the log: the database.
    Records,
    /// Photos as they travel.
    Photos,
    /// The camera's own files.
    Originals,
    /// Small pictures of own photos.
    Thumbnails,
    /// Pictures of the server's, kept to be readable offline.
    Pictures,
    /// Grids, catalogue, calendar, units.
    Packs,
    /// Base maps that the person keeps; let go where they are chosen.
    BaseMaps,
}

/// One of them.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct StoragePart {
    /// Which.
    pub kind: StorageKind,
    /// How many files or rows.
    pub count: u64,
    /// Their bytes.
    pub size_bytes: u64,
    /// Bytes of those that can be had again, and may go.
    pub freeable_bytes: u64,
}

/// How much room everything takes.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Storage {
    /// What takes it.
    pub parts: Vec<StoragePart>,
    /// Bytes that are free, if that can be told.
    pub free_bytes: Option<u64>,
}

impl Storage {
    /// Returns the bytes that may go.
    pub fn freeable_bytes(&self) -> u64 {
        self.parts.iter().map(|part| part.freeable_bytes).sum()
    }
}
