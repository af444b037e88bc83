//! Changes come down in pages. A page and its cursor are one transaction; unsent work is never overwritten.

use serde::Deserialize as _;
use shared::case::{Case, Nearby};
use shared::sync::pull::{CASE, Change, NEARBY, PullReply, TASK};
use shared::task::Task;

use crate::core::Inner;
use crate::error::{Error, Result};
use crate::store::Writer;
use crate::store::session::SignedIn;
use crate::sync::api::Call;
use crate::sync::pictures;
use crate::sync::round::Line;

/// Fetches and applies everything since the cursor. Returns how many changes that were.
pub async fn pull(core: &Inner, line: &Line<'_>) -> Result<u64> {
    let session = core.store.read(|r| r.signed_in())?;
    let mut cursor = session.cursor.clone();
    let mut pulled = 0;
    loop {
        let page: PullReply = line.json(&Call::get(format!("/api/v1/sync/pull?cursor={}", encoded(&cursor)))).await?;
        let count = apply(core, &session, &page)?;
        pulled += count;
        if page.more && page.cursor == cursor {
            return Err(Error::Busy("the server's pages do not go on".to_owned()));
        }
        cursor = page.cursor;
        if !page.more {
            break;
        }
    }
    if session.taking {
        // The whole scope came, in however many rounds: what it did not name is no longer ours to see.
        let gone = core.store.write(|w| {
            w.purge_cases(session.generation)?;
            w.purge_tasks(session.generation)?;
            w.purge_nearby(session.generation)?;
            let gone = w.purge_pictures(session.account.id)?;
            w.scope_taken()?;
            Ok(gone)
        })?;
        for name in gone.iter().map(|picture| pictures::file_name(&picture.sha256, &picture.size)) {
            // The row is gone already: a file that stays behind is sealed and shown to nobody.
            core.world.files.remove(&name)?;
        }
    }
    Ok(pulled)
}

fn apply(core: &Inner, session: &SignedIn, page: &PullReply) -> Result<u64> {
    #[cfg(feature = "planted")]
    if crate::planted::is("cursor saved before rows") {
        core.store.write(|w| w.keep_cursor(&page.cursor))?;
    }
    core.store.write(|w| {
        for change in &page.changes {
            apply_one(core, w, session, change)?;
        }
        // In the same transaction: a crash repeats a page, never skips one.
        w.keep_cursor(&page.cursor)
    })?;
    Ok(u64::try_from(page.changes.len()).unwrap_or(u64::MAX))
}

/// Applies one change to the rows here.
pub fn apply_one(core: &Inner, w: &Writer<'_>, session: &SignedIn, change: &Change) -> Result<()> {
    let (account, generation) = (session.account.id, session.generation);
    match (change.entity.as_str(), &change.body) {
        (CASE, _) if change.left => return w.case_left(&change.id),
        (TASK, _) if change.left => return w.task_left(&change.id),
        (NEARBY, _) if change.left => return w.nearby_left(&change.id),
        (CASE, Some(body)) => {
            if let Ok(case) = Case::deserialize(body) {
                for photo in &case.photos {
                    if let (Some(photo), Some(at)) = (photo.photo, photo.original_asked_at) {
                        w.original_asked(photo, at)?;
                    }
                }
                return w.hear_case(&case, &body.to_string(), generation);
            }
        }
        (TASK, Some(body)) => {
            if let Ok(task) = Task::deserialize(body) {
                for photo in &task.originals_asked {
                    w.original_asked(*photo, core.world.clock.wall())?;
                }
                return w.hear_task(&task, &body.to_string(), task.assignee.unwrap_or(account), generation);
            }
        }
        (NEARBY, Some(body)) => {
            if let Ok(near) = Nearby::deserialize(body) {
                return w.hear_nearby(&near, &body.to_string(), generation);
            }
        }
        (_, _) => {}
    }
    // A kind or a shape of a later server: kept as it came, for a build that understands it.
    w.keep_unread(change, &session.account.jurisdiction, core.world.clock.wall())
}

/// Writes text so that it may stand in an address.
fn encoded(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
            written.push(char::from(byte));
        } else {
            written.push_str(&format!("%{byte:02X}"));
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use super::encoded;

    #[test]
    fn a_cursor_of_any_letters_stands_in_an_address() {
        assert_eq!(encoded("a-b_c.~"), "a-b_c.~");
        assert_eq!(encoded("610112=4&x 网"), "610112%3D4%26x%20%E7%BD%91");
    }
}
