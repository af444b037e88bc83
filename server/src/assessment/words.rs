//! The counters and the bases in words, for tables that leave the system.

use shared::assessment::{Basis, Counter};

use crate::sheets::lang::Lang;

/// Names a counter.
pub const fn counter(counter: Counter, lang: Lang) -> &'static str {
    match counter {
        Counter::Report => lang.say("上报数", "reported"),
        Counter::PatrolReport => lang.say("监督员上报数", "reported by collectors"),
        Counter::PublicReport => lang.say("公众举报数", "reported by the public"),
        Counter::ValidReport => lang.say("有效上报数", "valid reports"),
        Counter::PatrolValidReport => lang.say("监督员有效上报数", "valid reports by collectors"),
        Counter::PublicValidReport => lang.say("公众有效举报数", "valid reports by the public"),
        Counter::Operate => lang.say("受理数", "accepted"),
        Counter::IntimeOperate => lang.say("按时受理数", "accepted in time"),
        Counter::NotOperate => lang.say("不予受理数", "not accepted"),
        Counter::NeedSendVerify => lang.say("应发核实数", "verification to be sent"),
        Counter::NeedVerify => lang.say("应核实数", "to be verified"),
        Counter::Verify => lang.say("核实数", "verified"),
        Counter::IntimeVerify => lang.say("按期核实数", "verified in time"),
        Counter::Inst => lang.say("立案数", "filed"),
        Counter::IntimeInst => lang.say("按时立案数", "filed in time"),
        Counter::NotInst => lang.say("不予立案数", "not filed"),
        Counter::NeedDispatch => lang.say("应派遣数", "to be dispatched"),
        Counter::Dispatch => lang.say("派遣数", "dispatched"),
        Counter::IntimeDispatch => lang.say("按时派遣数", "dispatched in time"),
        Counter::AccurDispatch => lang.say("准确派遣数", "dispatched accurately"),
        Counter::NeedDispose => lang.say("应处置数", "to be handled"),
        Counter::Dispose => lang.say("处置数", "handled"),
        Counter::IntimeDispose => lang.say("按期处置数", "handled in time"),
        Counter::OvertimeDispose => lang.say("超期处置数", "handled late"),
        Counter::ToDispose => lang.say("未处置数", "not handled yet"),
        Counter::IntimeToDispose => lang.say("按期处置中", "in handling, in time"),
        Counter::OvertimeToDispose => lang.say("超期未处置数", "in handling, late"),
        Counter::NeedArchive => lang.say("应结案数", "due to be closed"),
        Counter::Archive => lang.say("结案数", "closed"),
        Counter::IntimeArchive => lang.say("按期结案数", "closed, handled in time"),
        Counter::OvertimeArchive => lang.say("超期结案数", "closed, handled late"),
        Counter::ToArchive => lang.say("未结案数", "not closed"),
        Counter::Rework => lang.say("返工数", "reworked"),
        Counter::Postpone => lang.say("延期数", "extended"),
        Counter::Hang => lang.say("挂账数", "suspended"),
        Counter::HisHang => lang.say("历史挂账数", "once suspended"),
        Counter::NeedCheck => lang.say("应核查数", "to be checked"),
        Counter::Check => lang.say("核查数", "checked"),
        Counter::IntimeCheck => lang.say("按期核查数", "checked in time"),
        Counter::InvalidCheck => lang.say("无效核查数", "checks that do not count"),
        Counter::PatrolDealReport => lang.say("自行处置上报数", "self-handled, reported"),
        Counter::PatrolDealArchive => lang.say("自行处置结案数", "self-handled, closed"),
        Counter::PatrolDealCancel => lang.say("自行处置作废数", "self-handled, void"),
        Counter::AppealUpheld => lang.say("申诉成立数", "appeal upheld"),
        Counter::Supervise => lang.say("督办数", "under a supervise order"),
        Counter::Return => lang.say("回退数", "given back"),
        Counter::MissReport => lang.say("漏报数", "missed reports"),
        Counter::SpecialArchive => lang.say("特殊结案数", "closed by decision"),
        Counter::Reopen => lang.say("重新打开数", "reopened"),
        Counter::Urgent => lang.say("紧急数", "urgent"),
    }
}

/// Names a basis.
pub const fn basis(basis: Basis, lang: Lang) -> &'static str {
    match basis {
        Basis::Reported => lang.say("按上报日", "by the day of the report"),
        Basis::Filed => lang.say("按立案日", "by the day of filing"),
        Basis::Due => lang.say("按到期日", "by the day it is due"),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use shared::assessment::Counter;

    use super::{Lang, counter};

    #[test]
    fn every_counter_has_a_name_of_its_own_in_both_languages() {
        for lang in [Lang::Zh, Lang::En] {
            let names: BTreeSet<&str> = Counter::ALL.iter().map(|one| counter(*one, lang)).collect();
            assert_eq!(names.len(), Counter::COUNT);
            assert!(names.iter().all(|name| name.is_ascii() == (lang == Lang::En)), "{names:?}");
        }
    }
}
