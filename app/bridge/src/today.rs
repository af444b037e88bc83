//! What the first page shows, and the own cases page by page.

use serde::{Deserialize, Serialize};
use shared::ids::CaseId;
use shared::time::Instant;

use crate::told::{CaseCard, TaskCard};

/// What the first page shows: figures, and no more of the lists than there is room for.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct TodayCard {
    /// How many tasks wait for an answer.
    pub open_tasks: usize,
    /// How many reports were saved today.
    pub reported_today: u64,
    /// The most pressing tasks.
    pub next_tasks: Vec<TaskCard>,
    /// The newest cases.
    pub latest_cases: Vec<CaseCard>,
}

/// Where the own cases are; the words of a filter.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CasesWhere {
    /// Anywhere.
    #[default]
    Anywhere,
    /// Only on this phone.
    OnlyHere,
    /// At the server, with photos still on their way.
    Underway,
    /// At the server with every photo.
    Arrived,
    /// Sent back by the server.
    SentBack,
}

impl CasesWhere {
    /// Every one, in the order it is offered.
    pub const ALL: [Self; 5] = [Self::Anywhere, Self::OnlyHere, Self::Underway, Self::Arrived, Self::SentBack];

    /// Returns its word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Anywhere => "anywhere",
            Self::OnlyHere => "only_here",
            Self::Underway => "underway",
            Self::Arrived => "arrived",
            Self::SentBack => "sent_back",
        }
    }
}

/// A place in the list of own cases: behind this case.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Behind {
    /// When it was saved.
    pub saved_at: Instant,
    /// Which of those saved then.
    pub case: CaseId,
}

/// A page of the own cases, newest first.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct CasesPage {
    /// The cases.
    pub cases: Vec<CaseCard>,
    /// Where the next page begins; none behind the last one.
    pub next: Option<Behind>,
    /// How many there are in each place, in the order of [`CasesWhere::ALL`]; with the first page only.
    #[serde(default)]
    pub counts: Vec<u64>,
}
