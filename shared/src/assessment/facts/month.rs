//! The worked example of the definitions, built from real histories: 100 dispatched, of these 80 handled (72 in time) and
//! 20 open (5 of them late); of the 80, 70 closed (65 of them handled in time); 4 reworked, 6 extended.

use super::stories::{closed, done, done_late, extended, in_hand, reviewed, why};
use super::told::{Told, at};
use crate::assessment::counter::Counter;
use crate::assessment::rate::Rate;
use crate::assessment::sums::Sums;
use crate::case::tests::{dispatch, finish};
use crate::case::{Action, Rules};

/// Nine on Wednesday: what was dispatched on Monday is due since Monday afternoon, or, with more time, Tuesday morning.
const NOW: &str = "10-12 09:00";

fn reworked() -> Told {
    in_hand()
        .then("10-10 11:00", finish())
        .then("10-10 11:30", Action::ReviewRework { reason: why() })
        .then("10-10 11:35", Action::Assign)
        .then("10-10 15:00", finish())
}

/// Dispatched so late on Tuesday that it is due on Wednesday.
fn fresh() -> Told {
    Told::begins(crate::case::tests::case(), "10-11 16:40", Rules::default())
        .then("10-11 16:45", Action::Accept)
        .then("10-11 16:50", Action::File { condition_no: 1 })
        .then("10-11 17:00", dispatch())
}

fn fresh_and_extended() -> Told {
    fresh().then("10-11 17:10", Action::ApproveExtend)
}

fn month() -> Vec<Told> {
    let groups: [(usize, Told); 8] = [
        (61, closed(done())),
        (4, closed(reworked())),
        (5, closed(done_late())),
        (7, reviewed(done())),
        (3, reviewed(done_late())),
        (5, in_hand()),
        (9, fresh()),
        (6, fresh_and_extended()),
    ];
    groups.into_iter().flat_map(|(count, told)| std::iter::repeat_n(told, count)).collect()
}

fn sums(month: &[Told], when: &str) -> Sums {
    let mut sums = Sums::default();
    for told in month {
        let counted = told.facts(when).counted;
        sums.add_bits(counted.at(at(when)));
        sums.reworks += u64::from(counted.reworks);
    }
    sums
}

#[test]
fn a_month_of_real_histories_comes_out_as_the_definitions_say() {
    let sums = sums(&month(), NOW);
    let counts = [
        (Counter::NeedDispose, 100),
        (Counter::Dispose, 80),
        (Counter::IntimeDispose, 72),
        (Counter::OvertimeDispose, 8),
        (Counter::ToDispose, 20),
        (Counter::IntimeToDispose, 15),
        (Counter::OvertimeToDispose, 5),
        (Counter::NeedArchive, 85),
        (Counter::Archive, 70),
        (Counter::IntimeArchive, 65),
        (Counter::OvertimeArchive, 5),
        (Counter::Rework, 4),
        (Counter::Postpone, 6),
    ];
    for (counter, expected) in counts {
        assert_eq!(sums.get(counter), expected, "{counter:?}");
    }
    assert_eq!(sums.reworks, 4);
    let rates = [
        (Rate::Dispose, 800),
        (Rate::IntimeDispose, 720),
        (Rate::OvertimeToDispose, 50),
        (Rate::Archive, 824),
        (Rate::IntimeArchive, 765),
        (Rate::Rework, 47),
        (Rate::Postpone, 60),
    ];
    for (rate, per_mille) in rates {
        assert_eq!(rate.of(&sums).per_mille(), Some(per_mille), "{rate:?}");
    }
}

#[test]
fn as_of_an_earlier_moment_the_same_histories_say_what_was_so_then() {
    let early = sums(&month(), "10-10 15:30");
    // What was reported on Tuesday is not there yet, and whoever is late later is not late yet.
    let counts = [
        (Counter::Report, 85),
        (Counter::NeedDispose, 85),
        (Counter::Dispose, 72),
        (Counter::IntimeDispose, 72),
        (Counter::IntimeToDispose, 13),
        (Counter::OvertimeToDispose, 0),
        (Counter::NeedArchive, 72),
        (Counter::Archive, 0),
        (Counter::Rework, 4),
    ];
    for (counter, expected) in counts {
        assert_eq!(early.get(counter), expected, "{counter:?}");
    }
    assert_eq!(extended().facts("10-10 11:05").due_at, Some(at("10-10 16:00")), "and a limit was not longer yet");
}
