//! What a desk sees: the tree of units, a page of entries, a file to hand on.

use std::collections::BTreeMap;

use shared::account::{Right, Role};
use shared::api::directory::{DirectoryTree, EntryList, UnitCount, UnitList};
use shared::ids::JurisdictionId;
use shared::refusal::Code;
use sqlx::AnyConnection;

use super::edits::listed_entry;
use super::reach::{Keeper, Part};
use super::whose;
use crate::accounts::caller::Caller;
use crate::app::App;
use crate::audit::{self, Record};
use crate::db::Tx;
use crate::directory::edit::Kept;
use crate::directory::store::entries;
use crate::error::{Result, refuse};
use crate::sheets::{Cell, Sheet};

/// At most so many entries on a page.
pub const MOST: u32 = 200;
/// So many are read at once while words are looked for.
const PAGE: i64 = 1_000;

/// Which entries are asked for.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Wanted {
    /// Of whose list; of all that the caller sees where none is named.
    pub of: Option<JurisdictionId>,
    /// At or below this unit; empty for all.
    pub unit: String,
    /// That these words fit: name, post, unit, initials, number.
    pub words: String,
    /// Where the page begins, as the page before said.
    pub after: String,
}

/// Returns whose lists the caller sees and which units they have.
pub async fn tree(app: &App, caller: &Caller) -> Result<DirectoryTree> {
    caller.may(Right::ReadDirectory)?;
    let city = app.city();
    let mut reader = app.db.read().await?;
    let keeper = Keeper::of(app, &mut reader, caller).await?;
    let mut lists = entries::lists(&mut reader, whose(caller, city.city_id())).await?;
    // Whoever manages a list sees it before there is anything in it.
    let own = &caller.account.jurisdiction;
    if keeper.manages(own) && !lists.contains(own) {
        lists.push(own.clone());
    }
    let mut shown = Vec::with_capacity(lists.len());
    for of in lists {
        let list = entries::list(&mut reader, &of).await?;
        let part = keeper.part_of(&of, &list);
        let mut at: BTreeMap<&str, usize> = BTreeMap::new();
        let mut units: Vec<UnitCount> = Vec::new();
        for kept in list.iter().filter(|kept| is_seen(kept, caller.account.role, &part)) {
            let unit = kept.listed.entry.unit.as_str();
            let place = *at.entry(unit).or_insert(units.len());
            match units.get_mut(place) {
                Some(known) => known.entries += 1,
                None => units.push(UnitCount { unit: unit.to_owned(), entries: 1 }),
            }
        }
        let name = city.jurisdiction(&of).map_or_else(|| of.to_string(), |one| one.name.clone());
        shown.push(UnitList {
            name,
            units,
            may_manage: part == Part::Whole,
            own: part.units().to_vec(),
            jurisdiction: of,
        });
    }
    Ok(DirectoryTree { lists: shown })
}

/// An entry is seen by whom it is for, and by whoever looks after it.
fn is_seen(kept: &Kept, role: Role, part: &Part) -> bool {
    let roles = &kept.listed.roles;
    roles.is_empty() || roles.contains(&role) || part.holds(&kept.listed.entry.unit)
}

/// Returns a page of entries in their order.
pub async fn page(app: &App, caller: &Caller, wanted: &Wanted, limit: u32) -> Result<EntryList> {
    caller.may(Right::ReadDirectory)?;
    let most = usize::try_from(limit).unwrap_or(usize::MAX);
    let mut reader = app.db.read().await?;
    let mut found = gather(app, &mut reader, caller, wanted, most.saturating_add(1)).await?;
    let more = found.len() > most;
    found.truncate(most);
    let next = found.last().filter(|_| more).map(|last| format!("{}/{}/{}", last.of, last.kept.place, last.kept.id));
    Ok(EntryList { entries: found.iter().map(|one| listed_entry(&one.of, &one.kept, one.may_edit)).collect(), next })
}

