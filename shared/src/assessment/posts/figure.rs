//! What is counted of a post, and the rates of that.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::assessment::Subject;
use crate::assessment::rate::Ratio;

macro_rules! figures {
    ($($(#[$doc:meta])* $name:ident = $word:tt,)*) => {
        /// What is counted of a post.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, ToSchema)]
        #[schema(as = PostFigure)]
        pub enum Figure {
            $($(#[$doc])* #[serde(rename = $word)] $name,)*
        }

        impl Figure {
            /// Every figure: first those of work in the order of their bits, then those of days.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// Returns the word it travels as.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $word,)* }
            }
        }
    };
}

// The order of those before `Days` is that of the bits in which work is stored: new ones come right before `Days`, and none
// is taken out.
figures! {
    /// 操作数: what can be right or wrong.
    Operation = "operation",
    /// 差错数.
    Wrong = "wrong",
    /// 上报数: handed in by phone, self-handled ones too.
    Report = "report",
    /// 无效上报数: … and it ended void.
    ReportRefused = "report_refused",
    /// 应核实数: a verification was sent to them.
    VerifySent = "verify_sent",
    /// 核实数: … and they answered it.
    VerifyAnswered = "verify_answered",
    /// 按期核实数: … in time, by when it was answered on site.
    VerifyIntime = "verify_intime",
    /// 超期核实数: answered late, or let pass its deadline while it was out.
    VerifyLate = "verify_late",
    /// 应核查数: a check was sent to them.
    CheckSent = "check_sent",
    /// 核查数.
    CheckAnswered = "check_answered",
    /// 按期核查数.
    CheckIntime = "check_intime",
    /// 超期核查数.
    CheckLate = "check_late",
    /// 回复有误数: the next answer of the same stage said the opposite.
    Contradicted = "contradicted",
    /// 受理数.
    Accept = "accept",
    /// 按时受理数.
    AcceptIntime = "accept_intime",
    /// 错误受理数: refused at filing, or returned to accept.
    AcceptWrong = "accept_wrong",
    /// 不予受理数.
    Reject = "reject",
    /// 发核实数.
    VerifyOrdered = "verify_ordered",
    /// 按时发核实数: before the time for accepting was over.
    VerifyOrderedIntime = "verify_ordered_intime",
    /// 发核查数.
    CheckOrdered = "check_ordered",
    /// 按时发核查数.
    CheckOrderedIntime = "check_ordered_intime",
    /// 立案数.
    File = "file",
    /// 按时立案数.
    FileIntime = "file_intime",
    /// 准确立案数: neither voided later nor returned to accept nor closed as an error.
    FileRight = "file_right",
    /// 错误立案数: voided later, returned to accept, or closed as an error (错误结案).
    FileWrong = "file_wrong",
    /// 不予立案数.
    Refuse = "refuse",
    /// 结案数.
    Close = "close",
    /// 按时结案数: the closing itself, by the time that a shift leader has for it.
    CloseIntime = "close_intime",
    /// 结案有误数: it was opened again after this closing, by decision or not.
    CloseWrong = "close_wrong",
    /// 派遣数, also to a district.
    Dispatch = "dispatch",
    /// 按时派遣数.
    DispatchIntime = "dispatch_intime",
    /// 准确派遣数.
    DispatchRight = "dispatch_right",
    /// 错误派遣数.
    DispatchWrong = "dispatch_wrong",
    /// 督查数: work was looked at, whatever came of it.
    Review = "review",
    /// 按时督查数.
    ReviewIntime = "review_intime",
    /// 督查有误数: it was passed, and the check sent it back.
    ReviewWrong = "review_wrong",
    /// 特殊结案数: closed by decision, also as an error (错误结案). It has no time of its own.
    CloseSpecial = "close_special",
    /// 准确受理数: accepted, and neither refused at filing nor returned to accept. It follows from the two others, and is
    /// stored nowhere: months that were frozen before it was counted have it too.
    AcceptRight = "accept_right",
    /// 出勤天数: days on which a shift was begun.
    Days = "days",
    /// 签到次数: shifts that were signed in.
    Shifts = "shifts",
    /// 未签退次数: … and never signed out of.
    OpenShifts = "open_shifts",
    /// 在岗分钟数.
    Minutes = "minutes",
    /// 应巡网格数: unit grids of one's own duty grids, for each day on shift.
    Beat = "beat",
    /// 已巡网格数: … that were entered on that day.
    Walked = "walked",
}

impl Figure {
    /// Returns its bit; a figure of days has none.
    pub const fn bit(self) -> u64 {
        if self.is_of_days() { 0 } else { 1 << (self as u32) }
    }

    /// Says whether it is counted over days on shift, and not over steps of cases.
    pub const fn is_of_days(self) -> bool {
        matches!(self, Self::Days | Self::Shifts | Self::OpenShifts | Self::Minutes | Self::Beat | Self::Walked)
    }

    /// Returns the bits of a step with those that follow from the stored ones.
    pub const fn with_what_follows(bits: u64) -> u64 {
        let is_right = bits & Self::Accept.bit() != 0 && bits & Self::AcceptWrong.bit() == 0;
        if is_right { bits | Self::AcceptRight.bit() } else { bits }
    }

    /// Returns the figure that travels as a word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|one| one.as_str() == word)
    }

    /// Returns the figures of a post, in the order in which they are shown; none for what is no post.
    pub const fn of(post: Subject) -> &'static [Self] {
        match post {
            Subject::Collector | Subject::Inspector => FIELD,
            Subject::Acceptor => ACCEPTOR,
            Subject::ShiftLeader => SHIFT_LEADER,
            Subject::Dispatcher => DISPATCHER,
            Subject::Jurisdiction
            | Subject::Division
            | Subject::Street
            | Subject::Community
            | Subject::Grid
            | Subject::Unit
            | Subject::Category
            | Subject::Verifier => &[],
        }
    }
}

const FIELD: &[Figure] = &[
    Figure::Days,
    Figure::Shifts,
    Figure::OpenShifts,
    Figure::Minutes,
    Figure::Beat,
    Figure::Walked,
    Figure::Report,
    Figure::ReportRefused,
    Figure::VerifySent,
    Figure::VerifyAnswered,
    Figure::VerifyIntime,
    Figure::VerifyLate,
    Figure::CheckSent,
    Figure::CheckAnswered,
    Figure::CheckIntime,
    Figure::CheckLate,
    Figure::Contradicted,
    Figure::Operation,
    Figure::Wrong,
];

const ACCEPTOR: &[Figure] = &[
    Figure::Accept,
    Figure::AcceptIntime,
    Figure::AcceptRight,
    Figure::AcceptWrong,
    Figure::Reject,
    Figure::VerifyOrdered,
    Figure::VerifyOrderedIntime,
    Figure::CheckOrdered,
    Figure::CheckOrderedIntime,
    Figure::Operation,
    Figure::Wrong,
];

const SHIFT_LEADER: &[Figure] = &[
    Figure::File,
    Figure::FileIntime,
    Figure::FileRight,
    Figure::FileWrong,
    Figure::Refuse,
    Figure::Close,
    Figure::CloseIntime,
    Figure::CloseSpecial,
    Figure::CloseWrong,
    Figure::Operation,
    Figure::Wrong,
];

const DISPATCHER: &[Figure] = &[
    Figure::Dispatch,
    Figure::DispatchIntime,
    Figure::DispatchRight,
    Figure::DispatchWrong,
    Figure::Review,
    Figure::ReviewIntime,
    Figure::ReviewWrong,
    Figure::Operation,
    Figure::Wrong,
];

macro_rules! rates {
    ($($(#[$doc:meta])* $name:ident = $word:tt, $part:ident / $whole:ident;)*) => {
        /// A rate of a post: always a part and a whole.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum PostRate {
            $($(#[$doc])* $name,)*
        }

        impl PostRate {
            /// Every rate.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// Returns its word.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $word,)* }
            }

            /// Returns what is counted.
            pub const fn part(self) -> Figure {
                match self { $(Self::$name => Figure::$part,)* }
            }

            /// Returns of what.
            pub const fn whole(self) -> Figure {
                match self { $(Self::$name => Figure::$whole,)* }
            }
        }
    };
}

rates! {
    /// 差错率.
    Wrong = "wrong", Wrong / Operation;
    /// 网格覆盖率.
    Coverage = "coverage", Walked / Beat;
    /// 按期核实率.
    VerifyIntime = "verify_intime", VerifyIntime / VerifySent;
    /// 按期核查率.
    CheckIntime = "check_intime", CheckIntime / CheckSent;
    /// 按时受理率.
    AcceptIntime = "accept_intime", AcceptIntime / Accept;
    /// 准确受理率.
    AcceptRight = "accept_right", AcceptRight / Accept;
    /// 错误受理率.
    AcceptWrong = "accept_wrong", AcceptWrong / Accept;
    /// 按时发核实率.
    VerifyOrderedIntime = "verify_ordered_intime", VerifyOrderedIntime / VerifyOrdered;
    /// 按时发核查率.
    CheckOrderedIntime = "check_ordered_intime", CheckOrderedIntime / CheckOrdered;
    /// 准确立案率.
    FileRight = "file_right", FileRight / File;
    /// 按时立案率.
    FileIntime = "file_intime", FileIntime / File;
    /// 按时结案率.
    CloseIntime = "close_intime", CloseIntime / Close;
    /// 准确派遣率.
    DispatchRight = "dispatch_right", DispatchRight / Dispatch;
    /// 按时派遣率.
    DispatchIntime = "dispatch_intime", DispatchIntime / Dispatch;
    /// 按时督查率.
    ReviewIntime = "review_intime", ReviewIntime / Review;
}

impl PostRate {
    /// Returns the rate of what was summed.
    pub fn of(self, figures: &BTreeMap<Figure, u64>) -> Ratio {
        let get = |figure| figures.get(&figure).copied().unwrap_or_default();
        Ratio { part: get(self.part()), whole: get(self.whole()) }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::{Figure, PostRate};
    use crate::assessment::Subject;
    use crate::assessment::rate::Ratio;

    #[test]
    fn each_of_work_has_a_bit_and_each_has_a_word_of_its_own() {
        let work: Vec<Figure> = Figure::ALL.iter().copied().filter(|figure| !figure.is_of_days()).collect();
        let bits: u64 = work.iter().map(|figure| figure.bit()).sum();
        assert_eq!(bits, (1 << work.len()) - 1, "the bits lie beside each other, from the first on");
        assert!(work.len() <= 62, "they have to fit in a signed number of a database");
        for figure in Figure::ALL {
            assert_eq!(Figure::parse(figure.as_str()), Some(*figure));
            assert_eq!(serde_json::to_value(figure).unwrap(), figure.as_str());
            assert_eq!(figure.bit() == 0, figure.is_of_days());
        }
    }

    #[test]
    fn every_figure_is_some_posts_and_every_rate_divides_figures_of_one_post() {
        let mut shown = BTreeSet::new();
        for post in Subject::ALL {
            assert_eq!(Figure::of(*post).is_empty(), !post.is_post(), "{post:?}");
            shown.extend(Figure::of(*post));
        }
        assert_eq!(shown, Figure::ALL.iter().collect());
        for rate in PostRate::ALL {
            let has = |post: &&Subject| {
                Figure::of(**post).contains(&rate.part()) && Figure::of(**post).contains(&rate.whole())
            };
            assert!(Subject::ALL.iter().any(|post| has(&post)), "{rate:?}");
        }
    }

    #[test]
    fn accepted_is_right_or_wrong() {
        let (accept, wrong, right) = (Figure::Accept.bit(), Figure::AcceptWrong.bit(), Figure::AcceptRight.bit());
        for (bits, expected) in [(accept, accept | right), (accept | wrong, accept | wrong), (0, 0), (wrong, wrong)] {
            assert_eq!(Figure::with_what_follows(bits), expected, "{bits:b}");
        }
    }

    #[test]
    fn a_rate_keeps_both_its_numbers() {
        let figures = BTreeMap::from([(Figure::Accept, 7), (Figure::AcceptIntime, 5)]);
        assert_eq!(PostRate::AcceptIntime.of(&figures), Ratio { part: 5, whole: 7 });
        assert_eq!(PostRate::Wrong.of(&figures), Ratio { part: 0, whole: 0 });
    }
}
