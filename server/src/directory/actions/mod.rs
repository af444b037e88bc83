//! Telling everybody what they may see of the directory, and bringing in a whole list.
//!
//! `reach` says whose lists somebody sees and which units they may change, `edits` changes them, `log` is what was changed
//! and taking it back, `editors` who looks after what, `reading` what a desk sees.

pub mod reach;
pub mod edits;
pub mod log;
pub mod editors;
pub mod reading;

use std::collections::{BTreeMap, BTreeSet};

use shared::account::Actor;
use shared::api::directory::{ChangeKind, Directory};
use shared::ids::{DirectoryChangeId, EntryId, JurisdictionId, Sha256};
use shared::time::Instant;

use super::edit::Kept;
use super::list::Listed;
use super::store::changes::{self, Row};
use super::store::entries::{self, Whose};
use crate::accounts::caller::{Caller, Reach};
use crate::app::App;
use crate::audit::{self, Record};
use crate::db::Tx;
use crate::error::Result;

/// Room between two entries of a list that was brought in.
const GAP: i64 = 1_024;

/// Brings a list in, in the place of the one before it, and writes down that it came; returns its hash.
pub async fn import(
    app: &App,
    tx: &mut Tx,
    by: &Actor,
    of: &JurisdictionId,
    version: &str,
    listed: &[Listed],
) -> Result<Sha256> {
    let now = app.clock.now();
    let hash = replace(tx, of, version, listed, now).await?;
    let row = Row {
        id: DirectoryChangeId(app.random.uuid_v7(now)),
        of,
        at: now,
        account: match by {
            Actor::Account { id, .. } => Some(*id),
            Actor::System { .. } => None,
        },
        kind: ChangeKind::Import,
        unit: "",
        moved_to: "",
        entries: listed.len(),
        before: &[],
        after: &[],
        undoes: None,
    };
    changes::insert(tx, &row).await?;
    let record = Record {
        actor: by,
        area: of,
        action: "directory_import",
        subject: format!("directory {of}"),
        operation: None,
        detail: format!("{} entries", listed.len()),
    };
    audit::record(tx, &*app.random, now, record).await?;
    Ok(hash)
}

/// Puts a jurisdiction's list, or the city's, in the place of the one before it; returns its hash. Who was there before
/// keeps their id.
pub async fn replace(
    tx: &mut Tx,
    of: &JurisdictionId,
    version: &str,
    listed: &[Listed],
    now: Instant,
) -> Result<Sha256> {
    entries::hold(tx, of, now).await?;
    let before = entries::list(tx, of).await?;
    let list = identified(&before, of, listed)?;
    entries::clear(tx, of).await?;
    entries::insert(tx, of, &list.iter().collect::<Vec<_>>()).await?;
    let hash = hash(&list)?;
    entries::set_hash(tx, of, version, &hash, now).await?;
    Ok(hash)
}

/// Returns what changes whenever anything of a list does.
fn hash(list: &[Kept]) -> Result<Sha256> {
    let whole: Vec<_> = list.iter().map(|kept| (&kept.listed.entry, &kept.listed.roles)).collect();
    Ok(Sha256::of(&serde_json::to_vec(&whole)?))
}

/// Says whether somebody of the list before is one of the new list.
type Fits = fn(&Kept, &Listed) -> bool;

/// Gives entries of a list that was brought in their ids: those that stood there under the same name and numbers, or at
/// least the same name in the same unit, keep theirs; of the others the id is made of what they say.
fn identified(before: &[Kept], of: &JurisdictionId, listed: &[Listed]) -> Result<Vec<Kept>> {
    let mut unused: BTreeSet<&EntryId> = before.iter().map(|kept| &kept.id).collect();
    let mut found: Vec<Option<&Kept>> = vec![None; listed.len()];
    let is_same = |kept: &Kept, one: &Listed| {
        let (old, new) = (&kept.listed.entry, &one.entry);
        (&old.unit, &old.name, &old.post) == (&new.unit, &new.name, &new.post)
            && (&old.mobile, &old.office_phone) == (&new.mobile, &new.office_phone)
    };
    let is_alike = |kept: &Kept, one: &Listed| {
        let (old, new) = (&kept.listed.entry, &one.entry);
        !new.name.is_empty() && (&old.unit, &old.name) == (&new.unit, &new.name)
    };
    let mut units: BTreeMap<&str, Vec<&Kept>> = BTreeMap::new();
    for kept in before {
        units.entry(&kept.listed.entry.unit).or_default().push(kept);
    }
    let tests: [Fits; 2] = [is_same, is_alike];
    for fits in tests {
        for (slot, one) in found.iter_mut().zip(listed).filter(|(slot, _)| slot.is_none()) {
            let known = units.get(one.entry.unit.as_str()).into_iter().flatten();
            let kept = known.copied().find(|kept| unused.contains(&kept.id) && fits(kept, one));
            if let Some(kept) = kept {
                unused.remove(&kept.id);
                *slot = Some(kept);
            }
        }
    }
    let mut taken: BTreeSet<EntryId> = found.iter().flatten().map(|kept| kept.id.clone()).collect();
    let mut list = Vec::with_capacity(listed.len());
    for ((number, one), known) in (1_i64..).zip(listed).zip(found) {
        let (id, version) = match known {
            Some(kept) => (kept.id.clone(), kept.version + u64::from(kept.listed != *one)),
            None => (made_of(of, one, &taken)?, 1),
        };
        taken.insert(id.clone());
        list.push(Kept { id, place: number * GAP, version, listed: one.clone() });
    }
    Ok(list)
}

