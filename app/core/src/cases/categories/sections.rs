//! What the picker shows before anything is typed: last used, common here and now, most used, everything.

use std::collections::BTreeMap;

use app_bridge::category::CategoryCard;
use app_bridge::picker::{MajorKey, PickerCard};
use jiff::civil::Date;
use shared::catalogue::{Category, CategoryKey};
use shared::place::fix::Fix;

use super::here::{Around, DAY_MS, DAYS, REACH_M};
use super::{card, majors};
use crate::core::Inner;
use crate::error::Result;
use crate::packs::Packs;
use crate::store::picks::Pick;

/// Own cases older than this say nothing of what a person reports now, days.
const OWN_DAYS: i64 = 90;
/// The most own cases that are counted, the newest.
const MOST_OWN: usize = 600;
/// The most of what was used last.
const MOST_LAST: usize = 5;
/// The most of what is common around here.
const MOST_HERE: usize = 6;
/// The most of what is used most.
const MOST_USED: usize = 10;

/// Returns what the picker shows for a place.
pub fn picker(core: &Inner, fix: Option<&Fix>) -> Result<PickerCard> {
    let (packs, times) = (core.packs()?, core.times()?);
    let (packs, now) = (&*packs, times.corrected());
    let day = now.day_in(&packs.settings.zone);
    let point = fix.and_then(|fix| fix.point().ok());
    let (own, theirs) = core.store.read(|r| {
        let account = r.signed_in()?.account.id;
        let own = r.own_picks(account, times.wall.plus_ms(-OWN_DAYS * DAY_MS), now.since(times.wall), MOST_OWN)?;
        let theirs = match point {
            Some(here) => {
                let (south_west, north_east) = (here.moved_m(-REACH_M, -REACH_M), here.moved_m(REACH_M, REACH_M));
                r.nearby_picks(now.plus_ms(-DAYS * DAY_MS), south_west, north_east)?
            }
            None => Vec::new(),
        };
        Ok((own, theirs))
    })?;
    let (own, theirs) = (offered(packs, own, day), offered(packs, theirs, day));
    let here = match point {
        Some(point) => Around::new(&packs.index, point).common(own.iter().chain(&theirs), now),
        None => Vec::new(),
    };
    let cards = |keys: Vec<&CategoryKey>, most: usize| {
        let known = keys.into_iter().filter_map(|key| packs.catalogue.category(key));
        known.take(most).map(|category| card(packs, category)).collect::<Vec<_>>()
    };
    Ok(PickerCard {
        last: cards(last(&own), MOST_LAST),
        here: cards(here, MOST_HERE),
        most: most_used(packs, &own, day).into_iter().map(|category| card(packs, category)).collect(),
        majors: majors(packs, day),
    })
}

/// Returns the categories of a major class that are offered today.
pub fn of_major(core: &Inner, major: &MajorKey) -> Result<Vec<CategoryCard>> {
    let (packs, now) = (core.packs()?, core.times()?.corrected());
    Ok(super::of_major(&packs, major, now.day_in(&packs.settings.zone)))
}

/// Leaves what is offered on a day, under the key that it has by then.
fn offered(packs: &Packs, picks: Vec<Pick>, day: Date) -> Vec<Pick> {
    let catalogue = &packs.catalogue;
    let by_then = |key: &CategoryKey| -> Option<CategoryKey> {
        let known = [catalogue.category(key), catalogue.now(key)].into_iter().flatten();
        known.filter(|category| catalogue.offers(category, day)).map(|category| category.key.clone()).next()
    };
    picks.into_iter().filter_map(|pick| Some(Pick { category: by_then(&pick.category)?, ..pick })).collect()
}

/// Returns each category once, the one used last first.
fn last(own: &[Pick]) -> Vec<&CategoryKey> {
    let mut seen: Vec<&CategoryKey> = Vec::new();
    for pick in own {
        if !seen.contains(&&pick.category) {
            seen.push(&pick.category);
        }
    }
    seen
}

/// Returns what the person uses most; of equals what was used last. The frequent ones of the catalogue fill the rest.
fn most_used<'p>(packs: &'p Packs, own: &[Pick], day: Date) -> Vec<&'p Category> {
    let mut counted: BTreeMap<&CategoryKey, u32> = BTreeMap::new();
    for pick in own {
        *counted.entry(&pick.category).or_default() += 1;
    }
    let mut used = last(own);
    // A stable sort: of equals the one used last stays first.
    used.sort_by_key(|key| std::cmp::Reverse(counted.get(*key).copied().unwrap_or(0)));
    let mut most: Vec<&Category> = used.into_iter().filter_map(|key| packs.catalogue.category(key)).collect();
    for frequent in packs.catalogue.search_on("", day) {
        if !most.iter().any(|category| category.key == frequent.key) {
            most.push(frequent);
        }
    }
    most.truncate(MOST_USED);
    most
}
