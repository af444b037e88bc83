//! Counting working time: forwards from a moment, and between two moments.

use jiff::civil::Date;

use crate::calendar::pack::Calendar;
use crate::time::Instant;

/// An amount of time in which somebody is at work.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct WorkingTime(i64);

impl WorkingTime {
    /// Makes it from whole minutes; less than none is none.
    pub const fn from_minutes(minutes: i64) -> Self {
        Self::from_ms(minutes.saturating_mul(60_000))
    }

    /// Makes it from milliseconds; less than none is none.
    pub const fn from_ms(ms: i64) -> Self {
        Self(if ms < 0 { 0 } else { ms })
    }

    /// Returns the whole minutes in it.
    pub const fn minutes(self) -> i64 {
        self.0 / 60_000
    }

    /// Returns it in milliseconds; clocks that stop and go add these, so that no pass loses a part of a minute.
    pub const fn ms(self) -> i64 {
        self.0
    }
}

/// One unbroken stretch of work.
#[derive(Clone, Copy, Debug)]
struct Stretch {
    from: Instant,
    to: Instant,
}

/// The stretches of work from a day on, in order; ends only where the years that can be counted end.
struct Stretches<'a> {
    calendar: &'a Calendar,
    day: Option<Date>,
    period: usize,
}

impl Iterator for Stretches<'_> {
    type Item = Stretch;

    fn next(&mut self) -> Option<Stretch> {
        loop {
            let day = self.day?;
            if self.calendar.is_working_day(day)
                && let Some(period) = self.calendar.periods_on(day).get(self.period)
            {
                self.period += 1;
                let from = self.calendar.moment(day, period.from);
                return Some(Stretch { from, to: self.calendar.moment(day, period.to) });
            }
            self.day = day.tomorrow().ok();
            self.period = 0;
        }
    }
}

fn stretches(calendar: &Calendar, from: Instant) -> Stretches<'_> {
    Stretches { calendar, day: Some(calendar.day_of(from)), period: 0 }
}

/// Returns the moment at which so much has been worked since `start`.
///
/// It is the last moment of a stretch rather than the first of the next one: four hours from noon are over at 18:00.
pub fn add_working(start: Instant, time: WorkingTime, calendar: &Calendar) -> Instant {
    let mut left = time.ms();
    let mut reached = start;
    if left == 0 {
        return start;
    }
    for stretch in stretches(calendar, start) {
        let from = stretch.from.max(start);
        let worked = stretch.to.since(from).max(0);
        if left <= worked {
            return from.plus_ms(left);
        }
        left -= worked;
        reached = stretch.to.max(start);
    }
    reached
}

/// Returns how much is worked from one moment to a later one; none when it is not later.
pub fn working_between(from: Instant, to: Instant, calendar: &Calendar) -> WorkingTime {
    let worked = stretches(calendar, from)
        .take_while(|stretch| stretch.from < to)
        .map(|stretch| stretch.to.min(to).since(stretch.from.max(from)).max(0))
        .sum();
    WorkingTime::from_ms(worked)
}

/// Returns the whole minutes worked from one moment to a later one, the figure that statistics use.
pub fn working_minutes_between(from: Instant, to: Instant, calendar: &Calendar) -> i64 {
    working_between(from, to, calendar).minutes()
}

/// The ends of working days after a moment, in order, without the day of that moment's own when `skip` names it.
pub(super) fn day_ends(calendar: &Calendar, after: Instant, skip: Date) -> impl Iterator<Item = Instant> + '_ {
    std::iter::successors(Some(calendar.day_of(after)), |day| day.tomorrow().ok())
        .filter(move |day| *day != skip && calendar.is_working_day(*day))
        .filter_map(move |day| Some(calendar.moment(day, calendar.periods_on(day).last()?.to)))
        .filter(move |end| *end > after)
}
