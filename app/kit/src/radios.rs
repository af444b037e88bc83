//! Several answers of which one is chosen, as radio buttons are: the group is one stop of the tabulator, and the arrows
//! go through it and choose.

use leptos::context::Provider;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent};

/// The answers of a group, by whether each is chosen, in the order they stand.
#[derive(Clone, Copy)]
struct Answers(RwSignal<Vec<Signal<bool>>>);

/// The group.
#[component]
pub fn Radios(
    /// What is asked, for who cannot see it.
    #[prop(into)]
    label: Signal<String>,
    /// How the answers lie.
    #[prop(default = "chips")]
    class: &'static str,
    /// The answers.
    children: Children,
) -> impl IntoView {
    view! {
        <Provider value=Answers(RwSignal::new(Vec::new()))>
            <div class=class role="radiogroup" aria-label=label on:keydown=|event| walk(&event)>{children()}</div>
        </Provider>
    }
    .into_any()
}

/// One answer with words.
#[component]
pub fn Radio(
    /// Name for tests.
    #[prop(into)]
    test: String,
    /// It is the chosen one.
    #[prop(into)]
    chosen: Signal<bool>,
    /// It was pressed.
    #[prop(into)]
    on_choose: Callback<()>,
    /// The words.
    children: Children,
) -> impl IntoView {
    view! {
        <button type="button" class="chip" role="radio" data-test=test aria-checked=move || chosen.get().to_string()
            tabindex=stop(chosen) on:click=move |_| on_choose.run(())>{children()}</button>
    }
    .into_any()
}

/// Returns the `tabindex` of an answer that is drawn in its own way; called once for each, in the order they stand. One
/// stops at the chosen one, and at the first where none is.
pub fn stop(chosen: Signal<bool>) -> impl Fn() -> &'static str + Send + Sync + 'static {
    let answers = use_context::<Answers>();
    if let Some(Answers(all)) = answers {
        all.update(|all| all.push(chosen));
        on_cleanup(move || {
            all.try_update(|all| all.retain(|one| *one != chosen));
        });
    }
    move || {
        let is_first_of_none = || {
            answers.is_none_or(|Answers(all)| {
                all.with(|all| all.first() == Some(&chosen) && !all.iter().any(|one| one.try_get().unwrap_or_default()))
            })
        };
        if chosen.get() || is_first_of_none() { "0" } else { "-1" }
    }
}

/// Goes from one answer to the next by the arrows.
fn walk(event: &KeyboardEvent) {
    // With these the arrows mean something else, such as the page before.
    if event.alt_key() || event.ctrl_key() || event.meta_key() {
        return;
    }
    let Some(radio) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else { return };
    let radios = radios_beside(&radio);
    let is_it = |one: &HtmlElement| AsRef::<Element>::as_ref(one) == &radio;
    let there = radios.iter().position(is_it).and_then(|at| next(&event.key(), at, radios.len()));
    let Some(radio) = there.and_then(|there| radios.get(there)) else { return };
    // The page is not to scroll as well.
    event.prevent_default();
    if radio.focus().is_err() {
        leptos::logging::warn!("An answer does not hear the keys");
    }
    radio.click();
}

/// Returns all answers of the group that one belongs to.
fn radios_beside(radio: &Element) -> Vec<HtmlElement> {
    let group = radio.closest("[role=radiogroup]").ok().flatten();
    let Some(all) = group.and_then(|group| group.query_selector_all("[role=radio]").ok()) else { return Vec::new() };
    (0..all.length()).filter_map(|at| all.item(at)?.dyn_into().ok()).collect()
}

/// Returns where a key leads to, round and round.
fn next(key: &str, at: usize, count: usize) -> Option<usize> {
    let last = count.checked_sub(1)?;
    match key {
        "ArrowRight" | "ArrowDown" => Some(if at >= last { 0 } else { at + 1 }),
        "ArrowLeft" | "ArrowUp" => Some(at.checked_sub(1).unwrap_or(last)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use leptos::prelude::*;

    use super::{Answers, next, stop};

    #[test]
    fn the_arrows_go_round_and_other_keys_nowhere() {
        assert_eq!([0, 1, 2].map(|at| next("ArrowRight", at, 3)), [Some(1), Some(2), Some(0)]);
        assert_eq!([0, 1, 2].map(|at| next("ArrowUp", at, 3)), [Some(2), Some(0), Some(1)]);
        assert_eq!(next("ArrowDown", 0, 1), Some(0), "there is only this one");
        assert_eq!((next("Tab", 1, 3), next("ArrowLeft", 0, 0)), (None, None));
    }

    #[test]
    fn the_tabulator_stops_once_at_the_chosen_answer_and_else_at_the_first() {
        let owner = Owner::new();
        owner.with(|| {
            provide_context(Answers(RwSignal::new(Vec::new())));
            let chosen = RwSignal::new(None::<usize>);
            let stops = [0, 1, 2].map(|at| stop(Signal::derive(move || chosen.get() == Some(at))));
            let told = || stops.each_ref().map(|stop| stop());
            assert_eq!(told(), ["0", "-1", "-1"], "none is chosen");
            chosen.set(Some(2));
            assert_eq!(told(), ["-1", "-1", "0"]);
        });
    }
}
