//! Trouble with devices as it was: which device, in whose hands, what it was about, since when, until when and how long.
//!
//! The board shows what lasts; this page reads what is over, newest first and page by page, under a filter that stands in
//! the address. The server keeps an alarm for a while after its end. Start with [`page`].

pub mod asked;
mod text;

use leptos::prelude::*;
use shared::api::devices::{Alarm, AlarmKind, AlarmList};

use self::asked::Which;
use self::text as words;
use crate::board::live::Live;
use crate::board::text as board;
use crate::bridge;
use crate::clock;
use crate::faces::{self, Empty};
use crate::pieces;
use crate::poll::poll;
use crate::route::{self, Route};
use crate::section::{self, Address, Section};
use crate::text::{lang, say, spans, words as common};

const SECONDS: u64 = 30;

/// The page.
pub fn page() -> AnyView {
    let address = section::address(Section::Alarms);
    let query = Memo::new(move |_| address.with(asked::query));
    let list = poll::<AlarmList, _, _>(SECONDS, move || {
        let path = format!("/api/v1/alarms?{}", query.get_untracked());
        async move { bridge::get(&path).await }
    });
    Effect::watch(move || query.get(), move |_, _, _| list.again(), false);
    let rows: Memo<Vec<Alarm>> =
        Memo::new(move |_| list.value.with(|list| list.as_ref().map(|list| list.alarms.clone()).unwrap_or_default()));
    let is_known = Memo::new(move |_| list.value.with(Option::is_some));
    let is_empty = Memo::new(move |_| rows.with(Vec::is_empty));
    let next = Memo::new(move |_| {
        list.value.with(|list| list.as_ref().and_then(|list| list.next.as_ref().map(ToString::to_string)))
    });
    let is_newest = Signal::derive(move || address.with(|address| address.get("after").is_none()));
    let to_page = Callback::new(move |after: String| address.get().with("after", &after).href(Section::Alarms));
    let body = move || match (is_known.get(), is_empty.get()) {
        (false, _) if list.trouble.with(Option::is_some) => ().into_any(),
        (false, _) => faces::waiting(),
        (true, true) => view! { <Empty title=words::NONE more=words::NONE_MORE/> }.into_any(),
        (true, false) => table(rows, address),
    };
    view! {
        <section data-test="past-alarms">
            <header class="page-head">
                {pieces::heading(&Route::Board(None), Section::Alarms.word(), String::new())}
                {faces::live_mark(list)}
            </header>
            <p class="lead quiet small">{words::lead(lang())}</p>
            {filter(address)}
            {faces::trouble_bar(list)}
            {body}
            {pieces::older(next, is_newest, to_page)}
        </section>
    }
    .into_any()
}

/// Draws what narrows the list: whether they are over, what they are about, which device's.
fn filter(address: Memo<Address>) -> AnyView {
    let set = move |name: &'static str, value: &str| {
        route::go(&Route::At(Section::Alarms, asked::newest(&address.get_untracked()).with(name, value)));
    };
    let is = move |name: &'static str, value: &'static str| {
        move || address.with(|address| address.get(name).unwrap_or_default() == value)
    };
    let which = Which::ALL.iter().map(|which| {
        view! { <option value=which.as_str() prop:selected=is("which", which.as_str())>{say(words::which(*which))}</option> }
            .into_any()
    });
    let kinds = AlarmKind::ALL.iter().map(|kind| {
        view! { <option value=kind.as_str() prop:selected=is("kind", kind.as_str())>{say(board::alarm(*kind))}</option> }
            .into_any()
    });
    let device = move || {
        let id = address.with(|address| address.get("device").map(str::to_owned))?;
        let href = asked::newest(&address.get()).with("device", "").href(Section::Alarms);
        let owner = owner(&id).map(|owner| view! { " "<span data-said="">{owner}</span> });
        Some(view! {
            <span class="alarm-device" data-test="only-device">
                <span>{say(words::ONLY_DEVICE)}" "<span class="code">{short(&id)}</span>{owner}</span>
                <a class="button small" data-test="every-device" href=href>{say(words::EVERY_DEVICE)}</a>
            </span>
        })
    };
    view! {
        <div class="card oversight-filter" role="search" aria-label=say(words::FILTER)>
            <label>{say(words::WHICH)}
                <select data-test="filter-which" on:change:target=move |event| set("which", &event.target().value())>
                    {which.collect_view()}
                </select>
            </label>
            <label>{say(words::KIND)}
                <select data-test="filter-kind" on:change:target=move |event| set("kind", &event.target().value())>
                    <option value="" prop:selected=is("kind", "")>{say(words::EVERY_KIND)}</option>
                    {kinds.collect_view()}
                </select>
            </label>
            {device}
        </div>
    }
    .into_any()
}

