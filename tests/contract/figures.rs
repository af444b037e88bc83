//! What cases count as, against golden files.

use shared::api::figures::{CaseFigures, FigureRow, Grouping};
use shared::case::{Case, Closing, State};
use shared::figures::{ClosedFigures, Figures, VoidFigures};

use crate::samples;
use crate::wire::check;

/// A case that came to its end.
fn case_that_is_over() -> Case {
    Case {
        state: State::Closed,
        closing: Some(Closing::Normal),
        closed_at: Some(samples::at(18_000)),
        ended_from: Some(State::ToClose),
        ..samples::case()
    }
}

fn figures() -> CaseFigures {
    let figures = Figures {
        reported: 40,
        by_other_channels: 7,
        self_handled: 5,
        accepted: 35,
        filed: 31,
        dispatched: 30,
        dispatched_right: 24,
        returned: 4,
        overdue: 6,
        suspended: 2,
        linked: 1,
        closed: ClosedFigures { normal: 15, overdue: 3, error: 1, special: 2, direct: 1, self_handled: 4 },
        voided: VoidFigures { not_accepted: 2, not_filed: 3, voided: 1, self_handled_refused: 1 },
    };
    CaseFigures {
        by: Grouping::Unit,
        from: "2025-11-01".parse().unwrap(),
        to: "2025-11-30".parse().unwrap(),
        zone: "Asia/Shanghai".to_owned(),
        at: samples::at(0),
        training: false,
        rows: vec![FigureRow { key: "U-0101".to_owned(), name: "环卫一所".to_owned(), figures }],
        total: figures,
    }
}

#[test]
fn sums_travel_with_their_window_and_their_grouping() {
    check("figures", &figures());
}

#[test]
fn a_case_that_is_over_says_from_where_it_ended() {
    check("case_that_is_over", &case_that_is_over());
}
