//! The city put together: one set of boundaries for each jurisdiction.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::date;
use shared::grid::boundaries::{
    Boundaries, DutyGrid, Fineness, IndustryArea, Layer, Origin, PlaceName, Remark, Road, RoadClass, UnitGrid,
};
use shared::grid::ring::Ring;
use shared::place::point::Point;

use super::beats::Beat;
use super::census::Census;
use super::disputes::Note;
use super::industry::{Industry, numeral};
use super::lattice::{Block, Lattice, Node, step};
use super::terrain::Terrain;
use super::trace;
use super::{City, Scale};

/// Puts the city together.
pub(super) fn assemble(
    terrain: &Terrain<'_>,
    lattice: &Lattice,
    census: &Census,
    beats: &[Beat],
    industry: &Industry,
    notes: Vec<Note>,
) -> City {
    let mut drawing = Drawing { terrain, lattice, drawn: BTreeMap::new() };
    let scale = match terrain.scale {
        Scale::Small => "small",
        Scale::Full => "full",
    };
    let version = format!("training-{scale}-{}", terrain.seed);
    let mut boundaries: Vec<Boundaries> = census
        .jurisdictions
        .iter()
        .map(|known| {
            let origin = Origin::Training;
            Boundaries::empty(known.id.clone(), known.name.clone(), version.clone(), origin, date(2026, 7, 1))
        })
        .collect();
    drawing.grids(census, &mut boundaries);
    duty_grids(terrain, census, beats, &mut boundaries);
    drawing.industry(census, industry, &mut boundaries);
    for Note { jurisdiction, node, remark } in notes {
        let remark = Remark { point: drawing.point(node), ..remark };
        if let Some(pack) = boundaries.get_mut(jurisdiction) {
            pack.remarks.push(remark);
        }
    }
    drawing.roads(census, &mut boundaries);
    for pack in &mut boundaries {
        pack.sort();
    }
    let mut units = industry.units.clone();
    units.sort_by(|a, b| a.id.cmp(&b.id));
    City { seed: terrain.seed, jurisdictions: census.jurisdictions.clone(), units, boundaries }
}

/// Lattice points as drawn, each computed once.
struct Drawing<'a> {
    terrain: &'a Terrain<'a>,
    lattice: &'a Lattice,
    drawn: BTreeMap<Node, Point>,
}

