//! Where somebody stands, to the duty grids that are their own.

use app_bridge::track::ShiftPlace;
use shared::grid::index::GridIndex;
use shared::ids::DutyGridId;
use shared::place::fix::Fix;

use crate::packs::Packs;

/// A position that may be farther off than this is in no grid near by.
const SURELY_M: f64 = 50.0;

/// Returns the own duty grid of a position: the one that it lies in, or else one that it may lie in by its accuracy.
pub fn duty_grid(index: &GridIndex, own: &[DutyGridId], fix: &Fix) -> Option<DutyGridId> {
    let point = fix.point().ok()?;
    let here = index.locate(point).grid.map(|grid| grid.duty_grids.as_slice()).unwrap_or_default();
    if own.is_empty() {
        // A server from before phones were told which are theirs: the grid's own says most.
        return here.first().cloned();
    }
    let is_own = |duty: &&DutyGridId| own.contains(duty);
    let reach_m = fix.accuracy_m.filter(|metres| metres.is_finite()).map_or(0.0, |metres| metres.clamp(0.0, SURELY_M));
    let near = index.within(point, reach_m);
    here.iter().find(is_own).or_else(|| near.iter().flat_map(|grid| &grid.duty_grids).find(is_own)).cloned()
}

/// Says where somebody stands.
pub fn standing(packs: Option<&Packs>, own: &[DutyGridId], fix: Option<&Fix>) -> ShiftPlace {
    let (Some(packs), Some(fix), false) = (packs, fix, own.is_empty()) else { return ShiftPlace::Unknown };
    match duty_grid(&packs.index, own, fix) {
        Some(id) => named(Some(packs), id),
        None => ShiftPlace::Outside,
    }
}

/// Names a duty grid, by its id where the packs do not know it any more.
pub fn named(packs: Option<&Packs>, id: DutyGridId) -> ShiftPlace {
    let known = packs.and_then(|packs| packs.index.duty_grid(&id));
    let name = known.map_or_else(|| id.to_string(), |duty| duty.name.clone());
    ShiftPlace::DutyGrid { id, name }
}
