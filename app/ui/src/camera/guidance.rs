//! How to stand for the same picture again: how far and which way to the spot, and how far to turn.

use kit::lang::{Lang, Words};
use shared::evidence::verdict::pair::turned_deg;
use shared::place::fix::Fix;

use super::text;

/// Nobody holds a phone more exactly than this, degrees.
const SAME_DEG: f64 = 10.0;
/// Whoever is so near to a spot is there, metres.
const THERE_M: f64 = 50.0;
/// A worse position does not tell whether one is there, metres.
const LEAST_SURE_M: f64 = 100.0;

/// How a place lies from where somebody stands.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Away {
    /// How far, metres.
    pub metres: f64,
    /// Which way, degrees clockwise from north.
    pub bearing_deg: f64,
}

/// Measures the way to a spot; `None` when one of the two is no place.
pub fn away(here: &Fix, spot: &Fix) -> Option<Away> {
    let (east, north) = here.point().ok()?.offset_m(spot.point().ok()?);
    Some(Away { metres: east.hypot(north), bearing_deg: east.atan2(north).to_degrees().rem_euclid(360.0) })
}

/// Says whether somebody may stand at a spot, as sure as their position is.
pub fn may_stand_there(here: &Fix, spot: &Fix) -> bool {
    let sure_m = here.accuracy_m.unwrap_or(0.0);
    sure_m <= LEAST_SURE_M && away(here, spot).is_some_and(|away| away.metres <= THERE_M + sure_m)
}

/// Returns how far to turn from one heading to another: to the right above nought, to the left below it.
fn turn_deg(from: f64, to: f64) -> f64 {
    let turned = turned_deg(from, to);
    if (to - from).rem_euclid(360.0) <= 180.0 { turned } else { -turned }
}

/// Says how far the camera looks past where it looked before, and which way to turn it.
pub fn turn(lang: Lang, heading: f64, before: f64) -> (bool, String) {
    let turn = turn_deg(heading, before);
    let way = match turn {
        turn if turn.abs() <= SAME_DEG => text::SAME_HEADING,
        turn if turn > 0.0 => text::TURN_RIGHT,
        _ => text::TURN_LEFT,
    };
    (turn.abs() <= SAME_DEG, format!("{:.0}° · {}", turn.abs(), lang.say(way)))
}

/// Names the wind that a bearing points to.
pub fn wind(bearing_deg: f64) -> Words {
    match (bearing_deg + 22.5).rem_euclid(360.0) {
        ..45.0 => text::NORTH,
        ..90.0 => text::NORTH_EAST,
        ..135.0 => text::EAST,
        ..180.0 => text::SOUTH_EAST,
        ..225.0 => text::SOUTH,
        ..270.0 => text::SOUTH_WEST,
        ..315.0 => text::WEST,
        _ => text::NORTH_WEST,
    }
}

#[cfg(test)]
mod tests {
    use kit::lang::Lang;
    use shared::place::crs::Crs;
    use shared::place::fix::{Fix, Source};
    use shared::place::point::Point;
    use shared::time::Instant;

    use super::{away, may_stand_there, turn, turn_deg, wind};

    fn standing(east_m: f64, north_m: f64) -> Fix {
        let at = Point::new(108.9423, 34.261).unwrap().moved_m(east_m, north_m);
        Fix {
            lon: shared::place::point::Degree(at.lon_e7),
            lat: shared::place::point::Degree(at.lat_e7),
            crs: Crs::Wgs84,
            source: Source::Gnss,
            accuracy_m: Some(6.0),
            fix_time: Instant::from_ms(1_764_000_000_000),
            provider: None,
            is_mock: false,
            heading_deg: None,
        }
    }

    #[test]
    fn the_way_to_the_spot_is_measured_from_where_one_stands() {
        let away = away(&standing(0.0, 0.0), &standing(30.0, -40.0)).unwrap();
        assert!((away.metres - 50.0).abs() < 0.1, "{away:?}");
        assert!((away.bearing_deg - 143.1).abs() < 0.1, "{away:?}");
        assert_eq!(wind(away.bearing_deg).zh, "东南");
    }

    #[test]
    fn somebody_is_there_as_far_as_their_position_can_tell() {
        let (spot, sure) = (standing(0.0, 0.0), |metres, fix: Fix| Fix { accuracy_m: Some(metres), ..fix });
        assert!(may_stand_there(&standing(55.0, 0.0), &spot), "good to six metres");
        assert!(!may_stand_there(&standing(57.0, 0.0), &spot));
        assert!(may_stand_there(&sure(80.0, standing(0.0, 120.0)), &spot));
        assert!(!may_stand_there(&sure(101.0, standing(0.0, 0.0)), &spot), "that tells nothing");
    }

    #[test]
    fn the_shorter_turn_is_told_across_north_too() {
        let turns = [(350.0, 20.0), (20.0, 350.0), (90.0, 90.0), (0.0, 180.0), (10.0, 300.0)];
        assert_eq!(turns.map(|(from, to)| turn_deg(from, to)), [30.0, -30.0, 0.0, 180.0, -70.0]);
    }

    #[test]
    fn a_hand_that_trembles_is_told_to_turn_nowhere() {
        assert_eq!(turn(Lang::Zh, 351.0, 0.0), (true, "9° · 朝向一致".to_owned()));
        assert_eq!(turn(Lang::Zh, 340.0, 0.0), (false, "20° · 向右转".to_owned()));
        assert_eq!(turn(Lang::En, 120.0, 0.0), (false, "120° · turn left".to_owned()));
    }

    #[test]
    fn every_bearing_has_its_wind() {
        let winds = [0.0, 45.0, 90.0, 135.0, 180.0, 225.0, 270.0, 315.0, 359.0, -10.0].map(|bearing| wind(bearing).en);
        assert_eq!(winds, ["N", "NE", "E", "SE", "S", "SW", "W", "NW", "N", "N"]);
    }
}
