//! The view of the camera over the whole screen: the running picture, over it the photo from before, how to stand, and
//! the shutter within reach of one thumb.

use app_bridge::ask::Shot;
use app_bridge::told::{Failure, PhotoCard};
use kit::focus;
use kit::icon::{Icon, Picture as Icons};
use kit::lang::{self, t};
use leptos::html::{Button, Video};
use leptos::portal::Portal;
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::{HtmlVideoElement, MediaStream};

use super::framing::Framing;
use super::hand_over::{deliver, hand_over};
use super::lens::Lens;
use super::refusal::Refusal;
use super::{compass, guidance, stream, text};
use crate::bridge::{self, Picture};
use crate::drafts::coming::Coming;
use crate::state::{App, Screen};
use crate::{heard, text as words};

/// Less than this of the photo from before would be no framing by it, hundredths.
const LEAST_SHOWN: u32 = 15;

/// A camera that shows nothing for longer may still give a still of its own.
const RUNS_WITHIN_MS: i32 = 3_000;

/// What the camera is doing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Stage {
    Opening,
    Ready,
    Taking,
    /// Another app has it.
    InUse,
}

/// The view of the camera over the whole screen, beside it in the page: what lies under it is out of reach.
#[component]
pub fn CameraView(
    /// What is taken.
    label: Signal<String>,
    /// Describes the shot about to be taken.
    shot: Callback<(), Shot>,
    /// What it is framed by.
    framing: StoredValue<Option<Framing>>,
    /// The core has it safely.
    on_taken: Callback<PhotoCard>,
    /// It could not be taken.
    on_failure: Callback<Failure>,
    /// The screen that a shot leads to; back to the one below where there is none.
    #[prop(optional)]
    onward: Option<Callback<(), Option<Screen>>>,
) -> impl IntoView {
    focus::comes_back();
    view! {
        <Portal>
            <Finder label=label shot=shot framing=framing on_taken=on_taken on_failure=on_failure onward=onward />
        </Portal>
    }
    .into_any()
}

#[component]
fn Finder(
    label: Signal<String>,
    shot: Callback<(), Shot>,
    framing: StoredValue<Option<Framing>>,
    on_taken: Callback<PhotoCard>,
    on_failure: Callback<Failure>,
    onward: Option<Callback<(), Option<Screen>>>,
) -> impl IntoView {
    let app = App::get();
    let stage = RwSignal::new(Stage::Opening);
    let opened = StoredValue::new_local(None::<MediaStream>);
    // The lamp: nothing where there is none.
    let lamp = RwSignal::new(None::<bool>);
    let heading = compass::follow();
    let video = NodeRef::<Video>::new();
    let show = move |video: HtmlVideoElement| {
        spawn_local(async move {
            let running = match stream::open().await {
                Ok(running) => running,
                Err(thrown) => {
                    let why = Refusal::of(&thrown);
                    match why {
                        // It opens as soon as the other app lets go of it.
                        Refusal::InUse => {
                            stage.try_set(Stage::InUse);
                        }
                        // Said once; from now on photos come the other way.
                        Refusal::NotAllowed | Refusal::None => {
                            on_failure.try_run(bridge::told(why.words(), "camera"));
                            app.uncover();
                            app.lens.set(Lens::without_a_view());
                        }
                    }
                    return;
                }
            };
            // Nobody may have waited for it. (The platform's own `clone` would make a second stream.)
            if opened.try_update_value(|opened| *opened = Some(Clone::clone(&running))).is_none() {
                stream::close(&running);
                return;
            }
            video.set_muted(true);
            let runs = heard::event(&video, &["loadedmetadata"]);
            video.set_src_object(Some(&running));
            // Before it has a picture there is nothing to take.
            if heard::within(RUNS_WITHIN_MS, runs).await.is_none() {
                leptos::logging::warn!("The camera shows no picture yet");
            }
            lamp.try_set(stream::has_lamp(&running).then_some(false));
            stage.try_set(Stage::Ready);
        });
    };
    video.on_load(show);
    let again = move |_| {
        if let Some(video) = video.get_untracked() {
            stage.set(Stage::Opening);
            show(video);
        }
    };
    on_cleanup(move || {
        opened.try_with_value(|opened| {
            if let Some(running) = opened {
                stream::close(running);
            }
        });
    });
    // The keys come along: what lies under the view is not to be pressed unseen.
    let cancel = NodeRef::<Button>::new();
    cancel.on_load(|cancel| {
        if cancel.focus().is_err() {
            leptos::logging::warn!("The camera does not hear the keys");
        }
    });
    let key = move |event: web_sys::KeyboardEvent| {
        if event.key() == "Escape" && !event.repeat() && stage.get_untracked() != Stage::Taking {
            app.uncover();
        }
    };
    let press = move |_| {
        let (Some(running), Some(seen)) = (opened.get_value(), video.get_untracked()) else { return };
        if stage.get_untracked() != Stage::Ready {
            return;
        }
        stage.set(Stage::Taking);
        let coming = Coming::begin(app);
        // Place and heading are those of the press, not of the moment when the still is there.
        let shot = looking(Shot { imported: false, ..shot.run(()) }, heading.get_untracked());
        spawn_local(async move {
            // Until it is delivered: the view may be closed over it, and nothing is saved without it.
            let _coming = coming;
            let taken = match stream::take(&running, &seen).await {
                Some(still) => hand_over(app, &still, &shot).await,
                None => Err(bridge::told(text::NOTHING_TAKEN, "camera")),
            };
            let is_kept = taken.is_ok();
            deliver(app, &shot, taken, on_taken, on_failure);
            match onward.filter(|_| is_kept).and_then(|onward| onward.try_run(()).flatten()) {
                Some(screen) => app.uncover_onto(screen),
                None => app.uncover(),
            }
        });
    };
    let shine = move |_| {
        let (Some(running), Some(shines)) = (opened.get_value(), lamp.get_untracked()) else { return };
        spawn_local(async move {
            if stream::light(&running, !shines).await.is_ok() {
                lamp.try_set(Some(!shines));
            }
        });
    };
    let says = move || match stage.get() {
        Stage::Opening => t(text::OPENING)(),
        Stage::Taking => t(words::TAKING)(),
        Stage::InUse => t(Refusal::InUse.words())(),
        Stage::Ready => "",
    };
    // How much of the photo from before shows through, in hundredths.
    let fade = RwSignal::new(40_u32);
    view! {
        <div class="camera-view night" role="dialog" aria-modal="true" aria-label=label data-test="camera-view"
            inert=move || app.is_locked() on:keydown=key>
            <header class="camera-top">
                <button type="button" class="round" data-test="camera-cancel" node_ref=cancel aria-label=t(text::CLOSE_CAMERA)
                    prop:disabled=move || { stage.get() == Stage::Taking } on:click=move |_| app.uncover()>
                    <Icon picture=Icons::Cross />
                </button>
                <h2>{label}</h2>
                {move || lamp.get().map(|shines| view! {
                    <button type="button" class="round" data-test="camera-lamp" aria-label=t(text::LAMP)
                        aria-pressed=shines.to_string() on:click=shine><Icon picture=Icons::Lamp /></button>
                })}
            </header>
            <div class="camera-stage">
                <video node_ref=video autoplay playsinline muted></video>
                <Before framing=framing fade=fade />
                <Show when=move || { stage.get() != Stage::Ready }>
                    <p class="camera-says" role="status">{says}</p>
                </Show>
                <Show when=move || { stage.get() == Stage::InUse }>
                    <button type="button" class="camera-again" data-test="camera-again" on:click=again>{t(text::TRY_AGAIN)}</button>
                </Show>
                <Guidance framing=framing heading=heading />
            </div>
            <footer class="camera-bottom">
                <Switch framing=framing />
                <button type="button" class="camera-shutter" data-test="camera-shutter" aria-label=t(text::TAKE)
                    prop:disabled=move || { stage.get() != Stage::Ready } on:click=press></button>
                <Fade framing=framing fade=fade />
            </footer>
        </div>
    }
    .into_any()
}

