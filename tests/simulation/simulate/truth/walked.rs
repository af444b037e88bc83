//! Invariants 1, 3 and 5 for where people walked: every position that a phone said it keeps is on it until the server has
//! it, and there once. Nobody is followed who is not on shift: such a position is nowhere.

use std::collections::BTreeMap;
use std::rc::Rc;

use anyhow::Result;
use shared::time::Instant;

use super::broken;
use super::rows::{self, OnItsWay, PhoneRows};
use crate::history::Event;
use crate::run::Run;
use crate::walking::{Fate, Position, Spot};

/// A phone lets go of what it could not hand in for two days. Less than one day is too soon, whatever a clock says.
const TOO_SOON_MS: i64 = 24 * 3_600_000;
/// The server takes no track from farther ahead than an hour; its clock may have been set since.
const AHEAD_MS: i64 = 30 * 60_000;
/// Pieces that had to take another number wait for the next round with it.
const COUNTED_ANEW: u32 = 1_000;

/// A position as it lies on a phone.
struct Lies {
    phone: usize,
    number: u32,
    way: OnItsWay,
    at: Instant,
}

/// Looks at the tracks on all phones.
pub fn look(run: &mut Run) -> Result<()> {
    if run.walks.handed.is_empty() {
        return Ok(());
    }
    let now = run.server.clock.shows();
    let here = on_phones(run)?;
    for (spot, lies) in &here {
        match run.walks.handed.get(spot).map(|position| position.fate) {
            Some(Fate::Kept | Fate::Untold) => {}
            Some(Fate::Never) | None => {
                return broken(0, format!("phone {} keeps a position that it said it does not keep", lies.phone));
            }
        }
    }
    for (spot, position) in &mut run.walks.handed {
        match here.get(spot) {
            Some(lies) => {
                position.seen = Some((lies.way, lies.at));
                position.missed_at = None;
            }
            None => {
                position.missed_at.get_or_insert(now);
            }
        }
    }
    Ok(())
}

fn on_phones(run: &Run) -> Result<BTreeMap<Spot, Lies>> {
    let mut here = BTreeMap::new();
    for phone in &run.phones {
        for piece in rows::track(phone.database()?)? {
            for point in &piece.points {
                let lies = Lies { phone: phone.number, number: piece.number, way: piece.way, at: point.at };
                here.insert((point.place.lon_e7, point.place.lat_e7), lies);
            }
        }
    }
    Ok(here)
}

/// Looks for every position, now that everything has come to rest.
pub fn arrived(run: &Run, phones: &[Rc<PhoneRows>]) -> Result<()> {
    if run.walks.handed.is_empty() {
        return Ok(());
    }
    let here = on_phones(run)?;
    let mut there: BTreeMap<Spot, u32> = BTreeMap::new();
    for point in rows::track_of_server(&run.server)? {
        *there.entry((point.place.lon_e7, point.place.lat_e7)).or_default() += 1;
    }
    if let Some(strange) = there.keys().find(|spot| !run.walks.handed.contains_key(*spot)) {
        return broken(1, format!("nobody was at {strange:?}, where the server has a track"));
    }
    for (spot, position) in &run.walks.handed {
        let times = there.get(spot).copied().unwrap_or(0);
        let (phone, user) = (position.phone, &position.user);
        match position.fate {
            Fate::Never if times > 0 => {
                return broken(0, format!("the server knows where {user} was, and phone {phone} did not keep it"));
            }
            Fate::Kept | Fate::Untold if times > 1 => {
                return broken(1, format!("a position of {user} on phone {phone} is at the server {times} times"));
            }
            Fate::Kept if times == 0 => is_excused(run, position, here.get(spot), phones)?,
            Fate::Kept | Fate::Untold | Fate::Never => {}
        }
    }
    Ok(())
}

/// Says why a position that a phone kept is not at the server, or fails.
fn is_excused(run: &Run, position: &Position, here: Option<&Lies>, phones: &[Rc<PhoneRows>]) -> Result<()> {
    let (phone, user) = (position.phone, &position.user);
    let was_restored = run.history.events().iter().any(|event| matches!(event, Event::Restored));
    if let Some(lies) = here {
        let is_theirs = phones.get(phone).is_some_and(|rows| rows.is_signed_in)
            && run.phones.get(phone).is_some_and(|phone| phone.user == *user)
            && !run.withdrawn.contains(&phone);
        return match lies.way {
            OnItsWay::Waits if is_theirs && lies.number <= COUNTED_ANEW => {
                broken(5, format!("the track of {user} on phone {phone} is not sent"))
            }
            OnItsWay::Receipted if !was_restored => {
                broken(3, format!("phone {phone} has a receipt for a track that the server does not have"))
            }
            OnItsWay::Open | OnItsWay::Waits | OnItsWay::Receipted | OnItsWay::Refused => Ok(()),
        };
    }
    let erased = run.orders.erased.iter().find(|erased| erased.device == position.device);
    // Noted by a clock that was far ahead: the server did not want it, in the very round that ended with this home.
    let is_ahead =
        position.seen.zip(position.missed_at).is_some_and(|((_, at), missed_at)| at.since(missed_at) > AHEAD_MS);
    if let Some(erased) = erased
        && (erased.leaves || erased.user != *user || was_restored || is_ahead)
    {
        return Ok(());
    }
    match (position.seen, position.missed_at) {
        (Some((OnItsWay::Refused, _)), _) => Ok(()),
        (Some((OnItsWay::Receipted, _)), _) if was_restored => Ok(()),
        (Some((OnItsWay::Open | OnItsWay::Waits, at)), Some(missed_at)) if missed_at.since(at) > TOO_SOON_MS => Ok(()),
        (Some(_) | None, _) => broken(5, format!("phone {phone} said that it keeps where {user} was, and has lost it")),
    }
}
