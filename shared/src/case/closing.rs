//! How a case ended, and a unit's word against an overdue mark.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::time::Instant;

/// How a case was closed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Closing {
    /// 正常结案: handled in time.
    Normal,
    /// 超期结案: handled late.
    Overdue,
    /// 错误结案: it should never have been a case, and it was noticed after filing.
    Error,
    /// 特殊结案: by decision, without a check that passed.
    Special,
    /// 当即办理: the desk answered it at once; it was never filed.
    Direct,
    /// 自行处置: the collector had fixed it.
    SelfHandled,
}

impl Closing {
    /// Every kind.
    pub const ALL: &[Self] =
        &[Self::Normal, Self::Overdue, Self::Error, Self::Special, Self::Direct, Self::SelfHandled];

    /// Returns the word it is stored and travels as.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Normal => "normal",
            Self::Overdue => "overdue",
            Self::Error => "error",
            Self::Special => "special",
            Self::Direct => "direct",
            Self::SelfHandled => "self_handled",
        }
    }
}

/// Where a unit's appeal stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AppealState {
    /// The dispatcher looks at it.
    Asked,
    /// The dispatcher supports it, the acceptor decides.
    Forwarded,
    /// It is upheld: the case counts as handled in time, and the raw record stays.
    Upheld,
    /// It is not.
    Declined,
}

/// 申诉: a unit contests an overdue mark after closing, once per case.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Appeal {
    /// Where it stands.
    pub state: AppealState,
    /// Why the unit thinks that it was not its fault.
    pub reason: String,
    /// When it was made.
    pub made_at: Instant,
    /// What the last decision said.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub decision: String,
    /// When the last decision was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided_at: Option<Instant>,
}
