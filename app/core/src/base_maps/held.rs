//! The bytes of base maps: where they lie, and letting go of them.

use std::collections::BTreeMap;
use std::path::PathBuf;

use shared::api::base_maps::BaseMap;
use shared::ids::Sha256;
use shared::refusal::{Code, Refusal};

use crate::core::Inner;
use crate::error::Result;

/// A map that is ready.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct HeldMap {
    /// Where it is read from.
    pub path: PathBuf,
    /// How long it is.
    pub size_bytes: u64,
}

/// Returns where a map that is ready can be read from, by its hash; `None` when it cannot.
pub fn find(core: &Inner, hash: &str) -> Result<Option<HeldMap>> {
    let hash: Sha256 = hash.parse().map_err(|error| Refusal::because(Code::BadValue, format!("{error}")))?;
    let Some(kept) = core.store.read(|r| r.base_map(&hash))?.filter(|kept| kept.wanted && kept.ready.is_some()) else {
        return Ok(None);
    };
    let (length, size_bytes) = (core.world.base_maps.length(&hash)?, kept.map.size_bytes);
    if length != size_bytes {
        // Somebody cleared the folder: it is fetched again, as far as it is missing.
        tracing::warn!(map = %hash, length, "Base map {hash} is no longer whole");
        core.store.write(|w| w.base_map_stands_at(&hash, length.min(size_bytes)))?;
        core.something_to_send();
        return Ok(None);
    }
    Ok(core.world.base_maps.path(&hash).map(|path| HeldMap { path, size_bytes }))
}

/// Lets go of the bytes of a map. One that is still kept is fetched again when there is room for all of it.
pub fn give_up(core: &Inner, hash: &Sha256) -> Result<()> {
    // The row first: a row that counts bytes which are not there would be a lie.
    core.store.write(|w| w.base_map_stands_at(hash, 0))?;
    Ok(core.world.base_maps.remove(hash)?)
}

/// Returns the maps whose bytes may go when the disk is full, first those that cannot be drawn yet.
pub fn that_may_go(core: &Inner) -> Result<Vec<Sha256>> {
    let mut maps = core.store.read(|r| r.base_maps())?;
    maps.retain(|kept| kept.held_bytes > 0);
    maps.sort_by_key(|kept| kept.ready.is_some());
    Ok(maps.into_iter().map(|kept| kept.map.hash).collect())
}

/// Takes a list over: what is no longer offered goes with its bytes.
pub fn take_list(core: &Inner, maps: &[BaseMap], mark: &str) -> Result<()> {
    let here: BTreeMap<Sha256, u64> = core.world.base_maps.lengths()?.into_iter().collect();
    core.store.write(|w| w.take_base_maps(maps, mark, &here).map(drop))?;
    // Whatever lies here and is not in the list, also from before the database was made again.
    for hash in here.keys().filter(|hash| !maps.iter().any(|map| map.hash == **hash)) {
        core.world.base_maps.remove(hash)?;
    }
    Ok(())
}
