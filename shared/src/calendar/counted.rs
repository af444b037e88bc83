//! How a deadline was counted: each stretch that counts, and what was left out between them.
//!
//! The same walk as in `deadline`, written down step by step for whoever asks why. It decides nothing: tests hold its end
//! to the deadline's, and its sum to the limit. Start at [`counted_over`].

use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::calendar::deadline::{Clock, Run};
use crate::calendar::limit::Limit;
use crate::calendar::pack::Calendar;
use crate::calendar::working::WorkingTime;
use crate::time::Instant;

/// So many stretches are written down; what comes after them is one stretch with their sum.
pub const MOST_STRETCHES: usize = 400;

/// In what a clock counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CountedIn {
    /// Milliseconds by the clock, nights and holidays included.
    Always,
    /// Milliseconds in which somebody is at work.
    AtWork,
    /// Ends of working days; the day of the start is not among them.
    DayEnds,
}

/// What a stretch is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum StretchKind {
    /// The clock ran.
    Ran,
    /// It ran on a weekend day that is worked in place of another.
    MakeUp,
    /// Days of the week off.
    DayOff,
    /// A holiday.
    Holiday,
    /// The day of the start, where the ends of days are counted.
    FirstDay,
    /// The clock stood still.
    Stood,
    /// Many stretches in one, for there are too many to be written down.
    More,
}

/// A stretch of time, and how much of it was counted.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Stretch {
    /// Its first moment.
    pub from: Instant,
    /// The first moment after it.
    pub to: Instant,
    /// How much was counted, in the count's own measure.
    pub amount: i64,
    /// What it is.
    pub kind: StretchKind,
    /// What the holiday is called.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
}

/// A whole count, from the start of a clock to its end.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Count {
    /// What the amounts are.
    pub counted_in: CountedIn,
    /// What there was to count: the limit.
    pub whole: i64,
    /// What was counted: the sum of all stretches. Less than the whole only where the calendar ends before.
    pub sum: i64,
    /// When it was all counted.
    pub due: Instant,
    /// The stretches, in order.
    pub stretches: Vec<Stretch>,
}

impl Count {
    /// Returns how much was counted until a moment.
    pub fn used_at(&self, at: Instant) -> i64 {
        let of = |stretch: &Stretch| match (stretch.to <= at, self.counted_in, stretch.kind) {
            (true, _, _) => stretch.amount,
            // What is summed up, and the end of a day, is there when it is over and not before.
            (false, CountedIn::DayEnds, _) | (false, _, StretchKind::More) => 0,
            (false, CountedIn::Always | CountedIn::AtWork, _) => at.since(stretch.from).clamp(0, stretch.amount),
        };
        self.stretches.iter().map(of).sum()
    }
}

/// Counts a limit for a clock that has run before and goes on at `since`, as [`super::deadline::deadline_over`] does.
pub fn counted_over(earlier: &[Run], since: Instant, limit: Limit, calendar: &Calendar) -> Count {
    let start = earlier.first().map_or(since, |run| run.from);
    let clock = Clock::of(limit, start, calendar);
    let whole = clock.whole(limit);
    let counted_in = match clock {
        Clock::Always => CountedIn::Always,
        Clock::AtWork(_) => CountedIn::AtWork,
        Clock::DayEnds { .. } => CountedIn::DayEnds,
    };
    let mut walk = Walk { calendar, counted_in, started: calendar.day_of(start), left: whole, stretches: Vec::new() };
    let mut stopped = None::<Instant>;
    let runs = earlier.iter().map(|run| (run.from, Some(run.to))).chain(std::iter::once((since, None)));
    for (from, to) in runs {
        if let Some(stopped) = stopped.filter(|stopped| *stopped < from) {
            walk.push(stopped, from, 0, StretchKind::Stood, "");
        }
        if let Some(due) = walk.run(from, to) {
            return walk.done(whole, due);
        }
        stopped = to;
    }
    let due = walk.stretches.last().map_or(since, |last| last.to);
    walk.done(whole, due)
}

