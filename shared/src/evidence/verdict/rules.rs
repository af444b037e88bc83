//! The limits within which a photo's claims are taken without a word: part of a jurisdiction's settings.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What a jurisdiction lets pass.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct EvidenceRules {
    /// Photos may come from an album or a file; they are marked as imported all the same. Default no.
    pub album: bool,
    /// An imported photo may have been taken so many seconds before it was handed in. Default 600: the ten minutes that
    /// the city's rules for reports by the public allow.
    pub album_s: u32,
    /// A photo may be taken so many metres from its case, beyond what both positions are uncertain by. Default 100.
    pub far_m: u32,
    /// A position may be so many metres uncertain. Default 100.
    pub uncertain_m: u32,
    /// A position may be so many seconds older than the photo. Default 120.
    pub stale_s: u32,
    /// Somebody may move so fast between two photos, kilometres an hour. Default 120.
    pub fast_kmh: u32,
    /// Clocks may differ by so many seconds. Default 300.
    pub clock_s: u32,
    /// The camera may look so many degrees past where it looked before. Default 45.
    pub heading_deg: u32,
}

impl Default for EvidenceRules {
    fn default() -> Self {
        Self {
            album: false,
            album_s: 600,
            far_m: 100,
            uncertain_m: 100,
            stale_s: 120,
            fast_kmh: 120,
            clock_s: 300,
            heading_deg: 45,
        }
    }
}