impl Drawing<'_> {
    fn point(&mut self, node: Node) -> Point {
        *self.drawn.entry(node).or_insert_with(|| self.lattice.draw(self.terrain, node))
    }

    fn ring(&mut self, nodes: &[Node]) -> Option<Ring> {
        let points = nodes.iter().map(|node| self.point(*node)).collect();
        Ring::new(points).ok()
    }

    fn grids(&mut self, census: &Census, boundaries: &mut [Boundaries]) {
        let mut places: Vec<BTreeSet<PlaceName>> = boundaries.iter().map(|_| BTreeSet::new()).collect();
        let lattice = self.lattice;
        for (place, block) in lattice.blocks.iter().enumerate() {
            let Some(jurisdiction) = census.jurisdiction.get(place).copied() else { continue };
            let (Some(pack), Some(names)) = (boundaries.get_mut(jurisdiction), places.get_mut(jurisdiction)) else {
                continue;
            };
            let Some(code) = census.code.get(place).cloned() else { continue };
            let fineness = if block.built_up { Fineness::Fine } else { Fineness::Coarse };
            pack.grids.push(UnitGrid { code, fineness, rings: self.ring(&block.ring).into_iter().collect() });
            names.extend(self.names(census, place));
        }
        for (pack, names) in boundaries.iter_mut().zip(places) {
            pack.places = names.into_iter().collect();
        }
    }

    /// Returns the names of the district, street and community of a block.
    fn names(&self, census: &Census, block: usize) -> Vec<PlaceName> {
        let mut names = Vec::new();
        let community = census.community.get(block).and_then(|group| census.communities.get(*group));
        let street = census.street.get(block).and_then(|street| self.terrain.sources.streets.get(*street));
        if let (Some(community), Some(street)) = (community, street) {
            let district = self.terrain.sources.districts.iter().find(|(code, _)| code == street.district());
            let known = [Some(community.clone()), Some((street.code.clone(), street.name.clone())), district.cloned()];
            names.extend(known.into_iter().flatten().map(|(code, name)| PlaceName { code, name }));
        }
        names
    }

    fn industry(&mut self, census: &Census, industry: &Industry, boundaries: &mut [Boundaries]) {
        for pack in boundaries.iter_mut() {
            pack.layers = industry
                .layers
                .iter()
                .filter_map(|layer| Some(Layer { code: layer.code.parse().ok()?, name: layer.name.clone() }))
                .collect();
        }
        let lattice = self.lattice;
        let mut ground: BTreeMap<usize, Vec<&Block>> = BTreeMap::new();
        for claims in &industry.claims {
            for (block, units) in lattice.blocks.iter().zip(claims) {
                units.iter().for_each(|unit| ground.entry(*unit).or_default().push(block));
            }
        }
        for (unit, blocks) in ground {
            let Some(unit) = industry.units.get(unit) else { continue };
            let rings = trace::outline(blocks.into_iter());
            let rings: Vec<Ring> = rings.iter().filter_map(|nodes| self.ring(nodes)).collect();
            let home = census.jurisdictions.iter().position(|known| known.id == unit.jurisdiction);
            if let Some(pack) = home.and_then(|place| boundaries.get_mut(place)) {
                pack.industry.push(IndustryArea {
                    layer: unit.layer.clone(),
                    unit: unit.id.clone(),
                    unit_name: unit.name.clone(),
                    rings,
                });
            }
        }
    }

    /// Gives each jurisdiction the pieces of roads that run along its blocks.
    fn roads(&mut self, census: &Census, boundaries: &mut [Boundaries]) {
        let mut beside: BTreeMap<(Node, Node), BTreeSet<usize>> = BTreeMap::new();
        for (block, jurisdiction) in self.lattice.blocks.iter().zip(&census.jurisdiction) {
            let next = block.ring.iter().skip(1).chain(block.ring.first());
            for (a, b) in block.ring.iter().zip(next) {
                beside.entry((*a.min(b), *a.max(b))).or_default().insert(*jurisdiction);
            }
        }
        for road in &self.terrain.sources.roads {
            let nodes = self.lattice.along(road.runs_north, step(road.at_m), step(road.from_m), step(road.to_m));
            for (place, pack) in boundaries.iter_mut().enumerate() {
                let along = |pair: &[Node]| match pair {
                    [a, b] => beside.get(&(*a, *b)).is_some_and(|homes| homes.contains(&place)),
                    _ => false,
                };
                let mut line: Vec<Point> = Vec::new();
                let class = if road.main { RoadClass::Main } else { RoadClass::Side };
                let mut end = |line: &mut Vec<Point>| {
                    if line.len() > 1 {
                        pack.roads.push(Road { name: road.name.clone(), class, line: std::mem::take(line) });
                    }
                    line.clear();
                };
                for pair in nodes.windows(2) {
                    let [a, b] = pair else { continue };
                    if !along(pair) {
                        end(&mut line);
                        continue;
                    }
                    if line.is_empty() {
                        line.push(self.point(*a));
                    }
                    line.push(self.point(*b));
                }
                end(&mut line);
            }
        }
    }
}

/// Names the beats: the street's name and a number.
fn duty_grids(terrain: &Terrain<'_>, census: &Census, beats: &[Beat], boundaries: &mut [Boundaries]) {
    let mut in_street: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    let mut in_pack: BTreeMap<usize, usize> = BTreeMap::new();
    for beat in beats {
        let (Some(pack), Some(known)) =
            (boundaries.get_mut(beat.jurisdiction), census.jurisdictions.get(beat.jurisdiction))
        else {
            continue;
        };
        let number = in_pack.entry(beat.jurisdiction).or_default();
        *number += 1;
        let of_street = in_street.entry((beat.jurisdiction, beat.street)).or_default();
        *of_street += 1;
        let street = terrain.sources.streets.get(beat.street).map_or("", |street| street.name.as_str());
        let Ok(id) = format!("{}-Z{number:04}", known.id).parse() else { continue };
        let name = format!("{}第{}片区", street.trim_end_matches("街道"), numeral(*of_street));
        let grids = beat.blocks.iter().filter_map(|block| census.code.get(*block)).cloned().collect();
        pack.duty_grids.push(DutyGrid { id, name, grids });
    }
}
