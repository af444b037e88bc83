//! What was touched: the things on one spot, or the grid under the finger.

use kit::lang::{self, t};
use leptos::prelude::*;

use super::panel::{CloseButton, closes};
use super::row::ThingRow;
use super::text;
use super::things::Thing;

/// What was touched.
#[derive(Clone, PartialEq, Debug)]
pub struct Touched {
    /// The things, the most pressing first.
    pub things: Vec<Thing>,
    /// The grid's number.
    pub grid: Option<String>,
}

/// What was touched, in a card over the lower edge of the map.
#[component]
pub fn SpotCard(
    /// What.
    touched: Touched,
    /// It is put away.
    #[prop(into)]
    on_close: Callback<()>,
) -> impl IntoView {
    let speech = lang::speech();
    let Touched { things, grid } = touched;
    let count = things.len();
    let head = move || {
        let lang = speech.get();
        match (&grid, count) {
            (_, 2..) => format!("{} {count}", lang.say(text::ON_ONE_SPOT)),
            (Some(code), _) => format!("{} {code}", lang.say(text::GRID)),
            (None, _) => lang.say(text::ON_ONE_SPOT).to_owned(),
        }
    };
    view! {
        <section class="map-over card" role="dialog" aria-label=t(text::ON_ONE_SPOT) data-test="map-card"
            on:keydown=move |event| closes(&event, on_close)>
            <div class="between"><p class="small number" data-test="map-card-head">{head}</p><CloseButton on_close=on_close /></div>
            <div class="rows">
                {things.into_iter().map(|thing| view! { <ThingRow thing=thing /> }).collect_view()}
            </div>
        </section>
    }
    .into_any()
}
