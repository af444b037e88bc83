//! How often each piece of ground is covered by a list of areas, as shapes.
//!
//! Every side of an area counts its ground once on its left. Where two areas meet in one line their sides run against
//! each other and cancel out, so of a sound city only the outer border is left, and what must be computed is what is
//! wrong. Everything is in whole units of 1e-7 degree.

use i_overlay::core::fill_rule::FillRule;
use i_overlay::core::overlay::{Overlay, ShapeType};
use i_overlay::core::overlay_rule::OverlayRule;
use i_overlay::i_float::int::point::IntPoint;

use super::crossing;
use crate::grid::ring::Ring;
use crate::place::point::{Point, Scale};

/// Closed lines; the inside is to the left.
pub(super) type Contours = Vec<Vec<IntPoint>>;

/// Narrower than this is rounding: an outline's corner is known to a centimetre.
pub(super) const NOISE_M: f64 = 0.03;

/// Areas, as the sides that do not cancel out.
#[derive(Clone, Debug, Default)]
pub(super) struct Cover {
    loops: Contours,
}

/// A piece of ground.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Region {
    /// Its outline and its holes.
    pub(super) contours: Vec<Vec<Point>>,
    /// A point well inside.
    pub(super) at: Point,
    /// Its size.
    pub(super) area_m2: f64,
    /// How wide it is on average, were it a strip.
    pub(super) width_m: f64,
}

impl Cover {
    /// Takes the outlines of the areas.
    pub(super) fn of<'a>(areas: impl IntoIterator<Item = &'a [Ring]>) -> Self {
        let mut sides: Vec<(Point, Point, i32)> = Vec::new();
        let mut add = |a: Point, b: Point| {
            if a < b {
                sides.push((a, b, 1));
            } else {
                sides.push((b, a, -1));
            }
        };
        for rings in areas {
            match rings {
                [only] if crossing::first([only.points()]).is_none() => only.edges().for_each(|(a, b)| add(a, b)),
                several => {
                    for contour in sound(several) {
                        let next = contour.iter().skip(1).chain(contour.first());
                        contour.iter().zip(next).for_each(|(a, b)| add(point(*a), point(*b)));
                    }
                }
            }
        }
        sides.sort_unstable();
        let mut left: Vec<(Point, Point)> = Vec::new();
        for same in sides.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
            let Some((a, b, _)) = same.first().copied() else { continue };
            let count: i32 = same.iter().map(|side| side.2).sum();
            let side = if count > 0 { (a, b) } else { (b, a) };
            left.extend(std::iter::repeat_n(side, count.unsigned_abs().try_into().unwrap_or(0)));
        }
        Self { loops: loops(left) }
    }

    /// Returns the ground that any area covers: for each piece its outline and then its holes.
    pub(super) fn once(&self) -> Vec<Contours> {
        let mut overlay = Overlay::new(self.loops.iter().map(Vec::len).sum());
        overlay.add_contours(&self.loops, ShapeType::Subject);
        overlay.overlay(OverlayRule::Subject, FillRule::Positive)
    }

    /// Returns the ground that more than one area covers.
    pub(super) fn twice(&self) -> Vec<Contours> {
        let points = || self.loops.iter().flatten();
        let (Some(west), Some(east)) = (points().map(|p| p.x).min(), points().map(|p| p.x).max()) else {
            return Vec::new();
        };
        let (Some(south), Some(north)) = (points().map(|p| p.y).min(), points().map(|p| p.y).max()) else {
            return Vec::new();
        };
        let (west, east) = (west.saturating_sub(9), east.saturating_add(9));
        let (south, north) = (south.saturating_sub(9), north.saturating_add(9));
        // One less everywhere: what is still covered was covered twice.
        let less = [(west, south), (west, north), (east, north), (east, south)].map(IntPoint::from);
        let mut overlay = Overlay::new(self.loops.iter().map(Vec::len).sum::<usize>() + 4);
        overlay.add_contours(&self.loops, ShapeType::Subject);
        overlay.add_contour(&less, ShapeType::Subject);
        overlay.overlay(OverlayRule::Subject, FillRule::Positive)
    }
}

/// Returns what the first shapes have and the others do not.
pub(super) fn without(shapes: &[Contours], others: &[Contours]) -> Vec<Contours> {
    Overlay::with_shapes(shapes, others).overlay(OverlayRule::Difference, FillRule::NonZero)
}

/// Returns what both have.
pub(super) fn shared(shapes: &[Contours], others: &[Contours]) -> Vec<Contours> {
    Overlay::with_shapes(shapes, others).overlay(OverlayRule::Intersect, FillRule::NonZero)
}

/// Returns the shapes with their holes filled.
pub(super) fn filled(shapes: &[Contours]) -> Vec<Contours> {
    let outer = shapes.iter().filter_map(|shape| Some(vec![shape.first()?.clone()]));
    outer.collect()
}

/// Returns one shape of areas that may lie upon each other.
pub(super) fn merged<'a>(areas: impl IntoIterator<Item = &'a [Ring]>) -> Vec<Contours> {
    let mut overlay = Overlay::new(0);
    for rings in areas {
        overlay.add_contours(&sound(rings), ShapeType::Subject);
    }
    overlay.overlay(OverlayRule::Subject, FillRule::NonZero)
}

