//! To come.

use leptos::prelude::*;

/// The page.
pub fn page() -> AnyView {
    ().into_any()
}
