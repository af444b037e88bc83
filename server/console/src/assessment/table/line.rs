//! One row of a table: what it is called, what lies within it, and its numbers.

use std::collections::BTreeMap;
use std::sync::Arc;

use leptos::prelude::*;
use shared::api::assessment::AssessmentRow;
use shared::assessment::{Basis, Subject, Sums};

use super::Look;
use crate::assessment::answer::{self, Answer};
use crate::assessment::asked::{Asked, Row, href};
use crate::assessment::column::{Column, Order};
use crate::assessment::figure;
use crate::assessment::text::pages as words;
use crate::text::{lang, say};

/// What a table is of.
#[derive(Clone, PartialEq, Debug)]
pub struct Of {
    /// What was asked.
    pub asked: Asked,
    /// What the rows are.
    pub by: Subject,
    /// Which columns.
    pub columns: &'static [Column],
    /// Within what the rows lie; empty for everywhere.
    pub within: String,
}

/// A row, with what its table is of. Rows of hundreds are handed on: what is large is shared.
#[derive(Clone, PartialEq, Debug)]
pub struct Line {
    /// What its table is of.
    pub of: Arc<Of>,
    /// The row.
    pub row: Arc<AssessmentRow>,
}

impl Of {
    /// Takes it from an answer and from how that is looked at.
    pub fn new(answer: &Answer, look: Look) -> Self {
        let Answer { asked, table } = answer;
        let columns = look.family.get().columns(table.by);
        Self { asked: asked.clone(), by: table.by, columns, within: look.within.get() }
    }

    /// Returns what all rows come to: what the server summed, or the rows that lie within something.
    pub fn total(&self, all: Option<&BTreeMap<Basis, Sums>>, rows: &[AssessmentRow]) -> BTreeMap<Basis, Sums> {
        match all {
            Some(all) if self.within.is_empty() => all.clone(),
            Some(_) | None => Basis::ALL
                .iter()
                .map(|basis| (*basis, rows.iter().filter_map(|row| row.sums.get(basis)).sum()))
                .collect(),
        }
    }

    /// Returns the row that stands for all of them together, where it is one; a code says what kind it is by its length.
    fn whole(&self) -> Option<Row> {
        let by = match self.within.len() {
            6 => Subject::Division,
            9 => Subject::Street,
            12 => Subject::Community,
            _ => return None,
        };
        Some(Row { by, key: self.within.clone(), name: self.within.clone() })
    }
}

/// Returns the rows that are looked for, in order.
pub fn lines(of: &Of, mut rows: Vec<AssessmentRow>, order: Order, sought: &str) -> Vec<Line> {
    let sought = sought.trim().to_lowercase();
    if !sought.is_empty() {
        rows.retain(|row| row.key.to_lowercase().contains(&sought) || row.name.to_lowercase().contains(&sought));
    }
    order.sort(&mut rows);
    let of = Arc::new(of.clone());
    let line = |row: AssessmentRow| Line { of: Arc::clone(&of), row: Arc::new(row) };
    rows.into_iter().map(line).collect()
}

/// Tells rows apart by all that can change in them.
pub fn key(line: &Line) -> String {
    format!("{:?}", line.row)
}

/// Returns what a row is called: what nobody named by its key, and what has none by that.
pub fn name(row: &AssessmentRow) -> String {
    match (row.key.is_empty(), row.name.is_empty()) {
        (true, _) => say(words::NOBODY).to_owned(),
        (false, true) => row.key.clone(),
        (false, false) => row.name.clone(),
    }
}

/// Draws a row.
pub fn draw(line: &Line) -> AnyView {
    let Line { of, row } = line;
    let this = Row { by: of.by, key: row.key.clone(), name: row.name.clone() };
    let code = (!row.key.is_empty() && row.name != row.key && !of.by.is_person()).then(|| row.key.clone());
    view! {
        <div class="assess-cells" data-test="table-row" data-key=row.key.clone()>
            <span role="rowheader" class="assess-name">
                <span data-said="">{name(row)}</span>
                <small class="figures">{code}{within(of, row)}</small>
            </span>
            {cells(of, Some(&this), &row.sums)}
        </div>
    }
    .into_any()
}

