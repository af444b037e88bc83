//! What this page remembers on its device: choices, never work.

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
        leptos::logging::warn!("A choice could not be remembered; it holds until the page is closed");
    }
}

/// Forgets what was remembered under a name.
pub fn forget(name: &str) {
    let Some(storage) = storage() else { return };
    if storage.remove_item(name).is_err() {
        leptos::logging::warn!("A choice could not be forgotten");
    }
}

/// Forgets everything.
pub fn forget_all() {
    let Some(storage) = storage() else { return };
    if storage.clear().is_err() {
        leptos::logging::warn!("What the page remembered could not be forgotten");
    }
}
