//! Taking a home away: the key, the database with its journal, the photos, what a camera left, the PIN, the base maps.
//! Files that were handed out stay: they are sealed for the server, and not ours any more.
//!
//! The mark is written before anything goes and is the last to go. A start that finds it opens nothing before the rest is
//! gone; then another device begins in the same place, and tells why. Do not reorder: the key goes first, so that what a
//! crash leaves opens with nothing.

use std::path::Path;

use serde::{Deserialize, Serialize};
use shared::ids::DeviceId;
use shared::time::Instant;

use crate::core::Inner;
use crate::error::Result;
use crate::ports::{KeyStore, World};

/// The mark's file. Its words are not sealed: there is no key any more when they are read.
const MARK: &str = "wipe";

/// That a home is to be erased, or was.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Mark {
    /// Whose key goes.
    pub device: Option<DeviceId>,
    /// When it began.
    pub at_ms: i64,
    /// Why, in the desk's words.
    pub reason: String,
    /// Nothing is left but this.
    pub is_erased: bool,
}

/// Marks a home, also on a full disk: what was kept free for a report is needed for none any more.
pub fn mark(world: &World, mark: &Mark) -> Result<()> {
    match write(world, mark) {
        Err(_) if world.spare.give_up()? => write(world, mark),
        written => written,
    }
}

/// Erases a home that was marked; does nothing where it was not.
pub fn finish(world: &World, keys: &dyn KeyStore, database: &Path) -> Result<()> {
    let Some(mark) = read(world)?.filter(|mark| !mark.is_erased) else { return Ok(()) };
    if let Some(device) = mark.device {
        keys.erase(device)?;
    }
    world.spare.erase(database)?;
    for (map, _) in world.base_maps.lengths()? {
        world.base_maps.remove(&map)?;
    }
    world.tray.empty()?;
    #[cfg(feature = "planted")]
    if crate::planted::is("erased home keeps its files") {
        world.files.remove("device")?;
        return write(world, &Mark { is_erased: true, ..mark });
    }
    world.files.keep_only(MARK)?;
    write(world, &Mark { is_erased: true, ..mark })
}

/// Tells whoever has the phone why it is empty, and takes the mark away.
pub fn tell(core: &Inner) -> Result<()> {
    let Some(mark) = read(&core.world)?.filter(|mark| mark.is_erased) else { return Ok(()) };
    // In this order: a crash between the two tells it again under the same name and moment.
    core.store.write(|w| w.put_notice("wiped", &mark.reason, Instant::from_ms(mark.at_ms)))?;
    Ok(core.world.files.remove(MARK)?)
}

/// One that cannot be read is a mark all the same: nothing else is written under its name.
fn read(world: &World) -> Result<Option<Mark>> {
    Ok(world.files.read(MARK)?.map(|bytes| serde_json::from_slice(&bytes).unwrap_or_default()))
}

fn write(world: &World, mark: &Mark) -> Result<()> {
    Ok(world.files.write(MARK, &serde_json::to_vec(mark)?)?)
}
