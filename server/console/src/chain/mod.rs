//! The chain of one device's photos, the newest first: each names the one before it under its signature, so what was
//! left out, put in or swapped shows as a gap or a fork.
//!
//! The server follows the chain; this page draws what it says. `lines` lays links and gaps in a row and has tests.

mod lines;

use kit::lang::Lang;
use leptos::prelude::*;
use shared::api::evidence::{ChainLink, DeviceChain};
use shared::evidence::chain::Link;
use shared::ids::DeviceId;

use self::lines::{Line, lines};
use crate::board::live::Live;
use crate::bridge;
use crate::clock;
use crate::evidence::verdict;
use crate::faces::{self, Empty};
use crate::pieces;
use crate::poll::poll;
use crate::route::{self, Route};
use crate::text::{claims, lang, names, phrases, say, words};

const SECONDS: u64 = 15;
const PAGE_SIZE: u32 = 50;

/// The page.
pub fn page(device: DeviceId) -> AnyView {
    let lang = lang();
    let open = route::open();
    let before = Memo::new(move |_| {
        let Route::Chain { before, .. } = open.get() else { return None };
        before
    });
    let chain = poll::<DeviceChain, _, _>(SECONDS, move || {
        let before = before.get_untracked().map(|before| format!("&before={before}")).unwrap_or_default();
        async move { bridge::get(&format!("/api/v1/devices/{device}/chain?limit={PAGE_SIZE}{before}")).await }
    });
    Effect::watch(move || before.get(), move |_, _, _| chain.again(), false);
    let drawn = move || {
        let known = chain.value.with(|chain| chain.as_ref().map(|chain| chain.links.is_empty()));
        match known {
            None if chain.trouble.with(Option::is_some) => ().into_any(),
            None => faces::waiting(),
            Some(true) => view! { <Empty title=words::NO_CHAIN more=words::NO_CHAIN_MORE/> }.into_any(),
            Some(false) => chain.value.with(|chain| chain.as_ref().map(|chain| full(lang, chain))).into_any(),
        }
    };
    view! {
        <section data-test="chain" data-device=device.to_string()>
            <header class="page-head">
                {pieces::heading(&Route::Board(Some(device)), words::CHAIN, short(device))}
                <span class="quiet" data-said="">{owner(device)}</span>
                {faces::live_mark(chain)}
            </header>
            <p class="quiet lead">{say(words::CHAIN_LEAD)}</p>
            {faces::trouble_bar(chain)}
            {drawn}
            <footer class="pager">
                {move || before.get().map(|_| pager(Route::Chain { device, before: None }, words::NEWEST_PHOTOS, "newest"))}
                {move || chain.value.with(|chain| chain.as_ref().and_then(|chain| chain.next)).map(|next| {
                    pager(Route::Chain { device, before: Some(next) }, words::EARLIER, "earlier")
                })}
            </footer>
        </section>
    }
    .into_any()
}

fn pager(to: Route, word: kit::lang::Words, test: &'static str) -> AnyView {
    view! { <a class="button" data-test=test href=to.href()>{say(word)}</a> }.into_any()
}

/// Returns the first digits of a device's number, by which people tell devices apart.
fn short(device: DeviceId) -> String {
    device.to_string().chars().take(8).collect()
}

/// Says whose device it is, for those who see the board.
fn owner(device: DeviceId) -> Option<impl Fn() -> Option<String>> {
    let live = use_context::<Live>()?;
    let name = move || live.line(device).map(|line| format!("{} · {}", line.row().name, line.row().user));
    Some(name)
}

fn full(lang: Lang, chain: &DeviceChain) -> AnyView {
    let rows: Vec<AnyView> = lines(&chain.links)
        .into_iter()
        .map(|line| match line {
            Line::Shot { link, is_fork } => shot(lang, link, is_fork),
            Line::Gap { missing, first, last } => gap(lang, missing, first, last),
        })
        .collect();
    view! { <ol class="card chain">{rows}</ol> }.into_any()
}

fn gap(lang: Lang, missing: u64, first: u64, last: u64) -> AnyView {
    let places = match first == last {
        true => phrases::in_chain(lang, first),
        false => format!("{} – {}", phrases::in_chain(lang, first), phrases::in_chain(lang, last)),
    };
    view! {
        <li class="chain-gap" data-test="chain-gap" data-missing=missing.to_string()>
            <strong>{claims::gap(lang, missing)}</strong>
            <span class="quiet figures">{places}</span>
        </li>
    }
    .into_any()
}

fn shot(lang: Lang, link: &ChainLink, is_fork: bool) -> AnyView {
    let number = link.case_no.as_ref().map_or_else(|| lang.say(words::NO_NUMBER).to_owned(), ToString::to_string);
    let case = match link.case {
        Some(case) => pieces::link(&Route::Case(case), number, "chain-case"),
        None => view! { <span class="quiet small" data-test="chain-beside">{lang.say(words::BESIDE_CASE)}</span> }
            .into_any(),
    };
    let place = link.lon.zip(link.lat).map(|(lon, lat)| phrases::coordinates(lon, lat));
    let place = place.unwrap_or_else(|| lang.say(words::PLACE_UNSAID).to_owned());
    let class = if is_fork { "chain-row fork" } else { "chain-row" };
    let note = match (is_fork, link.index, link.link) {
        (true, _, _) => Some(words::CHAIN_FORK),
        (false, 1, Link::Fits) => Some(words::CHAIN_BEGINS),
        (false, _, _) => None,
    };
    view! {
        <li class=class data-test="chain-row" data-index=link.index.to_string()
            data-verdict=link.verdict.as_str() data-fork=is_fork.to_string()>
            <header>
                <strong class="figures">{phrases::in_chain(lang, link.index)}" · "{lang.say(names::photo(link.role))}</strong>
                {verdict::badge(lang, link.verdict, "chain-verdict")}
                <span class="gap"></span>
                {case}
            </header>
            {note.map(|note| pieces::line("chain-note", lang.say(note).to_owned()))}
            <p class="small figures">{clock::dated(link.taken_at)}" · "{place}</p>
            {verdict::reasons(lang, link.verdict, &link.reasons)}
        </li>
    }
    .into_any()
}
