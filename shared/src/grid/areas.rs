//! A list of areas that is asked, very often, which of them a point lies in.

#![expect(clippy::indexing_slicing, reason = "asked a million times a second; every range is made in `build`")]

use super::raster::{Cell, Detail, Raster};
use super::ring::Ring;
use crate::place::point::{Point, Scale};

/// One side of an area.
#[derive(Clone, Copy, Debug)]
pub(super) struct Edge {
    pub(super) ax: i32,
    pub(super) ay: i32,
    pub(super) bx: i32,
    pub(super) by: i32,
}

/// A rectangle along the axes, its borders included.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Extent {
    pub(super) west: i32,
    pub(super) south: i32,
    pub(super) east: i32,
    pub(super) north: i32,
}

impl Extent {
    /// The extent of nothing.
    pub(super) const NOTHING: Self = Self { west: i32::MAX, south: i32::MAX, east: i32::MIN, north: i32::MIN };

    pub(super) fn add(&mut self, edge: &Edge) {
        self.west = self.west.min(edge.ax);
        self.east = self.east.max(edge.ax);
        self.south = self.south.min(edge.ay);
        self.north = self.north.max(edge.ay);
    }

    pub(super) fn join(&mut self, other: &Self) {
        self.west = self.west.min(other.west);
        self.east = self.east.max(other.east);
        self.south = self.south.min(other.south);
        self.north = self.north.max(other.north);
    }
}

/// Where a point lies to one area.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Side {
    Inside,
    Edge,
    Outside,
}

/// Areas in a fixed order; an area is known by its place in it.
#[derive(Default, Debug)]
pub(super) struct Areas {
    edges: Vec<Edge>,
    /// For each area the end of its edges; they begin where the one before ends.
    ends: Vec<usize>,
    extents: Vec<Extent>,
    raster: Raster,
}

impl Areas {
    /// Takes the areas' rings in order.
    pub(super) fn build<'a, I: Iterator<Item = &'a Ring>>(areas: impl Iterator<Item = I>, detail: Detail) -> Self {
        let mut built = Self::default();
        for rings in areas {
            let mut extent = Extent::NOTHING;
            for (a, b) in rings.flat_map(Ring::edges) {
                let edge = Edge { ax: a.lon_e7, ay: a.lat_e7, bx: b.lon_e7, by: b.lat_e7 };
                extent.add(&edge);
                built.edges.push(edge);
            }
            built.ends.push(built.edges.len());
            built.extents.push(extent);
        }
        built.raster = Raster::build(&built, detail);
        built
    }

    /// Returns how many areas there are.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Returns the sides of an area.
    pub(super) fn edges_of(&self, area: usize) -> &[Edge] {
        let start = if area == 0 { 0 } else { self.ends[area - 1] };
        &self.edges[start..self.ends[area]]
    }

    /// Returns the rings of an area, as they were taken in.
    pub(super) fn rings_of(&self, area: usize) -> Vec<Ring> {
        let (mut rings, mut points) = (Vec::new(), Vec::new());
        for edge in self.edges_of(area) {
            points.push(Point { lon_e7: edge.ax, lat_e7: edge.ay });
            // A ring ends where it began.
            if points.first() == Some(&Point { lon_e7: edge.bx, lat_e7: edge.by }) {
                rings.extend(Ring::new(std::mem::take(&mut points)));
            }
        }
        rings
    }

    /// Returns the extent of an area.
    pub(super) fn extent_of(&self, area: usize) -> Extent {
        self.extents[area]
    }

    /// Calls `each` with every area that the point lies in or on the edge of, in order.
    #[inline]
    pub(super) fn at(&self, point: Point, mut each: impl FnMut(usize, Side)) {
        match self.raster.cell(point) {
            Cell::Empty => {}
            Cell::Within(area) => each(area, Side::Inside),
            Cell::Among(candidates) => {
                for &area in candidates {
                    let area = area as usize;
                    match self.side(area, point) {
                        Side::Outside => {}
                        found @ (Side::Inside | Side::Edge) => each(area, found),
                    }
                }
            }
        }
    }

    /// Returns the first area that the point lies inside of, or else the first on whose edge it lies.
    #[inline]
    pub(super) fn first_at(&self, point: Point) -> Option<(usize, Side)> {
        match self.raster.cell(point) {
            Cell::Empty => None,
            Cell::Within(area) => Some((area, Side::Inside)),
            Cell::Among(candidates) => {
                let mut edge = None;
                for &area in candidates {
                    let area = area as usize;
                    match self.side(area, point) {
                        Side::Outside => {}
                        Side::Inside => return Some((area, Side::Inside)),
                        Side::Edge => edge = edge.or(Some((area, Side::Edge))),
                    }
                }
                edge
            }
        }
    }

