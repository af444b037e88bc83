//! One case: what is known, its photos, its history, and what the caller may do.
//!
//! Each part of the file is a part of the page: `photos` with their `evidence`, the `place` with the map `around` it, the
//! `clocks` and how each was computed, the history as a `story`. `act` is the only one that changes anything, through the
//! server; `cannot` says what others may. `slip` is the page for the printer, `trail` the list that somebody came from.

mod facts;
pub mod photos;
mod original;
pub mod evidence;
mod history;
mod tasks;
pub mod form;
mod units;
mod duplicates;
mod life;
mod redraw;
pub mod act;
pub mod finish;
mod story;
mod cannot;
mod clocks;
pub mod around;
mod place;
mod slip;
pub mod trail;
mod text;

use kit::time_left;
use kit::tone::Tone;
use leptos::prelude::*;
use shared::api::cases::{CaseFile, CaseNames};
use shared::case::{Case, State};
use shared::ids::CaseId;

use crate::bridge;
use crate::cases;
use crate::clock;
use crate::evidence::shots;
use crate::faces;
use crate::map;
use crate::poll::poll;
use crate::text::{lang, names, phrases, say, words};
use crate::viewer::{self, Viewer};

const SECONDS: u64 = 3;

/// The page.
#[component]
pub fn CasePage(
    /// Which case.
    case: CaseId,
) -> impl IntoView {
    let lang = lang();
    let file = poll::<CaseFile, _, _>(SECONDS, move || async move { bridge::get(&address(case)).await });
    let known = Memo::new(move |_| file.value.with(Option::is_some));
    // A form that somebody is filling in must outlive a photo that arrives; only another list of steps draws it anew.
    let may =
        Memo::new(move |_| file.value.with(|file| file.as_ref().map(|file| file.may.clone()).unwrap_or_default()));
    let shots = Memo::new(move |_| file.value.with(|file| file.as_ref().map(shots::shots).unwrap_or_default()));
    let looking = Viewer::closed();
    let out = Memo::new(move |_| file.value.with(|file| file.as_ref().and_then(|file| file.case.open_task)));
    let on_paper = RwSignal::new(false);
    let cannot =
        Memo::new(move |_| file.value.with(|file| file.as_ref().map(|file| file.cannot.clone()).unwrap_or_default()));
    let sheet = move || {
        let drawn = |file: &CaseFile| shots.with(|shots| slip::slip(file, shots, on_paper));
        on_paper.get().then(|| file.value.with(|file| file.as_ref().map(drawn))).flatten()
    };
    let body = move || {
        view! {
            <div class="case-body">
                <div class="case-main">
                    {move || shots.with(|shots| photos::photos(shots, looking, file))}
                    {history::history(file, shots, looking)}
                    {clocks::clocks(case, file)}
                    {move || shots.with(|shots| evidence::evidence(shots))}
                    {place::place(case)}
                    {move || file.value.get().map(|file| shots.with(|shots| map::map(&file, shots, looking)))}
                </div>
                <div class="case-side">
                    {move || act::act(case, &may.get(), file)}
                    {move || out.get().map(|task| redraw::redraw(task, file))}
                    {move || cannot.with(|cannot| cannot::cannot(cannot))}
                    {move || file.value.get().map(|file| life::life(&file))}
                    {move || file.value.get().map(|file| facts::facts(&file))}
                    {move || file.value.get().map(|file| tasks::tasks(&file))}
                </div>
            </div>
        }
        .into_any()
    };
    let face = move || match known.get() {
        true => body(),
        false if file.trouble.with(Option::is_some) => {
            view! { <a class="button" href=cases::place::back().href()>{lang.say(words::BACK)}</a> }.into_any()
        }
        false => faces::waiting(),
    };
    view! {
        <section class="case" class:on-paper=on_paper data-test="case" data-case=case.to_string()>
            {faces::trouble_bar(file)}
            {sheet}
            {move || file.value.get().map(|file| head(&file))}
            <div class="case-tools no-print">
                {trail::trail(case)}
                <span class="gap"></span>
                <button type="button" class="button small" data-test="print-slip" prop:disabled=move || !known.get()
                    on:click=move |_| on_paper.set(true)>{say(text::PRINT_SLIP)}</button>
                <button type="button" class="button small" data-test="print-file" prop:disabled=move || !known.get()
                    on:click=move |_| slip::print()>{say(text::PRINT_FILE)}</button>
            </div>
            {face}
            {viewer::viewer(looking, shots)}
        </section>
    }
}

/// Returns the address of a case's file.
pub fn address(case: CaseId) -> String {
    format!("/api/v1/cases/{case}")
}

fn head(file: &CaseFile) -> impl IntoView + use<> {
    let lang = lang();
    let case = &file.case;
    let number = case.case_no.as_ref().map_or_else(|| say(words::NO_NUMBER).to_owned(), ToString::to_string);
    let category = lang.pick(&file.names.category, &file.names.category_en).to_owned();
    view! {
        <header class="page-head">
            <a class="back" href=cases::place::back().href() aria-label=say(words::BACK)>"‹"</a>
            <h2>{category}</h2>
            <span class="figures quiet" data-test="case-no">{number}</span>
            <span class=format!("badge {}", tone(case.state).class()) data-test="state" data-state=case.state.as_str()>
                {say(names::state(case.state))}
            </span>
            <span class="gap"></span>
            {time_left(case)}
        </header>
    }
}

/// Says where a case is: the address that somebody wrote, else what the grid is called.
pub fn place(case: &Case, names: &CaseNames) -> String {
    let known = [&case.address, &names.place, &names.jurisdiction];
    known.into_iter().find(|words| !words.is_empty()).cloned().unwrap_or_default()
}

/// Returns the colour of a state.
pub const fn tone(state: State) -> Tone {
    match state {
        State::Reported
        | State::Verifying
        | State::ToFile
        | State::ToDispatch
        | State::ToSecondDispatch
        | State::SelfReview => Tone::Brand,
        State::ToHandle | State::Handling => Tone::Soon,
        State::ToReview | State::ToCheck | State::Checking | State::ToClose => Tone::Brand,
        State::Closed => Tone::Ok,
        State::Suspended | State::Void | State::Merged => Tone::Rest,
    }
}

/// Draws how long the unit still has, or how it ended.
pub fn time_left(case: &Case) -> impl IntoView + use<> {
    let lang = lang();
    let ticking = clock::ticking();
    let state = case.state;
    let handling = case.clock.clone();
    let judged = move || match (handling.due_at, handling.running_since, state) {
        (None, _, _) => (Tone::Rest, lang.say(words::NO_CLOCK).to_owned()),
        (Some(due), Some(_), _) => time_left::judge(lang, due, ticking.get()),
        (Some(_), None, State::Suspended) => (Tone::Rest, lang.say(words::PAUSED).to_owned()),
        // Given back, or failed its check: nobody has it, and its clock waits for who gets it next.
        (Some(_), None, State::ToDispatch | State::ToSecondDispatch) => {
            (Tone::Rest, lang.say(words::CLOCK_WAITS).to_owned())
        }
        (Some(_), None, _) => {
            let late = handling.is_late(ticking.get());
            (if late { Tone::Late } else { Tone::Ok }, phrases::handled(lang, late))
        }
    };
    let judged = Memo::new(move |_| judged());
    view! {
        <span class=move || format!("badge time-left {}", judged.get().0.class()) data-test="time-left">
            {move || judged.get().1}
        </span>
    }
}
