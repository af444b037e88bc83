//! The posts at the desk: what each person did in a time, and the list behind each number.
//!
//! The figures of work and of days are those of [`crate::assessment::posts`]; of a collector the counters of cases stand
//! beside them that are about the person, and the cases behind those are the assessment's own list (`by=collector`,
//! `basis=reported`).

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::assessment::Source;
use crate::assessment::posts::Figure;
use crate::assessment::{Counter, Subject};
use crate::case::State;
use crate::ids::{CaseId, CaseNo};
use crate::time::Instant;

/// `GET /api/v1/posts?post=collector&month=2026-10` (or `from=&to=`; `version=` for a frozen month; `area=` narrows it).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct PostTable {
    /// Which post.
    pub post: Subject,
    /// The first day.
    #[serde(deserialize_with = "crate::day::deserialize")]
    #[schema(value_type = String, format = Date)]
    pub from: Date,
    /// The last one.
    #[serde(deserialize_with = "crate::day::deserialize")]
    #[schema(value_type = String, format = Date)]
    pub to: Date,
    /// The zone that the days are in.
    pub zone: String,
    /// As of this moment.
    pub at: Instant,
    /// Live, or frozen.
    pub source: Source,
    /// Training cases, where nothing counts.
    pub training: bool,
    /// A row for each who did something or was sent, in the order of their names.
    pub rows: Vec<PostRow>,
    /// All of them together, not only those of this page.
    pub total: PostFigures,
    /// How many rows there are in all.
    pub people: u64,
    /// Pass it as `after` for the next page; absent on the last.
    pub next: Option<String>,
}

/// One person's figures.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct PostRow {
    /// The account.
    pub key: String,
    /// What people call them; the key for who does not reach them.
    pub name: String,
    /// Their figures.
    pub counted: PostFigures,
}

/// Figures; what is nought is left out.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct PostFigures {
    /// What was done, and when somebody was there.
    #[schema(value_type = BTreeMap<String, u64>)]
    pub figures: BTreeMap<Figure, u64>,
    /// Of a collector: reports, valid ones and missed ones, by the day of the report.
    #[schema(value_type = BTreeMap<String, u64>)]
    pub cases: BTreeMap<Counter, u64>,
}

impl PostFigures {
    /// Returns a figure.
    pub fn get(&self, figure: Figure) -> u64 {
        self.figures.get(&figure).copied().unwrap_or_default()
    }

    /// Returns how many cases count as this.
    pub fn cases(&self, counter: Counter) -> u64 {
        self.cases.get(&counter).copied().unwrap_or_default()
    }

    /// Adds another one's.
    pub fn add(&mut self, other: &Self) {
        for (figure, count) in &other.figures {
            *self.figures.entry(*figure).or_default() += count;
        }
        for (counter, count) in &other.cases {
            *self.cases.entry(*counter).or_default() += count;
        }
    }
}

/// `GET /api/v1/posts/list?…&figure=accept_wrong&key=…`: what is behind one number. Of work each row counts as one; of days
/// each row has its own part of the number.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct PostList {
    /// Which post.
    pub post: Subject,
    /// Which number.
    pub figure: Figure,
    /// Live, or frozen.
    pub source: Source,
    /// As of this moment.
    pub at: Instant,
    /// The number itself.
    pub number: u64,
    /// The steps and tasks behind it, the oldest first; none where it is a number of days.
    pub work: Vec<PostWork>,
    /// The days behind it, the oldest first; none where it is a number of work.
    pub days: Vec<PostDay>,
    /// Pass it as `after` for the next page; absent on the last.
    pub next: Option<String>,
}

/// A step that somebody took, or a task that they were sent.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct PostWork {
    /// Whose.
    pub key: String,
    /// … as people call them.
    pub name: String,
    /// Of which case.
    pub case: CaseId,
    /// Its number.
    pub case_no: Option<CaseNo>,
    /// Its category, as people call it.
    pub category: String,
    /// Where the case stands now; it may have moved on since.
    pub state: State,
    /// Which step of the case.
    pub sequence: u64,
    /// When it was taken, or the task was sent.
    pub at: Instant,
    /// Until when they had.
    pub due_at: Option<Instant>,
    /// All it counted as, so that a reader sees why.
    pub counts: Vec<Figure>,
}

/// A day on which somebody began a shift. Where they walked is not in it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct PostDay {
    /// Whose.
    pub key: String,
    /// … as people call them.
    pub name: String,
    /// The day, in the city's zone.
    #[serde(deserialize_with = "crate::day::deserialize")]
    #[schema(value_type = String, format = Date)]
    pub day: Date,
    /// Shifts that were begun.
    pub shifts: u64,
    /// Those that were never signed out of.
    pub open_shifts: u64,
    /// How long they were on shift.
    pub minutes: u64,
    /// Unit grids of their duty grids; 0 where they have none.
    pub beat: u64,
    /// Those that they entered.
    pub walked: u64,
    /// When the first shift began.
    pub first_at: Instant,
    /// When the last one was signed out of.
    pub last_at: Option<Instant>,
}
