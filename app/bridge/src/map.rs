//! What the small map draws round a place. WGS-84 degrees.

use serde::{Deserialize, Serialize};
use shared::ids::GridCode;

/// A grid's outline for the small map.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Outline {
    /// The grid.
    pub grid: GridCode,
    /// It is the one the point lies in.
    pub chosen: bool,
    /// It is another one, and the truth may lie in it: the circle of accuracy reaches into it.
    #[serde(default)]
    pub doubtful: bool,
    /// Its corners, `[lon, lat]`, closed.
    pub points: Vec<[f64; 2]>,
}

/// A piece of a named road for the small map.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Road {
    /// Its name.
    pub name: String,
    /// It is one of the great roads.
    pub main: bool,
    /// Its middle line, `[lon, lat]`.
    pub line: Vec<[f64; 2]>,
}
