//! The slow way to a deadline: minute by minute, by the rules as they stand on paper.
//!
//! It shares nothing with the code that it judges but the text of the pack: it reads the JSON, counts days, weeks and
//! working minutes and knows the zone all by itself. A limit runs in one of three ways: by the clock, nights and
//! holidays included; in working minutes, a work day being eight hours of them; or, where a city has it so, by the ends
//! of working days, the day of the start not counted. A clock that is stopped and goes on has one limit over all its
//! runs.

use serde_json::Value;

use super::limit::Unit;

const MINUTE_MS: i64 = 60_000;
const HOUR_MS: i64 = 60 * MINUTE_MS;
/// Minutes of a day.
const DAY: i64 = 1_440;
/// The zone is eight hours ahead, summer and winter.
const AHEAD: i64 = 8 * 60;
const FIRST_YEAR: i64 = 2021;
const LAST_YEAR: i64 = 2034;

/// Which minutes of a working day are worked.
type Minutes = [bool; DAY as usize];

/// Every day of some years, spread out.
pub(crate) struct Almanac {
    /// The hours that a day may have.
    hours: Vec<Minutes>,
    /// For each day from [`FIRST_YEAR`] on which hours it has; none when nobody works.
    days: Vec<Option<usize>>,
    /// First and last day that a notice covers, counted from 1970.
    known: (i64, i64),
    ends_with_the_day: bool,
    /// The first day of [`FIRST_YEAR`].
    first: i64,
}

/// When a limit runs out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct RunsOut {
    /// The moment, in milliseconds since 1970.
    pub(crate) at_ms: i64,
    /// The first or the last day is covered by no notice.
    pub(crate) provisional: bool,
}

impl Almanac {
    /// Reads the JSON of a calendar pack.
    pub(crate) fn read(json: &str) -> Self {
        let pack: Value = serde_json::from_str(json).unwrap();
        assert_eq!(pack["zone"], "Asia/Shanghai", "the slow way knows no other zone");
        let weekend: Vec<&str> = list(&pack["weekend"]).iter().map(text).collect();
        let schedules = list(&pack["schedules"]);
        let hours = schedules.iter().map(|schedule| minutes(list(&schedule["periods"]))).collect();
        let since: Vec<i64> = schedules.iter().map(|schedule| day_number(text(&schedule["valid_from"]))).collect();
        let (first, end) = (days_before(FIRST_YEAR), days_before(LAST_YEAR));
        let mut works: Vec<bool> = (first..end).map(|day| !weekend.contains(&weekday(day))).collect();
        let mut set = |day: i64, is_worked: bool| works[usize::try_from(day - first).unwrap()] = is_worked;
        for year in list(&pack["years"]) {
            for holiday in list(&year["holidays"]) {
                for day in day_number(text(&holiday["from"]))..=day_number(text(&holiday["to"])) {
                    set(day, false);
                }
            }
            list(&year["workdays"]).iter().for_each(|day| set(day_number(text(day)), true));
        }
        // The hours that began last hold; before the first, the first.
        let hours_on = |day: i64| since.iter().rposition(|from| *from <= day).unwrap_or(0);
        let days = (first..end).zip(works).map(|(day, is_worked)| is_worked.then(|| hours_on(day))).collect();
        Self {
            hours,
            days,
            known: (day_number(text(&pack["first"])), day_number(text(&pack["last"]))),
            ends_with_the_day: pack["work_day"] == "end_of_day",
            first,
        }
    }

    /// Returns when a limit runs out for a clock that has run before, from and to, and runs again since a moment.
    pub(crate) fn runs_out(&self, earlier: &[(i64, i64)], since_ms: i64, amount: i64, unit: Unit) -> RunsOut {
        let start = earlier.first().map_or(since_ms, |run| run.0);
        let at_ms = match unit {
            Unit::UrgentHour => self.by_the_clock(earlier, since_ms, amount * HOUR_MS),
            Unit::UrgentDay | Unit::NaturalDay => self.by_the_clock(earlier, since_ms, amount * 24 * HOUR_MS),
            Unit::WorkHour => self.at_work(earlier, since_ms, amount * HOUR_MS),
            Unit::WorkDay if self.ends_with_the_day => self.by_evenings(earlier, since_ms, amount, day_of(start)),
            Unit::WorkDay => self.at_work(earlier, since_ms, amount * 8 * HOUR_MS),
        };
        let is_known = |ms: i64| (self.known.0..=self.known.1).contains(&day_of(ms));
        RunsOut { at_ms, provisional: !is_known(start) || !is_known(at_ms) }
    }

    /// Every minute counts.
    fn by_the_clock(&self, earlier: &[(i64, i64)], since_ms: i64, mut left_ms: i64) -> i64 {
        for part in self.parts(earlier, since_ms) {
            for (_, from, to) in part.minutes() {
                if let Some(end) = spend(&mut left_ms, from, to) {
                    return end;
                }
            }
        }
        unreachable!("a clock that runs comes to its end")
    }

    /// A minute counts when it is worked.
    fn at_work(&self, earlier: &[(i64, i64)], since_ms: i64, mut left_ms: i64) -> i64 {
        for part in self.parts(earlier, since_ms) {
            let Some(worked) = part.worked else { continue };
            for (minute, from, to) in part.minutes() {
                if worked[minute]
                    && let Some(end) = spend(&mut left_ms, from, to)
                {
                    return end;
                }
            }
        }
        unreachable!("a clock that runs comes to its end")
    }

