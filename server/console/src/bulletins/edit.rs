//! A draft's words, and publishing or dropping it. Both are asked for twice.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::api::bulletins::{Bulletin, EditBulletin, LONGEST_REMARKS, LONGEST_TITLE, PublishBulletin};
use shared::ids::Sha256;

use super::text as words;
use crate::bridge::{self, Trouble};
use crate::poll::Polled;
use crate::route::{self, Route};
use crate::section::{Address, Section};
use crate::text::{lang, say};

/// What is asked for once more before it is done.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Asked {
    Nothing,
    Publish,
    Drop,
}

/// Draws the form; `chosen` are the photos that are ticked below.
pub fn form(bulletin: &Bulletin, chosen: RwSignal<Vec<Sha256>>, found: Polled<Bulletin>) -> AnyView {
    let lang = lang();
    let path = format!("/api/v1/bulletins/{}", bulletin.head.id);
    let (seen, waits) = (bulletin.version, !bulletin.waits_for.is_empty());
    let title = RwSignal::new(bulletin.head.title.clone());
    let remarks = RwSignal::new(bulletin.remarks.clone());
    let (was_title, was_remarks, was_chosen) =
        (bulletin.head.title.clone(), bulletin.remarks.clone(), bulletin.photos.clone());
    let is_changed = Memo::new(move |_| {
        title.with(|title| *title != was_title)
            || remarks.with(|remarks| *remarks != was_remarks)
            || chosen.with(|chosen| *chosen != was_chosen)
    });
    let sending = RwSignal::new(false);
    let asked = RwSignal::new(Asked::Nothing);
    let trouble = RwSignal::new(None::<Trouble>);
    let hear = move |reply: Result<Bulletin, Trouble>| {
        sending.try_set(false);
        match reply {
            Ok(changed) => found.take(changed),
            Err(why) => drop(trouble.try_set(Some(why))),
        }
    };
    let save = {
        let path = path.clone();
        move |event: leptos::ev::SubmitEvent| {
            event.prevent_default();
            if sending.get_untracked() {
                return;
            }
            let said = EditBulletin {
                seen,
                title: title.get_untracked(),
                remarks: remarks.get_untracked(),
                photos: chosen.get_untracked(),
            };
            sending.set(true);
            trouble.set(None);
            let path = path.clone();
            spawn_local(async move { hear(bridge::put(&path, &said).await) });
        }
    };
    let publish = {
        let path = format!("{path}/publish");
        move |_| {
            if asked.get_untracked() != Asked::Publish {
                asked.set(Asked::Publish);
                return;
            }
            sending.set(true);
            trouble.set(None);
            let path = path.clone();
            spawn_local(async move { hear(bridge::post(&path, &PublishBulletin { seen }).await) });
        }
    };
    let drop_it = move |_| {
        if asked.get_untracked() != Asked::Drop {
            asked.set(Asked::Drop);
            return;
        }
        sending.set(true);
        let path = path.clone();
        spawn_local(async move {
            match bridge::delete(&path).await {
                Ok(()) => route::go(&Route::At(Section::Bulletins, Address::default())),
                Err(why) => {
                    sending.try_set(false);
                    trouble.try_set(Some(why));
                }
            }
        });
    };
    let word = move |once: Asked, first, second| lang.say(if asked.get() == once { second } else { first });
    view! {
        <form class="card rescue fields bulletin-edit" data-test="bulletin-edit" on:submit=save>
            <h3>{say(words::EDIT)}</h3>
            <label>{say(words::TITLE)}
                <input type="text" maxlength=LONGEST_TITLE.to_string() data-test="bulletin-title"
                    placeholder=say(words::TITLE_HINT) prop:value=move || title.get()
                    on:input:target=move |event| title.set(event.target().value())/>
            </label>
            <label>{say(words::REMARKS)}
                <textarea rows="6" maxlength=LONGEST_REMARKS.to_string() data-test="bulletin-remarks"
                    prop:value=move || remarks.get()
                    on:input:target=move |event| remarks.set(event.target().value())></textarea>
            </label>
            <p class="quiet small">{say(words::REMARKS_HINT)}</p>
            <div class="buttons">
                <button type="submit" class="button main" data-test="bulletin-save"
                    prop:disabled=move || sending.get() || !is_changed.get()>
                    {move || lang.say(match (sending.get(), is_changed.get()) {
                        (true, _) => words::SAVING,
                        (false, true) => words::SAVE,
                        (false, false) => words::SAVED,
                    })}
                </button>
                <button type="button" class="button" data-test="bulletin-publish"
                    prop:disabled=move || sending.get() || is_changed.get() || waits on:click=publish>
                    {move || word(Asked::Publish, words::PUBLISH, words::PUBLISH_SURE)}
                </button>
                <button type="button" class="button small" data-test="bulletin-drop"
                    prop:disabled=move || sending.get() on:click=drop_it>
                    {move || word(Asked::Drop, words::DROP, words::DROP_SURE)}
                </button>
            </div>
            {move || trouble.get().map(|why| view! {
                <p class="complaint" role="alert" data-test="complaint" data-code=why.code()>
                    {why.words(lang)}<small>{why.detail()}</small>
                </p>
            })}
        </form>
    }
    .into_any()
}
