//! What is known of shots that a screen shows: before photos to frame by, clips to play.

use serde::{Deserialize, Serialize};
use shared::evidence::PhotoRole;
use shared::ids::{PhotoId, Sha256};
use shared::place::fix::Fix;
use shared::time::Instant;

/// A before photo that is readable on this phone, with how it was taken as far as that is known here.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct BeforeShot {
    /// Its working copy; what [`crate::ask::Shot::pair`] names.
    pub sha256: Sha256,
    /// What it shows. A clip's poster is nothing to frame by.
    pub role: PhotoRole,
    /// When it was taken, in the server's time as well as its device knew it.
    #[serde(default)]
    pub taken_at: Option<Instant>,
    /// Where its device was, and where it looked.
    #[serde(default)]
    pub fix: Option<Fix>,
}

/// A video or voice clip that was taken here; `photo://localhost/{photo}?size=clip` plays it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ClipCard {
    /// The shot, one of those of its case.
    pub photo: PhotoId,
    /// Video or voice.
    pub role: PhotoRole,
    /// How long it lasts, milliseconds.
    pub clip_ms: u64,
}
