//! What the viewer shows of a photo: its name and tools, the picture or the clip, and the ways out to its files.

use kit::compare_slider::CompareSlider;
use kit::lang::{Lang, Words};
use leptos::prelude::*;
use shared::evidence::PhotoRole;

use super::{STEP, Viewer};
use crate::bridge;
use crate::clock;
use crate::evidence::shots::{self, Shot};
use crate::evidence::verdict;
use crate::pieces;
use crate::text::{lang, names, say, words};

/// Draws the sheet.
pub fn sheet(viewer: Viewer, shot: &Shot, beside: Option<Shot>, shots: Memo<Vec<Shot>>) -> AnyView {
    let lang = lang();
    let others = shots.with(|all| shots::to_compare(all, shot));
    // A photo that went away meanwhile is laid beside nothing.
    let beside = beside.filter(|beside| others.iter().any(|other| other.number == beside.number));
    // A clip has its own controls, which need the pointer for themselves.
    let is_played = shot.photo.role.is_clip() && shot.has_original();
    let picture = match (shot.photo.role, &beside) {
        (PhotoRole::Video, _) if is_played => video(shot),
        (PhotoRole::Voice, _) if is_played => voice(shot),
        (_, Some(beside)) => compared(viewer, lang, shot, beside),
        (_, None) => still(viewer, lang, shot),
    };
    view! {
        <div class="viewer-stage" class:large=move || viewer.view.get().is_large() data-test="viewer-stage" node_ref=viewer.stage
            on:wheel=move |event| if !is_played { viewer.roll(&event) }
            on:dblclick=move |event| if !is_played { viewer.press_twice(&event) }
            on:pointerdown=move |event| if !is_played { viewer.touch(&event) }
            on:pointermove=move |event| viewer.pull(&event)
            on:pointerup=move |event| viewer.lift(&event) on:pointercancel=move |event| viewer.lift(&event)>
            {picture}
        </div>
        <footer class="viewer-foot">
            {compare_tools(viewer, lang, beside.as_ref(), &others)}
            <span class="gap"></span>
            {files(lang, shot)}
        </footer>
    }
    .into_any()
}

/// Returns what a photo is called: "3 近景 · 11-23 10:24".
fn name(lang: Lang, shot: &Shot) -> String {
    let taken = shot.photo.taken_at.or(shot.photo.received_at).map(clock::day_time).unwrap_or_default();
    format!("{} {} · {taken}", shot.number, lang.say(names::photo(shot.photo.role)))
}

/// Draws the name and the tools. The tools stay while photos change: whoever presses one keeps the keys on it.
pub fn head(viewer: Viewer, shot: Memo<Option<Shot>>, shots: Memo<Vec<Shot>>) -> AnyView {
    let lang = lang();
    let named = move || {
        shot.get().map(|shot| {
            view! {
                <strong class="figures" data-test="viewer-name" data-number=shot.number.to_string()>{name(lang, &shot)}</strong>
                {shot.verdict().map(|found| verdict::badge(lang, found, "viewer-verdict"))}
            }
            .into_any()
        })
    };
    let percent = move || viewer.view.get().percent();
    let middle = (0.0, 0.0);
    view! {
        <header class="viewer-head">
            {named}
            <span class="gap"></span>
            {tool(words::PREVIOUS_PHOTO, "‹", "viewer-previous", Callback::new(move |()| viewer.turn(shots, false)))}
            {tool(words::NEXT_PHOTO, "›", "viewer-next", Callback::new(move |()| viewer.turn(shots, true)))}
            {tool(words::ZOOM_OUT, "−", "viewer-zoom-out", Callback::new(move |()| viewer.zoom(1.0 / STEP, middle)))}
            <output class="figures" data-test="viewer-zoom" data-percent=percent>{percent}"%"</output>
            {tool(words::ZOOM_IN, "+", "viewer-zoom-in", Callback::new(move |()| viewer.zoom(STEP, middle)))}
            {tool(words::ZOOM_RESET, "1:1", "viewer-fit", Callback::new(move |()| viewer.fit()))}
            {tool(words::CLOSE, "×", "viewer-close", Callback::new(move |()| viewer.close()))}
        </header>
    }
    .into_any()
}

fn tool(words: Words, sign: &'static str, test: &'static str, press: Callback<()>) -> AnyView {
    view! {
        <button type="button" class="tool" data-test=test title=say(words) aria-label=say(words)
            on:click=move |_| press.run(())>{sign}</button>
    }
    .into_any()
}

