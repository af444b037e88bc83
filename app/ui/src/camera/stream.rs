//! The camera's running picture: opening it, its lamp, one still of it, and closing it.

use js_sys::{Function, JSON, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, HtmlVideoElement, MediaStream, MediaStreamConstraints, MediaStreamTrack, MediaTrackConstraints};

use super::lens;
use crate::{frame, heard};

/// The camera that looks away from the person, with as many pixels as it gives; the platform takes what comes nearest.
const WANTED: &str = r#"{"audio":false,"video":{"facingMode":{"ideal":"environment"},
    "width":{"ideal":4096},"height":{"ideal":3072}}}"#;
/// The platform's own still: focusing and flashing take their time, but a picture of the street does not wait.
const STILL_WITHIN_MS: i32 = 6_000;
const QUALITY: f64 = 0.95;

#[wasm_bindgen]
extern "C" {
    // The platform's way to a still of full size. Half of the platforms have it, and the bindings call it unstable.
    type ImageCapture;

    #[wasm_bindgen(catch, constructor)]
    fn new(track: &MediaStreamTrack) -> Result<ImageCapture, JsValue>;

    #[wasm_bindgen(catch, method, js_name = takePhoto)]
    fn take_photo(this: &ImageCapture) -> Result<Promise, JsValue>;
}

/// Opens the camera; the platform asks the person whether it may.
pub async fn open() -> Result<MediaStream, JsValue> {
    let devices = lens::devices().ok_or(JsValue::UNDEFINED)?;
    let wanted = JSON::parse(WANTED)?.unchecked_into::<MediaStreamConstraints>();
    JsFuture::from(devices.get_user_media_with_constraints(&wanted)?).await?.dyn_into::<MediaStream>()
}

/// Closes the camera; its light goes out.
pub fn close(stream: &MediaStream) {
    for track in stream.get_tracks().iter() {
        track.unchecked_into::<MediaStreamTrack>().stop();
    }
}

/// Says whether the camera has a lamp.
pub fn has_lamp(stream: &MediaStream) -> bool {
    let abilities = track(stream).and_then(|track| {
        let ask = Reflect::get(&track, &"getCapabilities".into()).ok()?.dyn_into::<Function>().ok()?;
        ask.call0(&track).ok()
    });
    abilities.is_some_and(|abilities: JsValue| {
        Reflect::get(&abilities, &"torch".into()).is_ok_and(|torch| torch.is_truthy())
    })
}

/// Turns the lamp on or off.
pub async fn light(stream: &MediaStream, shines: bool) -> Result<(), JsValue> {
    let Some(track) = track(stream) else { return Ok(()) };
    let wanted = JSON::parse(&format!(r#"{{"advanced":[{{"torch":{shines}}}]}}"#))?;
    let done = track.apply_constraints_with_constraints(&wanted.unchecked_into::<MediaTrackConstraints>())?;
    JsFuture::from(done).await.map(|_| ())
}

/// Takes one still: the platform's own where it gives one, else the frame that the view shows.
pub async fn take(stream: &MediaStream, view: &HtmlVideoElement) -> Option<Blob> {
    if let Some(still) = still(stream).await {
        return Some(still);
    }
    let frame = frame::drawn(view, u32::MAX)?;
    frame::jpeg(&frame, QUALITY).await
}

async fn still(stream: &MediaStream) -> Option<Blob> {
    let taking = ImageCapture::new(&track(stream)?).ok()?.take_photo().ok()?;
    let still = heard::within(STILL_WITHIN_MS, taking).await?.dyn_into::<Blob>().ok()?;
    // Some platforms answer with nothing where they should refuse.
    (still.size() > 0.0).then_some(still)
}

fn track(stream: &MediaStream) -> Option<MediaStreamTrack> {
    stream.get_video_tracks().iter().next()?.dyn_into::<MediaStreamTrack>().ok()
}
