//! The words of the assessment, for its own pages, for bulletins and for scores.
//!
//! Here are the names of what is counted: [`counter`], [`rate`], [`basis`], [`subject`]. `glossary` says in a sentence
//! what each means, `pages` are the fixed words of the pages, `phrases` those with a number or a name in them.

pub mod glossary;
pub mod pages;
pub mod phrases;

use kit::lang::Words;
use shared::assessment::{Basis, Counter, Rate, Subject};

const fn word(zh: &'static str, en: &'static str) -> Words {
    Words { zh, en }
}

/// Names a counter.
pub const fn counter(counter: Counter) -> Words {
    match counter {
        Counter::Report => word("上报数", "Reported"),
        Counter::PatrolReport => word("监督员上报数", "Reported by collectors"),
        Counter::PublicReport => word("公众举报数", "Reported by other channels"),
        Counter::ValidReport => word("有效上报数", "Valid reports"),
        Counter::PatrolValidReport => word("监督员有效上报数", "Valid reports of collectors"),
        Counter::PublicValidReport => word("公众有效举报数", "Valid reports of other channels"),
        Counter::Operate => word("受理数", "Accepted"),
        Counter::IntimeOperate => word("按时受理数", "Accepted in time"),
        Counter::NotOperate => word("不予受理数", "Not accepted"),
        Counter::NeedSendVerify => word("应发核实数", "To send for verification"),
        Counter::NeedVerify => word("应核实数", "To verify"),
        Counter::Verify => word("核实数", "Verified"),
        Counter::IntimeVerify => word("按期核实数", "Verified in time"),
        Counter::Inst => word("立案数", "Filed"),
        Counter::IntimeInst => word("按时立案数", "Filed in time"),
        Counter::NotInst => word("不予立案数", "Not filed"),
        Counter::NeedDispatch => word("应派遣数", "To dispatch"),
        Counter::Dispatch => word("派遣数", "Dispatched"),
        Counter::IntimeDispatch => word("按时派遣数", "Dispatched in time"),
        Counter::AccurDispatch => word("准确派遣数", "Dispatched right"),
        Counter::NeedDispose => word("应处置数", "To handle"),
        Counter::Dispose => word("处置数", "Handled"),
        Counter::IntimeDispose => word("按期处置数", "Handled in time"),
        Counter::OvertimeDispose => word("超期处置数", "Handled late"),
        Counter::ToDispose => word("未处置数", "Not yet handled"),
        Counter::IntimeToDispose => word("按期处置中", "In handling, in time"),
        Counter::OvertimeToDispose => word("超期未处置数", "Overdue, not handled"),
        Counter::NeedArchive => word("应结案数", "To close"),
        Counter::Archive => word("结案数", "Closed"),
        Counter::IntimeArchive => word("按期结案数", "Closed, handled in time"),
        Counter::OvertimeArchive => word("超期结案数", "Closed, handled late"),
        Counter::ToArchive => word("未结案数", "Not over"),
        Counter::Rework => word("返工数", "Reworked"),
        Counter::Postpone => word("延期数", "Extended"),
        Counter::Hang => word("挂账数", "Suspended now"),
        Counter::HisHang => word("历史挂账数", "Ever suspended"),
        Counter::NeedCheck => word("应核查数", "To check"),
        Counter::Check => word("核查数", "Checked"),
        Counter::IntimeCheck => word("按期核查数", "Checked in time"),
        Counter::InvalidCheck => word("无效核查数", "Checks that do not count"),
        Counter::PatrolDealReport => word("自行处置上报数", "Self-handled, reported"),
        Counter::PatrolDealArchive => word("自行处置结案数", "Self-handled, closed"),
        Counter::PatrolDealCancel => word("自行处置作废数", "Self-handled, void"),
        Counter::AppealUpheld => word("申诉成立数", "Appeals upheld"),
        Counter::Supervise => word("督办数", "Pushed by an order"),
        Counter::Return => word("回退数", "Given back"),
        Counter::MissReport => word("漏报数", "Missed reports"),
        Counter::SpecialArchive => word("特殊结案数", "Closed by decision"),
        Counter::Reopen => word("重新打开数", "Opened again"),
        Counter::Urgent => word("紧急数", "Urgent"),
    }
}

