//! Publishing a draft as the next edition, from a month on; asked twice.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::api::assessment::PublishModel;

use super::draft::{Writing, complaint};
use super::{asked, text as words};
use crate::bridge::Trouble;
use crate::text::{lang, say};

/// Draws the card.
pub fn card(writing: Writing) -> AnyView {
    let lang = lang();
    let from = RwSignal::new(asked::this_month());
    let (asked_twice, sending) = (RwSignal::new(false), RwSignal::new(false));
    let trouble = RwSignal::new(None::<Trouble>);
    let done = RwSignal::new(None::<String>);
    let is_saved = Memo::new(move |_| writing.kept.with(Option::is_some) && !writing.is_dirty());
    // Nothing counts that nobody tried: the draft as it is saved, on a past month.
    let tried = Memo::new(move |_| {
        let kept = writing.kept.get().filter(|_| is_saved.get())?;
        writing.tried.with(|tried| tried.as_ref().filter(|(model, _)| *model == kept).map(|(_, month)| month.clone()))
    });
    let can_publish = Memo::new(move |_| tried.with(Option::is_some));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if sending.get_untracked() || !can_publish.get_untracked() {
            return;
        }
        if !asked_twice.get_untracked() {
            asked_twice.set(true);
            return;
        }
        asked_twice.set(false);
        let Some(code) = writing.kept.with_untracked(|kept| kept.as_ref().map(|model| model.code.clone())) else {
            return;
        };
        let Some(tried_month) = tried.get_untracked() else { return };
        let month = from.get_untracked();
        let wish = PublishModel { from_month: month.clone(), tried_month };
        sending.set(true);
        trouble.set(None);
        spawn_local(async move {
            match asked::publish(&code, &wish).await {
                Ok(edition) => {
                    let from = edition.from_month.unwrap_or(month);
                    done.try_set(Some(words::published(lang, edition.edition, &from)));
                    // It is no draft any more: what is written from here on begins another.
                    writing.kept.try_set(None);
                    writing.models.again();
                }
                Err(why) => drop(trouble.try_set(Some(why))),
            }
            sending.try_set(false);
        });
    };
    let word = move || if asked_twice.get() { words::PUBLISH_SURE } else { words::PUBLISH };
    view! {
        <form class="card model-card fields" data-test="publish-model" on:submit=submit>
            <h3>{say(words::PUBLISH)}</h3>
            <p class="small">{say(words::PUBLISH_LEAD)}</p>
            <label>{say(words::FROM_MONTH)}
                <input type="month" data-test="publish-from" placeholder="2026-11" prop:value=move || from.get()
                    on:input:target=move |event| { from.set(event.target().value()); asked_twice.set(false); }/>
            </label>
            <p class="small quiet">{say(words::FROM_LEAD)}</p>
            {move || match (is_saved.get(), tried.get()) {
                (false, _) => view! { <p class="small quiet" data-test="save-first">{say(words::SAVE_FIRST)}</p> }.into_any(),
                (true, None) => view! { <p class="small quiet" data-test="try-first">{say(words::TRY_FIRST)}</p> }.into_any(),
                (true, Some(month)) => {
                    view! { <p class="small" data-test="was-tried">{words::was_tried(lang, &month)}</p> }.into_any()
                }
            }}
            <button type="submit" class="button main" data-test="publish-edition"
                prop:disabled=move || !can_publish.get() || sending.get()>{move || lang.say(word())}</button>
            {move || done.get().map(|said| view! {
                <p class="small" role="status" data-test="edition-published">{said}" "
                    <a class="words-link" href=asked::way(&[]).href()>{say(words::TITLE)}</a></p>
            })}
            {complaint(trouble)}
        </form>
    }
    .into_any()
}
