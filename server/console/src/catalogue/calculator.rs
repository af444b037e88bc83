//! A limit counted from a chosen moment, by what holds and by the drafts.

use kit::lang::Lang;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::api::catalogue::{Calculation, Counted};
use shared::catalogue::CategoryKey;

use crate::bridge::{self, Trouble};
use crate::clock;
use crate::route::encode;
use crate::text::{lang, say};

use super::desk::complaint;
use super::text;

/// Draws the card; the category is asked for where none is shown.
pub fn card(category: Option<CategoryKey>) -> AnyView {
    let lang = lang();
    let key = RwSignal::new(category.as_ref().map(ToString::to_string).unwrap_or_default());
    let (start, number) = (RwSignal::new(String::new()), RwSignal::new("1".to_owned()));
    let answer = RwSignal::new(None::<Calculation>);
    let trouble = RwSignal::new(None::<Trouble>);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let at = clock::read_local(&start.get_untracked()).unwrap_or_else(clock::now);
        let (key, number) = (encode(key.get_untracked().trim()), encode(number.get_untracked().trim()));
        trouble.set(None);
        let start = encode(&at.to_string());
        let path = format!("/api/v1/catalogue/deadline?start={start}&category={key}&condition={number}");
        spawn_local(async move {
            match bridge::get::<Calculation>(&path).await {
                Ok(found) => drop(answer.try_set(Some(found))),
                Err(why) => {
                    answer.try_set(None);
                    trouble.try_set(Some(why));
                }
            }
        });
    };
    let asks_for_key = category.is_none().then(|| {
        view! {
            <label>{say(text::CATEGORY_KEY)}
                <input type="text" placeholder="event:06010" data-test="calculator-category" prop:value=move || key.get()
                    on:input:target=move |event| key.set(event.target().value())/>
            </label>
        }
    });
    view! {
        <section class="card calculator" data-test="calculator">
            <h3>{say(text::CALCULATOR)}</h3>
            <form class="fields" on:submit=submit>
                {asks_for_key}
                <label>{say(text::CONDITION_NO)}
                    <input type="number" min="1" data-test="calculator-condition" prop:value=move || number.get()
                        on:input:target=move |event| number.set(event.target().value())/>
                </label>
                <label>{say(text::START)}
                    <input type="datetime-local" data-test="calculator-start" prop:value=move || start.get()
                        on:input:target=move |event| start.set(event.target().value())/>
                </label>
                <button type="submit" class="button" data-test="calculator-count">{say(text::COUNT)}</button>
            </form>
            {complaint(trouble)}
            <div role="status">{move || answer.get().map(|found| answered(lang, &found))}</div>
        </section>
    }
    .into_any()
}

fn answered(lang: Lang, found: &Calculation) -> AnyView {
    let side = |counted: &Option<Counted>| match counted {
        Some(counted) => {
            let limit = text::limit(lang, counted.limit);
            let provisional = if counted.is_provisional { say(text::PROVISIONAL) } else { "" };
            format!("{} ({limit}) {provisional}", clock::dated(counted.due))
        }
        None => say(text::NO_ANSWER).to_owned(),
    };
    view! {
        <dl class="facts two">
            <div><dt>{say(text::BY_NOW)}</dt><dd class="figures" data-test="due-now">{side(&found.now)}</dd></div>
            {found.draft.is_some().then(|| view! {
                <div><dt>{say(text::BY_DRAFT)}</dt><dd class="figures" data-test="due-draft">{side(&found.draft)}</dd></div>
            })}
        </dl>
        {found.is_own_limit.then(|| view! { <p class="small">{say(text::OWN_LIMIT)}</p> })}
    }
    .into_any()
}