fn still(viewer: Viewer, lang: Lang, shot: &Shot) -> AnyView {
    let waits =
        (shot.photo.role.is_clip()).then(|| pieces::line("viewer-note", lang.say(words::CLIP_WAITS).to_owned()));
    if !shot.is_here() {
        let why = shot.photo.refused.map_or(lang.say(words::ONLY_ON_PHONE), |code| lang.pick(code.zh(), code.en()));
        return pieces::line("viewer-note", why.to_owned());
    }
    view! {
        <img class="viewer-photo" data-test="viewer-photo" src=bridge::picture(&shot.photo.working, false)
            alt=name(lang, shot) draggable="false" style=move || viewer.view.get().style()/>
        {waits}
    }
    .into_any()
}

fn compared(viewer: Viewer, lang: Lang, shot: &Shot, beside: &Shot) -> AnyView {
    let (before, after) = shots::in_order(shot, beside);
    view! {
        <CompareSlider before=bridge::picture(&before.photo.working, false) after=bridge::picture(&after.photo.working, false)
            before_words=name(lang, before) after_words=name(lang, after) label=lang.say(words::COMPARE_LINE)
            at=viewer.line place=Signal::derive(move || viewer.view.get().style())/>
    }
    .into_any()
}

fn original(shot: &Shot) -> String {
    shot.evidence.as_ref().map(|known| bridge::picture(&known.original, false)).unwrap_or_default()
}

/// A player's own keys turn no pages.
fn own_keys(event: web_sys::KeyboardEvent) {
    event.stop_propagation();
}

fn video(shot: &Shot) -> AnyView {
    view! {
        <video class="viewer-clip" data-test="viewer-video" controls=true playsinline=true preload="metadata" src=original(shot)
            poster=bridge::picture(&shot.photo.working, false) on:keydown=own_keys></video>
    }
    .into_any()
}

fn voice(shot: &Shot) -> AnyView {
    view! {
        <div class="viewer-clip voice">
            <img src=bridge::picture(&shot.photo.working, false) alt=""/>
            <audio data-test="viewer-audio" controls=true preload="metadata" src=original(shot) on:keydown=own_keys></audio>
        </div>
    }
    .into_any()
}

/// Draws the way to lay another photo beside this one; nothing where there is none of the other side.
fn compare_tools(viewer: Viewer, lang: Lang, beside: Option<&Shot>, others: &[Shot]) -> AnyView {
    let Some(best) = others.first().map(|best| best.number) else { return ().into_any() };
    let Some(beside) = beside.map(|beside| beside.number) else {
        return view! {
            <button type="button" class="button small" data-test="viewer-compare"
                on:click=move |_| viewer.compare(Some(best))>{lang.say(words::COMPARE)}</button>
        }
        .into_any();
    };
    let choices: Vec<AnyView> = others
        .iter()
        .map(|other| {
            let number = other.number;
            let is_chosen = number == beside;
            view! {
                <button type="button" class="chip" aria-pressed=is_chosen.to_string() data-test="compare-with"
                    data-number=number.to_string() on:click=move |_| viewer.compare(Some(number))>{name(lang, other)}</button>
            }
            .into_any()
        })
        .collect();
    view! {
        <div class="chips" role="group" aria-label=lang.say(words::COMPARE_WITH)>
            {choices}
            <button type="button" class="button small" data-test="viewer-compare-end"
                on:click=move |_| viewer.compare(None)>{lang.say(words::COMPARE_END)}</button>
        </div>
    }
    .into_any()
}

/// Draws the ways out: the original where it is here, and the copy that anybody may have.
fn files(lang: Lang, shot: &Shot) -> AnyView {
    let original = match (&shot.evidence, shot.has_original()) {
        (None, _) => ().into_any(),
        (Some(_), true) => {
            pieces::file_link(original(shot), lang.say(words::ORIGINAL_OPEN).to_owned(), "viewer-original")
        }
        (Some(_), false) => pieces::line("quiet small", lang.say(words::ORIGINAL_ON_PHONE).to_owned()),
    };
    // A voice note's card is nothing but its time and place.
    let public = (shot.is_here() && shot.photo.role != PhotoRole::Voice).then(|| {
        view! {
            <p class="small">
                {pieces::file_link(
                    bridge::public_copy(&shot.photo.working),
                    lang.say(words::PUBLIC_COPY).to_owned(),
                    "public-copy",
                )}
                <small>{lang.say(words::PUBLIC_COPY_MEANS)}</small>
            </p>
        }
    });
    view! { {original}{public} }.into_any()
}
