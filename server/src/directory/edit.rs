//! What a change makes of a list: a new list, and the entries it concerns as they were and as they are. Decides, does nothing.

use std::collections::{BTreeMap, BTreeSet};

use shared::api::directory::{BELOW, EntryState, is_within};
use shared::ids::EntryId;
use shared::refusal::{Code, Refusal};

use super::list::Listed;

/// The most entries of one list.
pub const MOST: usize = 20_000;
/// Room between two entries for others to come between.
const GAP: i64 = 1_024;

/// An entry in its list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Kept {
    /// Which.
    pub id: EntryId,
    /// Where it stands.
    pub place: i64,
    /// Rises with every change.
    pub version: u64,
    /// What it says and to whom.
    pub listed: Listed,
}

/// A change that somebody wants.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Edit {
    /// An entry comes, behind the last one of its unit.
    Add {
        /// Its id.
        id: EntryId,
        /// What it says.
        listed: Listed,
    },
    /// An entry says something else; in another unit it stands behind the last one there.
    Change {
        /// Which.
        id: EntryId,
        /// The version that was seen.
        version: u64,
        /// What it says.
        listed: Listed,
    },
    /// An entry goes.
    Remove {
        /// Which.
        id: EntryId,
        /// The version that was seen.
        version: u64,
    },
    /// An entry stands elsewhere in its unit.
    Order {
        /// Which.
        id: EntryId,
        /// The version that was seen.
        version: u64,
        /// Behind this one of the same unit; first without.
        behind: Option<EntryId>,
    },
    /// A unit with all below it gets another path.
    MoveUnit {
        /// Its path.
        from: String,
        /// Its path from now on.
        to: String,
        /// How many entries were seen.
        entries: u64,
    },
    /// A unit goes with all below it.
    RemoveUnit {
        /// Its path.
        unit: String,
        /// How many entries were seen.
        entries: u64,
    },
    /// What another change did is taken back.
    Restore {
        /// The entries as they were before it.
        before: Vec<EntryState>,
        /// And after it.
        after: Vec<EntryState>,
    },
}

/// What it makes of the list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Made {
    /// The list from now on, in its order.
    pub list: Vec<Kept>,
    /// The entries it concerns as they were.
    pub before: Vec<EntryState>,
    /// And as they are.
    pub after: Vec<EntryState>,
}

/// An entry of a list while it is changed: what has no place yet gets one at the end.
type Seat = (Kept, Placed);

/// Whether an entry stays where it stood.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Placed {
    Stays,
    Moved,
}

/// Applies a change to a list in its order.
pub fn apply(list: &[Kept], edit: Edit) -> Result<Made, Refusal> {
    let mut open: Vec<Seat> = list.iter().map(|kept| (kept.clone(), Placed::Stays)).collect();
    let touched: BTreeSet<EntryId> = match edit {
        Edit::Add { id, listed } => {
            if open.len() >= MOST {
                return Err(Refusal::because(Code::BadValue, format!("a directory has at most {MOST} entries")));
            }
            let at = end_of(&open, &listed.entry.unit);
            open.insert(at, (Kept { id: id.clone(), place: 0, version: 1, listed }, Placed::Moved));
            BTreeSet::from([id])
        }
        Edit::Change { id, version, listed } => {
            let at = find(&open, &id, version)?;
            let (mut kept, placed) = open.remove(at);
            let stays = kept.listed.entry.unit == listed.entry.unit;
            kept.version += 1;
            kept.listed = listed;
            let (at, placed) =
                if stays { (at, placed) } else { (end_of(&open, &kept.listed.entry.unit), Placed::Moved) };
            open.insert(at, (kept, placed));
            BTreeSet::from([id])
        }
        Edit::Remove { id, version } => {
            let at = find(&open, &id, version)?;
            open.remove(at);
            BTreeSet::from([id])
        }
        Edit::Order { id, version, behind } => {
            order(&mut open, &id, version, behind.as_ref())?;
            BTreeSet::from([id])
        }
        Edit::MoveUnit { from, to, entries } => move_unit(&mut open, &from, &to, entries)?,
        Edit::RemoveUnit { unit, entries } => {
            let gone = below(&open, &unit, entries)?;
            open.retain(|(kept, _)| !gone.contains(&kept.id));
            gone
        }
        Edit::Restore { before, after } => restore(&mut open, &before, &after)?,
    };
    let list_after = placed(open);
    Ok(Made { before: states(list, &touched), after: states(&list_after, &touched), list: list_after })
}