    /// The last worked minute of a day counts, when it is over; on the day of the start it does not.
    fn by_evenings(&self, earlier: &[(i64, i64)], since_ms: i64, mut left: i64, started: i64) -> i64 {
        for part in self.parts(earlier, since_ms) {
            let Some(worked) = part.worked.filter(|_| day_of(part.from_ms) != started) else { continue };
            let last = worked.iter().rposition(|is_worked| *is_worked).unwrap();
            for (minute, _, to) in part.minutes() {
                if minute == last && to % MINUTE_MS == 0 {
                    left -= 1;
                    if left == 0 {
                        return to;
                    }
                }
            }
        }
        unreachable!("a clock that runs comes to its end")
    }

    /// Cuts the runs at each midnight; the last of them has no end.
    fn parts(&self, earlier: &[(i64, i64)], since_ms: i64) -> impl Iterator<Item = Part<'_>> {
        let runs = earlier.iter().copied().chain([(since_ms, i64::MAX)]).collect::<Vec<_>>();
        runs.into_iter().flat_map(move |(from, to)| {
            let days = (day_of(from)..).take_while(move |day| midnight(*day) < to);
            days.map(move |day| Part {
                from_ms: from.max(midnight(day)),
                to_ms: to.min(midnight(day + 1)),
                worked: self.worked_on(day),
            })
        })
    }

    fn worked_on(&self, day: i64) -> Option<&Minutes> {
        let place = usize::try_from(day - self.first).unwrap();
        self.days.get(place).expect("the almanac ends here").map(|hours| &self.hours[hours])
    }
}

/// What a run has of one day.
struct Part<'a> {
    from_ms: i64,
    to_ms: i64,
    /// Which minutes of that day are worked; none when it is off.
    worked: Option<&'a Minutes>,
}

impl Part<'_> {
    /// Goes through every minute: its place in the day, and what the run has of it.
    fn minutes(&self) -> impl Iterator<Item = (usize, i64, i64)> {
        let (first, end_ms) = (minute_of_day(self.from_ms), self.to_ms);
        let mut from_ms = self.from_ms;
        let mut next_ms = (from_ms.div_euclid(MINUTE_MS) + 1) * MINUTE_MS;
        (first..).map_while(move |minute| {
            let (from, to) = (from_ms, next_ms.min(end_ms));
            from_ms = next_ms;
            next_ms += MINUTE_MS;
            (from < end_ms).then_some((minute, from, to))
        })
    }
}

/// Takes a stretch from what is left; returns where it ends when it ends here.
fn spend(left_ms: &mut i64, from: i64, to: i64) -> Option<i64> {
    if to - from >= *left_ms {
        return Some(from + *left_ms);
    }
    *left_ms -= to - from;
    None
}

/// Returns the day, counted from 1970, that it is where the zone is.
pub(crate) fn day_of(ms: i64) -> i64 {
    (ms.div_euclid(MINUTE_MS) + AHEAD).div_euclid(DAY)
}

/// Returns the first moment of a day.
fn midnight(day: i64) -> i64 {
    (day * DAY - AHEAD) * MINUTE_MS
}

fn minute_of_day(ms: i64) -> usize {
    usize::try_from((ms.div_euclid(MINUTE_MS) + AHEAD).rem_euclid(DAY)).unwrap()
}

/// Returns how many days lie between 1970 and a year.
fn days_before(year: i64) -> i64 {
    (1970..year).map(|year| 365 + i64::from(is_leap(year))).sum()
}

fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

/// Counts the days from 1970 to a day such as `2022-10-08`.
pub(crate) fn day_number(text: &str) -> i64 {
    let mut parts = text.split('-').map(|part| part.parse::<i64>().unwrap());
    let (year, month, day) = (parts.next().unwrap(), parts.next().unwrap(), parts.next().unwrap());
    let length = |month: i64| match month {
        2 => 28 + i64::from(is_leap(year)),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    days_before(year) + (1..month).map(length).sum::<i64>() + day - 1
}

/// Writes a counted day as the pack does.
pub(crate) fn day_text(day: i64) -> String {
    let year = (1970..).find(|year| days_before(year + 1) > day).unwrap();
    let month = (1..=12).rfind(|month| day_number(&format!("{year}-{month}-1")) <= day).unwrap();
    format!("{year}-{month:02}-{:02}", day - day_number(&format!("{year}-{month}-1")) + 1)
}

/// Names the day of the week; 1970 began on a Thursday.
pub(crate) fn weekday(day: i64) -> &'static str {
    const FROM_THURSDAY: [&str; 7] = ["thursday", "friday", "saturday", "sunday", "monday", "tuesday", "wednesday"];
    FROM_THURSDAY[usize::try_from(day.rem_euclid(7)).unwrap()]
}

/// Marks the minutes of the periods.
fn minutes(periods: &[Value]) -> Minutes {
    let minute = |text: &str| -> usize {
        let (hour, rest) = text.split_once(':').unwrap();
        hour.parse::<usize>().unwrap() * 60 + rest.get(..2).unwrap().parse::<usize>().unwrap()
    };
    let mut marked = [false; DAY as usize];
    for period in periods {
        marked[minute(text(&period["from"]))..minute(text(&period["to"]))].fill(true);
    }
    marked
}

fn list(value: &Value) -> &[Value] {
    value.as_array().unwrap()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

#[cfg(test)]
mod tests;
