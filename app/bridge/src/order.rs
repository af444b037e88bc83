//! What the desk tells whoever has this phone to do, and the order to erase it.

use serde::{Deserialize, Serialize};
use shared::api::orders::OrderKind;
use shared::ids::OrderId;
use shared::time::Instant;

/// Something that the desk asks of whoever has this phone.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct OrderCard {
    /// Which.
    pub id: OrderId,
    /// What.
    pub kind: OrderKind,
    /// A word with it; may be empty.
    pub note: String,
    /// What people call whoever asks.
    pub author: String,
    /// When they asked.
    pub made_at: Instant,
    /// It was shown before.
    pub is_seen: bool,
}

/// The order to erase this phone, and how far that is.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Wiping {
    /// Why, in the desk's words.
    pub reason: String,
    /// What people call whoever ordered it.
    pub author: String,
    /// When they did.
    pub ordered_at: Instant,
    /// It is erased also where something cannot be sent.
    pub leaves_unsent: bool,
    /// How much is not sent yet, what was sent back among it.
    pub unsent: u64,
    /// Everything is sent: nothing new is kept here, and it is erased as soon as the server has heard so.
    pub is_ending: bool,
}
