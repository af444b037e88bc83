//! Where the keys go on: what lay over a page gives them back to what opened it.

use std::time::Duration;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Document, HtmlElement};

/// Remembers what the keys go to now, and gives them back to it when what is being drawn goes away. Called by whatever
/// opens over a page, before it takes the keys itself. Who meanwhile took them elsewhere keeps them there.
pub fn comes_back() {
    let opener = StoredValue::new_local(page().and_then(|page| held(&page)));
    on_cleanup(move || {
        let Some(opener) = opener.try_get_value().flatten() else { return };
        // What goes away is still there now, and the page under it still out of reach.
        set_timeout(move || give_back(&opener), Duration::ZERO);
    });
}

fn give_back(opener: &HtmlElement) {
    let is_lost = page().is_some_and(|page| held(&page).is_none());
    if is_lost && opener.is_connected() && opener.focus().is_err() {
        leptos::logging::warn!("What opened something over the page does not hear the keys");
    }
}

/// Returns what the keys go to, if it is anything smaller than the page.
fn held(page: &Document) -> Option<HtmlElement> {
    let active: HtmlElement = page.active_element()?.dyn_into().ok()?;
    (page.body().as_ref() != Some(&active)).then_some(active)
}

fn page() -> Option<Document> {
    web_sys::window()?.document()
}
