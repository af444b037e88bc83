//! Which cases are summed: by which of their moments they fall in a month, and what they are grouped by.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::counter::Counter;
use crate::channel::Channel;

macro_rules! worded {
    ($(#[$doc:meta])* $kind:ident { $($(#[$each:meta])* $name:ident = $word:tt,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, ToSchema)]
        pub enum $kind {
            $($(#[$each])* #[serde(rename = $word)] $name,)*
        }

        impl $kind {
            /// Every one.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// Returns the word it is stored and travels as.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $word,)* }
            }

            /// Returns what travels as a word.
            pub fn parse(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.as_str() == word)
            }
        }
    };
}

worded! {
    /// By which of its moments a case falls in a month. Every answer and every page says by which.
    Basis {
        /// 按上报日: when it was reported. Volumes of reports, accepting, verifying.
        Reported = "reported",
        /// 按立案日: when it was filed (first). Volumes of cases, filing, dispatching.
        Filed = "filed",
        /// 按到期日: when its handling is due, by the clock that runs over all passes; one that is suspended has none.
        /// Handling and closing.
        Due = "due",
    }
}

worded! {
    /// Whose figures: areas, units, kinds of problem, and the posts.
    Subject {
        /// 辖区: who manages.
        Jurisdiction = "jurisdiction",
        /// 区划: where it lies, by GB/T 2260.
        Division = "division",
        /// 街道: the first nine digits of its grid.
        Street = "street",
        /// 社区: the first twelve digits of its grid.
        Community = "community",
        /// 单元网格.
        Grid = "grid",
        /// 责任单位.
        Unit = "unit",
        /// 类别: division, kind, major and minor.
        Category = "category",
        /// 信息采集员: who reported it.
        Collector = "collector",
        /// 核查员: who answered its last check.
        Inspector = "inspector",
        /// 核实人: who answered its last verification, a collector or an inspector. No post of its own.
        Verifier = "verifier",
        /// 受理员: who accepted it, or did not.
        Acceptor = "acceptor",
        /// 值班长: who filed it, or did not.
        ShiftLeader = "shift_leader",
        /// 派遣员: who dispatched it first.
        Dispatcher = "dispatcher",
    }
}

worded! {
    /// Which part of the cases is looked at: what a case says of itself. That a newspaper wrote of one stands in no case, and
    /// is none of these.
    Slice {
        /// 紧急案件: its limit is one of the urgent kind.
        Urgent = "urgent",
        /// 督办案件: an order pushed it.
        Supervised = "supervised",
        /// 监督员上报的案件.
        Collector = "collector",
        /// 其他渠道的案件: by any other channel than a collector's phone.
        Public = "public",
        /// 热线案件: somebody called the hotline.
        Hotline = "hotline",
        /// 市民举报的案件.
        Citizen = "citizen",
        /// 视频发现的案件.
        Video = "video",
        /// 社会治理平台转来的案件.
        SocialGovernance = "social_governance",
        /// 领导交办的案件.
        Leader = "leader",
    }
}

/// How a case says that it is in a part.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sign {
    /// It counts as this, whenever somebody looks.
    Counts(Counter),
    /// It came by this channel.
    Came(Channel),
}

impl Slice {
    /// Returns what a case in it is known by.
    pub const fn sign(self) -> Sign {
        match self {
            Self::Urgent => Sign::Counts(Counter::Urgent),
            Self::Supervised => Sign::Counts(Counter::Supervise),
            Self::Collector => Sign::Counts(Counter::PatrolReport),
            Self::Public => Sign::Counts(Counter::PublicReport),
            Self::Hotline => Sign::Came(Channel::Hotline),
            Self::Citizen => Sign::Came(Channel::Citizen),
            Self::Video => Sign::Came(Channel::Video),
            Self::SocialGovernance => Sign::Came(Channel::SocialGovernance),
            Self::Leader => Sign::Came(Channel::Leader),
        }
    }
}

impl Subject {
    /// Says whether it is somebody's post.
    pub const fn is_post(self) -> bool {
        matches!(self, Self::Collector | Self::Inspector | Self::Acceptor | Self::ShiftLeader | Self::Dispatcher)
    }

    /// Says whether its rows are people, whose names not everybody is shown.
    pub const fn is_person(self) -> bool {
        self.is_post() || matches!(self, Self::Verifier)
    }
}
