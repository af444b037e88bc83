//! A small photo with its caption.

use leptos::prelude::*;

use crate::lang::t;
use crate::text;

/// A small photo.
#[component]
pub fn PhotoThumb(
    /// Where its bytes are.
    #[prop(into)]
    address: Signal<String>,
    /// What it shows.
    #[prop(into)]
    caption: Signal<String>,
    /// Name for tests.
    #[prop(default = "photo")]
    test: &'static str,
) -> impl IntoView {
    let missing = RwSignal::new(false);
    view! {
        <span class="thumb" data-test=test>
            {move || if missing.get() {
                view! { <span class="lacking">{t(text::NO_PICTURE)}</span> }.into_any()
            } else {
                view! { <img src=address alt=caption loading="lazy" on:error=move |_| missing.set(true) /> }.into_any()
            }}
            <span class="caption" aria-hidden="true">{caption}</span>
        </span>
    }
}
