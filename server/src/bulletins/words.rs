//! What counters, rates, kinds and rules are called on paper, in both languages.

use shared::api::bulletins::PoorReason;
use shared::assessment::{Basis, Counter, Rate};
use shared::evidence::PhotoRole;

use crate::sheets::lang::Lang;

/// Names a counter.
pub const fn counter(counter: Counter, lang: Lang) -> &'static str {
    match counter {
        Counter::Report => lang.say("上报数", "Reported"),
        Counter::PatrolReport => lang.say("监督员上报数", "Reported by collectors"),
        Counter::PublicReport => lang.say("公众举报数", "Reported by others"),
        Counter::ValidReport => lang.say("有效上报数", "Valid reports"),
        Counter::PatrolValidReport => lang.say("监督员有效上报数", "Valid, by collectors"),
        Counter::PublicValidReport => lang.say("公众有效举报数", "Valid, by others"),
        Counter::Operate => lang.say("受理数", "Accepted"),
        Counter::IntimeOperate => lang.say("按时受理数", "Accepted in time"),
        Counter::NotOperate => lang.say("不予受理数", "Not accepted"),
        Counter::NeedSendVerify => lang.say("应发核实数", "To be sent to verify"),
        Counter::NeedVerify => lang.say("应核实数", "To be verified"),
        Counter::Verify => lang.say("核实数", "Verified"),
        Counter::IntimeVerify => lang.say("按期核实数", "Verified in time"),
        Counter::Inst => lang.say("立案数", "Filed"),
        Counter::IntimeInst => lang.say("按时立案数", "Filed in time"),
        Counter::NotInst => lang.say("不予立案数", "Not filed"),
        Counter::NeedDispatch => lang.say("应派遣数", "To be dispatched"),
        Counter::Dispatch => lang.say("派遣数", "Dispatched"),
        Counter::IntimeDispatch => lang.say("按时派遣数", "Dispatched in time"),
        Counter::AccurDispatch => lang.say("准确派遣数", "Dispatched right"),
        Counter::NeedDispose => lang.say("应处置数", "To be handled"),
        Counter::Dispose => lang.say("处置数", "Handled"),
        Counter::IntimeDispose => lang.say("按期处置数", "Handled in time"),
        Counter::OvertimeDispose => lang.say("超期处置数", "Handled late"),
        Counter::ToDispose => lang.say("未处置数", "Not handled yet"),
        Counter::IntimeToDispose => lang.say("按期处置中", "Being handled in time"),
        Counter::OvertimeToDispose => lang.say("超期未处置数", "Late, not handled"),
        Counter::NeedArchive => lang.say("应结案数", "To be closed"),
        Counter::Archive => lang.say("结案数", "Closed"),
        Counter::IntimeArchive => lang.say("按期结案数", "Closed in time"),
        Counter::OvertimeArchive => lang.say("超期结案数", "Closed late"),
        Counter::ToArchive => lang.say("未结案数", "Not over yet"),
        Counter::Rework => lang.say("返工数", "Reworked"),
        Counter::Postpone => lang.say("延期数", "Given more time"),
        Counter::Hang => lang.say("挂账数", "Suspended"),
        Counter::HisHang => lang.say("历史挂账数", "Ever suspended"),
        Counter::NeedCheck => lang.say("应核查数", "To be checked"),
        Counter::Check => lang.say("核查数", "Checked"),
        Counter::IntimeCheck => lang.say("按期核查数", "Checked in time"),
        Counter::InvalidCheck => lang.say("无效核查数", "Checks that did not count"),
        Counter::PatrolDealReport => lang.say("自行处置上报数", "Self-handled, reported"),
        Counter::PatrolDealArchive => lang.say("自行处置结案数", "Self-handled, closed"),
        Counter::PatrolDealCancel => lang.say("自行处置作废数", "Self-handled, void"),
        Counter::AppealUpheld => lang.say("申诉成立数", "Appeals upheld"),
        Counter::Supervise => lang.say("督办数", "Ordered"),
        Counter::Return => lang.say("回退数", "Given back"),
        Counter::MissReport => lang.say("漏报数", "Missed reports"),
        Counter::SpecialArchive => lang.say("特殊结案数", "Closed by decision"),
        Counter::Reopen => lang.say("重新打开数", "Opened again"),
        Counter::Urgent => lang.say("紧急数", "Urgent"),
    }
}

