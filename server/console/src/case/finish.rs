//! Handing a case back: after photos from this machine, and what was done.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::api::cases::CaseFile;
use shared::case::Action;
use shared::evidence::{PhotoRef, PhotoRole};
use shared::ids::CaseId;
use web_sys::File;

use super::act;
use crate::bridge::Trouble;
use crate::bridge::upload::upload;
use crate::text::{lang, phrases, say, words};

/// Which photo is being sent, of how many, and how much of it has arrived.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Progress {
    number: usize,
    count: usize,
    percent: u64,
}

/// The form. The photos go first; the case is handed back only when the server has them all.
#[component]
pub fn Finish(
    /// Which case.
    case: CaseId,
    /// The version of the case that is on the screen.
    #[prop(into)]
    base: Signal<Option<u64>>,
    /// The case was handed back.
    on_done: Callback<CaseFile>,
) -> impl IntoView {
    let lang = lang();
    let files = RwSignal::new_local(Vec::<File>::new());
    let note = RwSignal::new(String::new());
    let progress = RwSignal::new(None::<Progress>);
    let sending = RwSignal::new(false);
    let trouble = RwSignal::new(None::<Trouble>);
    let input = NodeRef::<leptos::html::Input>::new();
    let choose = move |_| {
        let list = input.get_untracked().and_then(|input| input.files());
        let chosen = list.map(|list| (0..list.length()).filter_map(|at| list.get(at)).collect());
        files.set(chosen.unwrap_or_default());
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if sending.get_untracked() || files.with_untracked(Vec::is_empty) {
            return;
        }
        let (chosen, note, base) = (files.get_untracked(), note.get_untracked(), base.get_untracked());
        sending.set(true);
        trouble.set(None);
        spawn_local(async move {
            let show = move |now| {
                progress.try_set(Some(now));
            };
            let reply = match send_all(&chosen, show).await {
                Ok(photos) => act::send(case, Action::Finish { note, photos }, base).await,
                Err(why) => Err(why),
            };
            sending.try_set(false);
            progress.try_set(None);
            match reply {
                Ok(after) => drop(on_done.try_run(after)),
                Err(why) => drop(trouble.try_set(Some(why))),
            }
        });
    };
    view! {
        <form class="fields" data-test="finish" on:submit=submit>
            <label>{say(words::AFTER_PHOTO)}
                <input node_ref=input type="file" accept="image/jpeg,image/png,image/webp" multiple data-test="finish-photo"
                    on:change=choose/>
                <small>{move || match files.with(Vec::len) {
                    0 => lang.say(words::AFTER_PHOTO_HINT).to_owned(),
                    count => phrases::chosen(lang, count),
                }}</small>
            </label>
            <label>{say(words::WHAT_WAS_DONE)}
                <textarea rows="2" data-test="finish-note" prop:value=note
                    on:input:target=move |event| note.set(event.target().value())></textarea>
            </label>
            <button type="submit" class="button main" data-test="finish-submit"
                prop:disabled=move || sending.get() || files.with(Vec::is_empty)>
                {move || match (progress.get(), sending.get()) {
                    (Some(now), true) => phrases::uploading(lang, now.number, now.count, now.percent),
                    (None, true) => lang.say(words::SENDING).to_owned(),
                    (_, false) => lang.say(words::SUBMIT_FINISH).to_owned(),
                }}
            </button>
            {move || trouble.get().map(|trouble| view! {
                <p class="complaint" role="alert" data-test="complaint">
                    {trouble.words(lang)}<small>{trouble.detail()}</small>
                </p>
            })}
        </form>
    }
}

async fn send_all(files: &[File], show: impl Fn(Progress) + Copy) -> Result<Vec<PhotoRef>, Trouble> {
    let mut photos = Vec::with_capacity(files.len());
    for (place, file) in files.iter().enumerate() {
        let at = Progress { number: place.saturating_add(1), count: files.len(), percent: 0 };
        show(at);
        let working = upload(file, |percent| show(Progress { percent, ..at })).await?;
        photos.push(PhotoRef { photo: None, working, role: PhotoRole::After });
    }
    Ok(photos)
}
