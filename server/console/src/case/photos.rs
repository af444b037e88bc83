//! A case's photos: before on one side, after on the other.

use leptos::prelude::*;
use shared::api::cases::CaseFile;
use shared::case::CasePhoto;
use shared::evidence::PhotoRole;
use shared::ids::{PhotoId, Sha256};
use web_sys::HtmlDialogElement;

use super::original;
use crate::bridge;
use crate::clock;
use crate::poll::Polled;
use crate::text::{lang, names, say, words};

/// Draws both sides.
pub fn photos(file: &CaseFile, polled: Polled<CaseFile>) -> impl IntoView + use<> {
    let (after, before): (Vec<CasePhoto>, Vec<CasePhoto>) =
        file.case.photos.iter().cloned().partition(|photo| photo.role == PhotoRole::After);
    let shown = RwSignal::new(None::<Sha256>);
    let dialog = NodeRef::<leptos::html::Dialog>::new();
    let open = Callback::new(move |working: Sha256| {
        shown.set(Some(working));
        if let Some(dialog) = dialog.get_untracked() {
            show(&dialog);
        }
    });
    let evidence = file.evidence.clone();
    let original = Callback::new(move |photo: PhotoId| {
        let known = evidence.iter().find(|known| known.photo == Some(photo));
        known.map(|known| original::original(photo, known, polled).into_any())
    });
    view! {
        <div class="card photos" data-test="photos">
            {side(words::BEFORE, words::NO_BEFORE, before, open, original)}
            {side(words::AFTER, words::NO_AFTER, after, open, original)}
            <dialog class="viewer" node_ref=dialog on:click=move |_| if let Some(dialog) = dialog.get_untracked() { dialog.close() }>
                {move || shown.get().map(|working| view! { <img src=bridge::picture(&working, false) alt=""/> })}
                <button class="button" type="button">{say(words::CLOSE)}</button>
            </dialog>
        </div>
    }
}

fn show(dialog: &HtmlDialogElement) {
    // Refused only when it is open already.
    if dialog.show_modal().is_err() {
        leptos::logging::warn!("the photo was open already");
    }
}

fn side(
    title: kit::lang::Words,
    missing: kit::lang::Words,
    photos: Vec<CasePhoto>,
    open: Callback<Sha256>,
    original: Callback<PhotoId, Option<AnyView>>,
) -> impl IntoView {
    let is_empty = photos.is_empty();
    view! {
        <section>
            <h3>{say(title)}</h3>
            <div class="shots">
                {photos.into_iter().map(|photo| shot(&photo, open, original)).collect_view()}
                {is_empty.then(|| view! { <p class="shot-missing">{say(missing)}</p> })}
            </div>
        </section>
    }
}

fn shot(
    photo: &CasePhoto,
    open: Callback<Sha256>,
    original: Callback<PhotoId, Option<AnyView>>,
) -> impl IntoView + use<> {
    let lang = lang();
    let from = match (photo.photo.is_some(), photo.task.is_some()) {
        (_, true) => words::BY_CHECK,
        (true, false) => words::BY_REPORT,
        (false, false) => words::BY_UNIT,
    };
    let taken = photo.taken_at.or(photo.received_at).map(clock::day_time);
    let working = photo.working.clone();
    let name = format!("{} · {}", lang.say(names::photo(photo.role)), lang.say(from));
    let missing = match (photo.received_at, photo.refused) {
        (Some(_), None) => None,
        // What came is no photo that can be shown; the bytes are kept, and the words say what to do.
        (_, Some(code)) => Some(lang.pick(code.zh(), code.en())),
        (None, None) => Some(lang.say(words::ONLY_ON_PHONE)),
    };
    if let Some(missing) = missing {
        return view! {
            <figure class="shot" data-test="photo-missing">
                <p class="shot-missing">{missing}</p>
                <figcaption>{name}<small class="figures">{taken}</small></figcaption>
            </figure>
        }
        .into_any();
    }
    view! {
        <figure class="shot" data-test="photo" data-role=photo.role.as_str()>
            <button type="button" on:click=move |_| open.run(working.clone())>
                <img src=bridge::picture(&photo.working, true) alt=name.clone() loading="lazy"/>
            </button>
            <figcaption>{name}<small class="figures">{taken}</small></figcaption>
            {photo.photo.and_then(|photo| original.run(photo))}
        </figure>
    }
    .into_any()
}
