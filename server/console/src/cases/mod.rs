//! The case list: what there is, narrowed and paged by the server, of which only what is in view is in the page.
//!
//! `bar` are the filters (the map's, too), `views` what was kept of them, `listing` the list as far as it is here (that
//! behind a figure, too), `loaded` its pages, `row` one line, `place` the way back from a case, `keys` what a keyboard does.
//! Every filter stands in the address.

pub mod text;
pub mod choices;
pub mod fields;
pub mod bar;
pub mod views;
pub mod row;
pub mod place;
pub mod listing;
mod loaded;
mod keys;

use kit::windowed::Reel;
use leptos::ev::{KeyboardEvent, resize};
use leptos::html::Dialog;
use leptos::prelude::*;
use shared::api::cases::CaseList;
use shared::api::lists::Shows;

use self::bar::Over;
use self::fields::Narrowing;
use self::keys::Asked;
use self::listing::Listing;
use self::row::Named;
use crate::case::trail;
use crate::faces::{self, Empty};
use crate::route::{self, By, Filter, Route};
use crate::text::spans;
use crate::text::{lang, phrases, say, words};

const SECONDS: u64 = 4;
const NARROW_PX: f64 = 720.0;

/// The list, and what it is narrowed by.
#[derive(Clone, Copy)]
struct Narrowed {
    filter: Memo<Filter>,
    list: Listing<CaseList>,
}

/// The page.
#[component]
pub fn CasesPage() -> impl IntoView {
    let open = route::open();
    let filter = Memo::new(move |before: Option<&Filter>| match open.get() {
        Route::Cases(filter) => filter,
        // The page is on its way out: it is not drawn anew for that.
        Route::Home
        | Route::Board(_)
        | Route::Case(_)
        | Route::Handling
        | Route::Figures(_)
        | Route::FigureCases(_)
        | Route::Chain { .. }
        | Route::Verify
        | Route::Announcements
        | Route::At(..)
        | Route::Unknown => before.cloned().unwrap_or_default(),
    });
    let path = Memo::new(move |_| Some(filter.with(|filter| format!("/api/v1/cases?{}", filter.query()))));
    let list = Listing::<CaseList>::follow(path, SECONDS);
    let reel = list.reel();
    if let Some((loaded, top)) = place::kept(&filter.get_untracked()) {
        list.loaded.set(loaded);
        reel.top.set(top);
    }
    let narrowing = Narrowing { filter, go: Callback::new(|filter: Filter| route::go(&Route::Cases(filter))) };
    Effect::new(move |_| place::came_from(Route::Cases(filter.get())));
    on_cleanup(move || {
        let here = (filter.try_get_untracked(), list.loaded.try_get_untracked(), reel.top.try_get_untracked());
        if let (Some(filter), Some(loaded), Some(top)) = here {
            place::keep(&filter, loaded, top);
        }
    });
    let help = NodeRef::<Dialog>::new();
    keys::listen(Callback::new(move |asked| match asked {
        Asked::Search => keys::focus("search"),
        Asked::Clear => narrowing.go.run(Filter::default()),
        Asked::Help => keys::show(help),
        Asked::Move => reel.focus(),
    }));
    let chosen = choices::fetch();
    let rows = list.rows();
    trail::follow(Signal::derive(move || rows.with(|rows| rows.iter().map(|named| named.case.id).collect())));
    let listing = Narrowed { filter, list };
    view! {
        <section data-test="cases" class="cases">
            {head(listing, narrowing, help)}
            {views::chips(filter, Shows::List)}
            {bar::bar(narrowing, chosen, Over::List)}
            {faces::trouble_bar(list.first)}
            {body(listing, rows, narrowing, reel)}
            {keys::help(help)}
        </section>
    }
}