/// Puts the compass's heading into the shot; one without a compass keeps what its place says.
fn looking(mut shot: Shot, heading: Option<f64>) -> Shot {
    if let (Some(fix), Some(heading)) = (shot.fix.as_mut(), heading) {
        fix.heading_deg = Some(heading);
    }
    shot
}

/// The photo from before, over the running picture.
#[component]
fn Before(framing: StoredValue<Option<Framing>>, fade: RwSignal<u32>) -> impl IntoView {
    let shown = move || framing.with_value(|framing| framing.as_ref().and_then(Framing::shown));
    move || {
        shown().map(|photo| {
            view! {
                <img class="camera-before" data-test="camera-before" alt=t(text::LAID_OVER)
                    src=bridge::picture(photo.as_str(), Picture::Working) style=move || format!("opacity: {}%", fade.get()) />
                <span class="camera-tag">{t(text::LAID_OVER)}</span>
            }
        })
    }
}

/// Which photo from before is laid over; pressing shows the next one.
#[component]
fn Switch(framing: StoredValue<Option<Framing>>) -> impl IntoView {
    let speech = lang::speech();
    let count = framing.with_value(|framing| framing.as_ref().map_or(0, |framing| framing.before.len()));
    let next = move |_| {
        framing.with_value(|framing| {
            if let Some(framing) = framing {
                framing.show_next();
            }
        });
    };
    let shown = move || {
        framing.with_value(|framing| {
            let framing = framing.as_ref()?;
            Some((framing.shown()?, framing.shown.get()))
        })
    };
    view! {
        <div class="camera-side">
            {move || shown().map(|(photo, index)| view! {
                <button type="button" class="thumb" data-test="camera-next-before" aria-label=t(text::NEXT_BEFORE)
                    prop:disabled=move || { count < 2 } on:click=next>
                    <img src=bridge::picture(photo.as_str(), Picture::Thumb) alt="" />
                    <span class="caption">{move || text::before_of(speech.get(), index, count)}</span>
                </button>
            })}
        </div>
    }
}

