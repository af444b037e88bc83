//! The work slip for the unit, as it comes out of the printer: what, where, until when, with the photos of the scene.
//!
//! Who reported it is not on it: the unit has no need to know.

use kit::lang::{Lang, Words};
use leptos::prelude::*;
use shared::api::cases::CaseFile;

use super::text;
use crate::bridge;
use crate::clock;
use crate::evidence::shots::Shot;
use crate::pieces;
use crate::text::{lang, names, phrases, say, words};

/// Draws the sheet with what stands above it on the screen alone: the way to the printer, and back.
pub fn slip(file: &CaseFile, shots: &[Shot], shown: RwSignal<bool>) -> AnyView {
    let lang = lang();
    view! {
        <div class="slip-sheet" data-test="slip">
            <div class="buttons no-print">
                <button type="button" class="button main" data-test="slip-print" on:click=move |_| print()>{say(words::PRINT)}</button>
                <button type="button" class="button" data-test="slip-back" on:click=move |_| shown.set(false)>{say(text::BACK_TO_FILE)}</button>
            </div>
            {sheet(lang, file, shots)}
        </div>
    }
    .into_any()
}

/// Hands the page to the printer.
pub fn print() {
    // Refused only where printing is forbidden altogether.
    if window().print().is_err() {
        leptos::logging::warn!("the page could not be printed");
    }
}

fn sheet(lang: Lang, file: &CaseFile, shots: &[Shot]) -> AnyView {
    let (case, known) = (&file.case, &file.names);
    let number = case.case_no.as_ref().map_or_else(|| lang.say(words::NO_NUMBER).to_owned(), ToString::to_string);
    let category = lang.pick(&known.category, &known.category_en).to_owned();
    let condition = lang.pick(&known.condition, &known.condition_en).to_owned();
    let unit = match (&case.unit, known.unit.is_empty()) {
        (_, false) => known.unit.clone(),
        (Some(unit), true) => unit.to_string(),
        (None, true) => lang.say(words::NO_UNIT).to_owned(),
    };
    let limit = phrases::limit(lang, case.clock.whole(case.limit));
    let due = case.clock.due_at.map(|due| line(text::DUE, clock::dated(due)));
    let orders = case.orders.iter().filter(|order| order.replied_at.is_none());
    let orders: Vec<AnyView> = orders
        .map(|order| {
            let due = order.due_at.map(clock::dated);
            let note = text::order_note(lang, order.number, lang.say(names::order(order.kind)), due.as_deref());
            line(text::SLIP_ORDER, format!("{note} · {}", order.requirement))
        })
        .collect();
    let position = phrases::coordinates(case.fix.lon.degrees(), case.fix.lat.degrees());
    let grid = case.grid.as_ref().map(|grid| line(words::GRID, grid.to_string()));
    let note = (!case.note.is_empty()).then(|| line(words::NOTE, case.note.clone()));
    let photos: Vec<AnyView> = shots.iter().filter(|shot| is_shown(shot)).map(|shot| photo(lang, shot)).collect();
    let none = photos.is_empty().then(|| pieces::line("quiet", lang.say(text::SLIP_NO_PHOTOS).to_owned()));
    view! {
        <article class="slip">
            <header>
                <h2>{lang.say(text::SLIP)}</h2>
                <p data-said="">{known.jurisdiction.clone()}</p>
            </header>
            <dl>
                {line(text::SLIP_NO, number)}
                {line(words::UNIT, unit)}
                {line(text::SLIP_PROBLEM, category)}
                {line(text::SLIP_TO, condition)}
                {line(words::ADDRESS, super::place(case, known))}
                {grid}
                {line(words::POSITION, position)}
                {note}
                {line(words::LIMIT, limit)}
                {due}
                {orders}
            </dl>
            <h3>{lang.say(text::SLIP_PHOTOS)}</h3>
            {none}
            <div class="slip-photos">{photos}</div>
            <p>{lang.say(text::SLIP_AFTER)}</p>
            <dl class="slip-blank">
                {line(text::SLIP_DONE, String::new())}
                {line(text::SLIP_WHO, String::new())}
                {line(text::SLIP_WHEN, String::new())}
            </dl>
            <footer class="small figures">{lang.say(text::SLIP_PRINTED)}" "{clock::dated(clock::now())}</footer>
        </article>
    }
    .into_any()
}

/// A recording cannot be printed, and what was seen afterwards is no part of what is to be done.
fn is_shown(shot: &Shot) -> bool {
    shot.is_here() && !shot.is_after() && !shot.photo.role.is_clip()
}

fn line(name: Words, value: String) -> AnyView {
    view! { <div><dt>{say(name)}</dt><dd data-said="">{value}</dd></div> }.into_any()
}

fn photo(lang: Lang, shot: &Shot) -> AnyView {
    let name = lang.say(names::photo(shot.photo.role));
    let taken = shot.photo.taken_at.or(shot.photo.received_at).map(clock::dated).unwrap_or_default();
    view! {
        <figure>
            <img src=bridge::picture(&shot.photo.working, false) alt=name/>
            <figcaption>{shot.number.to_string()}" · "{name}" · "{taken}</figcaption>
        </figure>
    }
    .into_any()
}
