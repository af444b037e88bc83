//! A closed line of whole coordinates, always written the same way.

use crate::place::point::{Point, Scale};

/// Why some points make no ring.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum BadRing {
    /// Fewer than three different points.
    #[error("a ring needs three different points")]
    TooFew,
    /// The points enclose nothing.
    #[error("the ring encloses no area")]
    Flat,
}

/// A closed line: anticlockwise, beginning with its smallest point, the first point not repeated at the end.
///
/// One shape has one writing, so packs of the same shapes are the same bytes. A hole is a ring like any other: what
/// is inside is decided by counting crossings over all rings of an area.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Ring(Vec<Point>);

impl Ring {
    /// Puts the points into the one writing; a repeated last point and repeats in a row are dropped.
    pub fn new(mut points: Vec<Point>) -> Result<Self, BadRing> {
        points.dedup();
        while points.len() > 1 && points.first() == points.last() {
            points.pop();
        }
        if points.len() < 3 {
            return Err(BadRing::TooFew);
        }
        let area = twice_area(&points);
        if area == 0 {
            return Err(BadRing::Flat);
        }
        if area < 0 {
            points.reverse();
        }
        let smallest = points.iter().enumerate().min_by_key(|&(place, point)| (*point, place)).map_or(0, |(at, _)| at);
        points.rotate_left(smallest);
        Ok(Self(points))
    }

    /// Returns the points, the first not repeated.
    pub fn points(&self) -> &[Point] {
        &self.0
    }

    /// Returns each side once, in order.
    pub fn edges(&self) -> impl Iterator<Item = (Point, Point)> + '_ {
        let next = self.0.iter().skip(1).chain(self.0.first());
        self.0.iter().copied().zip(next.copied())
    }

    /// Returns twice the area in square units of 1e-7 degree; exact.
    pub fn twice_area(&self) -> i128 {
        twice_area(&self.0)
    }

    /// Returns the area on the ground.
    pub fn area_m2(&self) -> f64 {
        let middle = self.0.first().map_or(0.0, |point| point.lat());
        let scale = Scale::at_latitude(middle);
        #[expect(clippy::cast_precision_loss, reason = "square metres for people, not for comparing")]
        let units = self.twice_area() as f64 / 2.0;
        units * scale.lon_unit_m * scale.lat_unit_m
    }

    /// Returns the centre of the area.
    pub fn centre(&self) -> Point {
        let Some(&origin) = self.0.first() else { return Point { lon_e7: 0, lat_e7: 0 } };
        let (mut east, mut north, mut weight) = (0.0, 0.0, 0.0);
        for (a, b) in self.edges() {
            let [ax, ay] =
                [f64::from(a.lon_e7) - f64::from(origin.lon_e7), f64::from(a.lat_e7) - f64::from(origin.lat_e7)];
            let [bx, by] =
                [f64::from(b.lon_e7) - f64::from(origin.lon_e7), f64::from(b.lat_e7) - f64::from(origin.lat_e7)];
            let cross = ax * by - ay * bx;
            east += (ax + bx) * cross;
            north += (ay + by) * cross;
            weight += cross * 3.0;
        }
        let unit = crate::place::point::UNITS_PER_DEGREE;
        Point::new(origin.lon() + east / weight / unit, origin.lat() + north / weight / unit).unwrap_or(origin)
    }
}

fn twice_area(points: &[Point]) -> i128 {
    let next = points.iter().skip(1).chain(points.first());
    points
        .iter()
        .zip(next)
        .map(|(a, b)| i128::from(a.lon_e7) * i128::from(b.lat_e7) - i128::from(b.lon_e7) * i128::from(a.lat_e7))
        .sum()
}

#[cfg(test)]
mod tests {
    use super::{BadRing, Ring};
    use crate::place::point::Point;

    fn ring(points: &[(i32, i32)]) -> Result<Ring, BadRing> {
        Ring::new(points.iter().map(|&(lon_e7, lat_e7)| Point { lon_e7, lat_e7 }).collect())
    }

    #[test]
    fn a_shape_has_one_writing() {
        let plain = ring(&[(0, 0), (10, 0), (10, 10), (0, 10)]).unwrap();
        assert_eq!(ring(&[(10, 10), (10, 0), (0, 0), (0, 10), (10, 10)]).unwrap(), plain, "clockwise and closed");
        assert_eq!(ring(&[(10, 0), (10, 0), (10, 10), (0, 10), (0, 0)]).unwrap(), plain, "with a repeat");
        assert_eq!(plain.twice_area(), 200);
        assert_eq!(plain.centre(), Point { lon_e7: 5, lat_e7: 5 });
    }

    #[test]
    fn what_encloses_nothing_is_no_ring() {
        assert_eq!(ring(&[(0, 0), (5, 5), (0, 0)]), Err(BadRing::TooFew));
        assert_eq!(ring(&[(0, 0), (5, 5), (9, 9)]), Err(BadRing::Flat));
        assert_eq!(ring(&[]), Err(BadRing::TooFew));
    }
}
