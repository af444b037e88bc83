//! One position as a device or a person gave it, with what is known about how good it is.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::convert;
use super::crs::Crs;
use super::point::{BadPoint, Degree, Point};
use crate::time::Instant;

/// Where a position came from.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = FixSource)]
pub enum Source {
    /// A satellite receiver.
    Gnss,
    /// Cells and wireless networks.
    Network,
    /// A person pointed at a map.
    MapPick,
    /// The photo's own record.
    Exif,
    /// A file from elsewhere.
    Import,
    /// Training and tests; never a real place visited.
    Simulated,
}

/// A position as given; kept as it was, beside the point computed from it.
///
/// The photo manifest, the case and every answer carry one: do not round or convert it in place.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Fix {
    /// Longitude in `crs`.
    pub lon: Degree,
    /// Latitude in `crs`.
    pub lat: Degree,
    /// The system of the two numbers above.
    pub crs: Crs,
    /// Where they came from.
    pub source: Source,
    /// The radius in metres that the truth lies in with about two chances in three; none when not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accuracy_m: Option<f64>,
    /// When the position was measured, which may be before it was used.
    pub fix_time: Instant,
    /// The name the platform gives its source (`gps`, `fused`, …).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider: Option<String>,
    /// Whether the platform says that an app made it up.
    #[serde(default)]
    pub is_mock: bool,
    /// Where the device pointed, degrees clockwise from north.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heading_deg: Option<f64>,
}

impl Fix {
    /// Returns the point in the frame of record; the grid is computed from this and nothing else.
    pub fn point(&self) -> Result<Point, BadPoint> {
        let at = convert::to_wgs84(self.crs, self.lon.degrees(), self.lat.degrees());
        Point::new(at.lon, at.lat)
    }
}

#[cfg(test)]
mod tests {
    use super::{Fix, Source};
    use crate::place::convert::Wgs84;
    use crate::place::crs::Crs;
    use crate::place::point::{Degree, Point};
    use crate::time::Instant;

    fn fix(crs: Crs, lon: f64, lat: f64) -> Fix {
        Fix {
            lon: Degree::new(lon).unwrap(),
            lat: Degree::new(lat).unwrap(),
            crs,
            source: Source::Gnss,
            accuracy_m: Some(6.0),
            fix_time: Instant::from_ms(1_764_000_000_000),
            provider: None,
            is_mock: false,
            heading_deg: None,
        }
    }

    #[test]
    fn a_fix_reads_back_as_it_was_written() {
        let given = fix(Crs::Wgs84, 108.9423, 34.261);
        let json = serde_json::to_string(&given).unwrap();
        assert_eq!(
            json,
            r#"{"lon":108.9423,"lat":34.261,"crs":"wgs84","source":"gnss","accuracy_m":6.0,"fix_time":"2025-11-24T16:00:00.000Z","is_mock":false}"#
        );
        assert_eq!(serde_json::from_str::<Fix>(&json).unwrap(), given);
    }

    #[test]
    fn a_fix_in_an_offset_system_lands_on_the_same_ground() {
        let gcj = Wgs84 { lon: 108.9423, lat: 34.261 }.to_gcj02();
        let point = fix(Crs::Gcj02, gcj.lon, gcj.lat).point().unwrap();
        assert!(point.distance_m(Point::new(108.9423, 34.261).unwrap()) < 0.03);
    }

    #[test]
    fn satellites_and_the_frame_of_record_agree_for_a_handset() {
        let [a, b] = [Crs::Wgs84, Crs::Cgcs2000].map(|crs| fix(crs, 108.9423, 34.261).point().unwrap());
        assert_eq!(a, b);
    }
}
