//! By which day each number and each rate is looked at: volumes by the day of reporting or filing, handling and closing by
//! the day it is due. A rate takes both its numbers by the same day.

use shared::assessment::{Basis, Counter, Rate};

/// Returns by which day a counter is shown.
pub const fn of_counter(counter: Counter) -> Basis {
    match counter {
        Counter::Report
        | Counter::PatrolReport
        | Counter::PublicReport
        | Counter::ValidReport
        | Counter::PatrolValidReport
        | Counter::PublicValidReport
        | Counter::Operate
        | Counter::IntimeOperate
        | Counter::NotOperate
        | Counter::NeedSendVerify
        | Counter::NeedVerify
        | Counter::Verify
        | Counter::IntimeVerify
        // What was not filed has no day of filing.
        | Counter::NotInst
        | Counter::ToArchive
        | Counter::PatrolDealReport
        | Counter::PatrolDealArchive
        | Counter::PatrolDealCancel
        | Counter::MissReport => Basis::Reported,
        Counter::Inst
        | Counter::IntimeInst
        | Counter::NeedDispatch
        | Counter::Dispatch
        | Counter::IntimeDispatch
        | Counter::AccurDispatch
        // What is suspended has no deadline, and what was closed by decision may have none.
        | Counter::Hang
        | Counter::HisHang
        | Counter::SpecialArchive
        | Counter::Supervise
        | Counter::NeedReply
        | Counter::IntimeReply
        | Counter::Return
        | Counter::Reopen => Basis::Filed,
        Counter::NeedDispose
        | Counter::Dispose
        | Counter::IntimeDispose
        | Counter::OvertimeDispose
        | Counter::ToDispose
        | Counter::IntimeToDispose
        | Counter::OvertimeToDispose
        | Counter::NeedArchive
        | Counter::Archive
        | Counter::IntimeArchive
        | Counter::OvertimeArchive
        | Counter::Rework
        | Counter::Postpone
        | Counter::NeedCheck
        | Counter::Check
        | Counter::IntimeCheck
        | Counter::InvalidCheck
        | Counter::AppealUpheld
        | Counter::Urgent => Basis::Due,
    }
}

/// Returns by which day a rate is shown, both its numbers.
pub const fn of_rate(rate: Rate) -> Basis {
    match rate {
        Rate::Inst
        | Rate::ValidReport
        | Rate::IntimeOperate
        | Rate::ToArchive
        | Rate::IntimeVerify
        | Rate::MissReport
        | Rate::PatrolValid => Basis::Reported,
        Rate::IntimeInst | Rate::IntimeDispatch | Rate::AccurDispatch | Rate::IntimeReply => Basis::Filed,
        Rate::Dispose
        | Rate::IntimeDispose
        | Rate::OvertimeDispose
        | Rate::OvertimeToDispose
        | Rate::Archive
        | Rate::IntimeArchive
        | Rate::OvertimeArchive
        | Rate::Rework
        | Rate::Postpone
        | Rate::IntimeCheck => Basis::Due,
    }
}

#[cfg(test)]
mod tests {
    use shared::assessment::{Basis, Counter, Rate};

    use super::{of_counter, of_rate};

    #[test]
    fn a_rate_looks_at_its_whole_by_the_day_that_the_whole_is_shown_by() {
        for rate in Rate::ALL {
            for whole in rate.whole() {
                assert_eq!(of_rate(*rate), of_counter(*whole), "{rate:?}");
            }
        }
    }

    #[test]
    fn what_has_no_such_day_is_not_looked_for_by_it() {
        assert_eq!(of_counter(Counter::Hang), Basis::Filed, "one that is suspended has no deadline");
        assert_eq!(of_counter(Counter::NotInst), Basis::Reported, "one that was not filed has no day of filing");
    }
}