/// Makes a cover of shapes that are sound.
pub(super) fn cover_of(shapes: &[Contours]) -> Cover {
    Cover { loops: shapes.iter().flatten().cloned().collect() }
}

/// Returns the outlines of an area turned so that its inside is to the left of each: holes run clockwise.
fn sound(rings: &[Ring]) -> Contours {
    let contours: Contours = rings.iter().map(|ring| ring.points().iter().copied().map(int).collect()).collect();
    let mut overlay = Overlay::with_contours(&contours, &[]);
    overlay.overlay(OverlayRule::Subject, FillRule::EvenOdd).into_iter().flatten().collect()
}

fn int(point: Point) -> IntPoint {
    IntPoint::new(point.lon_e7, point.lat_e7)
}

fn point(at: IntPoint) -> Point {
    Point { lon_e7: at.x, lat_e7: at.y }
}

/// Joins sides into closed lines. At every point as many begin as end, so that each way leads back to its beginning.
fn loops(mut sides: Vec<(Point, Point)>) -> Contours {
    sides.sort_unstable();
    let mut taken = vec![false; sides.len()];
    // For each beginning the first side that is not taken yet.
    let mut next: Vec<usize> = (0..sides.len()).collect();
    let first_from = |at: Point| sides.partition_point(|side| side.0 < at);
    let mut loops = Vec::new();
    for start in 0..sides.len() {
        if taken.get(start).copied().unwrap_or(true) {
            continue;
        }
        let Some(&(origin, _)) = sides.get(start) else { continue };
        let (mut contour, mut at) = (Vec::new(), origin);
        loop {
            let group = first_from(at);
            let Some(place) = next.get(group).copied() else { break };
            let Some(&(from, to)) = sides.get(place).filter(|side| side.0 == at) else { break };
            if let Some(flag) = taken.get_mut(place) {
                *flag = true;
            }
            if let Some(waiting) = next.get_mut(group) {
                *waiting = place + 1;
            }
            contour.push(int(from));
            at = to;
            if at == origin {
                break;
            }
        }
        if contour.len() > 2 {
            loops.push(contour);
        }
    }
    loops
}

impl Region {
    /// Measures shapes; those that are only rounding are left out.
    pub(super) fn all(shapes: Vec<Contours>) -> Vec<Self> {
        shapes.into_iter().filter_map(Self::new).filter(|region| region.width_m >= NOISE_M).collect()
    }

    fn new(shape: Contours) -> Option<Self> {
        let contours: Vec<Vec<Point>> = shape.into_iter().map(|line| line.into_iter().map(point).collect()).collect();
        let origin = *contours.first()?.first()?;
        let scale = Scale::at_latitude(origin.lat());
        let (mut twice, mut around_m) = (0.0, 0.0);
        for (a, b) in contours.iter().flat_map(|line| sides(line)) {
            let local = |p: Point| {
                (f64::from(p.lon_e7) - f64::from(origin.lon_e7), f64::from(p.lat_e7) - f64::from(origin.lat_e7))
            };
            let ((ax, ay), (bx, by)) = (local(a), local(b));
            twice += ax * by - bx * ay;
            around_m += ((bx - ax) * scale.lon_unit_m).hypot((by - ay) * scale.lat_unit_m);
        }
        let area_m2 = twice.abs() / 2.0 * scale.lon_unit_m * scale.lat_unit_m;
        let width_m = if around_m > 0.0 { 2.0 * area_m2 / around_m } else { 0.0 };
        Some(Self { at: inside(&contours).unwrap_or(origin), contours, area_m2, width_m })
    }

    /// Returns points just inside its border, one for each side.
    pub(super) fn inner(&self) -> impl Iterator<Item = Point> + '_ {
        self.beside(2.0)
    }

    /// Returns points just outside its border, one for each side.
    pub(super) fn outer(&self) -> impl Iterator<Item = Point> + '_ {
        self.beside(-2.0)
    }

    /// Returns the middle of each side, moved to its left by so many units.
    fn beside(&self, units: f64) -> impl Iterator<Item = Point> + '_ {
        self.contours.iter().flat_map(|line| sides(line)).map(move |(a, b)| beside(a, b, units))
    }
}

/// Returns the sides of a closed line.
pub(super) fn sides(line: &[Point]) -> impl Iterator<Item = (Point, Point)> + '_ {
    let next = line.iter().skip(1).chain(line.first());
    line.iter().copied().zip(next.copied())
}

/// Returns the middle between two points, moved to the left of the way from one to the other by so many units.
fn beside(a: Point, b: Point, units: f64) -> Point {
    let [dx, dy] = [f64::from(b.lon_e7) - f64::from(a.lon_e7), f64::from(b.lat_e7) - f64::from(a.lat_e7)];
    let length = dx.hypot(dy).max(1.0);
    let [x, y] = [f64::from(a.lon_e7) + dx / 2.0, f64::from(a.lat_e7) + dy / 2.0];
    let unit = crate::place::point::UNITS_PER_DEGREE;
    Point::new((x - dy / length * units) / unit, (y + dx / length * units) / unit).unwrap_or(a)
}

