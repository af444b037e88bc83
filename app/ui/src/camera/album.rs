//! A photo from the album: only where the jurisdiction says so, beside a camera, and always marked as imported.

use app_bridge::ask::Shot;
use app_bridge::told::{Failure, PhotoCard};
use kit::icon::{Icon, Picture};
use kit::lang::t;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::hand_over::{chosen, deliver, hand_over};
use super::lens::Way;
use super::text;
use crate::state::App;

/// A quiet button that takes a photo from the album.
#[component]
pub fn FromAlbum(
    /// Describes the shot.
    #[prop(into)]
    shot: Callback<(), Shot>,
    /// The core has it safely.
    #[prop(into)]
    on_taken: Callback<PhotoCard>,
    /// The core could not take it.
    #[prop(into)]
    on_failure: Callback<Failure>,
) -> impl IntoView {
    let app = App::get();
    let busy = RwSignal::new(false);
    // Where there is no camera the tile itself takes files.
    let offered = Memo::new(move |_| app.takes_files() && matches!(app.way_of_photos(), Way::View | Way::SystemCamera));
    let hand = move |event: web_sys::Event| {
        let Some((input, file)) = chosen(&event) else { return };
        busy.set(true);
        let shot = Shot { imported: true, ..shot.run(()) };
        spawn_local(async move {
            let taken = hand_over(app, &file, &shot).await;
            deliver(app, &shot, taken, on_taken, on_failure);
            input.set_value("");
            busy.try_set(false);
        });
    };
    view! {
        <Show when=move || offered.get()>
            <label class="from-file">
                <Icon picture=Picture::Album />
                <span>{t(text::FROM_ALBUM)}</span>
                <input type="file" accept="image/*" data-test="from-album" aria-label=t(text::FROM_ALBUM)
                    prop:disabled=busy on:change=hand />
            </label>
        </Show>
    }
}
