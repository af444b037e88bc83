//! Wrong tries, counted so that a restart forgets none, and the waits that grow with them. Nothing is ever wiped.

use serde::{Deserialize, Serialize};
use shared::time::Instant;

use crate::error::Result;
use crate::ports::{Clock, Files};

const TRIES: &str = "lock.tries";

/// Wrong tries in a row and when the last one was.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub(super) struct Tries {
    wrong: u64,
    boot: String,
    monotonic_ms: u64,
    wall_ms: i64,
}

/// After so many wrong tries the next one waits so long: people mistype, machines count.
const fn wait_after_ms(wrong: u64) -> u64 {
    match wrong {
        0..=4 => 0,
        5 => 30_000,
        6 => 60_000,
        7 => 5 * 60_000,
        8 => 15 * 60_000,
        _ => 60 * 60_000,
    }
}

impl Tries {
    /// Reads them. A file that makes no sense counts nothing: whoever can spoil it could also take it away.
    pub(super) fn read(files: &dyn Files) -> Result<Self> {
        let Some(bytes) = files.read(TRIES)? else { return Ok(Self::default()) };
        Ok(serde_json::from_slice(&bytes).unwrap_or_default())
    }

    pub(super) fn write(&self, files: &dyn Files) -> Result<()> {
        Ok(files.write(TRIES, &serde_json::to_vec(self)?)?)
    }

    pub(super) const fn wrong(&self) -> u64 {
        self.wrong
    }

    /// Counts one more, made now.
    pub(super) fn with_another(&self, clock: &dyn Clock) -> Self {
        Self {
            wrong: self.wrong.saturating_add(1),
            boot: clock.boot(),
            monotonic_ms: clock.monotonic_ms(),
            wall_ms: clock.wall().ms(),
        }
    }

    /// Says how long the next one must wait. Within a boot the clock that nobody can set tells; after another boot only
    /// the wall clock can, and where it went back at least so much has passed as since that boot.
    pub(super) fn wait_ms(&self, clock: &dyn Clock) -> u64 {
        let passed_ms = if self.boot == clock.boot() {
            clock.monotonic_ms().saturating_sub(self.monotonic_ms)
        } else {
            let by_wall_ms = u64::try_from(clock.wall().since(Instant::from_ms(self.wall_ms))).unwrap_or(0);
            by_wall_ms.max(clock.monotonic_ms())
        };
        wait_after_ms(self.wrong).saturating_sub(passed_ms)
    }
}
