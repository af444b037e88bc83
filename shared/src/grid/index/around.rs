//! What lies around a point, cut off at a square: for drawing, never for deciding.

use super::{Grid, GridIndex, Owner};
use crate::grid::areas::Edge;
use crate::ids::LayerCode;
use crate::place::point::Point;

/// Metres east and north of the point in the middle.
type Offset = (f64, f64);

/// An area of a layer near a point.
#[derive(Clone, PartialEq, Debug)]
pub struct Near<'a> {
    /// Whose it is.
    pub owner: &'a Owner,
    /// How far away it is; nought where the point lies in it.
    pub distance_m: f64,
    /// Its outline and holes, cut off.
    pub rings: Vec<Vec<Point>>,
}

impl GridIndex {
    /// Returns the areas of a layer that come within a square of this half-width around a point, nearest first.
    pub fn areas_around(&self, point: Point, layer: &LayerCode, reach_m: f64) -> Vec<Near<'_>> {
        let Some(index) = self.layers.get(layer) else { return Vec::new() };
        let mut found = Vec::new();
        // To the corners of the square.
        index.areas.near(point, reach_m * std::f64::consts::SQRT_2, |area, distance_m| {
            let Some(owner) = index.owners.get(area) else { return };
            let rings = cut(point, rings(index.areas.edges_of(area)), reach_m);
            if !rings.is_empty() {
                found.push(Near { owner, distance_m, rings });
            }
        });
        found.sort_by(|a, b| a.distance_m.total_cmp(&b.distance_m).then_with(|| a.owner.cmp(b.owner)));
        found
    }

    /// Returns the unit grids that come within a square around a point with their outlines, in code order.
    pub fn grids_around(&self, point: Point, reach_m: f64) -> Vec<(&Grid, Vec<Vec<Point>>)> {
        let near = self.within(point, reach_m * std::f64::consts::SQRT_2);
        let shaped = near.into_iter().map(|grid| {
            let rings = grid.rings.iter().map(|ring| ring.points().to_vec()).collect();
            (grid, cut(point, rings, reach_m))
        });
        shaped.filter(|(_, rings)| !rings.is_empty()).collect()
    }

    /// Returns the parts of roads that come within a square around a point, each with the road's name.
    pub fn roads_around(&self, point: Point, reach_m: f64) -> Vec<(&str, Vec<Point>)> {
        let mut found = Vec::new();
        for road in &self.roads {
            let mut part: Vec<Point> = Vec::new();
            for (from, to) in road.line.iter().zip(road.line.iter().skip(1)) {
                if comes_near(point.offset_m(*from), point.offset_m(*to), reach_m) {
                    if part.is_empty() {
                        part.push(*from);
                    }
                    part.push(*to);
                } else if !part.is_empty() {
                    found.push((road.name.as_str(), std::mem::take(&mut part)));
                }
            }
            if !part.is_empty() {
                found.push((road.name.as_str(), part));
            }
        }
        found
    }
}

/// Puts sides together to rings again: one begins where the one before came back to its first point.
fn rings(edges: &[Edge]) -> Vec<Vec<Point>> {
    let mut rings: Vec<Vec<Point>> = Vec::new();
    let mut is_open = false;
    for edge in edges {
        let from = Point { lon_e7: edge.ax, lat_e7: edge.ay };
        let to = Point { lon_e7: edge.bx, lat_e7: edge.by };
        match rings.last_mut().filter(|_| is_open) {
            Some(ring) => ring.push(from),
            None => rings.push(vec![from]),
        }
        is_open = rings.last().and_then(|ring| ring.first()) != Some(&to);
    }
    rings
}

/// Says whether a line may touch the square; a line that only passes its corner may be taken for one that does.
fn comes_near(from: Offset, to: Offset, reach_m: f64) -> bool {
    let apart = |a: f64, b: f64| a.min(b) > reach_m || a.max(b) < -reach_m;
    !apart(from.0, to.0) && !apart(from.1, to.1)
}

fn cut(middle: Point, rings: Vec<Vec<Point>>, reach_m: f64) -> Vec<Vec<Point>> {
    let cut = |ring: Vec<Point>| {
        let offsets: Vec<Offset> = ring.iter().map(|corner| middle.offset_m(*corner)).collect();
        if offsets.iter().all(|(east, north)| east.abs() <= reach_m && north.abs() <= reach_m) {
            return ring;
        }
        within(offsets, reach_m).into_iter().map(|(east, north)| middle.moved_m(east, north)).collect()
    };
    rings.into_iter().map(cut).filter(|ring: &Vec<Point>| ring.len() >= 3).collect()
}

/// Cuts a ring off at the four sides of a square, one after the other (Sutherland and Hodgman). Parts that are apart
/// afterwards hang together by lines on the square's sides, which nobody sees who looks at a little less.
fn within(ring: Vec<Offset>, reach_m: f64) -> Vec<Offset> {
    let sides: [fn(Offset) -> f64; 4] = [|at| at.0, |at| -at.0, |at| at.1, |at| -at.1];
    sides.into_iter().fold(ring, |ring, side| {
        let mut kept = Vec::with_capacity(ring.len().saturating_add(4));
        let next = ring.iter().skip(1).chain(ring.first());
        for (from, to) in ring.iter().zip(next) {
            let (inside, stays) = (side(*from) <= reach_m, side(*to) <= reach_m);
            if inside {
                kept.push(*from);
            }
            if inside != stays {
                let part = (reach_m - side(*from)) / (side(*to) - side(*from));
                kept.push((from.0 + (to.0 - from.0) * part, from.1 + (to.1 - from.1) * part));
            }
        }
        kept
    })
}

#[cfg(test)]
mod tests {
    use super::{comes_near, rings, within};
    use crate::grid::areas::Edge;

    #[test]
    fn a_ring_is_cut_at_the_square_and_keeps_what_lies_in_it() {
        let large = vec![(-500.0, -500.0), (50.0, -500.0), (50.0, 500.0), (-500.0, 500.0)];
        let cut = within(large, 100.0);
        assert!(cut.iter().all(|(east, north)| east.abs() < 100.01 && north.abs() < 100.01), "{cut:?}");
        for (east, north) in [(50.0, -100.0), (50.0, 100.0), (-100.0, 100.0), (-100.0, -100.0)] {
            let is_there = |at: &(f64, f64)| (at.0 - east).hypot(at.1 - north) < 0.01;
            assert!(cut.iter().any(is_there), "{east} {north} in {cut:?}");
        }
        assert!(within(vec![(200.0, 0.0), (300.0, 0.0), (300.0, 10.0)], 100.0).is_empty());
    }

    #[test]
    fn a_line_far_away_does_not_come_near() {
        assert!(comes_near((-900.0, 0.0), (900.0, 0.0), 100.0));
        assert!(!comes_near((-900.0, 200.0), (900.0, 300.0), 100.0));
    }

    #[test]
    fn sides_make_as_many_rings_as_there_were() {
        let edge = |ax, ay, bx, by| Edge { ax, ay, bx, by };
        let two = [
            edge(0, 0, 9, 0),
            edge(9, 0, 9, 9),
            edge(9, 9, 0, 0),
            edge(2, 1, 3, 1),
            edge(3, 1, 3, 2),
            edge(3, 2, 2, 1),
        ];
        let found = rings(&two);
        assert_eq!(found.iter().map(Vec::len).collect::<Vec<_>>(), [3, 3]);
    }
}
