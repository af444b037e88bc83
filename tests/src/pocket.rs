//! What a phone feels of the world in its owner's pocket: its clock, and the kind of network.

use std::cell::Cell;
use std::rc::Rc;

use app_core::ports::{Clock, Metering, Network};
use shared::time::Instant;

/// A clock that runs as the machine's does, but for the days that were skipped.
#[derive(Clone)]
pub struct SkippingClock {
    inner: Rc<dyn Clock>,
    skipped_ms: Rc<Cell<i64>>,
}

impl SkippingClock {
    /// Runs over another clock.
    pub fn over(inner: Rc<dyn Clock>) -> Self {
        Self { inner, skipped_ms: Rc::default() }
    }

    /// Moves it on.
    pub fn skip_days(&self, days: i64) {
        self.skipped_ms.set(self.skipped_ms.get() + days * 24 * 3_600_000);
    }
}

impl Clock for SkippingClock {
    fn wall(&self) -> Instant {
        self.inner.wall().plus_ms(self.skipped_ms.get())
    }

    fn monotonic_ms(&self) -> u64 {
        self.inner.monotonic_ms()
    }

    fn boot(&self) -> String {
        self.inner.boot()
    }
}

/// The network in the street, which changes while one walks.
#[derive(Clone)]
pub struct Street {
    metering: Rc<Cell<Metering>>,
}

impl Default for Street {
    fn default() -> Self {
        Self { metering: Rc::new(Cell::new(Metering::Unknown)) }
    }
}

impl Street {
    /// Changes the network.
    pub fn set(&self, metering: Metering) {
        self.metering.set(metering);
    }
}

impl Network for Street {
    fn metering(&self) -> Metering {
        self.metering.get()
    }
}
