//! The handling clock: one limit over all passes.
//!
//! It starts at dispatch, stops when the unit says done, goes on after rework with what was left, and stands still
//! while the case is suspended. What is left is counted in the limit's own kind of time.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::calendar::counted::{Count, counted_over};
use crate::calendar::deadline::{Run, deadline_over, used_over};
use crate::calendar::limit::Limit;
use crate::calendar::pack::Calendar;
use crate::time::Instant;

/// The handling clock of a case.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct Clock {
    /// The stretches in which it ran before, oldest first.
    pub passes: Vec<Pass>,
    /// Since when it runs; `None` before dispatch and while it is stopped.
    pub running_since: Option<Instant>,
    /// When the handling is due, over all passes; known from the first dispatch on.
    pub due_at: Option<Instant>,
    /// The calendar does not reach that far; the deadline may move when the next one arrives.
    pub provisional: bool,
    /// How many original limits were added.
    pub extensions: u16,
}

/// A stretch in which the handling clock ran.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Pass {
    /// When it started or went on.
    pub from: Instant,
    /// When it stopped.
    pub to: Instant,
}

impl Clock {
    /// Starts the clock, or lets it go on with what was left. A running clock is left alone.
    pub fn start(mut self, now: Instant, limit: Limit, calendar: &Calendar) -> Self {
        if self.running_since.is_none() {
            self.running_since = Some(now);
        }
        self.computed(limit, calendar)
    }

    /// Stops the clock: the unit says done, gives the case back, or it is suspended. A stopped clock is left alone.
    pub fn stop(mut self, now: Instant) -> Self {
        if let Some(from) = self.running_since.take() {
            self.passes.push(Pass { from, to: now.max(from) });
        }
        self
    }

    /// Adds one original limit.
    pub fn extend(mut self, limit: Limit, calendar: &Calendar) -> Self {
        self.extensions = self.extensions.saturating_add(1);
        self.computed(limit, calendar)
    }

    /// Computes the deadline anew from the passes; also when another calendar arrives.
    pub fn computed(mut self, limit: Limit, calendar: &Calendar) -> Self {
        let Some(since) = self.running_since else { return self };
        let end = deadline_over(&runs(&self.passes), since, self.whole(limit), calendar);
        self.due_at = Some(end.due);
        self.provisional = end.provisional;
        self
    }

    /// Returns the limit with what was added to it.
    pub fn whole(&self, limit: Limit) -> Limit {
        let whole = limit.amount().saturating_mul(self.extensions.saturating_add(1)).min(Limit::GREATEST);
        Limit::new(whole, limit.unit()).unwrap_or(limit)
    }

    /// Returns how the deadline was counted when the clock was started last; nothing before it ever was.
    pub fn counted(&self, limit: Limit, calendar: &Calendar) -> Option<Count> {
        let (earlier, since) = match (self.running_since, self.passes.split_last()) {
            (Some(since), _) => (self.passes.as_slice(), since),
            (None, Some((last, earlier))) => (earlier, last.from),
            (None, None) => return None,
        };
        Some(counted_over(&runs(earlier), since, self.whole(limit), calendar))
    }

    /// Says whether the handling was late, or is late now.
    pub fn is_late(&self, now: Instant) -> bool {
        let until = match (self.running_since, self.passes.last()) {
            (Some(_), _) | (None, None) => now,
            (None, Some(last)) => last.to,
        };
        self.due_at.is_some_and(|due| until > due)
    }

    /// Returns by how much the handling took longer than it was given, in thousandths of that and rounded to the nearest;
    /// 0 where it did not, and while it is not known because the clock runs.
    pub fn over_per_mille(&self, limit: Limit, calendar: &Calendar) -> u32 {
        let Some(used) = used_over(&runs(&self.passes), self.whole(limit), calendar) else { return 0 };
        if self.running_since.is_some() || used.whole <= 0 {
            return 0;
        }
        let over = used.used.saturating_sub(used.whole).max(0);
        u32::try_from((over.saturating_mul(1_000).saturating_add(used.whole / 2)) / used.whole).unwrap_or(u32::MAX)
    }

