//! Imported shapes joined to those already there.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::areas::{Areas, Side};
use super::boundaries::{Boundaries, DutyGrid, IndustryArea, Layer, Origin};
use super::geojson::{Features, GridFeature, IndustryFeature, RemarkFeature};
use super::index::GridIndex;
use super::raster::Detail;
use super::ring::Ring;
use crate::ids::{GridCode, JurisdictionId, LayerCode};
use crate::place::point::Point;

/// How far from every grid a remark or area may lie and still be given to a jurisdiction.
const REACH_M: f64 = 2_000.0;

/// What an import is recorded with.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Edition {
    /// The version that the changed boundaries get.
    pub version: String,
    /// The first day they hold.
    pub valid_from: Date,
}

/// The boundaries after an import.
#[derive(Clone, PartialEq, Debug)]
pub struct Joined {
    /// All jurisdictions, in id order.
    pub boundaries: Vec<Boundaries>,
    /// Those that changed and need a new pack.
    pub changed: BTreeSet<JurisdictionId>,
    /// What lies nowhere and was left out: an area or remark far from every grid.
    pub left_out: Vec<String>,
}

/// Joins a file's shapes to the boundaries.
///
/// A grid replaces the one with its code, and any that lies on the same ground. An industry file replaces, in every
/// jurisdiction it touches, the layers it holds as a whole: a unit that lost its ground is not in the new file. Remarks
/// are added.
pub fn join(existing: Vec<Boundaries>, features: Features, edition: &Edition) -> Joined {
    let mut work = Work {
        packs: existing.into_iter().map(|pack| (pack.jurisdiction.clone(), pack)).collect(),
        edition,
        changed: BTreeSet::new(),
        left_out: Vec::new(),
    };
    work.grids(features.grids);
    if !features.industry.is_empty() || !features.remarks.is_empty() {
        let index = GridIndex::build(work.packs.values());
        work.industry(features.industry, &index);
        work.remarks(features.remarks, &index);
    }
    for id in &work.changed {
        if let Some(pack) = work.packs.get_mut(id) {
            pack.version.clone_from(&edition.version);
            pack.valid_from = edition.valid_from;
            pack.sort();
        }
    }
    Joined { boundaries: work.packs.into_values().collect(), changed: work.changed, left_out: work.left_out }
}

struct Work<'a> {
    packs: BTreeMap<JurisdictionId, Boundaries>,
    edition: &'a Edition,
    changed: BTreeSet<JurisdictionId>,
    left_out: Vec<String>,
}

