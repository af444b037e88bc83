//! Which points of a walk are kept, and how far it was.
//!
//! A point is kept when it lies a step from the last kept one, when the way turned there, or when the person has stood
//! still for a while. Whatever is left out for saying nothing new lies within a step of the kept line, or within its own
//! accuracy: that is the promise, and a test walks at random to hold it.

use super::{GAP_MS, TrackPoint};

/// A fix that may be farther off than this is no track.
pub const LEAST_ACCURATE_M: u16 = 50;
/// So far from the last kept point the next one is kept. A point less exact than this needs a step of its own accuracy:
/// a receiver's unrest while one stands is no walk.
pub const STEP_M: f64 = 15.0;
/// Where the way turns by this much, a shorter step is enough …
pub const TURN_DEG: f64 = 30.0;
/// … but not one shorter than this.
pub const SHORT_STEP_M: f64 = 6.0;
/// Who stands still is noted this often.
pub const STAY_MS: i64 = 120_000;
/// Nobody on shift is faster, metres a second: a fix so far away is another receiver's mistake.
pub const FASTEST_M_S: f64 = 40.0;

/// What becomes of a point.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// It is kept.
    Kept,
    /// It is within a step of the last kept one, soon after it, on the same way.
    NothingNew,
    /// It may be too far off.
    Inexact,
    /// It is no later than the last kept one.
    NotLater,
    /// Nobody could have come there in the time.
    TooFar,
}

/// Says what becomes of a point after those that are kept; the last two of them are enough.
pub fn judge(kept: &[TrackPoint], point: &TrackPoint) -> Verdict {
    if point.accuracy_m > LEAST_ACCURATE_M {
        return Verdict::Inexact;
    }
    let Some(last) = kept.last() else { return Verdict::Kept };
    let passed_ms = point.at.since(last.at);
    if passed_ms <= 0 {
        return Verdict::NotLater;
    }
    let distance_m = last.place.distance_m(point.place);
    // Both may be off; and a first point that was wrong is left behind as time passes.
    let doubt_m = f64::from(last.accuracy_m) + f64::from(point.accuracy_m);
    if distance_m - doubt_m > FASTEST_M_S * seconds(passed_ms) {
        return Verdict::TooFar;
    }
    let is_step = distance_m >= at_least(STEP_M, point);
    let before = kept.iter().rev().nth(1);
    let is_turn =
        distance_m >= at_least(SHORT_STEP_M, point) && before.is_some_and(|before| turns(before, last, point));
    if is_step || is_turn || passed_ms >= STAY_MS { Verdict::Kept } else { Verdict::NothingNew }
}

/// Returns how far the kept points lead, metres. Where nobody knows what was between two of them, nothing is counted.
pub fn walked_m(kept: &[TrackPoint]) -> f64 {
    let mut walked_m = 0.0;
    let (mut from, mut before): (Option<&TrackPoint>, Option<&TrackPoint>) = (None, None);
    for point in kept {
        let is_known = before.is_some_and(|before| point.at.since(before.at) <= GAP_MS);
        match from {
            Some(start) if is_known => {
                let distance_m = start.place.distance_m(point.place);
                // Standing still is noted too, each time a little elsewhere.
                if distance_m >= at_least(SHORT_STEP_M, point) {
                    walked_m += distance_m;
                    from = Some(point);
                }
            }
            Some(_) | None => from = Some(point),
        }
        before = Some(point);
    }
    walked_m
}

/// Returns the points in pieces between which nobody knows where the person was; for drawing.
pub fn pieces(kept: &[TrackPoint]) -> impl Iterator<Item = &[TrackPoint]> {
    kept.chunk_by(|before, after| after.at.since(before.at) <= GAP_MS)
}

fn at_least(metres: f64, point: &TrackPoint) -> f64 {
    metres.max(f64::from(point.accuracy_m))
}

fn turns(before: &TrackPoint, last: &TrackPoint, point: &TrackPoint) -> bool {
    let heading_deg = |from: &TrackPoint, to: &TrackPoint| {
        let (east, north) = from.place.offset_m(to.place);
        east.atan2(north).to_degrees()
    };
    if before.place == last.place {
        return false;
    }
    let turned = (heading_deg(last, point) - heading_deg(before, last)).rem_euclid(360.0);
    turned.min(360.0 - turned) >= TURN_DEG
}