    /// Returns the moment after which the handling is late; `None` where it stopped in time or never began.
    pub fn late_after(&self) -> Option<Instant> {
        let due = self.due_at?;
        match (self.running_since, self.passes.last()) {
            (None, Some(last)) if last.to <= due => None,
            (Some(_), _) | (None, Some(_) | None) => Some(due),
        }
    }
}

fn runs(passes: &[Pass]) -> Vec<Run> {
    passes.iter().map(|pass| Run { from: pass.from, to: pass.to }).collect()
}

#[cfg(test)]
mod tests {
    use super::Clock;
    use crate::calendar::limit::{Limit, Unit};
    use crate::calendar::pack::Calendar;
    use crate::dice::Dice;
    use crate::time::Instant;

    const NATIONAL: &str = include_str!("../../../server/packs/calendar/national.json");
    const HOUR_MS: i64 = 3_600_000;

    #[test]
    fn how_much_longer_it_took_is_counted_in_the_limits_own_time_over_all_passes() {
        let calendar = Calendar::from_json(NATIONAL).unwrap();
        let at = |text: &str| format!("{text}:00+08:00").parse::<Instant>().unwrap();
        let over = |limit: &str, runs: &[(&str, &str)]| {
            let limit = limit.parse().unwrap();
            let ran = |clock: Clock, run: &(&str, &str)| clock.start(at(run.0), limit, &calendar).stop(at(run.1));
            runs.iter().fold(Clock::default(), ran).over_per_mille(limit, &calendar)
        };
        assert_eq!(over("4 work_hour", &[("2022-10-10T10:00", "2022-10-10T16:00")]), 0, "the last moment is in time");
        assert_eq!(over("4 work_hour", &[("2022-10-10T10:00", "2022-10-11T10:00")]), 1_000, "nights do not count");
        let twice = [("2022-10-10T10:00", "2022-10-10T12:00"), ("2022-10-11T08:00", "2022-10-11T11:00")];
        assert_eq!(over("4 work_hour", &twice), 250, "five hours of four, and what lay between was nobody's");
        assert_eq!(over("2 urgent_hour", &[("2022-10-10T20:00", "2022-10-11T01:00")]), 1_500, "here nights do");
        let limit = "4 work_hour".parse().unwrap();
        let running = Clock::default().start(at("2022-10-10T10:00"), limit, &calendar);
        assert_eq!(
            (running.over_per_mille(limit, &calendar), Clock::default().over_per_mille(limit, &calendar)),
            (0, 0)
        );
    }

    #[test]
    fn whatever_a_case_went_through_its_deadline_can_be_counted_again() {
        let calendar = Calendar::from_json(NATIONAL).unwrap();
        for seed in 0..3_000 {
            let mut dice = Dice::new(seed);
            let first: Instant = "2022-01-01T00:00:00+08:00".parse().unwrap();
            let mut now = first.plus_ms(dice.within(0, 40_000) * HOUR_MS + dice.within(0, HOUR_MS));
            let limit = Limit::new(u16::try_from(dice.within(1, 12)).unwrap(), dice.pick(&Unit::ALL)).unwrap();
            let mut clock = Clock::default().start(now, limit, &calendar);
            for _ in 0..dice.within(0, 9) {
                now = now.plus_ms(dice.within(0, 60 * HOUR_MS));
                clock = match dice.within(1, 4) {
                    1 => clock.stop(now),
                    2 if clock.running_since.is_some() => clock.extend(limit, &calendar),
                    _ => clock.start(now, limit, &calendar),
                };
            }
            let count = clock.counted(limit, &calendar).unwrap();
            assert_eq!(Some(count.due), clock.due_at, "seed {seed}: {clock:?}");
            assert_eq!(count.sum, count.whole, "seed {seed}: {clock:?}");
        }
    }
}
