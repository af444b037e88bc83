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

#[cfg(test)]
mod tests {
    use shared::place::crs::Crs;

    use super::{meant, shown};
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
}