fn table(rows: Memo<Vec<Alarm>>, address: Memo<Address>) -> AnyView {
    let head = |word| view! { <th scope="col">{say(word)}</th> }.into_any();
    // One that has ended since is another line; what says the same stays.
    let key = |alarm: &Alarm| (alarm.id, alarm.ended_at, alarm.acknowledged.is_some());
    view! {
        <div class="card table-card wide-table" tabindex="0" role="region" aria-label=say(Section::Alarms.word())>
            <table class="rows compact oversight-table">
                <thead><tr>
                    {head(words::KIND)}{head(words::DEVICE)}{head(words::BEARER)}{head(words::SINCE)}{head(words::UNTIL)}
                    {head(words::LASTED)}{head(words::NOTED)}
                </tr></thead>
                <tbody><For each=move || rows.get() key=key children=move |alarm| row(&alarm, address)/></tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(alarm: &Alarm, address: Memo<Address>) -> AnyView {
    let lang = lang();
    let (id, since, ended) = (alarm.device.to_string(), alarm.since, alarm.ended_at);
    let only = {
        let id = id.clone();
        move || asked::newest(&address.get()).with("device", &id).href(Section::Alarms)
    };
    let ticking = clock::ticking();
    // What still lasts grows while it is looked at.
    let lasted = move || spans::span(lang, ended.unwrap_or_else(|| ticking.get()).since(since));
    let until = ended.map_or_else(|| lang.say(words::LASTS).to_owned(), clock::dated);
    // Of an alarm from before names were kept with it nobody is known.
    let name = if alarm.name.is_empty() { lang.say(common::NONE).to_owned() } else { alarm.name.clone() };
    let noted =
        alarm.acknowledged.as_ref().map(|noted| board::noted(lang, &noted.by, &clock::dated(noted.at), &noted.why));
    let tone = if ended.is_some() { "badge tone-rest" } else { "badge tone-late" };
    view! {
        <tr data-test="past-alarm" data-kind=alarm.kind.as_str() data-device=id.clone() data-ended=ended.is_some().to_string()>
            <td><span class=tone>{lang.say(board::alarm(alarm.kind))}</span></td>
            <td>
                <a class="words-link code" data-test="alarm-of-device" href=Route::Board(Some(alarm.device)).href()>{short(&id)}</a>
                <small><a class="words-link" data-test="only-this-device" href=only>{lang.say(words::ONLY_ITS)}</a></small>
            </td>
            <td><span data-said="">{name}</span><small data-said="">{alarm.jurisdiction_name.clone()}</small></td>
            <td class="figures">{clock::dated(since)}</td>
            <td class="figures">{until}</td>
            <td class="figures" data-test="lasted">{lasted}</td>
            <td class="wraps" data-said="">{noted}</td>
        </tr>
    }
    .into_any()
}

/// Returns the first digits of a device's number, by which people tell devices apart.
fn short(device: &str) -> String {
    device.chars().take(8).collect()
}

/// Says in whose hands a device is now, where it is on the board.
fn owner(device: &str) -> Option<String> {
    let line = use_context::<Live>()?.line(device.parse().ok()?)?;
    Some(format!("{} · {}", line.row().name, line.row().user))
}
