//! 督办: a formal push to whoever has the case, with what is asked for and the reply. Not the stage 督查.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::time::Instant;

/// Why a case is pushed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum OrderKind {
    /// It is overdue.
    Overdue,
    /// A leader ordered it.
    Leader,
    /// It matters to many.
    Important,
}

/// A supervise order of a case.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Order {
    /// Counts from 1 within the case.
    pub number: u32,
    /// Why.
    pub kind: OrderKind,
    /// What is asked for.
    pub requirement: String,
    /// When it was given.
    pub given_at: Instant,
    /// Until when a reply is asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_at: Option<Instant>,
    /// The reply.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reply: String,
    /// When it came; `None` while it is waited for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replied_at: Option<Instant>,
}

/// What the record of a step says of an order: which one it gave or answered, and until when a reply is asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct OrderMark {
    /// Counts from 1 within the case.
    pub number: u32,
    /// Until when; `None` where the order asks for none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_at: Option<Instant>,
}

impl Order {
    /// Returns what the record of a step says of it.
    pub const fn mark(&self) -> OrderMark {
        OrderMark { number: self.number, due_at: self.due_at }
    }

    /// Says whether the reply came too late, or is late now.
    pub fn is_late(&self, now: Instant) -> bool {
        self.due_at.is_some_and(|due| self.replied_at.unwrap_or(now) > due)
    }
}
