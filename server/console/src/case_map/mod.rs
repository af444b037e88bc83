//! The map of open cases: a hundred thousand points under the filters of the list, and beside it the same cases as a list.
//!
//! `stage` is the map, `script` the way to its drawing (`static/case_map.mjs`, which fetches the points itself), `side`
//! the list of what is in view, `card` what was pressed, `at` where it stands in the address. The filters, the views and
//! the switch are those of `cases`.

pub mod text;
mod at;
mod script;
mod stage;
mod side;
mod card;

use leptos::prelude::*;
use shared::api::cases::CaseList;
use shared::api::lists::Shows;

use self::stage::Stage;
use crate::bridge;
use crate::cases::bar::{self, Over};
use crate::cases::fields::Narrowing;
use crate::cases::{choices, place, shown_as, views};
use crate::faces;
use crate::poll::poll;
use crate::route::{self, By, Filter};
use crate::section::{self, Section};
use crate::text::spans;
use crate::text::{lang, say, words};

/// The list beside the map is asked for as often as the map itself.
const SECONDS: u64 = 30;
const IN_VIEW: u32 = 50;

/// The page.
pub fn page() -> AnyView {
    let address = section::address(Section::CaseMap);
    let filter = Memo::new(move |_| address.with(Filter::of));
    let go = |filter: Filter| route::go(&views::route(Shows::Map, &filter));
    let narrowing = Narrowing { filter, go: Callback::new(go) };
    let stage = Stage::new(filter);
    Effect::new(move |_| place::came_from(views::route(Shows::Map, &filter.get())));
    stage.follow_address();
    let wanted = Memo::new(move |_| {
        let within = stage.rest.get().zip(stage.crs.get()).map(|(rest, crs)| rest.within(crs)).unwrap_or_default();
        filter.get().with(By::Within, &within).with(By::Sort, "due").query()
    });
    let list = poll::<CaseList, _, _>(SECONDS, move || {
        let query = wanted.get_untracked();
        async move { bridge::get(&format!("/api/v1/cases?limit={IN_VIEW}&{query}")).await }
    });
    Effect::watch(move || wanted.get(), move |_, _, _| list.again(), false);
    let chosen = choices::fetch();
    view! {
        <section data-test="cases-map" class="cases">
            {head(stage, narrowing)}
            {views::chips(filter, Shows::Map)}
            {bar::bar(narrowing, chosen, Over::Map)}
            {faces::trouble_bar(list)}
            {trouble(stage)}
            <div class="case-map-body">
                <div class="case-map-main">{stage::stage(stage)}{legend(stage)}{card::card(stage)}</div>
                {side::side(stage, list)}
            </div>
        </section>
    }
    .into_any()
}

fn head(stage: Stage, narrowing: Narrowing) -> AnyView {
    let lang = lang();
    let filter = narrowing.filter;
    let count = move || stage.fresh.get().map(|fresh| text::points(lang, &spans::number(fresh.count)));
    view! {
        <header class="page-head">
            <h2>{say(text::TITLE)}</h2>
            <span class="quiet figures" data-test="points">{count}</span>
            <span class="gap"></span>
            <input class="search" type="search" data-test="search" placeholder=say(words::SEARCH_CASES)
                aria-label=say(words::SEARCH_CASES) prop:value=move || filter.with(|filter| filter.get(By::Words).to_owned())
                on:change:target=move |event| narrowing.set(By::Words, event.target().value().trim())/>
            <button type="button" class="chip" data-test="map-fit" on:click=move |_| stage.fit()>{say(text::FIT)}</button>
            {shown_as(filter, Shows::Map)}
        </header>
        <p class="quiet lead">{say(text::LEAD)}</p>
    }
    .into_any()
}

/// Says that the points could not be fetched, or that there are too many of them.
fn trouble(stage: Stage) -> AnyView {
    let lang = lang();
    view! {
        {move || stage.trouble.get().map(|why| view! {
            <div class="trouble" role="status" data-test="map-trouble" data-code=why.code()>
                <strong>{why.words(lang)}</strong><span>{why.detail()}</span>
                <button type="button" class="button small" on:click=move |_| stage.again()>{lang.say(words::TRY_AGAIN)}</button>
            </div>
        })}
        {move || stage.fresh.with(|fresh| fresh.as_ref().is_some_and(|fresh| fresh.more)).then(|| view! {
            <p class="complaint" role="status" data-test="map-too-many">{lang.say(text::TOO_MANY)}</p>
        })}
    }
    .into_any()
}

/// Says what the colours mean, and how many points have each.
fn legend(stage: Stage) -> AnyView {
    let lang = lang();
    // As the drawing counts them: the calmest first, and none in the colour of the brand.
    let tones = [
        (4, "tone-late", "!", text::TONE_LATE),
        (3, "tone-soon", "–", text::TONE_SOON),
        (2, "tone-ok", "", text::TONE_OK),
        (0, "tone-rest", "", text::TONE_REST),
    ];
    let line = move |(place, tone, sign, name): (usize, &'static str, &'static str, kit::lang::Words)| {
        let count = move || {
            let count = stage.fresh.with(|fresh| fresh.as_ref().and_then(|fresh| fresh.tones.get(place).copied()));
            count.map(spans::number)
        };
        view! {
            <li><span class=format!("legend-dot {tone}") aria-hidden="true">{sign}</span>{lang.say(name)}" "<span class="figures quiet">{count}</span></li>
        }
    };
    view! {
        <ul class="case-legend" aria-label=say(text::LEGEND) data-test="legend">{tones.into_iter().map(line).collect_view()}</ul>
    }
    .into_any()
}
