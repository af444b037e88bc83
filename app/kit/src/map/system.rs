//! The edge of the display: a base map may be drawn in another system than everything that is stored.

use shared::place::convert::{Wgs84, from_wgs84, to_wgs84};
use shared::place::crs::Crs;

use super::Spot;

/// Returns where a place is drawn, longitude first.
pub fn shown(crs: Crs, at: Spot) -> [f64; 2] {
    let (lon, lat) = from_wgs84(crs, Wgs84 { lon: at.lon, lat: at.lat });
    [lon, lat]
}

/// Returns the place that is drawn somewhere.
pub fn meant(crs: Crs, lon: f64, lat: f64) -> Spot {
    let at = to_wgs84(crs, lon, lat);
    Spot { lon: at.lon, lat: at.lat }
}

/// Says whether two systems draw alike.
pub fn is_one(a: Crs, b: Crs) -> bool {
    let plain = |crs: Crs| match crs {
        Crs::Wgs84 | Crs::Cgcs2000 => Crs::Wgs84,
        Crs::Gcj02 | Crs::Bd09 => crs,
    };
    plain(a) == plain(b)
}

/// Returns where the place is drawn in one system that is drawn there in another; nothing where both draw it alike.
pub fn carried(from: Crs, to: Crs, [lon, lat]: [f64; 2]) -> Option<[f64; 2]> {
    (!is_one(from, to)).then(|| shown(to, meant(from, lon, lat)))
}

#[cfg(test)]
mod tests {
    use shared::place::crs::Crs;

    use super::{carried, is_one, meant, shown};
    use crate::map::Spot;

    #[test]
    fn a_finger_on_a_shifted_map_means_the_place_that_is_drawn_under_it() {
        let tower = Spot { lon: 108.9423, lat: 34.261 };
        assert_eq!(shown(Crs::Wgs84, tower), [108.9423, 34.261]);
        let [lon, lat] = shown(Crs::Gcj02, tower);
        assert!(lon - tower.lon > 0.004, "some 430 m east: {lon}");
        let back = meant(Crs::Gcj02, lon, lat);
        assert!((back.lon - tower.lon).abs() < 1e-7 && (back.lat - tower.lat).abs() < 1e-7, "{back:?}");
    }

    #[test]
    fn the_legal_frame_draws_as_satellites_do_and_a_public_map_as_nobody_else() {
        assert!(is_one(Crs::Wgs84, Crs::Cgcs2000));
        assert!(is_one(Crs::Gcj02, Crs::Gcj02));
        assert!(!is_one(Crs::Gcj02, Crs::Wgs84) && !is_one(Crs::Gcj02, Crs::Bd09));
    }

    #[test]
    fn the_ground_in_the_middle_is_the_same_after_each_change_of_the_base_map() {
        let tower = Spot { lon: 108.9423, lat: 34.261 };
        assert_eq!(carried(Crs::Wgs84, Crs::Cgcs2000, [108.9423, 34.261]), None, "nothing moves");
        for (from, to) in [(Crs::Wgs84, Crs::Gcj02), (Crs::Gcj02, Crs::Bd09), (Crs::Bd09, Crs::Cgcs2000)] {
            let [lon, lat] = carried(from, to, shown(from, tower)).unwrap();
            let middle = meant(to, lon, lat);
            let miss = (middle.lon - tower.lon).abs().max((middle.lat - tower.lat).abs());
            assert!(miss < 1e-7, "{from} to {to}: {middle:?}");
        }
    }
}
