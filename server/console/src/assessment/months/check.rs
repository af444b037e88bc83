//! Whether a frozen version is what the cases' histories say, read once more.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::api::assessment::MonthCheck;
use shared::ids::CaseId;

use crate::assessment::text::{pages as words, phrases};
use crate::bridge::{self, Trouble};
use crate::route::{Route, encode};
use crate::security;
use crate::text::{lang, say};

/// Draws the button, and what was found.
pub fn part(month: String, number: u32) -> AnyView {
    let lang = lang();
    let found = RwSignal::new(None::<MonthCheck>);
    let is_asking = RwSignal::new(false);
    let trouble = RwSignal::new(None::<Trouble>);
    let path = StoredValue::new(format!("/api/v1/assessment/months/{}/versions/{number}/check", encode(&month)));
    let press = move |_| {
        is_asking.set(true);
        found.set(None);
        trouble.set(None);
        let path = path.get_value();
        spawn_local(async move {
            match bridge::get::<MonthCheck>(&path).await {
                Ok(check) => drop(found.try_set(Some(check))),
                Err(why) => drop(trouble.try_set(Some(why))),
            }
            is_asking.try_set(false);
        });
    };
    let word = move || lang.say(if is_asking.get() { words::CHECKING } else { words::CHECK });
    view! {
        <p class="buttons">
            <button type="button" class="button" data-test="check" prop:disabled=is_asking on:click=press>{word}</button>
        </p>
        <div role="status">{move || found.get().map(|check| report(&check))}</div>
        {security::complaint(trouble)}
    }
    .into_any()
}

fn report(check: &MonthCheck) -> AnyView {
    let lang = lang();
    let read = phrases::checked(lang, check.cases);
    let differing = check.differing_total.to_string();
    if check.differing_total == 0 {
        return view! {
            <p class="small ok" data-test="check-report" data-differing=differing>{read}" · "{say(words::CHECK_SOUND)}</p>
        }
        .into_any();
    }
    let case = |case: &CaseId| {
        view! { <li><a class="words-link code" href=Route::Case(*case).href()>{case.to_string()}</a></li> }
    };
    view! {
        <div class="complaint" data-test="check-report" data-differing=differing>
            <p>{read}" · "<strong>{phrases::differing(lang, check.differing_total)}</strong></p>
            <ul>{check.differing.iter().map(case).collect_view()}</ul>
        </div>
    }
    .into_any()
}
