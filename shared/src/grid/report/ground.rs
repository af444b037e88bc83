//! Do the unit grids fit together? Gaps, overlaps and slivers, each with its place and size.

use std::collections::{BTreeMap, BTreeSet};

use super::cover::{Contours, Cover, NOISE_M, Region, filled, sides, without};
use super::finding::{Finding, Flaw, Size};
use crate::grid::areas::{Areas, Side};
use crate::grid::boundaries::{Boundaries, UnitGrid};
use crate::grid::raster::Detail;
use crate::ids::{GridCode, JurisdictionId};
use crate::place::point::Point;

/// Narrower than this on average, a gap or an overlap comes from drawing.
const SLIVER_M: f64 = 1.0;
/// A unit grid narrower than this is no ground that anybody could walk.
const SLIVER_GRID_M: f64 = 2.0;
/// So far is looked across from the city's border for more of the city: a strip between two districts is open at both
/// ends, and so no hole.
const STRIP_M: f64 = 8.0;
/// How often the border is looked at.
const STEP_M: f64 = 20.0;
/// A strip is so many times as long as it is wide; what is not is a corner.
const STRIP_RATIO: f64 = 4.0;
/// The most codes that are named in words; all of them stand in `about`.
const MOST_NAMED: usize = 3;

/// Unit grids of all jurisdictions, in the order of their codes.
pub(super) struct Ground<'a> {
    grids: Vec<(&'a JurisdictionId, &'a UnitGrid)>,
    areas: Areas,
    /// What somebody holds.
    once: Vec<Contours>,
    cover: Cover,
}

impl<'a> Ground<'a> {
    /// Takes the grids.
    pub(super) fn of(packs: &'a [Boundaries]) -> Self {
        let of_pack = |pack: &'a Boundaries| pack.grids.iter().map(move |grid| (&pack.jurisdiction, grid));
        let mut grids: Vec<_> = packs.iter().flat_map(of_pack).collect();
        grids.sort_by(|a, b| a.1.code.cmp(&b.1.code));
        let areas = Areas::build(grids.iter().map(|(_, grid)| grid.rings.iter()), Detail::Fine);
        let cover = Cover::of(grids.iter().map(|(_, grid)| grid.rings.as_slice()));
        Self { once: cover.once(), grids, areas, cover }
    }

    /// Says what does not fit, as far as one of these jurisdictions has to do with it.
    pub(super) fn survey(&self, changed: &BTreeSet<JurisdictionId>) -> Vec<Finding> {
        let mut findings: Vec<Finding> = Vec::new();
        let is_near = |codes: &BTreeSet<usize>| codes.iter().any(|grid| self.is_of(*grid, changed));
        for region in Region::all(self.cover.twice()) {
            let points = region.inner().chain([region.at]);
            let grids = self.holding(points);
            if is_near(&grids) {
                findings.push(overlap(&region, &self.codes(&grids)));
            }
        }
        for region in Region::all(without(&filled(&self.once), &self.once)) {
            let grids = self.holding(region.outer());
            if is_near(&grids) {
                findings.push(gap(&region, &self.codes(&grids)));
            }
        }
        for ((one, other), strip) in self.strips() {
            let grids = BTreeSet::from([one, other]);
            if is_near(&grids) && strip.is_one() {
                findings.push(strip.finding(&self.codes(&grids)));
            }
        }
        let own = self.grids.iter().filter(|(jurisdiction, _)| changed.contains(*jurisdiction));
        findings.extend(own.filter_map(|(_, grid)| sliver_grid(grid)));
        findings
    }

    fn is_of(&self, grid: usize, jurisdictions: &BTreeSet<JurisdictionId>) -> bool {
        self.grids.get(grid).is_some_and(|(jurisdiction, _)| jurisdictions.contains(*jurisdiction))
    }

    fn codes(&self, grids: &BTreeSet<usize>) -> Vec<&'a GridCode> {
        grids.iter().filter_map(|grid| Some(&self.grids.get(*grid)?.1.code)).collect()
    }

    /// Returns the grids that one of the points lies inside of.
    fn holding(&self, points: impl Iterator<Item = Point>) -> BTreeSet<usize> {
        let mut found = BTreeSet::new();
        for point in points {
            self.areas.at(point, |grid, side| match side {
                Side::Inside => {
                    found.insert(grid);
                }
                Side::Edge | Side::Outside => {}
            });
        }
        found
    }

    /// Looks from the border across to other ground.
    fn strips(&self) -> BTreeMap<(usize, usize), Strip> {
        let mut strips: BTreeMap<(usize, usize), BTreeMap<usize, Strip>> = BTreeMap::new();
        for border in self.once.iter().filter_map(|shape| shape.first()) {
            let border: Vec<Point> = border.iter().map(|at| Point { lon_e7: at.x, lat_e7: at.y }).collect();
            for (a, b) in sides(&border) {
                for look in looks(a, b) {
                    let Some((own, other, width_m)) = self.across(&look) else { continue };
                    let pair = (own.min(other), own.max(other));
                    strips.entry(pair).or_default().entry(own).or_default().add(&look, width_m);
                }
            }
        }
        // Each strip was seen from both its sides.
        let longest =
            |seen: BTreeMap<usize, Strip>| seen.into_values().max_by(|a, b| a.length_m.total_cmp(&b.length_m));
        strips.into_iter().filter_map(|(pair, seen)| Some((pair, longest(seen)?))).collect()
    }

    /// Returns the grid at the border, the one across, and how far that is.
    fn across(&self, look: &Look) -> Option<(usize, usize, f64)> {
        let first = |metres: f64| self.areas.first_at(look.out(metres)).map(|(grid, _)| grid);
        let own = first(-0.1)?;
        let mut free = 0.0;
        let mut metres = 0.05;
        while metres <= STRIP_M {
            match first(metres) {
                Some(grid) if grid == own => return None,
                Some(grid) => return Some((own, grid, f64::midpoint(free, metres))),
                None => free = metres,
            }
            metres *= 1.25;
        }
        None
    }
}

