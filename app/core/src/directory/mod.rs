//! Whom to call, without a network: the part of the directory that the role may see.
//!
//! A phone that has not heard of the server for long may be in other hands, and its list is old: then nothing is shown
//! until it has. Never fetches: that is for a round.

use app_bridge::directory::{DirectoryCard, DirectoryUnit, PersonCard};
use shared::api::directory::{BELOW, DirectoryEntry};
use shared::settings::Settings;
use shared::time::Instant;

use crate::core::Inner;
use crate::error::Result;

const DAY_MS: i64 = 24 * 3_600_000;

/// Finds whom a query means; everybody for an empty one.
pub fn find(core: &Inner, query: &str) -> Result<DirectoryCard> {
    let days = match core.packs_if_any()? {
        Some(packs) => packs.settings.directory_days,
        None => Settings::default().directory_days,
    };
    let now = core.world.clock.wall();
    let (entries, as_of) = core.store.read(|r| {
        r.signed_in()?;
        Ok((r.directory()?, r.contact()?.last))
    })?;
    let held = u64::try_from(entries.len()).unwrap_or(u64::MAX);
    let is_hidden = held > 0 && is_too_old(as_of, now, days);
    let units = if is_hidden { Vec::new() } else { by_unit(entries.into_iter().filter(|entry| entry.fits(query))) };
    Ok(DirectoryCard { units, held, as_of, is_hidden, days })
}

/// Says whether the server was heard too long ago. A contact in the future was written before the clock was set back.
fn is_too_old(heard: Option<Instant>, now: Instant, days: u32) -> bool {
    heard.is_none_or(|heard| now.since(heard) > i64::from(days).saturating_mul(DAY_MS))
}

/// Groups entries by their unit; those of one stand behind each other.
fn by_unit(entries: impl Iterator<Item = DirectoryEntry>) -> Vec<DirectoryUnit> {
    let mut units: Vec<(String, DirectoryUnit)> = Vec::new();
    for entry in entries {
        let numbers = [entry.mobile, entry.office_phone].into_iter().filter(|number| !number.is_empty()).collect();
        let person = PersonCard { name: entry.name, post: entry.post, numbers };
        match units.last_mut() {
            Some((path, unit)) if *path == entry.unit => unit.people.push(person),
            Some(_) | None => {
                let (above, name) = entry.unit.rsplit_once(BELOW).unwrap_or(("", entry.unit.as_str()));
                let unit = DirectoryUnit {
                    above: above.split(BELOW).collect::<Vec<_>>().join(" · "),
                    name: name.to_owned(),
                    people: vec![person],
                };
                units.push((entry.unit, unit));
            }
        }
    }
    units.into_iter().map(|(_, unit)| unit).collect()
}

#[cfg(test)]
mod tests;
