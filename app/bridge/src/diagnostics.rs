//! A diagnostics file.

use serde::{Deserialize, Serialize};

/// A diagnostics file that was written.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct DiagnosticsFile {
    /// Where it lies, in words of this device.
    pub place: String,
    /// Its bytes.
    pub size_bytes: u64,
}
