//! The rescue file: what has not arrived, in one sealed file that somebody carries to the desk.

use serde::{Deserialize, Serialize};

use crate::told::Warning;

/// Whether the camera's own files go into a rescue file. The working copies always do.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WithOriginals {
    /// Those of the shots that have not arrived, when there is room for them.
    #[default]
    IfTheyFit,
    /// Every one that the server does not have.
    All,
    /// None.
    None,
}

/// A rescue file that was written.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Rescue {
    /// Where it lies, in words of this device.
    pub place: String,
    /// Its bytes.
    pub size_bytes: u64,
    /// Operations in it.
    pub operations: u64,
    /// Of these, those that the server sent back.
    pub set_aside: u64,
    /// Working copies in it.
    pub photos: u64,
    /// The camera's own files in it.
    pub originals: u64,
    /// Photo files that should be in it and could not be read.
    pub unreadable: u64,
    /// What to mind: `originals_left_out`, `photos_unreadable`.
    pub warnings: Vec<Warning>,
}
