//! Which piece of ground the small map shows, and how its degrees become points of the picture and back.

use super::{Outline, Spot};

/// Width of the picture in its own units.
pub const WIDTH: f64 = 360.0;
/// Height of the picture in its own units.
pub const HEIGHT: f64 = 160.0;

const LAT_DEGREE_M: f64 = 110_940.0;
const LON_DEGREE_M: f64 = 111_320.0;
/// The least and the most that the picture shows from its middle to its upper edge, metres.
const NEAREST_M: f64 = 70.0;
const FARTHEST_M: f64 = 600.0;

/// A piece of ground, flat: good to a pixel over the few hundred metres shown.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Frame {
    lon: f64,
    lat: f64,
    metres_per_unit: f64,
}

impl Frame {
    /// Frames the place with the whole of the grid it lies in; without a place, the middle of the grids.
    pub fn around(spot: Option<Spot>, outlines: &[Outline]) -> Option<Self> {
        let (lon, lat) = match spot {
            Some(spot) => (spot.lon, spot.lat),
            None => {
                let [lon, lat] = *outlines.first()?.points.first()?;
                (lon, lat)
            }
        };
        let unscaled = Self { lon, lat, metres_per_unit: 1.0 };
        let mut half_height_m = NEAREST_M;
        for [lon, lat] in outlines.iter().filter(|outline| outline.chosen).flat_map(|outline| &outline.points) {
            let (x, y) = unscaled.screen(*lon, *lat);
            let (east, north) = ((x - WIDTH / 2.0).abs(), (y - HEIGHT / 2.0).abs());
            half_height_m = half_height_m.max(north * 1.12).max(east * 1.12 * HEIGHT / WIDTH);
        }
        Some(Self { lon, lat, metres_per_unit: half_height_m.min(FARTHEST_M) / (HEIGHT / 2.0) })
    }

    /// Says whether the picture is still good for a place: it lies well inside, and its grid is about as large as the
    /// one the picture was made for.
    pub fn still_shows(self, spot: Spot, wanted: Self) -> bool {
        let (x, y) = self.screen(spot.lon, spot.lat);
        let inside = (x - WIDTH / 2.0).abs() < WIDTH * 0.36 && (y - HEIGHT / 2.0).abs() < HEIGHT * 0.36;
        inside && (0.7..=1.4).contains(&(wanted.metres_per_unit / self.metres_per_unit))
    }

    /// Returns where a place stands in the picture.
    pub fn screen(self, lon: f64, lat: f64) -> (f64, f64) {
        let east_m = (lon - self.lon) * LON_DEGREE_M * self.lat.to_radians().cos();
        let north_m = (lat - self.lat) * LAT_DEGREE_M;
        (WIDTH / 2.0 + east_m / self.metres_per_unit, HEIGHT / 2.0 - north_m / self.metres_per_unit)
    }

    /// Returns the place that was pointed at, `(lon, lat)`.
    pub fn place(self, x: f64, y: f64) -> (f64, f64) {
        let east_m = (x - WIDTH / 2.0) * self.metres_per_unit;
        let north_m = (HEIGHT / 2.0 - y) * self.metres_per_unit;
        (self.lon + east_m / (LON_DEGREE_M * self.lat.to_radians().cos()), self.lat + north_m / LAT_DEGREE_M)
    }

    /// Returns how long so many metres are in the picture.
    pub fn length(self, metres: f64) -> f64 {
        metres / self.metres_per_unit
    }

    /// Returns a round number of metres and how long it is in the picture: at most a quarter of the width.
    pub fn scale_bar(self) -> (u32, f64) {
        let fits = |metres: &u32| self.length(f64::from(*metres)) <= WIDTH / 4.0;
        let metres = [500, 200, 100, 50, 20].into_iter().find(fits).unwrap_or(10);
        (metres, self.length(f64::from(metres)))
    }
}

#[cfg(test)]
mod tests {
    use super::{Frame, HEIGHT, WIDTH};
    use crate::mini_map::{Outline, Spot};

    const TOWER: Spot = Spot { lon: 108.9423, lat: 34.261, accuracy_m: Some(6.0) };

    fn square(half: f64) -> Outline {
        let (lon, lat) = (TOWER.lon, TOWER.lat);
        let points = [(-half, -half), (half, -half), (half, half), (-half, half), (-half, -half)];
        Outline {
            label: "023".into(),
            chosen: true,
            doubtful: false,
            points: points.map(|(e, n)| [lon + e, lat + n]).to_vec(),
        }
    }

    #[test]
    fn the_place_stands_in_the_middle_and_its_grid_fits() {
        let grid = square(0.0012);
        let frame = Frame::around(Some(TOWER), std::slice::from_ref(&grid)).unwrap();
        assert_eq!(frame.screen(TOWER.lon, TOWER.lat), (WIDTH / 2.0, HEIGHT / 2.0));
        for [lon, lat] in grid.points {
            let (x, y) = frame.screen(lon, lat);
            assert!((0.0..=WIDTH).contains(&x) && (0.0..=HEIGHT).contains(&y), "{x} {y}");
        }
    }

    #[test]
    fn a_tap_finds_the_place_it_was_drawn_at() {
        let frame = Frame::around(Some(TOWER), &[square(0.0005)]).unwrap();
        let (lon, lat) = frame.place(40.0, 150.0);
        let (x, y) = frame.screen(lon, lat);
        assert!((x - 40.0).abs() < 1e-6 && (y - 150.0).abs() < 1e-6);
    }

    #[test]
    fn the_picture_stays_while_the_place_moves_a_little_and_not_when_it_leaves() {
        let frame = Frame::around(Some(TOWER), &[square(0.0005)]).unwrap();
        let beside = Spot { lon: TOWER.lon + 0.0005, ..TOWER };
        assert!(frame.still_shows(beside, Frame::around(Some(beside), &[square(0.0005)]).unwrap()));
        let gone = Spot { lon: TOWER.lon + 0.005, ..TOWER };
        assert!(!frame.still_shows(gone, Frame::around(Some(gone), &[square(0.0005)]).unwrap()));
        let coarse = Frame::around(Some(beside), &[square(0.003)]).unwrap();
        assert!(!frame.still_shows(beside, coarse), "a larger grid needs a larger picture");
    }

    #[test]
    fn nothing_known_draws_nothing() {
        assert_eq!(Frame::around(None, &[]), None);
    }
}
