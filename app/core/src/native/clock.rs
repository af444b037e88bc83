//! The machine's clocks.

use std::time::{SystemTime, UNIX_EPOCH};

use shared::time::Instant;

use crate::ports::Clock;

/// The machine's clocks. The monotonic one counts from boot where the system tells, else from the start of the program.
#[derive(Clone, Debug)]
pub struct SystemClock {
    boot: String,
    #[cfg(not(any(target_os = "linux", target_os = "android")))]
    began: std::time::Instant,
}

impl SystemClock {
    /// Finds out which boot this is; `run` names the program's run where the system does not say.
    pub fn new(run: &str) -> Self {
        let boot = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap_or_default();
        let boot = boot.trim();
        Self {
            boot: if boot.is_empty() { run.to_owned() } else { boot.to_owned() },
            #[cfg(not(any(target_os = "linux", target_os = "android")))]
            began: std::time::Instant::now(),
        }
    }
}

impl Clock for SystemClock {
    fn wall(&self) -> Instant {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Instant::from_ms(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }

    #[cfg(any(target_os = "linux", target_os = "android"))]
    fn monotonic_ms(&self) -> u64 {
        let now = rustix::time::clock_gettime(rustix::time::ClockId::Boottime);
        let ms = now.tv_sec.saturating_mul(1_000).saturating_add(now.tv_nsec / 1_000_000);
        u64::try_from(ms).unwrap_or(0)
    }

    #[cfg(not(any(target_os = "linux", target_os = "android")))]
    fn monotonic_ms(&self) -> u64 {
        u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    fn boot(&self) -> String {
        self.boot.clone()
    }
}
