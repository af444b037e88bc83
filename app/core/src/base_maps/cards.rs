//! What the screen is told of base maps, and the person's choice.

use app_bridge::base_map::{BaseMapCard, BaseMapKind};
use shared::base_map::kind::MapKind;
use shared::ids::Sha256;
use shared::refusal::Code;

use super::held;
use crate::core::Inner;
use crate::error::{Error, Result};
use crate::store::base_maps::KeptMap;

/// Returns the maps that the city offers and this build can draw.
pub fn all(core: &Inner) -> Result<Vec<BaseMapCard>> {
    let maps = core.store.read(|r| r.base_maps())?;
    Ok(maps.into_iter().filter_map(card).collect())
}

fn card(kept: KeptMap) -> Option<BaseMapCard> {
    let KeptMap { map, held_bytes, wanted, ready, .. } = kept;
    let kind = match map.kind {
        MapKind::Vector => BaseMapKind::Vector,
        MapKind::Raster => BaseMapKind::Raster,
        MapKind::Unknown => return None,
    };
    Some(BaseMapCard {
        hash: map.hash,
        name: map.name,
        name_en: map.name_en,
        kind,
        crs: map.crs,
        bounds: map.bounds,
        min_zoom: map.min_zoom,
        max_zoom: map.max_zoom,
        size_bytes: map.size_bytes,
        held_bytes,
        wanted,
        ready: wanted && ready.is_some(),
        attribution: map.attribution,
    })
}

/// Keeps a map on this phone from now on, or lets go of it and of its bytes.
pub fn keep(core: &Inner, hash: &Sha256, keep: bool) -> Result<Vec<BaseMapCard>> {
    if core.store.read(|r| r.base_map(hash))?.is_none() {
        return Err(Error::from(Code::NotFound));
    }
    core.store.write(|w| w.want_base_map(hash, keep))?;
    if keep {
        core.something_to_send();
    } else {
        held::give_up(core, hash)?;
    }
    all(core)
}
