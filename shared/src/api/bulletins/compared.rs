//! Other times that stand beside a bulletin's own: the one before (环比) and the same a year before (同比).

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::BulletinSource;
use crate::assessment::{Basis, Counter, Rate, Sums};

/// The volumes that stand beside those of the time before and of a year before.
pub const COMPARED_VOLUMES: &[(Basis, Counter)] = &[
    (Basis::Reported, Counter::Report),
    (Basis::Filed, Counter::Inst),
    (Basis::Due, Counter::NeedDispose),
    (Basis::Due, Counter::Dispose),
    (Basis::Due, Counter::OvertimeToDispose),
    (Basis::Due, Counter::NeedArchive),
    (Basis::Due, Counter::Archive),
];

/// The rates that do.
pub const COMPARED_RATES: &[(Basis, Rate)] = &[
    (Basis::Due, Rate::Dispose),
    (Basis::Due, Rate::IntimeDispose),
    (Basis::Due, Rate::OvertimeToDispose),
    (Basis::Due, Rate::Archive),
    (Basis::Due, Rate::IntimeArchive),
    (Basis::Due, Rate::Rework),
];

/// Which other time stands beside a bulletin's own.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Compared {
    /// 上期: the month, week or half year before; what changed since is 环比.
    Previous,
    /// 上年同期: the same month, ISO week or half of the year before; what changed since is 同比.
    YearBefore,
}

impl Compared {
    /// Both, in the order in which they are printed.
    pub const ALL: &[Self] = &[Self::Previous, Self::YearBefore];

    /// Returns the word it travels as.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Previous => "previous",
            Self::YearBefore => "year_before",
        }
    }

    /// Returns what is written so, if there is one.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|with| with.as_str() == text)
    }
}

/// Another time beside a bulletin's own: everybody together.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct BulletinCompared {
    /// Which.
    pub with: Compared,
    /// Its first day.
    #[serde(deserialize_with = "crate::day::deserialize")]
    #[schema(value_type = String, format = Date)]
    pub from: Date,
    /// Its last one.
    #[serde(deserialize_with = "crate::day::deserialize")]
    #[schema(value_type = String, format = Date)]
    pub to: Date,
    /// The frozen versions that it is of, each published; none where it is of live days.
    pub sources: Vec<BulletinSource>,
    /// Everybody together.
    #[schema(value_type = Object)]
    pub sums: BTreeMap<Basis, Sums>,
}

/// Another time that does not stand beside a bulletin's own, though there are cases of it: not all of it was published when
/// the bulletin was made.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct BulletinUncompared {
    /// Which.
    pub with: Compared,
    /// Its months of which no version was published, `2026-10`, the oldest first.
    pub months: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::super::{RATES, VOLUMES};
    use super::{COMPARED_RATES, COMPARED_VOLUMES, Compared};

    #[test]
    fn what_is_compared_is_said_by_itself_too() {
        assert!(COMPARED_RATES.iter().all(|said| RATES.contains(said)));
        assert!(COMPARED_VOLUMES.iter().all(|said| VOLUMES.contains(said)));
    }

    #[test]
    fn other_times_are_written_as_they_travel() {
        for with in Compared::ALL {
            assert_eq!(serde_json::to_value(with).unwrap(), with.as_str());
            assert_eq!(Compared::parse(with.as_str()), Some(*with));
        }
        assert_eq!(Compared::parse("later"), None);
    }
}
