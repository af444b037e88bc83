//! The case list: what there is, narrowed and paged by the server, of which only what is in view is in the page.
//!
//! `bar` are the filters (the map's, too), `views` what was kept of them, `loaded` the pages that are here, `row` one
//! line, `place` the way back from a case, `keys` what a keyboard does. Every filter stands in the address.

pub mod text;
pub mod choices;
pub mod fields;
pub mod bar;
pub mod views;
pub mod row;
pub mod place;
mod loaded;
mod keys;

use kit::windowed::{Reel, endless};
use leptos::ev::{KeyboardEvent, resize};
use leptos::html::Dialog;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::api::cases::CaseList;
use shared::api::lists::Shows;

use self::bar::Over;
use self::fields::Narrowing;
use self::keys::Asked;
use self::loaded::{Loaded, Wanted};
use crate::bridge;
use crate::case::trail;
use crate::faces::{self, Empty};
use crate::poll::{Polled, poll};
use crate::route::{self, By, Filter, Route};
use crate::text::spans;
use crate::text::{lang, phrases, say, words};

const SECONDS: u64 = 4;
/// The first page is asked for again and again; those behind it bring more at once.
const FIRST_PAGE: u32 = 50;
const LATER_PAGES: u32 = 100;
/// A line of a table, and a card on a narrow screen.
const ROW_PX: u32 = 56;
const CARD_PX: u32 = 168;
const NARROW_PX: f64 = 720.0;

/// The list as far as it is here.
#[derive(Clone, Copy)]
struct Listing {
    filter: Memo<Filter>,
    first: Polled<CaseList>,
    loaded: RwSignal<Loaded>,
    /// A page behind the first is on its way.
    asking: RwSignal<bool>,
    /// Whose turn it is to be read again.
    turn: StoredValue<usize>,
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
        | Route::Chain { .. }
        | Route::Verify
        | Route::Announcements
        | Route::At(..)
        | Route::Unknown => before.cloned().unwrap_or_default(),
    });
    let kept = place::kept(&filter.get_untracked());
    let (loaded, top) = kept.unwrap_or_default();
    let first = poll::<CaseList, _, _>(SECONDS, move || {
        let query = filter.get_untracked().query();
        async move { bridge::get(&format!("/api/v1/cases?limit={FIRST_PAGE}&{query}")).await }
    });
    let (asking, turn) = (RwSignal::new(false), StoredValue::new(0));
    let listing = Listing { filter, first, loaded: RwSignal::new(loaded), asking, turn };
    let reel = Reel::new(Callback::new(move |()| {
        // Followed: while one page is on its way the next is not asked for, and then it is its turn; where one did not
        // come, not before the server is heard again.
        if !asking.get() && first.trouble.with(Option::is_none) {
            listing.more();
        }
    }));
    reel.top.set(top);
    let narrowing = Narrowing { filter, go: Callback::new(|filter: Filter| route::go(&Route::Cases(filter))) };
    Effect::watch(
        move || filter.get(),
        move |_, _, _| {
            listing.anew();
            reel.rewind();
        },
        false,
    );
    Effect::new(move |_| place::came_from(Route::Cases(filter.get())));
    Effect::new(move |_| listing.hear());
    on_cleanup(move || {
        let here = (filter.try_get_untracked(), listing.loaded.try_get_untracked(), reel.top.try_get_untracked());
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
    trail::follow(Signal::derive(move || {
        listing.loaded.with(|loaded| loaded.rows().iter().map(|named| named.case.id).collect())
    }));
    view! {
        <section data-test="cases" class="cases">
            {head(listing, narrowing, help)}
            {views::chips(filter, Shows::List)}
            {bar::bar(narrowing, chosen, Over::List)}
            {faces::trouble_bar(first)}
            {body(listing, narrowing, reel)}
            {keys::help(help)}
        </section>
    }
}

fn head(listing: Listing, narrowing: Narrowing, help: NodeRef<Dialog>) -> AnyView {
    let lang = lang();
    let Listing { filter, first, .. } = listing;
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

fn export(listing: Listing) -> AnyView {
    let lang = lang();
    let Listing { filter, first, .. } = listing;
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

fn body(listing: Listing, narrowing: Narrowing, reel: Reel) -> AnyView {
    let lang = lang();
    let Listing { filter, first, loaded, asking, .. } = listing;
    let rows = Memo::new(move |_| loaded.with(Loaded::rows));
    let known = Memo::new(move |_| first.value.with(Option::is_some) || !rows.with(Vec::is_empty));
    let is_empty = Memo::new(move |_| rows.with(Vec::is_empty));
    let is_narrow = narrow();
    let ends = Memo::new(move |_| loaded.with(|loaded| loaded.more().is_none()));
    let count = move || rows.with(|rows| rows.len().saturating_add(1).to_string());
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
            (true, false, _) => view! {
                <div class="card table-card case-table" role="table" aria-label=lang.say(words::CASES) aria-rowcount=count>
                    {row::head()}
                    {move || {
                        let px = if is_narrow.get() { CARD_PX } else { ROW_PX };
                        endless(rows, px, row::key, row::row, lang.say(words::CASES), "case-rows", reel)
                    }}
                </div>
                <p class="quiet list-end" role="status" data-test="list-end">
                    {move || match (asking.get(), ends.get()) {
                        (true, _) => lang.say(text::LOADING_MORE),
                        (false, true) => lang.say(text::LIST_END),
                        (false, false) => "",
                    }}
                </p>
            }.into_any(),
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

impl Listing {
    /// Another filter: what is here is none of it.
    fn anew(self) {
        self.loaded.set(Loaded::default());
        self.asking.set(false);
        self.first.value.set(None);
        self.first.again();
    }

    /// Takes the first page whenever it comes, and has one of the others read again.
    fn hear(self) {
        // Follows every good reply, also one that says the same again.
        self.first.heard_at.track();
        self.first.value.with(|list| {
            if let Some(list) = list {
                self.loaded.maybe_update(|loaded| loaded.put(0, list));
            }
        });
        let turn = self.turn.get_value();
        self.turn.set_value(turn.wrapping_add(1));
        if let Some(wanted) = self.loaded.with_untracked(|loaded| loaded.again(turn)) {
            self.ask(wanted);
        }
    }

    /// Asks for the page behind those that are here.
    fn more(self) {
        if self.asking.get_untracked() {
            return;
        }
        if let Some(wanted) = self.loaded.with_untracked(Loaded::more) {
            self.asking.set(true);
            self.ask(wanted);
        }
    }

    fn ask(self, wanted: Wanted) {
        let query = self.filter.get_untracked().query();
        let before = route::encode(wanted.before.as_deref().unwrap_or_default());
        spawn_local(async move {
            let address = format!("/api/v1/cases?limit={LATER_PAGES}&before={before}&{query}");
            let reply = bridge::get::<CaseList>(&address).await;
            // The answer to another filter than the one that is shown by now is no part of this list.
            if self.filter.try_with_untracked(|filter| filter.query() == query) != Some(true) {
                return;
            }
            match reply {
                Ok(list) => {
                    self.loaded.try_maybe_update(|loaded| (loaded.put(wanted.number, &list), ()));
                }
                Err(trouble) => drop(self.first.trouble.try_set(Some(trouble))),
            }
            // Last: whoever follows it asks for the next one.
            self.asking.try_set(false);
        });
    }
}
