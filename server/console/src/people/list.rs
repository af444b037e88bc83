//! The list of accounts, filtered and paged by the server; a line leads to the person.

use kit::tone::Tone;
use leptos::prelude::*;
use shared::account::{Right, Role, may};
use shared::api::jurisdictions::JurisdictionList;
use shared::api::people::{AccountList, AccountRow};
use shared::ids::AccountId;

use super::fields;
use super::text as words;
use crate::bridge;
use crate::clock;
use crate::desk;
use crate::faces::{self, Empty};
use crate::pieces;
use crate::poll::poll;
use crate::route::{self, Route, encode};
use crate::section::{Address, Section};
use crate::text::{lang, names, phrases, say};

const SECONDS: u64 = 15;
/// What of the address is a filter, by the names the server knows.
const FILTERS: [&str; 6] = ["q", "role", "jurisdiction", "has", "disabled", "after"];

/// Writes the part of an address that the server reads.
pub fn query(address: &Address, names: &[&str]) -> String {
    let pairs = names.iter().filter_map(|name| Some(format!("&{name}={}", encode(address.get(name)?))));
    pairs.collect()
}

/// The list.
pub fn page(address: Memo<Address>) -> AnyView {
    let lang = lang();
    let asked = Memo::new(move |_| query(&address.get(), &FILTERS));
    let list = poll::<AccountList, _, _>(SECONDS, move || {
        let asked = asked.get_untracked();
        async move { bridge::get(&format!("/api/v1/accounts?limit=100{asked}")).await }
    });
    Effect::watch(move || asked.get(), move |_, _, _| list.again(), false);
    let rows =
        Memo::new(move |_| list.value.with(|list| list.as_ref().map(|list| list.accounts.clone()).unwrap_or_default()));
    let known = Memo::new(move |_| list.value.with(Option::is_some));
    let is_empty = Memo::new(move |_| rows.with(Vec::is_empty));
    let next = Memo::new(move |_| list.value.with(|list| list.as_ref().and_then(|list| list.next.clone())));
    let chosen = RwSignal::new(Vec::<AccountId>::new());
    let sheet = move || {
        let ids: Vec<String> = chosen.with(|chosen| chosen.iter().map(ToString::to_string).collect());
        (!ids.is_empty()).then(|| {
            let address = Address::default().below("sheet").with("ids", &ids.join(","));
            view! {
                <span class="quiet" data-test="chosen-count">{words::chosen(lang, ids.len())}</span>
                <a class="button" data-test="print-sheets" href=Route::At(Section::People, address).href()>
                    {lang.say(words::CHOSEN_SHEET)}
                </a>
            }
        })
    };
    let may_enrol = may(desk::account().role, Right::ManageDevices);
    let href = Callback::new(move |after: String| {
        Route::At(Section::People, address.get_untracked().with("after", &after)).href()
    });
    let is_first = Signal::derive(move || address.with(|address| address.get("after").is_none()));
    view! {
        <header class="page-head">
            <h2>{say(words::TAB_PEOPLE)}</h2>
            {faces::live_mark(list)}
            <span class="gap"></span>
            {sheet}
        </header>
        {filters(address)}
        {faces::trouble_bar(list)}
        {move || match (known.get(), is_empty.get()) {
            (false, _) if list.trouble.with(Option::is_some) => ().into_any(),
            (false, _) => faces::waiting(),
            (true, true) => view! { <Empty title=words::NOBODY more=words::NOBODY_MORE/> }.into_any(),
            (true, false) => table(rows, chosen, may_enrol),
        }}
        {fields::pager(next, is_first, href)}
    }
    .into_any()
}

/// Changes one part of the filter and goes to the first page of it.
fn go(address: Memo<Address>, name: &str, value: &str) {
    route::go(&Route::At(Section::People, address.get_untracked().with("after", "").with(name, value)));
}

/// Draws a choice that stands in the address.
pub fn choice(
    address: Memo<Address>,
    label: kit::lang::Words,
    name: &'static str,
    test: &'static str,
    options: Vec<(String, String)>,
) -> AnyView {
    let value = Signal::derive(move || address.with(|address| address.get(name).unwrap_or_default().to_owned()));
    fields::select(label, test, options, value, Callback::new(move |value: String| go(address, name, &value)))
}

/// Draws the choice of a jurisdiction, where the caller sees several.
pub fn jurisdictions(address: Memo<Address>) -> AnyView {
    let list = poll::<JurisdictionList, _, _>(600, || bridge::get("/api/v1/jurisdictions"));
    let drawn = move || {
        let known = list.value.get().map(|list| list.jurisdictions).filter(|all| all.len() > 1)?;
        let mut options = vec![(String::new(), say(words::ALL_JURISDICTIONS).to_owned())];
        options.extend(known.iter().map(|one| (one.id.to_string(), lang().pick(&one.name, &one.name_en).to_owned())));
        Some(choice(address, words::JURISDICTION, "jurisdiction", "filter-jurisdiction", options))
    };
    drawn.into_any()
}

