//! The tables: how far the cases have come, and how they ended. Each number is the way to its cases.

use kit::lang::Words;
use leptos::prelude::*;
use shared::api::figures::FigureRow;
use shared::case::{Closing, VoidKind};
use shared::figures::Figures;
use shared::figures::figure::CaseFigure;

use super::behind::{self, Of};
use super::text;
use crate::text::spans::{number, share};
use crate::text::{lang, names, say, words};

/// What is shown. The heading is that of the reply, not that of a question which has no answer yet.
#[derive(Clone, Copy)]
pub struct Shown {
    /// Of which days, and what the rows are grouped by.
    pub of: Memo<Of>,
    /// The rows.
    pub rows: Memo<Vec<FigureRow>>,
    /// All of them together.
    pub total: Memo<Figures>,
}

/// What stands in a column.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Column {
    /// How many cases count as something.
    Count(CaseFigure),
    /// The rate of dispatches that were right, with both its numbers.
    Right,
}

/// A heading over several columns.
type Band = (Words, usize);

const WAY: &[Column] = &[
    Column::Count(CaseFigure::Reported),
    Column::Count(CaseFigure::ByOtherChannels),
    Column::Count(CaseFigure::SelfHandled),
    Column::Count(CaseFigure::Accepted),
    Column::Count(CaseFigure::Filed),
    Column::Count(CaseFigure::Dispatched),
    Column::Right,
    Column::Count(CaseFigure::Returned),
    Column::Count(CaseFigure::Suspended),
    Column::Count(CaseFigure::Overdue),
    Column::Count(CaseFigure::Linked),
];

const ENDS: &[Column] = &[
    Column::Count(CaseFigure::ClosedNormal),
    Column::Count(CaseFigure::ClosedOverdue),
    Column::Count(CaseFigure::ClosedError),
    Column::Count(CaseFigure::ClosedSpecial),
    Column::Count(CaseFigure::ClosedDirect),
    Column::Count(CaseFigure::ClosedSelfHandled),
    Column::Count(CaseFigure::VoidNotAccepted),
    Column::Count(CaseFigure::VoidNotFiled),
    Column::Count(CaseFigure::VoidVoided),
    Column::Count(CaseFigure::VoidSelfHandledRefused),
];

const ENDS_BANDS: &[Band] = &[(words::FIG_CLOSED, Closing::ALL.len()), (words::FIG_VOID, VoidKind::ALL.len())];

impl Column {
    const fn name(self) -> Words {
        match self {
            Self::Count(figure) => text::column(figure),
            Self::Right => text::column(CaseFigure::DispatchedRight),
        }
    }
}

/// A row, and of what it is: where that changes it is drawn anew, for its numbers lead elsewhere.
struct Line {
    of: Of,
    row: FigureRow,
}

impl Line {
    fn key(&self) -> (&'static str, String, String, String, Figures) {
        let Self { of: Of { by, from, to }, row } = self;
        (by.as_str(), from.clone(), to.clone(), row.key.clone(), row.figures)
    }
}

/// Draws both tables.
pub fn tables(shown: Shown) -> impl IntoView {
    view! {
        {table("figures-way", shown, &[], WAY)}
        <p class="quiet small">{say(words::FIG_RIGHT_MEANS)}</p>
        {table("figures-ends", shown, ENDS_BANDS, ENDS)}
    }
}

fn table(test: &'static str, shown: Shown, bands: &'static [Band], columns: &'static [Column]) -> AnyView {
    let lang = lang();
    let band =
        |(word, span): &Band| view! { <th scope="colgroup" class="right" colspan=span.to_string()>{say(*word)}</th> };
    let head = |column: &Column| view! { <th scope="col" class="right">{say(column.name())}</th> };
    let by = move || shown.of.with(|of| lang.say(names::grouping(of.by)));
    let lines = move || {
        let (of, rows) = (shown.of.get(), shown.rows.get());
        rows.into_iter().map(|row| Line { of: of.clone(), row }).collect::<Vec<Line>>()
    };
    view! {
        <div class="card table-card wide-table" tabindex="0" role="region" aria-label=say(words::FIGURES)>
            <table class="rows compact" data-test=test>
                <thead>
                    {(!bands.is_empty()).then(|| view! { <tr><td></td>{bands.iter().map(band).collect_view()}</tr> })}
                    <tr>
                        <th scope="col" data-test="grouping">{by}</th>
                        {columns.iter().map(head).collect_view()}
                    </tr>
                </thead>
                <tbody>
                    <For each=lines key=Line::key
                        children=move |line| {
                            let Line { of, row } = line;
                            view! {
                                <tr data-test="figures-row" data-key=row.key.clone()>
                                    <td data-said="">{named(&row)}<small class="figures">{row.key.clone()}</small></td>
                                    {cells(columns, &of, Some(row.key.as_str()), &row.figures)}
                                </tr>
                            }
                        }/>
                </tbody>
                <tfoot>
                    <tr data-test="figures-total">
                        <td><strong>{say(words::FIG_TOTAL)}</strong></td>
                        {move || cells(columns, &shown.of.get(), None, &shown.total.get())}
                    </tr>
                </tfoot>
            </table>
        </div>
    }
    .into_any()
}

fn cells(columns: &'static [Column], of: &Of, key: Option<&str>, figures: &Figures) -> AnyView {
    let count = |figure: CaseFigure| count(of, key, figure, figure.of(figures));
    let cell = |column: &Column| {
        let written = match (column, share(figures.dispatch_accuracy())) {
            (Column::Count(figure), _) => count(*figure),
            (Column::Right, None) => "—".into_any(),
            (Column::Right, Some(share)) => view! {
                {count(CaseFigure::DispatchedRight)}" / "{count(CaseFigure::Filed)}" ("{share}")"
            }
            .into_any(),
        };
        view! { <td class="right figures">{written}</td> }
    };
    columns.iter().map(cell).collect_view().into_any()
}

/// Draws how many cases count as something, as the way to exactly these; none is no link.
fn count(of: &Of, key: Option<&str>, figure: CaseFigure, count: u64) -> AnyView {
    let Some(way) = behind::way(of, key, figure, count) else { return number(count).into_any() };
    view! {
        <a class="words-link" data-test="figure" data-figure=figure.as_str() data-count=count.to_string()
            href=way.href() aria-label=text::opens(lang(), figure, count)>{number(count)}</a>
    }
    .into_any()
}

/// What nobody named is shown by its key alone; what has none lies with nobody.
fn named(row: &FigureRow) -> Option<String> {
    match (row.key.is_empty(), row.name == row.key) {
        (true, _) => Some(say(words::FIG_NOWHERE).to_owned()),
        (false, true) => None,
        (false, false) => Some(row.name.clone()),
    }
}

#[cfg(test)]
mod tests {
    use shared::case::{Closing, VoidKind};
    use shared::figures::figure::CaseFigure;

    use super::{Column, ENDS, WAY};

    #[test]
    fn every_figure_stands_in_a_column_once() {
        let in_column = |column: &Column| match column {
            Column::Count(figure) => *figure,
            Column::Right => CaseFigure::DispatchedRight,
        };
        let mut shown: Vec<CaseFigure> = WAY.iter().chain(ENDS).map(in_column).collect();
        shown.sort_unstable();
        assert_eq!(shown, CaseFigure::ALL);
        assert_eq!(ENDS.len(), Closing::ALL.len() + VoidKind::ALL.len(), "the headings over them fit");
    }
}
