//! Between WGS-84, GCJ-02 and BD-09.
//!
//! Both offsets are published forward formulas without a closed inverse; the inverses iterate the forward one until
//! nothing moves, so that there and back is well under a centimetre.

use std::f64::consts::PI;

use super::crs::Crs;

/// Degrees in WGS-84, or CGCS2000 where a metre does not matter.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Wgs84 {
    /// East, degrees.
    pub lon: f64,
    /// North, degrees.
    pub lat: f64,
}

/// Degrees in GCJ-02.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Gcj02 {
    /// East, degrees.
    pub lon: f64,
    /// North, degrees.
    pub lat: f64,
}

/// Degrees in BD-09.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Bd09 {
    /// East, degrees.
    pub lon: f64,
    /// North, degrees.
    pub lat: f64,
}

const SEMI_MAJOR: f64 = 6_378_245.0;
const ECCENTRICITY_SQUARED: f64 = 0.006_693_421_622_965_943;
const BAIDU_PI: f64 = PI * 3000.0 / 180.0;
/// The steps shrink by a factor of a thousand or so; five already stand still.
const STEPS: usize = 12;
const STILL: f64 = 1e-12;

impl Wgs84 {
    /// Converts to GCJ-02. Outside the formula's box over China the two are the same.
    pub fn to_gcj02(self) -> Gcj02 {
        let Self { lon, lat } = self;
        if !(72.004..=137.8347).contains(&lon) || !(0.8293..=55.8271).contains(&lat) {
            return Gcj02 { lon, lat };
        }
        let (east, north) = wobble(lon - 105.0, lat - 35.0);
        let (sin, cos) = lat.to_radians().sin_cos();
        let magic = 1.0 - ECCENTRICITY_SQUARED * sin * sin;
        let root = magic.sqrt();
        let north = north * 180.0 / (SEMI_MAJOR * (1.0 - ECCENTRICITY_SQUARED) / (magic * root) * PI);
        let east = east * 180.0 / (SEMI_MAJOR / root * cos * PI);
        Gcj02 { lon: lon + east, lat: lat + north }
    }
}

/// Returns the offset in metres, before it is turned into degrees.
fn wobble(x: f64, y: f64) -> (f64, f64) {
    let root = x.abs().sqrt();
    let ripple = (20.0 * (6.0 * x * PI).sin() + 20.0 * (2.0 * x * PI).sin()) * 2.0 / 3.0;
    let wave = |t: f64, a: f64, b: f64, c: f64| {
        (20.0 * (t * PI).sin() + 40.0 * (t / 3.0 * PI).sin()) * 2.0 / 3.0
            + (a * (t / 12.0 * PI).sin() + b * (t / c * PI).sin()) * 2.0 / 3.0
    };
    let north =
        -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + ripple + wave(y, 160.0, 320.0, 30.0);
    let east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + ripple + wave(x, 150.0, 300.0, 30.0);
    (east, north)
}

impl Gcj02 {
    /// Converts back to WGS-84.
    pub fn to_wgs84(self) -> Wgs84 {
        let (lon, lat) = invert((self.lon, self.lat), |(lon, lat)| {
            let there = Wgs84 { lon, lat }.to_gcj02();
            (there.lon, there.lat)
        });
        Wgs84 { lon, lat }
    }

    /// Converts to BD-09.
    pub fn to_bd09(self) -> Bd09 {
        let Self { lon: x, lat: y } = self;
        let z = x.hypot(y) + 0.000_02 * (y * BAIDU_PI).sin();
        let theta = y.atan2(x) + 0.000_003 * (x * BAIDU_PI).cos();
        Bd09 { lon: z * theta.cos() + 0.0065, lat: z * theta.sin() + 0.006 }
    }
}

impl Bd09 {
    /// Converts back to GCJ-02.
    pub fn to_gcj02(self) -> Gcj02 {
        let (lon, lat) = invert((self.lon, self.lat), |(lon, lat)| {
            let there = Gcj02 { lon, lat }.to_bd09();
            (there.lon, there.lat)
        });
        Gcj02 { lon, lat }
    }
}

/// Finds the place that `forward` moves onto `target`.
fn invert(target: (f64, f64), forward: impl Fn((f64, f64)) -> (f64, f64)) -> (f64, f64) {
    let mut guess = target;
    for _ in 0..STEPS {
        let there = forward(guess);
        let miss = (there.0 - target.0, there.1 - target.1);
        guess = (guess.0 - miss.0, guess.1 - miss.1);
        if miss.0.abs() < STILL && miss.1.abs() < STILL {
            break;
        }
    }
    guess
}

