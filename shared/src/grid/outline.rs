//! Outlines around a place, for drawing a small map without any map.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::boundaries::{Fineness, RoadClass};
use super::index::{Duty, Grid, GridIndex};
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

/// Returns the outer lines of a whole duty grid, each joined as far as it goes; one that comes round ends where it began.
pub fn duty_lines(index: &GridIndex, duty: &Duty) -> Vec<Vec<Point>> {
    outer_lines(duty.grids.iter().filter_map(|code| index.grid(code)).flat_map(|grid| &grid.rings))
}

/// Returns the outer lines of grids side by side, each joined as far as it goes; one that comes round ends where it began.
pub fn outer_lines<'a>(rings: impl IntoIterator<Item = &'a Ring>) -> Vec<Vec<Point>> {
    let sides: BTreeSet<(Point, Point)> = rings.into_iter().flat_map(Ring::edges).collect();
    // As above: what is there in both directions lies inside.
    let mut outer: BTreeSet<_> = sides.iter().copied().filter(|(from, to)| !sides.contains(&(*to, *from))).collect();
    let mut lines = Vec::new();
    while let Some((from, to)) = outer.pop_first() {
        let (mut line, mut end) = (vec![from, to], to);
        while let Some(side) = side_from(&outer, end) {
            outer.remove(&side);
            end = side.1;
            line.push(end);
        }
        lines.push(line);
    }
    lines
}

/// Returns a side that begins at a point.
fn side_from(sides: &BTreeSet<(Point, Point)>, point: Point) -> Option<(Point, Point)> {
    let lowest = Point { lon_e7: i32::MIN, lat_e7: i32::MIN };
    sides.range((point, lowest)..).next().copied().filter(|(from, _)| *from == point)
}

/// Returns the ground inside rings as GeoJSON wants it: pieces, each its outline first and then its holes.
pub fn pieces_of(rings: &[Ring]) -> Vec<Vec<&Ring>> {
    let mut rings: Vec<&Ring> = rings.iter().collect();
    // An outline is larger than what it holds.
    rings.sort_by_key(|ring| std::cmp::Reverse(ring.twice_area()));
    let mut pieces: Vec<Vec<&Ring>> = Vec::new();
    for ring in rings {
        let within = pieces.iter_mut().find(|piece| piece.first().is_some_and(|outline| holds(outline, ring.centre())));
        match within {
            Some(piece) => piece.push(ring),
            None => pieces.push(vec![ring]),
        }
    }
    pieces
}

/// Decides whether a point lies inside a ring.
fn holds(ring: &Ring, point: Point) -> bool {
    let crossed = ring.edges().filter(|(a, b)| {
        let [ax, ay] = [a.lon_e7, a.lat_e7].map(i128::from);
        let [bx, by] = [b.lon_e7, b.lat_e7].map(i128::from);
        let [x, y] = [point.lon_e7, point.lat_e7].map(i128::from);
        let is_left = (bx - ax) * (y - ay) > (by - ay) * (x - ax);
        (ay > y) != (by > y) && is_left == (by > ay)
    });
    crossed.count() % 2 == 1
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
    use super::{around, duty_lines, duty_lines_around, pieces_of, roads_around};
    use crate::grid::index::GridIndex;
    use crate::grid::sample::{at, code, rectangle, town};

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

    #[test]
    fn a_whole_beat_has_one_line_that_comes_round() {
        let index = GridIndex::build([&town()]);
        let (_, duty) = index.duty_grids().nth(1).unwrap();
        let lines = duty_lines(&index, duty);
        assert_eq!(lines.len(), 1, "the lines between its grids are none of its own");
        assert_eq!(lines[0].len(), 11, "ten sides");
        assert_eq!(lines[0].first(), lines[0].last());
    }

    #[test]
    fn a_hole_belongs_to_the_piece_it_lies_in_and_an_island_is_a_piece_of_its_own() {
        let index = GridIndex::build([&town()]);
        let holed = pieces_of(&index.grid(&code(3, 3)).unwrap().rings);
        assert_eq!(holed.iter().map(Vec::len).collect::<Vec<_>>(), [2]);
        assert!(holed[0][0].twice_area() > holed[0][1].twice_area(), "the outline stands first");

        let mut parted = town();
        let island = parted.grids[0].code.clone();
        parted.grids[0].rings.push(rectangle(8.0, 8.0, 8.5, 8.5));
        let index = GridIndex::build([&parted]);
        assert_eq!(pieces_of(&index.grid(&island).unwrap().rings).iter().map(Vec::len).collect::<Vec<_>>(), [1, 1]);
    }
}