/// Finds an entry at the version that was seen.
fn find(open: &[Seat], id: &EntryId, version: u64) -> Result<usize, Refusal> {
    let at = open.iter().position(|(kept, _)| kept.id == *id);
    let at = at.ok_or_else(|| Refusal::because(Code::NotFound, format!("no entry {id} here")))?;
    match open.get(at) {
        Some((kept, _)) if kept.version == version => Ok(at),
        Some((kept, _)) => Err(changed(format!("entry {id} has version {} now", kept.version))),
        None => Err(changed(format!("entry {id}"))),
    }
}

fn changed(detail: String) -> Refusal {
    Refusal::because(Code::DirectoryChanged, detail)
}

/// Returns where a new entry of a unit comes: behind its last one, else behind what stands below the nearest unit above.
fn end_of(open: &[Seat], unit: &str) -> usize {
    let last = |fits: &dyn Fn(&str) -> bool| open.iter().rposition(|(kept, _)| fits(&kept.listed.entry.unit));
    let mut above = Some(unit);
    let mut found = last(&|known| known == unit);
    while let (None, Some(level)) = (found, above) {
        found = last(&|known| is_within(known, level));
        above = level.rsplit_once(BELOW).map(|(above, _)| above);
    }
    found.map_or(open.len(), |at| at + 1)
}

fn order(open: &mut Vec<Seat>, id: &EntryId, version: u64, behind: Option<&EntryId>) -> Result<(), Refusal> {
    let at = find(open, id, version)?;
    let (mut kept, _) = open.remove(at);
    let unit = kept.listed.entry.unit.clone();
    let to = match behind {
        None => open.iter().position(|(other, _)| other.listed.entry.unit == unit).unwrap_or(at),
        Some(behind) => {
            let stands = open.iter().position(|(other, _)| other.id == *behind && other.listed.entry.unit == unit);
            stands.ok_or_else(|| changed(format!("entry {behind} is not in this unit")))? + 1
        }
    };
    kept.version += 1;
    open.insert(to, (kept, Placed::Moved));
    Ok(())
}

/// Returns the entries at and below a unit, if there are as many as were seen.
fn below(open: &[Seat], unit: &str, seen: u64) -> Result<BTreeSet<EntryId>, Refusal> {
    let within = open.iter().filter(|(kept, _)| is_within(&kept.listed.entry.unit, unit));
    let found: BTreeSet<EntryId> = within.map(|(kept, _)| kept.id.clone()).collect();
    if found.is_empty() {
        return Err(Refusal::because(Code::NotFound, format!("no unit {unit} here")));
    }
    let count = u64::try_from(found.len()).unwrap_or(u64::MAX);
    if count == seen { Ok(found) } else { Err(changed(format!("unit: it has {count} entries now"))) }
}

/// A unit that only gets another name keeps its place; one that comes below another stands behind what is there.
fn move_unit(open: &mut Vec<Seat>, from: &str, to: &str, seen: u64) -> Result<BTreeSet<EntryId>, Refusal> {
    if is_within(to, from) {
        return Err(Refusal::because(Code::BadValue, "to: a unit does not move into itself"));
    }
    let moved = below(open, from, seen)?;
    let is_rename = parent(from) == parent(to) && !open.iter().any(|(kept, _)| is_within(&kept.listed.entry.unit, to));
    let mut block: Vec<Seat> = Vec::new();
    for (mut kept, placed) in std::mem::take(open) {
        if !moved.contains(&kept.id) {
            open.push((kept, placed));
            continue;
        }
        let rest = kept.listed.entry.unit.strip_prefix(from).unwrap_or_default().to_owned();
        kept.listed.entry.unit = format!("{to}{rest}");
        kept.version += 1;
        if is_rename { open.push((kept, placed)) } else { block.push((kept, Placed::Moved)) }
    }
    for one in block {
        let at = end_of(open, &one.0.listed.entry.unit);
        open.insert(at, one);
    }
    Ok(moved)
}

fn parent(unit: &str) -> &str {
    unit.rsplit_once(BELOW).map_or("", |(above, _)| above)
}

