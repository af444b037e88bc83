//! Imported shapes: joined to those already there, and looked at before anybody relies on them.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::areas::{Areas, Side};
use super::boundaries::{Boundaries, DutyGrid, IndustryArea, Layer, Origin, UnitGrid};
use super::edition::Term;
use super::features::{DutyFeature, DutyGround, Features, GridFeature, IndustryFeature, RemarkFeature};
use super::geojson::Read;
use super::index::GridIndex;
use super::raster::Detail;
use super::report::finding::{Finding, Flaw, Size};
use super::report::{self, Known, Report};
use super::ring::Ring;
use crate::ids::{DutyGridId, GridCode, JurisdictionId, LayerCode};
use crate::place::point::Point;

/// How far from every grid a remark or area may lie and still be given to a jurisdiction.
const REACH_M: f64 = 2_000.0;

/// The boundaries after an import.
#[derive(Clone, PartialEq, Debug)]
pub struct Joined {
    /// All jurisdictions, in id order.
    pub boundaries: Vec<Boundaries>,
    /// Those that changed and need a new pack.
    pub changed: BTreeSet<JurisdictionId>,
    /// What could not be joined: an area or remark far from every grid, a beat of unknown grids or one that is no more.
    pub findings: Vec<Finding>,
}

/// What comes of a file.
#[derive(Clone, PartialEq, Debug)]
pub struct Judged {
    /// Everything that is wrong with it.
    pub report: Report,
    /// The boundaries with it; none where it is refused.
    pub joined: Option<Joined>,
}

/// Looks at a file and at the ground as it would be with it; joins it unless it is refused.
pub fn judge(existing: Vec<Boundaries>, read: Read, term: &Term, known: &Known) -> Judged {
    let Read { features, mut findings } = read;
    findings.extend(report::of_file(&existing, &features, known));
    if findings.iter().any(|finding| finding.code == Flaw::WrongCrs) {
        // Half a kilometre off, nothing fits: thousands of findings would hide the one that matters.
        return Judged { report: Report::new(findings), joined: None };
    }
    let mut joined = join(existing, features, term);
    findings.append(&mut joined.findings);
    findings.extend(report::of_ground(&joined.boundaries, &joined.changed));
    let report = Report::new(findings);
    let joined = (!report.is_refused()).then_some(joined);
    Judged { report, joined }
}

/// Joins a file's shapes to the boundaries.
///
/// A grid replaces the one with its code, and any that lies on the same ground. An industry file replaces, in every
/// jurisdiction it touches, the layers it holds as a whole: a unit that lost its ground is not in the new file. A duty grid
/// replaces the one with its id. Remarks are added.
pub fn join(existing: Vec<Boundaries>, features: Features, term: &Term) -> Joined {
    let mut work = Work {
        packs: existing.into_iter().map(|pack| (pack.jurisdiction.clone(), pack)).collect(),
        term,
        changed: BTreeSet::new(),
        findings: Vec::new(),
    };
    let before = work.duty_ids();
    work.grids(features.grids);
    if !(features.industry.is_empty() && features.remarks.is_empty() && features.duty_grids.is_empty()) {
        let index = GridIndex::build(work.packs.values());
        work.duty_grids(features.duty_grids, &index);
        work.industry(features.industry, &index);
        work.remarks(features.remarks, &index);
    }
    let after = work.duty_ids();
    work.findings.extend(before.difference(&after).map(duty_grid_gone));
    for id in &work.changed {
        if let Some(pack) = work.packs.get_mut(id) {
            pack.version.clone_from(&term.version);
            pack.valid_from = first_day(term);
            pack.valid_to = term.valid_to;
            pack.sort();
        }
    }
    Joined { boundaries: work.packs.into_values().collect(), changed: work.changed, findings: work.findings }
}

struct Work<'a> {
    packs: BTreeMap<JurisdictionId, Boundaries>,
    term: &'a Term,
    changed: BTreeSet<JurisdictionId>,
    findings: Vec<Finding>,
}

/// One that was always there began before there was a calendar.
fn first_day(term: &Term) -> Date {
    term.valid_from.unwrap_or(Date::ZERO)
}

