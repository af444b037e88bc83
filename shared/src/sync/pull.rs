//! Pull: what changed in the scope since the cursor.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The most changes in one page.
pub const MOST_CHANGES: u32 = 500;

/// A page of changes. Apply in order, then keep the cursor, in one transaction.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct PullReply {
    /// Where the next page begins; opaque.
    pub cursor: String,
    /// There is another page already.
    pub more: bool,
    /// The changes, oldest first; of one row only the newest version of the page.
    pub changes: Vec<Change>,
}

/// One changed row.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Change {
    /// `case` ([`crate::case::Case`]), `task` ([`crate::task::Task`]), `nearby` ([`crate::case::Nearby`]), or a kind
    /// that this build keeps unread.
    pub entity: String,
    /// The row's id.
    pub id: String,
    /// The row's version.
    pub version: u64,
    /// The row left the scope: what the device holds of it is to be removed, unsent work excepted.
    pub left: bool,
    /// The row; absent when it left.
    #[schema(value_type = Option<Object>)]
    pub body: Option<serde_json::Value>,
}

/// The entity word of a case.
pub const CASE: &str = "case";
/// The entity word of a task.
pub const TASK: &str = "task";
/// The entity word of a case that somebody else reported in a duty grid of the account.
pub const NEARBY: &str = "nearby";
