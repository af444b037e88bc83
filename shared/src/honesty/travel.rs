//! Whether somebody can have been at two places one after the other.
//!
//! Both positions are given the benefit of their accuracy: what is counted is how far apart the two must have been at the
//! least. Nobody is meant by it who sat in a car.

use crate::place::point::Point;
use crate::time::Instant;

/// Faster than this nobody comes from one place of a city to another.
pub const MOST_KMH: f64 = 120.0;
/// Nearer than this a position that jumps between houses looks like a journey.
pub const LEAST_M: f64 = 500.0;
/// An accuracy of which nothing is said counts as so many metres.
pub const UNSAID_M: f64 = 50.0;
/// A radius holds the truth two times in three; three times the radius holds it nearly always.
const RADII: f64 = 3.0;
/// Clocks are read to the second: nothing lies nearer together.
const LEAST_MS: i64 = 1_000;

/// That somebody was somewhere.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Sighting<T> {
    /// By what this is known.
    pub by: T,
    /// When.
    pub at: Instant,
    /// Where.
    pub place: Point,
    /// Within so many metres, two times in three.
    pub accuracy_m: Option<f64>,
}

/// A way that nobody goes so fast.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Leap<T> {
    /// Where it began.
    pub from: Sighting<T>,
    /// Where it ended.
    pub to: Sighting<T>,
    /// How far apart the two are as they were given.
    pub metres: f64,
    /// How far they are apart at the least.
    pub least_m: f64,
    /// How long it took.
    pub ms: i64,
    /// How fast that is at the least.
    pub kmh: f64,
}

/// Returns the ways between sightings that follow one another which nobody goes so fast.
pub fn leaps<T: Clone>(mut sightings: Vec<Sighting<T>>) -> Vec<Leap<T>> {
    sightings.sort_by_key(|sighting| sighting.at);
    sightings.iter().zip(sightings.iter().skip(1)).filter_map(|(from, to)| leap(from, to)).collect()
}

fn leap<T: Clone>(from: &Sighting<T>, to: &Sighting<T>) -> Option<Leap<T>> {
    let metres = from.place.distance_m(to.place);
    let radius = |sighting: &Sighting<T>| RADII * sighting.accuracy_m.unwrap_or(UNSAID_M).max(0.0);
    let least_m = metres - radius(from) - radius(to);
    let ms = to.at.since(from.at).max(LEAST_MS);
    #[expect(clippy::cast_precision_loss, reason = "milliseconds of some weeks")]
    let hours = ms as f64 / 3_600_000.0;
    let kmh = least_m / 1_000.0 / hours;
    (least_m > LEAST_M && kmh > MOST_KMH).then(|| Leap { from: from.clone(), to: to.clone(), metres, least_m, ms, kmh })
}

#[cfg(test)]
mod tests {
    use super::{Sighting, leaps};
    use crate::place::point::Point;
    use crate::time::Instant;

    const HERE: Point = Point { lon_e7: 1_089_423_000, lat_e7: 342_610_000 };

    fn seen(by: u8, seconds: i64, east_m: f64, accuracy_m: Option<f64>) -> Sighting<u8> {
        let at = Instant::from_ms(1_764_000_000_000 + seconds * 1_000);
        Sighting { by, at, place: HERE.moved_m(east_m, 0.0), accuracy_m }
    }

    #[track_caller]
    fn check(seconds: i64, east_m: f64, accuracy_m: Option<f64>, expected: usize) {
        let found = leaps(vec![seen(2, seconds, east_m, accuracy_m), seen(1, 0, 0.0, accuracy_m)]);
        assert_eq!(found.len(), expected, "{east_m} m in {seconds} s: {found:?}");
        assert!(found.iter().all(|leap| (leap.from.by, leap.to.by) == (1, 2)), "in the order of their times");
    }

    #[test]
    fn three_kilometres_in_a_minute_are_a_leap_and_in_ten_are_none() {
        check(60, 3_000.0, Some(6.0), 1);
        check(600, 3_000.0, Some(6.0), 0);
    }

    #[test]
    fn what_lies_near_or_is_uncertain_is_no_leap() {
        check(1, 480.0, Some(0.0), 0);
        check(1, 520.0, Some(0.0), 1);
        check(1, 900.0, Some(100.0), 0);
        check(1, 790.0, None, 0);
        check(1, 810.0, None, 1);
    }

    #[test]
    fn only_what_follows_one_another_is_a_way() {
        let day = [seen(1, 0, 0.0, Some(5.0)), seen(2, 40, 900.0, Some(5.0)), seen(3, 60, 4_000.0, Some(5.0))];
        let found = leaps(day.to_vec());
        assert_eq!(found.iter().map(|leap| (leap.from.by, leap.to.by)).collect::<Vec<_>>(), [(2, 3)]);
        assert!(found.first().unwrap().kmh > 500.0);
        assert!(leaps::<u8>(Vec::new()).is_empty());
    }
}
