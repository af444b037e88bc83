//! Base maps that the city provides: one file each, kept on this phone and drawn below everything else.

use serde::{Deserialize, Serialize};
use shared::ids::Sha256;
use shared::place::crs::Crs;

/// A base map as the phone knows it. Its bytes are at `tiles://localhost/{hash}`, in ranges.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct BaseMapCard {
    /// Its file.
    pub hash: Sha256,
    /// Its name.
    pub name: String,
    /// Its name in English.
    pub name_en: String,
    /// What its tiles are.
    pub kind: BaseMapKind,
    /// The system that it is drawn in.
    pub crs: Crs,
    /// West, south, east, north, degrees in that system.
    pub bounds: [f64; 4],
    /// The widest zoom it has tiles for.
    pub min_zoom: u8,
    /// The closest zoom it has tiles for.
    pub max_zoom: u8,
    /// Bytes of the file.
    pub size_bytes: u64,
    /// Of these, on this phone.
    pub held_bytes: u64,
    /// It is to be on this phone.
    pub wanted: bool,
    /// All of it is on this phone, and checked.
    pub ready: bool,
    /// Whose data it is; said wherever it is shown.
    pub attribution: String,
}

/// What the tiles of a base map are.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BaseMapKind {
    /// Shapes with names, drawn in our own colours.
    Vector,
    /// Pictures.
    Raster,
}
