//! The camera: a file input that a phone opens as its camera and a desk as a file chooser. The bytes go to the core
//! untouched. Before it opens the core says whether there is room for another shot.

use app_bridge::ask::{Ask, Shot};
use app_bridge::told::{Failure, PhotoCard, Told};
use kit::icon::{Icon, Picture};
use kit::lang::t;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::refusal::Code;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;

use crate::state::unexpected;
use crate::{bridge, text};

/// Says whether a file input opens a camera here; on a desk the file comes from elsewhere and is marked so.
pub fn has_camera() -> bool {
    let agent = web_sys::window().and_then(|window| window.navigator().user_agent().ok()).unwrap_or_default();
    ["Android", "iPhone", "iPad", "OpenHarmony"].iter().any(|platform| agent.contains(platform))
}

/// A tile that takes a photo when it is pressed.
#[component]
pub fn CameraTile(
    /// What it takes.
    #[prop(into)]
    label: Signal<String>,
    /// Name for tests, of the file input.
    test: &'static str,
    /// Describes the shot about to be taken.
    #[prop(into)]
    shot: Callback<(), Shot>,
    /// The core has it safely.
    #[prop(into)]
    on_photo: Callback<PhotoCard>,
    /// The core could not take it.
    #[prop(into)]
    on_failure: Callback<Failure>,
) -> impl IntoView {
    let busy = RwSignal::new(false);
    let full = RwSignal::new(false);
    // Asked ahead: a browser opens its camera in the press itself and waits for nobody.
    let look = move || {
        spawn_local(async move {
            let refused = bridge::ask(Ask::Room).await.err().filter(|why| why.code == Code::DeviceFull.as_str());
            full.try_set(refused.is_some());
            if let Some(why) = refused {
                on_failure.run(why);
            }
        });
    };
    look();
    let chosen = move |event: web_sys::Event| {
        let Some(input) = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok()) else {
            return;
        };
        let Some(file) = input.files().and_then(|files| files.get(0)) else { return };
        busy.set(true);
        let shot = shot.run(());
        spawn_local(async move {
            match hand_over(file, shot).await {
                Ok(photo) => on_photo.run(photo),
                Err(failure) => on_failure.run(failure),
            }
            // The same file may be chosen again.
            input.set_value("");
            busy.set(false);
            look();
        });
    };
    view! {
        <label class="camera-tile" class:busy=busy on:click=move |_| if full.get_untracked() { look() }>
            <Icon picture=Picture::Camera />
            <span>{move || if busy.get() { t(text::TAKING)().to_owned() } else { label.get() }}</span>
            <input type="file" accept="image/*" capture="environment" data-test=test aria-label=label
                prop:disabled=move || busy.get() || full.get() on:change=chosen />
        </label>
    }
}

async fn hand_over(file: web_sys::File, shot: Shot) -> Result<PhotoCard, Failure> {
    let read = JsFuture::from(file.array_buffer()).await;
    let bytes = read.map_err(|_| bridge::fault("the chosen file could not be read"))?;
    match bridge::photo(js_sys::Uint8Array::new(&bytes), &shot).await? {
        Told::Photo(photo) => Ok(photo),
        other => Err(unexpected(&other)),
    }
}