/// Draws the search.
pub fn search(address: Memo<Address>) -> AnyView {
    view! {
        <input class="search" type="search" data-test="search" placeholder=say(words::SEARCH) aria-label=say(words::SEARCH)
            prop:value=move || address.with(|address| address.get("q").unwrap_or_default().to_owned())
            on:change:target=move |event| go(address, "q", event.target().value().trim())/>
    }
    .into_any()
}

fn filters(address: Memo<Address>) -> AnyView {
    let pair = |worth: &str, words| (worth.to_owned(), say(words).to_owned());
    let mut roles = vec![pair("", words::ALL_ROLES)];
    roles.extend(Role::ALL.iter().map(|role| pair(role.as_str(), names::role(*role))));
    let has = vec![
        pair("", words::ANY_DEVICE),
        pair("device", words::WITH_DEVICE),
        pair("none", words::WITHOUT_DEVICE),
        pair("never", words::NEVER_SIGNED_IN),
    ];
    let stands = vec![pair("", words::EVERYBODY), pair("false", words::MAY_SIGN_IN), pair("true", words::IS_DISABLED)];
    view! {
        <div class="filter-bar" role="search">
            {search(address)}
            {choice(address, words::ROLE, "role", "filter-role", roles)}
            {jurisdictions(address)}
            {choice(address, words::DEVICES, "has", "filter-has", has)}
            {choice(address, words::STANDS, "disabled", "filter-disabled", stands)}
        </div>
    }
    .into_any()
}

fn table(rows: Memo<Vec<AccountRow>>, chosen: RwSignal<Vec<AccountId>>, may_enrol: bool) -> AnyView {
    let columns = [
        words::CHOOSE,
        words::NAME,
        words::ROLE,
        words::JURISDICTION,
        words::GRIDS,
        words::DEVICES,
        words::LAST_SIGN_IN,
        words::LAST_CONTACT,
        words::STANDS,
    ];
    view! {
        <div class="card table-card wide-table" tabindex="0" role="region" aria-label=say(words::TAB_PEOPLE)>
            <table class="rows compact">
                {fields::heads(columns.get(usize::from(!may_enrol)..).unwrap_or_default())}
                <tbody>
                    <For each=move || rows.get() key=|row| format!("{row:?}")
                        children=move |one| row(&one, chosen, may_enrol)/>
                </tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(one: &AccountRow, chosen: RwSignal<Vec<AccountId>>, may_enrol: bool) -> AnyView {
    let lang = lang();
    let id = one.id;
    let moment = |at: Option<shared::time::Instant>| at.map_or_else(|| lang.say(words::NEVER).to_owned(), clock::dated);
    let is_chosen = move || chosen.with(|chosen| chosen.contains(&id));
    let choose = move |event: leptos::ev::Event| {
        let on = event_target_checked(&event);
        chosen.update(|chosen| {
            chosen.retain(|known| *known != id);
            if on {
                chosen.push(id);
            }
        });
    };
    let label = format!("{} {}", lang.say(words::CHOOSE), one.user);
    let grids = match (one.unit_name.as_str(), one.grids.first()) {
        ("", None) => String::new(),
        ("", Some(first)) => phrases::grids(lang, first, one.grids.len()),
        (unit, _) => unit.to_owned(),
    };
    view! {
        <tr data-test="person" data-user=one.user.to_string()>
            {may_enrol.then(|| view! {
                <td><input type="checkbox" data-test="choose" aria-label=label prop:checked=is_chosen
                    on:change=choose/></td>
            })}
            <td>
                <a class="person words-link" href=super::way(id).href()><strong data-said="">{one.name.clone()}</strong></a>
                <small class="figures">{one.user.to_string()}</small>
            </td>
            <td>{lang.say(names::role(one.role))}</td>
            <td lang="zh">{one.jurisdiction_name.clone()}</td>
            <td data-said="">{grids}</td>
            <td class="figures">{one.devices}</td>
            <td class="figures">{moment(one.signed_in_at)}</td>
            <td class="figures">{moment(one.last_seen_at)}</td>
            <td>{standing(one)}</td>
        </tr>
    }
    .into_any()
}

/// Says in a word how somebody stands.
pub fn standing(one: &AccountRow) -> AnyView {
    let (tone, words, value) = match (one.disabled, one.on_shift_since) {
        (true, _) => (Tone::Rest, words::IS_DISABLED, "disabled"),
        (false, Some(_)) => (Tone::Ok, words::ON_SHIFT, "on-shift"),
        (false, None) => (Tone::Brand, words::MAY_SIGN_IN, "enabled"),
    };
    pieces::badge(tone, say(words), "stands", value)
}
