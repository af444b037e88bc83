//! A badge: a few words with a colour that says how urgent they are.

use leptos::prelude::*;

use crate::tone::Tone;

/// A few words with a tone.
#[component]
pub fn Badge(
    /// How urgent the words are.
    #[prop(into)]
    tone: Signal<Tone>,
    /// Name for tests.
    #[prop(optional)]
    test: &'static str,
    /// The words.
    children: Children,
) -> impl IntoView {
    view! {
        <span class=move || format!("badge {}", tone.get().class()) data-test=(!test.is_empty()).then_some(test)>
            {children()}
        </span>
    }
}
