//! Why a case is behind a number: all that it counts as, each with what that means.

use leptos::prelude::*;
use shared::api::assessment::AssessedCase;

use super::called;
use crate::assessment::glossary::list;
use crate::assessment::text::{self, glossary, pages as words};
use crate::route::Route;
use crate::text::say;

/// Which case somebody asks about.
#[derive(Clone, Copy)]
struct Chosen(RwSignal<Option<AssessedCase>>);

/// Has the rows below know which case is asked about.
pub fn provide() -> RwSignal<Option<AssessedCase>> {
    let chosen = RwSignal::new(None);
    provide_context(Chosen(chosen));
    chosen
}

/// Draws the question, on a case's row.
pub fn button(case: &AssessedCase, count: String) -> AnyView {
    let Chosen(chosen) = expect_context();
    let (id, case) = (case.id, StoredValue::new(case.clone()));
    let is_chosen = move || chosen.with(|chosen| chosen.as_ref().is_some_and(|chosen| chosen.id == id));
    view! {
        <button type="button" class="chip" class:on=is_chosen data-test="why" aria-pressed=move || is_chosen().to_string()
            on:click=move |_| chosen.set(Some(case.get_value()))>
            {say(words::WHY)}" "<span class="figures">{count}</span>
        </button>
    }
    .into_any()
}

/// Draws the answer.
pub fn card() -> AnyView {
    let Chosen(chosen) = expect_context();
    let drawn = move || match chosen.get() {
        None => view! { <p class="small quiet">{say(words::CHOOSE_CASE)}</p> }.into_any(),
        Some(case) => {
            let one = |counter: &shared::assessment::Counter| {
                (text::counter(*counter), glossary::counter(*counter), counter.as_str())
            };
            view! {
                <p><a class="words-link figures" href=Route::Case(case.id).href()>{called(&case)}</a></p>
                <p class="small" data-said="">{case.category.clone()}</p>
                {list(case.counts.iter().map(one).collect())}
            }
            .into_any()
        }
    };
    view! {
        <section class="card oversight-card" data-test="why-card" aria-labelledby="assess-why">
            <h3 id="assess-why">{say(words::COUNTS_AS)}</h3>
            {drawn}
        </section>
    }
    .into_any()
}
