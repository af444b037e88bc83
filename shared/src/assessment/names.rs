//! What counters, rates, bases and the figures of posts are called, in Chinese and in English; one place for every page,
//! every sheet and the phone.

use super::counter::Counter;
use super::posts::Figure;
use super::rate::Rate;
use super::window::{Basis, Slice};

/// A name in Chinese and in English.
pub type Said = (&'static str, &'static str);

/// Names a counter.
pub const fn counter(counter: Counter) -> Said {
    match counter {
        Counter::Report => ("上报数", "Reported"),
        Counter::PatrolReport => ("监督员上报数", "Reported by collectors"),
        Counter::PublicReport => ("公众举报数", "Reported by other channels"),
        Counter::ValidReport => ("有效上报数", "Valid reports"),
        Counter::PatrolValidReport => ("监督员有效上报数", "Valid, by collectors"),
        Counter::PublicValidReport => ("公众有效举报数", "Valid, by other channels"),
        Counter::Operate => ("受理数", "Accepted"),
        Counter::IntimeOperate => ("按时受理数", "Accepted in time"),
        Counter::NotOperate => ("不予受理数", "Not accepted"),
        Counter::NeedSendVerify => ("应发核实数", "To be sent for verification"),
        Counter::NeedVerify => ("应核实数", "To be verified"),
        Counter::Verify => ("核实数", "Verified"),
        Counter::IntimeVerify => ("按期核实数", "Verified in time"),
        Counter::Inst => ("立案数", "Filed"),
        Counter::IntimeInst => ("按时立案数", "Filed in time"),
        Counter::NotInst => ("不予立案数", "Not filed"),
        Counter::NeedDispatch => ("应派遣数", "To be dispatched"),
        Counter::Dispatch => ("派遣数", "Dispatched"),
        Counter::IntimeDispatch => ("按时派遣数", "Dispatched in time"),
        Counter::AccurDispatch => ("准确派遣数", "Dispatched right"),
        Counter::NeedDispose => ("应处置数", "To be handled"),
        Counter::Dispose => ("处置数", "Handled"),
        Counter::IntimeDispose => ("按期处置数", "Handled in time"),
        Counter::OvertimeDispose => ("超期处置数", "Handled late"),
        Counter::ToDispose => ("未处置数", "Not handled yet"),
        Counter::IntimeToDispose => ("按期处置中", "Being handled in time"),
        Counter::OvertimeToDispose => ("超期未处置数", "Late, not handled"),
        Counter::NeedArchive => ("应结案数", "To be closed"),
        Counter::Archive => ("结案数", "Closed"),
        Counter::IntimeArchive => ("按期结案数", "Closed in time"),
        Counter::OvertimeArchive => ("超期结案数", "Closed late"),
        Counter::ToArchive => ("未结案数", "Not over yet"),
        Counter::Rework => ("返工数", "Reworked"),
        Counter::Postpone => ("延期数", "Given more time"),
        Counter::Hang => ("挂账数", "Suspended now"),
        Counter::HisHang => ("历史挂账数", "Ever suspended"),
        Counter::NeedCheck => ("应核查数", "To be checked"),
        Counter::Check => ("核查数", "Checked"),
        Counter::IntimeCheck => ("按期核查数", "Checked in time"),
        Counter::InvalidCheck => ("无效核查数", "Checks that did not count"),
        Counter::PatrolDealReport => ("自行处置上报数", "Self-handled, reported"),
        Counter::PatrolDealArchive => ("自行处置结案数", "Self-handled, closed"),
        Counter::PatrolDealCancel => ("自行处置作废数", "Self-handled, void"),
        Counter::AppealUpheld => ("申诉成立数", "Appeals upheld"),
        Counter::Supervise => ("督办数", "Pushed by an order"),
        Counter::Return => ("回退数", "Given back"),
        Counter::MissReport => ("漏报数", "Missed reports"),
        Counter::SpecialArchive => ("特殊结案数", "Closed by decision"),
        Counter::Reopen => ("重新打开数", "Opened again"),
        Counter::Urgent => ("紧急数", "Urgent"),
        Counter::NeedReply => ("应回复督办数", "Pushed, to be answered"),
        Counter::IntimeReply => ("按期回复督办数", "Pushed, answered in time"),
    }
}

/// Names a rate.
pub const fn rate(rate: Rate) -> Said {
    match rate {
        Rate::Inst => ("立案率", "Share filed"),
        Rate::ValidReport => ("有效上报率", "Share of valid reports"),
        Rate::IntimeOperate => ("按期受理率", "Share accepted in time"),
        Rate::IntimeInst => ("按时立案率", "Share filed in time"),
        Rate::IntimeDispatch => ("按期派遣率", "Share dispatched in time"),
        Rate::AccurDispatch => ("准确派遣率", "Share dispatched right"),
        Rate::Dispose => ("处置率", "Share handled"),
        Rate::IntimeDispose => ("按期处置率", "Share handled in time"),
        Rate::OvertimeDispose => ("超期处置率", "Share handled late"),
        Rate::OvertimeToDispose => ("超期未处置率", "Share late and not handled"),
        Rate::Archive => ("结案率", "Share closed"),
        Rate::IntimeArchive => ("按期结案率", "Share closed in time"),
        Rate::OvertimeArchive => ("超期结案率", "Share closed late"),
        Rate::Rework => ("返工率", "Share reworked"),
        Rate::Postpone => ("延期率", "Share given more time"),
        Rate::ToArchive => ("未结案率", "Share not over yet"),
        Rate::IntimeVerify => ("按期核实率", "Share verified in time"),
        Rate::IntimeCheck => ("按期核查率", "Share checked in time"),
        Rate::MissReport => ("漏报率", "Share of missed reports"),
        Rate::PatrolValid => ("监督举报率", "Share found by collectors"),
        Rate::IntimeReply => ("督办按期回复率", "Share of orders answered in time"),
    }
}

