//! The rates: always a part and a whole, never a number that was rounded before it was stored.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::counter::Counter;
use super::sums::Sums;
pub use crate::figures::Rate as Ratio;

macro_rules! rates {
    ($($(#[$doc:meta])* $name:ident = $word:tt, $part:ident / $($whole:ident),+;)*) => {
        /// A rate of the assessment.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, ToSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum Rate {
            $($(#[$doc])* #[serde(rename = $word)] $name,)*
        }

        impl Rate {
            /// Every rate.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// Returns the word it travels as.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $word,)* }
            }

            /// Returns what is counted.
            pub const fn part(self) -> Counter {
                match self { $(Self::$name => Counter::$part,)* }
            }

            /// Returns of what: the sum of these.
            pub const fn whole(self) -> &'static [Counter] {
                match self { $(Self::$name => &[$(Counter::$whole),+],)* }
            }
        }
    };
}

rates! {
    /// 立案率: 立案数 / 上报数.
    Inst = "inst", Inst / Report;
    /// 有效上报率: 有效上报数 / 上报数.
    ValidReport = "valid_report", ValidReport / Report;
    /// 按期受理率: 按时受理数 / 受理数.
    IntimeOperate = "intime_operate", IntimeOperate / Operate;
    /// 按时立案率: 按时立案数 / 立案数.
    IntimeInst = "intime_inst", IntimeInst / Inst;
    /// 按期派遣率: 按时派遣数 / 应派遣数.
    IntimeDispatch = "intime_dispatch", IntimeDispatch / NeedDispatch;
    /// 准确派遣率: 准确派遣数 / 应派遣数.
    AccurDispatch = "accur_dispatch", AccurDispatch / NeedDispatch;
    /// 处置率: 处置数 / 应处置数.
    Dispose = "dispose", Dispose / NeedDispose;
    /// 按期处置率: 按期处置数 / 应处置数.
    IntimeDispose = "intime_dispose", IntimeDispose / NeedDispose;
    /// 超期处置率: 超期处置数 / 应处置数.
    OvertimeDispose = "overtime_dispose", OvertimeDispose / NeedDispose;
    /// 超期未处置率: 超期未处置数 / 应处置数.
    OvertimeToDispose = "overtime_to_dispose", OvertimeToDispose / NeedDispose;
    /// 结案率: 结案数 / 应结案数.
    Archive = "archive", Archive / NeedArchive;
    /// 按期结案率: 按期结案数 / 应结案数.
    IntimeArchive = "intime_archive", IntimeArchive / NeedArchive;
    /// 超期结案率: 超期结案数 / 应结案数.
    OvertimeArchive = "overtime_archive", OvertimeArchive / NeedArchive;
    /// 返工率: 返工数 / 应结案数.
    Rework = "rework", Rework / NeedArchive;
    /// 延期率: 延期数 / 应处置数.
    Postpone = "postpone", Postpone / NeedDispose;
    /// 未结案率: 未结案数 / 上报数.
    ToArchive = "to_archive", ToArchive / Report;
    /// 按期核实率: 按期核实数 / 应核实数.
    IntimeVerify = "intime_verify", IntimeVerify / NeedVerify;
    /// 按期核查率: 按期核查数 / 应核查数.
    IntimeCheck = "intime_check", IntimeCheck / NeedCheck;
    /// 漏报率: 漏报数 / (漏报数 + 监督员有效上报数). The definition's 有效上报数 are those of the collectors: what was missed is
    /// a valid report of another channel, and would be counted twice among all valid ones.
    MissReport = "miss_report", MissReport / MissReport, PatrolValidReport;
    /// 监督举报率: 监督员有效上报数 / (监督员有效上报数 + 公众有效举报数).
    PatrolValid = "patrol_valid", PatrolValidReport / PatrolValidReport, PublicValidReport;
    /// 督办按期回复率: 按期回复督办数 / 应回复督办数. One that still has time is in the whole.
    IntimeReply = "intime_reply", IntimeReply / NeedReply;
}

impl Rate {
    /// Returns the rate of what was summed.
    pub fn of(self, sums: &Sums) -> Ratio {
        Ratio { part: sums.get(self.part()), whole: self.whole().iter().map(|counter| sums.get(*counter)).sum() }
    }

    /// Returns the rate that travels as a word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|rate| rate.as_str() == word)
    }
}

#[cfg(test)]
mod tests {
    use super::{Counter, Rate, Sums};

    #[test]
    fn a_published_month_comes_out_as_it_was_published() {
        // 应结案 6,026, 结案 5,912 → 98.11 %.
        let mut sums = Sums::default();
        sums.set(Counter::NeedArchive, 6_026);
        sums.set(Counter::Archive, 5_912);
        assert_eq!(Rate::Archive.of(&sums).per_mille(), Some(981));
        assert_eq!(Rate::Dispose.of(&sums).per_mille(), None, "a rate of nothing is no number");
    }

    #[test]
    fn what_was_missed_is_once_in_its_rate() {
        // A collector found eight, and others two in their ground and shift.
        let mut sums = Sums::default();
        let patrol = Counter::Report.bit() | Counter::ValidReport.bit() | Counter::PatrolValidReport.bit();
        let missed = Counter::Report.bit()
            | Counter::ValidReport.bit()
            | Counter::PublicValidReport.bit()
            | Counter::MissReport.bit();
        for bits in [patrol; 8].into_iter().chain([missed; 2]) {
            sums.add_bits(bits);
        }
        let ratio = Rate::MissReport.of(&sums);
        assert_eq!((ratio.part, ratio.whole), (2, 10));
    }

    #[test]
    fn a_rate_is_found_by_its_word() {
        for rate in Rate::ALL {
            assert_eq!(Rate::parse(rate.as_str()), Some(*rate));
        }
    }
}