impl Work<'_> {
    fn pack(&mut self, id: &JurisdictionId) -> &mut Boundaries {
        self.changed.insert(id.clone());
        let edition = self.edition;
        self.packs.entry(id.clone()).or_insert_with(|| {
            let (name, version) = (id.to_string(), edition.version.clone());
            Boundaries::empty(id.clone(), name, version, Origin::Survey, edition.valid_from)
        })
    }

    fn grids(&mut self, features: Vec<GridFeature>) {
        if features.is_empty() {
            return;
        }
        let homes = self.homes();
        self.clear_ground(&features);
        for GridFeature { grid, jurisdiction, duty_grid, places } in features {
            let id = jurisdiction.or_else(|| homes.get(&grid.code).cloned()).unwrap_or_else(|| district(&grid.code));
            let code = grid.code.clone();
            let pack = self.pack(&id);
            pack.origin = Origin::Survey;
            if let Some(name) = places.iter().find(|place| place.code == id.as_str() && pack.name == id.as_str()) {
                pack.name.clone_from(&name.name);
            }
            for place in places {
                pack.places.retain(|known| known.code != place.code);
                pack.places.push(place);
            }
            pack.grids.push(grid);
            if let Some(duty) = duty_grid {
                match pack.duty_grids.iter_mut().find(|known| known.id == duty) {
                    Some(known) => known.grids.push(code),
                    None => pack.duty_grids.push(DutyGrid { name: duty.to_string(), id: duty, grids: vec![code] }),
                }
            }
        }
    }

    /// Returns who manages each grid now.
    fn homes(&self) -> BTreeMap<GridCode, JurisdictionId> {
        let packs = self.packs.iter();
        packs.flat_map(|(id, pack)| pack.grids.iter().map(|grid| (grid.code.clone(), id.clone()))).collect()
    }

    /// Takes away grids that have the code of a new one or lie on the same ground.
    fn clear_ground(&mut self, features: &[GridFeature]) {
        let codes: BTreeSet<&GridCode> = features.iter().map(|feature| &feature.grid.code).collect();
        let new = Areas::build(features.iter().map(|feature| feature.grid.rings.iter()), Detail::Fine);
        let old = GridIndex::with_reach(self.packs.values(), 0.0);
        let middles = features.iter().filter_map(|feature| feature.grid.rings.first()).map(Ring::centre);
        let under: BTreeSet<GridCode> =
            middles.filter_map(|middle| old.locate(middle).grid).map(|grid| grid.code.clone()).collect();
        let covered = |rings: &[Ring]| rings.first().is_some_and(|ring| inside(&new, ring.centre()).next().is_some());
        for (id, pack) in &mut self.packs {
            let before = pack.grids.len();
            let gone = |code: &GridCode, rings: &[Ring]| codes.contains(code) || under.contains(code) || covered(rings);
            pack.grids.retain(|grid| !gone(&grid.code, &grid.rings));
            if pack.grids.len() < before {
                let left: BTreeSet<&GridCode> = pack.grids.iter().map(|grid| &grid.code).collect();
                // A grid that comes back with its code stays on its beat.
                let stays = |code: &GridCode| left.contains(code) || codes.contains(code);
                pack.duty_grids.iter_mut().for_each(|duty| duty.grids.retain(|code| stays(code)));
                pack.duty_grids.retain(|duty| !duty.grids.is_empty());
                self.changed.insert(id.clone());
            }
        }
    }

    fn industry(&mut self, features: Vec<IndustryFeature>, index: &GridIndex) {
        let shapes = Areas::build(features.iter().map(|feature| feature.rings.iter()), Detail::Rough);
        let mut touched: Vec<BTreeSet<JurisdictionId>> = vec![BTreeSet::new(); features.len()];
        for grid in index.grids() {
            for area in inside(&shapes, grid.centre) {
                if let Some(ids) = touched.get_mut(area) {
                    ids.insert(grid.jurisdiction.clone());
                }
            }
        }
        let mut replaced: BTreeSet<(JurisdictionId, LayerCode)> = BTreeSet::new();
        for (feature, mut ids) in features.into_iter().zip(touched) {
            if let Some(own) = feature.jurisdiction {
                ids = BTreeSet::from([own]);
            } else if ids.is_empty() {
                // Smaller than a grid, or beside them all.
                ids.extend(feature.rings.first().and_then(|ring| nearest(index, ring.centre())));
            }
            if ids.is_empty() {
                self.left_out.push(format!("the area of {} in layer {} lies by no grid", feature.unit, feature.layer));
            }
            for id in ids {
                let fresh = replaced.insert((id.clone(), feature.layer.clone()));
                let pack = self.pack(&id);
                if fresh {
                    pack.industry.retain(|area| area.layer != feature.layer);
                }
                if pack.layers.iter().all(|layer| layer.code != feature.layer) {
                    pack.layers.push(Layer { code: feature.layer.clone(), name: feature.layer.to_string() });
                }
                pack.industry.push(IndustryArea {
                    layer: feature.layer.clone(),
                    unit: feature.unit.clone(),
                    unit_name: feature.unit_name.clone(),
                    rings: feature.rings.clone(),
                });
            }
        }
    }

    fn remarks(&mut self, features: Vec<RemarkFeature>, index: &GridIndex) {
        for RemarkFeature { remark, jurisdiction } in features {
            let Some(id) = jurisdiction.or_else(|| nearest(index, remark.point)) else {
                self.left_out.push(format!("the remark at {} lies by no grid", remark.point));
                continue;
            };
            let pack = self.pack(&id);
            if !pack.remarks.contains(&remark) {
                pack.remarks.push(remark);
            }
        }
    }
}

