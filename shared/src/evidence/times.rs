//! Three times on everything.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::time::Instant;

/// When something happened, told three ways, so that a wrong clock is seen and can be reckoned with.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Times {
    /// What the device's wall clock said.
    pub wall: Instant,
    /// Milliseconds of a clock that only goes forward; comparable within one `boot`.
    pub monotonic_ms: u64,
    /// Names the run of that clock; another after each start.
    pub boot: String,
    /// Server time minus device time at the last contact, in milliseconds; `None` before the first contact.
    pub server_offset_ms: Option<i64>,
}

impl Times {
    /// Returns the device's best guess of the server's time.
    pub fn corrected(&self) -> Instant {
        self.wall.plus_ms(self.server_offset_ms.unwrap_or(0))
    }
}
