//! The columns of the tables, in families that are looked at together, and how rows are put in order by one.

use std::cmp::Ordering;

use kit::lang::Words;
use shared::api::assessment::AssessmentRow;
use shared::assessment::{Basis, Counter, Rate, Subject, Sums};

use super::basis;
use super::text::{self, glossary, pages};

/// A column.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Column {
    /// How many count as something.
    Count(Counter),
    /// A rate.
    Rate(Rate),
    /// 返工次数.
    Reworks,
    /// 处置超时倍数, on average.
    Over,
}

/// Columns that are looked at together.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Family {
    /// Who reported, and whether it was valid.
    Reports,
    /// Verifying.
    Verifying,
    /// Accepting and filing.
    Filing,
    /// Dispatching.
    Dispatching,
    /// Handling.
    Handling,
    /// Closing.
    Closing,
    /// Checking.
    Checking,
    /// Self-handled.
    SelfHandled,
    /// What one post is measured by.
    Posts,
}

const fn count(counter: Counter) -> Column {
    Column::Count(counter)
}

const fn rate(rate: Rate) -> Column {
    Column::Rate(rate)
}

const REPORTS: &[Column] = &[
    count(Counter::Report),
    count(Counter::PatrolReport),
    count(Counter::PublicReport),
    count(Counter::ValidReport),
    rate(Rate::ValidReport),
    rate(Rate::PatrolValid),
    count(Counter::MissReport),
    rate(Rate::MissReport),
    count(Counter::ToArchive),
    rate(Rate::ToArchive),
];
const VERIFYING: &[Column] = &[
    count(Counter::NeedSendVerify),
    count(Counter::NeedVerify),
    count(Counter::Verify),
    count(Counter::IntimeVerify),
    rate(Rate::IntimeVerify),
];
const FILING: &[Column] = &[
    count(Counter::Operate),
    count(Counter::NotOperate),
    rate(Rate::IntimeOperate),
    rate(Rate::Inst),
    count(Counter::NotInst),
    count(Counter::Inst),
    rate(Rate::IntimeInst),
    count(Counter::Supervise),
    rate(Rate::IntimeReply),
    count(Counter::Reopen),
];
const DISPATCHING: &[Column] = &[
    count(Counter::NeedDispatch),
    count(Counter::Dispatch),
    rate(Rate::IntimeDispatch),
    rate(Rate::AccurDispatch),
    count(Counter::Return),
    count(Counter::Hang),
    count(Counter::HisHang),
];
const HANDLING: &[Column] = &[
    count(Counter::NeedDispose),
    rate(Rate::Dispose),
    rate(Rate::IntimeDispose),
    rate(Rate::OvertimeDispose),
    rate(Rate::OvertimeToDispose),
    count(Counter::ToDispose),
    count(Counter::IntimeToDispose),
    rate(Rate::Postpone),
    count(Counter::AppealUpheld),
    count(Counter::Urgent),
];
const CLOSING: &[Column] = &[
    count(Counter::NeedArchive),
    rate(Rate::Archive),
    rate(Rate::IntimeArchive),
    rate(Rate::OvertimeArchive),
    rate(Rate::Rework),
    Column::Reworks,
    Column::Over,
    count(Counter::SpecialArchive),
];
const CHECKING: &[Column] = &[
    count(Counter::NeedCheck),
    count(Counter::Check),
    count(Counter::IntimeCheck),
    rate(Rate::IntimeCheck),
    count(Counter::InvalidCheck),
];
const SELF_HANDLED: &[Column] =
    &[count(Counter::PatrolDealReport), count(Counter::PatrolDealArchive), count(Counter::PatrolDealCancel)];

// What a post is measured by; of each only what its person did.
const COLLECTOR: &[Column] = &[
    count(Counter::PatrolReport),
    count(Counter::PatrolValidReport),
    count(Counter::MissReport),
    rate(Rate::MissReport),
];
const INSPECTOR: &[Column] = &[count(Counter::Check), rate(Rate::IntimeCheck), count(Counter::InvalidCheck)];
const VERIFIER: &[Column] = &[count(Counter::Verify), count(Counter::IntimeVerify), rate(Rate::IntimeVerify)];
const ACCEPTOR: &[Column] = &[
    count(Counter::Operate),
    count(Counter::NotOperate),
    rate(Rate::IntimeOperate),
    count(Counter::NeedSendVerify),
    count(Counter::NeedVerify),
];
const SHIFT_LEADER: &[Column] = &[
    count(Counter::Inst),
    count(Counter::NotInst),
    rate(Rate::IntimeInst),
    rate(Rate::Archive),
    rate(Rate::IntimeArchive),
];
const DISPATCHER: &[Column] = &[
    count(Counter::NeedDispatch),
    count(Counter::Dispatch),
    rate(Rate::IntimeDispatch),
    rate(Rate::AccurDispatch),
    count(Counter::Return),
];

