//! A city's handbook: looked at first, then taken into the draft.

use kit::lang::Lang;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::api::catalogue::ImportReport;

use crate::bridge::{self, Trouble};
use crate::route::encode;
use crate::text::{lang, say};

use super::desk::{Desk, complaint};
use super::draft::differences;
use super::text;

/// Draws the card.
pub fn card(desk: Desk) -> AnyView {
    let lang = lang();
    let file = RwSignal::new_local(None::<web_sys::File>);
    let (report, trouble) = (RwSignal::new(None::<ImportReport>), RwSignal::new(None::<Trouble>));
    let is_sending = RwSignal::new(false);
    let send = move |takes: bool| {
        let Some(file) = file.get_untracked().filter(|_| !is_sending.get_untracked()) else { return };
        let version = if takes { format!("&version={}", desk.seen()) } else { String::new() };
        let path = format!("/api/v1/catalogue/handbook?name={}{version}", encode(&file.name()));
        is_sending.set(true);
        trouble.set(None);
        spawn_local(async move {
            let reply = bridge::hand_in::<ImportReport>(&path, &file).await;
            is_sending.try_set(false);
            match reply {
                Ok(found) => {
                    if let Some(draft) = found.draft.clone() {
                        desk.take(draft);
                    }
                    report.try_set(Some(found));
                }
                Err(why) => {
                    report.try_set(None);
                    trouble.try_set(Some(why));
                }
            }
        });
    };
    let has_file = move || file.with(Option::is_some);
    view! {
        <article class="card fields" data-test="handbook">
            <h3>{say(text::IMPORT)}</h3>
            <p class="small">{say(text::IMPORT_WHY)}</p>
            <label>{say(text::CHOOSE_FILE)}
                <input type="file" accept=".xlsx,.csv" data-test="handbook-file" on:change:target=move |event| {
                    let chosen = event.target().files().and_then(|files| files.get(0));
                    report.set(None);
                    file.set(chosen);
                }/>
            </label>
            <div class="buttons">
                <button type="button" class="button" data-test="handbook-look" on:click=move |_| send(false)
                    prop:disabled=move || !has_file() || is_sending.get()>{say(text::LOOK)}</button>
                <button type="button" class="button main" data-test="handbook-take" on:click=move |_| send(true)
                    prop:disabled=move || is_sending.get() || report.with(|report| report.as_ref().is_none_or(|one| one.draft.is_some()))>
                    {say(text::TAKE)}</button>
            </div>
            {complaint(trouble)}
            <div role="status">{move || report.get().map(|found| told(lang, &found))}</div>
        </article>
    }
    .into_any()
}

fn told(lang: Lang, found: &ImportReport) -> AnyView {
    let counts = text::import(lang, found.conditions, found.categories_changed, found.categories_added);
    view! {
        <p data-test="handbook-report">{counts}{found.draft.is_some().then(|| format!(" · {}", say(text::TAKEN)))}</p>
        {found.contradiction.as_ref().map(|wrong| view! {
            <p class="complaint" role="alert">{say(text::CONTRADICTS)}
                <small data-said="">{wrong.place.clone()}": "{wrong.what.clone()}</small></p>
        })}
        {differences(lang, &found.differences, found.total)}
    }
    .into_any()
}
