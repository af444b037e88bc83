//! Who looked at what is personal.

use leptos::prelude::*;
use shared::api::people::{LookKind, LookList, LookRow};
use shared::ids::HintId;

use super::fields;
use super::list::{choice, query};
use super::text as words;
use crate::bridge;
use crate::clock;
use crate::faces::{self, Empty};
use crate::pieces;
use crate::poll::poll;
use crate::route::Route;
use crate::section::{Address, Section};
use crate::text::{lang, names, say};

const SECONDS: u64 = 20;

/// The page.
pub fn page(address: Memo<Address>) -> AnyView {
    let asked = Memo::new(move |_| query(&address.get(), &["subject", "account", "kind", "before"]));
    let list = poll::<LookList, _, _>(SECONDS, move || {
        let asked = asked.get_untracked();
        async move { bridge::get(&format!("/api/v1/looks?limit=100{asked}")).await }
    });
    Effect::watch(move || asked.get(), move |_, _, _| list.again(), false);
    let rows =
        Memo::new(move |_| list.value.with(|list| list.as_ref().map(|list| list.looks.clone()).unwrap_or_default()));
    let known = Memo::new(move |_| list.value.with(Option::is_some));
    let is_empty = Memo::new(move |_| rows.with(Vec::is_empty));
    let next = Memo::new(move |_| list.value.with(|list| list.as_ref().and_then(|list| list.next.clone())));
    let href = Callback::new(move |before: String| {
        Route::At(Section::People, address.get_untracked().with("before", &before)).href()
    });
    let is_first = Signal::derive(move || address.with(|address| address.get("before").is_none()));
    let mut kinds = vec![(String::new(), say(words::ALL_KINDS).to_owned())];
    kinds.extend(LookKind::ALL.iter().map(|kind| (kind.as_str().to_owned(), say(words::look(*kind)).to_owned())));
    let narrowed = move || {
        let is_narrow = address.with(|address| address.get("subject").is_some() || address.get("account").is_some());
        is_narrow.then(|| view! {
            <a class="button small" href=super::part("looks").href() data-test="all-looks">{say(words::ALL_LOOKS)}</a>
        })
    };
    view! {
        <header class="page-head"><h2>{say(words::TAB_LOOKS)}</h2>{faces::live_mark(list)}{narrowed}</header>
        <p class="lead quiet small">{say(words::NO_LOOKS_MORE)}</p>
        <div class="filter-bar">{choice(address, words::WHAT, "kind", "filter-kind", kinds)}</div>
        {faces::trouble_bar(list)}
        {move || match (known.get(), is_empty.get()) {
            (false, _) if list.trouble.with(Option::is_some) => ().into_any(),
            (false, _) => faces::waiting(),
            (true, true) => view! { <Empty title=words::NO_LOOKS more=crate::text::words::NONE/> }.into_any(),
            (true, false) => table(rows),
        }}
        {fields::pager(next, is_first, href)}
    }
    .into_any()
}

fn table(rows: Memo<Vec<LookRow>>) -> AnyView {
    view! {
        <div class="card table-card wide-table" tabindex="0" role="region" aria-label=say(words::TAB_LOOKS)>
            <table class="rows compact">
                {fields::heads(&[words::WHEN, words::WHO, words::WHAT, words::PART])}
                <tbody>
                    <For each=move || rows.get() key=|row| format!("{row:?}") children=move |one| row(&one)/>
                </tbody>
            </table>
        </div>
    }
    .into_any()
}

/// Draws what was looked at, as a way to it where there is one.
fn subject(one: &LookRow) -> AnyView {
    let (kind, id) = one.subject.split_once(' ').unwrap_or(("", one.subject.as_str()));
    let route = match kind {
        "case" => id.parse().ok().map(Route::Case),
        "account" => id.parse().ok().map(super::way),
        "hint" => {
            let below = |id: HintId| Address::default().below(&id.to_string());
            id.parse().ok().map(|id| Route::At(Section::Honesty, below(id)))
        }
        _ => None,
    };
    let words = say(words::look(one.kind)).to_owned();
    match route {
        Some(route) => pieces::link(&route, words, "look-subject"),
        None => view! { <span>{words}</span>" "<small class="figures">{id.to_owned()}</small> }.into_any(),
    }
}

fn row(one: &LookRow) -> AnyView {
    view! {
        <tr data-test="look" data-user=one.user.to_string() data-kind=one.kind.as_str()>
            <td class="figures">{clock::dated(one.at)}</td>
            <td>
                <a class="person words-link" href=super::way(one.account).href()><strong data-said="">{one.name.clone()}</strong></a>
                <small>{one.user.to_string()}" · "{lang().say(names::role(one.role))}</small>
            </td>
            <td>{subject(one)}</td>
            <td class="code wraps">{one.detail.clone()}</td>
        </tr>
    }
    .into_any()
}
