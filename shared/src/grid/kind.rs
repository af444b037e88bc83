//! The kinds of areas that a pack is made of.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::features::Features;

/// A kind of area.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum AreaKind {
    /// Unit grids.
    Grids,
    /// Duty grids.
    DutyGrids,
    /// Industry layers.
    Industry,
    /// Boundary remarks.
    Remarks,
}

/// The word names no kind of area.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("\"{0}\" is none of grids, duty-grids, industry, remarks")]
pub struct NoAreaKind(String);

impl AreaKind {
    /// Every kind.
    pub const ALL: &[Self] = &[Self::Grids, Self::DutyGrids, Self::Industry, Self::Remarks];

    /// Returns the word it travels as.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Grids => "grids",
            Self::DutyGrids => "duty-grids",
            Self::Industry => "industry",
            Self::Remarks => "remarks",
        }
    }

    /// Names one of them.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Grids => "unit grid",
            Self::DutyGrids => "duty grid",
            Self::Industry => "industry area",
            Self::Remarks => "remark",
        }
    }

    /// Counts those that a file holds.
    pub fn count(self, features: &Features) -> usize {
        match self {
            Self::Grids => features.grids.len(),
            Self::DutyGrids => features.duty_grids.len(),
            Self::Industry => features.industry.len(),
            Self::Remarks => features.remarks.len(),
        }
    }
}

impl fmt::Display for AreaKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for AreaKind {
    type Err = NoAreaKind;

    fn from_str(text: &str) -> Result<Self, NoAreaKind> {
        let known = Self::ALL.iter().copied().find(|kind| kind.as_str() == text);
        known.ok_or_else(|| NoAreaKind(text.chars().take(40).collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::AreaKind;

    #[test]
    fn a_kind_is_found_again_by_its_word() {
        for kind in AreaKind::ALL {
            assert_eq!(kind.as_str().parse(), Ok(*kind));
            assert_eq!(serde_json::to_string(kind).unwrap(), format!("\"{kind}\""));
        }
        assert!("roads".parse::<AreaKind>().is_err());
    }
}
