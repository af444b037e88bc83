//! Picking unit grids by hand or by code, and putting what is picked into a duty grid.

use std::collections::BTreeSet;

use kit::lang::Words;
use leptos::prelude::*;
use shared::api::areas::LONGEST_NAME;

use super::drawing::{Drawing, area_m2};
use super::{Draw, Tool, pick};
use crate::areas::text as words;
use crate::text::{lang, say};

const TOOLS: [(Tool, Words); 4] = [
    (Tool::Look, words::TOOL_LOOK),
    (Tool::Click, words::TOOL_CLICK),
    (Tool::Rectangle, words::TOOL_RECTANGLE),
    (Tool::Lasso, words::TOOL_LASSO),
];

/// Draws the tools.
pub fn bar(draw: Draw) -> AnyView {
    let typed = RwSignal::new(String::new());
    let is_missing = RwSignal::new(false);
    let tool = move |(one, words): (Tool, Words)| {
        let is_on = move || draw.tool.get() == one;
        view! {
            <button type="button" class="chip" class:on=is_on aria-pressed=move || is_on().to_string()
                data-test=format!("tool-{}", one.as_str()) on:click=move |_| draw.tool.set(one)>{say(words)}</button>
        }
    };
    let pick_typed = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let found = draw
            .shown
            .facts
            .with_untracked(|facts| typed.with_untracked(|typed| meant(typed, facts.keys().map(String::as_str))));
        is_missing.set(found.is_empty());
        if !found.is_empty() {
            draw.picked.update(|picked| pick(picked, found, false));
            typed.set(String::new());
        }
    };
    let pick_free = move |_| {
        let free = draw.shown.facts.with_untracked(|facts| draw.drawing.with_untracked(|drawing| drawing.free(facts)));
        draw.picked.set(free);
    };
    let lang = lang();
    view! {
        <div class="areas-bar card">
            <div class="areas-tools" role="group" aria-label=say(words::TOOL)>
                {TOOLS.into_iter().map(tool).collect_view()}
            </div>
            <form class="areas-find" on:submit=pick_typed>
                <label>{say(words::PICK_CODE)}
                    <input type="text" autocomplete="off" placeholder=say(words::FIND_HINT) data-test="pick-code"
                        prop:value=typed on:input:target=move |event| {
                            typed.set(event.target().value());
                            is_missing.set(false);
                        }/>
                </label>
                <button type="submit" class="button" data-test="pick-add">{say(words::PICK_ADD)}</button>
            </form>
            <button type="button" class="button" data-test="pick-free" on:click=pick_free>{say(words::PICK_FREE)}</button>
            <p class="small">{say(words::MAP_KEYS)}</p>
            {move || is_missing.get().then(|| view! {
                <p class="complaint" role="alert" data-test="pick-missing">{lang.say(words::FIND_NONE)}</p>
            })}
        </div>
    }
    .into_any()
}

/// Returns the grids that a text names: by their codes or the ends of them, with anything between.
fn meant<'a>(text: &str, codes: impl Iterator<Item = &'a str> + Clone) -> Vec<String> {
    let words = text.split(|c: char| !c.is_ascii_digit()).filter(|word| !word.is_empty());
    let found: BTreeSet<&str> = words.flat_map(|word| codes.clone().filter(move |code| code.ends_with(word))).collect();
    found.into_iter().map(str::to_owned).collect()
}

/// Draws what is picked, and what can be done with it.
pub fn assign(draw: Draw) -> AnyView {
    let lang = lang();
    let (id, name) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let nothing = move || draw.picked.with(BTreeSet::is_empty);
    let is_bad = Memo::new(move |_| id.with(|id| !id.trim().is_empty() && !Drawing::is_id(id.trim())));
    let has_id = Memo::new(move |_| id.with(|id| Drawing::is_id(id.trim())));
    let into = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let (into, name_of) = (id.get_untracked(), name.get_untracked());
        if !has_id.get_untracked() || draw.picked.with_untracked(BTreeSet::is_empty) {
            return;
        }
        let picked = draw.picked.get_untracked();
        draw.change(|drawing| drawing.assign(&picked, into.trim(), name_of.trim()));
        draw.picked.set(BTreeSet::new());
        name.set(String::new());
    };
    let out = move |_| {
        let picked = draw.picked.get_untracked();
        draw.change(|drawing| drawing.take_out(&picked));
        draw.picked.set(BTreeSet::new());
    };
    let size = move || {
        draw.picked
            .with(|picked| draw.shown.facts.with(|facts| words::grids(lang, picked.len(), area_m2(picked, facts))))
    };
    view! {
        <form class="card fields" data-test="draw-assign" on:submit=into>
            <h3>{say(words::PICKED)}</h3>
            <p class="figures" data-test="picked" data-count=move || draw.picked.with(BTreeSet::len).to_string()
                aria-live="polite">{size}</p>
            <label>{say(words::NEW_ID)}
                <input type="text" list="duty-grid-ids" autocomplete="off" maxlength="40" data-test="duty-id"
                    prop:value=id on:input:target=move |event| id.set(event.target().value())/>
            </label>
            <datalist id="duty-grid-ids">
                {move || draw.drawing.with(|drawing| {
                    let ids = drawing.0.keys().cloned().collect::<Vec<_>>().into_iter();
                    ids.map(|id| view! { <option value=id></option> }).collect_view()
                })}
            </datalist>
            {move || is_bad.get().then(|| view! {
                <p class="complaint" role="alert" data-test="duty-id-bad">{lang.say(words::BAD_ID)}</p>
            })}
            <label>{say(words::NEW_NAME)}
                <input type="text" autocomplete="off" maxlength=LONGEST_NAME.to_string() data-test="duty-name"
                    prop:value=name on:input:target=move |event| name.set(event.target().value())/>
            </label>
            <div class="buttons">
                <button type="submit" class="button main" data-test="assign"
                    prop:disabled=move || nothing() || !has_id.get()>{say(words::ASSIGN)}</button>
                <button type="button" class="button" data-test="take-out" prop:disabled=nothing on:click=out>
                    {say(words::TAKE_OUT)}
                </button>
                <button type="button" class="button" data-test="pick-none" prop:disabled=nothing
                    on:click=move |_| draw.picked.set(BTreeSet::new())>{say(words::PICK_NONE)}</button>
            </div>
        </form>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::meant;

    #[test]
    fn codes_are_meant_by_their_ends_however_they_are_parted() {
        let codes = ["610112001007001", "610112001007002", "610112001007012"];
        let named = |text: &str| meant(text, codes.iter().copied());
        assert_eq!(named("001, 012"), ["610112001007001", "610112001007012"]);
        assert_eq!(named("610112001007002"), ["610112001007002"]);
        assert!(named("999").is_empty() && named(" ").is_empty());
    }
}
