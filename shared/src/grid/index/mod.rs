//! From a point to its grid, its responsible unit and the remarks near it.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::areas::{Areas, Side};
use super::boundaries::{Boundaries, Fineness, Remark, Road};
use super::matched::Match;
use super::raster::Detail;
use super::ring::Ring;
use crate::ids::{DutyGridId, GridCode, JurisdictionId, LayerCode, UnitId};
use crate::place::point::Point;

/// The answer to "which grid is this".
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Located<'a> {
    /// The grid; none when nothing is within reach.
    pub grid: Option<&'a Grid>,
    /// How it was found.
    pub how: Match,
    /// How far away it is: nought unless it is only the nearest.
    pub distance_m: f64,
}

/// A unit grid as the index knows it.
#[derive(Clone, PartialEq, Debug)]
pub struct Grid {
    /// Its number.
    pub code: GridCode,
    /// Who manages it; not always the district its code begins with.
    pub jurisdiction: JurisdictionId,
    /// Whether it is one of the larger grids outside the built-up area.
    pub fineness: Fineness,
    /// Its middle.
    pub centre: Point,
    /// The duty grids it belongs to.
    pub duty_grids: Vec<DutyGridId>,
    pub(super) rings: Vec<Ring>,
}

impl Grid {
    /// Returns its outline, and its holes if it has any.
    pub fn rings(&self) -> &[Ring] {
        &self.rings
    }
}

/// A duty grid as the index knows it.
#[derive(Clone, PartialEq, Debug)]
pub struct Duty {
    /// Its name.
    pub name: String,
    /// Who manages it.
    pub jurisdiction: JurisdictionId,
    /// Its unit grids.
    pub grids: Vec<GridCode>,
}

/// A unit that may answer for a point.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, ToSchema)]
pub struct Owner {
    /// The unit.
    pub unit: UnitId,
    /// Its name.
    pub name: String,
    /// The jurisdiction whose pack says so.
    pub jurisdiction: JurisdictionId,
}

/// The answer to "whose job is this".
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum UnitMatch {
    /// One unit.
    One(Owner),
    /// Several claim the ground; a remark may say what was agreed.
    Overlap(Vec<Owner>),
    /// Nobody does.
    Gap,
}

#[derive(Debug)]
struct LayerIndex {
    areas: Areas,
    owners: Vec<Owner>,
}

/// Grids, industry layers and remarks of one jurisdiction or of the whole city.
#[derive(Debug)]
pub struct GridIndex {
    grids: Vec<Grid>,
    areas: Areas,
    layers: BTreeMap<LayerCode, LayerIndex>,
    layer_names: BTreeMap<LayerCode, String>,
    duty: BTreeMap<DutyGridId, Duty>,
    remarks: Vec<Remark>,
    roads: Vec<Road>,
    places: BTreeMap<String, String>,
    versions: BTreeMap<JurisdictionId, String>,
    reach_m: f64,
}

/// How far from every grid a point may lie and still be given to the nearest one.
pub const REACH_M: f64 = 50.0;

/// Grids further apart than this are no neighbours; imported outlines do not always meet to the centimetre.
const NEIGHBOUR_M: f64 = 2.0;

