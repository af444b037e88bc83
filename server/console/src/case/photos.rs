//! A case's photos: before on one side, after on the other, by who brought them and when; each with its number, its
//! verdict in a line, and the way to all that is known of it.

use kit::lang::Lang;
use leptos::prelude::*;
use shared::api::cases::CaseFile;
use shared::evidence::PhotoRole;
use wasm_bindgen::JsCast;

use super::story::{finish_of, of_report};
use super::{evidence, original, text};
use crate::bridge;
use crate::clock;
use crate::evidence::shots::Shot;
use crate::evidence::verdict;
use crate::poll::Polled;
use crate::route::Route;
use crate::text::claims::{self, Tally};
use crate::text::{lang, names, say, words};
use crate::viewer::Viewer;

/// Draws both sides, and above them how many photos were found how.
pub fn photos(shots: &[Shot], viewer: Viewer, file: Polled<CaseFile>) -> AnyView {
    let (after, before): (Vec<&Shot>, Vec<&Shot>) = shots.iter().partition(|shot| shot.is_after());
    view! {
        <div class="card" data-test="photos">
            {tally(shots)}
            <div class="photos">
                {side(words::BEFORE, words::NO_BEFORE, &before, viewer, file)}
                {side(words::AFTER, words::NO_AFTER, &after, viewer, file)}
            </div>
        </div>
    }
    .into_any()
}

fn tally(shots: &[Shot]) -> Option<AnyView> {
    let tally = Tally::of(shots.iter().filter_map(Shot::verdict));
    (tally.total() > 0).then(|| {
        view! {
            <p class="tally" data-test="evidence-tally" data-sound=tally.sound.to_string() data-noted=tally.noted.to_string()
                data-doubtful=tally.doubtful.to_string() data-unjudged=tally.unjudged.to_string()>
                <strong class="figures">{claims::tally(lang(), tally)}</strong>
                <span class="quiet small">{say(words::EVIDENCE_LEAD)}</span>
            </p>
        }
        .into_any()
    })
}

fn side(
    title: kit::lang::Words,
    missing: kit::lang::Words,
    shots: &[&Shot],
    viewer: Viewer,
    file: Polled<CaseFile>,
) -> AnyView {
    let drawn: Vec<AnyView> = file.value.with_untracked(|known| {
        let groups = groups(lang(), known.as_ref(), shots);
        groups.into_iter().map(|(moment, shots)| group(moment, &shots, viewer, file)).collect()
    });
    let none = shots.is_empty().then(|| {
        view! { <div class="shots"><p class="shot-missing">{say(missing)}</p></div> }
    });
    view! {
        <section>
            <h3>{say(title)}</h3>
            {drawn}
            {none}
        </section>
    }
    .into_any()
}

