//! The verdict over a photo: what of its claims holds, and what does not, each reason with its figure.
//!
//! Raised suspicion changes nothing by itself: no case stops, nobody is told off. It is shown to whoever decides.
//! `finding` names what can be found, `place` and `moment` look at one shot, `pair` at a photo and the one before it,
//! [`judge`](fn@judge::judge) puts all together. Nothing here reads pixels or asks anyone; phone and server run the same.

pub mod finding;
pub mod place;
pub mod moment;
pub mod pair;
pub mod judge;
pub mod rules;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub use self::finding::{Finding, Measure, Severity};
pub use self::judge::{Neighbour, Surroundings, judge};
pub use self::pair::PairMeasures;
pub use self::rules::EvidenceRules;
use crate::ids::CaseId;

/// How much may be built on a photo.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// 待核: the server has not looked yet.
    #[default]
    Unjudged,
    /// 可信: everything that is claimed fits.
    Sound,
    /// 有说明: nothing contradicts it; something is to be known.
    Noted,
    /// 存疑: something contradicts it.
    Doubtful,
}

impl Verdict {
    /// Every verdict.
    pub const ALL: &[Self] = &[Self::Unjudged, Self::Sound, Self::Noted, Self::Doubtful];

    /// Returns the word it is stored and travels as.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unjudged => "unjudged",
            Self::Sound => "sound",
            Self::Noted => "noted",
            Self::Doubtful => "doubtful",
        }
    }

    /// Returns the verdict that is written so, if there is one.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|verdict| verdict.as_str() == text)
    }

    /// Draws the verdict from the reasons: the worst of them decides.
    pub fn over(reasons: &[Reason]) -> Self {
        match reasons.iter().map(|reason| reason.finding.severity()).max() {
            None => Self::Sound,
            Some(Severity::Note) => Self::Noted,
            Some(Severity::Doubt) => Self::Doubtful,
        }
    }
}

/// One thing that was found, with its figure where it has one.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Reason {
    /// What.
    pub finding: Finding,
    /// What was measured, whole, in the finding's own measure ([`Finding::measure`]).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measured: Option<i64>,
    /// What would have been taken without a word, in the same measure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allowed: Option<i64>,
    /// The other case that it has to do with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other: Option<CaseId>,
}

impl Reason {
    /// A finding without a figure.
    pub const fn of(finding: Finding) -> Self {
        Self { finding, measured: None, allowed: None, other: None }
    }

    /// A finding with what was measured and what is allowed.
    pub const fn measured(finding: Finding, measured: i64, allowed: i64) -> Self {
        Self { finding, measured: Some(measured), allowed: Some(allowed), other: None }
    }

    /// A finding that points at another case.
    pub const fn elsewhere(finding: Finding, other: CaseId) -> Self {
        Self { finding, measured: None, allowed: None, other: Some(other) }
    }

    /// Says in Chinese what was found, with its figure.
    pub fn zh(&self) -> String {
        let measure = self.finding.measure();
        match (self.measured, self.allowed) {
            (Some(measured), Some(allowed)) => {
                format!("{}：{}（界限 {}）", self.finding.zh(), measure.zh(measured), measure.zh(allowed))
            }
            (Some(measured), None) => format!("{}：{}", self.finding.zh(), measure.zh(measured)),
            (None, _) => self.finding.zh().to_owned(),
        }
    }

    /// The same in English.
    pub fn en(&self) -> String {
        let measure = self.finding.measure();
        match (self.measured, self.allowed) {
            (Some(measured), Some(allowed)) => {
                format!("{}: {} (limit {})", self.finding.en(), measure.en(measured), measure.en(allowed))
            }
            (Some(measured), None) => format!("{}: {}", self.finding.en(), measure.en(measured)),
            (None, _) => self.finding.en().to_owned(),
        }
    }
}

/// Rounds a figure to a whole number of its measure.
#[expect(clippy::cast_possible_truncation, reason = "`as` saturates, and nothing measured comes near")]
pub(crate) fn whole(value: f64) -> i64 {
    value.round() as i64
}

#[cfg(test)]
mod tests;
