//! Room on the disk: kept before the camera opens, given up where it can be had again, and a reserve for the report in
//! hand.
//!
//! Never throws away what a person made: only base maps and pictures that can be fetched again and thumbnails that can be
//! made again.

use app_bridge::room::Room;
use shared::refusal::{Code, Refusal};

use crate::base_maps;
use crate::core::Inner;
use crate::error::{Error, Result};
use crate::shutter::files;
use crate::sync::pictures;
use crate::tidy;

/// What a shot may need: a large camera's file or the largest clip, the working copy, the thumbnail, the rows.
const SHOT_BYTES: u64 = 24 * 1024 * 1024;
/// What a shot usually needs.
const USUAL_SHOT_BYTES: u64 = 6 * 1024 * 1024;
/// What stands beside the camera's own file: working copy, thumbnail, rows, the database's log.
const BESIDE_BYTES: u64 = 4 * 1024 * 1024;
/// Enough for the rows of a report and their log several times over.
const RESERVE_BYTES: u64 = 4 * 1024 * 1024;
/// The reserve is taken only from plenty: it must not be what fills the disk.
const PLENTY_BYTES: u64 = 128 * 1024 * 1024;

/// Says how much room there is, or refuses before the camera opens: a shot that cannot be kept must not be taken.
pub fn before_the_camera(core: &Inner) -> Result<Room> {
    make(core, SHOT_BYTES)?;
    let free_bytes = core.world.files.free_bytes();
    Ok(Room { free_bytes, shots_left: free_bytes.map(|free| free.saturating_sub(BESIDE_BYTES) / USUAL_SHOT_BYTES) })
}

/// Refuses a shot whose files would not fit.
pub fn for_a_shot(core: &Inner, original_bytes: usize) -> Result<()> {
    let original = u64::try_from(original_bytes).unwrap_or(u64::MAX);
    make(core, original.saturating_add(BESIDE_BYTES))
}

/// Sees to it that so many bytes are free.
fn make(core: &Inner, wanted: u64) -> Result<()> {
    if has(core, wanted) {
        return Ok(());
    }
    tidy::tidy(core)?;
    if has(core, wanted) {
        return Ok(());
    }
    shed(core, wanted)?;
    if has(core, wanted) {
        return Ok(());
    }
    let free = core.world.files.free_bytes().unwrap_or(0);
    Err(Refusal::because(Code::DeviceFull, format!("{wanted} bytes are needed, {free} are free")).into())
}

/// Where nobody can tell, the write itself will.
fn has(core: &Inner, wanted: u64) -> bool {
    core.world.files.free_bytes().is_none_or(|free| free >= wanted)
}

/// Gives up what can be had again, the least missed first, until there is room: base maps, fetched pictures, then
/// thumbnails of what has arrived.
fn shed(core: &Inner, wanted: u64) -> Result<()> {
    let (fetched, arrived) = core.store.read(|r| Ok((r.pictures()?, r.receipted_photos()?)))?;
    let mut shed = 0_u64;
    for map in base_maps::held::that_may_go(core)? {
        if has(core, wanted) {
            break;
        }
        base_maps::held::give_up(core, &map)?;
        shed += 1;
    }
    for picture in fetched {
        if has(core, wanted) {
            break;
        }
        // The row first: a row without its file would be a lie.
        core.store.write(|w| w.drop_picture(&picture))?;
        core.world.files.remove(&pictures::file_name(&picture.sha256, &picture.size))?;
        shed += 1;
    }
    for photo in arrived {
        if has(core, wanted) {
            break;
        }
        files::give_up_thumb(core, photo.id)?;
        shed += 1;
    }
    tracing::warn!(shed, "The disk is nearly full; maps and pictures that can be had again were given up");
    Ok(())
}

/// Makes room for the report in hand with everything that can be given up; says whether there was anything.
pub fn give_way(core: &Inner) -> Result<bool> {
    let had_reserve = core.world.spare.give_up()?;
    // Dropping a row needs room too: after the reserve there is some.
    let before = core.world.files.free_bytes();
    match shed(core, SHOT_BYTES) {
        Ok(()) => {}
        Err(Error::Refused(refusal)) if refusal.code == Code::DeviceFull => {}
        Err(error) => return Err(error),
    }
    Ok(had_reserve || core.world.files.free_bytes() > before)
}

/// Says whether there is room for what is merely good to have.
pub fn is_plenty(core: &Inner) -> bool {
    has(core, PLENTY_BYTES)
}

/// Says whether there would still be room for all else when so many bytes more are here.
pub fn is_plenty_beside(core: &Inner, bytes: u64) -> bool {
    has(core, PLENTY_BYTES.saturating_add(bytes))
}

/// Takes the reserve again while there is plenty of room. That it cannot be taken is no reason to do anything less.
pub fn hold_reserve(core: &Inner) {
    if !is_plenty(core) {
        return;
    }
    if let Err(error) = core.world.spare.hold(RESERVE_BYTES) {
        tracing::warn!(%error, "There is no reserve for a full disk");
    }
}
