//! Whether somebody can have been at two places one after the other.
//!
//! Both positions are given the benefit of their accuracy and both clocks that of their seconds: what is counted is how far
//! apart the two must have been at the least, and how slowly it could be done. Nobody is meant by it who sat in a car. All
//! sightings of one call were timed by one clock, or by clocks that are known to agree: a clock that is off is no journey.

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
/// Two clocks, and a position and its shutter, agree to some seconds: so much longer it may have taken.
const CLOCK_MS: i64 = 5_000;

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
    /// What came next is where it began: a position that jumped once looks like that. The way back is none of its own.
    pub is_back: bool,
}

/// Returns the ways between sightings that follow one another which nobody goes so fast.
pub fn leaps<T: Clone>(mut sightings: Vec<Sighting<T>>) -> Vec<Leap<T>> {
    sightings.sort_by_key(|sighting| sighting.at);
    let mut found = Vec::new();
    let mut rest = sightings.as_slice();
    while let [from, after @ ..] = rest {
        let Some(one) = after.first().and_then(|to| leap(from, to)) else {
            rest = after;
            continue;
        };
        let back = after.get(1).filter(|next| leap(&one.to, next).is_some() && least_m(from, next) <= LEAST_M);
        let is_back = back.is_some();
        // After a way there and back it goes on from where both ended.
        rest = if is_back { after.get(1..).unwrap_or_default() } else { after };
        found.push(Leap { is_back, ..one });
    }
    found
}

fn least_m<T>(one: &Sighting<T>, other: &Sighting<T>) -> f64 {
    let radius = |sighting: &Sighting<T>| RADII * sighting.accuracy_m.unwrap_or(UNSAID_M).max(0.0);
    one.place.distance_m(other.place) - radius(one) - radius(other)
}

fn leap<T: Clone>(from: &Sighting<T>, to: &Sighting<T>) -> Option<Leap<T>> {
    let metres = from.place.distance_m(to.place);
    let least_m = least_m(from, to);
    let ms = to.at.since(from.at).max(0);
    #[expect(clippy::cast_precision_loss, reason = "milliseconds of some weeks")]
    let hours = ms.saturating_add(CLOCK_MS) as f64 / 3_600_000.0;
    let kmh = least_m / 1_000.0 / hours;
    let is_leap = least_m > LEAST_M && kmh > MOST_KMH;
    let (from, to) = (from.clone(), to.clone());
    is_leap.then_some(Leap { from, to, metres, least_m, ms, kmh, is_back: false })
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
        let leap = found.first().unwrap();
        assert!(leap.kmh > 400.0 && leap.ms == 20_000 && !leap.is_back, "{leap:?}");
        assert!(leaps::<u8>(Vec::new()).is_empty());
    }

    #[test]
    fn a_position_that_jumps_once_is_told_once_and_said_to_be_back() {
        let here = |by, seconds| seen(by, seconds, f64::from(by), Some(5.0));
        let day = vec![here(1, 0), seen(2, 30, 4_000.0, Some(5.0)), here(3, 60), here(4, 90)];
        let found = leaps(day);
        assert_eq!(
            found.iter().map(|leap| (leap.from.by, leap.to.by, leap.is_back)).collect::<Vec<_>>(),
            [(1, 2, true)]
        );
        // Who goes on from there, or comes back in a time that anybody needs, did not jump.
        let on = leaps(vec![here(1, 0), seen(2, 30, 4_000.0, Some(5.0)), seen(3, 60, 8_000.0, Some(5.0))]);
        assert_eq!(on.iter().map(|leap| leap.is_back).collect::<Vec<_>>(), [false, false]);
        let later = leaps(vec![here(1, 0), seen(2, 30, 4_000.0, Some(5.0)), here(3, 1_800)]);
        assert_eq!(later.iter().map(|leap| leap.is_back).collect::<Vec<_>>(), [false]);
    }

    #[test]
    fn seconds_by_which_two_clocks_differ_are_nobody_s_journey() {
        // 545 m at the least: in a second no, but within the six that it may have been 327 km/h all the same.
        check(1, 545.0, Some(0.0), 1);
        // 164 km/h by the clocks, and not more than 116 if they differ by five seconds.
        check(12, 547.0, Some(0.0), 0);
    }
}
