//! A supervisor's phone: which phone has not synced and why, and what is overdue; readable without a network as it was
//! last known.
//!
//! `device` is one phone, `overdue` the cases. How a phone stands is judged by [`shared::standing`], as at the desk.

mod device;
mod overdue;
pub mod text;

use std::collections::BTreeSet;
use std::time::Duration;

use app_bridge::ask::Ask;
use app_bridge::board::BoardSheet;
use app_bridge::told::{Failure, Told};
use kit::faces::{EmptyState, Notice, Waiting};
use kit::icon::Picture;
use kit::lang::{self, Words, spoken, t};
use kit::moment;
use kit::tone::Tone;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::account::{Right, may};
use shared::ids::DeviceId;
use shared::standing::{Judged, judge_all};

use self::device::DeviceRow;
use self::overdue::OverdueRow;
use crate::bridge;
use crate::fetch::{FailedPage, Fetched};
use crate::layout::{Level, ScreenLayout};
use crate::state::{App, unexpected};

/// How often the server is asked while the page is open.
const ASK_EVERY: Duration = Duration::from_secs(30);

/// Says whether the signed-in person may see the board; follows it.
pub fn is_for(app: App) -> bool {
    app.session().and_then(|start| start.account).is_some_and(|account| may(account.role, Right::SeeDevices))
}

/// What is looked at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Look {
    /// The phones that need somebody.
    Needing,
    /// Every phone.
    All,
    /// What is overdue.
    Overdue,
}

/// The board.
#[component]
pub fn BoardPage() -> impl IntoView {
    let sheet = RwSignal::new(Fetched::<BoardSheet>::Reading);
    let look = RwSignal::new(Look::Needing);
    let open = RwSignal::new(BTreeSet::new());
    let ask = move |fresh: bool| async move {
        match bridge::ask(Ask::Board { fresh }).await {
            Ok(Told::Board(told)) => drop(sheet.try_set(Fetched::Here(*told))),
            Ok(other) => drop(sheet.try_set(Fetched::Failed(unexpected(&other)))),
            Err(why) => drop(sheet.try_set(Fetched::Failed(why))),
        }
    };
    // What is known here stands at once; what the server says follows.
    let begin = move || {
        spawn_local(async move {
            ask(false).await;
            ask(true).await;
        });
    };
    begin();
    let again = move || spawn_local(ask(true));
    match set_interval_with_handle(again, ASK_EVERY) {
        Ok(handle) => on_cleanup(move || handle.clear()),
        Err(_) => leptos::logging::warn!("The board is not asked for again by itself"),
    }
    let again = Callback::new(move |()| begin());
    view! {
        <ScreenLayout title=spoken(text::BOARD) level=Level::Step test="screen-board">
            {move || match sheet.get() {
                Fetched::Reading => view! { <Waiting /> }.into_any(),
                Fetched::Failed(failure) => view! { <FailedPage failure=failure again=again /> }.into_any(),
                Fetched::Here(sheet) => here(sheet, look, open).into_any(),
            }}
        </ScreenLayout>
    }
}

fn here(sheet: BoardSheet, look: RwSignal<Look>, open: RwSignal<BTreeSet<DeviceId>>) -> impl IntoView {
    let (speech, clock) = (lang::speech(), moment::clock());
    let BoardSheet { board, overdue, overdue_more, failure } = sheet;
    let Some(board) = board else {
        return view! {
            {failure.map(not_new)}
            <EmptyState picture=Picture::NoSignal title=spoken(text::NEVER_TOLD) words=spoken(text::NEVER_TOLD_WORDS) />
        }
        .into_any();
    };
    let told_at = board.time;
    let judged = judge_all(&board);
    let needing = judged.iter().filter(|judged| judged.standing.needs_somebody()).count();
    let (devices, late) = (judged.len(), overdue.len());
    let (judged, overdue) = (StoredValue::new(judged), StoredValue::new(overdue));
    let chip = move |to: Look, words: Words, count: usize, test: &'static str| {
        view! {
            <button type="button" class="chip" data-test=test aria-pressed=move || (look.get() == to).to_string()
                on:click=move |_| look.set(to)>{t(words)}<span class="number">{count}</span></button>
        }
    };
    view! {
        {failure.map(not_new)}
        <p class="tiny number" data-test="as-of">
            {move || text::as_of(speech.get(), &moment::month_day_and_time(told_at, &clock.zone()))}
        </p>
        <div class="chips">
            {chip(Look::Needing, text::NEED_SOMEBODY, needing, "board-needing")}
            {chip(Look::All, text::ALL_DEVICES, devices, "board-all")}
            {chip(Look::Overdue, text::OVERDUE, late, "board-overdue")}
        </div>
        {move || match look.get() {
            Look::Needing => phones(judged.with_value(|all| {
                all.iter().filter(|judged| judged.standing.needs_somebody()).cloned().collect()
            }), text::NOBODY_NEEDED, open),
            Look::All => phones(judged.get_value(), text::NO_DEVICES, open),
            Look::Overdue => {
                let cases = overdue.get_value();
                if cases.is_empty() {
                    view! {
                        <EmptyState picture=Picture::Tick title=spoken(text::NOTHING_OVERDUE) words=spoken(text::NOTHING_OVERDUE_WORDS) />
                    }.into_any()
                } else {
                    view! {
                        <div class="rows">{cases.into_iter().map(|case| view! { <OverdueRow case=case /> }).collect_view()}</div>
                        {overdue_more.then(|| view! { <p class="tiny centred">{t(text::MORE_OVERDUE)}</p> })}
                    }.into_any()
                }
            }
        }}
    }
    .into_any()
}

fn phones(judged: Vec<Judged>, none: Words, open: RwSignal<BTreeSet<DeviceId>>) -> AnyView {
    if judged.is_empty() {
        return view! { <p class="card small centred" data-test="no-phones">{t(none)}</p> }.into_any();
    }
    view! {
        <div class="rows">
            {judged.into_iter().map(|judged| view! { <DeviceRow judged=judged open=open /> }).collect_view()}
        </div>
    }
    .into_any()
}

/// Says that what stands below is old, and why.
fn not_new(failure: Failure) -> impl IntoView {
    let speech = lang::speech();
    let words = move || {
        let lang = speech.get();
        format!("{} · {}", lang.say(text::NOT_NEW), lang.pick(&failure.zh, &failure.en))
    };
    view! { <Notice tone=Tone::Soon picture=Picture::NoSignal test="board-old">{words}</Notice> }
}
