//! The counters of the assessment: each says of one case yes or no at a moment.

use serde::{Deserialize, Deserializer, Serialize};
use utoipa::ToSchema;

macro_rules! counters {
    ($($(#[$doc:meta])* $name:ident = $word:tt,)*) => {
        /// What a case may count as. The words are the field names that the trade's statistics use; `_num` is left out.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, ToSchema)]
        pub enum Counter {
            $($(#[$doc])* #[serde(rename = $word)] $name,)*
        }

        impl Counter {
            /// Every counter, in the order of their bits.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// Returns the word it travels as.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $word,)* }
            }
        }
    };
}

// The order is the order of the bits in which a case's counters are stored: new ones come last, none is taken out.
counters! {
    /// 上报数: the case exists; self-handled ones are counted apart.
    Report = "report",
    /// 监督员上报数.
    PatrolReport = "patrol_report",
    /// 公众举报数: by any other channel than a collector's phone.
    PublicReport = "public_report",
    /// 有效上报数: it got past filing and is not void.
    ValidReport = "valid_report",
    /// 监督员有效上报数.
    PatrolValidReport = "patrol_valid_report",
    /// 公众有效举报数.
    PublicValidReport = "public_valid_report",
    /// 受理数: past accept. One that was answered at once (当即办理) was not accepted.
    Operate = "operate",
    /// 按时受理数: accepting ended at its deadline or before.
    IntimeOperate = "intime_operate",
    /// 不予受理数: voided at accept by not accepting it; one that was voided (作废) while it waited there is none.
    NotOperate = "not_operate",
    /// 应发核实数: it came by another channel than a collector's phone, or a verify task was sent.
    NeedSendVerify = "need_send_verify",
    /// 应核实数: a verify task was sent.
    NeedVerify = "need_verify",
    /// 核实数: … and answered.
    Verify = "verify",
    /// 按期核实数: … within its limit in working minutes.
    IntimeVerify = "intime_verify",
    /// 立案数: past filing.
    Inst = "inst",
    /// 按时立案数.
    IntimeInst = "intime_inst",
    /// 不予立案数: voided at filing by not filing it.
    NotInst = "not_inst",
    /// 应派遣数: filed.
    NeedDispatch = "need_dispatch",
    /// 派遣数: past dispatch. One that its unit gave back is not, until a unit has it again.
    Dispatch = "dispatch",
    /// 按时派遣数.
    IntimeDispatch = "intime_dispatch",
    /// 准确派遣数: the first unit that it was sent to is also the last.
    AccurDispatch = "accur_dispatch",
    /// 应处置数: dispatched. One that is suspended now has left it, and one that is void.
    NeedDispose = "need_dispose",
    /// 处置数: the handling stage was left, by "done" or by closing by decision; it lasts as long as its clock runs.
    Dispose = "dispose",
    /// 按期处置数: … not after the deadline of the clock that runs over all passes.
    IntimeDispose = "intime_dispose",
    /// 超期处置数: 处置数 − 按期处置数.
    OvertimeDispose = "overtime_dispose",
    /// 未处置数: still in handling, its clock runs.
    ToDispose = "to_dispose",
    /// 按期处置中: … and not yet late.
    IntimeToDispose = "intime_to_dispose",
    /// 超期未处置数: … and late.
    OvertimeToDispose = "overtime_to_dispose",
    /// 应结案数: handled, or in handling and late. One that is within its limit is not due.
    NeedArchive = "need_archive",
    /// 结案数: closed, after it was handled.
    Archive = "archive",
    /// 按期结案数: … and handled in time.
    IntimeArchive = "intime_archive",
    /// 超期结案数: 结案数 − 按期结案数.
    OvertimeArchive = "overtime_archive",
    /// 未结案数: reported and not over.
    ToArchive = "to_archive",
    /// 返工数: the same unit got it again after a review, or after a check and a new dispatch.
    Rework = "rework",
    /// 延期数: more time was granted.
    Postpone = "postpone",
    /// 挂账数: suspended now.
    Hang = "hang",
    /// 历史挂账数: was ever suspended.
    HisHang = "his_hang",
    /// 应核查数: a check was sent, or is due after handling.
    NeedCheck = "need_check",
    /// 核查数: … and answered; of several in one stage the last counts.
    Check = "check",
    /// 按期核查数: … within its limit in working minutes.
    IntimeCheck = "intime_check",
    /// 无效核查数: a check was sent whose answer was not the last of its stage, or that could not be told.
    InvalidCheck = "invalid_check",
    /// 自行处置上报数.
    PatrolDealReport = "patrol_deal_report",
    /// 自行处置结案数.
    PatrolDealArchive = "patrol_deal_archive",
    /// 自行处置作废数.
    PatrolDealCancel = "patrol_deal_cancel",
    /// 申诉成立数: it counts as in time because an appeal was upheld, and stays to be seen.
    AppealUpheld = "appeal_upheld",
    /// 督办数: an order pushed it.
    Supervise = "supervise",
    /// 回退数: a unit gave it back as not its own.
    Return = "return",
    /// 漏报数: another channel found it in a collector's ground and shift.
    MissReport = "miss_report",
    /// 特殊结案数: closed by decision.
    SpecialArchive = "special_archive",
    /// 重新打开数: it was opened again after its end.
    Reopen = "reopen",
    /// 紧急数: its limit is one of the urgent kind.
    Urgent = "urgent",
    /// 应回复督办数: an order asks for a reply by a moment of its own.
    NeedReply = "need_reply",
    /// 按期回复督办数: … and each that does was answered by then, or the case closed.
    IntimeReply = "intime_reply",
}

/// Reads counters by their words; those that only a later build knows are left out.
pub fn known<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Counter>, D::Error> {
    let words = Vec::<String>::deserialize(deserializer)?;
    Ok(words.iter().filter_map(|word| Counter::parse(word)).collect())
}

impl Counter {
    /// How many there are.
    pub const COUNT: usize = Self::ALL.len();

    /// Returns the counter's bit.
    pub const fn bit(self) -> u64 {
        1 << (self as u32)
    }

    /// Returns the counter that travels as a word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|counter| counter.as_str() == word)
    }
}

#[cfg(test)]
mod tests {
    use super::{Counter, known};

    #[test]
    fn what_only_a_later_build_counts_is_left_out() {
        let read = known(serde_json::json!(["report", "of_next_year", "inst"])).unwrap();
        assert_eq!(read, [Counter::Report, Counter::Inst]);
    }

    #[test]
    fn each_has_a_bit_and_a_word_of_its_own() {
        let bits: u64 = Counter::ALL.iter().map(|counter| counter.bit()).sum();
        assert_eq!(bits, (1 << Counter::COUNT) - 1);
        let most = 62;
        assert!(Counter::ALL.len() <= most, "they have to fit in a signed number of a database");
        for counter in Counter::ALL {
            assert_eq!(Counter::parse(counter.as_str()), Some(*counter));
            assert_eq!(serde_json::to_value(counter).unwrap(), counter.as_str());
        }
    }
}
