//! What somebody did in a day, as far as this phone knows: counted from the log and from what was heard since.

use app_bridge::track::DayFigures;
use shared::case::Closing;
use shared::figures::counts::{Counts, Reached};
use shared::ids::AccountId;
use shared::sync::operation::{Act, Answer, Operation, Report};
use shared::sync::push::OutcomeKind;
use shared::time::Instant;

use crate::error::Result;
use crate::store::Reader;
use crate::store::operations::Logged;

/// A clock that was wrong by up to a day still finds its operations; each is then held against the true time.
const DAY_MS: i64 = 24 * 3_600_000;

/// A day, from its first moment to the first of the next.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Day {
    /// Its first moment.
    pub begins: Instant,
    /// The first of the next.
    pub ends: Instant,
}

/// Somebody's own word that their shift began or ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Mark {
    /// When.
    pub at: Instant,
    /// It began.
    pub begins: bool,
}

impl Day {
    /// Says whether a moment lies in it.
    pub fn holds(&self, at: Instant) -> bool {
        self.begins <= at && at < self.ends
    }
}

/// Counts an account's day and returns, with the figures, what was said of shifts in it.
pub fn count(r: &Reader<'_>, account: AccountId, day: Day) -> Result<(DayFigures, Vec<Mark>)> {
    let (mut figures, mut marks) = (DayFigures::default(), Vec::new());
    for logged in r.operations_within(account, day.begins.plus_ms(-DAY_MS), day.ends.plus_ms(DAY_MS))? {
        // What another took the place of is counted there.
        let Ok(operation) = serde_json::from_str::<Operation>(&logged.envelope.body) else { continue };
        let at = operation.made.corrected();
        if logged.resent_as.is_some() || !day.holds(at) {
            continue;
        }
        match operation.act {
            Act::Report(report) => add_report(r, &mut figures, &logged, &report)?,
            Act::Answer(answer) => add_answer(r, &mut figures, &answer, at)?,
            Act::Shift(mark) => marks.push(Mark { at, begins: mark.begins }),
        }
    }
    Ok((figures, marks))
}

fn add_report(r: &Reader<'_>, figures: &mut DayFigures, logged: &Logged, report: &Report) -> Result<()> {
    figures.reports += 1;
    figures.photos += many(report.photos.len());
    figures.arrived += match logged.outcome {
        Some(OutcomeKind::Applied | OutcomeKind::Superseded) => 1,
        Some(OutcomeKind::Refused | OutcomeKind::Unknown) | None => 0,
    };
    let heard = r.case(report.case)?.and_then(|case| case.heard);
    figures.valid += u64::from(heard.is_some_and(|case| is_valid(&Counts::of(&case))));
    Ok(())
}

/// 有效上报: filed and not voided since, or fixed on the spot and closed as such.
fn is_valid(counts: &Counts) -> bool {
    let is_filed = counts.reached >= Reached::Filed && counts.void.is_none();
    is_filed || counts.closing == Some(Closing::SelfHandled)
}

fn add_answer(r: &Reader<'_>, figures: &mut DayFigures, answer: &Answer, at: Instant) -> Result<()> {
    figures.photos += many(answer.photos.len());
    match r.task(answer.task)? {
        Some(task) if at > task.heard.due_at => figures.late += 1,
        // A task that is not here any more was answered in time as far as this phone can tell.
        Some(_) | None => figures.in_time += 1,
    }
    Ok(())
}

/// Adds up how long a day was on shift, minutes. `running` is since when a shift runs now.
pub fn minutes(day: Day, marks: &[Mark], running: Option<Instant>, now: Instant) -> u64 {
    let mut on_shift_ms = 0;
    let (mut open, mut is_first) = (None, true);
    for mark in marks {
        // An end without a beginning ends what began before the day.
        let began = open.or((is_first && !mark.begins).then_some(day.begins));
        on_shift_ms += began.map_or(0, |began| mark.at.since(began).max(0));
        open = mark.begins.then_some(mark.at);
        is_first = false;
    }
    if let Some(since) = running {
        let began = open.unwrap_or_else(|| since.max(day.begins));
        on_shift_ms += now.min(day.ends).since(began).max(0);
    }
    u64::try_from(on_shift_ms / 60_000).unwrap_or(0)
}

fn many(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::{Day, Mark, minutes};
    use shared::time::Instant;

    const DAY: Day = Day { begins: at(0), ends: at(24 * 60) };

    const fn at(minute: i64) -> Instant {
        Instant::from_ms(1_795_363_200_000 + minute * 60_000)
    }

    #[track_caller]
    fn check(marks: &[(i64, bool)], running: Option<i64>, now: i64, expected: u64) {
        let marks: Vec<Mark> = marks.iter().map(|(minute, begins)| Mark { at: at(*minute), begins: *begins }).collect();
        assert_eq!(minutes(DAY, &marks, running.map(at), at(now)), expected);
    }

    #[test]
    fn a_day_on_shift_is_the_sum_of_its_pieces() {
        check(&[], None, 600, 0);
        check(&[(480, true)], Some(480), 600, 120);
        check(&[(480, true), (720, false)], None, 900, 240);
        check(&[(480, true), (720, false), (840, true)], Some(840), 900, 300);
        check(&[(480, true), (500, true)], Some(500), 600, 120);
    }

    #[test]
    fn a_night_shift_counts_from_midnight() {
        check(&[], Some(-120), 60, 60);
        check(&[(360, false)], None, 600, 360);
        check(&[(360, false), (365, false)], None, 600, 360);
    }

    #[test]
    fn a_clock_that_was_set_back_takes_nothing_away() {
        check(&[(480, true)], Some(480), 400, 0);
    }
}
