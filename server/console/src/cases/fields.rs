//! The fields of the filters: a choice among few, one among many that is typed, a day, a number.

use kit::lang::Words;
use leptos::prelude::*;

use super::choices::{Choice, meant};
use super::text;
use crate::route::{By, Filter};
use crate::text::say;

/// The filter, and who hears of another one.
#[derive(Clone, Copy)]
pub struct Narrowing {
    /// What is shown.
    pub filter: Memo<Filter>,
    /// Somebody wants something else.
    pub go: Callback<Filter>,
}

impl Narrowing {
    /// Sets what the filter says of something.
    pub fn set(self, by: By, value: &str) {
        self.go.run(self.filter.get_untracked().with(by, value));
    }

    /// Follows what it says of something.
    pub fn follow(self, by: By) -> Memo<String> {
        Memo::new(move |_| self.filter.with(|filter| filter.get(by).to_owned()))
    }
}

/// Draws a choice among few.
pub fn select(narrowing: Narrowing, by: By, label: Words, options: Vec<(&'static str, &'static str)>) -> AnyView {
    let current = narrowing.follow(by);
    let option = move |(value, words): (&'static str, &'static str)| {
        view! { <option value=value selected=move || current.get() == value>{words}</option> }
    };
    view! {
        <label class="filter-field">{say(label)}
            <select data-test=format!("filter-{}", by.as_str()) prop:value=move || current.get()
                on:change:target=move |event| narrowing.set(by, &event.target().value())>
                {std::iter::once(("", say(text::ANY))).chain(options).map(option).collect_view()}
            </select>
        </label>
    }
    .into_any()
}

/// Draws a choice among few that come later.
pub fn select_among(narrowing: Narrowing, by: By, label: Words, choices: Memo<Vec<Choice>>) -> AnyView {
    let current = narrowing.follow(by);
    let option = move |choice: Choice| {
        let key = choice.key.clone();
        view! { <option value=choice.key data-said="" selected=move || current.get() == key>{choice.words}</option> }
    };
    view! {
        <label class="filter-field">{say(label)}
            <select data-test=format!("filter-{}", by.as_str())
                on:change:target=move |event| narrowing.set(by, &event.target().value())>
                <option value="" selected=move || current.get().is_empty()>{say(text::ANY)}</option>
                {move || choices.get().into_iter().map(option).collect_view()}
            </select>
        </label>
    }
    .into_any()
}

/// Draws a choice among many: a part of its code or name is typed, and what fits is offered.
pub fn among(narrowing: Narrowing, by: By, label: Words, hint: Words, choices: Memo<Vec<Choice>>) -> AnyView {
    let current = narrowing.follow(by);
    let is_strange = RwSignal::new(false);
    let (list, complaint) = (format!("choices-{}", by.as_str()), format!("strange-{}", by.as_str()));
    let said = move || {
        let key = current.get();
        choices.with(|choices| {
            choices.iter().find(|choice| choice.key == key).map(|choice| choice.words.clone()).unwrap_or(key)
        })
    };
    let choose = move |typed: String| {
        if typed.trim().is_empty() {
            is_strange.set(false);
            narrowing.set(by, "");
            return;
        }
        let key = choices.with_untracked(|choices| meant(choices, &typed).map(|choice| choice.key.clone()));
        is_strange.set(key.is_none());
        if let Some(key) = key {
            narrowing.set(by, &key);
        }
    };
    view! {
        <label class="filter-field">{say(label)}
            <input type="search" list=list.clone() autocomplete="off" placeholder=say(hint)
                data-test=format!("filter-{}", by.as_str()) prop:value=said
                aria-invalid=move || is_strange.get().to_string() aria-describedby=complaint.clone()
                on:change:target=move |event| choose(event.target().value())/>
            <datalist id=list>
                {move || choices.get().into_iter().map(|choice| view! { <option value=choice.words data-said=""></option> }).collect_view()}
            </datalist>
            <span id=complaint class="filter-strange" role="status">
                {move || is_strange.get().then(|| say(text::NO_SUCH_CHOICE))}
            </span>
        </label>
    }
    .into_any()
}

/// Draws a field that is written.
pub fn written(narrowing: Narrowing, by: By, label: Words, kind: &'static str) -> AnyView {
    let current = narrowing.follow(by);
    view! {
        <label class="filter-field">{say(label)}
            <input type=kind data-test=format!("filter-{}", by.as_str()) prop:value=move || current.get()
                on:change:target=move |event| narrowing.set(by, event.target().value().trim())/>
        </label>
    }
    .into_any()
}
