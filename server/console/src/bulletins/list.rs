//! The bulletins, the newest first.

use kit::lang::Lang;
use kit::tone::Tone;
use leptos::prelude::*;
use shared::api::bulletins::{BulletinHead, BulletinList, usual_title};
use shared::day;

use super::text as words;
use super::way;
use crate::bridge;
use crate::clock;
use crate::faces::{self, Empty};
use crate::pieces;
use crate::poll::poll;
use crate::route::encode;
use crate::section::{Address, Section};
use crate::text::{lang, say};

const SECONDS: u64 = 60;

/// Draws the list.
pub fn list(address: Memo<Address>) -> AnyView {
    let list = poll::<BulletinList, _, _>(SECONDS, move || {
        let after = address.with_untracked(|address| address.get("after").map(encode).unwrap_or_default());
        async move { bridge::get(&format!("/api/v1/bulletins?limit=50&after={after}")).await }
    });
    Effect::watch(move || address.get(), move |_, _, _| list.again(), false);
    let rows: Memo<Vec<BulletinHead>> = Memo::new(move |_| {
        list.value.with(|list| list.as_ref().map(|list| list.bulletins.clone()).unwrap_or_default())
    });
    let is_known = Memo::new(move |_| list.value.with(Option::is_some));
    let is_empty = Memo::new(move |_| rows.with(Vec::is_empty));
    let may_make = Memo::new(move |_| list.value.with(|list| list.as_ref().map(|list| list.may_make)));
    let next = Memo::new(move |_| {
        list.value.with(|list| list.as_ref().and_then(|list| list.next.as_ref().map(ToString::to_string)))
    });
    let is_newest = Signal::derive(move || address.with(|address| address.get("after").is_none()));
    let to_page = Callback::new(|after: String| Address::default().with("after", &after).href(Section::Bulletins));
    let body = move || match (is_known.get(), is_empty.get()) {
        (false, _) if list.trouble.with(Option::is_some) => ().into_any(),
        (false, _) => faces::waiting(),
        (true, true) => view! { <Empty title=words::NONE more=words::NONE_MORE/> }.into_any(),
        (true, false) => table(rows),
    };
    let make = move || match may_make.get() {
        Some(true) => view! {
            <a class="button main" data-test="bulletin-new" href=way("new").href()>{say(words::MAKE)}</a>
        }
        .into_any(),
        // What a role may not do is said where it would be looked for.
        Some(false) => {
            view! { <span class="quiet small" data-test="bulletin-who">{say(words::MAKE_WHO)}</span> }.into_any()
        }
        None => ().into_any(),
    };
    view! {
        <header class="page-head">
            <h2>{say(Section::Bulletins.word())}</h2>
            {faces::live_mark(list)}
            <span class="gap"></span>
            {make}
        </header>
        <p class="lead quiet small">{say(words::LEAD)}</p>
        {faces::trouble_bar(list)}
        {body}
        {pieces::older(next, is_newest, to_page)}
    }
    .into_any()
}

fn table(rows: Memo<Vec<BulletinHead>>) -> AnyView {
    let head = |word| view! { <th scope="col">{say(word)}</th> };
    view! {
        <div class="card table-card wide-table" tabindex="0" role="region" aria-label=say(words::LIST)>
            <table class="rows compact">
                <thead><tr>
                    {head(words::TITLE)}{head(words::KIND)}{head(words::DAYS)}{head(words::STANDING)}{head(words::MADE)}
                </tr></thead>
                <tbody>
                    <For each=move || rows.get() key=|row| (row.id, row.title.clone(), row.published_at)
                        children=move |head| row(&head)/>
                </tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(head: &BulletinHead) -> AnyView {
    let href = way(&head.id.to_string()).href();
    view! {
        <tr data-test="bulletin-row" data-bulletin=head.id.to_string()>
            <td><a class="words-link" data-test="bulletin-open" href=href data-said="">{title(head)}</a></td>
            <td>{say(words::kind(head.kind))}</td>
            <td class="figures">{format!("{} – {}", day::write(head.from), day::write(head.to))}</td>
            <td>{standing(head)}</td>
            <td><span data-said="">{head.made_by.clone()}</span><small class="figures">{clock::dated(head.made_at)}</small></td>
        </tr>
    }
    .into_any()
}

/// Draws whether it is published.
pub fn standing(head: &BulletinHead) -> AnyView {
    match head.published_at {
        Some(at) => view! {
            {pieces::badge(Tone::Ok, say(words::PUBLISHED), "bulletin-standing", "published")}
            <small class="figures">{clock::dated(at)}</small>
        }
        .into_any(),
        None => pieces::badge(Tone::Soon, say(words::DRAFT), "bulletin-standing", "draft"),
    }
}

/// Returns what a bulletin is called.
pub fn title(head: &BulletinHead) -> String {
    if !head.title.is_empty() {
        return head.title.clone();
    }
    let (zh, en) = usual_title(head.kind, head.from, head.to);
    match lang() {
        Lang::Zh => zh,
        Lang::En => en,
    }
}