/// Names a figure of the posts.
pub const fn figure(figure: Figure) -> Said {
    match figure {
        Figure::Operation => ("操作数", "Operations"),
        Figure::Wrong => ("差错数", "Wrong operations"),
        Figure::Report => ("上报数", "Reports"),
        Figure::ReportRefused => ("无效上报数", "Reports that ended void"),
        Figure::VerifySent => ("应核实数", "Verifications sent"),
        Figure::VerifyAnswered => ("核实数", "Verifications answered"),
        Figure::VerifyIntime => ("按期核实数", "Verified in time"),
        Figure::VerifyLate => ("超期核实数", "Verified late"),
        Figure::CheckSent => ("应核查数", "Checks sent"),
        Figure::CheckAnswered => ("核查数", "Checks answered"),
        Figure::CheckIntime => ("按期核查数", "Checked in time"),
        Figure::CheckLate => ("超期核查数", "Checked late"),
        Figure::Contradicted => ("回复有误数", "Answers contradicted"),
        Figure::Accept => ("受理数", "Accepted"),
        Figure::AcceptIntime => ("按时受理数", "Accepted in time"),
        Figure::AcceptRight => ("准确受理数", "Accepted right"),
        Figure::AcceptWrong => ("错误受理数", "Accepted wrongly"),
        Figure::Reject => ("不予受理数", "Not accepted"),
        Figure::VerifyOrdered => ("发核实数", "Sent to verify"),
        Figure::VerifyOrderedIntime => ("按时发核实数", "Sent to verify in time"),
        Figure::CheckOrdered => ("发核查数", "Sent to check"),
        Figure::CheckOrderedIntime => ("按时发核查数", "Sent to check in time"),
        Figure::File => ("立案数", "Filed"),
        Figure::FileIntime => ("按时立案数", "Filed in time"),
        Figure::FileRight => ("准确立案数", "Filed right"),
        Figure::FileWrong => ("错误立案数", "Filed wrongly"),
        Figure::Refuse => ("不予立案数", "Not filed"),
        Figure::Close => ("结案数", "Closed"),
        Figure::CloseIntime => ("按时结案数", "Closed in time"),
        Figure::CloseWrong => ("结案后重开数", "Closed, then reopened"),
        Figure::Dispatch => ("派遣数", "Dispatched"),
        Figure::DispatchIntime => ("按时派遣数", "Dispatched in time"),
        Figure::DispatchRight => ("准确派遣数", "Dispatched right"),
        Figure::DispatchWrong => ("错误派遣数", "Dispatched wrongly"),
        Figure::Review => ("督查数", "Reviewed"),
        Figure::ReviewIntime => ("按时督查数", "Reviewed in time"),
        Figure::ReviewWrong => ("督查有误数", "Reviewed wrongly"),
        Figure::CloseSpecial => ("特殊结案数", "Closed by decision"),
        Figure::Days => ("出勤天数", "Days on shift"),
        Figure::Shifts => ("签到次数", "Shifts"),
        Figure::OpenShifts => ("未签退次数", "Never signed out"),
        Figure::Minutes => ("在岗小时", "Hours on shift"),
        Figure::Beat => ("应巡网格数", "Grids to walk"),
        Figure::Walked => ("已巡网格数", "Grids walked"),
    }
}

/// Says by which day cases fall in.
pub const fn basis(basis: Basis) -> Said {
    match basis {
        Basis::Reported => ("按上报日", "by the day of reporting"),
        Basis::Filed => ("按立案日", "by the day of filing"),
        Basis::Due => ("按到期日", "by the day it is due"),
    }
}

/// Names a part of the cases.
pub const fn slice(slice: Slice) -> Said {
    match slice {
        Slice::Urgent => ("紧急案件", "Urgent cases"),
        Slice::Supervised => ("督办案件", "Cases pushed by an order"),
        Slice::Collector => ("监督员上报的案件", "Cases that collectors reported"),
        Slice::Public => ("其他渠道的案件", "Cases of other channels"),
        Slice::Hotline => ("热线案件", "Cases of the hotline"),
        Slice::Citizen => ("市民举报的案件", "Cases that citizens reported"),
        Slice::Video => ("视频发现的案件", "Cases found by video"),
        Slice::SocialGovernance => ("社会治理平台转来的案件", "Cases of the social-governance platform"),
        Slice::Leader => ("领导交办的案件", "Cases that leaders ordered"),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{Counter, Figure, Rate, Said, Slice, counter, figure, rate, slice};

    #[track_caller]
    fn check(names: &[Said]) {
        let (zh, en): (BTreeSet<&str>, BTreeSet<&str>) = names.iter().copied().unzip();
        assert_eq!((zh.len(), en.len()), (names.len(), names.len()), "two are called the same");
        assert!(en.iter().all(|name| name.is_ascii()) && zh.iter().all(|name| !name.is_ascii()));
    }

    #[test]
    fn no_two_are_called_the_same() {
        check(&Counter::ALL.iter().map(|one| counter(*one)).collect::<Vec<_>>());
        check(&Rate::ALL.iter().map(|one| rate(*one)).collect::<Vec<_>>());
        check(&Slice::ALL.iter().map(|one| slice(*one)).collect::<Vec<_>>());
        check(&Figure::ALL.iter().map(|one| figure(*one)).collect::<Vec<_>>());
    }
}