/// Names a rate.
pub const fn rate(rate: Rate, lang: Lang) -> &'static str {
    match rate {
        Rate::Inst => lang.say("立案率", "Share filed"),
        Rate::ValidReport => lang.say("有效上报率", "Share of valid reports"),
        Rate::IntimeOperate => lang.say("按期受理率", "Share accepted in time"),
        Rate::IntimeInst => lang.say("按时立案率", "Share filed in time"),
        Rate::IntimeDispatch => lang.say("按期派遣率", "Share dispatched in time"),
        Rate::AccurDispatch => lang.say("准确派遣率", "Share dispatched right"),
        Rate::Dispose => lang.say("处置率", "Share handled"),
        Rate::IntimeDispose => lang.say("按期处置率", "Share handled in time"),
        Rate::OvertimeDispose => lang.say("超期处置率", "Share handled late"),
        Rate::OvertimeToDispose => lang.say("超期未处置率", "Share late and not handled"),
        Rate::Archive => lang.say("结案率", "Share closed"),
        Rate::IntimeArchive => lang.say("按期结案率", "Share closed in time"),
        Rate::OvertimeArchive => lang.say("超期结案率", "Share closed late"),
        Rate::Rework => lang.say("返工率", "Share reworked"),
        Rate::Postpone => lang.say("延期率", "Share given more time"),
        Rate::ToArchive => lang.say("未结案率", "Share not over yet"),
        Rate::IntimeVerify => lang.say("按期核实率", "Share verified in time"),
        Rate::IntimeCheck => lang.say("按期核查率", "Share checked in time"),
        Rate::MissReport => lang.say("漏报率", "Share of missed reports"),
        Rate::PatrolValid => lang.say("监督举报率", "Share found by collectors"),
    }
}

/// Says by which day cases fall in.
pub const fn basis(basis: Basis, lang: Lang) -> &'static str {
    match basis {
        Basis::Reported => lang.say("按上报日", "by day of report"),
        Basis::Filed => lang.say("按立案日", "by day of filing"),
        Basis::Due => lang.say("按到期日", "by day due"),
    }
}

/// Names a rule by which a case is printed.
pub const fn reason(reason: PoorReason, lang: Lang) -> &'static str {
    match reason {
        PoorReason::OverdueOpen => lang.say("超期未处置（拖延最久的在前）", "Late and not handled, the longest first"),
        PoorReason::OverdueClosed => {
            lang.say("超期结案（按超过时限的倍数）", "Closed late, by how many times the limit was exceeded")
        }
        PoorReason::Reworked => lang.say("返工两次以上（次数多的在前）", "Reworked twice or more, most often first"),
    }
}

/// Names what a photo shows.
pub const fn photo(role: PhotoRole, lang: Lang) -> &'static str {
    match role {
        PhotoRole::Near => lang.say("处置前（近景）", "before, near"),
        PhotoRole::Far => lang.say("处置前（远景）", "before, far"),
        PhotoRole::Reference => lang.say("参照物", "landmark"),
        PhotoRole::Before => lang.say("处置前", "before"),
        PhotoRole::After => lang.say("处置后", "after"),
        PhotoRole::Video => lang.say("视频", "video"),
        PhotoRole::Voice => lang.say("语音", "voice"),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{Counter, Lang, Rate, counter, rate};

    #[test]
    fn no_two_are_called_the_same() {
        for lang in [Lang::Zh, Lang::En] {
            let counters: BTreeSet<&str> = Counter::ALL.iter().map(|one| counter(*one, lang)).collect();
            let rates: BTreeSet<&str> = Rate::ALL.iter().map(|one| rate(*one, lang)).collect();
            assert_eq!((counters.len(), rates.len()), (Counter::COUNT, Rate::ALL.len()), "{lang:?}");
            assert!(counters.iter().chain(&rates).all(|name| name.is_ascii() == (lang == Lang::En)));
        }
    }
}