/// A place at the border from which one looks across.
struct Look {
    at: Point,
    /// Outward, a metre long.
    east: f64,
    north: f64,
    /// So much of the border it stands for.
    length_m: f64,
}

impl Look {
    fn out(&self, metres: f64) -> Point {
        self.at.moved_m(self.east * metres, self.north * metres)
    }
}

/// Divides a side of the border; the inside is to its left.
fn looks(a: Point, b: Point) -> impl Iterator<Item = Look> {
    let (east, north) = a.offset_m(b);
    let length = east.hypot(north);
    let count = (length / STEP_M).ceil().max(1.0);
    let step = 1.0 / count;
    let places = std::iter::successors(Some(step / 2.0), move |along| Some(along + step));
    places.take_while(|along| *along < 1.0).filter(move |_| length > 0.5).map(move |along| Look {
        at: a.moved_m(east * along, north * along),
        east: north / length,
        north: -east / length,
        length_m: length * step,
    })
}

/// A strip of nobody between two grids.
#[derive(Default)]
struct Strip {
    length_m: f64,
    area_m2: f64,
    widest_m: f64,
    at: Option<Point>,
}

impl Strip {
    fn add(&mut self, look: &Look, width_m: f64) {
        self.length_m += look.length_m;
        self.area_m2 += look.length_m * width_m;
        if width_m > self.widest_m {
            self.widest_m = width_m;
            self.at = Some(look.out(width_m / 2.0));
        }
    }

    fn width_m(&self) -> f64 {
        self.area_m2 / self.length_m.max(0.01)
    }

    fn is_one(&self) -> bool {
        self.width_m() >= NOISE_M && self.length_m >= STRIP_RATIO * self.width_m()
    }

    fn finding(&self, codes: &[&GridCode]) -> Finding {
        let width_m = self.width_m();
        let size = Size::square_metres(self.area_m2);
        let (zh, en) = (
            format!("{} 之间有一条约 {width_m:.1} 米宽、{:.0} 米长的缝隙不属于任何网格", named(codes), self.length_m),
            format!(
                "a strip about {width_m:.1} m wide and {:.0} m long between {} belongs to no grid",
                self.length_m,
                named(codes)
            ),
        );
        let flaw = if width_m < SLIVER_M { Flaw::Sliver } else { Flaw::Gap };
        Finding::warning(flaw, zh, en).about(codes).at(self.at).sized(size)
    }
}

fn overlap(region: &Region, codes: &[&GridCode]) -> Finding {
    let Region { area_m2, width_m, .. } = region;
    let (zh, en) = (
        format!("{} 重叠 {area_m2:.1} 平方米，平均宽约 {width_m:.1} 米", named(codes)),
        format!("{} overlap: {area_m2:.1} m², about {width_m:.1} m wide", named(codes)),
    );
    let flaw = if *width_m < SLIVER_M { Flaw::Sliver } else { Flaw::Overlap };
    drawn(Finding::warning(flaw, zh, en), region).about(codes)
}

fn gap(region: &Region, codes: &[&GridCode]) -> Finding {
    let Region { area_m2, width_m, .. } = region;
    let (zh, en) = (
        format!("{} 之间有 {area_m2:.1} 平方米不属于任何网格，平均宽约 {width_m:.1} 米", named(codes)),
        format!("{area_m2:.1} m² beside {} belong to no grid, about {width_m:.1} m wide", named(codes)),
    );
    let flaw = if *width_m < SLIVER_M { Flaw::Sliver } else { Flaw::Gap };
    drawn(Finding::warning(flaw, zh, en), region).about(codes)
}

/// Puts the region's place, size and outline to a finding.
pub(super) fn drawn(finding: Finding, region: &Region) -> Finding {
    let finding = finding.at(Some(region.at)).sized(Size::square_metres(region.area_m2));
    Finding { outline: region.contours.clone(), ..finding }
}

fn sliver_grid(grid: &UnitGrid) -> Option<Finding> {
    let area_m2: f64 = grid.rings.first()?.area_m2();
    let around_m: f64 = grid.rings.first()?.edges().map(|(a, b)| a.distance_m(b)).sum();
    let width_m = 2.0 * area_m2 / around_m.max(0.01);
    if width_m >= SLIVER_GRID_M {
        return None;
    }
    let code = &grid.code;
    let (zh, en) = (
        format!("网格 {code} 只有 {area_m2:.1} 平方米，平均宽约 {width_m:.1} 米"),
        format!("grid {code} has only {area_m2:.1} m² and is about {width_m:.1} m wide"),
    );
    let at = grid.rings.first().map(crate::grid::ring::Ring::centre);
    let finding = Finding::warning(Flaw::Sliver, zh, en).about([code]).at(at);
    Some(finding.sized(Size::square_metres(area_m2)))
}

/// Names a few codes in words.
pub(super) fn named<T: ToString>(codes: &[T]) -> String {
    let shown: Vec<String> = codes.iter().take(MOST_NAMED).map(ToString::to_string).collect();
    match codes.len().saturating_sub(MOST_NAMED) {
        0 => shown.join(", "),
        more => format!("{} (+{more})", shown.join(", ")),
    }
}