/// Counts working time from a moment, as [`super::working::add_working`] does.
pub fn counted_working(start: Instant, time: WorkingTime, calendar: &Calendar) -> Count {
    let whole = time.ms();
    let counted_in = CountedIn::AtWork;
    let mut walk = Walk { calendar, counted_in, started: calendar.day_of(start), left: whole, stretches: Vec::new() };
    let due = if whole == 0 { Some(start) } else { walk.run(start, None) };
    let due = due.or_else(|| walk.stretches.last().map(|last| last.to)).unwrap_or(start);
    walk.done(whole, due)
}

/// Goes from the start day by day and writes down what it meets.
struct Walk<'a> {
    calendar: &'a Calendar,
    counted_in: CountedIn,
    started: Date,
    left: i64,
    stretches: Vec<Stretch>,
}

impl Walk<'_> {
    /// Counts one run of the clock. Returns when nothing was left; nothing where it stopped before.
    fn run(&mut self, from: Instant, to: Option<Instant>) -> Option<Instant> {
        match self.counted_in {
            CountedIn::Always => self.by_the_clock(from, to),
            CountedIn::AtWork | CountedIn::DayEnds => self.by_days(from, to),
        }
    }

    fn by_the_clock(&mut self, from: Instant, to: Option<Instant>) -> Option<Instant> {
        let ran = to.map_or(self.left, |to| to.since(from).clamp(0, self.left));
        self.counts(from, from.plus_ms(ran), ran, StretchKind::Ran)
    }

    fn by_days(&mut self, from: Instant, to: Option<Instant>) -> Option<Instant> {
        let mut next = Some(self.calendar.day_of(from));
        while let Some(day) = next {
            let begins = self.calendar.moment(day, Time::midnight());
            if to.is_some_and(|to| begins >= to) {
                break;
            }
            next = day.tomorrow().ok();
            let ends = next.map_or(begins, |next| self.calendar.moment(next, Time::midnight()));
            if !self.calendar.is_working_day(day) {
                let (kind, name) = day_off(self.calendar, day);
                let until = to.map_or(ends, |to| to.min(ends));
                self.push(begins.max(from), until, 0, kind, &name);
                continue;
            }
            let reached = match self.counted_in {
                CountedIn::DayEnds => self.day_end(day, begins.max(from), from, to),
                CountedIn::Always | CountedIn::AtWork => self.hours(day, from, to),
            };
            if reached.is_some() {
                return reached;
            }
        }
        None
    }

    /// Counts the hours of one working day.
    fn hours(&mut self, day: Date, from: Instant, to: Option<Instant>) -> Option<Instant> {
        let kind = self.kind_of(day);
        let periods: Vec<_> = self.calendar.periods_on(day).to_vec();
        for period in periods {
            let begins = self.calendar.moment(day, period.from).max(from);
            let ends = self.calendar.moment(day, period.to);
            let worked = to.map_or(ends, |to| to.min(ends)).since(begins).clamp(0, self.left);
            let reached = self.counts(begins, begins.plus_ms(worked), worked, kind);
            if reached.is_some() {
                return reached;
            }
        }
        None
    }

    /// Counts the end of one working day, where the clock saw it.
    fn day_end(&mut self, day: Date, begins: Instant, from: Instant, to: Option<Instant>) -> Option<Instant> {
        let last = self.calendar.periods_on(day).last().copied()?;
        let end = self.calendar.moment(day, last.to);
        if day == self.started {
            self.push(begins, to.map_or(end, |to| to.min(end)), 0, StretchKind::FirstDay, "");
            return None;
        }
        let is_seen = end > from && to.is_none_or(|to| end <= to);
        let kind = self.kind_of(day);
        if is_seen { self.counts(begins, end, 1, kind) } else { None }
    }

    fn kind_of(&self, day: Date) -> StretchKind {
        let is_make_up = self.calendar.pack().years.iter().any(|year| year.workdays.contains(&day));
        if is_make_up { StretchKind::MakeUp } else { StretchKind::Ran }
    }

    /// Writes down what counts. Returns its end when nothing is left.
    fn counts(&mut self, from: Instant, to: Instant, amount: i64, kind: StretchKind) -> Option<Instant> {
        if amount <= 0 {
            return None;
        }
        self.push(from, to, amount, kind, "");
        self.left = self.left.saturating_sub(amount);
        (self.left <= 0).then_some(to)
    }

    fn push(&mut self, from: Instant, to: Instant, amount: i64, kind: StretchKind, name: &str) {
        if to <= from {
            return;
        }
        let is_full = self.stretches.len() >= MOST_STRETCHES;
        let is_off = matches!(kind, StretchKind::DayOff | StretchKind::Holiday);
        if let Some(last) = self.stretches.last_mut() {
            let goes_on = is_off && last.kind == kind && last.name == name && last.to == from;
            if goes_on || is_full {
                last.to = to;
                last.amount = last.amount.saturating_add(amount);
                if is_full {
                    last.kind = StretchKind::More;
                    last.name.clear();
                }
                return;
            }
        }
        self.stretches.push(Stretch { from, to, amount, kind, name: name.to_owned() });
    }

    fn done(self, whole: i64, due: Instant) -> Count {
        let sum = self.stretches.iter().map(|stretch| stretch.amount).sum();
        Count { counted_in: self.counted_in, whole, sum, due, stretches: self.stretches }
    }
}

