//! The blind checks behind a number of the agreement: which two answers are meant, and a page of them.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::honesty::HintPerson;
use crate::case::State;
use crate::ids::{CaseId, CaseNo, TaskId};
use crate::task::TaskResult;
use crate::time::Instant;

/// Which two answers: of one person and another where somebody is meant, else of who looked first and who looked second.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Answers {
    /// Both said it passes.
    BothPass,
    /// Both said it does not.
    BothFail,
    /// The one said it passes, the other that it does not.
    OnePass,
    /// The other said it passes, the one that it does not.
    OtherPass,
    /// Both said the same.
    Agreed,
    /// One of them could not tell: it stands in no other number.
    Unable,
}

impl Answers {
    /// All of them.
    pub const ALL: &[Self] =
        &[Self::BothPass, Self::BothFail, Self::OnePass, Self::OtherPass, Self::Agreed, Self::Unable];

    /// Returns the word it travels as.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::BothPass => "both_pass",
            Self::BothFail => "both_fail",
            Self::OnePass => "one_pass",
            Self::OtherPass => "other_pass",
            Self::Agreed => "agreed",
            Self::Unable => "unable",
        }
    }

    /// Returns what is written so, if there is one.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|one| one.as_str() == word)
    }
}

/// `GET /api/v1/honesty/agreement/cases?from=&to=&area=&one=&other=&said=&after=`: the blind checks behind one number of the
/// agreement, the newest first.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct AgreementCases {
    /// The first day on which a second answer came.
    #[serde(deserialize_with = "crate::day::deserialize")]
    #[schema(value_type = String, format = Date)]
    pub from: Date,
    /// The last one.
    #[serde(deserialize_with = "crate::day::deserialize")]
    #[schema(value_type = String, format = Date)]
    pub to: Date,
    /// The checks.
    pub checks: Vec<AgreementCase>,
    /// How many there are in all: the number itself.
    pub total: u64,
    /// Pass it as `after` for the next page; absent on the last.
    pub next: Option<String>,
}

/// A case that two people looked at, neither knowing of the other.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct AgreementCase {
    /// The task that was sent second.
    pub task: TaskId,
    /// Its case; nothing where that is not the caller's to see any more.
    pub case: Option<SeenCase>,
    /// What was said first: the case went by it.
    pub first: AgreementAnswer,
    /// What was said by who did not know of it.
    pub second: AgreementAnswer,
}

/// A case as far as a list says it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct SeenCase {
    /// Which.
    pub id: CaseId,
    /// Its number.
    pub case_no: Option<CaseNo>,
    /// What it is about, in words.
    pub category: String,
    /// The same in English.
    pub category_en: String,
    /// Where it stands.
    pub state: State,
}

/// What somebody said of a scene.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct AgreementAnswer {
    /// Who; nothing of one who has no account here any more.
    pub by: Option<HintPerson>,
    /// What.
    pub result: TaskResult,
    /// When.
    pub at: Instant,
}

#[cfg(test)]
mod tests {
    use super::Answers;

    #[test]
    fn answers_are_written_as_they_travel() {
        for answers in Answers::ALL {
            assert_eq!(serde_json::to_value(answers).unwrap(), answers.as_str());
            assert_eq!(Answers::parse(answers.as_str()), Some(*answers));
        }
        assert_eq!(Answers::parse("both"), None);
    }
}
