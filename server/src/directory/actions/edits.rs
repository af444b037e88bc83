//! Changing a list: an entry, its place, a unit. Each change is checked, written down, and told to phones by another hash.

use std::collections::BTreeMap;

use shared::api::directory::{
    ChangeKind, EntryState, EntryWish, ListedEntry, PlaceWish, UnitMove, UnitRemoval, is_within,
};
use shared::ids::{DirectoryChangeId, EntryId, JurisdictionId};
use shared::refusal::{Code, Refusal};
use shared::time::Instant;

use super::hash;
use super::reach::{Keeper, Part};
use crate::accounts::caller::Caller;
use crate::app::App;
use crate::audit::{self, Record};
use crate::db::Tx;
use crate::directory::edit::{Edit, Kept, Made, apply};
use crate::directory::list;
use crate::directory::store::changes::{self, Row};
use crate::directory::store::{editors, entries};
use crate::error::{Error, Result, refuse};

/// A list that is about to be changed: nobody else changes it meanwhile.
pub(super) struct Held<'a> {
    pub(super) of: &'a JurisdictionId,
    pub(super) list: Vec<Kept>,
    pub(super) part: Part,
    pub(super) now: Instant,
}

/// What is written down of a change beside the entries themselves.
pub(super) struct Told<'a> {
    pub(super) kind: ChangeKind,
    pub(super) unit: &'a str,
    pub(super) moved_to: &'a str,
    pub(super) undoes: Option<DirectoryChangeId>,
}

/// Adds an entry.
pub async fn add(app: &App, tx: &mut Tx, caller: &Caller, wish: EntryWish) -> Result<ListedEntry> {
    let keeper = keeper(app, tx, caller).await?;
    let of = which(app, caller, &keeper, wish.jurisdiction.as_ref())?;
    let listed = list::listed(wish.entry, wish.roles).map_err(bad)?;
    let held = hold(app, tx, &keeper, &of).await?;
    held.part.must_hold(&listed.entry.unit)?;
    let id: EntryId = app.random.uuid_v7(held.now).to_string().parse().map_err(anyhow::Error::new)?;
    let unit = listed.entry.unit.clone();
    let made = apply(&held.list, Edit::Add { id: id.clone(), listed })?;
    let told = Told { kind: ChangeKind::Add, unit: &unit, moved_to: "", undoes: None };
    carry_out(app, tx, caller, &held, &made, told).await?;
    shown(&of, &made.list, &id)
}

/// Changes what an entry says, or to whom, or where it belongs.
pub async fn change(app: &App, tx: &mut Tx, caller: &Caller, id: &EntryId, wish: EntryWish) -> Result<ListedEntry> {
    let keeper = keeper(app, tx, caller).await?;
    let Some(version) = wish.version else { return refuse(Code::BadValue, "version: which one was seen") };
    let of = list_of(tx, &keeper, id).await?;
    let held = hold(app, tx, &keeper, &of).await?;
    let unit = unit_of(&held, id)?;
    held.part.must_hold(&unit)?;
    let listed = list::listed(wish.entry, wish.roles).map_err(bad)?;
    held.part.must_hold(&listed.entry.unit)?;
    if held.list.iter().any(|kept| kept.id == *id && kept.version == version && kept.listed == listed) {
        return shown(&of, &held.list, id);
    }
    let made = apply(&held.list, Edit::Change { id: id.clone(), version, listed })?;
    let told = Told { kind: ChangeKind::Change, unit: &unit, moved_to: "", undoes: None };
    carry_out(app, tx, caller, &held, &made, told).await?;
    shown(&of, &made.list, id)
}

/// Removes an entry.
pub async fn remove(app: &App, tx: &mut Tx, caller: &Caller, id: &EntryId, version: u64) -> Result<()> {
    let keeper = keeper(app, tx, caller).await?;
    let of = list_of(tx, &keeper, id).await?;
    let held = hold(app, tx, &keeper, &of).await?;
    let unit = unit_of(&held, id)?;
    held.part.must_hold(&unit)?;
    let made = apply(&held.list, Edit::Remove { id: id.clone(), version })?;
    let told = Told { kind: ChangeKind::Remove, unit: &unit, moved_to: "", undoes: None };
    carry_out(app, tx, caller, &held, &made, told).await
}

