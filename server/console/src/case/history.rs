//! What happened to a case, as a story: it may be read from either end, and with people's steps alone.

use kit::lang::Lang;
use leptos::prelude::*;
use shared::api::cases::CaseFile;

use super::story::{Step, story};
use super::text;
use crate::bridge;
use crate::clock;
use crate::evidence::shots::Shot;
use crate::pieces;
use crate::poll::Polled;
use crate::text::{lang, names, say, spans, words};
use crate::viewer::Viewer;

/// Draws the history.
pub fn history(file: Polled<CaseFile>, shots: Memo<Vec<Shot>>, viewer: Viewer) -> AnyView {
    let lang = lang();
    let (newest_first, people_only) = (RwSignal::new(false), RwSignal::new(false));
    let steps = Memo::new(move |_| {
        let told = |file: &CaseFile| shots.with(|shots| story(lang, file, shots));
        file.value.with(|file| file.as_ref().map(told).unwrap_or_default())
    });
    let rows = move || {
        let only = people_only.get();
        let mut shown: Vec<Step> =
            steps.with(|steps| steps.iter().filter(|step| step.is_person || !only).cloned().collect());
        if newest_first.get() {
            shown.reverse();
        }
        if shown.is_empty() {
            return pieces::line("quiet", say(text::NO_STEPS).to_owned());
        }
        let rows: Vec<AnyView> =
            shots.with(|shots| shown.into_iter().map(|step| row(lang, step, shots, viewer)).collect());
        view! { <ol class="story">{rows}</ol> }.into_any()
    };
    view! {
        <div class="card" data-test="history">
            <header class="card-head">
                <h3>{say(words::HISTORY)}</h3>
                <span class="gap"></span>
                <button type="button" class="chip no-print" class:on=people_only data-test="people-only"
                    aria-pressed=move || people_only.get().to_string()
                    on:click=move |_| people_only.update(|only| *only = !*only)>
                    {say(text::PEOPLE_ONLY)}
                </button>
                <button type="button" class="chip no-print" data-test="story-order"
                    on:click=move |_| newest_first.update(|newest| *newest = !*newest)>
                    {move || say(if newest_first.get() { text::OLDEST_FIRST } else { text::NEWEST_FIRST })}
                </button>
            </header>
            {rows}
        </div>
    }
    .into_any()
}

fn row(lang: Lang, step: Step, shots: &[Shot], viewer: Viewer) -> AnyView {
    let since = step.since_ms.filter(|ms| *ms >= 60_000).map(|ms| text::since(lang, &spans::span(lang, ms)));
    let since = since.map(|since| view! { <small class="figures" data-test="since">{since}</small> });
    let rule = step.rule.map(|(rule, name)| {
        view! {
            <p class="quiet small" data-test="rule">{lang.say(text::BY_RULE)}" "{rule}" "<span class="code">{name}</span></p>
        }
    });
    let notes = step.notes.into_iter().map(|note| view! { <p class="quiet small" data-said="">{note}</p> });
    let notes = notes.collect_view();
    let opinion = (!step.opinion.is_empty()).then(|| view! { <q data-said="">{step.opinion}</q> });
    let other = step.other.map(|route| pieces::link(&route, lang.say(words::OTHER_CASE).to_owned(), "story-case"));
    let late = step.is_late.then(|| view! { <span class="badge tone-soon">{lang.say(words::LATE_EVIDENCE)}</span> });
    let pictures: Vec<AnyView> = shots
        .iter()
        .filter(|shot| step.photos.contains(&shot.number) && shot.is_here())
        .map(|shot| picture(lang, shot, viewer))
        .collect();
    let pictures = (!pictures.is_empty()).then(|| {
        view! { <div class="story-photos" role="group" aria-label=lang.say(text::PHOTOS_OF_STEP)>{pictures}</div> }
    });
    view! {
        <li class:system=!step.is_person data-test="history-row" data-action=step.action.as_str()
            data-number=step.number.to_string()>
            <time class="figures">{clock::time(step.at)}<small>{clock::day(step.at)}</small></time>
            <div class="story-words">
                <p data-said=""><strong data-test="actor">{step.who}</strong>" "<span data-test="told">{step.sentence}</span>" "{late}</p>
                {rule}{notes}{opinion}{other}{pictures}{since}
            </div>
            <span class=format!("badge {}", super::tone(step.to).class())>{lang.say(names::state(step.to))}</span>
        </li>
    }
    .into_any()
}

fn picture(lang: Lang, shot: &Shot, viewer: Viewer) -> AnyView {
    let number = shot.number;
    let name = lang.say(names::photo(shot.photo.role));
    view! {
        <button type="button" class="story-photo" data-test="story-photo" data-number=number.to_string()
            on:click=move |_| viewer.open(number)>
            <img src=bridge::picture(&shot.photo.working, true) alt=format!("{number} · {name}") loading="lazy"/>
        </button>
    }
    .into_any()
}
