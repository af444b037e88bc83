//! The tile that takes a photo when it is pressed: through the view, the system's camera, or a file.
//!
//! Before a camera opens the core says whether there is room for another shot.

use app_bridge::ask::{Ask, Shot};
use app_bridge::told::{Failure, PhotoCard};
use kit::icon::{Icon, Picture};
use kit::lang::t;
use leptos::html::Button;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::refusal::Code;

use super::framing::Framing;
use super::hand_over::{chosen, deliver, hand_over, take_by_phone};
use super::lens::Way;
use super::view::CameraView;
use super::{compass, quick, text as words};
use crate::state::App;
use crate::{bridge, text};

/// When the view of a tile opens.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Opens {
    /// When it is pressed.
    #[default]
    Pressed,
    /// With the page that it stands on, too.
    AtOnce,
}

/// A tile that takes a photo when it is pressed.
#[component]
pub fn CameraTile(
    /// What it takes.
    #[prop(into)]
    label: Signal<String>,
    /// Name for tests: of the button that opens the view, else of the file input.
    test: &'static str,
    /// Describes the shot about to be taken.
    #[prop(into)]
    shot: Callback<(), Shot>,
    /// What it is framed by.
    #[prop(optional)]
    framing: Option<Framing>,
    /// When its view opens.
    #[prop(optional)]
    opens: Opens,
    /// The core has it safely.
    #[prop(into)]
    on_taken: Callback<PhotoCard>,
    /// The core could not take it.
    #[prop(into)]
    on_failure: Callback<Failure>,
) -> impl IntoView {
    let app = App::get();
    let busy = RwSignal::new(false);
    let full = RwSignal::new(false);
    let shows_view = RwSignal::new(false);
    let framing = StoredValue::new(framing);
    // Asked ahead: a browser opens its camera in the press itself and waits for nobody.
    let look = move || {
        spawn_local(async move {
            let refused = bridge::ask(Ask::Room).await.err().filter(|why| why.code == Code::DeviceFull.as_str());
            full.try_set(refused.is_some());
            if let Some(why) = refused {
                on_failure.try_run(why);
            }
        });
    };
    look();
    let open_view = move |_| {
        if full.get_untracked() {
            look();
            return;
        }
        compass::ask();
        shows_view.set(true);
        app.cover_apart(shows_view);
    };
    if opens == Opens::AtOnce {
        quick::open_view(app, shows_view);
    }
    // Made here and not in the view: a shot is taken in even when the view was closed over it.
    let taken = Callback::new(move |taken: PhotoCard| {
        on_taken.try_run(taken);
        look();
    });
    let way = Memo::new(move |_| app.way_of_photos());
    // Whoever closes the view goes on where they opened it.
    let opener = NodeRef::<Button>::new();
    let go_back = move |shown: &bool, _: Option<&bool>, _: Option<()>| {
        if let Some(opener) = opener.get_untracked().filter(|_| !*shown)
            && opener.focus().is_err()
        {
            leptos::logging::warn!("The camera's tile does not hear the keys");
        }
    };
    Effect::watch(move || shows_view.get(), go_back, false);
    let says = move || if busy.get() { t(text::TAKING)().to_owned() } else { label.get() };
    move || match way.get() {
        Way::View => view! {
            <button type="button" class="camera-tile" data-test=test node_ref=opener on:click=open_view>
                <Icon picture=Picture::Camera />
                <span>{says}</span>
            </button>
            <Show when=move || shows_view.get()>
                <CameraView label=label shot=shot framing=framing on_taken=taken on_failure=on_failure />
            </Show>
        }
        .into_any(),
        way @ (Way::SystemCamera | Way::File) => {
            let hand = move |event: web_sys::Event| {
                let Some((input, file)) = chosen(&event) else { return };
                busy.set(true);
                let shot = Shot { imported: way.imports(), ..shot.run(()) };
                spawn_local(async move {
                    let handed = hand_over(app, &file, &shot).await;
                    if handed.is_err() {
                        look();
                    }
                    deliver(app, &shot, handed, taken, on_failure);
                    // The same file may be chosen again.
                    input.set_value("");
                    busy.try_set(false);
                });
            };
            let press = move |event: leptos::ev::MouseEvent| {
                if full.get_untracked() {
                    look();
                    return;
                }
                if way != Way::SystemCamera || !bridge::is_phone() || busy.get_untracked() {
                    return;
                }
                // The phone's own code hashes the file at the shutter; a chosen file would have lain open until then.
                event.prevent_default();
                busy.set(true);
                let shot = shot.run(());
                spawn_local(async move {
                    if let Some(taken_in) = take_by_phone(app, &shot).await {
                        deliver(app, &shot, taken_in, taken, on_failure);
                    }
                    busy.try_set(false);
                });
            };
            view! {
                <label class="camera-tile" class:busy=busy on:click=press>
                    <Icon picture=Picture::Camera />
                    <span>{says}</span>
                    <input type="file" accept="image/*" capture="environment" data-test=test aria-label=label
                        prop:disabled=move || busy.get() || full.get() on:change=hand />
                </label>
            }
            .into_any()
        }
        Way::None => view! {
            <p class="camera-tile busy" data-test="no-camera">{t(words::NO_CAMERA)}</p>
        }
        .into_any(),
    }
}