/// Converts degrees given in `crs` to WGS-84.
pub fn to_wgs84(crs: Crs, lon: f64, lat: f64) -> Wgs84 {
    match crs {
        Crs::Wgs84 | Crs::Cgcs2000 => Wgs84 { lon, lat },
        Crs::Gcj02 => Gcj02 { lon, lat }.to_wgs84(),
        Crs::Bd09 => Bd09 { lon, lat }.to_gcj02().to_wgs84(),
    }
}

/// Converts WGS-84 to degrees in `crs`; returns longitude and latitude.
pub fn from_wgs84(crs: Crs, at: Wgs84) -> (f64, f64) {
    match crs {
        Crs::Wgs84 | Crs::Cgcs2000 => (at.lon, at.lat),
        Crs::Gcj02 => {
            let at = at.to_gcj02();
            (at.lon, at.lat)
        }
        Crs::Bd09 => {
            let at = at.to_gcj02().to_bd09();
            (at.lon, at.lat)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Bd09, Gcj02, Wgs84, from_wgs84, to_wgs84};
    use crate::place::crs::Crs;
    use crate::place::point::Point;

    fn apart_m(a: (f64, f64), b: (f64, f64)) -> f64 {
        Point::new(a.0, a.1).unwrap().distance_m(Point::new(b.0, b.1).unwrap())
    }

    #[track_caller]
    fn check(lat: f64, lon: f64, gcj_lat: f64, gcj_lon: f64, east: f64, north: f64, baidu_m: f64) {
        let at = Wgs84 { lon, lat };
        let gcj = at.to_gcj02();
        assert!((gcj.lat - gcj_lat).abs() < 6e-7 && (gcj.lon - gcj_lon).abs() < 6e-7, "{gcj:?}");
        let moved = Point::new(lon, lat).unwrap().offset_m(Point::new(gcj.lon, gcj.lat).unwrap());
        assert!((moved.0 - east).abs() < 1.5 && (moved.1 - north).abs() < 1.5, "{moved:?}");
        let baidu = gcj.to_bd09();
        let metres = apart_m((lon, lat), (baidu.lon, baidu.lat));
        assert!((metres - baidu_m).abs() < 3.0, "{metres}");
    }

    #[test]
    fn the_bell_tower_moves_east_and_south() {
        check(34.2610, 108.9423, 34.259_413, 108.946_956, 428.0, -176.0, 1143.0);
    }
    #[test]
    fn fengcheng_eighth_road_moves() {
        check(34.3433, 108.9398, 34.341_745, 108.944_456, 428.0, -173.0, 1144.0);
    }
    #[test]
    fn the_dayan_pagoda_moves() {
        check(34.2193, 108.9594, 34.217_733, 108.964_106, 433.0, -174.0, 1151.0);
    }
    #[test]
    fn yanliang_moves() {
        check(34.6620, 109.2260, 34.660_838, 109.231_070, 464.0, -129.0, 1185.0);
    }
    #[test]
    fn lantian_moves() {
        check(34.1510, 109.3230, 34.149_615, 109.328_170, 476.0, -154.0, 1196.0);
    }

    #[test]
    fn there_and_back_is_under_a_centimetre_over_the_whole_city() {
        for i in 0..=60 {
            for j in 0..=40 {
                let (lon, lat) = (107.6 + 2.3 * f64::from(i) / 60.0, 33.6 + 1.2 * f64::from(j) / 40.0);
                let gcj = Wgs84 { lon, lat }.to_gcj02();
                let back = gcj.to_wgs84();
                assert!(apart_m((lon, lat), (back.lon, back.lat)) <= 0.01, "GCJ-02 at {lon},{lat}");
                let baidu = gcj.to_bd09();
                let back = to_wgs84(Crs::Bd09, baidu.lon, baidu.lat);
                assert!(apart_m((lon, lat), (back.lon, back.lat)) <= 0.01, "BD-09 at {lon},{lat}");
            }
        }
    }

    #[test]
    fn every_system_is_left_and_entered_again_at_the_same_place() {
        for crs in [Crs::Wgs84, Crs::Cgcs2000, Crs::Gcj02, Crs::Bd09] {
            let (lon, lat) = from_wgs84(crs, Wgs84 { lon: 108.9423, lat: 34.261 });
            let back = to_wgs84(crs, lon, lat);
            assert!(apart_m((108.9423, 34.261), (back.lon, back.lat)) <= 0.01, "{crs}");
        }
    }

    #[test]
    fn outside_china_nothing_moves() {
        let paris = Wgs84 { lon: 2.3522, lat: 48.8566 };
        assert_eq!(paris.to_gcj02(), Gcj02 { lon: 2.3522, lat: 48.8566 });
    }

    #[test]
    fn wild_numbers_end() {
        for bad in [f64::NAN, f64::INFINITY, 1e300] {
            let _ = Bd09 { lon: bad, lat: bad }.to_gcj02().to_wgs84();
        }
    }
}