/// Returns the middle of the widest stretch at half height: a point that surely lies inside.
fn inside(contours: &[Vec<Point>]) -> Option<Point> {
    let heights = || contours.iter().flatten().map(|point| point.lat_e7);
    let [low, high] = [f64::from(heights().min()?), f64::from(heights().max()?)];
    // Not at a corner's height: there a line is crossed twice or not at all.
    let middle = ((low + high) / 2.0).floor() + 0.5;
    let mut crossings: Vec<f64> = Vec::new();
    for (a, b) in contours.iter().flat_map(|line| sides(line)) {
        let [ax, ay, bx, by] = [a.lon_e7, a.lat_e7, b.lon_e7, b.lat_e7].map(f64::from);
        if (ay < middle) != (by < middle) {
            crossings.push(ax + (middle - ay) / (by - ay) * (bx - ax));
        }
    }
    crossings.sort_by(f64::total_cmp);
    let stretches = crossings.chunks_exact(2).filter_map(|pair| Some((*pair.first()?, *pair.last()?)));
    let (from, to) = stretches.max_by(|a, b| (a.1 - a.0).total_cmp(&(b.1 - b.0)))?;
    let unit = crate::place::point::UNITS_PER_DEGREE;
    Point::new((from + to) / 2.0 / unit, middle / unit).ok()
}

#[cfg(test)]
mod tests {
    use super::{Cover, Region, filled, without};
    use crate::grid::ring::Ring;
    use crate::grid::sample::{at, rectangle, town};
    use crate::place::point::Point;

    fn regions(rings: &[Ring]) -> (Vec<Region>, Vec<Region>) {
        let cover = Cover::of(rings.iter().map(std::slice::from_ref));
        let once = cover.once();
        (Region::all(cover.twice()), Region::all(without(&filled(&once), &once)))
    }

    #[test]
    fn neighbours_cancel_out() {
        let rings = [rectangle(0.0, 0.0, 1.0, 1.0), rectangle(1.0, 0.0, 2.0, 1.0)];
        let cover = Cover::of(rings.iter().map(std::slice::from_ref));
        assert_eq!(cover.loops.len(), 1, "only the outer border is left");
        assert_eq!(cover.loops[0].len(), 6);
        assert_eq!(regions(&rings), (Vec::new(), Vec::new()));
    }

    #[test]
    fn an_overlap_has_its_size_and_a_point_inside() {
        let rings = [rectangle(0.0, 0.0, 1.0, 1.0), rectangle(0.9, 0.0, 2.0, 1.0)];
        let (twice, holes) = regions(&rings);
        assert!(holes.is_empty());
        let [overlap] = twice.as_slice() else { panic!("{twice:?}") };
        // A tenth of 92 by 111 metres.
        assert!((overlap.area_m2 - 1_021.0).abs() < 3.0, "{}", overlap.area_m2);
        let (east, north) = at(0.95, 0.5).offset_m(overlap.at);
        assert!(east.abs() < 0.1 && north.abs() < 0.1, "{east} {north}");
        assert!((overlap.width_m - 8.5).abs() < 0.1, "{}", overlap.width_m);
    }

    #[test]
    fn a_hole_among_areas_is_ground_of_nobody() {
        let mut rings: Vec<Ring> = Vec::new();
        for (x, y) in (0..3).flat_map(|x| (0..3).map(move |y| (f64::from(x), f64::from(y)))) {
            if (x, y) != (1.0, 1.0) {
                rings.push(rectangle(x, y, x + 1.0, y + 1.0));
            }
        }
        let (twice, holes) = regions(&rings);
        assert!(twice.is_empty());
        let [hole] = holes.as_slice() else { panic!("{holes:?}") };
        assert_eq!(hole.at.distance_m(at(1.5, 1.5)).round(), 0.0);
        rings.push(rectangle(1.2, 1.2, 1.8, 1.8));
        let (_, around) = regions(&rings);
        let [around] = around.as_slice() else { panic!("{around:?}") };
        assert_eq!(around.contours.len(), 2, "an island in the hole is not of the hole");
    }

    #[test]
    fn a_corner_that_its_neighbour_does_not_have_is_rounding() {
        let Point { lon_e7, lat_e7 } = at(1.0, 0.3);
        let beside = Point { lon_e7: lon_e7 + 1, lat_e7 };
        let bent = Ring::new(vec![at(0.0, 0.0), at(1.0, 0.0), beside, at(1.0, 1.0), at(0.0, 1.0)]).unwrap();
        assert_eq!(regions(&[bent, rectangle(1.0, 0.0, 2.0, 1.0)]), (Vec::new(), Vec::new()));
    }

    #[test]
    fn the_town_is_sound_but_for_its_pond() {
        let town = town();
        let cover = Cover::of(town.grids.iter().map(|grid| grid.rings.as_slice()));
        let once = cover.once();
        assert!(Region::all(cover.twice()).is_empty());
        assert_eq!(Region::all(without(&filled(&once), &once)).len(), 1);
    }
}
