//! Versions of a catalogue or a calendar.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::draft::difference::Difference;
use crate::ids::{JurisdictionId, Sha256};
use crate::time::Instant;

/// What is drafted and published.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = CatalogueLedger)]
pub enum Ledger {
    /// Categories with their conditions: one for the whole city.
    #[default]
    Catalogue,
    /// Working time: the city's, and that of a jurisdiction with hours of its own.
    Calendar,
}

impl Ledger {
    /// Both of them.
    pub const ALL: &[Self] = &[Self::Catalogue, Self::Calendar];

    /// Returns the word as it travels.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Catalogue => "catalogue",
            Self::Calendar => "calendar",
        }
    }

    /// Returns the one that is written so.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|ledger| ledger.as_str() == word)
    }
}

/// How an edition stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = CatalogueEditionStanding)]
pub enum EditionStanding {
    /// It waits for its day.
    Waiting,
    /// It holds.
    InForce,
    /// Another one holds.
    Past,
    /// It was taken back before its day.
    Withdrawn,
}

/// One version of a catalogue or a calendar.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = CatalogueEditionFacts)]
pub struct EditionFacts {
    /// Which of the two.
    pub ledger: Ledger,
    /// Whose.
    pub jurisdiction: JurisdictionId,
    /// What that is called.
    pub jurisdiction_name: String,
    /// The hash of its bytes: what recorded facts name it by.
    pub hash: Sha256,
    /// The version that people say.
    pub version: String,
    /// How it stands.
    pub standing: EditionStanding,
    /// When it was made.
    pub made_at: Instant,
    /// The first day it holds, 2027-01-01; none for one that was imported to hold at once.
    #[serde(default)]
    pub valid_from: Option<String>,
    /// When it came into force last.
    #[serde(default)]
    pub in_force_at: Option<Instant>,
    /// What people call whoever published it; empty for one that came with the server or by its command line.
    #[serde(default)]
    pub author: String,
    /// What they wrote about it.
    #[serde(default)]
    pub note: String,
    /// The version it was drafted on.
    #[serde(default)]
    pub base: Option<Sha256>,
    /// Its size.
    pub size_bytes: u64,
}

/// `GET /api/v1/catalogue/editions`: versions, the newest first.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
#[schema(as = CatalogueEditionList)]
pub struct EditionList {
    /// The versions.
    pub editions: Vec<EditionFacts>,
    /// Where the next page begins: `before=` this; nothing at the end.
    #[serde(default)]
    pub next: Option<String>,
}

/// `GET /api/v1/catalogue/editions/{hash}/cases`: how many cases within the caller's reach were counted by a version.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
#[schema(as = CatalogueReferring)]
pub struct Referring {
    /// All of them.
    pub cases: u64,
    /// Those that are not over.
    pub open: u64,
}

/// `GET /api/v1/catalogue/compare`: what differs between two versions.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = CatalogueComparison)]
pub struct Comparison {
    /// The version it begins with.
    pub from: String,
    /// The version it ends with.
    pub to: String,
    /// What differs; at most 500 are told.
    pub differences: Vec<Difference>,
    /// How many there are.
    pub total: u64,
}

#[cfg(test)]
mod tests {
    use super::Ledger;

    #[test]
    fn a_ledger_survives_its_own_word() {
        for ledger in Ledger::ALL {
            assert_eq!(Ledger::parse(ledger.as_str()), Some(*ledger));
            assert_eq!(serde_json::to_value(ledger).unwrap(), ledger.as_str());
        }
        assert_eq!(Ledger::parse("settings"), None);
    }
}
