//! Handing a file to the core, untouched.

use app_bridge::ask::Shot;
use app_bridge::told::{Failure, PhotoCard, Told};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, Event, File, HtmlInputElement};

use crate::bridge;
use crate::state::unexpected;

/// A shot that the core has safely.
#[derive(Clone, PartialEq, Debug)]
pub struct Taken {
    /// The shot.
    pub photo: PhotoCard,
    /// Which way the camera looked, degrees clockwise from north, as far as it is known.
    pub heading_deg: Option<f64>,
}

/// Hands a file to the core.
pub async fn hand_over(file: &Blob, shot: &Shot) -> Result<Taken, Failure> {
    let read = JsFuture::from(file.array_buffer()).await;
    let bytes = read.map_err(|_| bridge::fault("the file could not be read"))?;
    let heading_deg = shot.fix.as_ref().and_then(|fix| fix.heading_deg);
    match bridge::photo(js_sys::Uint8Array::new(&bytes), shot).await? {
        Told::Photo(photo) => Ok(Taken { photo, heading_deg }),
        other => Err(unexpected(&other)),
    }
}

/// Returns the file that was chosen, and the input it was chosen in.
pub fn chosen(event: &Event) -> Option<(HtmlInputElement, File)> {
    let input = event.target()?.dyn_into::<HtmlInputElement>().ok()?;
    let file = input.files()?.get(0)?;
    Some((input, file))
}