fn seconds(ms: i64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "the length of a shift, far below 2^53")]
    let seconds = ms as f64 / 1_000.0;
    seconds
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{LEAST_ACCURATE_M, STAY_MS, STEP_M, Verdict, judge, pieces, walked_m};
    use crate::place::point::Point;
    use crate::time::Instant;
    use crate::track::{Means, TrackPoint};

    const START: Point = Point { lon_e7: 1_089_400_000, lat_e7: 342_600_000 };

    fn at(second: i64, east_m: f64, north_m: f64, accuracy_m: u16) -> TrackPoint {
        TrackPoint {
            at: Instant::from_ms(1_764_000_000_000 + second * 1_000),
            place: START.moved_m(east_m, north_m),
            accuracy_m,
            means: Means::Satellites,
            is_mock: false,
        }
    }

    fn thinned(walk: &[TrackPoint]) -> Vec<TrackPoint> {
        let mut kept = Vec::new();
        for point in walk {
            if judge(&kept, point) == Verdict::Kept {
                kept.push(*point);
            }
        }
        kept
    }

    #[track_caller]
    fn check(kept: &[TrackPoint], point: TrackPoint, expected: Verdict) {
        assert_eq!(judge(kept, &point), expected);
    }

    #[test]
    fn the_first_that_is_exact_enough_is_kept() {
        check(&[], at(0, 0.0, 0.0, LEAST_ACCURATE_M), Verdict::Kept);
        check(&[], at(0, 0.0, 0.0, LEAST_ACCURATE_M + 1), Verdict::Inexact);
    }

    #[test]
    fn a_step_a_turn_and_a_stay_are_kept_and_what_is_between_is_not() {
        let north = [at(0, 0.0, 0.0, 5), at(11, 0.0, 15.2, 5)];
        check(&north, at(16, 0.0, 22.0, 5), Verdict::NothingNew);
        check(&north, at(22, 0.0, 30.4, 5), Verdict::Kept);
        check(&north, at(16, 7.0, 16.0, 5), Verdict::Kept);
        check(&north, at(16, 3.0, 16.0, 5), Verdict::NothingNew);
        check(&north, at(60, 0.5, 15.0, 5), Verdict::NothingNew);
        check(&north, at(11 + STAY_MS / 1_000, 0.5, 15.0, 5), Verdict::Kept);
    }

    #[test]
    fn a_receivers_unrest_is_no_walk() {
        let standing = [at(0, 0.0, 0.0, 40)];
        check(&standing, at(10, 25.0, 0.0, 40), Verdict::NothingNew);
        check(&standing, at(40, 41.0, 0.0, 40), Verdict::Kept);
        let hour: Vec<_> = (0..60).map(|minute| at(minute * 60, f64::from(minute as i32 % 3) * 3.0, 0.0, 8)).collect();
        let kept = thinned(&hour);
        assert_eq!(kept.len(), 30, "every two minutes");
        assert!(walked_m(&kept) < 20.0, "{}", walked_m(&kept));
    }

    #[test]
    fn nobody_flies_and_no_clock_runs_back() {
        let kept = [at(0, 0.0, 0.0, 5)];
        check(&kept, at(0, 30.0, 0.0, 5), Verdict::NotLater);
        check(&kept, at(-5, 30.0, 0.0, 5), Verdict::NotLater);
        check(&kept, at(10, 2_000.0, 0.0, 5), Verdict::TooFar);
        check(&kept, at(60, 2_000.0, 0.0, 5), Verdict::Kept);
    }

    #[test]
    fn a_kilometre_is_a_kilometre_and_a_gap_is_not_walked() {
        let walk: Vec<_> = (0..=770).map(|second| at(second, 0.0, f64::from(second as i32) * 1.3, 5)).collect();
        let kept = thinned(&walk);
        assert!((walked_m(&kept) - 1_001.0).abs() < 16.0, "{}", walked_m(&kept));
        assert!(kept.len() < 75, "{} points", kept.len());
        let ridden = [at(0, 0.0, 0.0, 5), at(20, 20.0, 0.0, 5), at(2_000, 5_000.0, 0.0, 5), at(2_020, 5_020.0, 0.0, 5)];
        assert!((walked_m(&ridden) - 40.0).abs() < 0.5, "{}", walked_m(&ridden));
        assert_eq!(pieces(&ridden).map(<[TrackPoint]>::len).collect::<Vec<_>>(), [2, 2]);
        assert_eq!(pieces(&[]).count(), 0);
    }

    proptest! {
        #[test]
        fn what_says_nothing_new_lies_within_a_step_of_the_kept_line(
            steps in prop::collection::vec((1_i64..20, -3.0..3.0_f64, -3.0..3.0_f64, 3_u16..70), 1..300),
        ) {
            let (mut second, mut east, mut north) = (0, 0.0, 0.0);
            let mut kept: Vec<TrackPoint> = Vec::new();
            for (seconds, to_east, to_north, accuracy_m) in steps {
                second += seconds;
                east += to_east * seconds as f64;
                north += to_north * seconds as f64;
                let point = at(second, east, north, accuracy_m);
                match judge(&kept, &point) {
                    Verdict::Kept => kept.push(point),
                    Verdict::NothingNew => {
                        let near = kept.iter().map(|kept| kept.place.distance_m(point.place)).fold(f64::MAX, f64::min);
                        prop_assert!(near <= STEP_M.max(f64::from(accuracy_m)), "{near} m from the line");
                    }
                    Verdict::Inexact => prop_assert!(accuracy_m > LEAST_ACCURATE_M),
                    Verdict::NotLater | Verdict::TooFar => {
                        return Err(TestCaseError::fail("walked forward, at a walker's pace"));
                    }
                }
            }
            prop_assert!(kept.windows(2).all(|pair| pair[0].at < pair[1].at));
            prop_assert!(kept.iter().all(|point| point.accuracy_m <= LEAST_ACCURATE_M));
        }
    }
}
