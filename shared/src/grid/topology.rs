//! Cuts rings into arcs, so that a line between two neighbours is stored once.

use std::collections::BTreeMap;

use super::ring::Ring;
use crate::place::point::Point;

/// One use of an arc by a ring.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct ArcUse {
    /// Its place in [`Topology::arcs`].
    pub(super) arc: usize,
    /// Whether the ring runs along it from its end to its beginning.
    pub(super) direction: Direction,
}

/// Which way a ring runs along an arc.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Direction {
    /// From its first point to its last.
    Forward,
    /// From its last point to its first.
    Backward,
}

/// Arcs, and the rings written as uses of them.
#[derive(Default, Debug)]
pub(super) struct Topology {
    /// Lines with both their ends; the end of a closed one is its beginning.
    pub(super) arcs: Vec<Vec<Point>>,
    /// For each ring, in the order given, the arcs it runs along.
    pub(super) rings: Vec<Vec<ArcUse>>,
}

/// Cuts the rings at every point where more than two lines meet.
pub(super) fn cut<'a>(rings: impl Iterator<Item = &'a Ring> + Clone) -> Topology {
    let junctions = junctions(rings.clone());
    let is_junction = |point: &Point| junctions.binary_search(point).is_ok();
    let mut topology = Topology::default();
    let mut known: BTreeMap<Vec<Point>, usize> = BTreeMap::new();
    for ring in rings {
        let points = ring.points();
        // A ring that meets no other begins at its smallest point, as every copy of it does.
        let start = points.iter().position(is_junction).unwrap_or(0);
        let around = points.iter().cycle().skip(start).take(points.len() + 1);
        let mut uses = Vec::new();
        let mut line: Vec<Point> = Vec::new();
        for (step, point) in around.enumerate() {
            line.push(*point);
            if step > 0 && (step == points.len() || is_junction(point)) {
                uses.push(place(std::mem::replace(&mut line, vec![*point]), &mut topology.arcs, &mut known));
            }
        }
        topology.rings.push(uses);
    }
    topology
}

/// Finds the line among the known arcs, or adds it.
fn place(line: Vec<Point>, arcs: &mut Vec<Vec<Point>>, known: &mut BTreeMap<Vec<Point>, usize>) -> ArcUse {
    let mut turned = line.clone();
    turned.reverse();
    let (key, direction) = if line <= turned { (line, Direction::Forward) } else { (turned, Direction::Backward) };
    let next = arcs.len();
    let arc = *known.entry(key.clone()).or_insert(next);
    if arc == next {
        arcs.push(key);
    }
    ArcUse { arc, direction }
}

/// Returns, in order, the points that have more than two different neighbours.
fn junctions<'a>(rings: impl Iterator<Item = &'a Ring>) -> Vec<Point> {
    let mut links: Vec<(Point, Point)> = Vec::new();
    for ring in rings {
        for (a, b) in ring.edges() {
            links.push((a, b));
            links.push((b, a));
        }
    }
    links.sort_unstable();
    links.dedup();
    links.chunk_by(|a, b| a.0 == b.0).filter(|same| same.len() > 2).filter_map(|same| Some(same.first()?.0)).collect()
}

#[cfg(test)]
mod tests {
    use super::cut;
    use crate::grid::ring::Ring;
    use crate::place::point::Point;

    fn square(x: i32, y: i32) -> Ring {
        let corners = [(x, y), (x + 10, y), (x + 10, y + 10), (x, y + 10)];
        Ring::new(corners.iter().map(|&(lon_e7, lat_e7)| Point { lon_e7, lat_e7 }).collect()).unwrap()
    }

    #[test]
    fn neighbours_share_the_line_between_them() {
        let rings = [square(0, 0), square(10, 0)];
        let topology = cut(rings.iter());
        assert_eq!(topology.arcs.len(), 3, "one outside for each, and the line between");
        let uses: usize = topology.rings.iter().map(Vec::len).sum();
        assert_eq!(uses, 4);
    }

    #[test]
    fn a_shape_on_top_of_another_costs_no_new_arc() {
        let rings = [square(0, 0), square(0, 0)];
        assert_eq!(cut(rings.iter()).arcs.len(), 1);
    }
}
