//! One true time, and clocks that are wrong by so much.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use shared::time::Instant;

/// What the time really is; it moves when the run moves it.
#[derive(Debug)]
pub struct Time(AtomicI64);

impl Time {
    /// Begins at a moment.
    pub fn at(begin: Instant) -> Arc<Self> {
        Arc::new(Self(AtomicI64::new(begin.ms())))
    }

    /// Goes on.
    pub fn pass_ms(&self, ms: i64) {
        self.0.fetch_add(ms, Ordering::SeqCst);
    }

    /// Returns the true time.
    pub fn now(&self) -> Instant {
        Instant::from_ms(self.0.load(Ordering::SeqCst))
    }
}

/// A clock on a wall that somebody may set wrong, and a counter that begins with the boot.
#[derive(Debug)]
pub struct WallClock {
    time: Arc<Time>,
    wrong_by_ms: AtomicI64,
    boots: AtomicU64,
    booted_at_ms: AtomicI64,
    name: String,
}

impl WallClock {
    /// Hangs up a clock that is right.
    pub fn new(time: &Arc<Time>, name: &str) -> Arc<Self> {
        let clock = Self {
            time: Arc::clone(time),
            wrong_by_ms: AtomicI64::new(0),
            boots: AtomicU64::new(0),
            booted_at_ms: AtomicI64::new(0),
            name: name.to_owned(),
        };
        clock.boot();
        Arc::new(clock)
    }

    /// Sets it on or back.
    pub fn jump_ms(&self, ms: i64) {
        self.wrong_by_ms.fetch_add(ms, Ordering::SeqCst);
    }

    /// Begins a new boot.
    pub fn boot(&self) {
        self.boots.fetch_add(1, Ordering::SeqCst);
        self.booted_at_ms.store(self.time.now().ms(), Ordering::SeqCst);
    }

    /// Returns what it shows.
    pub fn shows(&self) -> Instant {
        self.time.now().plus_ms(self.wrong_by_ms.load(Ordering::SeqCst))
    }
}

impl server::world::Clock for WallClock {
    fn now(&self) -> Instant {
        self.shows()
    }
}

impl app_core::ports::Clock for WallClock {
    fn wall(&self) -> Instant {
        self.shows()
    }

    fn monotonic_ms(&self) -> u64 {
        let since = self.time.now().ms() - self.booted_at_ms.load(Ordering::SeqCst);
        u64::try_from(since).unwrap_or(0)
    }

    fn boot(&self) -> String {
        format!("{}-{}", self.name, self.boots.load(Ordering::SeqCst))
    }
}