fn district(code: &GridCode) -> JurisdictionId {
    code.division().as_str().parse().unwrap_or_else(|_| unreachable!("six digits are a jurisdiction's id"))
}

fn nearest(index: &GridIndex, point: Point) -> Option<JurisdictionId> {
    let near = index.within(point, REACH_M);
    let closest = near.into_iter().min_by(|a, b| {
        let distance = |grid: &super::index::Grid| grid.centre.distance_m(point);
        distance(a).total_cmp(&distance(b))
    });
    let own = index.locate(point).grid.or(closest);
    own.map(|grid| grid.jurisdiction.clone())
}

/// Returns the areas that a point lies inside of.
fn inside(areas: &Areas, point: Point) -> impl Iterator<Item = usize> {
    let mut found = Vec::new();
    areas.at(point, |area, side| match side {
        Side::Inside => found.push(area),
        Side::Edge | Side::Outside => {}
    });
    found.into_iter()
}

/// What does not fit together; none of it forbids an import, all of it is shown.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Findings {
    /// Pairs of unit grids that lie on the same ground.
    pub overlapping_grids: BTreeSet<(GridCode, GridCode)>,
    /// Unit grids beside which a strip belongs to nobody.
    pub grids_by_a_gap: BTreeSet<GridCode>,
    /// For each layer, grids whose middle several units claim.
    pub unit_overlaps: BTreeMap<LayerCode, Vec<GridCode>>,
    /// For each layer, grids whose middle no unit claims.
    pub unit_gaps: BTreeMap<LayerCode, Vec<GridCode>>,
}

/// Looks for gaps and overlaps among all boundaries.
pub fn survey<'a>(packs: impl IntoIterator<Item = &'a Boundaries>) -> Findings {
    let index = GridIndex::build(packs);
    let mut findings = Findings::default();
    for grid in index.grids() {
        for ring in &grid.rings {
            findings.sides(&index, &grid.code, ring);
        }
        for (layer, _) in index.layers() {
            match index.unit_for(grid.centre, layer) {
                super::index::UnitMatch::One(_) => {}
                super::index::UnitMatch::Overlap(_) => {
                    findings.unit_overlaps.entry(layer.clone()).or_default().push(grid.code.clone());
                }
                super::index::UnitMatch::Gap => {
                    findings.unit_gaps.entry(layer.clone()).or_default().push(grid.code.clone());
                }
            }
        }
    }
    findings
}

impl Findings {
    /// Looks just within and just without each side.
    fn sides(&mut self, index: &GridIndex, code: &GridCode, ring: &Ring) {
        const WITHIN_M: f64 = 0.3;
        const STRIP_M: f64 = 8.0;
        for (a, b) in ring.edges() {
            let (east, north) = a.offset_m(b);
            let length = east.hypot(north);
            if length < 2.0 * WITHIN_M {
                continue;
            }
            // The inside is to the left.
            let beside =
                |metres: f64| a.moved_m(east / 2.0 - north / length * metres, north / 2.0 + east / length * metres);
            for other in index.within(beside(WITHIN_M), 0.0) {
                if other.code != *code {
                    let pair = (code.clone().min(other.code.clone()), code.clone().max(other.code.clone()));
                    self.overlapping_grids.insert(pair);
                }
            }
            let empty = |metres: f64| index.within(beside(metres), 0.0).is_empty();
            if empty(-WITHIN_M) && !empty(-STRIP_M) {
                self.grids_by_a_gap.insert(code.clone());
            }
        }
    }
}

#[cfg(test)]
mod tests;
