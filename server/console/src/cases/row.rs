//! One line of the case list.

use std::sync::Arc;

use kit::lang::Words;
use leptos::prelude::*;
use shared::api::cases::{CaseList, CaseNames};
use shared::case::Case;
use shared::evidence::verdict::Verdict;

use super::text;
use crate::case::time_left;
use crate::clock;
use crate::evidence::verdict;
use crate::route::{self, Route};
use crate::text::{lang, names, phrases, say, words};

/// A case with its names, and what was found of its photos. Lists of thousands are handed on: what is large is shared.
#[derive(Clone, PartialEq)]
pub struct Named {
    /// The case.
    pub case: Arc<Case>,
    /// Names for the ids in it.
    pub names: Arc<CaseNames>,
    /// What was found of all its photos; nothing where it has none that was looked at.
    pub evidence: Option<Verdict>,
}

/// Puts each case beside its names.
pub fn rows(list: &CaseList) -> Vec<Named> {
    let named = |case: &Case| Named {
        case: Arc::new(case.clone()),
        names: Arc::new(list.names.get(&case.id).cloned().unwrap_or_default()),
        evidence: list.evidence.get(&case.id).copied(),
    };
    list.cases.iter().map(named).collect()
}

/// Tells rows apart by what can change in them: a case that changes gets another version, and photos and what is found
/// of them arrive without one.
pub fn key(named: &Named) -> String {
    let Named { case, evidence, .. } = named;
    let evidence = evidence.map_or("", Verdict::as_str);
    format!("{} {} {} {evidence}", case.id, case.version, received(case))
}

/// Draws the headings.
pub fn head() -> AnyView {
    let column = |name: Words| view! { <span role="columnheader">{say(name)}</span> };
    let columns = [
        words::COL_CASE_NO,
        words::COL_WHAT,
        words::COL_WHERE,
        words::COL_UNIT,
        words::COL_STATE,
        words::COL_TIME,
        text::COL_EVIDENCE,
        text::COL_SOURCE,
        words::PHOTOS,
        words::COL_REPORTED,
    ];
    view! {
        <div role="rowgroup" class="case-head">
            <div role="row" class="case-cells" aria-rowindex="1">{columns.into_iter().map(column).collect_view()}</div>
        </div>
    }
    .into_any()
}

fn received(case: &Case) -> usize {
    case.photos.iter().filter(|photo| photo.received_at.is_some()).count()
}

/// Returns what a case is about, in the page's language.
pub fn title(named: &Named) -> String {
    let category = lang().pick(&named.names.category, &named.names.category_en).to_owned();
    if category.is_empty() { named.case.category.to_string() } else { category }
}

/// Returns the number of a case.
pub fn number(case: &Case) -> String {
    case.case_no.as_ref().map_or_else(|| say(words::NO_NUMBER).to_owned(), ToString::to_string)
}

/// Draws a row; pressed anywhere it opens the case.
pub fn row(named: &Named) -> AnyView {
    let lang = lang();
    let Named { case, names: known, evidence } = named;
    let id = case.id;
    let grid = case.grid.as_ref().map_or_else(|| say(words::OUTSIDE).to_owned(), ToString::to_string);
    let place = crate::case::place(case, known);
    let unit = match (known.unit.is_empty(), &case.unit) {
        (false, _) => known.unit.clone(),
        (true, Some(unit)) => unit.to_string(),
        (true, None) => say(words::NO_UNIT).to_owned(),
    };
    let found = evidence.map_or_else(
        || view! { <span class="quiet">{say(text::NO_EVIDENCE)}</span> }.into_any(),
        |found| verdict::badge(lang, found, "evidence-mark"),
    );
    let state = format!("badge {}", crate::case::tone(case.state).class());
    view! {
        <div class="case-cells" data-test="case-row" data-case=id.to_string() data-state=case.state.as_str()
            on:click=move |_| route::go(&Route::Case(id))>
            <span role="cell"><a class="figures" href=Route::Case(id).href()>{number(case)}</a></span>
            <span role="cell" class="cell-what"><strong>{title(named)}</strong><small>{phrases::condition(lang, case.condition_no)}</small></span>
            <span role="cell" class="cell-where" lang="zh">{place}<small class="figures">{grid}</small></span>
            <span role="cell" class="cell-unit" lang="zh">{unit}</span>
            <span role="cell"><span class=state>{say(names::state(case.state))}</span></span>
            <span role="cell">{time_left(case)}</span>
            <span role="cell">{found}</span>
            <span role="cell" class="cell-source">{say(text::channel(case.channel))}</span>
            <span role="cell" class="figures cell-photos">{received(case)}"/"{case.photos.len()}</span>
            <span role="cell" class="figures">{clock::day_time(case.reported_at)}</span>
        </div>
    }
    .into_any()
}
