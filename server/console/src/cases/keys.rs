//! The keys of the list, and the page that says which there are.

use leptos::ev::{KeyboardEvent, keydown};
use leptos::html::Dialog;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::text;
use crate::text::{say, words};

/// What a key asks for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Asked {
    /// To write in the search.
    Search,
    /// To clear the filters.
    Clear,
    /// To see which keys there are.
    Help,
    /// To move in the list.
    Move,
}

/// Says what a key asks for that was pressed outside of fields.
pub fn asked(key: &str) -> Option<Asked> {
    match key {
        "/" => Some(Asked::Search),
        "Escape" => Some(Asked::Clear),
        "?" => Some(Asked::Help),
        "ArrowDown" | "ArrowUp" | "PageDown" | "PageUp" | "Home" | "End" => Some(Asked::Move),
        _ => None,
    }
}

/// Hears the keys of a page for as long as it is open.
pub fn listen(then: Callback<Asked>) {
    let heard = window_event_listener(keydown, move |event: KeyboardEvent| {
        if event.default_prevented() || event.ctrl_key() || event.meta_key() || event.alt_key() || is_elsewhere(&event)
        {
            return;
        }
        if let Some(asked) = asked(&event.key()) {
            event.prevent_default();
            then.run(asked);
        }
    });
    on_cleanup(move || heard.remove());
}

/// Says whether the key belongs to a field, a dialog or the map. What rows know themselves they have taken already.
fn is_elsewhere(event: &KeyboardEvent) -> bool {
    const THEIRS: &str = "input, textarea, select, dialog, .case-map";
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    target.is_some_and(|target| target.closest(THEIRS).ok().flatten().is_some())
}

/// Gives the focus to something by its name for tests.
pub fn focus(test: &str) {
    let found = document().query_selector(&format!("[data-test='{test}']")).ok().flatten();
    let found = found.and_then(|element| element.dyn_into::<HtmlElement>().ok());
    if found.is_none_or(|element| element.focus().is_err()) {
        leptos::logging::warn!("{test} could not take the keys");
    }
}

/// Draws the page that says which keys there are, closed.
pub fn help(dialog: NodeRef<Dialog>) -> AnyView {
    let close = move |_| {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    let lines = [
        ("↑ ↓", text::KEY_MOVE),
        ("Enter", text::KEY_OPEN),
        ("/", text::KEY_SEARCH),
        ("Esc", text::KEY_CLEAR),
        ("?", text::KEY_HELP),
    ];
    let line = |(key, means): (&'static str, kit::lang::Words)| {
        view! { <div><dt><kbd>{key}</kbd></dt><dd>{say(means)}</dd></div> }
    };
    view! {
        <dialog class="keys" node_ref=dialog aria-labelledby="keys-title" data-test="keys">
            <h3 id="keys-title">{say(text::KEYS)}</h3>
            <dl>{lines.into_iter().map(line).collect_view()}</dl>
            <button type="button" class="button" data-test="keys-close" on:click=close>{say(words::CLOSE)}</button>
        </dialog>
    }
    .into_any()
}

/// Shows that page.
pub fn show(dialog: NodeRef<Dialog>) {
    // Refused only when it is open already.
    if let Some(dialog) = dialog.get_untracked()
        && !dialog.open()
        && dialog.show_modal().is_err()
    {
        leptos::logging::warn!("the keys could not be shown");
    }
}

#[cfg(test)]
mod tests {
    use super::{Asked, asked};

    #[test]
    fn each_key_asks_for_one_thing_and_letters_for_none() {
        assert_eq!(asked("/"), Some(Asked::Search));
        assert_eq!(asked("Escape"), Some(Asked::Clear));
        assert_eq!(asked("?"), Some(Asked::Help));
        assert_eq!(asked("ArrowDown"), Some(Asked::Move));
        assert_eq!(asked("a"), None);
    }
}
