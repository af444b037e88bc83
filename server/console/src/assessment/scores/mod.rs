//! The scores of a month: who stands where, how each line of a score came about, and points that a person gave.
//!
//! The server scores and ranks; nothing is counted here. Which month, which version of it and which model stand in the
//! address, and so does the row that is open. `lines` are one object's lines, `given` the points by hand, `asked` what the
//! address asks for.

mod text;
mod asked;
mod bar;
mod table;
pub mod lines;
mod given;

use leptos::prelude::*;
use shared::api::assessment::{GivenList, ScoreTable};

use self::asked::Chosen;
use crate::assessment::models::asked as of_models;
use crate::bridge;
use crate::faces::{self, Empty};
use crate::poll::poll;
use crate::section::Address;
use crate::text::say;

const SECONDS: u64 = 300;

/// The page; the address is that of the whole section.
pub fn page(address: Memo<Address>) -> AnyView {
    let (months, models) = (of_models::months(), of_models::models());
    let known = Memo::new(move |_| months.value.with(Option::is_some) && models.value.with(Option::is_some));
    let chosen = Memo::new(move |_| {
        months.value.with(|months| {
            models
                .value
                .with(|models| address.with(|address| Chosen::read(address, months.as_ref()?, models.as_ref()?)))
        })
    });
    let body = move || match (known.get(), chosen.get()) {
        (true, Some(chosen)) => shown(chosen, address),
        (true, None) => view! { <Empty title=text::NO_MONTHS more=text::NO_MONTHS_MORE/> }.into_any(),
        (false, _) if months.trouble.with(Option::is_some) || models.trouble.with(Option::is_some) => ().into_any(),
        (false, _) => faces::waiting(),
    };
    view! {
        <section class="score-page" data-test="scores">
            {bar::bar(address, chosen, months, models)}
            {faces::trouble_bar(months)}
            {faces::trouble_bar(models)}
            {body}
        </section>
    }
    .into_any()
}

/// Draws what was chosen; drawn anew where another is.
fn shown(chosen: Chosen, address: Memo<Address>) -> AnyView {
    let path = chosen.path();
    let scores = poll::<ScoreTable, _, _>(SECONDS, move || {
        let path = path.clone();
        async move { bridge::get(&path).await }
    });
    let path = chosen.given_path();
    let given = poll::<GivenList, _, _>(SECONDS, move || {
        let path = path.clone();
        async move { bridge::get(&path).await }
    });
    let is_known = Memo::new(move |_| scores.value.with(Option::is_some));
    let is_empty =
        Memo::new(move |_| scores.value.with(|table| table.as_ref().is_some_and(|table| table.rows.is_empty())));
    let opened = Memo::new(move |_| address.with(|address| address.get("row").map(str::to_owned)));
    let drawn = move || match (is_known.get(), is_empty.get()) {
        (false, _) if scores.trouble.with(Option::is_some) => ().into_any(),
        (false, _) => faces::waiting(),
        (true, true) => view! { <Empty title=text::NO_ROWS more=text::NO_ROWS_MORE/> }.into_any(),
        (true, false) => view! {
            {move || scores.value.with(|table| table.as_ref().map(table::chart))}
            <div class="score-body">
                {move || scores.value.with(|table| table.as_ref().map(|table| table::ranking(table, address, opened)))}
                <div class="score-side">
                    {move || match opened.get() {
                        Some(key) => lines::card(key, scores, given, address),
                        None => view! { <p class="card score-card small quiet">{say(text::PICK_A_ROW)}</p> }.into_any(),
                    }}
                </div>
            </div>
        }
        .into_any(),
    };
    view! {
        {faces::trouble_bar(scores)}
        {drawn}
        {faces::trouble_bar(given)}
        {given::list(given, scores)}
    }
    .into_any()
}
