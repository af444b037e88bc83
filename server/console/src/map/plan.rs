//! Where everything stands on the map of a case: the arithmetic, without a word or a line.
//!
//! The case lies in the middle. What was taken within a kilometre stands where it was, to scale; what was taken farther
//! away stands at the rim in its direction, so that one photo from another town does not make a single point of all
//! others. Numbers that would lie on each other are moved apart, each with a line to its true place.

use shared::place::point::Point;

/// Width of the picture in its own units.
pub const WIDTH: f64 = 360.0;
/// Height of the picture in its own units.
pub const HEIGHT: f64 = 240.0;
/// How far from the edge the outermost number stands.
const EDGE: f64 = 24.0;
/// How far two numbers stand apart at the least.
const APART: f64 = 23.0;
/// The least that the picture shows in each direction, metres: a map of nothing but a lens's width says nothing.
const NEAREST_M: f64 = 40.0;
/// What lies farther away stands at the rim.
const FARTHEST_M: f64 = 1_000.0;

/// Where something stands.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Spot {
    /// Its true place in the picture; on the rim for what lies outside.
    pub at: (f64, f64),
    /// Where its number stands: there, or as near as there is room.
    pub number_at: (f64, f64),
    /// How far it lies from the case, metres.
    pub distance_m: f64,
    /// The direction that it lies in, degrees clockwise from north, when it lies outside the picture.
    pub away_deg: Option<f64>,
}

/// The whole picture.
#[derive(Clone, PartialEq, Debug)]
pub struct Plan {
    /// Each place that was asked for, in the same order.
    pub spots: Vec<Spot>,
    metres_per_unit: f64,
}

/// The middle: where the case lies.
pub const MIDDLE: (f64, f64) = (WIDTH / 2.0, HEIGHT / 2.0);

impl Plan {
    /// Lays places out round a case.
    pub fn around(case: Point, places: &[Point]) -> Self {
        let offsets: Vec<(f64, f64)> = places.iter().map(|place| case.offset_m(*place)).collect();
        let near = offsets.iter().filter(|(east, north)| east.hypot(*north) <= FARTHEST_M);
        let least = NEAREST_M / (MIDDLE.1 - EDGE);
        let metres_per_unit = near.fold(least, |largest, (east, north)| {
            largest.max(east.abs() / (MIDDLE.0 - EDGE)).max(north.abs() / (MIDDLE.1 - EDGE))
        });
        // Nothing stands on the case itself.
        let mut taken = vec![MIDDLE];
        let mut spots = Vec::with_capacity(offsets.len());
        for (east, north) in offsets {
            let distance_m = east.hypot(north);
            let is_near = distance_m <= FARTHEST_M;
            let at = if is_near {
                (MIDDLE.0 + east / metres_per_unit, MIDDLE.1 - north / metres_per_unit)
            } else {
                on_rim(east / distance_m, north / distance_m)
            };
            let away_deg = (!is_near).then(|| east.atan2(north).to_degrees().rem_euclid(360.0));
            let number_at = free(at, &taken);
            taken.push(number_at);
            spots.push(Spot { at, number_at, distance_m, away_deg });
        }
        Self { spots, metres_per_unit }
    }

    /// Returns how long so many metres are in the picture.
    pub fn length(&self, metres: f64) -> f64 {
        metres / self.metres_per_unit
    }

    /// Returns a round number of metres and how long it is in the picture: at most a quarter of the width.
    pub fn scale_bar(&self) -> (u32, f64) {
        let fits = |metres: &u32| self.length(f64::from(*metres)) <= WIDTH / 4.0;
        let metres = [500, 200, 100, 50, 20].into_iter().find(fits).unwrap_or(10);
        (metres, self.length(f64::from(metres)))
    }
}

/// Returns where a direction, given as a step of length one, meets the rim.
fn on_rim(east: f64, north: f64) -> (f64, f64) {
    let across = (MIDDLE.0 - EDGE) / east.abs().max(f64::EPSILON);
    let along = (MIDDLE.1 - EDGE) / north.abs().max(f64::EPSILON);
    let reach = across.min(along);
    (MIDDLE.0 + east * reach, MIDDLE.1 - north * reach)
}

/// Returns the place nearest to one where a number lies on no other: there, else on rings round it.
fn free(at: (f64, f64), taken: &[(f64, f64)]) -> (f64, f64) {
    let is_free = |spot: &(f64, f64)| {
        let inside =
            (EDGE / 2.0..=WIDTH - EDGE / 2.0).contains(&spot.0) && (EDGE / 2.0..=HEIGHT - EDGE / 2.0).contains(&spot.1);
        inside && taken.iter().all(|other| (other.0 - spot.0).hypot(other.1 - spot.1) >= APART)
    };
    let rings = (1_u8..=8).flat_map(|ring| {
        let (reach, count) = (f64::from(ring) * (APART + 1.0), ring.saturating_mul(8));
        (0..count).map(move |place| {
            // The first to the upper right: a number there covers least of what is read from the left.
            let turned = (45.0 + 360.0 * f64::from(place) / f64::from(count)).to_radians();
            (at.0 + reach * turned.sin(), at.1 - reach * turned.cos())
        })
    });
    std::iter::once(at).chain(rings).find(is_free).unwrap_or(at)
}

