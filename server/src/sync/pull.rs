//! What changed in a caller's scope since its cursor.

use std::collections::BTreeSet;

use anyhow::Context as _;
use serde_json::Value;
use shared::account::Role;
use shared::ids::JurisdictionId;
use shared::sync::pull::{Change, MOST_CHANGES, PullReply};

use super::cursor::Cursor;
use super::store::{self, Changed};
use crate::accounts::caller::{Caller, Reach};
use crate::app::App;
use crate::changes;
use crate::error::Result;

/// What a caller follows.
enum Scope {
    /// Its own cases and tasks, in whatever area they lie.
    Own,
    /// Everything in some areas.
    Areas(BTreeSet<JurisdictionId>),
}

fn scope(app: &App, caller: &Caller) -> Scope {
    match (&caller.reach, caller.account.role) {
        (Reach::City, Role::Supervisor | Role::Leader | Role::Admin | Role::ShiftLeader) => {
            Scope::Areas(app.city().jurisdictions().map(|one| one.id.clone()).collect())
        }
        (Reach::Jurisdiction(id), Role::Supervisor | Role::Leader | Role::Admin | Role::ShiftLeader) => {
            Scope::Areas(BTreeSet::from([id.clone()]))
        }
        (Reach::City | Reach::Jurisdiction(_) | Reach::Unit(_) | Reach::Own(_), _) => Scope::Own,
    }
}

/// Returns a page of changes.
pub async fn pull(app: &App, caller: &Caller, cursor: Option<&str>) -> Result<PullReply> {
    let mut cursor = Cursor::read(cursor, caller.account.id)?;
    let scope = scope(app, caller);
    let mut reader = app.db.read().await?;
    // The counters first: what has a number up to them is committed, so nothing is passed over.
    let counters = changes::counters(&mut reader).await?;
    let most = i64::from(MOST_CHANGES);
    let (mut page, mut more): (Vec<Changed>, bool) = (Vec::new(), false);
    for (area, upto) in &counters {
        if matches!(&scope, Scope::Areas(areas) if !areas.contains(area)) {
            continue;
        }
        let after = cursor.taken.get(area).copied().unwrap_or(0);
        if after >= *upto {
            continue;
        }
        let room = most - i64::try_from(page.len()).unwrap_or(most);
        if room <= 0 {
            more = true;
            break;
        }
        let found = match &scope {
            Scope::Own => store::of_account(&mut reader, caller.account.id, area, after, *upto, room).await?,
            Scope::Areas(_) => store::of_area(&mut reader, area, after, *upto, room).await?,
        };
        let full = i64::try_from(found.len()).unwrap_or(most) >= room;
        let taken = found.last().filter(|_| full).map_or(*upto, |last| last.number);
        more |= taken < *upto;
        cursor.taken.insert(area.clone(), taken);
        page.extend(found);
    }
    Ok(PullReply { cursor: cursor.write(), more, changes: newest(page)? })
}

/// Of one row only the last entry of the page is sent: all of them would carry the same, present row.
fn newest(page: Vec<Changed>) -> Result<Vec<Change>> {
    let mut seen = BTreeSet::new();
    let mut changes = Vec::new();
    for one in page.into_iter().rev() {
        if !seen.insert((one.entity.clone(), one.id.clone())) {
            continue;
        }
        let body: Option<Value> = match one.body.filter(|_| !one.left) {
            Some(text) => Some(serde_json::from_str(&text).with_context(|| format!("read the row {}", one.id))?),
            None => None,
        };
        let version = body.as_ref().and_then(|row| row.get("version")).and_then(Value::as_u64).unwrap_or(0);
        changes.push(Change { entity: one.entity, id: one.id, version, left: one.left, body });
    }
    changes.reverse();
    Ok(changes)
}
