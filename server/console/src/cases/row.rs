//! One line of the case list.

use leptos::prelude::*;
use shared::api::cases::{CaseList, CaseNames};
use shared::case::Case;

use crate::case::time_left;
use crate::clock;
use crate::route::{self, Route};
use crate::text::{lang, names, phrases, say, words};

/// A case with its names.
#[derive(Clone, PartialEq)]
pub struct Named {
    case: Case,
    names: CaseNames,
}

/// Puts each case beside its names.
pub fn rows(list: &CaseList) -> Vec<Named> {
    let named =
        |case: &Case| Named { case: case.clone(), names: list.names.get(&case.id).cloned().unwrap_or_default() };
    list.cases.iter().map(named).collect()
}

/// Draws the table.
pub fn table(rows: Memo<Vec<Named>>) -> impl IntoView {
    view! {
        <table class="rows">
            <thead>
                <tr>
                    <th>{say(words::COL_CASE_NO)}</th>
                    <th>{say(words::COL_WHAT)}</th>
                    <th>{say(words::COL_WHERE)}</th>
                    <th>{say(words::COL_UNIT)}</th>
                    <th>{say(words::COL_STATE)}</th>
                    <th>{say(words::COL_TIME)}</th>
                    <th class="right">{say(words::PHOTOS)}</th>
                    <th class="right">{say(words::COL_REPORTED)}</th>
                </tr>
            </thead>
            <tbody>
                // A case that changes gets another version, and photos arrive without one.
                <For each=move || rows.get() key=|named| (named.case.id, named.case.version, received(&named.case))
                    children=move |named| row(&named)/>
            </tbody>
        </table>
    }
}

fn received(case: &Case) -> usize {
    case.photos.iter().filter(|photo| photo.received_at.is_some()).count()
}

fn row(named: &Named) -> impl IntoView + use<> {
    let lang = lang();
    let Named { case, names: known } = named;
    let id = case.id;
    let number = case.case_no.as_ref().map_or_else(|| say(words::NO_NUMBER).to_owned(), ToString::to_string);
    let category = lang.pick(&known.category, &known.category_en).to_owned();
    let title = if category.is_empty() { case.category.to_string() } else { category };
    let grid = case.grid.as_ref().map_or_else(|| say(words::OUTSIDE).to_owned(), ToString::to_string);
    let place = crate::case::place(case, known);
    let unit = match (known.unit.is_empty(), &case.unit) {
        (false, _) => known.unit.clone(),
        (true, Some(unit)) => unit.to_string(),
        (true, None) => say(words::NO_UNIT).to_owned(),
    };
    view! {
        <tr data-test="case-row" data-case=id.to_string() data-state=case.state.as_str()
            on:click=move |_| route::go(&Route::Case(id))>
            <td><a class="figures" href=Route::Case(id).href()>{number}</a></td>
            <td><strong>{title}</strong><small>{phrases::condition(lang, case.condition_no)}</small></td>
            <td>{place}<small class="figures">{grid}</small></td>
            <td>{unit}</td>
            <td><span class=format!("badge {}", crate::case::tone(case.state).class())>{lang.say(names::state(case.state))}</span></td>
            <td>{time_left(case)}</td>
            <td class="right figures">{received(case)}"/"{case.photos.len()}</td>
            <td class="right figures">{clock::day_time(case.reported_at)}</td>
        </tr>
    }
}