    /// Decides in whole numbers where the point lies to the area.
    #[inline]
    fn side(&self, area: usize, point: Point) -> Side {
        let Point { lon_e7: px, lat_e7: py } = point;
        let extent = self.extents[area];
        if px < extent.west || px > extent.east || py < extent.south || py > extent.north {
            return Side::Outside;
        }
        let mut inside = false;
        for edge in self.edges_of(area) {
            let Edge { ax, ay, bx, by } = *edge;
            if (ay > py) == (by > py) {
                // It does not cross the point's height; the point may still be its beginning, or lie on it where it
                // runs level. Its end is the beginning of another.
                if ay == py && (ax == px || (by == py && (ax < px) != (bx < px))) {
                    return Side::Edge;
                }
                continue;
            }
            // Both products are below 2^63: a longitude differs by less than 2^32 and a latitude by less than 2^31.
            let across = (i64::from(bx) - i64::from(ax)) * (i64::from(py) - i64::from(ay));
            let along = (i64::from(px) - i64::from(ax)) * (i64::from(by) - i64::from(ay));
            if along == across {
                return Side::Edge;
            }
            inside ^= (along < across) == (by > ay);
        }
        if inside { Side::Inside } else { Side::Outside }
    }

    /// Calls `each` with every area within `radius_m` of the point and its distance (nought when inside), in order.
    pub(super) fn near(&self, point: Point, radius_m: f64, mut each: impl FnMut(usize, f64)) {
        let scale = Scale::at_latitude(point.lat());
        for area in self.raster.candidates(&window(point, radius_m, scale)) {
            let area = area as usize;
            let distance = match self.side(area, point) {
                Side::Inside | Side::Edge => 0.0,
                Side::Outside => self.outline_m(area, point, scale),
            };
            if distance <= radius_m {
                each(area, distance);
            }
        }
    }

    /// Returns how far the nearest outline is, if it is within `radius_m`.
    pub(super) fn to_line_m(&self, point: Point, radius_m: f64) -> Option<f64> {
        let scale = Scale::at_latitude(point.lat());
        let candidates = self.raster.candidates(&window(point, radius_m, scale)).into_iter();
        let distances = candidates.map(|area| self.outline_m(area as usize, point, scale));
        distances.min_by(f64::total_cmp).filter(|distance| *distance <= radius_m)
    }

    fn outline_m(&self, area: usize, point: Point, scale: Scale) -> f64 {
        self.edges_of(area).iter().map(|edge| distance_m(edge, point, scale)).fold(f64::INFINITY, f64::min)
    }
}

/// Returns the rectangle that holds everything within `radius_m` of the point.
fn window(point: Point, radius_m: f64, scale: Scale) -> Extent {
    let reach = |unit_m: f64| -> i32 {
        let units = (radius_m / unit_m).ceil() + 1.0;
        // Half the Earth is as far as anything can be.
        if units.is_finite() && units < 1.8e9 { units as i32 } else { 1_800_000_000 }
    };
    let [east, north] = [reach(scale.lon_unit_m), reach(scale.lat_unit_m)];
    Extent {
        west: point.lon_e7.saturating_sub(east),
        east: point.lon_e7.saturating_add(east),
        south: point.lat_e7.saturating_sub(north),
        north: point.lat_e7.saturating_add(north),
    }
}

/// Returns the distance from the point to the nearest place of the edge.
fn distance_m(edge: &Edge, point: Point, scale: Scale) -> f64 {
    let x = |lon: i32| (f64::from(lon) - f64::from(point.lon_e7)) * scale.lon_unit_m;
    let y = |lat: i32| (f64::from(lat) - f64::from(point.lat_e7)) * scale.lat_unit_m;
    let [ax, ay, bx, by] = [x(edge.ax), y(edge.ay), x(edge.bx), y(edge.by)];
    let [dx, dy] = [bx - ax, by - ay];
    let squared = dx * dx + dy * dy;
    let along = if squared > 0.0 { (-(ax * dx + ay * dy) / squared).clamp(0.0, 1.0) } else { 0.0 };
    (ax + along * dx).hypot(ay + along * dy)
}
