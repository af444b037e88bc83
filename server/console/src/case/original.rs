//! The original of a photo: asked for here, sent by the phone that took it, and then to be looked at.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::api::cases::CaseFile;
use shared::api::evidence::PhotoEvidence;
use shared::evidence::OriginalPlace;
use shared::ids::PhotoId;

use crate::bridge::{self, Trouble};
use crate::clock;
use crate::poll::Polled;
use crate::text::{lang, phrases, say, spans, words};

/// Draws where the original is, and the way to ask for it while it is on the phone.
pub fn original(photo: PhotoId, evidence: &PhotoEvidence, file: Polled<CaseFile>) -> AnyView {
    let lang = lang();
    let place = evidence.original_place;
    let size = spans::size(evidence.original_bytes);
    let drawn = match place {
        OriginalPlace::OnPhone => view! { <Ask photo file size/> }.into_any(),
        OriginalPlace::Asked => {
            let since = evidence.original_asked_at.map(clock::day_time).unwrap_or_default();
            view! { <span>{phrases::original_asked(lang, &since)}</span> }.into_any()
        }
        OriginalPlace::OnTheWay => view! { <span>{say(words::ORIGINAL_COMES)}</span> }.into_any(),
        OriginalPlace::Here => view! {
            <a href=bridge::picture(&evidence.original, false) target="_blank" rel="noreferrer" data-test="original-open">
                {phrases::original_here(lang, &size)}
            </a>
        }
        .into_any(),
    };
    view! { <p class="original" data-test="original" data-place=place.as_str()>{drawn}</p> }.into_any()
}

#[component]
fn Ask(
    /// The shot.
    photo: PhotoId,
    /// The case on the screen.
    file: Polled<CaseFile>,
    /// How large the original is.
    size: String,
) -> impl IntoView {
    let lang = lang();
    let trouble = RwSignal::new(None::<Trouble>);
    let asking = RwSignal::new(false);
    let ask = move |_| {
        let Some(case) = file.value.with_untracked(|file| file.as_ref().map(|file| file.case.id)) else { return };
        asking.set(true);
        trouble.set(None);
        spawn_local(async move {
            let path = format!("{}/photos/{photo}/original", super::address(case));
            match bridge::post::<_, CaseFile>(&path, &()).await {
                Ok(after) => file.take(after),
                Err(why) => drop(trouble.try_set(Some(why))),
            }
            asking.try_set(false);
        });
    };
    view! {
        <button type="button" class="button" data-test="original-ask" prop:disabled=asking on:click=ask
            title=phrases::original_size(lang, &size)>
            {say(words::ORIGINAL_ASK)}
        </button>
        {move || trouble.get().map(|why| view! {
            <span class="complaint" role="alert">{why.words(lang)}<small>{why.detail()}</small></span>
        })}
    }
}
