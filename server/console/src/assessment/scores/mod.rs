//! What everybody came to in a month.

use leptos::prelude::*;

use crate::section::Address;

/// The page.
pub fn page(_address: Memo<Address>) -> AnyView {
    ().into_any()
}
