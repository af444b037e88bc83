//! 轨迹: where somebody on shift walked, as far as it is worth keeping.
//!
//! A [`TrackPoint`] is what a receiver said, and never what a person pointed at. [`thin`] decides which points of a walk
//! are kept, [`pack`] writes them in a few bytes each, [`coverage`] says which grids they entered. Nothing here reads a
//! clock, and nothing here judges a person. Start with [`thin`].

pub mod thin;
pub mod pack;
pub mod coverage;

use crate::place::fix::{Fix, Source};
use crate::place::point::Point;
use crate::time::Instant;

/// A shift that was not signed out of ends by itself, and its track with it: nobody is followed home.
pub const LONGEST_SHIFT_MS: i64 = 16 * 3_600_000;

/// Between two points farther apart than this nobody knows where the person was: the phone was off, or had no sky.
pub const GAP_MS: i64 = 5 * 60_000;

/// What told where the person was.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Means {
    /// A satellite receiver.
    Satellites,
    /// Cells and wireless networks.
    Network,
    /// Training and tests; never a real place visited.
    Simulated,
}

impl Means {
    /// Every means; its place in this list is how it is packed, so new ones come at the end.
    pub const ALL: &[Self] = &[Self::Satellites, Self::Network, Self::Simulated];

    /// Returns the word in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Satellites => "satellites",
            Self::Network => "network",
            Self::Simulated => "simulated",
        }
    }
}

/// Where somebody on shift was at a moment, in the fineness in which it is packed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TrackPoint {
    /// When, in whole seconds.
    pub at: Instant,
    /// Where, in whole units of 1e-6 degree: about ten centimetres.
    pub place: Point,
    /// The radius that the truth lies in, whole metres.
    pub accuracy_m: u16,
    /// What told it.
    pub means: Means,
    /// The platform says that an app made it up.
    pub is_mock: bool,
}

impl TrackPoint {
    /// Makes a point of a receiver's fix; `at` is its moment by the clock that counts. `None` for what a person pointed
    /// at, what a file says, and what does not say how good it is.
    pub fn of(fix: &Fix, at: Instant) -> Option<Self> {
        let means = match fix.source {
            Source::Gnss => Means::Satellites,
            Source::Network => Means::Network,
            Source::Simulated => Means::Simulated,
            Source::MapPick | Source::Exif | Source::Import => return None,
        };
        let accuracy_m = fix.accuracy_m.filter(|metres| metres.is_finite() && *metres >= 0.0)?;
        let place = fix.point().ok()?;
        #[expect(clippy::cast_possible_truncation, reason = "capped at what fits")]
        let accuracy_m = accuracy_m.ceil().min(f64::from(u16::MAX)) as u16;
        Some(Self {
            at: Instant::from_ms(at.ms().div_euclid(1_000) * 1_000),
            place: Point { lon_e7: to_tens(place.lon_e7), lat_e7: to_tens(place.lat_e7) },
            accuracy_m,
            means,
            is_mock: fix.is_mock,
        })
    }
}

/// Rounds to tens. A degree's units stay far from where numbers end.
const fn to_tens(units: i32) -> i32 {
    let half = if units < 0 { -5 } else { 5 };
    (units + half) / 10 * 10
}

#[cfg(test)]
mod tests {
    use super::{Means, TrackPoint};
    use crate::place::crs::Crs;
    use crate::place::fix::{Fix, Source};
    use crate::place::point::Degree;
    use crate::time::Instant;

    fn fix(source: Source, accuracy_m: Option<f64>) -> Fix {
        Fix {
            lon: Degree(1_089_423_047),
            lat: Degree(342_610_001),
            crs: Crs::Wgs84,
            source,
            accuracy_m,
            fix_time: Instant::from_ms(1_764_000_000_000),
            provider: Some("gps".to_owned()),
            is_mock: false,
            heading_deg: None,
        }
    }

    #[test]
    fn a_point_is_as_fine_as_it_is_packed() {
        let point = TrackPoint::of(&fix(Source::Gnss, Some(5.2)), Instant::from_ms(1_764_000_000_900)).unwrap();
        assert_eq!((point.place.lon_e7, point.place.lat_e7), (1_089_423_050, 342_610_000));
        assert_eq!((point.at.ms(), point.accuracy_m, point.means), (1_764_000_000_000, 6, Means::Satellites));
    }

    #[test]
    fn what_a_person_pointed_at_is_no_place_they_walked() {
        let at = Instant::from_ms(0);
        for source in [Source::MapPick, Source::Exif, Source::Import] {
            assert_eq!(TrackPoint::of(&fix(source, Some(5.0)), at), None, "{source:?}");
        }
        for accuracy in [None, Some(f64::NAN), Some(-1.0)] {
            assert_eq!(TrackPoint::of(&fix(Source::Gnss, accuracy), at), None, "{accuracy:?}");
        }
        assert_eq!(TrackPoint::of(&fix(Source::Network, Some(1e9)), at).unwrap().accuracy_m, u16::MAX);
    }
}
