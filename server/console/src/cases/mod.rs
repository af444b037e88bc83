//! The case list: what there is, filtered and paged by the server.

mod row;

use leptos::prelude::*;
use shared::api::cases::CaseList;
use shared::case::State;

use crate::bridge;
use crate::case::trail;
use crate::faces::{self, Empty};
use crate::poll::poll;
use crate::route::{self, Filter, Route, Sort};
use crate::text::spans;
use crate::text::{lang, names, phrases, say, words};

const SECONDS: u64 = 4;
const PAGE_SIZE: u32 = 50;
/// The states that a desk looks for; the rest is found by search or under "all".
const STATES: &[State] = &[
    State::Reported,
    State::ToFile,
    State::ToDispatch,
    State::ToHandle,
    State::Handling,
    State::ToReview,
    State::ToCheck,
    State::Checking,
    State::ToClose,
    State::Closed,
];

/// The page.
#[component]
pub fn CasesPage() -> impl IntoView {
    let lang = lang();
    let open = route::open();
    let filter = Memo::new(move |_| match open.get() {
        Route::Cases(filter) => filter,
        Route::Home
        | Route::Board(_)
        | Route::Case(_)
        | Route::Handling
        | Route::Figures(_)
        | Route::Chain { .. }
        | Route::Verify
        | Route::Announcements
        | Route::At(..)
        | Route::Unknown => Filter::default(),
    });
    let list = poll::<CaseList, _, _>(SECONDS, move || {
        let query = filter.get_untracked().query();
        async move { bridge::get(&format!("/api/v1/cases?limit={PAGE_SIZE}&{query}")).await }
    });
    Effect::watch(move || filter.get(), move |_, _, _| list.again(), false);
    let rows = Memo::new(move |_| list.value.with(|list| list.as_ref().map(row::rows).unwrap_or_default()));
    let ids = |list: &CaseList| list.cases.iter().map(|case| case.id).collect::<Vec<_>>();
    trail::follow(Signal::derive(move || list.value.with(|list| list.as_ref().map(ids).unwrap_or_default())));
    let known = Memo::new(move |_| list.value.with(Option::is_some));
    let is_empty = Memo::new(move |_| rows.with(Vec::is_empty));
    let total = move || {
        let counted = |list: &CaseList| phrases::cases_in_all(lang, &spans::counted(list.total, list.total_capped));
        list.value.with(|list| list.as_ref().map(counted))
    };
    let next = Memo::new(move |_| list.value.with(|list| list.as_ref().and_then(|list| list.next.clone())));
    let set_words = move |text: String| {
        route::go(&Route::Cases(Filter { words: text.trim().to_owned(), before: None, ..filter.get_untracked() }));
    };
    view! {
        <section data-test="cases">
            <header class="page-head">
                <h2>{say(words::CASES)}</h2>
                {faces::live_mark(list)}
                <span class="gap"></span>
                <span class="quiet figures" data-test="total">{total}</span>
                <input class="search" type="search" data-test="search" placeholder=say(words::SEARCH_CASES)
                    aria-label=say(words::SEARCH_CASES) prop:value=move || filter.get().words
                    on:change:target=move |event| set_words(event.target().value())/>
            </header>
            <nav class="chips">{chips(filter)}<span class="gap"></span>{orders(filter)}</nav>
            {faces::trouble_bar(list)}
            {move || match (known.get(), is_empty.get(), filter.get().is_open()) {
                (false, _, _) if list.trouble.with(Option::is_some) => ().into_any(),
                (false, _, _) => faces::waiting(),
                (true, true, true) => view! { <Empty title=words::NO_CASES more=words::NO_CASES_MORE/> }.into_any(),
                (true, true, false) => view! {
                    <Empty title=words::NO_MATCH more=words::NO_MATCH_MORE/>
                    <a class="button centred" href=Route::Cases(Filter::default()).href()>{lang.say(words::CLEAR_FILTER)}</a>
                }.into_any(),
                (true, false, _) => view! { <div class="card table-card">{row::table(rows)}</div> }.into_any(),
            }}
            <footer class="pager">
                {move || filter.get().before.is_some().then(|| view! {
                    <a class="button" href=Route::Cases(Filter { before: None, ..filter.get() }).href()>
                        {lang.say(if filter.get().sort == Sort::Due { words::MOST_URGENT } else { words::NEWEST })}
                    </a>
                })}
                {move || next.get().map(|next| view! {
                    <a class="button" data-test="earlier"
                        href=Route::Cases(Filter { before: Some(next), ..filter.get() }).href()>
                        {lang.say(if filter.get().sort == Sort::Due { words::DUE_LATER } else { words::EARLIER })}
                    </a>
                })}
            </footer>
        </section>
    }
}

fn chips(filter: Memo<Filter>) -> impl IntoView {
    let lang = lang();
    let chip = move |state: Option<State>| {
        let name = lang.say(state.map_or(words::ALL_STATES, names::state));
        let code = state.map_or("all", State::as_str);
        let href = move || Route::Cases(Filter { state, before: None, ..filter.get() }).href();
        view! {
            <a class="chip" class:on=move || filter.get().state == state data-test=format!("state-{code}") href=href>
                {name}
            </a>
        }
    };
    std::iter::once(None).chain(STATES.iter().copied().map(Some)).map(chip).collect_view()
}

fn orders(filter: Memo<Filter>) -> impl IntoView {
    let lang = lang();
    let order = move |sort: Sort| {
        let name = lang.say(match sort {
            Sort::Newest => words::BY_ARRIVAL,
            Sort::Due => words::BY_DUE,
        });
        let href = move || Route::Cases(Filter { sort, before: None, ..filter.get() }).href();
        view! {
            <a class="chip" class:on=move || filter.get().sort == sort data-test=format!("sort-{}", sort.as_str()) href=href>
                {name}
            </a>
        }
    };
    [Sort::Newest, Sort::Due].into_iter().map(order).collect_view()
}
