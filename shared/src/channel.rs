//! Where a report came from.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The channel of a report. Only a collector's own report needs no verification on site.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// A collector or inspector on patrol.
    Collector,
    /// The 12345 hotline.
    Hotline,
    /// A citizen (城市啄木鸟).
    Citizen,
    /// Video patrol.
    Video,
    /// The social-governance platform's grid workers.
    SocialGovernance,
    /// An order of a leader.
    Leader,
}

impl Channel {
    /// Every channel.
    pub const ALL: &[Self] =
        &[Self::Collector, Self::Hotline, Self::Citizen, Self::Video, Self::SocialGovernance, Self::Leader];

    /// Returns the word it is stored and travels as.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Collector => "collector",
            Self::Hotline => "hotline",
            Self::Citizen => "citizen",
            Self::Video => "video",
            Self::SocialGovernance => "social_governance",
            Self::Leader => "leader",
        }
    }

    /// Says whether someone must look on site before the case may be filed.
    pub const fn needs_verification(self) -> bool {
        match self {
            Self::Collector => false,
            Self::Hotline | Self::Citizen | Self::Video | Self::SocialGovernance | Self::Leader => true,
        }
    }
}
