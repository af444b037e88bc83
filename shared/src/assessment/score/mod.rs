//! Scores: rates and cases turned into points by a model, which is data with a month from which it holds.
//!
//! Everything is whole hundredths of a point. `points` turns sums into lines and a total, `cap` holds what several lines
//! take off together, `rank` puts totals in order, `check` says what is wrong with a model.

pub mod check;
pub mod points;
pub mod cap;
pub mod rank;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use self::cap::Cap;
use super::counter::Counter;
use super::rate::{Rate, Ratio};
use super::sums::Sums;
use super::window::{Basis, Slice, Subject};

/// How points are given to the objects of an assessment.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Model {
    /// The word it is known by; stays the same over its versions.
    pub code: String,
    /// What it is called, in Chinese.
    pub name: String,
    /// … and in English.
    pub name_en: String,
    /// Where its rules were published.
    pub source: String,
    /// Whom it scores.
    pub subject: Subject,
    /// Its indicators, in the order in which they are shown.
    pub indicators: Vec<Indicator>,
    /// How much indicators that name one take off together at most; none where each stands for itself.
    #[serde(default)]
    pub caps: Vec<Cap>,
}

/// One line of a model.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Indicator {
    /// The word it is known by within its model.
    pub code: String,
    /// What it is called, in Chinese.
    pub name: String,
    /// … and in English.
    pub name_en: String,
    /// Which cases it looks at.
    pub basis: Basis,
    /// Only this part of them; all of them where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<Slice>,
    /// The most that it gives, in hundredths of a point.
    pub full_centi: i64,
    /// The least that it gives: 0, or less where deductions may go below.
    #[serde(default)]
    pub least_centi: i64,
    /// How its points come about.
    pub rule: Rule,
    /// What it gives where there is nothing to measure (a rate of nothing).
    #[serde(default)]
    pub when_nothing: WhenNothing,
    /// The code of the cap that holds what it takes off, together with the others that name it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cap: Option<String>,
}

/// What an indicator gives where its rate has no whole.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum WhenNothing {
    /// It is left out, and the others are weighed up to the model's full sum.
    #[default]
    LeaveOut,
    /// All its points.
    Full,
    /// None.
    Nothing,
}

/// How an indicator's points come about.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Rule {
    /// The rate times the full points; `falling` takes 1 − rate.
    Share {
        /// Which rate.
        rate: Rate,
        /// The less the better.
        #[serde(default)]
        falling: bool,
    },
    /// Full at a threshold; so many hundredths of a point less for each whole percentage point below it (above it, where
    /// less is better). Parts of a point count in proportion.
    Threshold {
        /// Which rate.
        rate: Rate,
        /// The less the better.
        #[serde(default)]
        falling: bool,
        /// Full from here on, in thousandths.
        full_per_mille: u32,
        /// Taken off for each percentage point, in hundredths of a point.
        per_point_centi: i64,
        /// A second rate that takes points off the same full points.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        also: Option<Target>,
    },
    /// So many hundredths of a point off for each case that counts as this; more from the n-th on.
    PerCase {
        /// Which cases.
        counter: Counter,
        /// Whether each case counts, or each time.
        #[serde(default)]
        per: Per,
        /// Taken off for each.
        each_centi: i64,
        /// From this one on …
        #[serde(default)]
        from: Option<u64>,
        /// … so much is taken off for each.
        #[serde(default)]
        each_from_centi: i64,
    },
    /// Given by a person, with the reason; the full points where nobody gave any (organisation, special campaigns).
    ByHand,
    /// Points on top, given by a person with the reason; none where nobody gave any. Points off where the indicator's
    /// least lies below nought. What a model can give without them is its full sum.
    Bonus,
}

/// What points are taken off for, one by one.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Per {
    /// Each case, however often it happened to it.
    #[default]
    Case,
    /// Each time that it happened to any of them (返工次数). Only rework is counted so.
    Time,
}

/// A rate that takes points off where it misses its threshold.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Target {
    /// Which rate.
    pub rate: Rate,
    /// The less the better.
    #[serde(default)]
    pub falling: bool,
    /// Nothing is taken off from here on, in thousandths.
    pub full_per_mille: u32,
    /// Taken off for each percentage point, in hundredths of a point.
    pub per_point_centi: i64,
}

/// What an indicator came to, with all that it came from.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Line {
    /// The indicator's code.
    pub code: String,
    /// What was measured; `None` where the rule measures no rate.
    #[schema(value_type = Option<Object>)]
    pub ratio: Option<Measured>,
    /// What was measured besides, where the rule has a second rate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub also: Option<Measured>,
    /// How many cases took points off, where the rule counts them.
    pub cases: Option<u64>,
    /// How many times took points off, where the rule counts each.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<u64>,
    /// What it came to, in hundredths of a point; `None` where it was left out.
    pub points_centi: Option<i64>,
    /// How much more it would have taken off, had its cap not been reached; `None` where the cap cut nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spared_centi: Option<i64>,
}

/// A rate that was measured.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Measured {
    /// The numerator.
    pub part: u64,
    /// The denominator.
    pub whole: u64,
}

impl From<Ratio> for Measured {
    fn from(ratio: Ratio) -> Self {
        Self { part: ratio.part, whole: ratio.whole }
    }
}

/// Which cases are summed: by which basis, and which part of them; all of them where it says none.
pub type Part = (Basis, Option<Slice>);

/// The sums of one object, by each basis and each part that a model asks for.
pub type SumsBy = std::collections::BTreeMap<Part, Sums>;

/// Points that a person gave, in hundredths, by the indicator's code.
pub type Given = std::collections::BTreeMap<String, i64>;

/// What an object came to.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Score {
    /// Line by line.
    pub lines: Vec<Line>,
    /// All together, in hundredths of a point, each line rounded once (half away from nought). Where lines were left
    /// out, what the others came to is taken times the model's full sum over theirs, and rounded once more; points on top
    /// are added after that.
    pub total_centi: i64,
}
