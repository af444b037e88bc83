//! What a base map is made of.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What a base map is made of.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MapKind {
    /// Lines, areas and names, drawn by the phone in its own style.
    Vector,
    /// Pictures, drawn as they are.
    Raster,
    /// A kind that this build does not know; passed over.
    #[serde(other)]
    Unknown,
}

impl MapKind {
    /// Returns the word it is stored and travels as.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Vector => "vector",
            Self::Raster => "raster",
            Self::Unknown => "unknown",
        }
    }

    /// Reads the word.
    pub fn of(word: &str) -> Self {
        [Self::Vector, Self::Raster].into_iter().find(|kind| kind.as_str() == word).unwrap_or(Self::Unknown)
    }
}

#[cfg(test)]
mod tests {
    use super::MapKind;

    #[test]
    fn a_kind_of_a_later_build_is_passed_over() {
        for kind in [MapKind::Vector, MapKind::Raster] {
            assert_eq!(MapKind::of(kind.as_str()), kind);
            assert_eq!(serde_json::to_string(&kind).unwrap(), format!("\"{}\"", kind.as_str()));
        }
        assert_eq!(serde_json::from_str::<MapKind>("\"terrain\"").unwrap(), MapKind::Unknown);
        assert_eq!(MapKind::of("terrain"), MapKind::Unknown);
    }
}
