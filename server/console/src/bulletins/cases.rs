//! The cases that were handled poorly, with the photos that somebody lets into print.

use leptos::prelude::*;
use shared::api::bulletins::{Bulletin, PoorCase, PoorPhoto};
use shared::ids::{BulletinId, Sha256};

use super::tables::named;
use super::text as words;
use crate::clock;
use crate::pieces;
use crate::route::Route;
use crate::text::say;

/// Draws them.
pub fn poor(bulletin: &Bulletin, chosen: RwSignal<Vec<Sha256>>) -> AnyView {
    let cases = &bulletin.content.poor;
    let body = if cases.is_empty() {
        view! { <p class="quiet">{say(words::POOR_NONE)}</p> }.into_any()
    } else {
        let card = |case: &PoorCase| card(case, bulletin, chosen);
        view! { <ul class="bulletin-cases">{cases.iter().map(card).collect_view()}</ul> }.into_any()
    };
    let rule = bulletin.may_edit.then(|| view! { <p class="lead small">{say(words::PHOTOS_RULE)}</p> });
    view! {
        <section class="bulletin-part" data-test="bulletin-poor">
            <h3>{say(words::POOR)}</h3>
            {rule}
            {body}
        </section>
    }
    .into_any()
}

fn card(case: &PoorCase, bulletin: &Bulletin, chosen: RwSignal<Vec<Sha256>>) -> AnyView {
    let number = case.case_no.as_ref().map_or_else(|| case.id.to_string(), ToString::to_string);
    let due = case.due_at.map(|due| view! { <span class="figures">{say(words::DUE)}" "{clock::dated(due)}</span> });
    let id = bulletin.head.id;
    let photo = |photo: &PoorPhoto| {
        if bulletin.may_edit {
            Some(tick(photo, id, chosen))
        } else {
            bulletin.photos.contains(&photo.working).then(|| shown(photo, id))
        }
    };
    view! {
        <li class="card bulletin-case" data-test="bulletin-case" data-case=case.id.to_string()>
            <p>
                {pieces::link(&Route::Case(case.id), number, "bulletin-case-open")}" "
                <strong data-said="">{named(&case.category, &case.category_en).to_owned()}</strong>" "
                <span class="badge tone-late">{say(words::reason(case.reason))}</span>
            </p>
            <p class="small quiet" data-said="">
                {[&case.unit_name, &case.area_name, &case.place].map(|part| part.as_str()).join(" · ")}
            </p>
            <p class="small quiet">{due}</p>
            <div class="bulletin-photos">{case.photos.iter().map(photo).collect_view()}</div>
        </li>
    }
    .into_any()
}

fn words_of(photo: &PoorPhoto) -> &'static str {
    say(if photo.is_after() { words::AFTER } else { words::BEFORE })
}

fn picture(photo: &PoorPhoto, id: BulletinId) -> AnyView {
    // As it would be printed: nothing but pixels.
    let source = format!("/api/v1/bulletins/{id}/photos/{}", photo.working);
    view! { <img src=source alt=words_of(photo) loading="lazy" width="200" height="150"/> }.into_any()
}

fn shown(photo: &PoorPhoto, id: BulletinId) -> AnyView {
    view! {
        <figure data-test="bulletin-photo">{picture(photo, id)}<figcaption class="small">{words_of(photo)}</figcaption></figure>
    }
    .into_any()
}

fn tick(photo: &PoorPhoto, id: BulletinId, chosen: RwSignal<Vec<Sha256>>) -> AnyView {
    let (working, ticked) = (photo.working.clone(), photo.working.clone());
    let toggle = move |_| {
        chosen.update(|chosen| match chosen.iter().position(|known| *known == working) {
            Some(at) => drop(chosen.remove(at)),
            None => chosen.push(working.clone()),
        });
    };
    view! {
        <label class="bulletin-tick" data-test="bulletin-tick" data-photo=photo.working.to_string()>
            {picture(photo, id)}
            <span class="check small">
                <input type="checkbox" prop:checked=move || chosen.with(|chosen| chosen.contains(&ticked)) on:change=toggle/>
                {format!("{} · {}", words_of(photo), say(words::LET_IN))}
            </span>
        </label>
    }
    .into_any()
}
