//! Does every industry layer say of all ground whose it is, once? It may leave gaps and overlap, and both are told.

use std::collections::{BTreeMap, BTreeSet};

use i_overlay::i_float::int::point::IntPoint;

use super::cover::{Contours, Cover, Region, cover_of, merged, shared, without};
use super::finding::{Finding, Flaw};
use super::ground::{drawn, named};
use crate::grid::areas::{Areas, Side};
use crate::grid::boundaries::Boundaries;
use crate::grid::raster::Detail;
use crate::grid::ring::Ring;
use crate::ids::{LayerCode, UnitId};
use crate::place::point::Point;

/// Narrower than this it comes from drawing: an industry area is drawn along a street and not along its kerb.
const SLIVER_M: f64 = 1.0;

/// Looks through the layers of one jurisdiction, on its own ground.
pub(super) fn survey(pack: &Boundaries) -> Vec<Finding> {
    let mut layers: BTreeMap<&LayerCode, BTreeMap<&UnitId, Vec<&[Ring]>>> = BTreeMap::new();
    for area in &pack.industry {
        layers.entry(&area.layer).or_default().entry(&area.unit).or_default().push(&area.rings);
    }
    if layers.is_empty() {
        return Vec::new();
    }
    let ground = Cover::of(pack.grids.iter().map(|grid| grid.rings.as_slice())).once();
    let mut findings = Vec::new();
    for (layer, units) in layers {
        // Two areas of one unit may lie upon each other.
        let shapes: Vec<(&UnitId, Vec<Contours>)> =
            units.into_iter().map(|(unit, areas)| (unit, merged(areas))).collect();
        let all: Vec<Contours> = shapes.iter().flat_map(|(_, shapes)| shapes).cloned().collect();
        let cover = cover_of(&all);
        let claims = Claims::of(&shapes);
        for region in Region::all(shared(&cover.twice(), &ground)) {
            findings.push(overlap(layer, &claims.to(&region), &region));
        }
        findings.extend(Region::all(without(&ground, &cover.once())).iter().map(|region| gap(layer, pack, region)));
    }
    findings
}

/// The units of a layer, to be asked who claims a place.
struct Claims<'a> {
    units: Vec<&'a UnitId>,
    areas: Areas,
}

impl<'a> Claims<'a> {
    fn of(shapes: &[(&'a UnitId, Vec<Contours>)]) -> Self {
        let ring = |line: &Vec<IntPoint>| {
            let points = line.iter().map(|at| Point { lon_e7: at.x, lat_e7: at.y }).collect();
            // A shape that was merged encloses something.
            Ring::new(points).ok()
        };
        let rings = |shapes: &[Contours]| shapes.iter().flatten().filter_map(ring).collect::<Vec<_>>();
        let outlines: Vec<Vec<Ring>> = shapes.iter().map(|(_, shapes)| rings(shapes)).collect();
        Self {
            units: shapes.iter().map(|(unit, _)| *unit).collect(),
            areas: Areas::build(outlines.iter().map(|rings| rings.iter()), Detail::Rough),
        }
    }

    fn to(&self, region: &Region) -> Vec<&'a UnitId> {
        let mut found = BTreeSet::new();
        for point in region.inner().chain([region.at]) {
            self.areas.at(point, |unit, side| match side {
                Side::Inside => {
                    found.insert(unit);
                }
                Side::Edge | Side::Outside => {}
            });
        }
        found.into_iter().filter_map(|unit| self.units.get(unit).copied()).collect()
    }
}

fn overlap(layer: &LayerCode, units: &[&UnitId], region: &Region) -> Finding {
    let Region { area_m2, .. } = region;
    let (zh, en) = (
        format!("图层 {layer}：{} 都划了这 {area_m2:.0} 平方米", named(units)),
        format!("layer {layer}: {} all claim these {area_m2:.0} m²", named(units)),
    );
    let flaw = if region.width_m < SLIVER_M { Flaw::Sliver } else { Flaw::LayerOverlap };
    let about: Vec<String> = [layer.to_string()].into_iter().chain(units.iter().map(ToString::to_string)).collect();
    drawn(Finding::warning(flaw, zh, en), region).about(about)
}

fn gap(layer: &LayerCode, pack: &Boundaries, region: &Region) -> Finding {
    let (Region { area_m2, .. }, jurisdiction) = (region, &pack.jurisdiction);
    let (zh, en) = (
        format!("图层 {layer}：{jurisdiction} 有 {area_m2:.0} 平方米没有责任单位"),
        format!("layer {layer}: no unit claims {area_m2:.0} m² of {jurisdiction}"),
    );
    let flaw = if region.width_m < SLIVER_M { Flaw::Sliver } else { Flaw::LayerGap };
    drawn(Finding::warning(flaw, zh, en), region).about([layer.to_string(), jurisdiction.to_string()])
}