impl GridIndex {
    /// Builds the index with the usual reach.
    pub fn build<'a>(packs: impl IntoIterator<Item = &'a Boundaries>) -> Self {
        Self::with_reach(packs, REACH_M)
    }

    /// Builds the index with a reach for [`Match::Nearest`] of one's own.
    pub fn with_reach<'a>(packs: impl IntoIterator<Item = &'a Boundaries>, reach_m: f64) -> Self {
        let mut index = Self {
            grids: Vec::new(),
            areas: Areas::default(),
            layers: BTreeMap::new(),
            layer_names: BTreeMap::new(),
            duty: BTreeMap::new(),
            remarks: Vec::new(),
            roads: Vec::new(),
            places: BTreeMap::new(),
            versions: BTreeMap::new(),
            reach_m,
        };
        let mut layers: BTreeMap<LayerCode, Vec<(Owner, &'a [Ring])>> = BTreeMap::new();
        for pack in packs {
            index.take(pack);
            for area in &pack.industry {
                let owner = Owner {
                    unit: area.unit.clone(),
                    name: area.unit_name.clone(),
                    jurisdiction: pack.jurisdiction.clone(),
                };
                layers.entry(area.layer.clone()).or_default().push((owner, &area.rings));
            }
        }
        // In code order, so that "the first found" is "the lowest code".
        index.grids.sort_by(|a, b| a.code.cmp(&b.code));
        index.areas = Areas::build(index.grids.iter().map(|grid| grid.rings.iter()), Detail::Fine);
        for (layer, mut areas) in layers {
            areas.sort();
            let shapes = Areas::build(areas.iter().map(|(_, rings)| rings.iter()), Detail::Rough);
            let owners = areas.into_iter().map(|(owner, _)| owner).collect();
            index.layers.insert(layer, LayerIndex { areas: shapes, owners });
        }
        index.remarks.sort_by(|a, b| (a.point, &a.text).cmp(&(b.point, &b.text)));
        index.remarks.dedup();
        index
    }

    fn take(&mut self, pack: &Boundaries) {
        self.versions.insert(pack.jurisdiction.clone(), pack.version.clone());
        self.places.extend(pack.places.iter().map(|place| (place.code.clone(), place.name.clone())));
        self.layer_names.extend(pack.layers.iter().map(|layer| (layer.code.clone(), layer.name.clone())));
        self.remarks.extend(pack.remarks.iter().cloned());
        self.roads.extend(pack.roads.iter().cloned());
        let mut walked: BTreeMap<&GridCode, Vec<DutyGridId>> = BTreeMap::new();
        for duty in &pack.duty_grids {
            let known =
                Duty { name: duty.name.clone(), jurisdiction: pack.jurisdiction.clone(), grids: duty.grids.clone() };
            self.duty.insert(duty.id.clone(), known);
            for grid in &duty.grids {
                walked.entry(grid).or_default().push(duty.id.clone());
            }
        }
        self.grids.extend(pack.grids.iter().map(|grid| {
            Grid {
                code: grid.code.clone(),
                jurisdiction: pack.jurisdiction.clone(),
                fineness: grid.fineness,
                centre: grid
                    .rings
                    .iter()
                    .max_by_key(|ring| ring.twice_area())
                    .map_or(Point { lon_e7: 0, lat_e7: 0 }, Ring::centre),
                duty_grids: walked.remove(&grid.code).unwrap_or_default(),
                rings: grid.rings.clone(),
            }
        }));
    }

    /// Returns the grid of a point: inside, else on the edge (lowest code), else the nearest within reach.
    pub fn locate(&self, point: Point) -> Located<'_> {
        let found = |area: usize, how| Located { grid: self.grids.get(area), how, distance_m: 0.0 };
        match self.areas.first_at(point) {
            Some((area, Side::Inside)) => found(area, Match::Inside),
            Some((area, Side::Edge)) => found(area, Match::Edge),
            Some((_, Side::Outside)) | None => self.nearest(point),
        }
    }

    fn nearest(&self, point: Point) -> Located<'_> {
        let mut best: Option<(usize, f64)> = None;
        self.areas.near(point, self.reach_m, |area, distance| {
            if best.is_none_or(|(_, least)| distance < least) {
                best = Some((area, distance));
            }
        });
        match best {
            None => Located { grid: None, how: Match::None, distance_m: 0.0 },
            Some((area, distance_m)) => Located { grid: self.grids.get(area), how: Match::Nearest, distance_m },
        }
    }

    /// Returns the other grids that the circle of accuracy reaches into; when there are any, the grid is not certain.
    pub fn neighbours_within(&self, point: Point, accuracy_m: f64) -> Vec<&Grid> {
        let own = self.locate(point).grid.map(|grid| &grid.code);
        self.within(point, accuracy_m).into_iter().filter(|grid| Some(&grid.code) != own).collect()
    }

    /// Returns the grids within a distance of the point, in code order.
    pub fn within(&self, point: Point, radius_m: f64) -> Vec<&Grid> {
        let mut found = Vec::new();
        self.areas.near(point, radius_m, |area, _| found.extend(self.grids.get(area)));
        found
    }

    /// Returns who answers for the point in a layer, whoever's map says so.
    pub fn unit_for(&self, point: Point, layer: &LayerCode) -> UnitMatch {
        self.claims(point, layer, |_| true)
    }

    /// Returns who answers for the point in a layer by the map of the jurisdiction that manages the ground: a neighbour's
    /// area that reaches across the border says nothing here.
    pub fn unit_on(&self, point: Point, layer: &LayerCode, ground: &JurisdictionId) -> UnitMatch {
        self.claims(point, layer, |owner| owner.jurisdiction == *ground)
    }

    fn claims(&self, point: Point, layer: &LayerCode, counts: impl Fn(&Owner) -> bool) -> UnitMatch {
        let Some(index) = self.layers.get(layer) else { return UnitMatch::Gap };
        let (mut inside, mut edge) = (BTreeSet::new(), BTreeSet::new());
        let owner = |area: usize| index.owners.get(area).filter(|owner| counts(owner));
        index.areas.at(point, |area, side| match side {
            Side::Inside => inside.extend(owner(area)),
            Side::Edge => edge.extend(owner(area)),
            Side::Outside => {}
        });
        if inside.is_empty() {
            // On the line between two units there is no dispute: as with grids, the lowest takes it.
            return edge.into_iter().next().map_or(UnitMatch::Gap, |owner| UnitMatch::One(owner.clone()));
        }
        let mut owners: Vec<Owner> = inside.into_iter().cloned().collect();
        // A unit whose ground lies in the packs of two jurisdictions is still one unit.
        owners.dedup_by(|a, b| a.unit == b.unit);
        match owners.pop() {
            Some(only) if owners.is_empty() => UnitMatch::One(only),
            Some(last) => {
                owners.push(last);
                UnitMatch::Overlap(owners)
            }
            None => UnitMatch::Gap,
        }
    }

    /// Returns the remarks within a distance of the point, nearest first.
    pub fn remarks_near(&self, point: Point, radius_m: f64) -> Vec<(&Remark, f64)> {
        let mut near: Vec<(&Remark, f64)> = self
            .remarks
            .iter()
            .map(|remark| (remark, remark.point.distance_m(point)))
            .filter(|(_, distance)| *distance <= radius_m)
            .collect();
        near.sort_by(|a, b| a.1.total_cmp(&b.1));
        near
    }

    /// Returns all remarks, from the west to the east.
    pub fn remarks(&self) -> &[Remark] {
        &self.remarks
    }

    /// Returns the duty grids that touch this one, itself not among them, in id order.
    pub fn neighbouring_duty_grids(&self, duty: &DutyGridId) -> Vec<&DutyGridId> {
        let mut found = BTreeSet::new();
        let own = self.duty.get(duty).into_iter().flat_map(|known| &known.grids);
        for ring in own.filter_map(|code| self.grid(code)).flat_map(|grid| &grid.rings) {
            for corner in ring.points() {
                self.areas.near(*corner, NEIGHBOUR_M, |area, _| {
                    found.extend(self.grids.get(area).into_iter().flat_map(|grid| &grid.duty_grids));
                });
            }
        }
        found.remove(duty);
        found.into_iter().collect()
    }

    /// Returns a grid by its number.
    pub fn grid(&self, code: &GridCode) -> Option<&Grid> {
        let place = self.grids.binary_search_by(|grid| grid.code.cmp(code)).ok()?;
        self.grids.get(place)
    }

    /// Returns all grids in code order.
    pub fn grids(&self) -> &[Grid] {
        &self.grids
    }

    /// Returns a duty grid.
    pub fn duty_grid(&self, id: &DutyGridId) -> Option<&Duty> {
        self.duty.get(id)
    }

    /// Returns all duty grids in id order.
    pub fn duty_grids(&self) -> impl Iterator<Item = (&DutyGridId, &Duty)> {
        self.duty.iter()
    }

    /// Returns the layers that have areas, with their names.
    pub fn layers(&self) -> impl Iterator<Item = (&LayerCode, &str)> {
        self.layers.keys().map(|code| (code, self.layer_names.get(code).map_or(code.as_str(), String::as_str)))
    }

    /// Returns the ground of each unit in a layer, in the order of the units: its outlines, and their holes.
    pub fn industry(&self, layer: &LayerCode) -> impl Iterator<Item = (&Owner, Vec<Ring>)> {
        let index = self.layers.get(layer).into_iter();
        index.flat_map(|index| {
            index.owners.iter().enumerate().map(move |(area, owner)| (owner, index.areas.rings_of(area)))
        })
    }

    /// Returns the roads.
    pub fn roads(&self) -> &[Road] {
        &self.roads
    }

    /// Returns the name of a district, street or community by its code.
    pub fn place_name(&self, code: &str) -> Option<&str> {
        self.places.get(code).map(String::as_str)
    }

    /// Returns the names of the district, street and community a grid lies in; those that are known.
    pub fn place_names(&self, code: &GridCode) -> Vec<&str> {
        [6, 9, 12].iter().filter_map(|&digits| self.place_name(code.as_str().get(..digits)?)).collect()
    }

    /// Names a grid in words: district, street, community and its own digits.
    pub fn place_words(&self, code: &GridCode) -> String {
        let mut words = self.place_names(code).concat();
        words.extend(code.as_str().get(12..).map(|sequence| format!(" {sequence} 网格")));
        words.trim().to_owned()
    }

    /// Returns the version of the boundaries of a jurisdiction; every computed grid is recorded with it.
    pub fn version(&self, jurisdiction: &JurisdictionId) -> Option<&str> {
        self.versions.get(jurisdiction).map(String::as_str)
    }
}

pub mod around;
#[cfg(test)]
mod tests;
