//! Filming in the page: the running picture over the whole screen, the time that runs, one button that begins and ends.
//! It ends by itself at the longest that is taken.

use std::time::Duration;

use app_bridge::ask::Shot;
use app_bridge::told::{Failure, PhotoCard};
use kit::focus;
use kit::icon::{Icon, Picture as Icons};
use kit::lang::t;
use kit::moment;
use leptos::html::{Button, Video};
use leptos::portal::Portal;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::evidence::PhotoRole;
use shared::time::Instant;
use web_sys::{HtmlVideoElement, MediaStream};

use super::film::poster;
use super::length::{accepts, longest_ms, minutes_and_seconds, whole};
use super::recorder::{Recording, film_camera, said, silence};
use super::text;
use crate::bridge;
use crate::camera::hand_over::{deliver, hand_over};
use crate::camera::refusal::Refusal;
use crate::camera::text as camera_text;
use crate::drafts::coming::Coming;
use crate::state::App;

const TICK: Duration = Duration::from_millis(200);
/// The first moments show a hand that is still being raised.
const POSTER_AFTER_MS: u64 = 1_000;

/// Where it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Stage {
    Opening,
    Ready,
    Since(Instant),
    Keeping,
    /// Another app has the camera.
    InUse,
}

/// The view to film with, beside the screen in the page.
#[component]
pub fn FilmView(
    /// Describes the film about to be taken.
    shot: Callback<PhotoRole, Shot>,
    /// The core has it safely.
    on_taken: Callback<PhotoCard>,
    /// It could not be taken.
    on_failure: Callback<Failure>,
) -> impl IntoView {
    focus::comes_back();
    view! {
        <Portal><Filming shot=shot on_taken=on_taken on_failure=on_failure /></Portal>
    }
    .into_any()
}

