//! The tables: how far the cases have come, and how they ended.

use kit::lang::Words;
use leptos::prelude::*;
use shared::api::figures::{FigureRow, Grouping};
use shared::case::{Closing, VoidKind};
use shared::figures::Figures;

use crate::text::spans::{number, rate};
use crate::text::{lang, names, say, words};

/// What is shown. The heading is that of the reply, not that of a question which has no answer yet.
#[derive(Clone, Copy)]
pub struct Shown {
    /// What the rows are grouped by.
    pub by: Memo<Grouping>,
    /// The rows.
    pub rows: Memo<Vec<FigureRow>>,
    /// All of them together.
    pub total: Memo<Figures>,
}

/// A column: its heading and what stands in it.
type Column = (Words, fn(&Figures) -> String);
/// A heading over several columns.
type Band = (Words, usize);

const WAY: &[Column] = &[
    (words::FIG_REPORTED, |figures| number(figures.reported)),
    (words::FIG_OTHERS, |figures| number(figures.by_other_channels)),
    (words::FIG_SELF_HANDLED, |figures| number(figures.self_handled)),
    (words::FIG_ACCEPTED, |figures| number(figures.accepted)),
    (words::FIG_FILED, |figures| number(figures.filed)),
    (words::FIG_DISPATCHED, |figures| number(figures.dispatched)),
    (words::FIG_RIGHT, |figures| rate(figures.dispatch_accuracy())),
    (words::FIG_RETURNED, |figures| number(figures.returned)),
    (words::FIG_SUSPENDED, |figures| number(figures.suspended)),
    (words::FIG_OVERDUE, |figures| number(figures.overdue)),
    (words::FIG_LINKED, |figures| number(figures.linked)),
];

const ENDS: &[Column] = &[
    (names::closing(Closing::Normal), |figures| number(figures.closed.normal)),
    (names::closing(Closing::Overdue), |figures| number(figures.closed.overdue)),
    (names::closing(Closing::Error), |figures| number(figures.closed.error)),
    (names::closing(Closing::Special), |figures| number(figures.closed.special)),
    (names::closing(Closing::Direct), |figures| number(figures.closed.direct)),
    (names::closing(Closing::SelfHandled), |figures| number(figures.closed.self_handled)),
    (names::void(VoidKind::NotAccepted), |figures| number(figures.voided.not_accepted)),
    (names::void(VoidKind::NotFiled), |figures| number(figures.voided.not_filed)),
    (names::void(VoidKind::Voided), |figures| number(figures.voided.voided)),
    (names::void(VoidKind::SelfHandledRefused), |figures| number(figures.voided.self_handled_refused)),
];

const ENDS_BANDS: &[Band] = &[(words::FIG_CLOSED, Closing::ALL.len()), (words::FIG_VOID, VoidKind::ALL.len())];

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
    let head = |(word, _): &Column| view! { <th scope="col" class="right">{say(*word)}</th> };
    view! {
        <div class="card table-card wide-table" tabindex="0" role="region" aria-label=say(words::FIGURES)>
            <table class="rows compact" data-test=test>
                <thead>
                    {(!bands.is_empty()).then(|| view! { <tr><td></td>{bands.iter().map(band).collect_view()}</tr> })}
                    <tr>
                        <th scope="col" data-test="grouping">{move || lang.say(names::grouping(shown.by.get()))}</th>
                        {columns.iter().map(head).collect_view()}
                    </tr>
                </thead>
                <tbody>
                    <For each=move || shown.rows.get() key=|row| (row.key.clone(), row.figures)
                        children=move |row| view! {
                            <tr data-test="figures-row" data-key=row.key.clone()>
                                <td data-said="">{named(&row)}<small class="figures">{row.key.clone()}</small></td>
                                {cells(columns, &row.figures)}
                            </tr>
                        }/>
                </tbody>
                <tfoot>
                    <tr data-test="figures-total">
                        <td><strong>{say(words::FIG_TOTAL)}</strong></td>
                        {move || cells(columns, &shown.total.get())}
                    </tr>
                </tfoot>
            </table>
        </div>
    }
    .into_any()
}

fn cells(columns: &'static [Column], figures: &Figures) -> AnyView {
    let cell = |(_, written): &Column| view! { <td class="right figures">{written(figures)}</td> };
    columns.iter().map(cell).collect_view().into_any()
}

/// What nobody named is shown by its key alone; what has none lies with nobody.
fn named(row: &FigureRow) -> Option<String> {
    match (row.key.is_empty(), row.name == row.key) {
        (true, _) => Some(say(words::FIG_NOWHERE).to_owned()),
        (false, true) => None,
        (false, false) => Some(row.name.clone()),
    }
}
