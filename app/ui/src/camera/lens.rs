//! What this device can take photos with.

use std::cell::Cell;

use js_sys::{Array, Reflect};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

/// What this device can take photos with.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Lens {
    /// A camera that the page can show.
    Live,
    /// A camera that only the system can open, by a file input.
    System,
    /// None.
    Missing,
}

/// How a photo comes here.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Way {
    /// Through the page's own view of the camera.
    View,
    /// Through the system's camera.
    SystemCamera,
    /// From a file, because there is no camera and files are taken here.
    File,
    /// Not at all: no camera, and files are not taken.
    None,
}

thread_local! {
    /// It is known whether the page can show a camera.
    static LOOKED: Cell<bool> = const { Cell::new(false) };
}

impl Lens {
    /// What there is when the page cannot show a camera.
    pub fn without_a_view() -> Self {
        if is_handheld() { Self::System } else { Self::Missing }
    }

    /// Returns how a photo comes here, where files may be taken or not.
    pub const fn way(self, album: bool) -> Way {
        match (self, album) {
            (Self::Live, _) => Way::View,
            (Self::System, _) => Way::SystemCamera,
            (Self::Missing, true) => Way::File,
            (Self::Missing, false) => Way::None,
        }
    }
}

impl Way {
    /// Says whether what comes so was not taken by the app.
    pub const fn imports(self) -> bool {
        matches!(self, Self::File)
    }
}

/// Says whether this is a phone or a tablet: a file input opens a camera there, and a receiver tells the place.
pub fn is_handheld() -> bool {
    let agent = web_sys::window().and_then(|window| window.navigator().user_agent().ok()).unwrap_or_default();
    ["Android", "iPhone", "iPad", "OpenHarmony"].iter().any(|platform| agent.contains(platform))
}

/// Finds out whether the page can show a camera. Asks nobody's permission: that is asked when the view opens.
pub fn find(lens: RwSignal<Lens>) {
    spawn_local(look(lens));
}

/// The same, for whoever waits for it. Once it is known nothing is looked for again: a camera that was refused since
/// is not offered anew.
pub async fn look(lens: RwSignal<Lens>) {
    let Some(devices) = devices().filter(|_| !LOOKED.get()) else { return };
    let is_there = has_camera(&devices).await;
    if !LOOKED.replace(true) && is_there {
        lens.set(Lens::Live);
    }
}

/// Returns the platform's cameras and microphones; `None` where pages may use none.
pub fn devices() -> Option<web_sys::MediaDevices> {
    let devices = web_sys::window()?.navigator().media_devices().ok()?;
    (!devices.is_undefined() && !devices.is_null()).then_some(devices)
}

async fn has_camera(devices: &web_sys::MediaDevices) -> bool {
    let Ok(asked) = devices.enumerate_devices() else { return false };
    let Ok(found) = JsFuture::from(asked).await else { return false };
    let kind = JsValue::from_str("kind");
    Array::from(&found).iter().any(|device| {
        let kind = Reflect::get(&device, &kind).ok().and_then(|kind| kind.as_string());
        kind.as_deref() == Some("videoinput")
    })
}

#[cfg(test)]
mod tests {
    use super::{Lens, Way};

    #[test]
    fn a_file_is_offered_only_where_there_is_no_camera_and_files_are_taken() {
        for album in [false, true] {
            assert_eq!(Lens::Live.way(album), Way::View);
            assert_eq!(Lens::System.way(album), Way::SystemCamera);
        }
        assert_eq!(Lens::Missing.way(true), Way::File);
        assert_eq!(Lens::Missing.way(false), Way::None);
    }

    #[test]
    fn only_a_file_is_imported() {
        let imports = [Way::View, Way::SystemCamera, Way::File, Way::None].map(Way::imports);
        assert_eq!(imports, [false, false, true, false]);
    }
}
