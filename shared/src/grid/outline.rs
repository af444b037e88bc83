//! Outlines around a place, for drawing a small map without any map.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::boundaries::{Fineness, RoadClass};
use super::index::GridIndex;
use super::ring::Ring;
use crate::ids::GridCode;
use crate::place::point::Point;

/// The outline of one grid.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Outline {
    /// The grid.
    pub code: GridCode,
    /// Whether the place asked about lies in it.
    pub here: bool,
    /// Whether it is one of the larger grids outside the built-up area.
    pub coarse: bool,
    /// Outline and holes: `[lon, lat]` in degrees, closed, as in GeoJSON.
    pub rings: Vec<Vec<[f64; 2]>>,
}

/// A piece of road near a place.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct RoadLine {
    /// Its name.
    pub name: String,
    /// Whether it is one of the great roads.
    pub main: bool,
    /// `[lon, lat]` in degrees.
    pub line: Vec<[f64; 2]>,
}

/// Returns the grids within a radius of the point, to draw.
pub fn around(index: &GridIndex, point: Point, radius_m: f64) -> Vec<Outline> {
    let own = index.locate(point).grid.map(|grid| &grid.code);
    let near = index.within(point, radius_m).into_iter();
    near.map(|grid| Outline {
        here: Some(&grid.code) == own,
        code: grid.code.clone(),
        coarse: match grid.fineness {
            Fineness::Fine => false,
            Fineness::Coarse => true,
        },
        rings: grid.rings.iter().map(closed).collect(),
    })
    .collect()
}

/// Returns the pieces of named roads within a radius of the point, to draw.
pub fn roads_around(index: &GridIndex, point: Point, radius_m: f64) -> Vec<RoadLine> {
    let mut found = Vec::new();
    for road in index.roads() {
        let mut line: Vec<[f64; 2]> = Vec::new();
        let main = match road.class {
            RoadClass::Main => true,
            RoadClass::Side => false,
        };
        let mut end = |line: &mut Vec<[f64; 2]>| {
            if !line.is_empty() {
                found.push(RoadLine { name: road.name.clone(), main, line: std::mem::take(line) });
            }
        };
        for (from, to) in road.line.iter().zip(road.line.iter().skip(1)) {
            if !comes_near(point, *from, *to, radius_m) {
                end(&mut line);
                continue;
            }
            if line.is_empty() {
                line.push(degrees(*from));
            }
            line.push(degrees(*to));
        }
        end(&mut line);
    }
    found
}

/// Decides whether a piece of road comes into the square around the point.
fn comes_near(point: Point, from: Point, to: Point, radius_m: f64) -> bool {
    let [(ax, ay), (bx, by)] = [point.offset_m(from), point.offset_m(to)];
    let overlaps = |a: f64, b: f64| a.min(b) <= radius_m && a.max(b) >= -radius_m;
    overlaps(ax, bx) && overlaps(ay, by)
}

fn degrees(point: Point) -> [f64; 2] {
    [point.lon(), point.lat()]
}

fn closed(ring: &Ring) -> Vec<[f64; 2]> {
    ring.points().iter().chain(ring.points().first()).copied().map(degrees).collect()
}

#[cfg(test)]
mod tests {
    use super::{around, roads_around};
    use crate::grid::index::GridIndex;
    use crate::grid::sample::{at, code, town};

    #[test]
    fn the_own_grid_is_marked_and_the_far_ones_are_left_out() {
        let index = GridIndex::build([&town()]);
        let outlines = around(&index, at(1.5, 1.5), 60.0);
        assert_eq!(outlines.len(), 5, "the grid and the four at its sides");
        let here: Vec<_> = outlines.iter().filter(|outline| outline.here).collect();
        assert_eq!(here.len(), 1);
        assert_eq!(here[0].code, code(1, 1));
        let outer = &here[0].rings[0];
        assert_eq!((outer.len(), outer[0], outer[4]), (5, [108.941, 34.261], [108.941, 34.261]));
    }

    #[test]
    fn a_road_that_passes_is_drawn() {
        let index = GridIndex::build([&town()]);
        assert_eq!(roads_around(&index, at(2.2, 1.5), 60.0).len(), 1);
        assert!(roads_around(&index, at(0.2, 1.5), 60.0).is_empty());
    }
}
