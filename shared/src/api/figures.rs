//! Figures at the desk: what the cases of a time count as, in rows that say what they are grouped by, and the cases behind
//! each number.

use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::cases::CaseList;
use crate::figures::Figures;
use crate::figures::figure::CaseFigure;
use crate::time::Instant;

/// What the cases of a row have in common. Where a case lies and who manages it may differ, so an answer says by which it
/// was grouped.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Grouping {
    /// 主管: the jurisdiction that manages it now.
    #[default]
    Jurisdiction,
    /// 所在区划: the division it lies in, by GB/T 2260.
    Division,
    /// 责任单位: the unit that has it, or had it last when it came to its end. What lies with no unit has a row of its
    /// own.
    Unit,
}

impl Grouping {
    /// Every grouping.
    pub const ALL: &[Self] = &[Self::Jurisdiction, Self::Division, Self::Unit];

    /// Returns the word it travels as.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Jurisdiction => "jurisdiction",
            Self::Division => "division",
            Self::Unit => "unit",
        }
    }
}

/// There is no such grouping.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("\"{0}\" is no grouping: jurisdiction, division or unit")]
pub struct NoGrouping(pub String);

impl FromStr for Grouping {
    type Err = NoGrouping;

    fn from_str(text: &str) -> Result<Self, NoGrouping> {
        let found = Self::ALL.iter().copied().find(|grouping| grouping.as_str() == text);
        found.ok_or_else(|| NoGrouping(text.chars().take(64).collect()))
    }
}

/// `GET /api/v1/figures?by=…&from=…&to=…`: what the cases that were reported in a time count as now.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct CaseFigures {
    /// What the rows are grouped by.
    pub by: Grouping,
    /// The first day on which the cases were reported.
    #[serde(deserialize_with = "crate::day::deserialize")]
    #[schema(value_type = String, format = Date)]
    pub from: Date,
    /// The last one.
    #[serde(deserialize_with = "crate::day::deserialize")]
    #[schema(value_type = String, format = Date)]
    pub to: Date,
    /// The zone that the days are in.
    pub zone: String,
    /// When the server looked: what is suspended or overdue is so at this moment.
    pub at: Instant,
    /// They are of a training city, where nothing counts: cases that count and training cases are never in one sum.
    pub training: bool,
    /// A row for each that has a case, in the order of the keys.
    pub rows: Vec<FigureRow>,
    /// All rows together.
    pub total: Figures,
}

/// The figures of one jurisdiction, division or unit.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct FigureRow {
    /// Its id or code; empty where the cases have none, such as those that are with no unit.
    pub key: String,
    /// What people call it; the key where nobody named it.
    pub name: String,
    /// What its cases count as.
    pub figures: Figures,
}

/// `GET /api/v1/figures/cases?by=…&from=…&to=…&figure=…&key=…`: the cases behind one number of [`CaseFigures`], as many as
/// it says and no others.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct FigureCases {
    /// Which figure.
    pub figure: CaseFigure,
    /// What the rows are grouped by.
    pub by: Grouping,
    /// Of the row with this key; of all rows together where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// What people call the row; the key where nobody named it, and nothing for all rows together.
    pub name: String,
    /// The first day on which the cases were reported.
    #[serde(deserialize_with = "crate::day::deserialize")]
    #[schema(value_type = String, format = Date)]
    pub from: Date,
    /// The last one.
    #[serde(deserialize_with = "crate::day::deserialize")]
    #[schema(value_type = String, format = Date)]
    pub to: Date,
    /// The zone that the days are in.
    pub zone: String,
    /// When the server looked: what is suspended or overdue is so at this moment.
    pub at: Instant,
    /// They are of a training city, where nothing counts.
    pub training: bool,
    /// A page of them, what was reported last first. All of them are counted; its `next` goes with `after`.
    pub list: CaseList,
}

#[cfg(test)]
mod tests {
    use super::Grouping;

    #[test]
    fn a_grouping_is_found_by_its_word() {
        for grouping in Grouping::ALL {
            assert_eq!(grouping.as_str().parse(), Ok(*grouping));
            assert_eq!(serde_json::to_value(grouping).unwrap(), grouping.as_str());
        }
        assert!("street".parse::<Grouping>().is_err());
    }
}