/// Draws what all rows come to.
pub fn total(of: &Of, sums: &BTreeMap<Basis, Sums>) -> AnyView {
    let whole = of.whole();
    let cells = match (&whole, of.within.is_empty()) {
        (Some(_), _) | (None, true) => cells(of, whole.as_ref(), sums),
        // Nothing is said of what no address can ask for.
        (None, false) => ().into_any(),
    };
    view! {
        <div role="row" class="assess-cells" data-test="table-total">
            <span role="rowheader" class="assess-name"><strong>{say(words::TOTAL)}</strong></span>
            {cells}
        </div>
    }
    .into_any()
}

fn cells(of: &Of, row: Option<&Row>, sums: &BTreeMap<Basis, Sums>) -> AnyView {
    let cell = |column: &Column| {
        let sums = answer::sums(sums, column.basis());
        view! {
            <span role="cell" class="right" data-column=column.word()>{figure::cell(&of.asked, row, *column, &sums)}</span>
        }
    };
    of.columns.iter().map(cell).collect_view().into_any()
}

/// Draws the way to what lies within a row: a jurisdiction's units, a street's communities, a community's grids.
fn within(of: &Of, row: &AssessmentRow) -> Option<AnyView> {
    let (address, word) = match of.by {
        Subject::Jurisdiction => {
            let asked = Asked { area: row.key.clone(), unit: String::new(), ..of.asked.clone() };
            (asked.table(Subject::Unit), words::TO_UNITS)
        }
        Subject::Street => (of.asked.table(Subject::Community).with("within", &row.key), words::TO_COMMUNITIES),
        Subject::Community => (of.asked.table(Subject::Grid).with("within", &row.key), words::TO_GRIDS),
        Subject::Division
        | Subject::Grid
        | Subject::Unit
        | Subject::Category
        | Subject::Collector
        | Subject::Inspector
        | Subject::Verifier
        | Subject::Acceptor
        | Subject::ShiftLeader
        | Subject::Dispatcher => return None,
    };
    let said = format!("{} {}", name(row), lang().say(word));
    (!row.key.is_empty()).then(|| {
        view! {
            " "<a class="words-link" data-test="row-within" data-said="" aria-label=said href=href(&address)>{say(word)}</a>
        }
        .into_any()
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use shared::api::assessment::AssessmentRow;
    use shared::assessment::{Basis, Counter, Subject, Sums};

    use super::{Of, Row, lines};
    use crate::assessment::asked::{Asked, Period};
    use crate::assessment::column::Order;

    fn of(within: &str) -> Of {
        let period = Period::Month("2026-10".to_owned());
        let asked = Asked { period, area: String::new(), unit: String::new() };
        Of { asked, by: Subject::Community, columns: &[], within: within.to_owned() }
    }

    fn row(key: &str, name: &str, reports: u64) -> AssessmentRow {
        let mut sums = Sums::default();
        sums.set(Counter::Report, reports);
        AssessmentRow { key: key.to_owned(), name: name.to_owned(), sums: BTreeMap::from([(Basis::Reported, sums)]) }
    }

    #[test]
    fn rows_are_found_by_their_names_and_by_their_keys() {
        let rows = || vec![row("610103001001", "长安门 A", 1), row("610103001002", "柏树林", 2)];
        let found = |sought: &str| lines(&of(""), rows(), Order::default(), sought).len();
        assert_eq!((found(""), found(" 柏树 "), found("001002"), found("a"), found("x")), (2, 1, 1, 1, 0));
    }

    #[test]
    fn what_lies_within_a_street_is_summed_by_itself_and_is_that_streets() {
        let rows = [row("610103001001", "", 1), row("610103001002", "", 2)];
        let mut server = Sums::default();
        server.set(Counter::Report, 9);
        let server = Some(BTreeMap::from([(Basis::Reported, server)]));
        let total =
            |of: &Of| of.total(server.as_ref(), &rows).get(&Basis::Reported).map(|sums| sums.get(Counter::Report));
        assert_eq!((total(&of("")), total(&of("610103001"))), (Some(9), Some(3)));
        let street = "610103001".to_owned();
        assert_eq!(of("610103001").whole(), Some(Row { by: Subject::Street, key: street.clone(), name: street }));
        assert_eq!((of("").whole(), of("61").whole()), (None, None));
    }
}