fn head(listing: Narrowed, narrowing: Narrowing, help: NodeRef<Dialog>) -> AnyView {
    let lang = lang();
    let Narrowed { filter, list: Listing { first, .. } } = listing;
    let total = move || {
        let counted = |list: &CaseList| phrases::cases_in_all(lang, &spans::counted(list.total, list.total_capped));
        first.value.with(|list| list.as_ref().map(counted))
    };
    let escape = move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            event.prevent_default();
            narrowing.set(By::Words, "");
        }
    };
    view! {
        <header class="page-head">
            <h2>{say(words::CASES)}</h2>
            {faces::live_mark(first)}
            <span class="gap"></span>
            <span class="quiet figures" data-test="total">{total}</span>
            <input class="search" type="search" data-test="search" placeholder=say(words::SEARCH_CASES)
                aria-label=say(words::SEARCH_CASES) prop:value=move || filter.with(|filter| filter.get(By::Words).to_owned())
                on:keydown=escape
                on:change:target=move |event| narrowing.set(By::Words, event.target().value().trim())/>
            {shown_as(filter, Shows::List)}
            {export(listing)}
            <button type="button" class="chip" data-test="show-keys" aria-label=say(text::KEYS)
                on:click=move |_| keys::show(help)>"?"</button>
        </header>
    }
    .into_any()
}

/// Draws the switch between the list and the map; the filter stays.
pub fn shown_as(filter: Memo<Filter>, now: Shows) -> AnyView {
    let link = move |shows: Shows, name: kit::lang::Words, test: &'static str| {
        let href = move || views::route(shows, &filter.get()).href();
        view! {
            <a class="chip" class:on=shows == now href=href data-test=test aria-current=(shows == now).then_some("true")>
                {say(name)}
            </a>
        }
    };
    view! {
        <span class="shown-as" role="group" aria-label=say(text::SHOWN_AS)>
            {link(Shows::List, text::AS_LIST, "as-list")}{link(Shows::Map, text::AS_MAP, "as-map")}
        </span>
    }
    .into_any()
}

fn export(listing: Narrowed) -> AnyView {
    let lang = lang();
    let Narrowed { filter, list: Listing { first, .. } } = listing;
    let too_many = Memo::new(move |_| first.value.with(|list| list.as_ref().is_some_and(|list| list.total_capped)));
    let address = move |format: &str| {
        format!("/api/v1/cases/export?format={format}&lang={}&{}", lang.pick("zh", "en"), filter.with(Filter::query))
    };
    view! {
        <details class="export">
            <summary class="chip" data-test="export">{say(text::EXPORT)}</summary>
            <div class="card export-card">
                {move || if too_many.get() {
                    view! { <p class="quiet" data-test="export-too-many">{lang.say(text::EXPORT_TOO_MANY)}</p> }.into_any()
                } else {
                    view! {
                        <a class="words-link" href=address("xlsx") download="" data-test="export-xlsx">{lang.say(text::EXPORT_TABLE)}</a>
                        <a class="words-link" href=address("csv") download="" data-test="export-csv">{lang.say(text::EXPORT_TEXT)}</a>
                        <p class="quiet">{lang.say(text::EXPORT_NOTED)}</p>
                    }.into_any()
                }}
            </div>
        </details>
    }
    .into_any()
}

fn body(listing: Narrowed, rows: Memo<Vec<Named>>, narrowing: Narrowing, reel: Reel) -> AnyView {
    let lang = lang();
    let Narrowed { filter, list } = listing;
    let first = list.first;
    let known = Memo::new(move |_| first.value.with(Option::is_some) || !rows.with(Vec::is_empty));
    let is_empty = Memo::new(move |_| rows.with(Vec::is_empty));
    view! {
        {move || match (known.get(), is_empty.get(), filter.with(Filter::is_open)) {
            (false, _, _) if first.trouble.with(Option::is_some) => ().into_any(),
            (false, _, _) => faces::waiting(),
            (true, true, true) => view! { <Empty title=words::NO_CASES more=words::NO_CASES_MORE/> }.into_any(),
            (true, true, false) => view! {
                <Empty title=words::NO_MATCH more=words::NO_MATCH_MORE/>
                <button type="button" class="button centred" on:click=move |_| narrowing.go.run(Filter::default())>
                    {lang.say(words::CLEAR_FILTER)}
                </button>
            }.into_any(),
            (true, false, _) => list.table(rows, reel),
        }}
    }
    .into_any()
}

/// Follows whether the window is too narrow for a table.
pub fn narrow() -> Memo<bool> {
    let width = || window().inner_width().ok().and_then(|width| width.as_f64()).unwrap_or(NARROW_PX * 2.0);
    let seen = RwSignal::new(width());
    let resized = window_event_listener(resize, move |_| seen.set(width()));
    on_cleanup(move || resized.remove());
    Memo::new(move |_| seen.get() <= NARROW_PX)
}
