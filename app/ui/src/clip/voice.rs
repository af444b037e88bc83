//! A voice note that is recorded in the page, with the time that runs; it stops by itself at the longest that is taken.

use std::time::Duration;

use app_bridge::ask::Shot;
use app_bridge::told::{Failure, PhotoCard};
use kit::icon::{Icon, Picture};
use kit::lang::t;
use kit::moment;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::evidence::PhotoRole;
use shared::time::Instant;

use super::length::{accepts, longest_ms, minutes_and_seconds, whole};
use super::recorder::{Recording, said};
use super::text;
use crate::bridge;
use crate::camera::hand_over::{deliver, hand_over};
use crate::drafts::coming::Coming;
use crate::state::App;

const TICK: Duration = Duration::from_millis(200);

/// Where a recording is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Stage {
    Silent,
    Asking,
    Since(Instant),
    Keeping,
}

/// A button that records a voice note.
#[component]
pub fn VoiceButton(
    /// Describes the note.
    shot: Callback<PhotoRole, Shot>,
    /// The core has it safely.
    on_taken: Callback<PhotoCard>,
    /// It could not be taken.
    on_failure: Callback<Failure>,
    /// The microphone may not be used.
    #[prop(into)]
    on_refused: Callback<()>,
) -> impl IntoView {
    let app = App::get();
    let stage = RwSignal::new(Stage::Silent);
    let runs = RwSignal::new(0_u64);
    let recording = StoredValue::new_local(None::<Recording>);
    let ticking = StoredValue::new(None::<IntervalHandle>);
    let stop = move || {
        recording.try_update_value(|recording| {
            if let Some(recording) = recording.take() {
                recording.stop();
            }
        });
        ticking.try_update_value(|ticking| {
            if let Some(ticking) = ticking.take() {
                ticking.clear();
            }
        });
    };
    let tick = move || {
        let Some(Stage::Since(began)) = stage.try_get_untracked() else { return };
        let passed = u64::try_from(moment::present().since(began)).unwrap_or(0);
        runs.set(passed);
        if passed >= longest_ms(PhotoRole::Voice) {
            stop();
        }
    };
    on_cleanup(stop);
    let record = move || {
        stage.set(Stage::Asking);
        // The place is that of the beginning.
        let shot = Shot { imported: false, ..shot.run(PhotoRole::Voice) };
        spawn_local(async move {
            let Ok((started, ended)) = Recording::start().await else {
                stage.try_set(Stage::Silent);
                on_failure.try_run(bridge::told(text::NO_MICROPHONE, "microphone"));
                on_refused.try_run(());
                return;
            };
            // Nobody may have waited for the microphone.
            if recording.try_update_value(|recording| *recording = Some(started.clone())).is_none() {
                started.stop();
                return;
            }
            // What is being said belongs to what is filled in: it is not saved without it.
            let _coming = Coming::begin(app);
            runs.set(0);
            stage.set(Stage::Since(moment::present()));
            ticking.set_value(set_interval_with_handle(tick, TICK).ok());
            let said = said(ended).await;
            // It may have ended by itself; the microphone is closed either way.
            stop();
            // What was said when the page was left is kept all the same: it waits in its draft and can be dropped there.
            stage.try_set(Stage::Keeping);
            let taken = match said {
                None => Err(bridge::told(text::NOTHING_SAID, "microphone")),
                Some(said) => match accepts(PhotoRole::Voice, None, whole(said.size()).unwrap_or(0)) {
                    Ok(()) => hand_over(app, &said, &shot).await,
                    Err(why) => Err(why),
                },
            };
            stage.try_set(Stage::Silent);
            deliver(app, &shot, taken, on_taken, on_failure);
        });
    };
    let press = move |_| match stage.get_untracked() {
        Stage::Silent => record(),
        Stage::Since(_) => stop(),
        Stage::Asking | Stage::Keeping => {}
    };
    let says = move || match stage.get() {
        Stage::Silent => t(text::VOICE)().to_owned(),
        Stage::Asking => t(text::ASKING)().to_owned(),
        Stage::Since(_) => format!("{} {}", t(text::STOP)(), minutes_and_seconds(runs.get())),
        Stage::Keeping => t(text::KEEPING)().to_owned(),
    };
    let is_running = move || matches!(stage.get(), Stage::Since(_));
    view! {
        <button type="button" class="chip clip-chip number" class:recording=is_running data-test="record-voice"
            aria-pressed=move || is_running().to_string()
            prop:disabled=move || matches!(stage.get(), Stage::Asking | Stage::Keeping) on:click=press>
            {move || {
                let picture = if is_running() { Picture::Stop } else { Picture::Microphone };
                view! { <Icon picture=picture /> }
            }}
            <span>{says}</span>
        </button>
    }
    .into_any()
}
