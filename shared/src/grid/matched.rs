//! How a point met the grids.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How a point met the unit grids. Accuracy never changes it; it only adds a warning.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Match {
    /// Inside one grid.
    Inside,
    /// Exactly on a shared boundary: the lowest code wins.
    Edge,
    /// Outside every grid, within the jurisdiction's distance of one.
    Nearest,
    /// Outside every grid.
    None,
}

impl Match {
    /// Returns the word in JSON and tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Inside => "inside",
            Self::Edge => "edge",
            Self::Nearest => "nearest",
            Self::None => "none",
        }
    }
}
