//! The strip of shots of a report or an answer: what was taken, what is to be minded about it, and a clip that plays.

use app_bridge::ask::Ask;
use app_bridge::told::{Failure, PhotoCard, Told, Warning};
use kit::icon::{Icon, Picture as Icons};
use kit::lang::{self, either, t};
use kit::moment;
use kit::photo_thumb::PhotoThumb;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::ids::PhotoId;

use crate::bridge::Picture;
use crate::clip::length::minutes_and_seconds;
use crate::clip::player::Player;
use crate::clip::text as clip_text;
use crate::state::unexpected;
use crate::{bridge, text};

/// The strip of shots.
#[component]
pub fn ShotStrip(
    /// What was taken, in order.
    #[prop(into)]
    shots: Signal<Vec<PhotoCard>>,
    /// Lets a shot go.
    #[prop(into)]
    on_drop: Callback<PhotoCard>,
    /// What takes more of them.
    children: Children,
) -> impl IntoView {
    let playing = RwSignal::new(None::<PhotoId>);
    let clip = Memo::new(move |_| {
        let playing = playing.get()?;
        shots.with(|shots| shots.iter().find(|shot| shot.photo == playing).map(|shot| (shot.photo, shot.role)))
    });
    let minded = move || shots.get().into_iter().filter(|shot| !shot.warnings.is_empty());
    view! {
        <div class="strip" data-test="photos" role="group" aria-label=t(text::PHOTOS)>
            <For each=move || shots.get() key=|shot| shot.photo children=move |shot| view! {
                <Taken shot=shot on_drop=on_drop playing=playing />
            } />
            {children()}
        </div>
        {move || clip.get().map(|(photo, role)| view! { <Player photo=photo role=role /> })}
        {move || minded().map(|shot| view! { <Minded shot=shot on_drop=on_drop /> }).collect_view()}
    }
    .into_any()
}

#[component]
fn Taken(shot: PhotoCard, on_drop: Callback<PhotoCard>, playing: RwSignal<Option<PhotoId>>) -> impl IntoView {
    let (speech, clock) = (lang::speech(), moment::clock());
    let PhotoCard { photo, role, taken_at, clip_ms, .. } = shot;
    let caption = Signal::derive(move || {
        let role = speech.get().say(text::photo_role(role));
        let says = match clip_ms {
            Some(ms) => minutes_and_seconds(ms),
            None => moment::time_to_second(taken_at, &clock.zone()),
        };
        format!("{role} · {says}")
    });
    let address = bridge::picture(&photo.to_string(), Picture::Thumb);
    let play = move |_| playing.update(|playing| *playing = if *playing == Some(photo) { None } else { Some(photo) });
    view! {
        <div class="taken" data-test="taken" data-role=role.as_str()>
            <PhotoThumb address=address caption=caption />
            {role.is_clip().then(|| view! {
                <button type="button" class="play" data-test="play-clip" aria-label=t(clip_text::PLAY)
                    aria-pressed=move || (playing.get() == Some(photo)).to_string() on:click=play>
                    <Icon picture=Icons::Play />
                </button>
            })}
            <button type="button" class="drop" data-test="drop-photo" aria-label=t(text::DROP_PHOTO)
                on:click=move |_| on_drop.run(shot.clone())>
                <Icon picture=Icons::Cross />
            </button>
        </div>
    }
}

/// What is to be minded about one shot. Never blocks; where another shot would help, one press makes room for it.
#[component]
fn Minded(shot: PhotoCard, on_drop: Callback<PhotoCard>) -> impl IntoView {
    let (role, warnings) = (shot.role, shot.warnings.clone());
    let helps = warnings.iter().any(another_helps);
    view! {
        <div class="notice tone-soon minded" data-test="photo-warning" role="status">
            <Icon picture=Icons::Mind />
            <span>
                <strong>{t(text::photo_role(role))}</strong>{t(text::COLON)}
                {warnings.into_iter().map(|warning| view! {
                    <span class="minded-line" data-code=warning.code>
                        {either(warning.zh, warning.en)}
                    </span>
                }).collect_view()}
            </span>
            {helps.then(|| view! {
                <button type="button" class="link" data-test="take-again" on:click=move |_| on_drop.run(shot.clone())>
                    {t(text::TAKE_AGAIN)}
                </button>
            })}
        </div>
    }
}

/// Says whether taking it again would help: what is blurred, dark or small can be taken better.
fn another_helps(warning: &Warning) -> bool {
    ["blur", "dark", "small"].iter().any(|kind| warning.code.starts_with(kind))
}

/// Lets a shot go: thrown away, unless something that was sent back still holds it.
pub fn let_go(photo: PhotoId, is_held: bool, on_gone: Callback<PhotoId>, on_failure: Callback<Failure>) {
    if is_held {
        on_gone.run(photo);
        return;
    }
    spawn_local(async move {
        match bridge::ask(Ask::DropPhoto { photo }).await {
            Ok(Told::Dropped) => on_gone.try_run(photo),
            Ok(other) => on_failure.try_run(unexpected(&other)),
            Err(why) => on_failure.try_run(why),
        };
    });
}

#[cfg(test)]
mod tests {
    use app_bridge::told::Warning;

    use super::another_helps;

    #[test]
    fn another_shot_is_offered_only_where_it_helps() {
        let helps = |code: &str| another_helps(&Warning { code: code.into(), zh: String::new(), en: String::new() });
        assert!(["dark_photo", "small_photo", "blurred_photo"].into_iter().all(helps));
        assert!(!["no_font", "implausible_place", "number_masked"].into_iter().any(helps));
    }
}