/// Returns entries as a table in a language, and writes down that they were taken away.
pub async fn export(app: &App, tx: &mut Tx, caller: &Caller, wanted: &Wanted, is_english: bool) -> Result<Sheet> {
    caller.may(Right::ReadDirectory)?;
    let found = gather(app, tx, caller, wanted, usize::MAX).await?;
    let of = wanted.of.as_ref().unwrap_or(&caller.account.jurisdiction);
    let record = Record {
        actor: &caller.account.actor(),
        area: of,
        action: "directory_export",
        subject: format!("directory {of}"),
        operation: None,
        detail: format!(
            "{} entries of {}",
            found.len(),
            if wanted.unit.is_empty() { "all" } else { wanted.unit.as_str() }
        ),
    };
    audit::record(tx, &*app.random, app.clock.now(), record).await?;
    let city = app.city();
    let name = |of: &JurisdictionId| city.jurisdiction(of).map_or_else(|| of.to_string(), |one| one.name.clone());
    let (title, columns) = if is_english { ("Directory", COLUMNS_EN) } else { ("通讯录", COLUMNS_ZH) };
    let row = |one: &Found| {
        let entry = &one.kept.listed.entry;
        let roles: Vec<&str> = one.kept.listed.roles.iter().map(|role| role.as_str()).collect();
        let text = |text: &str| if text.is_empty() { Cell::Empty } else { Cell::Text(text.to_owned()) };
        vec![
            text(&name(&one.of)),
            text(&entry.unit),
            text(&entry.name),
            text(&entry.initials),
            text(&entry.post),
            text(&entry.mobile),
            text(&entry.office_phone),
            text(&roles.join(" ")),
        ]
    };
    Ok(Sheet {
        name: title.to_owned(),
        columns: Vec::from(columns.map(str::to_owned)),
        rows: found.iter().map(row).collect(),
    })
}

// The names of the columns are those that a list is brought in by.
const COLUMNS_ZH: [&str; 8] = ["辖区", "部门", "姓名", "简拼", "职务", "手机", "办公电话", "可见角色"];
const COLUMNS_EN: [&str; 8] =
    ["jurisdiction", "unit", "name", "initials", "post", "mobile", "office_phone", "visible_to"];

/// An entry that was found.
struct Found {
    of: JurisdictionId,
    kept: Kept,
    may_edit: bool,
}

async fn gather(
    app: &App,
    connection: &mut AnyConnection,
    caller: &Caller,
    wanted: &Wanted,
    most: usize,
) -> Result<Vec<Found>> {
    let city = app.city();
    let keeper = Keeper::of(app, connection, caller).await?;
    let mut lists = entries::lists(connection, whose(caller, city.city_id())).await?;
    if let Some(of) = &wanted.of {
        lists.retain(|list| list == of);
    }
    let mut from = (i64::MIN, String::new());
    if !wanted.after.is_empty() {
        let Some((list, place, id)) = place(&wanted.after) else {
            return refuse(Code::BadValue, "after: not a place in this list");
        };
        let at = lists.iter().position(|one| *one == list);
        let before = at.unwrap_or(lists.len());
        drop(lists.drain(..before));
        from = (place, id);
    }
    let mut found = Vec::new();
    for of in lists {
        let units = entries::units(connection, of.as_str()).await?;
        let part = keeper.part(&of, units.iter().map(String::as_str));
        loop {
            let page = entries::behind(connection, of.as_str(), (from.0, from.1.as_str()), &wanted.unit, PAGE).await?;
            let Some(last) = page.last() else { break };
            from = (last.place, last.id.to_string());
            for kept in page {
                if !is_seen(&kept, caller.account.role, &part) || !kept.listed.entry.fits(&wanted.words) {
                    continue;
                }
                let may_edit = part.holds(&kept.listed.entry.unit);
                found.push(Found { of: of.clone(), kept, may_edit });
                if found.len() >= most {
                    return Ok(found);
                }
            }
        }
        from = (i64::MIN, String::new());
    }
    Ok(found)
}

/// Reads a place in a list: whose list, place, id.
fn place(text: &str) -> Option<(JurisdictionId, i64, String)> {
    let mut parts = text.splitn(3, '/');
    let (list, place, id) = (parts.next()?, parts.next()?, parts.next()?);
    Some((list.parse().ok()?, place.parse().ok()?, id.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::place;

    #[test]
    fn a_place_is_read_as_it_is_written() {
        let (list, at, id) = place("610112/2048/610112-2").unwrap();
        assert_eq!((list.as_str(), at, id.as_str()), ("610112", 2_048, "610112-2"));
        for bad in ["", "610112", "610112/x/y", "6 1/1/1"] {
            assert!(place(bad).is_none(), "{bad}");
        }
    }
}
