//! The buttons for a video and a voice note: recorded, or chosen where files are taken.

use app_bridge::ask::Shot;
use app_bridge::told::{Failure, PhotoCard};
use kit::icon::{Icon, Picture};
use kit::lang::{Words, t};
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::evidence::PhotoRole;

use super::film::look_into;
use super::film_view::FilmView;
use super::length::{accepts, wants, whole};
use super::recorder::can_record;
use super::text;
use super::voice::VoiceButton;
use crate::camera::hand_over::{chosen, deliver, hand_over};
use crate::camera::lens::{Lens, is_handheld};
use crate::drafts::coming::Coming;
use crate::state::App;

/// The buttons for the clips that are not there yet.
#[component]
pub fn ClipTiles(
    /// What was taken.
    #[prop(into)]
    shots: Signal<Vec<PhotoCard>>,
    /// Describes the clip about to be taken, by its kind.
    #[prop(into)]
    shot: Callback<PhotoRole, Shot>,
    /// The core has it safely.
    #[prop(into)]
    on_taken: Callback<PhotoCard>,
    /// It could not be taken.
    #[prop(into)]
    on_failure: Callback<Failure>,
) -> impl IntoView {
    let app = App::get();
    // A phone records by a file input; on a desk it chooses a file, which must be allowed.
    let files = Memo::new(move |_| is_handheld() || app.takes_files());
    let wanted = move |role| Memo::new(move |_| shots.with(|shots| wants(shots, role)));
    let (video, voice) = (wanted(PhotoRole::Video), wanted(PhotoRole::Voice));
    let records = RwSignal::new(can_record());
    // Where the page can show a camera it can film with it, beside the system's recorder.
    let films = Memo::new(move |_| can_record() && app.lens.get() == Lens::Live);
    view! {
        <div class="chips clips" data-test="clips">
            <Show when=move || { video.get() && films.get() }>
                <FilmButton shot=shot on_taken=on_taken on_failure=on_failure />
            </Show>
            <Show when=move || { video.get() && files.get() }>
                <ClipInput role=PhotoRole::Video words=text::VIDEO shot=shot on_taken=on_taken on_failure=on_failure />
            </Show>
            <Show when=move || { voice.get() && records.get() }>
                <VoiceButton shot=shot on_taken=on_taken on_failure=on_failure on_refused=move |()| records.set(false) />
            </Show>
            <Show when=move || { voice.get() && !records.get() && files.get() }>
                <ClipInput role=PhotoRole::Voice words=text::VOICE shot=shot on_taken=on_taken on_failure=on_failure />
            </Show>
        </div>
    }
    .into_any()
}

/// A button that opens the view to film with.
#[component]
fn FilmButton(
    shot: Callback<PhotoRole, Shot>,
    on_taken: Callback<PhotoCard>,
    on_failure: Callback<Failure>,
) -> impl IntoView {
    let app = App::get();
    let shown = RwSignal::new(false);
    let open = move |_| {
        shown.set(true);
        app.cover_apart(shown);
    };
    view! {
        <button type="button" class="chip clip-chip" data-test="record-video" on:click=open>
            <Icon picture=Picture::Film /><span>{t(text::FILM)}</span>
        </button>
        <Show when=move || shown.get()>
            <FilmView shot=shot on_taken=on_taken on_failure=on_failure />
        </Show>
    }
    .into_any()
}

/// A file input that a phone opens as its recorder and a desk as a file chooser.
#[component]
fn ClipInput(
    role: PhotoRole,
    words: Words,
    shot: Callback<PhotoRole, Shot>,
    on_taken: Callback<PhotoCard>,
    on_failure: Callback<Failure>,
) -> impl IntoView {
    let app = App::get();
    let busy = RwSignal::new(false);
    let (accept, picture, test) = match role {
        PhotoRole::Video => ("video/*", Picture::Film, "clip-video"),
        PhotoRole::Voice
        | PhotoRole::Near
        | PhotoRole::Far
        | PhotoRole::Reference
        | PhotoRole::Before
        | PhotoRole::After => ("audio/*", Picture::Microphone, "clip-voice"),
    };
    let hand = move |event: web_sys::Event| {
        let Some((input, file)) = chosen(&event) else { return };
        busy.set(true);
        let begun = Shot { imported: !is_handheld(), ..shot.run(role) };
        spawn_local(async move {
            let _coming = Coming::begin(app);
            let seen = look_into(&file, role).await;
            let taken = match accepts(role, seen.lasts_ms, whole(file.size()).unwrap_or(0)) {
                Ok(()) => hand_over(app, &file, &Shot { poster: seen.poster, ..begun.clone() }).await,
                Err(why) => Err(why),
            };
            deliver(app, &begun, taken, on_taken, on_failure);
            input.set_value("");
            busy.try_set(false);
        });
    };
    view! {
        <label class="chip clip-chip" class:busy=busy>
            <Icon picture=picture />
            <span>{move || if busy.get() { t(text::KEEPING)() } else { t(words)() }}</span>
            <input type="file" accept=accept capture="environment" data-test=test aria-label=t(words)
                prop:disabled=busy on:change=hand />
        </label>
    }
    .into_any()
}
