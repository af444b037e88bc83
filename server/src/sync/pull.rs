//! What changed in a caller's scope since its cursor.

use std::collections::BTreeSet;

use shared::sync::pull::{self, Change, MOST_CHANGES, PullReply};

use super::cursor::Cursor;
use super::digest::shown;
use super::scope::Scope;
use super::store::changes::{self as store, Changed, Window};
use crate::accounts::caller::Caller;
use crate::app::App;
use crate::changes;
use crate::db::Reader;
use crate::error::Result;

/// Returns a page of changes.
pub async fn pull(app: &App, caller: &Caller, cursor: Option<&str>) -> Result<PullReply> {
    let mut cursor = Cursor::read(cursor, caller.account.id)?;
    let scope = Scope::of(app, caller);
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
        let window = Window { area, after, upto: *upto, limit: room };
        let found = of_scope(&mut reader, &scope, window).await?;
        let full = i64::try_from(found.len()).unwrap_or(most) >= room;
        let taken = found.last().filter(|_| full).map_or(*upto, |last| last.number);
        more |= taken < *upto;
        cursor.taken.insert(area.clone(), taken);
        page.extend(found);
    }
    Ok(PullReply { cursor: cursor.write(), more, changes: newest(page)? })
}

async fn of_scope(reader: &mut Reader, scope: &Scope, window: Window<'_>) -> Result<Vec<Changed>> {
    match scope {
        Scope::Areas(areas) => {
            let mut found = store::of_area(reader, window).await?;
            // A row that went to another area of the scope is still in it; in which order the two are read says nothing.
            for one in found.iter_mut().filter(|one| one.area.as_ref() != Some(window.area)) {
                one.left &= !one.area.as_ref().is_some_and(|area| areas.contains(area));
            }
            Ok(found)
        }
        Scope::Own(account) => store::of_account(reader, *account, window).await,
        Scope::Walking(account, since) => {
            let mut found = store::of_account(reader, *account, window).await?;
            let near = store::near(reader, *account, *since, window).await?;
            found.extend(near.into_iter().map(|one| Changed { entity: pull::NEARBY.to_owned(), ..one }));
            // Each of the two holds its first ones whole, and so do the first ones of both.
            found.sort_by_key(|one| one.number);
            found.truncate(usize::try_from(window.limit).unwrap_or(usize::MAX));
            Ok(found)
        }
    }
}

/// Of one row only the last entry of the page is sent: all of them would carry the same, present row.
fn newest(page: Vec<Changed>) -> Result<Vec<Change>> {
    let mut seen = BTreeSet::new();
    let mut changes = Vec::new();
    for one in page.into_iter().rev() {
        if !seen.insert((one.entity.clone(), one.id.clone())) {
            continue;
        }
        let body = match one.body.filter(|_| !one.left) {
            Some(text) => shown(&one.entity, &text)?,
            None => None,
        };
        let version = body.as_ref().and_then(|row| row.get("version")).and_then(serde_json::Value::as_u64).unwrap_or(0);
        changes.push(Change { entity: one.entity, id: one.id, version, left: one.left, body });
    }
    changes.reverse();
    Ok(changes)
}