/// How much of the photo from before shows through.
#[component]
fn Fade(framing: StoredValue<Option<Framing>>, fade: RwSignal<u32>) -> impl IntoView {
    let has_before = framing.with_value(|framing| framing.as_ref().is_some_and(|framing| !framing.before.is_empty()));
    view! {
        <div class="camera-side">
            {has_before.then(|| view! {
                <label class="tiny" for="camera-fade">{t(text::SHOWS_THROUGH)}</label>
                <input id="camera-fade" type="range" min=LEAST_SHOWN.to_string() max="85" data-test="camera-fade"
                    prop:value=move || fade.get().to_string()
                    on:input=move |event| if let Ok(value) = event_target_value(&event).parse() { fade.set(value) } />
            })}
        </div>
    }
}

/// How to stand: how far and which way to the spot, how far to turn, and how sure the place is.
#[component]
fn Guidance(framing: StoredValue<Option<Framing>>, heading: RwSignal<Option<f64>>) -> impl IntoView {
    let (app, speech) = (App::get(), lang::speech());
    let aim = Memo::new(move |_| framing.with_value(|framing| framing.as_ref().map(Framing::aim)));
    let spot = framing.with_value(|framing| framing.as_ref().map(|framing| framing.spot.clone()));
    let here = Memo::new(move |_| app.standing(spot.as_ref()));
    let away = Memo::new(move |_| here.with(|here| aim.with(|aim| guidance::away(here.as_ref()?, aim.as_ref()?))));
    // The simulated place of a desk looks somewhere too.
    let looks = Memo::new(move |_| heading.get().or_else(|| here.with(|here| here.as_ref()?.heading_deg)));
    let distance = move || {
        away.get().map(|away| {
            let class = if away.metres <= 25.0 { "tone-ok" } else { "tone-soon" };
            // With a compass the arrow points where to walk; without one, as on a map.
            let arrow = away.bearing_deg - looks.get().unwrap_or(0.0);
            view! {
                <p data-test="camera-distance">{t(words::FROM_THE_SPOT)}" "<strong class=class>{words::distance(away.metres)}</strong>
                    " "<Icon picture=Icons::North turned_deg=arrow />" "{t(guidance::wind(away.bearing_deg))}</p>
            }
        })
    };
    let turned = move || {
        let lang = speech.get();
        match (looks.get(), aim.with(|aim| aim.as_ref()?.heading_deg)) {
            (Some(looks), Some(before)) => {
                let (same, said) = guidance::turn(lang, looks, before);
                let class = if same { "tone-ok" } else { "tone-soon" };
                view! { <p data-test="camera-turn">{t(text::HEADING_DIFFERS)}" "<strong class=class>{said}</strong></p> }
                    .into_any()
            }
            (Some(looks), None) => view! {
                <p data-test="camera-heading">{t(text::HEADING)}" "<strong>{format!("{looks:.0}°")}</strong>" "{t(guidance::wind(looks))}</p>
            }
            .into_any(),
            (None, _) => view! { <p data-test="camera-heading">{t(text::NO_COMPASS)}</p> }.into_any(),
        }
    };
    let sure = move || match here.with(|here| here.as_ref().map(|here| here.accuracy_m)) {
        Some(Some(metres)) => view! { <p>{t(words::ACCURACY)}" "{words::accuracy(metres)}</p> }.into_any(),
        Some(None) => ().into_any(),
        None => view! { <p>{t(words::SEARCHING_PLACE)}</p> }.into_any(),
    };
    view! { <div class="camera-guidance number" data-test="camera-guidance">{distance}{turned}{sure}</div> }
}

#[cfg(test)]
mod tests {
    use app_bridge::ask::{Shot, Subject};
    use shared::evidence::PhotoRole;
    use shared::place::crs::Crs;
    use shared::place::fix::{Fix, Source};
    use shared::place::point::Degree;
    use shared::time::Instant;

    use super::looking;

    fn shot(heading_deg: Option<f64>) -> Shot {
        let fix = Fix {
            lon: Degree::new(108.9423).unwrap(),
            lat: Degree::new(34.261).unwrap(),
            crs: Crs::Wgs84,
            source: Source::Gnss,
            accuracy_m: Some(6.0),
            fix_time: Instant::from_ms(1_764_000_000_000),
            provider: None,
            is_mock: false,
            heading_deg,
        };
        Shot {
            role: PhotoRole::After,
            subject: Subject::Draft { case: None },
            fix: Some(fix),
            address: String::new(),
            imported: false,
            pair: None,
            poster: None,
        }
    }

    #[test]
    fn the_compass_says_where_a_shot_looks_and_nothing_else_does() {
        let heading = |shot: Shot| shot.fix.unwrap().heading_deg;
        assert_eq!(heading(looking(shot(None), Some(42.0))), Some(42.0));
        assert_eq!(heading(looking(shot(Some(0.0)), Some(42.0))), Some(42.0));
        assert_eq!(heading(looking(shot(Some(0.0)), None)), Some(0.0), "the simulated one stays");
        assert_eq!(heading(looking(shot(None), None)), None, "an unknown heading is not made up");
        let nowhere = Shot { fix: None, ..shot(None) };
        assert_eq!(looking(nowhere, Some(42.0)).fix, None);
    }
}
