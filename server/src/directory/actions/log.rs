//! What was changed, and taking one change back.

use shared::api::directory::{ChangeKind, DirectoryChange, DirectoryChanges, is_within};
use shared::ids::{AccountId, DirectoryChangeId, EntryId, JurisdictionId};
use shared::refusal::{Code, Refusal};

use super::edits::{self, Told};
use super::reach::{Keeper, Part};
use crate::accounts::caller::Caller;
use crate::app::App;
use crate::db::Tx;
use crate::directory::edit::{Edit, apply};
use crate::directory::store::{changes, editors, entries};
use crate::error::{Error, Result, refuse};

/// At most so many on a page.
pub const MOST: u32 = 200;
/// So many entries of a change are shown; what is taken back is all of them.
const MOST_SHOWN: usize = 20;
/// So many are read at once.
const PAGE: i64 = 200;

/// Which changes are asked for.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Wanted {
    /// Of whose list; the caller's own where none is named.
    pub of: Option<JurisdictionId>,
    /// At or below this unit; empty for all.
    pub unit: String,
    /// Of this entry.
    pub entry: Option<EntryId>,
    /// By this account.
    pub account: Option<AccountId>,
    /// What comes behind this one.
    pub before: Option<DirectoryChangeId>,
}

/// Returns what was changed in what the caller looks after, the newest first.
pub async fn page(app: &App, caller: &Caller, wanted: &Wanted, limit: u32) -> Result<DirectoryChanges> {
    let mut reader = app.db.read().await?;
    let keeper = Keeper::of(app, &mut reader, caller).await?;
    if !keeper.may_edit() {
        return Err(Code::NotAllowed.into());
    }
    let of = edits::which(app, caller, &keeper, wanted.of.as_ref())?;
    let part = keeper.part_of(&of, &entries::list(&mut reader, &of).await?);
    let account = wanted.account.map(|id| id.to_string()).unwrap_or_default();
    let mut below = wanted.before.map_or_else(|| "g".to_owned(), |before| before.to_string());
    let shown = usize::try_from(limit).unwrap_or(usize::MAX);
    let mut found = Vec::new();
    loop {
        let page = changes::page(&mut reader, of.as_str(), &below, &account, PAGE).await?;
        let Some(last) = page.last() else { break };
        below = last.id.to_string();
        found.extend(page.into_iter().filter(|change| fits(change, wanted, &part)));
        // One more than is shown says whether there is another page.
        if found.len() > shown {
            break;
        }
    }
    let more = found.len() > shown;
    found.truncate(shown);
    let next = found.last().filter(|_| more).map(|last| last.id);
    Ok(DirectoryChanges { changes: found.into_iter().map(|change| told(change, caller, &part)).collect(), next })
}

/// A whole list that was brought in is for those who manage it.
fn fits(change: &DirectoryChange, wanted: &Wanted, part: &Part) -> bool {
    let states = || change.before.iter().chain(&change.after);
    let is_held = match part {
        Part::Whole => true,
        Part::Units(_) => change.kind != ChangeKind::Import && part.holds(&change.unit),
    };
    is_held
        && (wanted.unit.is_empty() || is_within(&change.unit, &wanted.unit))
        && wanted.entry.as_ref().is_none_or(|id| states().any(|state| state.id == *id))
}

fn told(mut change: DirectoryChange, caller: &Caller, part: &Part) -> DirectoryChange {
    change.may_undo = may_undo(&change, caller, part).is_ok();
    change.before.truncate(MOST_SHOWN);
    change.after.truncate(MOST_SHOWN);
    change
}

/// Whoever made a change takes it back, or who manages the list; each only where they still may.
fn may_undo(change: &DirectoryChange, caller: &Caller, part: &Part) -> Result<()> {
    if change.kind == ChangeKind::Import {
        return refuse(Code::BadValue, "a whole list is not taken back; bring the one before it in again");
    }
    if change.undone_by.is_some() {
        return refuse(Code::DirectoryChanged, "it was taken back already");
    }
    let is_own = change.account == Some(caller.account.id);
    if *part != Part::Whole && !is_own {
        return Err(Code::NotAllowed.into());
    }
    for state in change.before.iter().chain(&change.after) {
        part.must_hold(&state.entry.unit)?;
    }
    Ok(())
}

/// Takes a change back, as a new change.
pub async fn undo(app: &App, tx: &mut Tx, caller: &Caller, id: DirectoryChangeId) -> Result<()> {
    let keeper = edits::keeper(app, tx, caller).await?;
    let nothing = || Error::Refused(Refusal::because(Code::NotFound, format!("no change {id} here")));
    let (change, _) =
        changes::find(tx, id).await?.filter(|(one, _)| keeper.knows(&one.jurisdiction)).ok_or_else(nothing)?;
    let of = change.jurisdiction.clone();
    let held = edits::hold(app, tx, &keeper, &of).await?;
    // Read again: whoever was faster may have taken it back.
    let (change, moved_to) = changes::find(tx, id).await?.ok_or_else(nothing)?;
    may_undo(&change, caller, &held.part)?;
    let made = apply(&held.list, Edit::Restore { before: change.before, after: change.after })?;
    if !moved_to.is_empty() {
        editors::follow(tx, &of, &moved_to, &change.unit).await?;
    }
    let (unit, back) =
        if moved_to.is_empty() { (change.unit.as_str(), "") } else { (moved_to.as_str(), change.unit.as_str()) };
    let told = Told { kind: ChangeKind::Undo, unit, moved_to: back, undoes: Some(id) };
    edits::carry_out(app, tx, caller, &held, &made, told).await
}
