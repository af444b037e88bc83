//! Today: what is to be done first, what was reported, and whether everything has arrived.

use app_bridge::ask::Ask;
use app_bridge::today::TodayCard;
use app_bridge::told::{CaseCard, TaskCard, Told};
use kit::faces::EmptyState;
use kit::icon::{Icon, Picture};
use kit::lang::{self, spoken, t};
use kit::moment;
use leptos::prelude::*;
use shared::time::Instant;

use crate::announcements::urgent::UrgentAnnouncements;
use crate::fetch::{Fetch, Fetched, faces, fetch};
use crate::layout::{Level, ScreenLayout};
use crate::orders::cards::Orders;
use crate::pages::assessment;
use crate::pages::board;
use crate::pages::case_row::CaseRow;
use crate::pages::menu::MenuRow;
use crate::pages::notices::Notices;
use crate::pages::on_shift::{OnShift, works_in_shifts};
use crate::pages::task_row::TaskRow;
use crate::state::{App, Screen, unexpected};
use crate::text;

/// Asks for what the first page shows, seen from where the person stands, and anew when another day begins.
fn todays() -> Fetch<TodayCard> {
    let (here, clock) = (App::get().place.about(), moment::clock());
    let day = Memo::new(move |before: Option<&Instant>| {
        let (now, zone) = (clock.now(), clock.zone());
        before.copied().filter(|before| moment::same_day(*before, now, &zone)).unwrap_or(now)
    });
    fetch(
        move || {
            day.track();
            Ask::Today { here: here.get() }
        },
        |told| match told {
            Told::Today(card) => Ok(*card),
            other => Err(unexpected(&other)),
        },
    )
}

/// Today: of who works on the street what they do, of who looks after them how their phones stand.
#[component]
pub fn TodayPage() -> impl IntoView {
    let app = App::get();
    let today = todays();
    let works = Memo::new(move |_| works_in_shifts(app));
    let figure = move |count: fn(&TodayCard) -> String| {
        today.got.with(|got| match got {
            Fetched::Here(card) => count(card),
            Fetched::Reading | Fetched::Failed(_) => "–".to_owned(),
        })
    };
    view! {
        <ScreenLayout title=spoken(text::TAB_TODAY) level=Level::Tab test="screen-today">
            <Notices />
            <Orders />
            <UrgentAnnouncements />
            <Who />
            <OnShift />
            <Show when=move || { board::is_for(app) && !works.get() }>
                <MenuRow to=Screen::Board picture=Picture::Phone words=board::text::BOARD test="today-board" />
            </Show>
            <Show when=move || { assessment::is_for(app) && !works.get() }>
                <MenuRow to=Screen::Assessment picture=Picture::List words=assessment::text::ASSESSMENT test="today-assessment" />
            </Show>
            <Show when=move || works.get()>
                <div class="figures two">
                    <button type="button" class="card figure tone-brand" data-test="go-tasks"
                        on:click=move |_| app.turn_to(Screen::Tasks)>
                        <strong>{move || figure(|card| card.open_tasks.to_string())}</strong><span>{t(text::OPEN_TASKS)}</span>
                    </button>
                    <button type="button" class="card figure tone-brand" data-test="go-cases"
                        on:click=move |_| app.turn_to(Screen::Cases)>
                        <strong>{move || figure(|card| card.reported_today.to_string())}</strong>
                        <span>{t(text::MY_REPORTS_TODAY)}</span>
                    </button>
                </div>
            </Show>
            {faces(today, move |card| works.get().then(|| view! {
                <h2 class="section">{t(text::NEXT_TASKS)}</h2>
                <NextTasks tasks=card.next_tasks />
                <h2 class="section">{t(text::LATEST_CASES)}</h2>
                <LatestCases cases=card.latest_cases />
            }))}
        </ScreenLayout>
    }
}

#[component]
fn Who() -> impl IntoView {
    let (app, speech, clock) = (App::get(), lang::speech(), moment::clock());
    let who = move || app.session().and_then(|start| start.account);
    view! {
        <button type="button" class="card who" data-test="me" on:click=move |_| app.open(Screen::Me)>
            <span class="grow">
                <h2 lang="zh">{move || who().map(|account| account.name)}</h2>
                <span class="small">
                    {move || who().map(|account| view! {
                        <span lang="zh">{account.jurisdiction_name}</span>" · "{speech.get().say(text::role(account.role))}
                    })}
                </span>
            </span>
            <span class="small number">{move || moment::month_day_and_time(clock.now(), &clock.zone())}</span>
            <Icon picture=Picture::Onward />
        </button>
    }
}

#[component]
fn NextTasks(tasks: Vec<TaskCard>) -> impl IntoView {
    if tasks.is_empty() {
        return view! { <p class="card small centred" data-test="no-open-tasks">{t(text::NO_OPEN_TASKS)}</p> }
            .into_any();
    }
    view! { <div class="rows">{tasks.into_iter().map(|task| view! { <TaskRow card=task /> }).collect_view()}</div> }
        .into_any()
}

#[component]
fn LatestCases(cases: Vec<CaseCard>) -> impl IntoView {
    if cases.is_empty() {
        return view! {
            <EmptyState picture=Picture::Camera title=spoken(text::NO_CASES_TITLE) words=spoken(text::NO_CASES_WORDS) />
        }
        .into_any();
    }
    view! { <div class="rows">{cases.into_iter().map(|card| view! { <CaseRow card=card /> }).collect_view()}</div> }
        .into_any()
}
