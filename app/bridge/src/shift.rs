//! What of a day has arrived, and the server's signed receipt for it.

use serde::{Deserialize, Serialize};
use shared::sync::shift::ReceiptFile;
use shared::time::Instant;

/// What of a day's work on this phone has arrived.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ShiftCard {
    /// The day, in the jurisdiction's zone.
    pub day: String,
    /// Cases that have arrived.
    pub cases: u64,
    /// Answers that have arrived.
    pub answers: u64,
    /// Shots whose working copy is receipted.
    pub photos: u64,
    /// Operations and photos of the day that have not arrived. The server is asked for its receipt when there are none.
    pub waiting: u64,
    /// Operations of the day that were sent back.
    pub set_aside: u64,
    /// The server's receipt, the newest that is here.
    pub receipt: Option<ReceiptCard>,
}

/// A receipt of the server.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ReceiptCard {
    /// When the server looked.
    pub at: Instant,
    /// Cases it held.
    pub cases: u64,
    /// Answers it held.
    pub answers: u64,
    /// Photos it held.
    pub photos: u64,
    /// It is about everything that has arrived of the day.
    pub covers_all: bool,
    /// What it says, in Chinese.
    pub zh: String,
    /// The same in English.
    pub en: String,
    /// The server's Ed25519 key in base64, which it was verified with.
    pub key: String,
    /// The signed bytes with what they are about; what a desk verifies.
    #[serde(flatten)]
    pub file: ReceiptFile,
}
