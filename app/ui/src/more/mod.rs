//! The end of a list that goes on: reached, it asks for more by itself; a button for who does not scroll.

mod text;

use kit::lang::t;
use leptos::html::Button;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{IntersectionObserver, IntersectionObserverEntry, IntersectionObserverInit};

/// So far before the end comes into sight more is asked for: about a screen.
const AHEAD: &str = "0px 0px 800px 0px";

/// What watches the end; both go together.
struct Watch {
    observer: IntersectionObserver,
    _heard: Closure<dyn Fn(js_sys::Array)>,
}

/// The end of a list that goes on.
#[component]
pub fn More(
    /// More is wanted.
    #[prop(into)]
    on_reached: Callback<()>,
) -> impl IntoView {
    let end = NodeRef::<Button>::new();
    let watch = StoredValue::new_local(None::<Watch>);
    end.on_load(move |end| {
        let begun = watching(&end, on_reached);
        if begun.is_none() {
            leptos::logging::warn!("The end of the list is not watched; its button does the same");
        }
        watch.try_update_value(|watch| *watch = begun);
    });
    on_cleanup(move || {
        watch.try_with_value(|watch| {
            if let Some(watch) = watch {
                watch.observer.disconnect();
            }
        });
    });
    view! {
        <button type="button" class="button bare wide" data-test="more" node_ref=end on:click=move |_| on_reached.run(())>
            {t(text::MORE)}
        </button>
    }
}

fn watching(end: &web_sys::Element, on_reached: Callback<()>) -> Option<Watch> {
    let heard = Closure::<dyn Fn(js_sys::Array)>::new(move |entries: js_sys::Array| {
        let is_in_sight =
            |entry: wasm_bindgen::JsValue| entry.unchecked_into::<IntersectionObserverEntry>().is_intersecting();
        if entries.iter().any(is_in_sight) {
            // The list may have gone in the meantime.
            on_reached.try_run(());
        }
    });
    let options = IntersectionObserverInit::new();
    options.set_root_margin(AHEAD);
    let observer = IntersectionObserver::new_with_options(heard.as_ref().unchecked_ref(), &options).ok()?;
    observer.observe(end);
    Some(Watch { observer, _heard: heard })
}