/// Puts an entry elsewhere in its unit.
pub async fn order(app: &App, tx: &mut Tx, caller: &Caller, id: &EntryId, wish: PlaceWish) -> Result<ListedEntry> {
    let keeper = keeper(app, tx, caller).await?;
    let of = list_of(tx, &keeper, id).await?;
    let held = hold(app, tx, &keeper, &of).await?;
    let unit = unit_of(&held, id)?;
    held.part.must_hold(&unit)?;
    let made = apply(&held.list, Edit::Order { id: id.clone(), version: wish.version, behind: wish.behind })?;
    let told = Told { kind: ChangeKind::Order, unit: &unit, moved_to: "", undoes: None };
    carry_out(app, tx, caller, &held, &made, told).await?;
    shown(&of, &made.list, id)
}

/// Gives a unit another path. Whoever looks after it looks after it there.
pub async fn move_unit(app: &App, tx: &mut Tx, caller: &Caller, wish: UnitMove) -> Result<()> {
    let keeper = keeper(app, tx, caller).await?;
    let of = which(app, caller, &keeper, wish.jurisdiction.as_ref())?;
    let (from, to) = (list::path(&wish.from), list::path(&wish.to));
    if from.is_empty() || to.is_empty() {
        return refuse(Code::BadValue, "from, to: a unit has a name");
    }
    let held = hold(app, tx, &keeper, &of).await?;
    held.part.must_hold(&from)?;
    held.part.must_hold(&to)?;
    let made = apply(&held.list, Edit::MoveUnit { from: from.clone(), to: to.clone(), entries: wish.entries })?;
    for kept in made.list.iter().filter(|kept| is_within(&kept.listed.entry.unit, &to)) {
        // A longer path must still be one that a list may hold.
        list::listed(kept.listed.entry.clone(), Vec::new()).map_err(bad)?;
    }
    editors::follow(tx, &of, &from, &to).await?;
    let told = Told { kind: ChangeKind::MoveUnit, unit: &from, moved_to: &to, undoes: None };
    carry_out(app, tx, caller, &held, &made, told).await
}

/// Removes a unit with all below it.
pub async fn remove_unit(app: &App, tx: &mut Tx, caller: &Caller, wish: UnitRemoval) -> Result<()> {
    let keeper = keeper(app, tx, caller).await?;
    let of = which(app, caller, &keeper, wish.jurisdiction.as_ref())?;
    let unit = list::path(&wish.unit);
    let held = hold(app, tx, &keeper, &of).await?;
    held.part.must_hold(&unit)?;
    let made = apply(&held.list, Edit::RemoveUnit { unit: unit.clone(), entries: wish.entries })?;
    let told = Told { kind: ChangeKind::RemoveUnit, unit: &unit, moved_to: "", undoes: None };
    carry_out(app, tx, caller, &held, &made, told).await
}

/// Returns what the caller has to do with directories; whoever looks after nothing is refused.
pub(super) async fn keeper(app: &App, tx: &mut Tx, caller: &Caller) -> Result<Keeper> {
    let keeper = Keeper::of(app, tx, caller).await?;
    if keeper.may_edit() { Ok(keeper) } else { Err(Code::NotAllowed.into()) }
}

/// Returns the list that is named, or the caller's own.
pub(super) fn which(
    app: &App,
    caller: &Caller,
    keeper: &Keeper,
    named: Option<&JurisdictionId>,
) -> Result<JurisdictionId> {
    let of = named.unwrap_or(&caller.account.jurisdiction);
    if !keeper.knows(of) {
        return Err(Code::NotAllowed.into());
    }
    if app.city().jurisdiction(of).is_none() {
        return refuse(Code::BadValue, format!("jurisdiction: there is no {of}"));
    }
    Ok(of.clone())
}

/// Returns the list that an entry stands in. One of a list that the caller has nothing to do with is not there.
async fn list_of(tx: &mut Tx, keeper: &Keeper, id: &EntryId) -> Result<JurisdictionId> {
    let of = entries::list_of(tx, id).await?.filter(|of| keeper.knows(of));
    of.ok_or_else(|| Error::Refused(Refusal::because(Code::NotFound, format!("no entry {id} here"))))
}

