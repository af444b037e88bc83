//! The first page: figures and the beginnings of two lists. Reads no more of them than it shows.

#[cfg(test)]
mod tests;

use app_bridge::today::TodayCard;
use app_bridge::told::CaseCard;
use shared::place::fix::Fix;
use shared::time::Instant;

use crate::core::Inner;
use crate::error::Result;
use crate::{cases, tasks};

/// The most tasks that are shown.
const MOST_TASKS: usize = 3;
/// The most cases that are shown.
const MOST_CASES: usize = 3;

/// Returns what the first page shows.
pub fn today(core: &Inner, here: Option<&Fix>) -> Result<TodayCard> {
    let (open_tasks, next_tasks) = tasks::cards::waiting(core, here, MOST_TASKS)?;
    let (from, until) = day(core)?;
    let reported_today = core.store.read(|r| {
        let account = r.signed_in()?.account.id;
        r.cases_saved_between(account, from, until)
    })?;
    let latest_cases = cases::cards::newest(core, MOST_CASES)?;
    Ok(TodayCard { open_tasks, reported_today, next_tasks, latest_cases })
}

/// Returns the cases that are not all at the server, however old, and those of this day.
pub fn cases_of_today(core: &Inner) -> Result<Vec<CaseCard>> {
    cases::cards::unsettled(core, day(core)?.0)
}

/// Returns when this day began by the phone's own clock, by which cases are saved, and when the next one begins.
fn day(core: &Inner) -> Result<(Instant, Instant)> {
    let zone = match core.packs_if_any()? {
        Some(packs) => packs.settings.zone.clone(),
        None => core.store.read(|r| r.signed_in())?.account.zone,
    };
    let now = core.world.clock.wall();
    let today = now.day_in(&zone);
    let from = Instant::day_begins(today, &zone).unwrap_or(now);
    let until = today.tomorrow().ok().and_then(|tomorrow| Instant::day_begins(tomorrow, &zone));
    Ok((from, until.unwrap_or(now)))
}
