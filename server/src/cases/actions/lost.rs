//! After a restore: files that are gone, and numbers that were given and forgotten.

use std::collections::BTreeSet;

use shared::ids::Sha256;
use shared::settings::Settings;
use shared::time::Instant;

use crate::cases::store::{cases, numbers, photos};
use crate::changes::{self, Change};
use crate::db::Tx;
use crate::error::Result;
use crate::{catalogue, media};

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
            left: false,
            at: now,
        };
        changes::append(tx, change);
    }
    Ok(u64::try_from(waiting.len()).unwrap_or(u64::MAX))
}

/// Lets today's numbers begin far behind those that were given before the database was lost: a number that people were
/// told must never mean another case. A later restore on the same day begins later still.
pub async fn leave_a_gap(tx: &mut Tx, now: Instant) -> Result<()> {
    let mut marks = BTreeSet::new();
    for Settings { case_prefix, zone, .. } in catalogue::actions::all_settings(tx).await? {
        let minutes = now.format_in(&zone, "%H:%M");
        marks.insert((case_prefix, now.format_in(&zone, "%Y%m%d"), gap(&minutes)));
    }
    for (prefix, day, value) in marks {
        numbers::raise(tx, &prefix, &day, value).await?;
    }
    Ok(())
}

/// Returns where numbers begin after a restore at this time of the day: 100,000, and 500 more for each minute.
fn gap(time: &str) -> i64 {
    let (hours, minutes) = time.split_once(':').unwrap_or_default();
    let number = |text: &str| text.parse::<i64>().unwrap_or(0);
    100_000 + 500 * (60 * number(hours) + number(minutes))
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_last_minute_of_a_day_still_leaves_room_for_a_day_of_cases() {
        assert_eq!(super::gap("00:00"), 100_000);
        assert!(super::gap("23:59") < 900_000);
        assert!(super::gap("10:01") > super::gap("10:00"));
    }
}
