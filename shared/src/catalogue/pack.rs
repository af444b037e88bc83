//! The catalogue pack: what a phone fetches and a server keeps, and why one is refused.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::catalogue::category::{Category, Layer, LookAlike, Major};
use crate::catalogue::condition::FilingCondition;
use crate::catalogue::key::{CategoryKey, StandardRef};

/// The form of the pack that this build reads and writes.
pub const FORMAT: u32 = 1;

/// The pack: categories as they are printed, conditions under the key they were written for.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CataloguePack {
    /// [`FORMAT`]; stands first so that another program can tell at once.
    pub format: u32,
    /// Which catalogue this is; stays the same over its versions.
    pub id: String,
    /// Stored beside every case filed under it.
    pub version: String,
    /// What people call it.
    pub title: String,
    /// The standard in force.
    pub standard: StandardRef,
    /// The first day on which cases are reported under it; before that day they are under the one before. None where it
    /// always was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Date>,
    /// The industry layers that categories name.
    pub layers: Vec<Layer>,
    /// Major classes.
    pub majors: Vec<Major>,
    /// Minor classes, those of the standard before included; derived events are not stored.
    pub categories: Vec<Category>,
    /// Filing conditions.
    pub conditions: Vec<ConditionRow>,
    /// Categories that are taken for one another.
    pub look_alikes: Vec<LookAlike>,
}

/// One condition and the category it was written for.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ConditionRow {
    /// The category; that of the standard before where the row comes from there.
    pub category: CategoryKey,
    /// The condition.
    #[serde(flatten)]
    pub condition: FilingCondition,
}

/// Why a catalogue cannot be used.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum BadCatalogue {
    /// A line of one of the files.
    #[error("{file}, line {line}, {field}: {what}")]
    Line {
        /// The file, as [`crate::catalogue::CatalogueFiles`] names it.
        file: String,
        /// Counted from 1, the header included.
        line: u64,
        /// The column.
        field: String,
        /// What is wrong there.
        what: String,
    },
    /// The text is not the JSON of a catalogue.
    #[error("catalogue pack, line {line}, column {column}: {what}")]
    NotRead {
        /// Counted from 1.
        line: usize,
        /// Counted from 1.
        column: usize,
        /// What the reader met.
        what: String,
    },
    /// A newer program made it.
    #[error("catalogue pack has format {0}; this program reads format {FORMAT}")]
    UnknownFormat(u32),
    /// Each line can be read, but together they contradict each other.
    #[error("catalogue, {place}: {what}")]
    Contradiction {
        /// Where, such as `event:06010, condition 2`.
        place: String,
        /// What is wrong there.
        what: String,
    },
}

impl CataloguePack {
    /// Reads a pack from its JSON.
    pub fn from_json(text: &str) -> Result<Self, BadCatalogue> {
        #[derive(Deserialize)]
        struct Head {
            format: u32,
        }
        let not_read = |error: serde_json::Error| BadCatalogue::NotRead {
            line: error.line(),
            column: error.column(),
            what: error.to_string(),
        };
        // The number first: of a newer form it is all that can be understood.
        let head: Head = serde_json::from_str(text).map_err(not_read)?;
        if head.format != FORMAT {
            return Err(BadCatalogue::UnknownFormat(head.format));
        }
        serde_json::from_str(text).map_err(not_read)
    }

    /// Writes the pack; the same pack always gives the same bytes, so that its hash names it.
    pub fn to_json(&self) -> String {
        match serde_json::to_string(self) {
            Ok(text) => text,
            Err(_) => unreachable!("strings and numbers always have a JSON form"),
        }
    }
}
