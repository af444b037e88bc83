//! One case behind a number.

use kit::lang::Words;
use leptos::prelude::*;
use shared::api::assessment::AssessedCase;
use shared::assessment::Counter;

use super::{called, how_many, why};
use crate::assessment::text::{self, pages as words};
use crate::clock;
use crate::route::Route;
use crate::text::{lang, names, say};

/// Draws the headings.
pub fn head() -> AnyView {
    let column = |name: Words| view! { <span role="columnheader">{say(name)}</span> };
    let columns = [
        words::CASE_NO,
        words::CATEGORY,
        words::UNIT,
        words::STATE,
        words::REPORTED_AT,
        words::DUE_AT,
        words::COUNTS_AS,
    ];
    view! {
        <div role="rowgroup" class="assess-case-head">
            <div role="row" class="assess-case-cells" aria-rowindex="1">{columns.into_iter().map(column).collect_view()}</div>
        </div>
    }
    .into_any()
}

/// Tells rows apart by all that can change in them.
pub fn key(case: &AssessedCase) -> String {
    case.id.to_string()
}

/// Draws a row; its number opens the case, what it counts as says why.
pub fn draw(case: &AssessedCase) -> AnyView {
    let lang = lang();
    let state = format!("badge {}", crate::case::tone(case.state).class());
    let due = case.due_at.map_or_else(|| lang.say(words::NO_DUE).to_owned(), clock::dated);
    let chip = |counter: &Counter| view! { <span class="assess-counts">{lang.say(text::counter(*counter))}</span> };
    let chips = case.counts.iter().map(chip).collect_view();
    view! {
        <div class="assess-case-cells" data-test="assessed-case" data-case=case.id.to_string()>
            <span role="cell"><a class="words-link figures" data-test="open-case" href=Route::Case(case.id).href()>{called(case)}</a></span>
            <span role="cell" data-said="">{case.category.clone()}</span>
            <span role="cell" data-said="">{case.unit_name.clone()}</span>
            <span role="cell"><span class=state>{lang.say(names::state(case.state))}</span></span>
            <span role="cell" class="figures">{clock::dated(case.reported_at)}</span>
            <span role="cell" class="figures">{due}</span>
            <span role="cell" class="assess-why">
                {why::button(case, how_many(case))}
                <span class="assess-chips">{chips}</span>
            </span>
        </div>
    }
    .into_any()
}
