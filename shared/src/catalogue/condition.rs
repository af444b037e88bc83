//! A filing condition: what must be true for a case, how long it may take, and when it is over.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::calendar::limit::Limit;
use crate::catalogue::key::CategoryKey;

/// Who wrote the words of a condition.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// Written for training; shown as such until a city brings its own.
    Training,
    /// From a city's handbook.
    City,
    /// From a national standard.
    National,
}

impl Source {
    /// Returns the word in packs.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Training => "training",
            Self::City => "city",
            Self::National => "national",
        }
    }

    /// Reads the word of a pack.
    pub(super) fn read(word: &str) -> Option<Self> {
        [Self::Training, Self::City, Self::National].into_iter().find(|source| source.code() == word)
    }
}

/// One filing condition (立案条件) of a category.
///
/// The limit belongs to it and not to the category.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct FilingCondition {
    /// Counts from 1 within the category; cases store it.
    pub number: u32,
    /// What must be true.
    pub text: String,
    /// The same in English.
    pub text_en: String,
    /// How long the unit has.
    pub limit: Limit,
    /// When it is over (结案条件).
    pub closing: String,
    /// The same in English.
    pub closing_en: String,
    /// Who wrote the words.
    pub source: Source,
    /// The category of the standard before under which the row is kept, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key_2013: Option<CategoryKey>,
}