/// Says why nobody works on a day.
fn day_off(calendar: &Calendar, day: Date) -> (StretchKind, String) {
    let mut holidays = calendar.pack().years.iter().flat_map(|year| &year.holidays);
    match holidays.find(|holiday| (holiday.from..=holiday.to).contains(&day)) {
        Some(holiday) => (StretchKind::Holiday, holiday.name.clone()),
        None => (StretchKind::DayOff, String::new()),
    }
}

#[cfg(test)]
mod tests {
    use super::{CountedIn, MOST_STRETCHES, StretchKind, counted_over, counted_working};
    use crate::calendar::deadline::{Run, deadline_over};
    use crate::calendar::limit::{Limit, Unit};
    use crate::calendar::pack::{Calendar, CalendarPack, WorkDay};
    use crate::calendar::working::{WorkingTime, add_working, working_between};
    use crate::dice::Dice;
    use crate::time::Instant;

    const NATIONAL: &str = include_str!("../../../server/packs/calendar/national.json");
    const MINUTE_MS: i64 = 60_000;
    const DAY_MS: i64 = 24 * 60 * MINUTE_MS;

    fn calendar(work_day: WorkDay) -> Calendar {
        let pack: CalendarPack = serde_json::from_str(NATIONAL).unwrap();
        Calendar::new(CalendarPack { work_day, ..pack }).unwrap()
    }

    fn at(local: &str) -> Instant {
        format!("{}:00+08:00", local.replace(' ', "T")).parse().unwrap()
    }

    fn told(from: &str, limit: &str) -> Vec<String> {
        let count = counted_over(&[], at(from), limit.parse().unwrap(), &calendar(WorkDay::EightHours));
        let line = |stretch: &super::Stretch| {
            let at = |instant: Instant| instant.format_in("Asia/Shanghai", "%m-%d %H:%M");
            let (from, to) = (at(stretch.from), at(stretch.to));
            format!("{from}–{to} {:?}{} {}", stretch.kind, stretch.name, stretch.amount / MINUTE_MS)
        };
        count.stretches.iter().map(line).collect()
    }

    #[test]
    fn a_holiday_stands_between_two_stretches_under_its_name() {
        assert_eq!(
            told("2022-09-30 17:00", "2 work_hour"),
            [
                "09-30 17:00–09-30 18:00 Ran 60",
                "10-01 00:00–10-08 00:00 Holiday国庆节 0",
                "10-08 08:00–10-08 09:00 MakeUp 60"
            ]
        );
    }

    #[test]
    fn lunch_is_left_out_and_a_weekend_is_one_stretch() {
        assert_eq!(
            told("2022-10-14 11:30", "5 work_hour"),
            [
                "10-14 11:30–10-14 12:00 Ran 30",
                "10-14 14:00–10-14 18:00 Ran 240",
                "10-15 00:00–10-17 00:00 DayOff 0",
                "10-17 08:00–10-17 08:30 Ran 30"
            ]
        );
        assert_eq!(told("2022-10-14 11:30", "2 urgent_hour"), ["10-14 11:30–10-14 13:30 Ran 120"]);
    }

