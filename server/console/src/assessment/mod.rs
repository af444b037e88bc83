//! How areas, units and posts did.

use leptos::prelude::*;

/// The page.
pub fn page() -> AnyView {
    ().into_any()
}
