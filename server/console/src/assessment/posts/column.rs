//! What a table of a post shows.

use kit::lang::Words;
use shared::api::posts::PostFigures;
use shared::assessment::posts::{Figure, PostRate};
use shared::assessment::rate::Ratio;
use shared::assessment::{Counter, Rate, Subject};

use super::text as words;
use crate::assessment::text::{self, glossary};

/// A column.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Column {
    /// How many.
    Count(Figure),
    /// A part of a whole.
    Rate(PostRate),
    /// How many cases.
    Cases(Counter),
    /// 漏报率: missed, of those and the own valid ones.
    Missed,
}

impl Column {
    /// Returns its word.
    pub fn word(self) -> String {
        match self {
            Self::Count(figure) => figure.as_str().to_owned(),
            Self::Rate(rate) => format!("rate.{}", rate.as_str()),
            Self::Cases(counter) => format!("cases.{}", counter.as_str()),
            Self::Missed => "rate.missed".to_owned(),
        }
    }

    /// Names it.
    pub const fn name(self) -> Words {
        match self {
            Self::Count(figure) => words::figure(figure),
            Self::Rate(rate) => words::rate(rate),
            Self::Cases(counter) => text::counter(counter),
            Self::Missed => text::rate(Rate::MissReport),
        }
    }

    /// Says what it means.
    pub const fn means(self) -> Words {
        match self {
            Self::Count(figure) => words::means(figure),
            Self::Rate(rate) => words::divides(rate),
            Self::Cases(counter) => glossary::counter(counter),
            Self::Missed => words::MISSED_MEANS,
        }
    }
}

/// Returns how many were missed, of those and the own valid ones.
pub fn missed(of: &PostFigures) -> Ratio {
    let part = of.cases(Counter::MissReport);
    Ratio { part, whole: part.saturating_add(of.cases(Counter::PatrolValidReport)) }
}

/// Returns the columns of a post; none for what is no post.
pub const fn of(post: Subject) -> &'static [Column] {
    match post {
        Subject::Collector => COLLECTOR,
        Subject::Inspector => INSPECTOR,
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

const COLLECTOR: &[Column] = &[
    Column::Count(Figure::Days),
    Column::Count(Figure::Shifts),
    Column::Count(Figure::OpenShifts),
    Column::Count(Figure::Minutes),
    Column::Rate(PostRate::Coverage),
    Column::Count(Figure::Report),
    Column::Count(Figure::ReportRefused),
    Column::Cases(Counter::PatrolValidReport),
    Column::Missed,
    Column::Rate(PostRate::VerifyIntime),
    Column::Count(Figure::VerifyAnswered),
    Column::Count(Figure::VerifyLate),
    Column::Rate(PostRate::CheckIntime),
    Column::Count(Figure::CheckAnswered),
    Column::Count(Figure::CheckLate),
    Column::Count(Figure::Contradicted),
    Column::Rate(PostRate::Wrong),
];

const INSPECTOR: &[Column] = &[
    Column::Count(Figure::Days),
    Column::Count(Figure::Shifts),
    Column::Count(Figure::OpenShifts),
    Column::Count(Figure::Minutes),
    Column::Rate(PostRate::Coverage),
    Column::Rate(PostRate::CheckIntime),
    Column::Count(Figure::CheckAnswered),
    Column::Count(Figure::CheckLate),
    Column::Rate(PostRate::VerifyIntime),
    Column::Count(Figure::VerifyAnswered),
    Column::Count(Figure::VerifyLate),
    Column::Count(Figure::Contradicted),
    Column::Count(Figure::Report),
    Column::Count(Figure::ReportRefused),
    Column::Rate(PostRate::Wrong),
];

const ACCEPTOR: &[Column] = &[
    Column::Rate(PostRate::AcceptIntime),
    Column::Rate(PostRate::AcceptRight),
    Column::Rate(PostRate::AcceptWrong),
    Column::Count(Figure::Reject),
    Column::Rate(PostRate::VerifyOrderedIntime),
    Column::Rate(PostRate::CheckOrderedIntime),
    Column::Rate(PostRate::Wrong),
];

const SHIFT_LEADER: &[Column] = &[
    Column::Rate(PostRate::FileRight),
    Column::Rate(PostRate::FileIntime),
    Column::Count(Figure::FileWrong),
    Column::Count(Figure::Refuse),
    Column::Rate(PostRate::CloseIntime),
    Column::Count(Figure::CloseSpecial),
    Column::Count(Figure::CloseWrong),
    Column::Rate(PostRate::Wrong),
];

const DISPATCHER: &[Column] = &[
    Column::Rate(PostRate::DispatchRight),
    Column::Rate(PostRate::DispatchIntime),
    Column::Count(Figure::DispatchWrong),
    Column::Rate(PostRate::ReviewIntime),
    Column::Count(Figure::ReviewWrong),
    Column::Rate(PostRate::Wrong),
];

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use shared::api::posts::PostFigures;
    use shared::assessment::posts::Figure;
    use shared::assessment::rate::Ratio;
    use shared::assessment::{Counter, Subject};

    use super::{Column, missed, of};

    #[test]
    fn every_figure_of_a_post_stands_in_its_table_and_no_other_does() {
        for post in Subject::ALL {
            let shown: BTreeSet<Figure> = of(*post)
                .iter()
                .flat_map(|column| match column {
                    Column::Count(figure) => vec![*figure],
                    Column::Rate(rate) => vec![rate.part(), rate.whole()],
                    Column::Cases(_) | Column::Missed => Vec::new(),
                })
                .collect();
            assert_eq!(shown, Figure::of(*post).iter().copied().collect(), "{post:?}");
        }
    }

    #[test]
    fn what_was_missed_is_a_part_of_what_could_have_been_reported() {
        let cases = BTreeMap::from([(Counter::MissReport, 1), (Counter::PatrolValidReport, 3)]);
        let of = PostFigures { figures: BTreeMap::new(), cases };
        assert_eq!(missed(&of), Ratio { part: 1, whole: 4 });
        assert_eq!(missed(&PostFigures::default()), Ratio { part: 0, whole: 0 });
    }
}
