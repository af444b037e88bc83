//! What is being filled in, as the core keeps it with each keystroke and each shot, and tells it again after a start.

use serde::{Deserialize, Serialize};
use shared::catalogue::CategoryKey;
use shared::ids::{CaseId, OperationId, TaskId};
use shared::place::fix::Fix;
use shared::task::TaskResult;
use shared::time::Instant;

use crate::category::CategoryCard;
use crate::told::PhotoCard;

/// What is being filled in, whole.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeptDraft {
    /// A report, new or corrected.
    Report(Box<KeptReport>),
    /// An answer.
    Answer(KeptAnswer),
}

/// A report as far as it is filled in. Of the new one there is one per account.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct KeptReport {
    /// The operation that was sent back and is corrected; none for the new report.
    #[serde(default)]
    pub corrects: Option<OperationId>,
    /// The case id that the core made with the first shot.
    #[serde(default)]
    pub case: Option<CaseId>,
    /// What it is.
    #[serde(default)]
    pub category: Option<CategoryKey>,
    /// Which filing condition.
    #[serde(default)]
    pub condition_no: Option<u32>,
    /// The place that the person pointed at.
    #[serde(default)]
    pub pointed: Option<Fix>,
    /// The address as words, as they were typed.
    #[serde(default)]
    pub address: String,
    /// What the collector wrote, as it was typed.
    #[serde(default)]
    pub note: String,
    /// The shots in their order, with what was said about them.
    #[serde(default)]
    pub photos: Vec<PhotoCard>,
    /// 自行处置.
    #[serde(default)]
    pub self_handled: bool,
}

/// An answer as far as it is filled in.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct KeptAnswer {
    /// The task.
    pub task: TaskId,
    /// The operation that was sent back and is corrected; none for the first answer.
    #[serde(default)]
    pub corrects: Option<OperationId>,
    /// What was found, once that is chosen.
    #[serde(default)]
    pub result: Option<TaskResult>,
    /// What the person wrote, as it was typed.
    #[serde(default)]
    pub note: String,
    /// The shots in their order, with what was said about them.
    #[serde(default)]
    pub photos: Vec<PhotoCard>,
}

/// Which draft.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DraftOf {
    /// The new report.
    Report,
    /// The correction of a report that was sent back.
    Mend(OperationId),
    /// The answer to a task.
    Answer(TaskId),
}

impl KeptDraft {
    /// Says which draft it is.
    pub fn of(&self) -> DraftOf {
        match self {
            Self::Report(report) => report.corrects.map_or(DraftOf::Report, DraftOf::Mend),
            Self::Answer(answer) => DraftOf::Answer(answer.task),
        }
    }

    /// Says whether nothing was put in yet.
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Report(report) => {
                let KeptReport { category, pointed, address, note, photos, self_handled, .. } = &**report;
                let has_words = !address.trim().is_empty() || !note.trim().is_empty();
                !has_words && category.is_none() && pointed.is_none() && photos.is_empty() && !self_handled
            }
            Self::Answer(answer) => {
                answer.result.is_none() && answer.note.trim().is_empty() && answer.photos.is_empty()
            }
        }
    }
}

/// All that an account was filling in, and where it was.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Drafts {
    /// The drafts. What was saved since is none any more.
    pub drafts: Vec<DraftCard>,
    /// The screens that were open, in the words that the screen gave; empty when it gave none.
    #[serde(default)]
    pub trail: String,
    /// When the screens were last kept.
    #[serde(default)]
    pub left_at: Option<Instant>,
    /// How many photos were found just now that the phone's camera app had left when the system ended this app. The notices
    /// of the start say what became of them.
    #[serde(default, skip_serializing_if = "is_nothing")]
    pub found: u64,
}

fn is_nothing(count: &u64) -> bool {
    *count == 0
}

/// A draft with what the screen needs to show it again.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct DraftCard {
    /// The draft, with those shots that are on this phone: also those taken after it was last kept.
    pub draft: KeptDraft,
    /// The category of a report; `None` while none is chosen, or when the catalogue here no longer has it.
    #[serde(default)]
    pub category: Option<CategoryCard>,
    /// When it was last kept.
    pub kept_at: Instant,
}
