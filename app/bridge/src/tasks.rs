//! The tasks page by page.

use serde::{Deserialize, Serialize};

use crate::told::TaskCard;

/// Which task stands first among those that wait.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaskOrder {
    /// The one due soonest.
    #[default]
    Time,
    /// The nearest one.
    Distance,
}

/// A page of the tasks: those that wait before those that are answered.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct TasksPage {
    /// The tasks.
    pub tasks: Vec<TaskCard>,
    /// How many tasks wait for an answer, on whatever page.
    pub waiting: usize,
    /// How many stand before the next page; nothing behind the last one.
    pub next: Option<usize>,
}
