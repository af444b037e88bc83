//! Today: what is to be done first, what was reported, and whether everything has arrived.

use app_bridge::told::{CaseCard, TaskCard};
use kit::faces::EmptyState;
use kit::icon::{Icon, Picture};
use kit::lang::{self, spoken, t};
use kit::moment;
use leptos::prelude::*;

use crate::fetch::{Fetched, faces};
use crate::layout::{Level, ScreenLayout};
use crate::pages::case_row::CaseRow;
use crate::pages::cases::own_cases;
use crate::pages::notices::Notices;
use crate::pages::on_shift::OnShift;
use crate::pages::task_row::{TaskRow, waits};
use crate::pages::tasks::{Order, own_tasks, sorted};
use crate::state::{App, Screen};
use crate::text;

const TASKS_SHOWN: usize = 3;
const CASES_SHOWN: usize = 3;

/// Today.
#[component]
pub fn TodayPage() -> impl IntoView {
    let (app, clock) = (App::get(), moment::clock());
    let (tasks, cases) = (own_tasks(), own_cases());
    let count = move |count: Option<usize>| count.map_or_else(|| "–".to_owned(), |count| count.to_string());
    let open_tasks = move || match tasks.got.get() {
        Fetched::Here(tasks) => Some(tasks.iter().filter(|task| waits(task)).count()),
        Fetched::Reading | Fetched::Failed(_) => None,
    };
    let reported = move || match cases.got.get() {
        Fetched::Here(cases) => {
            let (now, zone) = (clock.now(), clock.zone());
            Some(cases.iter().filter(|case| moment::same_day(case.saved_at, now, &zone)).count())
        }
        Fetched::Reading | Fetched::Failed(_) => None,
    };
    view! {
        <ScreenLayout title=spoken(text::TAB_TODAY) level=Level::Tab test="screen-today">
            <Notices />
            <Who />
            <OnShift />
            <div class="figures two">
                <button type="button" class="card figure tone-brand" data-test="go-tasks" on:click=move |_| app.turn_to(Screen::Tasks)>
                    <strong>{move || count(open_tasks())}</strong><span>{t(text::OPEN_TASKS)}</span>
                </button>
                <button type="button" class="card figure tone-brand" data-test="go-cases" on:click=move |_| app.turn_to(Screen::Cases)>
                    <strong>{move || count(reported())}</strong><span>{t(text::MY_REPORTS_TODAY)}</span>
                </button>
            </div>
            <h2 class="section">{t(text::NEXT_TASKS)}</h2>
            {faces(tasks, |tasks| view! { <NextTasks tasks=tasks /> })}
            <h2 class="section">{t(text::LATEST_CASES)}</h2>
            {faces(cases, |cases| view! { <LatestCases cases=cases /> })}
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
    let next: Vec<_> = sorted(tasks, Order::Time).into_iter().filter(waits).take(TASKS_SHOWN).collect();
    if next.is_empty() {
        return view! { <p class="card small centred" data-test="no-open-tasks">{t(text::NO_OPEN_TASKS)}</p> }
            .into_any();
    }
    view! { <div class="rows">{next.into_iter().map(|task| view! { <TaskRow card=task /> }).collect_view()}</div> }
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
    let latest = cases.into_iter().take(CASES_SHOWN);
    view! { <div class="rows">{latest.map(|card| view! { <CaseRow card=card /> }).collect_view()}</div> }.into_any()
}