/// Puts together what came at one moment: with the report, with one task's answer, with the unit's word.
fn groups<'a>(lang: Lang, file: Option<&CaseFile>, shots: &[&'a Shot]) -> Vec<(String, Vec<&'a Shot>)> {
    let mut groups: Vec<(String, Vec<&'a Shot>)> = Vec::new();
    for shot in shots.iter().copied() {
        let moment = moment(lang, file, shot);
        match groups.iter_mut().find(|(known, _)| *known == moment) {
            Some((_, together)) => together.push(shot),
            None => groups.push((moment, vec![shot])),
        }
    }
    groups
}

/// Says at which moment of the case a photo came: "核查 · 11-24 09:12".
fn moment(lang: Lang, file: Option<&CaseFile>, shot: &Shot) -> String {
    let task = file.and_then(|file| file.tasks.iter().find(|task| Some(task.id) == shot.photo.task));
    let (words, at) = match (task, file) {
        (Some(task), _) => (names::task(task.kind), task.answered_at),
        (None, Some(file)) if !of_report(shot) => {
            let number = finish_of(file, shot);
            let finish = file.flow.iter().find(|step| Some(step.sequence) == number);
            (from(shot), finish.map(|finish| finish.at))
        }
        (None, Some(file)) => (from(shot), Some(file.case.reported_at)),
        (None, None) => (from(shot), None),
    };
    match at {
        Some(at) => format!("{} · {}", lang.say(words), clock::day_time(at)),
        None => lang.say(words).to_owned(),
    }
}

fn group(moment: String, shots: &[&Shot], viewer: Viewer, file: Polled<CaseFile>) -> AnyView {
    let drawn: Vec<AnyView> = shots.iter().map(|shot| self::shot(shot, viewer, file)).collect();
    view! {
        <h4 class="figures" data-test="photo-moment">{moment}</h4>
        <div class="shots">{drawn}</div>
    }
    .into_any()
}

/// Draws the heaviest of what was found in a line, and the way to all of it.
fn found(lang: Lang, shot: &Shot, file: Polled<CaseFile>) -> Option<AnyView> {
    shot.verdict()?;
    let case = file.value.with_untracked(|file| file.as_ref().map(|file| file.case.id))?;
    let reason = shot.reasons().first().map(|reason| claims::reason(lang, reason));
    let name = evidence::proof(shot.number);
    // On the case's own page the evidence stands below; from elsewhere the way leads to that page.
    let show = move |event: leptos::ev::MouseEvent| {
        let Some(proof) = document().get_element_by_id(&name) else { return };
        event.prevent_default();
        proof.scroll_into_view();
        if let Some(proof) = proof.dyn_ref::<web_sys::HtmlElement>()
            && proof.focus().is_err()
        {
            leptos::logging::warn!("the evidence could not be focused");
        }
    };
    Some(
        view! {
            <p class="shot-found small">
                {reason}" "
                <a class="words-link no-print" href=Route::Case(case).href() data-test="photo-evidence"
                    data-number=shot.number.to_string() on:click=show>{lang.say(text::WHOLE_EVIDENCE)}</a>
            </p>
        }
        .into_any(),
    )
}

/// Says who the photo came from.
pub fn from(shot: &Shot) -> kit::lang::Words {
    match (shot.photo.photo.is_some(), shot.photo.task.is_some()) {
        (_, true) => words::BY_CHECK,
        (true, false) => words::BY_REPORT,
        (false, false) => words::BY_UNIT,
    }
}

fn shot(shot: &Shot, viewer: Viewer, file: Polled<CaseFile>) -> AnyView {
    let lang = lang();
    let (photo, number) = (&shot.photo, shot.number);
    let taken = photo.taken_at.or(photo.received_at).map(clock::day_time);
    let name = format!("{} · {}", lang.say(names::photo(photo.role)), lang.say(from(shot)));
    let missing = match (photo.received_at, photo.refused) {
        (Some(_), None) => None,
        // What came is no photo that can be shown; the bytes are kept, and the words say what to do.
        (_, Some(code)) => Some(lang.pick(code.zh(), code.en())),
        (None, None) => Some(lang.say(words::ONLY_ON_PHONE)),
    };
    let test = if missing.is_some() { "photo-missing" } else { "photo" };
    let picture = match missing {
        Some(missing) => view! { <p class="shot-missing">{missing}</p> }.into_any(),
        None => view! {
            <button type="button" data-test="photo-open" data-number=number.to_string() on:click=move |_| viewer.open(number)>
                <img src=bridge::picture(&photo.working, true) alt=name.clone() loading="lazy"/>
                {clip(shot)}
            </button>
        }
        .into_any(),
    };
    let original = photo.photo.zip(shot.evidence.as_ref()).map(|(photo, known)| original::original(photo, known, file));
    view! {
        <figure class="shot" data-test=test data-role=photo.role.as_str()>
            {picture}
            <figcaption>
                <span><b class="shot-number">{number.to_string()}</b>{name}<small class="figures">{taken}</small></span>
                {shot.verdict().map(|found| verdict::badge(lang, found, "photo-verdict"))}
            </figcaption>
            {found(lang, shot, file)}
            {original}
        </figure>
    }
    .into_any()
}

/// Draws the mark of a clip: that it plays, and for how long.
fn clip(shot: &Shot) -> Option<AnyView> {
    let sign = match shot.photo.role {
        PhotoRole::Video => "▶",
        PhotoRole::Voice => "♪",
        PhotoRole::Near | PhotoRole::Far | PhotoRole::Reference | PhotoRole::Before | PhotoRole::After => return None,
    };
    let length = shot.evidence.as_ref().and_then(|known| known.clip_ms).map(claims::length);
    Some(
        view! {
            <span class="clip-mark figures" data-test="clip-mark" title=say(words::PLAY)>{sign}" "{length}</span>
        }
        .into_any(),
    )
}
