//! Outlines around a place, for drawing a small map without any map.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::boundaries::{Fineness, RoadClass};
use super::index::{Grid, GridIndex};
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
        rings: rings(grid),
    })
    .collect()
}

/// Returns the outline of a grid, and its holes if it has any, to draw: closed.
pub fn rings(grid: &Grid) -> Vec<Vec<[f64; 2]>> {
    grid.rings.iter().map(closed).collect()
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

/// Returns the pieces of the duty grids' outer lines within a radius of the point: the beats that the point's grid
/// belongs to end there.
pub fn duty_lines_around(index: &GridIndex, point: Point, radius_m: f64) -> Vec<Vec<[f64; 2]>> {
    let mut lines = Vec::new();
    let Some(here) = index.locate(point).grid else { return lines };
    for duty in here.duty_grids.iter().filter_map(|id| index.duty_grid(id)) {
        let grids: Vec<&Grid> = duty.grids.iter().filter_map(|code| index.grid(code)).collect();
        let sides: BTreeSet<(Point, Point)> = grids.iter().flat_map(|grid| &grid.rings).flat_map(Ring::edges).collect();
        // Outlines all run the same way round, so a side between two grids of the beat is there in both directions.
        let is_outer = |side: &(Point, Point)| !sides.contains(&(side.1, side.0));
        for ring in grids.iter().flat_map(|grid| &grid.rings) {
            let mut line: Vec<[f64; 2]> = Vec::new();
            for (from, to) in ring.edges() {
                if !is_outer(&(from, to)) || !comes_near(point, from, to, radius_m) {
                    lines.extend((!line.is_empty()).then(|| std::mem::take(&mut line)));
                    continue;
                }
                if line.is_empty() {
                    line.push(degrees(from));
                }
                line.push(degrees(to));
            }
            lines.extend((!line.is_empty()).then_some(line));
        }
    }
    lines
}

/// Decides whether a piece of line comes into the square around the point.
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
    use super::{around, duty_lines_around, roads_around};
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

    #[test]
    fn a_beat_ends_at_its_outer_lines_and_nowhere_inside() {
        let index = GridIndex::build([&town()]);
        // The beat is the second column from the west: its grids share the lines between them.
        let lines = duty_lines_around(&index, at(1.5, 1.5), 500.0);
        let sides: Vec<_> = lines.iter().flat_map(|line| line.windows(2)).collect();
        let [west, east] = [at(1.0, 0.0).lon(), at(2.0, 0.0).lon()];
        assert_eq!(sides.len(), 10, "four grids: four sides to the west, four to the east, two ends");
        assert!(sides.iter().flat_map(|side| side.iter()).all(|[lon, _]| *lon == west || *lon == east));
        assert!(duty_lines_around(&index, at(9.0, 9.0), 500.0).is_empty(), "outside there is no beat");
    }
}
