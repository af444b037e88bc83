//! A case's photos: before on one side, after on the other, each with its number and its verdict.

use leptos::prelude::*;
use shared::api::cases::CaseFile;
use shared::evidence::PhotoRole;

use super::original;
use crate::bridge;
use crate::clock;
use crate::evidence::shots::Shot;
use crate::evidence::verdict;
use crate::poll::Polled;
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
    let drawn: Vec<AnyView> = shots.iter().map(|shot| self::shot(shot, viewer, file)).collect();
    view! {
        <section>
            <h3>{say(title)}</h3>
            <div class="shots">
                {drawn}
                {shots.is_empty().then(|| view! { <p class="shot-missing">{say(missing)}</p> })}
            </div>
        </section>
    }
    .into_any()
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
