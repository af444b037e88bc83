//! A piece of track on its way: what somebody walked on shift, a few minutes of it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::time::Instant;

/// `POST /api/v1/sync/track`, by the account's own device. Known again by device, shift and number: the same piece may
/// come as often as it likes, another one under the same number is refused.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct TrackPiece {
    /// When the shift began, as the phone's clock said then; names the shift.
    pub shift: Instant,
    /// Counts the shift's pieces from 1.
    pub number: u32,
    /// The points in base64, packed as [`crate::track::pack`] says.
    pub packed: String,
}

/// The answer: the server keeps the piece.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct TrackReceipt {
    /// Which shift.
    pub shift: Instant,
    /// Which piece of it.
    pub number: u32,
    /// How many points it has.
    pub points: u64,
}
