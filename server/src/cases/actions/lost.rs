//! After a restore: files that are gone, and numbers that were given and forgotten.

use std::collections::{BTreeMap, BTreeSet};

use shared::ids::Sha256;
use shared::time::Instant;

use crate::cases::store::{cases, numbers, photos};
use crate::changes::{self, Change};
use crate::db::Tx;
use crate::error::Result;
use crate::{catalogue, media, tasks};

/// Takes back that a file has come; its shots wait for it again. Returns how many shots that are.
pub async fn file_lost(tx: &mut Tx, sha256: &Sha256, now: Instant) -> Result<u64> {
    let waiting = photos::await_again(tx, sha256).await?;
    let mut ids: BTreeSet<_> = media::actions::cases_of(tx, sha256).await?.into_iter().collect();
    ids.extend(waiting.iter().copied());
    for id in ids {
        let Some(mut case) = cases::lock(tx, id).await? else { continue };
        let mut is_changed = false;
        for photo in case.photos.iter_mut().filter(|photo| photo.working == *sha256 && photo.received_at.is_some()) {
            photo.received_at = None;
            photo.refused = None;
            is_changed = true;
        }
        if !is_changed {
            continue;
        }
        case.version = case.version.saturating_add(1);
        cases::save(tx, &case).await?;
        let change = Change {
            area: case.jurisdiction.clone(),
            entity: shared::sync::pull::CASE,
            id: case.id.to_string(),
            version: case.version,
            account: case.reporter,
            duty_grid: case.duty_grid.clone(),
            left: false,
            at: now,
        };
        changes::append(tx, change);
        tasks::actions::refresh(tx, &case, now).await?;
    }
    Ok(u64::try_from(waiting.len()).unwrap_or(u64::MAX))
}

/// Lets numbers begin far behind those that were given before the database was lost: a number that people were told must
/// never mean another case. A report made days ago gets a number of its own day, so those days have their gap too.
pub async fn leave_a_gap(tx: &mut Tx, now: Instant) -> Result<()> {
    let all = catalogue::actions::all_settings(tx).await?;
    let zones: BTreeMap<String, String> = all.into_iter().map(|one| (one.case_prefix, one.zone)).collect();
    for (prefix, zone) in zones {
        let mut days = numbers::days(tx, &prefix).await?;
        for ago in 0..=LATE_DAYS {
            days.entry(now.plus_ms(-ago * DAY_MS).format_in(&zone, "%Y%m%d")).or_insert(0);
        }
        let time = now.format_in(&zone, "%H:%M");
        for (day, last) in days {
            numbers::raise(tx, &prefix, &day, behind(last, &time)).await?;
        }
    }
    Ok(())
}

/// A phone that was offline for longer hands nothing in by itself.
const LATE_DAYS: i64 = 31;
const DAY_MS: i64 = 24 * 3_600_000;
/// No day has so many numbers.
const GAP: i64 = 100_000;
/// Between two restores of the same backup no more numbers are given in a minute.
const IN_A_MINUTE: i64 = 500;

/// Returns where a day's numbers go on after a restore at this time of the day. Where there was a restore before, behind
/// everything that one left room for.
fn behind(last: i64, time: &str) -> i64 {
    let (hours, minutes) = time.split_once(':').unwrap_or_default();
    let number = |text: &str| text.parse::<i64>().unwrap_or(0);
    let restores = if last < GAP { 0 } else { last / (10 * GAP) + 1 };
    restores * 10 * GAP + GAP + IN_A_MINUTE * (60 * number(hours) + number(minutes))
}

#[cfg(test)]
mod tests {
    use super::behind;

    #[test]
    fn numbers_go_on_behind_all_that_may_have_been_told() {
        assert_eq!(behind(0, "00:00"), 100_000);
        assert!(behind(31_000, "23:59") < 900_000, "six digits, and room for a day of cases");
        assert!(behind(50, "10:01") > behind(50, "10:00"), "the same backup restored again begins later");
        let first = behind(50, "23:59");
        assert!(behind(first + 20_000, "00:01") > first + 100_000, "and so does a restore on another day");
    }
}