fn made_of(of: &JurisdictionId, one: &Listed, taken: &BTreeSet<EntryId>) -> Result<EntryId> {
    let entry = serde_json::to_string(&one.entry)?;
    for number in 0_u32.. {
        let hash = Sha256::of(format!("{of} {number} {entry}").as_bytes());
        let short: String = hash.as_str().chars().take(32).collect();
        let id: EntryId = short.parse().map_err(anyhow::Error::new)?;
        if !taken.contains(&id) {
            return Ok(id);
        }
    }
    unreachable!("a list is shorter than all numbers")
}

/// Returns what the caller may see.
pub async fn of(app: &App, caller: &Caller) -> Result<Directory> {
    let city = app.city();
    let whose = whose(caller, city.city_id());
    let mut reader = app.db.read().await?;
    let hashes = entries::hashes(&mut reader, whose).await?;
    let entries = entries::entries(&mut reader, whose, caller.account.role).await?;
    Ok(Directory { hash: named(caller, &hashes), entries })
}

/// Returns what changes whenever what the caller may see does; nothing where there is no list.
pub async fn mark(app: &App, caller: &Caller) -> Result<Option<Sha256>> {
    let city = app.city();
    let hashes = entries::hashes(&mut *app.db.read().await?, whose(caller, city.city_id())).await?;
    Ok(named(caller, &hashes))
}

/// Another role sees another part of the same lists.
fn named(caller: &Caller, hashes: &[String]) -> Option<Sha256> {
    let role = caller.account.role.as_str();
    (!hashes.is_empty()).then(|| Sha256::of(format!("{role} {}", hashes.join(" ")).as_bytes()))
}

fn whose<'a>(caller: &'a Caller, city: Option<&'a JurisdictionId>) -> Whose<'a> {
    match &caller.reach {
        Reach::City => Whose::All,
        Reach::Jurisdiction(_) | Reach::Unit(_) | Reach::Own(_) => {
            Whose::Of(caller.account.jurisdiction.as_str(), city.map_or("", JurisdictionId::as_str))
        }
    }
}

#[cfg(test)]
mod tests {
    use shared::ids::JurisdictionId;

    use super::identified;
    use crate::directory::list::{self, Listed};

    fn listed(lines: &str) -> Vec<Listed> {
        list::read(&format!("unit,name,mobile,office_phone\n{lines}")).unwrap()
    }

    #[test]
    fn who_stood_there_before_keeps_their_id() {
        let of: JurisdictionId = "610112".parse().unwrap();
        let first = listed("中心,王练一,,029-0001\n中心,,,029-0002\n中心,李练二,,029-0003\n");
        let first = identified(&[], &of, &first).unwrap();
        let ids: Vec<_> = first.iter().map(|kept| kept.id.clone()).collect();
        let again = listed("中心,李练二,,029-0009\n中心,,,029-0002\n中心,,,029-0002\n中心,赵练三,,029-0004\n");
        let again = identified(&first, &of, &again).unwrap();
        assert_eq!((&again[0].id, again[0].version), (&ids[2], 2), "another number, the same person");
        assert_eq!((&again[1].id, again[1].version), (&ids[1], 1));
        assert!(!ids.contains(&again[2].id) && !ids.contains(&again[3].id), "the same twice is two");
        assert!(again.windows(2).all(|two| two[0].place < two[1].place));
    }
}
