//! The coordinate systems that are met in the field.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A coordinate system; a position without one is worth nothing here.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Crs {
    /// What satellite receivers give.
    Wgs84,
    /// The legal frame and the frame of record. Within a metre of WGS-84, so the two are one for handset work;
    /// a surveyed component to half a metre needs a real transformation and must not pass through here.
    Cgcs2000,
    /// The offset frame of public maps (Amap, Tencent).
    Gcj02,
    /// Baidu's further offset.
    Bd09,
}

impl Crs {
    /// Returns the word used in JSON and tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Wgs84 => "wgs84",
            Self::Cgcs2000 => "cgcs2000",
            Self::Gcj02 => "gcj02",
            Self::Bd09 => "bd09",
        }
    }
}

impl fmt::Display for Crs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The name is of no coordinate system that we can convert.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("\"{0}\" is not a coordinate system known here (WGS-84, CGCS2000, GCJ-02, BD-09)")]
pub struct UnknownCrs(pub String);

impl FromStr for Crs {
    type Err = UnknownCrs;

    /// Reads the names that are written into files: `GCJ-02`, `EPSG:4490`, `urn:ogc:def:crs:OGC:1.3:CRS84`.
    fn from_str(text: &str) -> Result<Self, UnknownCrs> {
        let plain: String = text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
        match plain.as_str() {
            "wgs84" | "epsg4326" | "crs84" => Ok(Self::Wgs84),
            "cgcs2000" | "epsg4490" => Ok(Self::Cgcs2000),
            "gcj02" | "gcj" | "amap" => Ok(Self::Gcj02),
            "bd09" | "bd09ll" | "baidu" => Ok(Self::Bd09),
            urn if urn.starts_with("urnogcdefcrs") && urn.ends_with("crs84") => Ok(Self::Wgs84),
            urn if urn.starts_with("urnogcdefcrsepsg") && urn.ends_with("4326") => Ok(Self::Wgs84),
            urn if urn.starts_with("urnogcdefcrsepsg") && urn.ends_with("4490") => Ok(Self::Cgcs2000),
            _ => Err(UnknownCrs(text.chars().take(64).collect())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Crs;

    #[track_caller]
    fn check(text: &str, expected: Crs) {
        assert_eq!(text.parse(), Ok(expected), "{text}");
    }

    #[test]
    fn the_names_that_files_use_are_read() {
        check("GCJ-02", Crs::Gcj02);
        check("gcj02", Crs::Gcj02);
        check("WGS 84", Crs::Wgs84);
        check("EPSG:4326", Crs::Wgs84);
        check("urn:ogc:def:crs:OGC:1.3:CRS84", Crs::Wgs84);
        check("urn:ogc:def:crs:EPSG::4490", Crs::Cgcs2000);
        check("BD-09", Crs::Bd09);
        assert!("Xian 1980".parse::<Crs>().is_err());
    }
}
