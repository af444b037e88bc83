//! The links that are still good: whose, until when, and the way to take one back.

use leptos::prelude::*;
use shared::api::people::{EnrolmentList, OpenEnrolment};

use super::list::query;
use super::text as words;
use super::{enrol, fields};
use crate::bridge;
use crate::clock;
use crate::faces::{self, Empty};
use crate::poll::poll;
use crate::route::Route;
use crate::section::{Address, Section};
use crate::text::{lang, say};

const SECONDS: u64 = 10;

/// The page.
pub fn page(address: Memo<Address>) -> AnyView {
    let asked = Memo::new(move |_| query(&address.get(), &["after", "account"]));
    let list = poll::<EnrolmentList, _, _>(SECONDS, move || {
        let asked = asked.get_untracked();
        async move { bridge::get(&format!("/api/v1/enrolments?limit=100{asked}")).await }
    });
    Effect::watch(move || asked.get(), move |_, _, _| list.again(), false);
    let rows = Memo::new(move |_| {
        list.value.with(|list| list.as_ref().map(|list| list.enrolments.clone()).unwrap_or_default())
    });
    let known = Memo::new(move |_| list.value.with(Option::is_some));
    let is_empty = Memo::new(move |_| rows.with(Vec::is_empty));
    let next = Memo::new(move |_| list.value.with(|list| list.as_ref().and_then(|list| list.next.clone())));
    let href = Callback::new(move |after: String| {
        Route::At(Section::People, address.get_untracked().with("after", &after)).href()
    });
    let is_first = Signal::derive(move || address.with(|address| address.get("after").is_none()));
    let again = Callback::new(move |()| list.again());
    view! {
        <header class="page-head"><h2>{say(words::TAB_LINKS)}</h2>{faces::live_mark(list)}</header>
        {faces::trouble_bar(list)}
        {move || match (known.get(), is_empty.get()) {
            (false, _) if list.trouble.with(Option::is_some) => ().into_any(),
            (false, _) => faces::waiting(),
            (true, true) => view! { <Empty title=words::NO_LINKS more=words::NO_LINKS_MORE/> }.into_any(),
            (true, false) => table(rows, again),
        }}
        {fields::pager(next, is_first, href)}
    }
    .into_any()
}

fn table(rows: Memo<Vec<OpenEnrolment>>, again: Callback<()>) -> AnyView {
    view! {
        <div class="card table-card wide-table" tabindex="0" role="region" aria-label=say(words::TAB_LINKS)>
            <table class="rows compact">
                {fields::heads(&[words::NAME, words::MADE_AT, words::MADE_BY, words::ENDS, words::TAKE_BACK])}
                <tbody>
                    <For each=move || rows.get() key=|one| one.id.clone() children=move |one| row(&one, again)/>
                </tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(one: &OpenEnrolment, again: Callback<()>) -> AnyView {
    let lang = lang();
    let ticking = clock::ticking();
    let expires = one.expires;
    let left = move || enrol::left(expires.since(ticking.get())).map(|left| words::good_for(lang, &left));
    view! {
        <tr data-test="open-enrolment" data-user=one.user.to_string()>
            <td>
                <a class="person words-link" href=super::way(one.account).href()><strong data-said="">{one.name.clone()}</strong></a>
                <small class="figures">{one.user.to_string()}</small>
            </td>
            <td class="figures">{clock::dated(one.made_at)}</td>
            <td class="figures">{one.made_by.clone()}</td>
            <td class="figures">{clock::dated(one.expires)}<small>{left}</small></td>
            <td>{enrol::take_back(one.id.clone(), again)}</td>
        </tr>
    }
    .into_any()
}
