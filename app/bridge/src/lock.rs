//! The PIN before this phone.

use serde::{Deserialize, Serialize};

/// Whether a PIN stands before what is kept here.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lock {
    /// There is no PIN.
    #[default]
    None,
    /// It has to be entered first.
    Locked,
    /// It was entered.
    Open,
}

/// How this phone is locked.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct PinCard {
    /// There is a PIN.
    pub set: bool,
    /// One may be chosen on this device.
    pub possible: bool,
    /// Wrong tries in a row.
    pub wrong_tries: u64,
    /// How long the next try must wait, milliseconds.
    pub wait_ms: u64,
}