/// Takes back what a change did, if the entries still say what it left them saying.
fn restore(open: &mut Vec<Seat>, before: &[EntryState], after: &[EntryState]) -> Result<BTreeSet<EntryId>, Refusal> {
    let left: BTreeMap<&EntryId, &EntryState> = after.iter().map(|state| (&state.id, state)).collect();
    let was: BTreeMap<&EntryId, &EntryState> = before.iter().map(|state| (&state.id, state)).collect();
    let touched: BTreeSet<EntryId> = left.keys().chain(was.keys()).map(|id| (*id).clone()).collect();
    for id in &touched {
        let now = open.iter().find(|(kept, _)| kept.id == *id).map(|(kept, _)| &kept.listed);
        let is_as_left = match (now, left.get(id)) {
            (None, None) => true,
            (Some(now), Some(left)) => now.entry == left.entry && now.roles == left.roles,
            (Some(_), None) | (None, Some(_)) => false,
        };
        if !is_as_left {
            return Err(changed(format!("entry {id} was changed since")));
        }
    }
    open.retain(|(kept, _)| !left.contains_key(&kept.id) || was.contains_key(&kept.id));
    // What only said something else stays where it is, whoever has come in between.
    let stays = |state: &EntryState| left.get(&state.id).is_some_and(|left| left.behind == state.behind);
    let all_stay = before.iter().all(stays);
    for state in before {
        let stands = open.iter().position(|(kept, _)| kept.id == state.id);
        let (mut kept, placed, at) = match stands {
            Some(at) => {
                let (kept, placed) = open.remove(at);
                (kept, placed, at)
            }
            None => {
                let listed = Listed { entry: state.entry.clone(), roles: state.roles.clone() };
                (Kept { id: state.id.clone(), place: 0, version: 0, listed }, Placed::Moved, open.len())
            }
        };
        kept.version += 1;
        kept.listed = Listed { entry: state.entry.clone(), roles: state.roles.clone() };
        let (at, placed) = if all_stay { (at, placed) } else { (back(open, state), Placed::Moved) };
        open.insert(at.min(open.len()), (kept, placed));
    }
    if open.len() > MOST {
        return Err(Refusal::because(Code::BadValue, format!("a directory has at most {MOST} entries")));
    }
    Ok(touched)
}

/// Returns where an entry stood: behind the same one, or where its unit ends if that one is gone.
fn back(open: &[Seat], state: &EntryState) -> usize {
    match &state.behind {
        None => 0,
        Some(behind) => {
            let stands = open.iter().position(|(kept, _)| kept.id == *behind);
            stands.map_or_else(|| end_of(open, &state.entry.unit), |at| at + 1)
        }
    }
}

/// Gives what moved a place between its neighbours; where there is no room, everything anew.
fn placed(open: Vec<Seat>) -> Vec<Kept> {
    let mut list: Vec<Kept> = Vec::with_capacity(open.len());
    let mut waiting: Vec<Kept> = Vec::new();
    let mut is_cramped = false;
    for (kept, placed) in open {
        match placed {
            Placed::Moved => waiting.push(kept),
            Placed::Stays => {
                is_cramped |= !seat(&mut list, &mut waiting, Some(kept.place));
                list.push(kept);
            }
        }
    }
    is_cramped |= !seat(&mut list, &mut waiting, None);
    if is_cramped {
        for (number, kept) in (1..).zip(&mut list) {
            kept.place = number * GAP;
        }
    }
    list
}

/// Puts those that wait behind the last one and before a place; says whether there was room.
fn seat(list: &mut Vec<Kept>, waiting: &mut Vec<Kept>, next: Option<i64>) -> bool {
    let last = list.last().map_or(0, |kept| kept.place);
    let count = i64::try_from(waiting.len()).unwrap_or(i64::MAX);
    let step = match next {
        None => GAP,
        Some(next) => next.saturating_sub(last) / count.saturating_add(1),
    };
    let has_room = if waiting.is_empty() { next.is_none_or(|next| next > last) } else { step > 0 };
    for (number, mut kept) in (1..).zip(waiting.drain(..)) {
        kept.place = last.saturating_add(step.saturating_mul(number));
        list.push(kept);
    }
    has_room
}

/// Returns entries of a list as they stand in it.
fn states(list: &[Kept], which: &BTreeSet<EntryId>) -> Vec<EntryState> {
    let before = std::iter::once(None).chain(list.iter().map(|kept| Some(&kept.id)));
    let found = list.iter().zip(before).filter(|(kept, _)| which.contains(&kept.id));
    found
        .map(|(kept, behind)| EntryState {
            id: kept.id.clone(),
            entry: kept.listed.entry.clone(),
            roles: kept.listed.roles.clone(),
            behind: behind.cloned(),
        })
        .collect()
}

#[cfg(test)]
mod tests;
