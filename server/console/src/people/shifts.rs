//! Who is and was on shift on a day, against where they are to walk.

use kit::tone::Tone;
use leptos::prelude::*;
use shared::api::people::{ShiftBoard, ShiftPlace, ShiftRow, ShiftSpan};
use shared::time::Instant;

use super::fields;
use super::list::{choice, jurisdictions, query, search};
use super::text as words;
use crate::bridge;
use crate::clock;
use crate::faces::{self, Empty};
use crate::poll::poll;
use crate::route::{self, Route};
use crate::section::{Address, Section};
use crate::text::{lang, names, say, spans};

const SECONDS: u64 = 20;

/// Writes how long a shift was, or is until now.
pub fn length(span: &ShiftSpan, now: Instant) -> String {
    spans::span(lang(), span.ended_at.unwrap_or(now).since(span.started_at))
}

/// Says when a shift ended, and how.
pub fn ended(span: &ShiftSpan) -> AnyView {
    match (span.ended_at, span.is_forgotten) {
        (None, _) => view! { <span class="badge tone-ok">{say(words::STILL_ON)}</span> }.into_any(),
        (Some(at), false) => view! { <span class="figures">{clock::day_time(at)}</span> }.into_any(),
        (Some(at), true) => view! {
            <span class="figures">{clock::day_time(at)}</span><small>{say(words::FORGOTTEN)}</small>
        }
        .into_any(),
    }
}

/// Says where somebody stood when it began.
pub fn place(span: &ShiftSpan) -> AnyView {
    let tone = match span.place {
        ShiftPlace::Inside => Tone::Ok,
        ShiftPlace::Outside => Tone::Late,
        ShiftPlace::Unknown => Tone::Rest,
    };
    view! {
        <span class=format!("badge {}", tone.class()) data-test="shift-place">{say(words::place(span.place))}</span>
        <small class="figures">{span.duty_grid.clone()}</small>
    }
    .into_any()
}

/// The page.
pub fn page(address: Memo<Address>) -> AnyView {
    let asked = Memo::new(move |_| query(&address.get(), &["day", "standing", "jurisdiction", "q", "after"]));
    let board = poll::<ShiftBoard, _, _>(SECONDS, move || {
        let asked = asked.get_untracked();
        async move { bridge::get(&format!("/api/v1/shifts?limit=100{asked}")).await }
    });
    Effect::watch(move || asked.get(), move |_, _, _| board.again(), false);
    let rows = Memo::new(move |_| {
        board.value.with(|board| board.as_ref().map(|board| board.people.clone()).unwrap_or_default())
    });
    let known = Memo::new(move |_| board.value.with(Option::is_some));
    let is_empty = Memo::new(move |_| rows.with(Vec::is_empty));
    let day = Memo::new(move |_| board.value.with(|board| board.as_ref().map(|board| board.day.clone())));
    let next = Memo::new(move |_| board.value.with(|board| board.as_ref().and_then(|board| board.next.clone())));
    let href = Callback::new(move |after: String| {
        Route::At(Section::People, address.get_untracked().with("after", &after)).href()
    });
    let is_first = Signal::derive(move || address.with(|address| address.get("after").is_none()));
    let pair = |worth: &str, words| (worth.to_owned(), say(words).to_owned());
    let standings = vec![
        pair("", words::ANY_STANDING),
        pair("on", words::STANDING_ON),
        pair("signed", words::STANDING_SIGNED),
        pair("missing", words::STANDING_MISSING),
    ];
    let choose_day = move |day: String| {
        route::go(&Route::At(Section::People, address.get_untracked().with("after", "").with("day", &day)));
    };
    view! {
        <header class="page-head">
            <h2>{say(words::TAB_SHIFTS)}</h2>
            {faces::live_mark(board)}
            <span class="quiet figures" data-test="shift-day">{move || day.get()}</span>
        </header>
        <div class="filter-bar" role="search">
            <label class="choice">{say(words::DAY)}
                <input type="date" data-test="shift-date"
                    prop:value=move || address.with(|address| address.get("day").map(str::to_owned)).or_else(|| day.get()).unwrap_or_default()
                    on:change:target=move |event| choose_day(event.target().value())/>
            </label>
            {choice(address, words::STANDS, "standing", "filter-standing", standings)}
            {jurisdictions(address)}
            {search(address)}
        </div>
        {faces::trouble_bar(board)}
        {move || match (known.get(), is_empty.get()) {
            (false, _) if board.trouble.with(Option::is_some) => ().into_any(),
            (false, _) => faces::waiting(),
            (true, true) => view! { <Empty title=words::NO_WALKERS more=words::NO_WALKERS_MORE/> }.into_any(),
            (true, false) => table(rows),
        }}
        {fields::pager(next, is_first, href)}
    }
    .into_any()
}

fn table(rows: Memo<Vec<ShiftRow>>) -> AnyView {
    let columns = [
        words::NAME,
        words::PLANNED,
        words::SIGNED_IN,
        words::SIGNED_OUT,
        words::LENGTH,
        words::STANDS,
        words::LAST_CONTACT,
    ];
    view! {
        <div class="card table-card wide-table" tabindex="0" role="region" aria-label=say(words::TAB_SHIFTS)>
            <table class="rows compact">
                {fields::heads(&columns)}
                <tbody>
                    <For each=move || rows.get() key=|row| format!("{row:?}") children=move |one| lines(&one)/>
                </tbody>
            </table>
        </div>
    }
    .into_any()
}

/// Draws a line for each shift of somebody, and one for nobody's absence.
fn lines(one: &ShiftRow) -> AnyView {
    if one.shifts.is_empty() {
        return line(one, None);
    }
    one.shifts.iter().map(|span| line(one, Some(span))).collect_view().into_any()
}

fn line(one: &ShiftRow, span: Option<&ShiftSpan>) -> AnyView {
    let lang = lang();
    let grids = if one.grids.is_empty() { "–".to_owned() } else { one.grids.join(" ") };
    let seen = one.last_seen_at.map_or_else(|| lang.say(words::NEVER).to_owned(), clock::short);
    let more = format!("{} · {}", one.user, lang.say(names::role(one.role)));
    view! {
        <tr data-test="shift-row" data-user=one.user.to_string()>
            <td>
                <a class="person words-link" href=super::way(one.account).href()><strong data-said="">{one.name.clone()}</strong></a>
                <small>{more}</small>
            </td>
            <td class="figures wraps">{grids}</td>
            {match span {
                Some(span) => view! {
                    <td class="figures">{clock::day_time(span.started_at)}</td>
                    <td>{ended(span)}</td>
                    <td class="figures">{length(span, clock::now())}</td>
                    <td>{place(span)}</td>
                }.into_any(),
                None => view! {
                    <td>{lang.say(words::NOT_SIGNED)}</td><td>"–"</td><td>"–"</td><td>"–"</td>
                }.into_any(),
            }}
            <td class="figures">{seen}</td>
        </tr>
    }
    .into_any()
}
