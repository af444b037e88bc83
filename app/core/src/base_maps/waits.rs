//! What the base maps that are kept wait for: a network, room, or only their turn.

use app_bridge::base_map::{BaseMapFetching, BaseMapWait, MapsOver};
use shared::time::Instant;

use crate::core::Inner;
use crate::error::Result;
use crate::ports::Metering;
use crate::room;
use crate::store::base_maps::KeptMap;

/// Tells how base maps come to this phone.
pub fn fetching(core: &Inner) -> Result<BaseMapFetching> {
    let (maps, over) = core.store.read(|r| Ok((r.base_maps()?, r.base_maps_over()?)))?;
    let missing: Vec<&KeptMap> = maps.iter().filter(|kept| kept.is_missing()).collect();
    let waits_for = if missing.is_empty() && maps.iter().any(KeptMap::needs_repair) {
        BaseMapWait::Repair
    } else if missing.is_empty() {
        BaseMapWait::Nothing
    } else if is_held(core, over) {
        BaseMapWait::Unmetered
    } else if missing.iter().any(|kept| has_room(core, kept)) {
        BaseMapWait::Round
    } else {
        BaseMapWait::Room
    };
    Ok(BaseMapFetching { over, waits_for })
}

/// Chooses over which networks base maps come.
pub fn choose(core: &Inner, over: MapsOver) -> Result<BaseMapFetching> {
    core.store.write(|w| w.choose_base_maps_over(over))?;
    core.something_to_send();
    fetching(core)
}

/// Returns the map of which more may come now: the first in the list whose turn it is, over this network, with room for
/// all of it and for everything else.
pub fn next(core: &Inner, is_due: impl Fn(Option<Instant>) -> bool) -> Result<Option<KeptMap>> {
    let (maps, over) = core.store.read(|r| Ok((r.base_maps()?, r.base_maps_over()?)))?;
    if is_held(core, over) {
        return Ok(None);
    }
    let may_come = |kept: &KeptMap| kept.is_missing() && is_due(kept.next_try_at) && has_room(core, kept);
    Ok(maps.into_iter().find(may_come))
}

fn is_held(core: &Inner, over: MapsOver) -> bool {
    match (over, core.world.network.metering()) {
        (MapsOver::Unmetered, Metering::Metered) => true,
        (MapsOver::Unmetered, Metering::Unmetered | Metering::Unknown)
        | (MapsOver::AnyNetwork, Metering::Metered | Metering::Unmetered | Metering::Unknown) => false,
    }
}

/// A map that would leave no room for photos waits as a whole: half of one is of no use.
fn has_room(core: &Inner, kept: &KeptMap) -> bool {
    room::is_plenty_beside(core, kept.missing_bytes())
}