/// Returns the place so far from another in a direction, degrees clockwise from north.
pub fn towards((x, y): (f64, f64), heading_deg: f64, length: f64) -> (f64, f64) {
    let heading = heading_deg.to_radians();
    (x + length * heading.sin(), y - length * heading.cos())
}

#[cfg(test)]
mod tests {
    use shared::place::point::Point;

    use super::{APART, HEIGHT, MIDDLE, Plan, WIDTH, towards};

    fn tower() -> Point {
        Point::new(108.9423, 34.261).unwrap()
    }

    fn plan(moves: &[(f64, f64)]) -> Plan {
        let places: Vec<Point> = moves.iter().map(|(east, north)| tower().moved_m(*east, *north)).collect();
        Plan::around(tower(), &places)
    }

    #[track_caller]
    fn assert_readable(plan: &Plan) {
        let numbers: Vec<(f64, f64)> = std::iter::once(MIDDLE).chain(plan.spots.iter().map(|s| s.number_at)).collect();
        for (place, one) in numbers.iter().enumerate() {
            assert!((0.0..=WIDTH).contains(&one.0) && (0.0..=HEIGHT).contains(&one.1), "{one:?} is outside");
            for other in &numbers[place + 1..] {
                assert!((one.0 - other.0).hypot(one.1 - other.1) >= APART, "{one:?} lies on {other:?}");
            }
        }
    }

    #[test]
    fn north_is_up_east_is_right_and_a_metre_is_a_metre_both_ways() {
        let plan = plan(&[(30.0, 0.0), (0.0, 30.0)]);
        let [east, north] = plan.spots[..] else { panic!("two places") };
        assert!((east.at.0 - MIDDLE.0 - plan.length(30.0)).abs() < 0.1 && (east.at.1 - MIDDLE.1).abs() < 0.1);
        assert!((MIDDLE.1 - north.at.1 - plan.length(30.0)).abs() < 0.1 && (north.at.0 - MIDDLE.0).abs() < 0.1);
        assert!((east.distance_m - 30.0).abs() < 0.1);
    }

    #[test]
    fn photos_from_one_spot_are_moved_apart_and_keep_their_true_place() {
        let plan = plan(&[(2.0, 1.0); 9]);
        assert_readable(&plan);
        let first = plan.spots[0].at;
        assert!(plan.spots.iter().all(|spot| spot.at == first && spot.away_deg.is_none()));
    }

    #[test]
    fn one_photo_kilometres_away_stands_at_the_rim_and_changes_no_scale() {
        let near = plan(&[(30.0, 20.0), (-12.0, 4.0)]);
        let with_far = plan(&[(30.0, 20.0), (-12.0, 4.0), (-3_000.0, 3_000.0)]);
        assert_eq!(near.spots[..], with_far.spots[..2]);
        let far = with_far.spots[2];
        assert!((far.away_deg.unwrap() - 315.0).abs() < 0.1);
        assert!((far.distance_m - 4_242.6).abs() < 5.0);
        assert!(far.at.0 < MIDDLE.0 && far.at.1 < MIDDLE.1, "to the north-west");
        assert_readable(&with_far);
    }

    #[test]
    fn half_a_kilometre_is_still_drawn_to_scale() {
        let plan = plan(&[(0.0, -500.0), (1.0, 1.0), (1.0, 2.0)]);
        assert_eq!(plan.spots[0].away_deg, None);
        assert!(plan.length(500.0) <= HEIGHT / 2.0);
        assert_readable(&plan);
    }

    #[test]
    fn many_far_photos_in_one_direction_are_still_told_apart() {
        let plan = plan(&[(5_000.0, 10.0), (5_000.0, 20.0), (9_000.0, 0.0), (70_000.0, -90.0), (2_000.0, 0.0)]);
        assert_readable(&plan);
    }

    #[test]
    fn the_scale_bar_is_round_and_fits() {
        for reach in [0.0, 35.0, 120.0, 400.0, 990.0] {
            let plan = plan(&[(reach, 0.0)]);
            let (metres, length) = plan.scale_bar();
            assert!([10, 20, 50, 100, 200, 500].contains(&metres));
            assert!(length > 10.0 && length <= WIDTH / 4.0, "{metres} m are {length} long");
        }
    }

    #[test]
    fn a_direction_is_counted_clockwise_from_north() {
        let (x, y) = towards((0.0, 0.0), 90.0, 10.0);
        assert!((x - 10.0).abs() < 1e-9 && y.abs() < 1e-9);
        let (x, y) = towards((0.0, 0.0), 180.0, 10.0);
        assert!(x.abs() < 1e-9 && (y - 10.0).abs() < 1e-9);
    }
}
