//! What the server sent back, told whole, so that it can be corrected.

use serde::{Deserialize, Serialize};
use shared::ids::{CaseId, TaskId};
use shared::place::fix::Fix;
use shared::task::TaskResult;

use crate::category::CategoryCard;
use crate::status::SetAside;
use crate::told::PhotoCard;

/// An operation that was set aside, with its words and photos.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct AsideCard {
    /// Which, why, and what to do.
    pub aside: SetAside,
    /// What it says.
    pub says: AsideWords,
    /// Its photos, and those taken for it since; in the order they were taken.
    pub photos: Vec<PhotoCard>,
}

/// What an operation that was set aside says.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::large_enum_variant, reason = "one is made for one screen, and most are reports")]
pub enum AsideWords {
    /// A report.
    Report {
        /// The case it begins.
        case: CaseId,
        /// What it is; `None` when the catalogue on this phone no longer has it.
        category: Option<CategoryCard>,
        /// Which filing condition.
        condition_no: u32,
        /// Where it is.
        fix: Fix,
        /// What the collector wrote.
        note: String,
        /// The address as words.
        address: String,
        /// The collector fixed it on the spot.
        #[serde(default)]
        self_handled: bool,
    },
    /// An answer to a task.
    Answer {
        /// The task.
        task: TaskId,
        /// What was found.
        result: TaskResult,
        /// What the person wrote.
        note: String,
    },
    /// A shift that began or ended. It is sent again as it is.
    Shift {
        /// It began.
        begins: bool,
    },
}
