//! The controls that the form of a model is made of: a line of text, several, a choice, a tick.
//!
//! Each is compiled once: what it shows and what it says comes in as a signal and a callback.

use kit::lang::Words;
use leptos::prelude::*;

use crate::text::say;

/// Draws a field of one line.
pub fn line(word: Words, test: String, shown: Signal<String>, hear: Callback<String>) -> AnyView {
    view! {
        <label>{say(word)}
            <input type="text" autocomplete="off" data-test=test prop:value=move || shown.get()
                on:input:target=move |event| hear.run(event.target().value())/>
        </label>
    }
    .into_any()
}

/// Draws a field of several lines.
pub fn lines(word: Words, test: String, shown: Signal<String>, hear: Callback<String>) -> AnyView {
    view! {
        <label>{say(word)}
            <textarea rows="2" data-test=test prop:value=move || shown.get()
                on:input:target=move |event| hear.run(event.target().value())></textarea>
        </label>
    }
    .into_any()
}

/// Draws a choice: each answer with the word that it is sent as.
pub fn choice(
    word: Words,
    test: String,
    answers: Vec<(String, String)>,
    shown: Signal<String>,
    hear: Callback<String>,
) -> AnyView {
    let options = answers.into_iter().map(|(value, said)| {
        let here = value.clone();
        view! { <option value=value selected=move || shown.with(|shown| *shown == here)>{said}</option> }
    });
    view! {
        <label>{say(word)}
            <select class="search" data-test=test on:change:target=move |event| hear.run(event.target().value())>
                {options.collect_view()}
            </select>
        </label>
    }
    .into_any()
}

/// Draws a tick.
pub fn tick(word: Words, test: String, shown: Signal<bool>, hear: Callback<bool>) -> AnyView {
    view! {
        <label class="model-tick">
            <input type="checkbox" data-test=test prop:checked=move || shown.get()
                on:change:target=move |event| hear.run(event.target().checked())/>
            <span>{say(word)}</span>
        </label>
    }
    .into_any()
}
