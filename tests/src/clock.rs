//! A phone's clocks, set by hand: wrong, jumping, and anew after each start.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use anyhow::Result;
use app_core::ports::Clock;
use shared::time::Instant;

/// Clocks that stand still until they are moved.
#[derive(Debug)]
pub struct PhoneClock {
    wall_ms: Cell<i64>,
    forward_ms: Cell<u64>,
    boot: RefCell<String>,
}

impl PhoneClock {
    /// Sets the wall clock to an RFC 3339 time; the phone has run for an hour.
    pub fn at(text: &str) -> Result<Rc<Self>> {
        let wall: Instant = text.parse()?;
        Ok(Rc::new(Self {
            wall_ms: Cell::new(wall.ms()),
            forward_ms: Cell::new(3_600_000),
            boot: RefCell::new("first".to_owned()),
        }))
    }

    /// Lets time pass: both clocks go on.
    pub fn pass_minutes(&self, minutes: u32) {
        self.wall_ms.set(self.wall_ms.get() + i64::from(minutes) * 60_000);
        self.forward_ms.set(self.forward_ms.get() + u64::from(minutes) * 60_000);
    }

    /// Sets the wall clock, as a person or a network does.
    pub fn set(&self, text: &str) -> Result<()> {
        self.wall_ms.set(text.parse::<Instant>()?.ms());
        Ok(())
    }

    /// Starts the phone anew: the forward clock begins at nought.
    pub fn restart(&self, boot: &str) {
        self.forward_ms.set(1_000);
        self.boot.replace(boot.to_owned());
    }
}

impl Clock for PhoneClock {
    fn wall(&self) -> Instant {
        Instant::from_ms(self.wall_ms.get())
    }

    fn monotonic_ms(&self) -> u64 {
        self.forward_ms.get()
    }

    fn boot(&self) -> String {
        self.boot.borrow().clone()
    }
}
