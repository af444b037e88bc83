//! A piece of track in a few bytes a point: how it lies on the phone, travels, and lies at the server.
//!
//! Format, version 1: the byte 1, the count of points, then each point: its second, its longitude and its latitude in
//! units of 1e-6 degree, each as the difference from the point before (from nought for the first), and one number of what
//! is known of it: `accuracy_m * 8 + means * 2 + is_mock`. Numbers are LEB128; differences are zigzag. A walker's point
//! takes six or seven bytes, eight hours on foot about fifteen kilobytes.

use super::{Means, TrackPoint};
use crate::grid::bytes::{Fault, Reader, Writer};
use crate::place::point::Point;
use crate::time::Instant;

/// The format that is written.
const VERSION: u8 = 1;
/// No piece is longer.
pub const MOST_POINTS: usize = 1_000;
/// What a piece of that many points can take at the very most: its head, and four full numbers a point.
pub const MOST_BYTES: usize = 16 + MOST_POINTS * 32;

const MS: i64 = 1_000;
/// Units of 1e-7 degree in one of those that are packed.
const UNIT: i64 = 10;

/// Why bytes are no piece of track.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum BadTrack {
    /// A later app wrote them, or nobody.
    #[error("not a track of format 1")]
    Version,
    /// They end before they should, or go on after it.
    #[error("the track does not end where it should")]
    Ends,
    /// There are none, or more than a piece has.
    #[error("a piece of track has 1 to 1000 points")]
    Count,
    /// They say something that cannot be.
    #[error("the track cannot be: {0}")]
    Wrong(&'static str),
}

impl From<Fault> for BadTrack {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Ends => Self::Ends,
            Fault::Wrong(what) => Self::Wrong(what),
        }
    }
}

/// What differences are taken from.
#[derive(Default)]
struct Before {
    second: i64,
    lon: i64,
    lat: i64,
}

/// Packs points in the order of their moments.
pub fn pack(points: &[TrackPoint]) -> Vec<u8> {
    let mut writer = Writer(vec![VERSION]);
    writer.count(points.len());
    let mut before = Before::default();
    for point in points {
        let now = Before {
            second: point.at.ms().div_euclid(MS),
            lon: i64::from(point.place.lon_e7) / UNIT,
            lat: i64::from(point.place.lat_e7) / UNIT,
        };
        writer.signed(now.second.saturating_sub(before.second));
        writer.signed(now.lon - before.lon);
        writer.signed(now.lat - before.lat);
        let means = Means::ALL.iter().position(|means| *means == point.means).unwrap_or_default();
        let means = u64::try_from(means).unwrap_or_default();
        writer.number(u64::from(point.accuracy_m) << 3 | means << 1 | u64::from(point.is_mock));
        before = now;
    }
    writer.0
}

/// Reads a piece; every number is checked, for these bytes come from elsewhere.
pub fn unpack(bytes: &[u8]) -> Result<Vec<TrackPoint>, BadTrack> {
    let mut reader = Reader::new(bytes);
    if reader.raw(1)? != [VERSION] {
        return Err(BadTrack::Version);
    }
    let count = reader.count()?;
    if count == 0 || count > MOST_POINTS {
        return Err(BadTrack::Count);
    }
    let mut points: Vec<TrackPoint> = Vec::with_capacity(count);
    let mut before = Before::default();
    for _ in 0..count {
        let now = Before {
            second: before.second.saturating_add(reader.signed()?),
            lon: before.lon.saturating_add(reader.signed()?),
            lat: before.lat.saturating_add(reader.signed()?),
        };
        let point = point(&now, reader.number()?)?;
        if points.last().is_some_and(|last| last.at >= point.at) {
            return Err(BadTrack::Wrong("a point is no later than the one before"));
        }
        points.push(point);
        before = now;
    }
    if reader.left() > 0 { Err(BadTrack::Ends) } else { Ok(points) }
}

