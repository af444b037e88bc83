//! Finds data that carries the wrong label: everything moved by the offset of another system.

use super::convert::{Wgs84, from_wgs84};
use super::crs::Crs;
use super::point::Point;

/// Fewer pairs than this prove nothing.
const FEWEST_PAIRS: usize = 5;
/// How far the middle of all shifts may lie from the offset expected, metres.
const TOLERANCE_M: f64 = 40.0;

/// A place as a file gives it under the label WGS-84, beside the same place as we know it.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Pair {
    /// As the file gives it.
    pub given: Point,
    /// As we know it.
    pub known: Point,
}

/// Returns the system that positions labelled WGS-84 are really in, when all of them are moved by its offset.
///
/// In Xi'an that is some 430 m east and 175 m south for GCJ-02: four grids away, and without this never noticed.
pub fn mislabelled(pairs: &[Pair]) -> Option<Crs> {
    if pairs.len() < FEWEST_PAIRS {
        return None;
    }
    [Crs::Gcj02, Crs::Bd09].into_iter().find(|&crs| {
        let misses = pairs.iter().map(|pair| pair.given.distance_m(moved(crs, pair.known)));
        let plain = pairs.iter().map(|pair| pair.given.distance_m(pair.known));
        let (miss, plain) = (median(misses), median(plain));
        miss < TOLERANCE_M && miss < plain / 2.0
    })
}

/// Returns where a known place would be written in `crs`.
fn moved(crs: Crs, known: Point) -> Point {
    let (lon, lat) = from_wgs84(crs, Wgs84 { lon: known.lon(), lat: known.lat() });
    Point::new(lon, lat).unwrap_or(known)
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::INFINITY)
}

#[cfg(test)]
mod tests {
    use super::{Pair, mislabelled, moved};
    use crate::place::crs::Crs;
    use crate::place::point::Point;

    fn pairs(crs: Crs) -> Vec<Pair> {
        let known = (0..40).map(|i| Point::new(108.9 + 0.003 * f64::from(i), 34.2 + 0.002 * f64::from(i)).unwrap());
        let noise = |i: usize| if i.is_multiple_of(2) { 7.0 } else { -7.0 };
        known.enumerate().map(|(i, known)| Pair { given: moved(crs, known).moved_m(noise(i), 3.0), known }).collect()
    }

    #[test]
    fn gcj02_under_the_label_wgs84_is_noticed() {
        assert_eq!(mislabelled(&pairs(Crs::Gcj02)), Some(Crs::Gcj02));
        assert_eq!(mislabelled(&pairs(Crs::Bd09)), Some(Crs::Bd09));
    }

    #[test]
    fn honest_data_is_left_alone() {
        assert_eq!(mislabelled(&pairs(Crs::Wgs84)), None);
        assert_eq!(mislabelled(&pairs(Crs::Gcj02)[..4]), None, "four places prove nothing");
    }
}