/// Names a rate.
pub const fn rate(rate: Rate) -> Words {
    match rate {
        Rate::Inst => word("立案率", "Filing rate"),
        Rate::ValidReport => word("有效上报率", "Valid reports"),
        Rate::IntimeOperate => word("按期受理率", "Accepted in time"),
        Rate::IntimeInst => word("按时立案率", "Filed in time"),
        Rate::IntimeDispatch => word("按期派遣率", "Dispatched in time"),
        Rate::AccurDispatch => word("准确派遣率", "Dispatched right"),
        Rate::Dispose => word("处置率", "Handling rate"),
        Rate::IntimeDispose => word("按期处置率", "Handled in time"),
        Rate::OvertimeDispose => word("超期处置率", "Handled late"),
        Rate::OvertimeToDispose => word("超期未处置率", "Overdue, not handled"),
        Rate::Archive => word("结案率", "Closing rate"),
        Rate::IntimeArchive => word("按期结案率", "Closed in time"),
        Rate::OvertimeArchive => word("超期结案率", "Closed late"),
        Rate::Rework => word("返工率", "Rework rate"),
        Rate::Postpone => word("延期率", "Extension rate"),
        Rate::ToArchive => word("未结案率", "Not over"),
        Rate::IntimeVerify => word("按期核实率", "Verified in time"),
        Rate::IntimeCheck => word("按期核查率", "Checked in time"),
        Rate::MissReport => word("漏报率", "Missed reports"),
        Rate::PatrolValid => word("监督举报率", "Share found by collectors"),
    }
}

/// Names by which of its moments a case falls in a time.
pub const fn basis(basis: Basis) -> Words {
    match basis {
        Basis::Reported => word("按上报日", "by the day of reporting"),
        Basis::Filed => word("按立案日", "by the day of filing"),
        Basis::Due => word("按到期日", "by the day it is due"),
    }
}

/// Names whose figures they are.
pub const fn subject(subject: Subject) -> Words {
    match subject {
        Subject::Jurisdiction => word("辖区", "Jurisdiction"),
        Subject::Division => word("区划", "Division"),
        Subject::Street => word("街道", "Street"),
        Subject::Community => word("社区", "Community"),
        Subject::Grid => word("单元网格", "Unit grid"),
        Subject::Unit => word("责任单位", "Unit"),
        Subject::Category => word("类别", "Category"),
        Subject::Collector => word("信息采集员", "Collector"),
        Subject::Inspector => word("核查员", "Inspector"),
        Subject::Acceptor => word("受理员", "Acceptor"),
        Subject::ShiftLeader => word("值班长", "Shift leader"),
        Subject::Dispatcher => word("派遣员", "Dispatcher"),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use kit::lang::Words;
    use shared::assessment::{Basis, Counter, Rate, Subject};

    use super::{basis, counter, glossary, pages, rate, subject};

    #[test]
    fn every_word_speaks_both_languages() {
        let is_chinese = |letter: char| ('\u{4e00}'..='\u{9fff}').contains(&letter);
        let mut all: Vec<Words> = pages::ALL.to_vec();
        for one in Counter::ALL {
            all.extend([counter(*one), glossary::counter(*one)]);
        }
        for one in Rate::ALL {
            all.extend([rate(*one), glossary::rate(*one)]);
        }
        all.extend(Basis::ALL.iter().map(|one| basis(*one)));
        all.extend(Basis::ALL.iter().map(|one| glossary::basis(*one)));
        all.extend(Subject::ALL.iter().map(|one| subject(*one)));
        for words in all {
            assert!(words.zh.chars().any(is_chinese) && !words.en.chars().any(is_chinese), "{words:?}");
            assert!(!words.en.trim().is_empty(), "{words:?}");
        }
    }

    #[test]
    fn no_two_counters_are_called_alike() {
        let zh: BTreeSet<&str> = Counter::ALL.iter().map(|one| counter(*one).zh).collect();
        let en: BTreeSet<&str> = Counter::ALL.iter().map(|one| counter(*one).en).collect();
        assert_eq!((zh.len(), en.len()), (Counter::COUNT, Counter::COUNT));
        let rates: BTreeSet<&str> = Rate::ALL.iter().map(|one| rate(*one).zh).collect();
        assert_eq!(rates.len(), Rate::ALL.len());
    }
}
