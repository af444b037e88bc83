//! Jurisdictions with their switches: the list, and one with every setting explained, its default and who changed it last.
//!
//! Nothing is saved before what changes was shown. Which settings there are and what each may be is the table
//! [`shared::api::jurisdictions::FIELDS`], the same that the server checks by. Start with [`one`].

mod text;
mod wish;
mod field;
mod one;

use leptos::prelude::*;
use shared::api::jurisdictions::{JurisdictionList, JurisdictionRow};
use shared::ids::JurisdictionId;

use self::text as words;
use crate::bridge;
use crate::faces::{self, Empty};
use crate::people::fields;
use crate::poll::poll;
use crate::route::Route;
use crate::section::{self, Address, Section};
use crate::text::{lang, say, spans};

const SECONDS: u64 = 30;

/// The page.
pub fn page() -> AnyView {
    let address = section::address(Section::Jurisdictions);
    let open = Memo::new(move |_| address.with(|address| address.part(0).map(str::to_owned)));
    let body = move || match open.get() {
        None => list(),
        Some(id) => match id.parse::<JurisdictionId>() {
            Ok(id) => one::page(id),
            Err(_) => {
                let (title, more) = (crate::text::words::NO_SUCH_PAGE, crate::text::words::NONE);
                view! { <Empty title more/> }.into_any()
            }
        },
    };
    view! { <section data-test="jurisdictions">{body}</section> }.into_any()
}

fn list() -> AnyView {
    let list = poll::<JurisdictionList, _, _>(SECONDS, || bridge::get("/api/v1/jurisdictions"));
    let rows = Memo::new(move |_| {
        list.value.with(|list| list.as_ref().map(|list| list.jurisdictions.clone()).unwrap_or_default())
    });
    let known = Memo::new(move |_| list.value.with(Option::is_some));
    let is_empty = Memo::new(move |_| rows.with(Vec::is_empty));
    view! {
        <header class="page-head"><h2>{say(words::TITLE)}</h2>{faces::live_mark(list)}</header>
        {faces::trouble_bar(list)}
        {move || match (known.get(), is_empty.get()) {
            (false, _) if list.trouble.with(Option::is_some) => ().into_any(),
            (false, _) => faces::waiting(),
            (true, true) => view! { <Empty title=words::NOTHING more=words::NOTHING_MORE/> }.into_any(),
            (true, false) => table(rows),
        }}
    }
    .into_any()
}

fn table(rows: Memo<Vec<JurisdictionRow>>) -> AnyView {
    view! {
        <div class="card table-card wide-table" tabindex="0" role="region" aria-label=say(words::TITLE)>
            <table class="rows compact">
                {fields::heads(&[words::NAME, words::PEOPLE, words::DEVICES, words::OPEN_CASES])}
                <tbody>
                    <For each=move || rows.get() key=|row| format!("{row:?}") children=move |one| row(&one)/>
                </tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(one: &JurisdictionRow) -> AnyView {
    let href = Route::At(Section::Jurisdictions, Address::default().below(one.id.as_str())).href();
    let name = lang().pick(&one.name, &one.name_en).to_owned();
    view! {
        <tr data-test="jurisdiction" data-jurisdiction=one.id.to_string()>
            <td>
                <a class="person words-link" href=href><strong data-said="">{name}</strong></a>
                <small class="figures">{one.id.to_string()}</small>
                {one.is_city.then(|| view! { <span class="badge tone-brand">{say(words::WHOLE_CITY)}</span> })}
                {one.training.then(|| view! { <span class="badge tone-soon">{say(words::IS_TRAINING)}</span> })}
            </td>
            <td class="figures">{spans::number(one.people)}</td>
            <td class="figures">{spans::number(one.devices)}</td>
            <td class="figures">{spans::number(one.open_cases)}</td>
        </tr>
    }
    .into_any()
}
