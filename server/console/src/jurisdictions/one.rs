//! One jurisdiction: every setting by its group, and beside them what will change before it is saved.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::api::jurisdictions::{FIELDS, Group, JurisdictionChange, JurisdictionFile};
use shared::ids::JurisdictionId;
use shared::refusal::Code;

use super::field;
use super::text as words;
use super::wish::{Step, Wish};
use crate::bridge::{self, Trouble};
use crate::faces;
use crate::people::fields;
use crate::poll::{Polled, poll};
use crate::route::Route;
use crate::section::{Address, Section};
use crate::text::{lang, say, words as common};

const SECONDS: u64 = 60;

/// The page of a jurisdiction.
pub fn page(id: JurisdictionId) -> AnyView {
    let path = format!("/api/v1/jurisdictions/{id}");
    let address = path.clone();
    let reply = poll::<JurisdictionFile, _, _>(SECONDS, move || {
        let path = path.clone();
        async move { bridge::get(&path).await }
    });
    // What was saved, or read again on purpose. Until then what was read first stays: a field must not change under
    // whoever fills it in.
    let held = RwSignal::new(None::<JurisdictionFile>);
    let file = Memo::new(move |before: Option<&Option<JurisdictionFile>>| {
        held.get().or_else(|| before.cloned().flatten()).or_else(|| reply.value.get())
    });
    let wish = RwSignal::new(Wish::default());
    let known = Memo::new(move |_| file.with(Option::is_some));
    let title = move || {
        file.with(|file| {
            file.as_ref().map(|file| lang().pick(&file.jurisdiction.name, &file.jurisdiction.name_en).to_owned())
        })
    };
    let back = Route::At(Section::Jurisdictions, Address::default()).href();
    view! {
        <header class="page-head">
            <a class="back" href=back aria-label=say(crate::text::words::BACK)>"‹"</a>
            <h2 data-said="">{title}</h2>
            <span class="quiet figures">{id.to_string()}</span>
        </header>
        {faces::trouble_bar(reply)}
        {move || match known.get() {
            false if reply.trouble.with(Option::is_some) => ().into_any(),
            false => faces::waiting(),
            true => view! {
                <p class="lead quiet">{say(words::LEAD)}</p>
                <div class="board-body" data-test="jurisdiction-settings">
                    <div class="settings">{Group::ALL.iter().map(|group| card(*group, file, wish)).collect_view()}</div>
                    <div class="beside">{preview(address.clone(), file, held, wish, reply)}</div>
                </div>
            }.into_any(),
        }}
    }
    .into_any()
}

fn card(group: Group, file: Memo<Option<JurisdictionFile>>, wish: RwSignal<Wish>) -> AnyView {
    let settings = FIELDS.iter().filter(|field| field.group == group).map(|field| field::setting(field, file, wish));
    let warning = (group == Group::Place).then(|| view! { <p class="soon small">{say(words::TRAINING_WARNING)}</p> });
    view! {
        <section class="card rescue" data-test="settings-group">
            <h3>{say(words::group(group))}</h3>
            {(group == Group::Place).then(|| field::names(file, wish))}
            {settings.collect_view()}
            {warning}
        </section>
    }
    .into_any()
}

