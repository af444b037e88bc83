//! The strip of shots: what was taken, and the camera for what is still wanted.

use app_bridge::ask::Ask;
use app_bridge::told::{Failure, PhotoCard, Told};
use kit::faces::Notice;
use kit::icon::{Icon, Picture as Icons};
use kit::lang::{self, t};
use kit::moment;
use kit::photo_thumb::PhotoThumb;
use kit::tone::Tone;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::evidence::PhotoRole;

use crate::bridge::Picture;
use crate::camera::{CameraTile, has_camera};
use crate::state::{App, unexpected};
use crate::{bridge, text};

/// The strip of shots of the report.
#[component]
pub fn PhotoStrip() -> impl IntoView {
    let (app, speech) = (App::get(), lang::speech());
    let draft = app.sheet();
    let failure = RwSignal::new(None::<Failure>);
    let photos = Memo::new(move |_| draft.with(|draft| draft.photos.clone()));
    let roles = Memo::new(move |_| draft.with(|draft| draft.roles_to_take()));
    let tile = move |role: PhotoRole| {
        let shot =
            move |()| draft.with_untracked(|draft| draft.shot(role, app.place.here.get_untracked(), !has_camera()));
        let label = Signal::derive(move || speech.get().say(text::photo_role(role)).to_owned());
        let took = move |photo| {
            failure.set(None);
            draft.update(|draft| draft.took(photo));
        };
        view! {
            <CameraTile label=label test=input_name(role) shot=shot on_photo=took
                on_failure=move |why| failure.set(Some(why)) />
        }
    };
    let drop_photo = move |photo: PhotoCard| {
        if draft.with_untracked(|draft| draft.holds(photo.photo)) {
            draft.update(|draft| draft.dropped(photo.photo));
            return;
        }
        spawn_local(async move {
            match bridge::ask(Ask::DropPhoto { photo: photo.photo }).await {
                Ok(Told::Dropped) => draft.update(|draft| draft.dropped(photo.photo)),
                Ok(other) => failure.set(Some(unexpected(&other))),
                Err(why) => failure.set(Some(why)),
            }
        });
    };
    view! {
        <div class="strip" data-test="photos" role="group" aria-label=t(text::PHOTOS)>
            <For each=move || photos.get() key=|photo| photo.photo children=move |photo| view! {
                <Taken photo=photo on_drop=drop_photo />
            } />
            <For each=move || roles.get() key=|role| *role children=tile />
        </div>
        {move || photos.get().into_iter().flat_map(|photo| photo.warnings).map(|warning| view! {
            <Notice tone=Tone::Soon picture=Icons::Mind test="photo-warning">
                {move || speech.get().pick(&warning.zh, &warning.en).to_owned()}
            </Notice>
        }).collect_view()}
        {move || failure.get().map(|why| view! {
            <Notice tone=Tone::Late picture=Icons::Mind test="photo-failed">
                {move || speech.get().pick(&why.zh, &why.en).to_owned()}
            </Notice>
        })}
    }
}

#[component]
fn Taken(photo: PhotoCard, #[prop(into)] on_drop: Callback<PhotoCard>) -> impl IntoView {
    let (speech, clock) = (lang::speech(), moment::clock());
    let (role, taken_at) = (photo.role, photo.taken_at);
    let caption = Signal::derive(move || {
        let role = speech.get().say(text::photo_role(role));
        format!("{role} · {}", moment::time_to_second(taken_at, &clock.zone()))
    });
    let address = bridge::picture(&photo.photo.to_string(), Picture::Thumb);
    view! {
        <div class="taken" data-test="taken" data-role=role.as_str()>
            <PhotoThumb address=address caption=caption />
            <button type="button" class="drop" data-test="drop-photo" aria-label=t(text::DROP_PHOTO)
                on:click=move |_| on_drop.run(photo.clone())>
                <Icon picture=Icons::Cross />
            </button>
        </div>
    }
}

const fn input_name(role: PhotoRole) -> &'static str {
    match role {
        PhotoRole::Near => "camera-near",
        PhotoRole::Far => "camera-far",
        PhotoRole::Reference => "camera-reference",
        PhotoRole::Before => "camera-before",
        PhotoRole::After => "camera-after",
        PhotoRole::Video => "camera-video",
        PhotoRole::Voice => "camera-voice",
    }
}
