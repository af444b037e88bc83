//! The list behind a number of the figures: exactly the cases that it counts, as they are now.
//!
//! The heading is what the answer says of itself. A link to it can be handed on: which number is meant stands in the
//! address.

use leptos::prelude::*;
use shared::api::figures::FigureCases;

use super::behind::Behind;
use super::{period, text};
use crate::case::trail;
use crate::cases::listing::Listing;
use crate::cases::place;
use crate::clock;
use crate::faces::{self, Empty};
use crate::route::{self, Look, Route};
use crate::text::spans::number;
use crate::text::{lang, phrases, say, words};

const SECONDS: u64 = 60;

/// The page.
pub fn page() -> AnyView {
    let open = route::open();
    let behind = Memo::new(move |before: Option<&Option<Behind>>| match open.get() {
        Route::FigureCases(address) => Behind::read(&address),
        // The page is on its way out: it is not drawn anew for that.
        Route::Home
        | Route::Board(_)
        | Route::Cases(_)
        | Route::Case(_)
        | Route::Handling
        | Route::Figures(_)
        | Route::Chain { .. }
        | Route::Verify
        | Route::Announcements
        | Route::At(..)
        | Route::Unknown => before.cloned().flatten(),
    });
    let path = Memo::new(move |_| behind.with(|behind| behind.as_ref().map(Behind::path)));
    let list = Listing::<FigureCases>::follow(path, SECONDS);
    let reel = list.reel();
    let rows = list.rows();
    Effect::new(move |_| {
        if let Some(behind) = behind.get() {
            place::came_from(behind.route());
        }
    });
    trail::follow(Signal::derive(move || rows.with(|rows| rows.iter().map(|named| named.case.id).collect())));
    let is_number = Memo::new(move |_| behind.with(Option::is_some));
    let is_known = Memo::new(move |_| list.first.value.with(Option::is_some));
    let is_empty =
        Memo::new(move |_| list.first.value.with(|came| came.as_ref().is_some_and(|came| came.list.total == 0)));
    view! {
        <section data-test="figure-cases">
            {head(list, behind)}
            {faces::trouble_bar(list.first)}
            {move || match (is_number.get(), is_known.get(), is_empty.get()) {
                (false, _, _) => view! { <Empty title=text::NOT_A_NUMBER more=text::NOT_A_NUMBER_MORE/> }.into_any(),
                (true, false, _) if list.first.trouble.with(Option::is_some) => ().into_any(),
                (true, false, _) => faces::waiting(),
                (true, true, true) => view! { <Empty title=text::NONE_COUNTS more=text::NONE_COUNTS_MORE/> }.into_any(),
                (true, true, false) => list.table(rows, reel),
            }}
        </section>
    }
    .into_any()
}

fn head(list: Listing<FigureCases>, behind: Memo<Option<Behind>>) -> AnyView {
    let lang = lang();
    let first = list.first;
    let title = move || {
        let said = first.value.with(|came| came.as_ref().map(|came| text::title(lang, came)));
        said.unwrap_or_else(|| lang.say(words::FIGURES).to_owned())
    };
    let total = move || first.value.with(|came| came.as_ref().map(|came| came.list.total));
    let means = move || first.value.with(|came| came.as_ref().map(|came| lang.say(text::means(came.figure))));
    let back = move || behind.with(|behind| way_back(behind.as_ref()).href());
    view! {
        <header class="page-head">
            <a class="back" data-test="back" href=back aria-label=say(words::BACK)>"‹"</a>
            <h2 data-test="cases-title" data-said="">{title}</h2>
            {faces::live_mark(first)}
            <span class="gap"></span>
            {move || total().map(|total| view! {
                <strong class="figures" data-test="cases-total" data-total=total.to_string()>
                    {phrases::cases_in_all(lang, &number(total))}
                </strong>
            })}
        </header>
        {move || means().map(|means| view! { <p class="lead small">{means}</p> })}
    }
    .into_any()
}

/// Returns the figures that a number stands in.
fn way_back(behind: Option<&Behind>) -> Route {
    let look = |behind: &Behind| {
        let of = &behind.of;
        Look { by: of.by, period: period::of_days(&of.from, &of.to, clock::today()) }
    };
    Route::Figures(behind.map(look).unwrap_or_default())
}
