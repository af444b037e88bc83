//! Hints at dishonest work, with their cases.

use leptos::prelude::*;

/// The page.
pub fn page() -> AnyView {
    ().into_any()
}
