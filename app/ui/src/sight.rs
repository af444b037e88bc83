//! Whether anybody sees the page. In a pocket nothing is drawn for anybody, and little is to be asked.

use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::closure::Closure;

/// Whether the page is seen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sight {
    /// It is on a screen that is lit.
    Seen,
    /// Another app lies over it, or the screen is dark.
    Hidden,
}

/// Follows whether the page is seen; called once, at the root. Where the platform does not tell, it is taken to be.
pub fn follow(sight: RwSignal<Sight>) {
    let Some(page) = web_sys::window().and_then(|window| window.document()) else { return };
    let of = |page: &web_sys::Document| if page.hidden() { Sight::Hidden } else { Sight::Seen };
    sight.set(of(&page));
    let seen = page.clone();
    let turned = Closure::<dyn Fn()>::new(move || sight.set(of(&seen)));
    // For as long as there is a page.
    let turned = turned.into_js_value();
    if page.add_event_listener_with_callback("visibilitychange", turned.unchecked_ref()).is_err() {
        leptos::logging::warn!("Nobody says when the app is out of sight; it goes on as if it were seen");
        sight.set(Sight::Seen);
    }
}
