//! Choosing the case that goes on: those near by with the same category, reported about the same time.

use kit::radios::{Radios, stop};
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::api::cases::{Duplicate, Duplicates};
use shared::ids::CaseId;

use super::form::Filled;
use crate::bridge::{self, Trouble};
use crate::clock;
use crate::text::{lang, names, phrases, say, words};

/// The picker. What is chosen is the form's other case.
#[component]
pub fn DuplicatePicker(
    /// Which case.
    case: CaseId,
    /// The form.
    filled: RwSignal<Filled>,
) -> impl IntoView {
    let lang = lang();
    let found = RwSignal::new(None::<Result<Duplicates, Trouble>>);
    let ask = move || {
        found.set(None);
        spawn_local(async move {
            let reply = bridge::get(&format!("{}/duplicates", super::address(case))).await;
            // The form may have been closed meanwhile.
            found.try_set(Some(reply));
        });
    };
    ask();
    view! {
        <fieldset class="units" data-test="duplicates">
            <legend>{say(words::SAME_PROBLEM)}</legend>
            {move || match found.get() {
                None => view! { <p class="quiet">{lang.say(words::LOADING)}"…"</p> }.into_any(),
                Some(Err(trouble)) => view! {
                    <p class="complaint" role="alert">{trouble.words(lang)}<small>{trouble.detail()}</small></p>
                    <button type="button" class="button" on:click=move |_| ask()>{lang.say(words::TRY_AGAIN)}</button>
                }.into_any(),
                Some(Ok(Duplicates { cases })) if cases.is_empty() => view! {
                    <p class="quiet" data-test="no-duplicates">{lang.say(words::NO_SAME_PROBLEM)}</p>
                }.into_any(),
                Some(Ok(Duplicates { cases })) => view! {
                    <Radios class="options" label=lang.say(words::SAME_PROBLEM)>
                        {cases.into_iter().map(|one| option(one, filled)).collect_view()}
                    </Radios>
                }.into_any(),
            }}
        </fieldset>
    }
}

fn option(one: Duplicate, filled: RwSignal<Filled>) -> impl IntoView {
    let lang = lang();
    let id = one.case.id;
    let number = one.case.case_no.as_ref().map_or_else(|| id.to_string(), ToString::to_string);
    let about = format!(
        "{} · {} · {}",
        phrases::metres(lang, one.distance_m),
        lang.say(names::state(one.case.state)),
        clock::day_time(one.case.reported_at)
    );
    let chosen = Signal::derive(move || filled.with(|filled| filled.other == Some(id)));
    view! {
        <button type="button" class="option" role="radio" data-test="duplicate"
            aria-checked=move || chosen.get().to_string() tabindex=stop(chosen)
            on:click=move |_| filled.update(|filled| filled.other = Some(id))>
            <span class="figures">{number}</span><small>{about}</small>
        </button>
    }
}
