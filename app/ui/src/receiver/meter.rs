//! How long the receiver was on today.

use kit::moment;
use shared::time::Instant;

use super::policy::Running;

/// What of a day the receiver was on.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Spent {
    /// Seconds in which it was asked for positions at all.
    pub on_s: i64,
    /// Of these, seconds in which it was asked for exact ones, which is what empties a battery.
    pub exact_s: i64,
}

/// Counts while the page is open. Nothing of it is kept.
#[derive(Clone, Copy, Debug)]
pub struct Meter {
    running: Running,
    since: Instant,
    day: Instant,
    on_ms: i64,
    exact_ms: i64,
}

impl Meter {
    /// Begins with the receiver off.
    pub const fn new(now: Instant) -> Self {
        Self { running: Running::Off, since: now, day: now, on_ms: 0, exact_ms: 0 }
    }

    /// The receiver runs in another way from now on.
    pub fn turn(&mut self, to: Running, now: Instant) {
        // A clock that was set back has counted enough already.
        let passed_ms = now.since(self.since).max(0);
        let (on_ms, exact_ms) = match self.running {
            Running::Off => (0, 0),
            Running::Coarse => (passed_ms, 0),
            Running::Exact => (passed_ms, passed_ms),
        };
        self.on_ms += on_ms;
        self.exact_ms += exact_ms;
        (self.running, self.since) = (to, now);
    }

    /// Returns what it comes to today. It is read every few seconds: what lies before midnight goes with the day before.
    pub fn read(&mut self, now: Instant, zone: &str) -> Spent {
        self.turn(self.running, now);
        if !moment::same_day(self.day, now, zone) {
            (self.day, self.on_ms, self.exact_ms) = (now, 0, 0);
        }
        Spent { on_s: self.on_ms / 1_000, exact_s: self.exact_ms / 1_000 }
    }
}

#[cfg(test)]
mod tests {
    use shared::time::Instant;

    use super::{Meter, Spent};
    use crate::receiver::policy::Running;

    const ZONE: &str = "Asia/Shanghai";

    fn at(time: &str) -> Instant {
        format!("2026-11-23T{time}+08:00").parse().unwrap()
    }

    #[test]
    fn what_it_was_on_is_added_up_and_what_was_exact_apart() {
        let mut meter = Meter::new(at("08:00:00"));
        meter.turn(Running::Coarse, at("08:10:00"));
        meter.turn(Running::Exact, at("08:12:00"));
        assert_eq!(meter.read(at("08:12:30"), ZONE), Spent { on_s: 150, exact_s: 30 });
        meter.turn(Running::Off, at("08:13:00"));
        assert_eq!(meter.read(at("17:00:00"), ZONE), Spent { on_s: 180, exact_s: 60 });
    }

    #[test]
    fn another_day_begins_with_nothing_and_a_clock_set_back_takes_nothing_away() {
        let mut meter = Meter::new(at("08:00:00"));
        meter.turn(Running::Exact, at("08:00:00"));
        assert_eq!(meter.read(at("08:01:00"), ZONE).exact_s, 60);
        assert_eq!(meter.read(at("08:00:30"), ZONE).exact_s, 60);
        let tomorrow = at("08:00:30").plus_ms(86_400_000);
        assert_eq!(meter.read(tomorrow, ZONE), Spent::default());
        assert_eq!(meter.read(tomorrow.plus_ms(5_000), ZONE), Spent { on_s: 5, exact_s: 5 });
    }
}
