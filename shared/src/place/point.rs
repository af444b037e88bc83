//! A position in the frame of record, in whole units of 1e-7 degree.

use std::fmt;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use utoipa::ToSchema;

/// How many units one degree has.
pub const UNITS_PER_DEGREE: f64 = 1e7;

/// A longitude or latitude in units of 1e-7 degree (about a centimetre); a decimal number in JSON.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, ToSchema)]
#[schema(value_type = f64, example = 108.9423)]
pub struct Degree(pub i32);

impl Degree {
    /// Rounds degrees to the nearest unit; nothing outside ±180 is a degree.
    pub fn new(degrees: f64) -> Option<Self> {
        if !degrees.is_finite() || degrees.abs() > 180.0 {
            return None;
        }
        #[expect(clippy::cast_possible_truncation, reason = "checked to lie within ±180 degrees: ±1.8e9 units")]
        Some(Self((degrees * UNITS_PER_DEGREE).round() as i32))
    }

    /// Returns decimal degrees.
    pub fn degrees(self) -> f64 {
        f64::from(self.0) / UNITS_PER_DEGREE
    }
}

impl Serialize for Degree {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.degrees())
    }
}

impl<'de> Deserialize<'de> for Degree {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let degrees = f64::deserialize(deserializer)?;
        Self::new(degrees).ok_or_else(|| D::Error::custom(format!("{degrees} is not a longitude or latitude")))
    }
}

/// The numbers are no position on Earth.
#[derive(Clone, Copy, PartialEq, Debug, thiserror::Error)]
#[error("longitude {lon}, latitude {lat} is not a position on Earth")]
pub struct BadPoint {
    /// The longitude that was given, degrees.
    pub lon: f64,
    /// The latitude that was given, degrees.
    pub lat: f64,
}

/// A position in CGCS2000 (for handset work the same as WGS-84), the only system grids are computed in.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "Degrees", into = "Degrees")]
pub struct Point {
    /// East of Greenwich, in 1e-7 degree.
    pub lon_e7: i32,
    /// North of the equator, in 1e-7 degree.
    pub lat_e7: i32,
}

/// How a point is written in JSON.
#[derive(Clone, Copy, Serialize, Deserialize)]
struct Degrees {
    lon: Degree,
    lat: Degree,
}

impl TryFrom<Degrees> for Point {
    type Error = BadPoint;
    fn try_from(at: Degrees) -> Result<Self, BadPoint> {
        Self::new(at.lon.degrees(), at.lat.degrees())
    }
}

impl From<Point> for Degrees {
    fn from(at: Point) -> Self {
        Self { lon: Degree(at.lon_e7), lat: Degree(at.lat_e7) }
    }
}

impl Point {
    /// Rounds degrees to a point.
    pub fn new(lon: f64, lat: f64) -> Result<Self, BadPoint> {
        match (Degree::new(lon), Degree::new(lat)) {
            (Some(east), Some(north)) if lat.abs() <= 90.0 => Ok(Self { lon_e7: east.0, lat_e7: north.0 }),
            (Some(_) | None, Some(_) | None) => Err(BadPoint { lon, lat }),
        }
    }

    /// Returns the longitude in degrees.
    pub fn lon(self) -> f64 {
        Degree(self.lon_e7).degrees()
    }

    /// Returns the latitude in degrees.
    pub fn lat(self) -> f64 {
        Degree(self.lat_e7).degrees()
    }

    /// Returns how far east and how far north `to` lies, in metres; good to a few millimetres within a kilometre.
    pub fn offset_m(self, to: Self) -> (f64, f64) {
        let scale = Scale::at_latitude(f64::midpoint(self.lat(), to.lat()));
        let east = f64::from(to.lon_e7) - f64::from(self.lon_e7);
        let north = f64::from(to.lat_e7) - f64::from(self.lat_e7);
        (east * scale.lon_unit_m, north * scale.lat_unit_m)
    }

    /// Returns the distance to `to` in metres.
    pub fn distance_m(self, to: Self) -> f64 {
        let (east, north) = self.offset_m(to);
        east.hypot(north)
    }

    /// Returns the point this far east and north, clamped to the Earth.
    pub fn moved_m(self, east_m: f64, north_m: f64) -> Self {
        let scale = Scale::at_latitude(self.lat());
        let lon = (self.lon() + east_m / scale.lon_unit_m / UNITS_PER_DEGREE).clamp(-180.0, 180.0);
        let lat = (self.lat() + north_m / scale.lat_unit_m / UNITS_PER_DEGREE).clamp(-90.0, 90.0);
        Self::new(lon, lat).unwrap_or(self)
    }
}

impl fmt::Display for Point {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.7},{:.7}", self.lon(), self.lat())
    }
}

/// What one unit of longitude and of latitude measures on the ground at some latitude.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Scale {
    /// Metres for 1e-7 degree of longitude.
    pub lon_unit_m: f64,
    /// Metres for 1e-7 degree of latitude.
    pub lat_unit_m: f64,
}

impl Scale {
    /// Returns the scale on the CGCS2000 ellipsoid.
    pub fn at_latitude(lat_degrees: f64) -> Self {
        const SEMI_MAJOR_M: f64 = 6_378_137.0;
        const ECCENTRICITY_SQUARED: f64 = 0.006_694_380_022_9;
        let (sin, cos) = lat_degrees.to_radians().sin_cos();
        let w = (1.0 - ECCENTRICITY_SQUARED * sin * sin).sqrt();
        let unit = (1.0 / UNITS_PER_DEGREE).to_radians();
        Self {
            // Never zero: at a pole the distance would otherwise be divided by nothing.
            lon_unit_m: (SEMI_MAJOR_M * cos.max(1e-9) / w) * unit,
            lat_unit_m: SEMI_MAJOR_M * (1.0 - ECCENTRICITY_SQUARED) / (w * w * w) * unit,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Point;

    #[test]
    fn a_point_keeps_seven_decimals_in_json() {
        let tower = Point::new(108.942_300_1, 34.261).unwrap();
        let json = serde_json::to_string(&tower).unwrap();
        assert_eq!(json, r#"{"lon":108.9423001,"lat":34.261}"#);
        assert_eq!(serde_json::from_str::<Point>(&json).unwrap(), tower);
    }

    #[test]
    fn what_is_not_on_earth_is_refused() {
        for (lon, lat) in [(f64::NAN, 0.0), (181.0, 0.0), (0.0, 90.5), (f64::INFINITY, 3.0), (-200.0, 0.0)] {
            assert!(Point::new(lon, lat).is_err(), "{lon},{lat}");
        }
        assert!(serde_json::from_str::<Point>(r#"{"lon":108.0,"lat":134.0}"#).is_err());
    }

    #[test]
    fn a_millidegree_at_the_bell_tower_measures_92_by_111_metres() {
        let tower = Point::new(108.9423, 34.2610).unwrap();
        let (east, north) = tower.offset_m(Point::new(108.9433, 34.2620).unwrap());
        assert!((east - 92.1).abs() < 0.1 && (north - 110.9).abs() < 0.1, "{east} {north}");
        let moved = tower.moved_m(430.0, -175.0);
        let (east, north) = tower.offset_m(moved);
        assert!((east - 430.0).abs() < 0.05 && (north + 175.0).abs() < 0.05, "{east} {north}");
    }
}
