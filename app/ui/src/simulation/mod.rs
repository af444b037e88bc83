//! The simulated position of a training city, on a device without a receiver: good, or bad in one of the ways that the
//! evidence must show. Only shots and answers carry it, always marked as simulated; `panel` chooses it.

pub mod panel;
pub mod text;

use shared::place::crs::Crs;
use shared::place::fix::{Fix, Source};
use shared::place::point::Degree;
use shared::time::Instant;

const STALE_MS: i64 = 10 * 60_000;
const FAR_M: f64 = 500.0;
const JUMP_M: f64 = 2_000.0;
const GOOD_M: f64 = 5.0;
const UNCERTAIN_M: f64 = 300.0;
const WRONG_HEADING_DEG: f64 = 120.0;

/// How the simulated position is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Simulated {
    /// As it should be.
    #[default]
    Good,
    /// The platform says that an app made it up.
    Mock,
    /// Every other shot is 2 km away.
    Jumpy,
    /// Ten minutes old.
    Stale,
    /// 500 m away.
    Far,
    /// The camera looks 120° another way.
    Heading,
    /// 300 m uncertain.
    Uncertain,
}

impl Simulated {
    /// Every way.
    pub const ALL: &[Self] =
        &[Self::Good, Self::Mock, Self::Jumpy, Self::Stale, Self::Far, Self::Heading, Self::Uncertain];

    /// Returns the position for a shot or an answer at a place; `shots` were taken since this way was chosen.
    pub fn fix(self, at: &Fix, now: Instant, shots: u32) -> Fix {
        let good = Fix {
            source: Source::Simulated,
            accuracy_m: Some(GOOD_M),
            fix_time: now,
            provider: None,
            is_mock: false,
            heading_deg: Some(0.0),
            ..at.clone()
        };
        match self {
            Self::Good => good,
            Self::Mock => Fix { is_mock: true, ..good },
            Self::Jumpy if shots.is_multiple_of(2) => good,
            Self::Jumpy => north_of(good, JUMP_M),
            Self::Stale => Fix { fix_time: now.plus_ms(-STALE_MS), ..good },
            Self::Far => north_of(good, FAR_M),
            Self::Heading => Fix { heading_deg: Some(WRONG_HEADING_DEG), ..good },
            Self::Uncertain => Fix { accuracy_m: Some(UNCERTAIN_M), ..good },
        }
    }
}

fn north_of(fix: Fix, metres: f64) -> Fix {
    match fix.point() {
        Ok(point) => {
            let moved = point.moved_m(0.0, metres);
            Fix { lon: Degree(moved.lon_e7), lat: Degree(moved.lat_e7), crs: Crs::Wgs84, ..fix }
        }
        Err(_) => fix,
    }
}

#[cfg(test)]
mod tests {
    use shared::place::crs::Crs;
    use shared::place::fix::{Fix, Source};
    use shared::place::point::Degree;
    use shared::time::Instant;

    use super::Simulated;

    const NOW: Instant = Instant::from_ms(1_764_000_600_000);

    fn home() -> Fix {
        Fix {
            lon: Degree::new(108.9423).unwrap(),
            lat: Degree::new(34.261).unwrap(),
            crs: Crs::Wgs84,
            source: Source::Gnss,
            accuracy_m: None,
            fix_time: Instant::from_ms(1_764_000_000_000),
            provider: Some("gps".to_owned()),
            is_mock: false,
            heading_deg: None,
        }
    }

    fn away_m(fix: &Fix) -> f64 {
        home().point().unwrap().distance_m(fix.point().unwrap())
    }

    #[test]
    fn a_good_one_is_fresh_where_one_stands_and_looks_north() {
        let fix = Simulated::Good.fix(&home(), NOW, 7);
        assert_eq!((fix.lon, fix.lat, fix.fix_time), (home().lon, home().lat, NOW));
        assert_eq!((fix.accuracy_m, fix.heading_deg, fix.is_mock), (Some(5.0), Some(0.0), false));
    }

    #[test]
    fn none_of_them_passes_for_a_receivers() {
        for way in Simulated::ALL {
            let fix = way.fix(&home(), NOW, 1);
            assert_eq!((fix.source, fix.provider), (Source::Simulated, None), "{way:?}");
        }
    }

    #[test]
    fn each_is_bad_in_its_own_way_and_in_no_other() {
        let good = Simulated::Good.fix(&home(), NOW, 0);
        let of = |way: Simulated| way.fix(&home(), NOW, 1);
        assert_eq!(of(Simulated::Mock), Fix { is_mock: true, ..good.clone() });
        assert_eq!(of(Simulated::Stale), Fix { fix_time: Instant::from_ms(1_764_000_000_000), ..good.clone() });
        assert_eq!(of(Simulated::Heading), Fix { heading_deg: Some(120.0), ..good.clone() });
        assert_eq!(of(Simulated::Uncertain), Fix { accuracy_m: Some(300.0), ..good.clone() });
        let far = of(Simulated::Far);
        assert!((away_m(&far) - 500.0).abs() < 0.5, "{}", away_m(&far));
        assert_eq!(Fix { lon: good.lon, lat: good.lat, ..far }, good);
    }

    #[test]
    fn a_jumpy_one_is_two_kilometres_away_for_every_other_shot() {
        let away = [0, 1, 2, 3].map(|shots| away_m(&Simulated::Jumpy.fix(&home(), NOW, shots)).round());
        assert_eq!(away, [0.0, 2_000.0, 0.0, 2_000.0]);
    }
}
