//! A card: paper on the ground, with an edge in a tone where it matters.

use leptos::prelude::*;

use crate::tone::Tone;

/// Paper on the ground.
#[component]
pub fn Card(
    /// A coloured edge on the left.
    #[prop(optional, into)]
    edge: Option<Tone>,
    /// Name for tests.
    #[prop(optional)]
    test: &'static str,
    /// What it holds.
    children: Children,
) -> impl IntoView {
    let class = match edge {
        Some(tone) => format!("card edged {}", tone.class()),
        None => "card".to_owned(),
    };
    view! { <section class=class data-test=(!test.is_empty()).then_some(test)>{children()}</section> }
}
