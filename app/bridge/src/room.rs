//! How much room there is before the camera opens.

use serde::{Deserialize, Serialize};

/// There is room for another shot.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Room {
    /// Bytes that are free, if that can be told.
    pub free_bytes: Option<u64>,
    /// About how many more shots fit; `None` when that cannot be told.
    pub shots_left: Option<u64>,
}
