//! How the app opens: on today, or straight in the camera. Remembered on this device.

const REMEMBERED_AS: &str = "xunge.opening";
const CAMERA: &str = "camera";

/// Says whether the app opens with a report begun and the camera open.
pub fn opens_on_camera() -> bool {
    let kept = storage().and_then(|storage| storage.get_item(REMEMBERED_AS).ok().flatten());
    kept.as_deref() == Some(CAMERA)
}

/// Chooses whether the app opens on the camera, and remembers it.
pub fn choose_opening(on_camera: bool) {
    let Some(storage) = storage() else { return };
    let done = if on_camera { storage.set_item(REMEMBERED_AS, CAMERA) } else { storage.remove_item(REMEMBERED_AS) };
    if done.is_err() {
        leptos::logging::warn!("How the app opens could not be remembered");
    }
}

fn storage() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}
