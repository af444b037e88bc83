//! When a limit runs out, once or over several stretches of a clock that stops and goes.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::calendar::limit::{Limit, Unit};
use crate::calendar::pack::{Calendar, WorkDay};
use crate::calendar::working::{WorkingTime, add_working, day_ends, working_between};
use crate::time::Instant;

const HOUR_MS: i64 = 3_600_000;

/// The moment a limit runs out.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Deadline {
    /// The last moment in time.
    pub due: Instant,
    /// Days outside the calendar's notices were taken for ordinary ones: the deadline may still move.
    pub provisional: bool,
}

/// A stretch in which a clock ran.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Run {
    /// When it started or went on.
    pub from: Instant,
    /// When it stopped.
    pub to: Instant,
}

/// How much of a limit was used; both in what the limit is counted in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Used {
    /// The limit.
    pub whole: i64,
    /// What was used, which may be more.
    pub used: i64,
}

/// Returns how much of a limit was used over the stretches of a clock, oldest first; nothing where it never ran.
pub fn used_over(runs: &[Run], limit: Limit, calendar: &Calendar) -> Option<Used> {
    let clock = Clock::of(limit, runs.first()?.from, calendar);
    Some(Used { whole: clock.whole(limit), used: runs.iter().map(|run| clock.used(run.from, run.to)).sum() })
}

/// Returns the moment at which the limit runs out for a clock that starts now and is never stopped.
pub fn deadline(start: Instant, limit: Limit, calendar: &Calendar) -> Deadline {
    deadline_over(&[], start, limit, calendar)
}

/// Returns the moment at which the limit runs out for a clock that has run before and goes on at `since`.
///
/// Handling again does not start the clock anew, and what was waited while a case was suspended is not counted. A limit
/// that ran out in an earlier stretch stays run out at that moment.
pub fn deadline_over(earlier: &[Run], since: Instant, limit: Limit, calendar: &Calendar) -> Deadline {
    let start = earlier.first().map_or(since, |run| run.from);
    let clock = Clock::of(limit, start, calendar);
    let mut left = clock.whole(limit);
    for run in earlier {
        let used = clock.used(run.from, run.to);
        if used >= left {
            return judged(start, clock.reach(run.from, left), calendar);
        }
        left -= used;
    }
    judged(start, clock.reach(since, left), calendar)
}

/// One rule for all units: what touches a day that no notice covers is provisional.
fn judged(start: Instant, due: Instant, calendar: &Calendar) -> Deadline {
    let known = calendar.covers(calendar.day_of(start)) && calendar.covers(calendar.day_of(due));
    Deadline { due, provisional: !known }
}

/// How the time of one limit passes; what it counts is milliseconds or day ends.
pub(super) enum Clock<'a> {
    Always,
    AtWork(&'a Calendar),
    DayEnds { calendar: &'a Calendar, started: jiff::civil::Date },
}

impl<'a> Clock<'a> {
    pub(super) fn of(limit: Limit, start: Instant, calendar: &'a Calendar) -> Self {
        match (limit.unit(), calendar.pack().work_day) {
            (Unit::UrgentHour | Unit::UrgentDay | Unit::NaturalDay, _) => Self::Always,
            (Unit::WorkHour, _) | (Unit::WorkDay, WorkDay::EightHours) => Self::AtWork(calendar),
            (Unit::WorkDay, WorkDay::EndOfDay) => Self::DayEnds { calendar, started: calendar.day_of(start) },
        }
    }

    pub(super) fn whole(&self, limit: Limit) -> i64 {
        let amount = i64::from(limit.amount());
        match (self, limit.unit()) {
            (Self::DayEnds { .. }, _) => amount,
            (_, Unit::UrgentHour | Unit::WorkHour) => amount * HOUR_MS,
            (_, Unit::UrgentDay | Unit::NaturalDay) => amount * 24 * HOUR_MS,
            (_, Unit::WorkDay) => amount * 8 * HOUR_MS,
        }
    }

    fn used(&self, from: Instant, to: Instant) -> i64 {
        match self {
            Self::Always => to.since(from).max(0),
            Self::AtWork(calendar) => working_between(from, to, calendar).ms(),
            Self::DayEnds { calendar, started } => {
                let ended = day_ends(calendar, from, *started).take_while(|end| *end <= to).count();
                i64::try_from(ended).unwrap_or(i64::MAX)
            }
        }
    }

    fn reach(&self, from: Instant, left: i64) -> Instant {
        match self {
            Self::Always => from.plus_ms(left),
            Self::AtWork(calendar) => add_working(from, WorkingTime::from_ms(left), calendar),
            Self::DayEnds { calendar, started } => {
                let nth = usize::try_from(left).unwrap_or(usize::MAX).saturating_sub(1);
                day_ends(calendar, from, *started).nth(nth).unwrap_or(from)
            }
        }
    }
}
