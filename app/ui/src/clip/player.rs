//! Playing an own clip, from the bytes that this phone keeps.

use kit::lang::t;
use leptos::prelude::*;
use shared::evidence::PhotoRole;
use shared::ids::PhotoId;

use super::text;
use crate::bridge::{self, Picture};

/// Plays a clip.
#[component]
pub fn Player(
    /// The shot.
    photo: PhotoId,
    /// Video or voice.
    role: PhotoRole,
) -> impl IntoView {
    let address = bridge::picture(&photo.to_string(), Picture::Clip);
    let cannot = RwSignal::new(false);
    let fails = move |_| cannot.set(true);
    view! {
        {match role {
            PhotoRole::Video => view! {
                <video class="player" src=address controls autoplay playsinline data-test="player" on:error=fails></video>
            }
            .into_any(),
            PhotoRole::Voice
            | PhotoRole::Near
            | PhotoRole::Far
            | PhotoRole::Reference
            | PhotoRole::Before
            | PhotoRole::After => view! {
                <audio class="player" src=address controls autoplay data-test="player" on:error=fails></audio>
            }
            .into_any(),
        }}
        <Show when=move || cannot.get()><p class="small" data-test="player-cannot">{t(text::CANNOT_PLAY)}</p></Show>
    }
    .into_any()
}