impl Column {
    /// Returns the word it stands as in an address.
    pub fn word(self) -> String {
        match self {
            Self::Count(counter) => counter.as_str().to_owned(),
            Self::Rate(rate) => format!("rate.{}", rate.as_str()),
            Self::Reworks => "reworks".to_owned(),
            Self::Over => "over".to_owned(),
        }
    }

    /// Names it.
    pub const fn name(self) -> Words {
        match self {
            Self::Count(counter) => text::counter(counter),
            Self::Rate(rate) => text::rate(rate),
            Self::Reworks => pages::REWORKS,
            Self::Over => pages::OVER,
        }
    }

    /// Says what it means.
    pub const fn means(self) -> Words {
        match self {
            Self::Count(counter) => glossary::counter(counter),
            Self::Rate(rate) => glossary::rate(rate),
            Self::Reworks => pages::REWORKS_MEANS,
            Self::Over => pages::OVER_MEANS,
        }
    }

    /// Returns by which day it is looked at.
    pub const fn basis(self) -> Basis {
        match self {
            Self::Count(counter) => basis::of_counter(counter),
            Self::Rate(rate) => basis::of_rate(rate),
            Self::Reworks => basis::of_counter(Counter::Rework),
            Self::Over => basis::of_counter(Counter::OvertimeArchive),
        }
    }

    /// Returns what it says as a part of a whole; `None` where there is nothing to be a part of.
    pub fn value(self, sums: &Sums) -> Option<(u64, u64)> {
        let (part, whole) = match self {
            Self::Count(counter) => (sums.get(counter), 1),
            Self::Rate(rate) => {
                let ratio = rate.of(sums);
                (ratio.part, ratio.whole)
            }
            Self::Reworks => (sums.reworks, 1),
            Self::Over => (sums.over_per_mille, sums.get(Counter::OvertimeArchive).saturating_mul(1_000)),
        };
        (whole > 0).then_some((part, whole))
    }
}

impl Family {
    /// Every family, in the order in which a case goes.
    pub const ALL: &[Self] = &[
        Self::Posts,
        Self::Reports,
        Self::Verifying,
        Self::Filing,
        Self::Dispatching,
        Self::Handling,
        Self::Closing,
        Self::Checking,
        Self::SelfHandled,
    ];

    /// Returns the word it stands as in an address.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Reports => "reports",
            Self::Verifying => "verifying",
            Self::Filing => "filing",
            Self::Dispatching => "dispatching",
            Self::Handling => "handling",
            Self::Closing => "closing",
            Self::Checking => "checking",
            Self::SelfHandled => "self-handled",
            Self::Posts => "posts",
        }
    }

    /// Names it.
    pub const fn name(self) -> Words {
        match self {
            Self::Reports => pages::FAMILY_REPORTS,
            Self::Verifying => pages::FAMILY_VERIFYING,
            Self::Filing => pages::FAMILY_FILING,
            Self::Dispatching => pages::FAMILY_DISPATCHING,
            Self::Handling => pages::FAMILY_HANDLING,
            Self::Closing => pages::FAMILY_CLOSING,
            Self::Checking => pages::FAMILY_CHECKING,
            Self::SelfHandled => pages::FAMILY_SELF_HANDLED,
            Self::Posts => pages::FAMILY_POSTS,
        }
    }

    /// Says whether it is there for rows of a kind.
    pub const fn is_of(self, by: Subject) -> bool {
        !matches!(self, Self::Posts) || by.is_person()
    }

    /// Returns the family that an address names; where it names none that is there, what such rows are first asked about.
    pub fn read(word: Option<&str>, by: Subject) -> Self {
        let named = word.and_then(|word| Self::ALL.iter().copied().find(|family| family.as_str() == word));
        let usual = if by.is_person() { Self::Posts } else { Self::Handling };
        named.filter(|family| family.is_of(by)).unwrap_or(usual)
    }

    /// Returns its columns.
    pub const fn columns(self, by: Subject) -> &'static [Column] {
        match (self, by) {
            (Self::Reports, _) => REPORTS,
            (Self::Verifying, _) => VERIFYING,
            (Self::Filing, _) => FILING,
            (Self::Dispatching, _) => DISPATCHING,
            (Self::Handling, _) => HANDLING,
            (Self::Closing, _) => CLOSING,
            (Self::Checking, _) => CHECKING,
            (Self::SelfHandled, _) => SELF_HANDLED,
            (Self::Posts, Subject::Collector) => COLLECTOR,
            (Self::Posts, Subject::Inspector) => INSPECTOR,
            (Self::Posts, Subject::Verifier) => VERIFIER,
            (Self::Posts, Subject::Acceptor) => ACCEPTOR,
            (Self::Posts, Subject::ShiftLeader) => SHIFT_LEADER,
            (Self::Posts, Subject::Dispatcher) => DISPATCHER,
            (
                Self::Posts,
                Subject::Jurisdiction
                | Subject::Division
                | Subject::Street
                | Subject::Community
                | Subject::Grid
                | Subject::Unit
                | Subject::Category,
            ) => HANDLING,
        }
    }
}

