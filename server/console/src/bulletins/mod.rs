//! Published months as sheets to print.

use leptos::prelude::*;

/// The page.
pub fn page() -> AnyView {
    ().into_any()
}