fn point(now: &Before, facts: u64) -> Result<TrackPoint, BadTrack> {
    let degrees = |units: i64, most: i64| {
        let units = units.checked_mul(UNIT).filter(|units| units.abs() <= most);
        units.and_then(|units| i32::try_from(units).ok()).ok_or(BadTrack::Wrong("a place is not on Earth"))
    };
    let means = usize::try_from(facts >> 1 & 3).ok().and_then(|place| Means::ALL.get(place)).copied();
    Ok(TrackPoint {
        at: Instant::from_ms(now.second.checked_mul(MS).ok_or(BadTrack::Wrong("a moment is out of all time"))?),
        place: Point { lon_e7: degrees(now.lon, 1_800_000_000)?, lat_e7: degrees(now.lat, 900_000_000)? },
        accuracy_m: u16::try_from(facts >> 3).map_err(|_| BadTrack::Wrong("an accuracy is out of all measure"))?,
        means: means.ok_or(BadTrack::Wrong("a means that is not known"))?,
        is_mock: facts & 1 == 1,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{BadTrack, MOST_BYTES, MOST_POINTS, pack, unpack};
    use crate::place::point::Point;
    use crate::time::Instant;
    use crate::track::{Means, TrackPoint};

    fn point(second: i64, lon_e6: i32, lat_e6: i32, accuracy_m: u16, means: Means, is_mock: bool) -> TrackPoint {
        TrackPoint {
            at: Instant::from_ms(second * 1_000),
            place: Point { lon_e7: lon_e6 * 10, lat_e7: lat_e6 * 10 },
            accuracy_m,
            means,
            is_mock,
        }
    }

    fn walk(count: i32) -> Vec<TrackPoint> {
        let step = |n: i32| {
            let (east, north) = (n * 137 % 290, n * 61 % 270);
            let accuracy_m = 4 + (n % 20) as u16;
            point(
                1_764_000_000 + i64::from(n) * 11,
                108_942_300 + n * 40 + east,
                34_261_000 + n * 60 - north,
                accuracy_m,
                Means::Satellites,
                false,
            )
        };
        (0..count).map(step).collect()
    }

    #[test]
    fn a_written_piece_is_these_bytes_for_ever() {
        let points = [
            point(1_764_000_000, 108_942_300, 34_261_000, 6, Means::Satellites, false),
            point(1_764_000_011, 108_942_463, 34_260_990, 20, Means::Network, true),
        ];
        let bytes = pack(&points);
        assert_eq!(hex::encode(&bytes), "01028084a4920db8cff26790a0d6203016c60213a301");
        assert_eq!(unpack(&bytes).unwrap(), points);
    }

    #[test]
    fn a_walkers_point_takes_no_more_than_eight_bytes() {
        let points = walk(200);
        let bytes = pack(&points);
        assert_eq!(unpack(&bytes).unwrap(), points);
        assert!(bytes.len() <= 200 * 8, "{} bytes for 200 points", bytes.len());
        assert!(pack(&walk(1_000)).len() < MOST_BYTES);
    }

    #[track_caller]
    fn refused(bytes: &[u8], expected: BadTrack) {
        assert_eq!(unpack(bytes), Err(expected));
    }

    #[test]
    fn what_is_no_piece_is_refused_and_costs_no_memory() {
        let good = pack(&walk(3));
        refused(&[], BadTrack::Ends);
        refused(&[2, 1], BadTrack::Version);
        refused(&good[..good.len() - 1], BadTrack::Ends);
        refused(&[good.as_slice(), &[0]].concat(), BadTrack::Ends);
        refused(&[1, 0], BadTrack::Count);
        refused(&pack(&walk(i32::try_from(MOST_POINTS).unwrap() + 1)), BadTrack::Count);
        refused(&[1, 0xff, 0xff, 0xff, 0x7f], BadTrack::Ends);
        let twice = [walk(1), walk(1)].concat();
        refused(&pack(&twice), BadTrack::Wrong("a point is no later than the one before"));
        let nowhere = point(1, 0, 90_000_010, 5, Means::Satellites, false);
        refused(&pack(&[nowhere]), BadTrack::Wrong("a place is not on Earth"));
        let mut unknown = pack(&walk(1));
        *unknown.last_mut().unwrap() |= 6;
        refused(&unknown, BadTrack::Wrong("a means that is not known"));
    }

    proptest! {
        #[test]
        fn every_walk_survives_its_bytes(
            steps in prop::collection::vec(
                (1_i64..100_000, -180_000_000..=180_000_000_i32, -90_000_000..=90_000_000_i32, any::<u16>(), 0..3_usize, any::<bool>()),
                1..60,
            ),
        ) {
            let mut second = 0;
            let points: Vec<TrackPoint> = steps
                .into_iter()
                .map(|(seconds, lon, lat, accuracy_m, means, is_mock)| {
                    second += seconds;
                    point(second, lon, lat, accuracy_m, Means::ALL[means], is_mock)
                })
                .collect();
            let bytes = pack(&points);
            prop_assert!(bytes.len() <= MOST_BYTES);
            prop_assert_eq!(unpack(&bytes).unwrap(), points);
        }

        #[test]
        fn no_bytes_bring_it_down(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            if let Ok(points) = unpack(&bytes) {
                prop_assert!(points.windows(2).all(|pair| pair[0].at < pair[1].at));
            }
        }
    }
}
