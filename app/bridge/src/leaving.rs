//! What stands against signing out.

use serde::{Deserialize, Serialize};

/// What stands against signing out, and what stays behind.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Leaving {
    /// Operations that the server has not answered: no way out before they have gone, or are in a rescue file's hands.
    pub unsent_operations: u64,
    /// Shots whose working copy has no receipt: the same.
    pub photos_waiting: u64,
    /// Operations that the server sent back. They stay here and can be corrected after the next sign-in.
    pub set_aside: u64,
    /// Reports and answers that were begun and not saved. They stay here too, and go on after the next sign-in.
    #[serde(default)]
    pub drafts: u64,
    /// Their shots.
    pub draft_shots: u64,
}

impl Leaving {
    /// Says whether nothing is in the way.
    pub const fn is_free(self) -> bool {
        self.unsent_operations == 0 && self.photos_waiting == 0
    }
}