#[component]
fn Filming(
    shot: Callback<PhotoRole, Shot>,
    on_taken: Callback<PhotoCard>,
    on_failure: Callback<Failure>,
) -> impl IntoView {
    let app = App::get();
    let stage = RwSignal::new(Stage::Opening);
    let runs = RwSignal::new(0_u64);
    let still = StoredValue::new(None::<String>);
    let opened = StoredValue::new_local(None::<MediaStream>);
    let recording = StoredValue::new_local(None::<Recording>);
    let ticking = StoredValue::new(None::<IntervalHandle>);
    let video = NodeRef::<Video>::new();
    let show = move |video: HtmlVideoElement| {
        spawn_local(async move {
            match film_camera().await {
                Ok(running) => {
                    // Nobody may have waited for it.
                    if opened.try_update_value(|opened| *opened = Some(Clone::clone(&running))).is_none() {
                        silence(&running);
                        return;
                    }
                    video.set_muted(true);
                    video.set_src_object(Some(&running));
                    stage.try_set(Stage::Ready);
                }
                Err(thrown) => match Refusal::of(&thrown) {
                    Refusal::InUse => {
                        stage.try_set(Stage::InUse);
                    }
                    why @ (Refusal::NotAllowed | Refusal::None) => {
                        on_failure.try_run(bridge::told(why.words(), "camera"));
                        app.uncover();
                    }
                },
            }
        });
    };
    video.on_load(show);
    let again = move |_| {
        if let Some(video) = video.get_untracked() {
            stage.set(Stage::Opening);
            show(video);
        }
    };
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
    // What was filmed when the view was left is kept all the same: it waits in its draft and can be dropped there.
    on_cleanup(move || {
        stop();
        opened.try_with_value(|opened| {
            if let Some(running) = opened {
                silence(running);
            }
        });
    });
    let look = move || {
        let Some(film) = video.try_get_untracked().flatten() else { return };
        if still.try_with_value(Option::is_none) == Some(true) {
            still.try_update_value(|still| *still = poster(&film));
        }
    };
    let tick = move || {
        let Some(Stage::Since(began)) = stage.try_get_untracked() else { return };
        let passed = u64::try_from(moment::present().since(began)).unwrap_or(0);
        runs.set(passed);
        if passed >= POSTER_AFTER_MS {
            look();
        }
        if passed >= longest_ms(PhotoRole::Video) {
            stop();
        }
    };
    let record = move || {
        let Some(running) = opened.get_value() else { return };
        // Place and time are those of the beginning.
        let shot = Shot { imported: false, ..shot.run(PhotoRole::Video) };
        let Ok((started, ended)) = Recording::of_view(&running) else {
            on_failure.run(bridge::told(text::CANNOT_FILM, "camera"));
            app.uncover();
            return;
        };
        recording.update_value(|recording| *recording = Some(started));
        runs.set(0);
        stage.set(Stage::Since(moment::present()));
        ticking.set_value(set_interval_with_handle(tick, TICK).ok());
        let coming = Coming::begin(app);
        spawn_local(async move {
            // Until it is delivered: nothing is saved without it.
            let _coming = coming;
            let filmed = said(ended).await;
            // It may have ended by itself, as when a call comes in; the camera is closed either way.
            stop();
            stage.try_set(Stage::Keeping);
            let still = still.try_get_value().flatten();
            let taken = match filmed {
                None => Err(bridge::told(text::NOTHING_FILMED, "camera")),
                Some(film) => match accepts(PhotoRole::Video, None, whole(film.size()).unwrap_or(0)) {
                    Ok(()) => hand_over(app, &film, &Shot { poster: still, ..shot.clone() }).await,
                    Err(why) => Err(why),
                },
            };
            // Something else may lie over the screen by now.
            if stage.try_get_untracked().is_some() {
                app.uncover();
            }
            deliver(app, &shot, taken, on_taken, on_failure);
        });
    };
    let press = move |_| match stage.get_untracked() {
        Stage::Ready => record(),
        Stage::Since(_) => {
            look();
            stop();
        }
        Stage::Opening | Stage::Keeping | Stage::InUse => {}
    };
    let close = NodeRef::<Button>::new();
    close.on_load(|close| {
        if close.focus().is_err() {
            leptos::logging::warn!("The film camera does not hear the keys");
        }
    });
    let key = move |event: web_sys::KeyboardEvent| {
        if event.key() == "Escape" && !event.repeat() && stage.get_untracked() != Stage::Keeping {
            app.uncover();
        }
    };
    let is_running = move || matches!(stage.get(), Stage::Since(_));
    let cannot = move || matches!(stage.get(), Stage::Opening | Stage::Keeping | Stage::InUse);
    let says = move || match stage.get() {
        Stage::Opening => t(camera_text::OPENING)(),
        Stage::Keeping => t(text::KEEPING)(),
        Stage::InUse => t(Refusal::InUse.words())(),
        Stage::Ready | Stage::Since(_) => "",
    };
    let does = move || if is_running() { t(text::STOP)() } else { t(text::FILM)() };
    view! {
        <div class="camera-view night" role="dialog" aria-modal="true" aria-label=t(text::FILM) data-test="film-view"
            inert=move || app.is_locked() on:keydown=key>
            <header class="camera-top">
                <button type="button" class="round" data-test="film-close" node_ref=close aria-label=t(camera_text::CLOSE_CAMERA)
                    prop:disabled=move || { stage.get() == Stage::Keeping } on:click=move |_| app.uncover()>
                    <Icon picture=Icons::Cross />
                </button>
                <h2>{t(text::FILM)}</h2>
            </header>
            <div class="camera-stage">
                <video node_ref=video autoplay playsinline muted></video>
                <p class="film-time number" class:recording=is_running role="timer" data-test="film-time">
                    {move || of_longest(runs.get())}
                </p>
                <Show when=cannot><p class="camera-says" role="status">{says}</p></Show>
                <Show when=move || { stage.get() == Stage::InUse }>
                    <button type="button" class="camera-again" data-test="film-again" on:click=again>{t(camera_text::TRY_AGAIN)}</button>
                </Show>
            </div>
            <footer class="camera-bottom">
                <span class="camera-side"></span>
                <button type="button" class="camera-shutter film-shutter" data-test="film-shutter" aria-label=does
                    aria-pressed=move || is_running().to_string() prop:disabled=cannot on:click=press>
                    {move || is_running().then(|| view! { <Icon picture=Icons::Stop /> })}
                </button>
                <span class="camera-side"></span>
            </footer>
        </div>
    }
    .into_any()
}

/// Writes how much of the longest time has run.
fn of_longest(ms: u64) -> String {
    let longest = longest_ms(PhotoRole::Video);
    format!("{} / {}", minutes_and_seconds(ms.min(longest)), minutes_and_seconds(longest))
}

#[cfg(test)]
mod tests {
    use super::of_longest;

    #[test]
    fn the_time_that_runs_is_shown_against_the_longest() {
        assert_eq!(
            [0, 12_400, 30_000, 30_150].map(of_longest),
            ["0:00 / 0:30", "0:12 / 0:30", "0:30 / 0:30", "0:30 / 0:30"]
        );
    }
}
