//! The chosen case beside the list: its photos, its place, what was said, and what can be done to it.

use leptos::prelude::*;
use shared::account::Actor;
use shared::api::cases::CaseFile;
use shared::case::ActionKind;
use shared::ids::{CaseId, UnitId};

use super::bench::Bench;
use super::{list, steps, text};
use crate::bridge;
use crate::case::form::{Filled, needs};
use crate::case::{self, around, photos};
use crate::clock;
use crate::evidence::shots;
use crate::faces;
use crate::pieces;
use crate::poll::{Polled, poll};
use crate::route::Route;
use crate::text::{lang, names, phrases, say, words};
use crate::viewer::{self, Viewer};

const SECONDS: u64 = 4;

/// Draws what stands beside the list.
pub fn beside(bench: Bench) -> AnyView {
    let drawn = move || match bench.chosen.get() {
        Some(id) => panel(bench, id),
        None => view! { <div class="card empty desk-none"><p>{say(text::CHOOSE)}</p></div> }.into_any(),
    };
    drawn.into_any()
}

fn panel(bench: Bench, id: CaseId) -> AnyView {
    let file = poll::<CaseFile, _, _>(SECONDS, move || async move { bridge::get(&case::address(id)).await });
    let known = Memo::new(move |_| file.value.with(Option::is_some));
    let looking = Viewer::closed();
    let shots = Memo::new(move |_| file.value.with(|file| file.as_ref().map(shots::shots).unwrap_or_default()));
    view! {
        <section class="desk-panel" data-test="panel" data-case=id.to_string() aria-label=say(text::PANEL)>
            <button type="button" class="button desk-back" data-test="to-list" on:click=move |_| bench.chosen.set(None)>
                "‹ "{say(text::TO_LIST)}
            </button>
            {faces::trouble_bar(file)}
            {move || match known.get() {
                true => view! {
                    {move || file.value.get().map(|file| head(&file))}
                    {move || shots.with(|shots| photos::photos(shots, looking, file))}
                    {work(bench, id, file)}
                }.into_any(),
                false if file.trouble.with(Option::is_some) => ().into_any(),
                false => faces::waiting(),
            }}
            {viewer::viewer(looking, shots)}
        </section>
    }
    .into_any()
}

/// Draws the map and the steps: they outlive what arrives while somebody fills in a form.
fn work(bench: Bench, id: CaseId, file: Polled<CaseFile>) -> AnyView {
    let filled =
        file.value.with_untracked(|file| file.as_ref().map(|file| Filled::from(&file.case)).unwrap_or_default());
    let filled = RwSignal::new(filled);
    let step = RwSignal::new(None);
    let may =
        Memo::new(move |_| file.value.with(|file| file.as_ref().map(|file| file.may.clone()).unwrap_or_default()));
    // Whoever may dispatch picks a unit on the map, and the form opens with it.
    let dispatches = may.with_untracked(|may| may.iter().any(|word| word == ActionKind::Dispatch.as_str()));
    let pick = dispatches.then(|| {
        Callback::new(move |unit: UnitId| {
            filled.update(|filled| filled.unit = unit.to_string());
            step.set(needs(ActionKind::Dispatch).map(|needs| (ActionKind::Dispatch, needs)));
        })
    });
    view! {
        {around::around(id, filled, pick)}
        {steps::steps(bench, id, may, file, filled, step)}
    }
    .into_any()
}

fn head(file: &CaseFile) -> AnyView {
    let lang = lang();
    let (case, known) = (&file.case, &file.names);
    let number = super::bench::number(case);
    let category = lang.pick(&known.category, &known.category_en).to_owned();
    let condition = format!(
        "{} · {}",
        phrases::condition(lang, case.condition_no),
        lang.pick(&known.condition, &known.condition_en)
    );
    let or_none = |text: String| if text.is_empty() { lang.say(words::NONE).to_owned() } else { text };
    let unit = if known.unit.is_empty() {
        case.unit.as_ref().map(ToString::to_string).unwrap_or_default()
    } else {
        known.unit.clone()
    };
    let orders = case.orders.iter().filter(|order| order.replied_at.is_none()).map(|order| {
        let due = order.due_at.map(clock::day_time);
        pieces::line("small", text::order(lang, order.number, &order.requirement, due.as_deref()))
    });
    let orders: Vec<AnyView> = orders.collect();
    let asks = case.asked_until.map(|until| pieces::line("small", phrases::asks_until(lang, &clock::day_time(until))));
    view! {
        <div class="card desk-head">
            <header>
                <h3>{category}</h3>
                <span class="figures quiet" data-test="case-no">{number}</span>
                {pieces::badge(case::tone(case.state), lang.say(names::state(case.state)), "state", case.state.as_str())}
                {list::stage_left(case)}
                {case::time_left(case)}
            </header>
            {last_said(file)}
            {orders}{asks}
            <dl class="facts two">
                {wide(words::CONDITION, condition)}
                {wide(words::ADDRESS, or_none(case::place(case, known)))}
                {wide(words::NOTE, or_none(case.note.clone()))}
                {pieces::fact(words::UNIT, said(or_none(unit)))}
                {pieces::fact(words::REPORTER, said(or_none(known.reporter.clone())))}
                {pieces::fact(words::LIMIT, phrases::limit(lang, case.limit).into_any())}
                {pieces::fact(words::REPORTED_AT, clock::day_time(case.reported_at).into_any())}
            </dl>
            {pieces::link(&Route::Case(case.id), say(text::WHOLE_CASE).to_owned(), "whole-case")}
        </div>
    }
    .into_any()
}

fn said(text: String) -> AnyView {
    view! { <span data-said="">{text}</span> }.into_any()
}

fn wide(name: kit::lang::Words, value: String) -> AnyView {
    view! { <div class="wide"><dt>{say(name)}</dt><dd data-said="">{value}</dd></div> }.into_any()
}

/// Draws what somebody wrote last: why it came back, what is asked for, what was found.
fn last_said(file: &CaseFile) -> Option<AnyView> {
    let lang = lang();
    let step = file.flow.iter().rev().find(|step| !step.opinion.is_empty())?;
    let who = match &step.actor {
        Actor::Account { user, .. } => file.names.people.get(user).cloned().unwrap_or_else(|| user.to_string()),
        Actor::System { .. } => lang.say(words::BY_SYSTEM).to_owned(),
    };
    let (what, opinion) = (lang.say(names::action(step.action)), step.opinion.clone());
    Some(
        view! {
            <blockquote class="desk-said" data-test="last-said">
                <small>{say(text::LAST_SAID)}" · "{what}" · "<span data-said="">{who}</span>" · "{clock::day_time(step.at)}</small>
                <span data-said="">{opinion}</span>
            </blockquote>
        }
        .into_any(),
    )
}
