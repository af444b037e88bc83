//! What a position says more than the one that is known: plain comparisons, without a receiver.

use shared::place::fix::{Fix, Source};
use shared::time::Instant;
use shared::track::thin::LEAST_ACCURATE_M;

/// A change smaller than this is the receiver's own unrest.
const UNREST_M: f64 = 2.0;
/// A list of distances need not be drawn anew for less.
const STEP_M: f64 = 20.0;
/// So long an exact position is better than an inexact one that is newer.
const EXACT_LASTS_MS: i64 = 30_000;

/// Returns when a position was measured. The platform may hand out one that it had, but none older than it was asked
/// for; beyond that its clock is another than the phone's.
pub fn measured(told_ms: f64, now: Instant, most_age_ms: i64) -> Instant {
    #[expect(clippy::cast_possible_truncation, reason = "what is no time of this century is put right below")]
    let told = Instant::from_ms(told_ms as i64);
    told.clamp(now.plus_ms(-most_age_ms), now)
}

/// Says whether a receiver told it.
pub fn is_received(fix: &Fix) -> bool {
    matches!(fix.source, Source::Gnss | Source::Network)
}

/// Says whether one has gone some steps between two positions.
pub fn is_elsewhere(before: &Fix, now: &Fix) -> bool {
    match (before.point(), now.point()) {
        (Ok(before), Ok(now)) => before.distance_m(now) > STEP_M,
        (Err(_), _) | (_, Err(_)) => true,
    }
}

/// Says whether a position says more than the one that is known.
pub fn is_news(known: Option<&Fix>, fix: &Fix) -> bool {
    let Some(known) = known.filter(|known| is_received(known)) else { return true };
    let passed_ms = fix.fix_time.since(known.fix_time);
    if passed_ms.abs() > 60_000 {
        return true;
    }
    if passed_ms < 0 {
        return false;
    }
    let is_exact = |metres: f64| metres <= f64::from(LEAST_ACCURATE_M);
    let away_m = match (known.point(), fix.point()) {
        (Ok(old), Ok(new)) => old.distance_m(new),
        (Err(_), _) | (_, Err(_)) => return true,
    };
    match (known.accuracy_m, fix.accuracy_m) {
        // It may be where one was known to be.
        (Some(old), Some(new)) if is_exact(old) && !is_exact(new) && away_m <= new && passed_ms < EXACT_LASTS_MS => {
            false
        }
        (Some(old), Some(new)) => (old - new).abs() > old * 0.3 || away_m > UNREST_M,
        (None, _) | (_, None) => true,
    }
}

#[cfg(test)]
mod tests {
    use shared::place::crs::Crs;
    use shared::place::fix::{Fix, Source};
    use shared::place::point::Degree;
    use shared::time::Instant;

    use super::{is_elsewhere, is_news, measured};

    fn fix(lon: f64, accuracy_m: f64, seconds: i64) -> Fix {
        Fix {
            lon: Degree::new(lon).unwrap(),
            lat: Degree::new(34.261).unwrap(),
            crs: Crs::Wgs84,
            source: Source::Gnss,
            accuracy_m: Some(accuracy_m),
            fix_time: Instant::from_ms(1_764_000_000_000 + seconds * 1_000),
            provider: None,
            is_mock: false,
            heading_deg: None,
        }
    }

    #[test]
    fn a_receiver_at_rest_asks_nothing_again() {
        let known = fix(108.9423, 6.0, 0);
        assert!(!is_news(Some(&known), &fix(108.942_305, 6.5, 5)), "half a metre is unrest");
        assert!(is_news(Some(&known), &fix(108.9424, 6.0, 5)), "nine metres are a step");
        assert!(is_news(Some(&known), &fix(108.9423, 3.0, 5)), "a sharper position is news");
        assert!(is_news(None, &known));
    }

    #[test]
    fn an_inexact_position_does_not_take_the_place_of_an_exact_one_at_once() {
        let known = fix(108.9423, 6.0, 0);
        assert!(!is_news(Some(&known), &fix(108.943, 400.0, 5)), "one may stand where one was known to be");
        assert!(is_news(Some(&known), &fix(108.943, 400.0, 30)), "that was too long ago");
        assert!(is_news(Some(&known), &fix(108.952, 400.0, 5)), "one has gone far away");
        assert!(is_news(Some(&fix(108.943, 400.0, 0)), &known), "the other way round it is news");
        assert!(!is_news(Some(&known), &fix(108.95, 6.0, -10)), "it was measured before");
    }

    #[test]
    fn a_received_position_takes_the_place_of_one_that_was_not() {
        let home = Fix { source: Source::Simulated, ..fix(108.9423, 6.0, 0) };
        assert!(is_news(Some(&home), &fix(108.9423, 400.0, 1)));
    }

    #[test]
    fn a_position_is_as_old_as_it_was_asked_for_at_most() {
        let now = Instant::from_ms(1_764_000_000_000);
        let age_ms = |told_ms: f64, most_ms| now.since(measured(told_ms, now, most_ms));
        assert_eq!(age_ms(1_763_999_990_000.0, 15_000), 10_000, "it was had already");
        assert_eq!(age_ms(1_763_999_000_000.0, 15_000), 15_000, "the receiver's clock is behind the phone's");
        assert_eq!(age_ms(1_764_000_005_000.0, 15_000), 0, "it is ahead");
        assert_eq!(age_ms(1_763_999_990_000.0, 0), 0, "it was to be fresh");
        assert_eq!(age_ms(f64::NAN, 0), 0);
    }

    #[test]
    fn a_list_is_not_drawn_anew_for_a_step() {
        let here = fix(108.9423, 6.0, 0);
        assert!(!is_elsewhere(&here, &fix(108.9424, 6.0, 5)), "nine metres");
        assert!(is_elsewhere(&here, &fix(108.9426, 6.0, 20)), "twenty-eight");
    }
}