impl Work<'_> {
    fn pack(&mut self, id: &JurisdictionId) -> &mut Boundaries {
        self.changed.insert(id.clone());
        let term = self.term;
        self.packs.entry(id.clone()).or_insert_with(|| {
            let (name, version) = (id.to_string(), term.version.clone());
            Boundaries::empty(id.clone(), name, version, Origin::Survey, first_day(term))
        })
    }

    fn grids(&mut self, features: Vec<GridFeature>) {
        if features.is_empty() {
            return;
        }
        let homes = self.homes();
        self.clear_ground(&features);
        for GridFeature { grid, jurisdiction, duty_grid, places, .. } in features {
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
        for pack in self.packs.values_mut() {
            pack.duty_grids.retain(|duty| !duty.grids.is_empty());
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
        // A grid that comes back with its code stays on its beat, unless the file names another.
        let without_beat = features.iter().filter(|feature| feature.duty_grid.is_none());
        let stay: BTreeSet<&GridCode> = without_beat.map(|feature| &feature.grid.code).collect();
        for (id, pack) in &mut self.packs {
            let is_gone =
                |grid: &mut UnitGrid| codes.contains(&grid.code) || under.contains(&grid.code) || covered(&grid.rings);
            let gone: Vec<UnitGrid> = pack.grids.extract_if(.., is_gone).collect();
            if gone.is_empty() {
                continue;
            }
            let left: BTreeSet<&GridCode> = pack.grids.iter().map(|grid| &grid.code).collect();
            let stays = |code: &GridCode| left.contains(code) || stay.contains(code);
            pack.duty_grids.iter_mut().for_each(|duty| duty.grids.retain(|code| stays(code)));
            self.changed.insert(id.clone());
            self.findings.extend(gone.iter().filter(|grid| !codes.contains(&grid.code)).map(grid_gone));
        }
    }

    fn duty_ids(&self) -> BTreeSet<DutyGridId> {
        self.packs.values().flat_map(|pack| &pack.duty_grids).map(|duty| duty.id.clone()).collect()
    }

    fn duty_grids(&mut self, features: Vec<DutyFeature>, index: &GridIndex) {
        for DutyFeature { number, id, name, jurisdiction, ground } in features {
            let asked_for_none = matches!(&ground, DutyGround::Grids(codes) if codes.is_empty());
            let (grids, missing) = members(ground, index);
            if !missing.is_empty() {
                self.findings.push(unknown_grids(&id, &missing).of_feature(number));
            }
            let home = grids.iter().find_map(|code| index.grid(code)).map(|grid| grid.jurisdiction.clone());
            let before = index.duty_grid(&id).map(|known| known.jurisdiction.clone());
            if let Some(before) = &before {
                self.pack(before).duty_grids.retain(|known| known.id != id);
            }
            if grids.is_empty() {
                if !asked_for_none {
                    self.findings.push(nowhere(&id, number));
                }
                continue;
            }
            let Some(home) = jurisdiction.or(home) else { continue };
            let known = index.duty_grid(&id).map(|known| known.name.clone());
            let name = name.or(known).unwrap_or_else(|| id.to_string());
            self.pack(&home).duty_grids.push(DutyGrid { id, name, grids });
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
                let (unit, layer) = (&feature.unit, &feature.layer);
                let finding = Finding::warning(
                    Flaw::Nowhere,
                    format!("图层 {layer} 里 {unit} 的范围不在任何网格附近，没有采用"),
                    format!("the area of {unit} in layer {layer} lies by no grid and was left out"),
                );
                let at = feature.rings.first().map(Ring::centre);
                let about = [layer.to_string(), unit.to_string()];
                self.findings.push(finding.about(about).at(at).of_feature(feature.number));
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
        for RemarkFeature { number, remark, jurisdiction } in features {
            let Some(id) = jurisdiction.or_else(|| nearest(index, remark.point)) else {
                let (zh, en) = (
                    format!("{} 的备注不在任何网格附近，没有采用", remark.point),
                    format!("the remark at {} lies by no grid and was left out", remark.point),
                );
                self.findings.push(Finding::warning(Flaw::Nowhere, zh, en).at(Some(remark.point)).of_feature(number));
                continue;
            };
            let pack = self.pack(&id);
            if !pack.remarks.contains(&remark) {
                pack.remarks.push(remark);
            }
        }
    }
}

/// Returns the grids of a beat, and those that are not there.
fn members(ground: DutyGround, index: &GridIndex) -> (Vec<GridCode>, Vec<GridCode>) {
    match ground {
        DutyGround::Grids(codes) => codes.into_iter().partition(|code| index.grid(code).is_some()),
        DutyGround::Outline(rings) => {
            let outline = Areas::build(std::iter::once(rings.iter()), Detail::Rough);
            let held = index.grids().iter().filter(|grid| inside(&outline, grid.centre).next().is_some());
            (held.map(|grid| grid.code.clone()).collect(), Vec::new())
        }
    }
}

fn unknown_grids(id: &DutyGridId, missing: &[GridCode]) -> Finding {
    let (count, first) = (missing.len(), missing.first().map(GridCode::as_str).unwrap_or_default());
    let finding = Finding::warning(
        Flaw::UnknownGrid,
        format!("责任网格 {id} 里有 {count} 个网格不存在，如 {first}"),
        format!("duty grid {id} names {count} grids that do not exist, such as {first}"),
    );
    finding.about([id.as_str()].into_iter().chain(missing.iter().map(GridCode::as_str)))
}

fn nowhere(id: &DutyGridId, number: usize) -> Finding {
    let finding = Finding::warning(
        Flaw::Nowhere,
        format!("责任网格 {id} 里一个网格也没有，没有采用"),
        format!("duty grid {id} holds no grid and was left out"),
    );
    finding.about([id]).of_feature(number)
}

fn grid_gone(grid: &UnitGrid) -> Finding {
    let code = &grid.code;
    let finding = Finding::warning(
        Flaw::GridGone,
        format!("网格 {code} 不再存在，它的地面归了文件里的网格"),
        format!("grid {code} is no more: its ground is that of grids in the file"),
    );
    let first = grid.rings.first();
    let area_m2 = first.map_or(0.0, Ring::area_m2);
    finding.about([code]).at(first.map(Ring::centre)).sized(Size::square_metres(area_m2))
}

fn duty_grid_gone(id: &DutyGridId) -> Finding {
    let finding = Finding::warning(
        Flaw::DutyGridGone,
        format!("责任网格 {id} 不再存在；走它的人要另派"),
        format!("duty grid {id} is no more; whoever walks it has to be sent elsewhere"),
    );
    finding.about([id])
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

#[cfg(test)]
mod tests;
