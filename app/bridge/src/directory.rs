//! Whom to call: the part of the directory that the role may see.

use serde::{Deserialize, Serialize};
use shared::time::Instant;

/// What is here of the directory.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct DirectoryCard {
    /// The units in the order of the list, as far as they have somebody who fits.
    pub units: Vec<DirectoryUnit>,
    /// How many entries are here, whether they fit or not.
    pub held: u64,
    /// When the server last said that it is still so.
    pub as_of: Option<Instant>,
    /// The server was not heard for too long: nothing is shown before it is.
    pub is_hidden: bool,
    /// For so many days it is shown without the server.
    pub days: u32,
}

/// A unit with its people.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct DirectoryUnit {
    /// What it is part of, from the top down; empty at the top.
    pub above: String,
    /// Its own name.
    pub name: String,
    /// Its people and desks.
    pub people: Vec<PersonCard>,
}

/// Somebody, or a desk, that can be called.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PersonCard {
    /// The name; empty for the unit itself.
    pub name: String,
    /// What they do there.
    pub post: String,
    /// Their numbers, as people write them.
    pub numbers: Vec<String>,
}
