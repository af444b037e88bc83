//! What a page remembers on its device, and the marks on its root element that the styles follow.
//!
//! `static/looks.js` reads the same names before the first picture is drawn: a name changed here is changed there.

fn storage() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}

/// Returns what was remembered under a name.
pub fn recall(name: &str) -> Option<String> {
    storage()?.get_item(name).ok().flatten()
}

/// Remembers a choice under a name.
pub fn keep(name: &str, value: &str) {
    let Some(storage) = storage() else { return };
    if storage.set_item(name, value).is_err() {
        leptos::logging::warn!("What was chosen could not be remembered; it holds until the page is closed");
    }
}

/// Writes a mark on the page's root element, or takes it away.
pub fn mark(name: &str, value: Option<&str>) {
    let page = web_sys::window().and_then(|window| window.document()).and_then(|page| page.document_element());
    let Some(page) = page else { return };
    let marked = match value {
        Some(value) => page.set_attribute(name, value),
        None => page.remove_attribute(name),
    };
    if marked.is_err() {
        leptos::logging::warn!("The page could not be marked with {name}");
    }
}

/// Says whether the platform asks for something, such as more contrast.
pub fn asks_for(query: &str) -> bool {
    let asked = web_sys::window().and_then(|window| window.match_media(query).ok().flatten());
    asked.is_some_and(|asked| asked.matches())
}
