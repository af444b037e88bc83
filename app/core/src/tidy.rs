//! Freeing what this phone need not keep: at the end of a round, and before a shot when space is low.
//!
//! Never frees what has no receipt, but for originals that nobody asked for until long after their case was closed.
//! Thumbnails stay.

use crate::core::Inner;
use crate::drafts;
use crate::error::Result;
use crate::outbox::OFFERED_AGAIN_MS;
use crate::shutter::files;

/// How long after a case was closed its files stay: 30 days.
const KEPT_AFTER_CLOSING_MS: i64 = 30 * 24 * 3_600_000;

/// With less free space than this a shot may fail.
const LOW_BYTES: u64 = 256 * 1024 * 1024;

/// Frees what may go, originals first, and returns how many files that were.
pub fn tidy(core: &Inner) -> Result<usize> {
    let now = core.times()?.corrected();
    drafts::forget(core, now)?;
    let (closed_by, receipted_by) = (now.plus_ms(-KEPT_AFTER_CLOSING_MS), now.plus_ms(-OFFERED_AGAIN_MS));
    let freeable = core.store.read(|r| r.freeable(closed_by, receipted_by))?;
    for file in &freeable {
        // The file first: a row that says "freed" of a file that is there would let it lie for ever.
        files::free(core, file.photo, file.traveller)?;
        core.store.write(|w| w.put_freed(*file, core.world.clock.wall()))?;
    }
    if !freeable.is_empty() {
        tracing::info!(files = freeable.len(), "{} files were freed", freeable.len());
    }
    Ok(freeable.len())
}

/// Frees what may go when there is not much room left for a shot of so many bytes. That it fails is no reason not to
/// take the shot.
pub fn make_room(core: &Inner, bytes: usize) {
    let needed = LOW_BYTES.saturating_add(u64::try_from(bytes).unwrap_or(u64::MAX));
    if core.world.files.free_bytes().is_none_or(|free| free >= needed) {
        return;
    }
    if let Err(error) = tidy(core) {
        tracing::warn!(%error, "No room could be made");
    }
}