    #[test]
    fn while_the_clock_stood_still_nothing_is_counted() {
        let run = Run { from: at("2022-10-10 09:00"), to: at("2022-10-10 11:30") };
        let calendar = calendar(WorkDay::EightHours);
        let count = counted_over(&[run], at("2022-10-12 09:00"), "1 work_day".parse().unwrap(), &calendar);
        let stood = &count.stretches[1];
        assert_eq!(
            (stood.kind, stood.from, stood.to, stood.amount),
            (StretchKind::Stood, run.to, at("2022-10-12 09:00"), 0)
        );
        assert_eq!((count.sum, count.due), (8 * 60 * MINUTE_MS, at("2022-10-12 16:30")));
        assert_eq!(count.used_at(at("2022-10-11 12:00")), 150 * MINUTE_MS);
        assert_eq!(count.used_at(at("2022-10-12 09:01")), 151 * MINUTE_MS);
        assert_eq!(count.used_at(at("2022-12-12 09:01")), count.whole);
    }

    /// Throws runs of a clock: some before, each stopped for a while, and since when it runs now.
    fn runs(dice: &mut Dice) -> (Vec<Run>, Instant) {
        let mut now = at("2022-01-01 00:00").plus_ms(dice.within(0, 1_800) * DAY_MS + dice.within(0, DAY_MS - 1));
        let mut earlier = Vec::new();
        for _ in 0..dice.within(0, 4) {
            let to = now.plus_ms(dice.within(0, 3 * DAY_MS));
            earlier.push(Run { from: now, to });
            now = to.plus_ms(dice.within(0, 9 * DAY_MS));
        }
        (earlier, now)
    }

    #[test]
    fn the_sum_is_the_limit_and_the_end_the_deadline_whatever_happened() {
        let calendars = [calendar(WorkDay::EightHours), calendar(WorkDay::EndOfDay)];
        for seed in 0..4_000 {
            let mut dice = Dice::new(seed);
            let calendar = &calendars[usize::from(dice.one_in(2))];
            let (earlier, since) = runs(&mut dice);
            let amount = u16::try_from(dice.within(1, 40)).unwrap();
            let limit = Limit::new(amount, dice.pick(&Unit::ALL)).unwrap();
            let count = counted_over(&earlier, since, limit, calendar);
            assert_eq!(
                count.due,
                deadline_over(&earlier, since, limit, calendar).due,
                "seed {seed}: {limit} {earlier:?}"
            );
            assert_eq!((count.sum, count.used_at(count.due)), (count.whole, count.whole), "seed {seed}: {limit}");
            assert_eq!(count.stretches.iter().map(|one| one.amount).sum::<i64>(), count.sum);
            for pair in count.stretches.windows(2) {
                assert!(pair[0].from < pair[0].to && pair[0].to <= pair[1].from, "seed {seed}: {pair:?}");
            }
            for one in count.stretches.iter().filter(|one| count.counted_in == CountedIn::AtWork && one.amount > 0) {
                assert_eq!(one.amount, working_between(one.from, one.to, calendar).ms(), "seed {seed}: {one:?}");
            }
        }
    }

    #[test]
    fn minutes_of_a_desk_end_where_they_were_said_to() {
        let calendar = calendar(WorkDay::EightHours);
        for seed in 0..1_000 {
            let mut dice = Dice::new(seed);
            let (_, start) = runs(&mut dice);
            let time = WorkingTime::from_minutes(dice.within(0, 3_000));
            let count = counted_working(start, time, &calendar);
            assert_eq!((count.due, count.sum), (add_working(start, time, &calendar), time.ms()), "seed {seed}");
        }
    }

    #[test]
    fn what_is_too_long_to_be_written_down_is_summed_up() {
        let calendar = calendar(WorkDay::EightHours);
        let (since, limit) = (at("2022-01-04 09:00"), Limit::new(900, Unit::WorkDay).unwrap());
        let count = counted_over(&[], since, limit, &calendar);
        assert_eq!((count.stretches.len(), count.sum), (MOST_STRETCHES, count.whole));
        assert_eq!(count.stretches.last().unwrap().kind, StretchKind::More);
        assert_eq!(count.due, deadline_over(&[], since, limit, &calendar).due);
    }
}
