//! Hints at dishonest work: by what they are about, one with its cases and pictures side by side and how much of it is
//! chance, what was said of it; and how well people's answers agree.
//!
//! The server finds and counts; the page says it in words, and never as a verdict. What narrows the list stands in the
//! address. Start with [`page`].

mod text;
mod asked;
mod list;
mod words_of;
mod card;
mod shots;
mod judging;
mod agreement;
mod behind;

use leptos::prelude::*;
use shared::api::honesty::{HintKind, HintList, HintState, OpenHints};

use self::text as words;
use crate::bridge;
use crate::faces::{self, Empty};
use crate::pieces;
use crate::poll::poll;
use crate::section::{self, Address, Section};
use crate::text::{say, spans};

const SECONDS: u64 = 60;

/// The page.
pub fn page() -> AnyView {
    let address = section::address(Section::Honesty);
    let is_agreement = Memo::new(move |_| address.with(|address| address.part(0) == Some(asked::AGREEMENT)));
    let is_behind = Memo::new(move |_| address.with(|address| address.part(1) == Some(asked::CASES)));
    let body = move || match (is_agreement.get(), is_behind.get()) {
        (true, true) => behind::part(address),
        (true, false) => agreement::part(address),
        (false, _) => hints(address),
    };
    view! {
        <section data-test="honesty">
            <header class="page-head"><h2>{say(Section::Honesty.word())}</h2></header>
            <p class="lead quiet small">{say(words::LEAD)}</p>
            {body}
        </section>
    }
    .into_any()
}

/// The hints, and the one that is open.
fn hints(address: Memo<Address>) -> AnyView {
    let query = Memo::new(move |_| address.with(asked::query));
    let list = poll::<HintList, _, _>(SECONDS, move || {
        let path = format!("/api/v1/honesty/hints?limit=50{}", query.get_untracked());
        async move { bridge::get(&path).await }
    });
    Effect::watch(move || query.get(), move |_, _, _| list.again(), false);
    let rows =
        Memo::new(move |_| list.value.with(|list| list.as_ref().map(|list| list.hints.clone()).unwrap_or_default()));
    let open =
        Memo::new(move |_| list.value.with(|list| list.as_ref().map(|list| list.open.clone()).unwrap_or_default()));
    let is_known = Memo::new(move |_| list.value.with(Option::is_some));
    let is_empty = Memo::new(move |_| rows.with(Vec::is_empty));
    let next = Memo::new(move |_| list.value.with(|list| list.as_ref().and_then(|list| list.next.clone())));
    let is_newest = Signal::derive(move || address.with(|address| address.get("after").is_none()));
    let to_page = Callback::new(move |after: String| address.get().with("after", &after).href(Section::Honesty));
    let opened = Memo::new(move |_| address.with(|address| address.part(0).map(str::to_owned)));
    let count = Signal::derive(move || open.get());
    let judged = Callback::new(move |()| list.again());
    let body = move || match (is_known.get(), is_empty.get()) {
        (false, _) if list.trouble.with(Option::is_some) => ().into_any(),
        (false, _) => faces::waiting(),
        (true, true) => view! { <Empty title=words::NONE more=words::NONE_MORE/> }.into_any(),
        (true, false) => list::table(rows, address),
    };
    view! {
        {tabs(address, count)}
        {states(address)}
        {faces::trouble_bar(list)}
        <div class="honesty-body" class:open=move || opened.get().is_some()>
            <div class="honesty-list">
                {body}
                {pieces::older(next, is_newest, to_page)}
            </div>
            {move || opened.get().map(|id| card::card(id, address, judged))}
        </div>
    }
    .into_any()
}

/// The kinds, each with how many nobody has looked at, and the agreement.
fn tabs(address: Memo<Address>, open: Signal<Vec<OpenHints>>) -> AnyView {
    let chip = move |kind: Option<HintKind>| {
        let word = kind.map_or("", HintKind::as_str);
        let here = move || address.with(|address| address.get("kind").unwrap_or_default() == word);
        let href = move || asked::first(&address.get()).with("kind", word).href(Section::Honesty);
        let count = move || {
            let of = |one: &&OpenHints| kind.is_none_or(|kind| one.kind == kind);
            let sum: u64 = open.with(|open| open.iter().filter(of).map(|one| one.open).sum());
            (sum > 0).then(|| spans::number(sum))
        };
        let test = format!("honesty-tab-{}", if word.is_empty() { "all" } else { word });
        view! {
            <a class="chip" class:on=here aria-current=move || here().then_some("page") data-test=test href=href>
                {say(kind.map_or(words::EVERY_KIND, words::kind))}" "<b class="figures">{count}</b>
            </a>
        }
        .into_any()
    };
    let kinds = std::iter::once(None).chain(HintKind::ALL.iter().copied().map(Some));
    view! {
        <nav class="chips" aria-label=say(words::KINDS)>
            {kinds.map(chip).collect_view()}
            <span class="gap"></span>
            {agreement_link()}
        </nav>
    }
    .into_any()
}

fn agreement_link() -> AnyView {
    let href = Address::default().below(asked::AGREEMENT).href(Section::Honesty);
    view! { <a class="chip" data-test="honesty-agreement" href=href>{say(words::AGREEMENT)}</a> }.into_any()
}

/// What was said of them last.
fn states(address: Memo<Address>) -> AnyView {
    let chip = move |state: Option<HintState>| {
        let word = state.map_or("", HintState::as_str);
        let here = move || address.with(|address| address.get("state").unwrap_or_default() == word);
        let href = move || asked::first(&address.get()).with("state", word).href(Section::Honesty);
        let test = format!("honesty-state-{}", if word.is_empty() { "all" } else { word });
        view! {
            <a class="chip" class:on=here aria-current=move || here().then_some("true") data-test=test href=href>
                {say(state.map_or(words::EVERY_STATE, words::state))}
            </a>
        }
        .into_any()
    };
    let all = std::iter::once(None).chain(HintState::ALL.iter().copied().map(Some));
    view! { <nav class="chips" aria-label=say(words::STATES)>{all.map(chip).collect_view()}</nav> }.into_any()
}