fn preview(
    path: String,
    file: Memo<Option<JurisdictionFile>>,
    held: RwSignal<Option<JurisdictionFile>>,
    wish: RwSignal<Wish>,
    reply: Polled<JurisdictionFile>,
) -> AnyView {
    let lang = lang();
    let steps = Memo::new(move |_| {
        file.with(|file| file.as_ref().map(|file| wish.with(|wish| wish.steps(lang, file)))).unwrap_or_default()
    });
    let is_empty = Memo::new(move |_| steps.with(Vec::is_empty));
    let is_wrong = Memo::new(move |_| steps.with(|steps| steps.iter().any(|step| step.is_wrong)));
    let (sending, saved) = (RwSignal::new(false), RwSignal::new(false));
    let asked_about = RwSignal::new(None::<Vec<Step>>);
    // Another wish has not been asked about yet.
    let asked = Memo::new(move |_| asked_about.get().is_some_and(|asked| steps.with(|steps| *steps == asked)));
    let trouble = RwSignal::new(None::<Trouble>);
    let path = StoredValue::new(path);
    let press = move |_| {
        if sending.get_untracked() || is_empty.get_untracked() || is_wrong.get_untracked() {
            return;
        }
        if !asked.get_untracked() {
            asked_about.set(Some(steps.get_untracked()));
            return;
        }
        let Some(body) =
            file.with_untracked(|file| file.as_ref().map(|file| wish.with_untracked(|wish| wish.change(file))))
        else {
            return;
        };
        let path = path.get_value();
        sending.set(true);
        saved.set(false);
        trouble.set(None);
        spawn_local(async move {
            match bridge::put::<JurisdictionChange, JurisdictionFile>(&path, &body).await {
                Ok(after) => {
                    held.try_set(Some(after.clone()));
                    wish.try_set(Wish::default());
                    saved.try_set(true);
                    reply.take(after);
                }
                Err(why) => drop(trouble.try_set(Some(why))),
            }
            asked_about.try_set(None);
            sending.try_set(false);
        });
    };
    let undo = move |_| {
        wish.set(Wish::default());
        trouble.set(None);
    };
    let read_again = move |_| {
        let path = path.get_value();
        spawn_local(async move {
            match bridge::get::<JurisdictionFile>(&path).await {
                Ok(now) => {
                    held.try_set(Some(now));
                    trouble.try_set(None);
                }
                Err(why) => drop(trouble.try_set(Some(why))),
            }
        });
    };
    let is_stale = Memo::new(move |_| {
        trouble
            .with(|trouble| matches!(trouble, Some(Trouble::Refused(problem)) if problem.code == Code::SettingsChanged))
    });
    view! {
        <section class="card rescue" data-test="settings-preview">
            <h3>{say(words::PREVIEW)}</h3>
            {move || match is_empty.get() {
                true => view! { <p class="quiet small" data-test="no-changes">{say(words::NO_CHANGES)}</p> }.into_any(),
                false => changes(steps),
            }}
            {move || is_wrong.get().then(|| view! { <p class="late small">{say(words::FIX_FIRST)}</p> })}
            <p class="buttons">
                <button type="button" class="button main" data-test="settings-save" on:click=press
                    prop:disabled=move || sending.get() || is_empty.get() || is_wrong.get()>
                    {move || lang.say(match (sending.get(), asked.get()) {
                        (true, _) => common::SAVING,
                        (false, true) => words::SAVE_SURE,
                        (false, false) => words::SAVE,
                    })}
                </button>
                <button type="button" class="button" data-test="settings-undo" on:click=undo
                    prop:disabled=move || is_empty.get()>{say(words::UNDO)}</button>
            </p>
            <p role="status" class="small" data-test="settings-saved">
                {move || (saved.get() && is_empty.get()).then(|| lang.say(words::SAVED))}
            </p>
            {fields::complaint(trouble)}
            {move || is_stale.get().then(|| view! {
                <p class="small">{lang.say(words::STALE)}</p>
                <button type="button" class="button" data-test="settings-read-again" on:click=read_again>
                    {lang.say(words::READ_AGAIN)}
                </button>
            })}
        </section>
    }
    .into_any()
}

fn changes(steps: Memo<Vec<Step>>) -> AnyView {
    let row = |step: Step| {
        view! {
            <tr data-test="settings-step" class:late=step.is_wrong>
                <th scope="row">{step.what}</th>
                <td data-said="">{step.was}</td>
                <td data-said="">{step.becomes}</td>
            </tr>
        }
    };
    view! {
        <div class="wide-table" tabindex="0" role="region" aria-label=say(words::PREVIEW)>
            <table class="rows compact">
                {fields::heads(&[words::SETTING, words::WAS, words::BECOMES])}
                <tbody>{move || steps.get().into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}