pub(super) async fn hold<'a>(app: &App, tx: &mut Tx, keeper: &Keeper, of: &'a JurisdictionId) -> Result<Held<'a>> {
    let now = app.clock.now();
    entries::hold(tx, of, now).await?;
    let list = entries::list(tx, of).await?;
    let part = keeper.part_of(of, &list);
    Ok(Held { of, list, part, now })
}

fn unit_of(held: &Held<'_>, id: &EntryId) -> Result<String> {
    let kept = held.list.iter().find(|kept| kept.id == *id);
    let kept = kept.ok_or_else(|| Error::Refused(Refusal::because(Code::NotFound, format!("no entry {id} here"))))?;
    Ok(kept.listed.entry.unit.clone())
}

fn bad(why: String) -> Error {
    Error::Refused(Refusal::because(Code::BadValue, why))
}

fn shown(of: &JurisdictionId, list: &[Kept], id: &EntryId) -> Result<ListedEntry> {
    let kept = list.iter().find(|kept| kept.id == *id);
    let kept = kept.ok_or_else(|| anyhow::anyhow!("entry {id} is not where it was put"))?;
    Ok(listed_entry(of, kept, true))
}

/// Shows an entry to a desk.
pub(super) fn listed_entry(of: &JurisdictionId, kept: &Kept, may_edit: bool) -> ListedEntry {
    ListedEntry {
        id: kept.id.clone(),
        jurisdiction: of.clone(),
        version: kept.version,
        entry: kept.listed.entry.clone(),
        roles: kept.listed.roles.clone(),
        may_edit,
    }
}

/// Writes what a change made of a list, the change itself, and who did it. No number of anybody goes into the audit.
pub(super) async fn carry_out(
    app: &App,
    tx: &mut Tx,
    caller: &Caller,
    held: &Held<'_>,
    made: &Made,
    told: Told<'_>,
) -> Result<()> {
    let (of, now) = (held.of, held.now);
    write(tx, of, &held.list, &made.list).await?;
    let version = entries::version(tx, of).await?;
    entries::set_hash(tx, of, &version, &hash(&made.list)?, now).await?;
    let id = DirectoryChangeId(app.random.uuid_v7(now));
    let row = Row {
        id,
        of,
        at: now,
        account: Some(caller.account.id),
        kind: told.kind,
        unit: told.unit,
        moved_to: told.moved_to,
        entries: count(&made.before, &made.after),
        before: &made.before,
        after: &made.after,
        undoes: told.undoes,
    };
    changes::insert(tx, &row).await?;
    if let Some(undone) = told.undoes {
        changes::undone(tx, undone, id).await?;
    }
    let record = Record {
        actor: &caller.account.actor(),
        area: of,
        action: word(told.kind),
        subject: format!("directory {of}"),
        operation: None,
        detail: format!("change {id}: {} entries in {}", row.entries, told.unit),
    };
    audit::record(tx, &*app.random, now, record).await
}

fn count(before: &[EntryState], after: &[EntryState]) -> usize {
    before.len().max(after.len())
}

const fn word(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::Add => "directory_add",
        ChangeKind::Change => "directory_change",
        ChangeKind::Remove => "directory_remove",
        ChangeKind::Order => "directory_order",
        ChangeKind::MoveUnit => "directory_move_unit",
        ChangeKind::RemoveUnit => "directory_remove_unit",
        ChangeKind::Import => "directory_import",
        ChangeKind::Undo => "directory_undo",
    }
}

/// Writes what differs.
async fn write(tx: &mut Tx, of: &JurisdictionId, before: &[Kept], after: &[Kept]) -> Result<()> {
    let mut known: BTreeMap<&EntryId, &Kept> = before.iter().map(|kept| (&kept.id, kept)).collect();
    let mut new = Vec::new();
    for kept in after {
        match known.remove(&kept.id) {
            None => new.push(kept),
            Some(old) if old == kept => {}
            Some(_) => entries::update(tx, kept).await?,
        }
    }
    for id in known.keys() {
        entries::delete(tx, id).await?;
    }
    if new.is_empty() { Ok(()) } else { entries::insert(tx, of, &new).await }
}