/// In which order the rows stand.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Order {
    /// By which column; by their keys where none is named.
    pub by: Option<Column>,
    /// The smallest first.
    pub rising: bool,
}

impl Order {
    /// Reads the order from an address; a column that is not there puts nothing in order.
    pub fn read(sort: Option<&str>, order: Option<&str>, columns: &[Column]) -> Self {
        let by = sort.and_then(|word| columns.iter().copied().find(|column| column.word() == word));
        Self { by, rising: order == Some("up") }
    }

    /// Returns what a press on a column's heading turns it to: the largest first, then the smallest, then as at first.
    pub fn pressed(self, column: Column) -> Self {
        match (self.by == Some(column), self.rising) {
            (false, _) => Self { by: Some(column), rising: false },
            (true, false) => Self { by: Some(column), rising: true },
            (true, true) => Self::default(),
        }
    }

    /// Puts rows in order. Numbers are compared as they are and never as they are rounded; where there is no number, the row
    /// stands last, whichever way.
    pub fn sort(self, rows: &mut [AssessmentRow]) {
        let Some(column) = self.by else { return };
        let nothing = Sums::default();
        let value = |row: &AssessmentRow| column.value(row.sums.get(&column.basis()).unwrap_or(&nothing));
        rows.sort_by(|one, other| match (value(one), value(other)) {
            (Some(one), Some(other)) if self.rising => compared(one, other),
            (Some(one), Some(other)) => compared(other, one),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => Ordering::Equal,
        });
    }
}

fn compared(one: (u64, u64), other: (u64, u64)) -> Ordering {
    let product = |part: u64, whole: u64| u128::from(part).saturating_mul(u128::from(whole));
    product(one.0, other.1).cmp(&product(other.0, one.1))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use shared::api::assessment::AssessmentRow;
    use shared::assessment::{Basis, Counter, Rate, Subject, Sums};

    use super::{Column, Family, Order};

    fn row(key: &str, part: u64, whole: u64) -> AssessmentRow {
        let mut sums = Sums::default();
        sums.set(Counter::IntimeDispose, part);
        sums.set(Counter::NeedDispose, whole);
        AssessmentRow { key: key.to_owned(), name: key.to_owned(), sums: BTreeMap::from([(Basis::Due, sums)]) }
    }

    #[track_caller]
    fn check(order: Order, expected: &str) {
        // The first two are the same where they are rounded to thousandths.
        let mut rows = [row("a", 1_999, 2_000), row("b", 9_999, 10_000), row("c", 0, 0), row("d", 1, 2)];
        order.sort(&mut rows);
        let keys: Vec<&str> = rows.iter().map(|row| row.key.as_str()).collect();
        assert_eq!(keys.join(""), expected);
    }

    #[test]
    fn rows_stand_by_the_numbers_themselves_and_those_without_one_stand_last() {
        let by = Some(Column::Rate(Rate::IntimeDispose));
        check(Order { by, rising: false }, "badc");
        check(Order { by, rising: true }, "dabc");
        check(Order { by: Some(Column::Count(Counter::NeedDispose)), rising: false }, "badc");
        check(Order::default(), "abcd");
    }

    #[test]
    fn a_heading_is_pressed_round() {
        let column = Column::Count(Counter::Report);
        let first = Order::default().pressed(column);
        let second = first.pressed(column);
        assert_eq!((first.rising, second.rising, second.pressed(column)), (false, true, Order::default()));
        assert_eq!(second.pressed(Column::Reworks), Order { by: Some(Column::Reworks), rising: false });
    }

    #[test]
    fn every_column_is_found_again_by_its_word() {
        for by in Subject::ALL {
            for family in Family::ALL.iter().filter(|family| family.is_of(*by)) {
                let columns = family.columns(*by);
                for column in columns {
                    assert_eq!(Order::read(Some(&column.word()), None, columns).by, Some(*column));
                }
                assert_eq!(Family::read(Some(family.as_str()), *by), *family);
            }
        }
        assert_eq!(Family::read(Some("posts"), Subject::Unit), Family::Handling);
        assert_eq!(Family::read(None, Subject::Dispatcher), Family::Posts);
    }

    #[test]
    fn an_average_of_none_is_no_number() {
        let over = Column::Over;
        let mut sums = Sums::default();
        assert_eq!(over.value(&sums), None);
        sums.set(Counter::OvertimeArchive, 2);
        sums.over_per_mille = 3_000;
        assert_eq!((over.value(&sums), over.basis()), (Some((3_000, 2_000)), Basis::Due), "one and a half on average");
    }
}
