//! Recording in the page: the microphone, or camera and microphone together.

use js_sys::{JSON, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, MediaRecorder, MediaRecorderOptions, MediaStream, MediaStreamConstraints, MediaStreamTrack};

use crate::camera::lens;
use crate::camera::refusal::Refusal;
use crate::heard;

const MICROPHONE: &str = r#"{"audio":true,"video":false}"#;
/// Speech needs no more, and a minute of it stays under 300 KB.
const QUALITY: &str = r#"{"audioBitsPerSecond":32000}"#;

/// The camera that looks away from the person; larger pictures would not fit into what a clip may have.
const CAMERA: &str = r#"{"audio":true,"video":{"facingMode":{"ideal":"environment"},
    "width":{"ideal":1280},"height":{"ideal":720},"frameRate":{"ideal":30}}}"#;
const CAMERA_ALONE: &str = r#"{"audio":false,"video":{"facingMode":{"ideal":"environment"},
    "width":{"ideal":1280},"height":{"ideal":720},"frameRate":{"ideal":30}}}"#;
/// Thirty seconds of it stay under 16 MB.
const FILM_QUALITY: &str = r#"{"videoBitsPerSecond":4000000,"audioBitsPerSecond":64000}"#;

/// A recording that runs.
#[derive(Clone)]
pub struct Recording {
    stream: MediaStream,
    recorder: MediaRecorder,
}

/// Says whether the page can record here at all.
pub fn can_record() -> bool {
    let known = web_sys::window().map(|window| Reflect::has(&window, &JsValue::from_str("MediaRecorder")));
    matches!(known, Some(Ok(true))) && lens::devices().is_some()
}

/// Opens camera and microphone; the platform asks the person whether it may. A device without a microphone films all
/// the same.
pub async fn film_camera() -> Result<MediaStream, JsValue> {
    match open(CAMERA).await {
        Err(thrown) if Refusal::of(&thrown) == Refusal::None => open(CAMERA_ALONE).await,
        opened => opened,
    }
}

impl Recording {
    /// Starts to record a voice; the platform asks the person whether it may. The promise is kept when it was stopped.
    pub async fn start() -> Result<(Self, Promise), JsValue> {
        Self::of(open(MICROPHONE).await?, QUALITY)
    }

    /// Starts to record what the view of [`film_camera`] shows, with its sound.
    pub fn of_view(running: &MediaStream) -> Result<(Self, Promise), JsValue> {
        // The platform's own `clone` would make a second stream.
        Self::of(Clone::clone(running), FILM_QUALITY)
    }

    fn of(stream: MediaStream, quality: &str) -> Result<(Self, Promise), JsValue> {
        let quality = JSON::parse(quality)?.unchecked_into::<MediaRecorderOptions>();
        let started =
            MediaRecorder::new_with_media_stream_and_media_recorder_options(&stream, &quality).and_then(|recorder| {
                // All of it comes in one piece, when it is stopped.
                let ended = heard::event(&recorder, &["dataavailable", "error"]);
                recorder.start().map(|()| (recorder, ended))
            });
        match started {
            Ok((recorder, ended)) => Ok((Self { stream, recorder }, ended)),
            Err(error) => {
                silence(&stream);
                Err(error)
            }
        }
    }

    /// Stops it; what was said comes with the promise.
    pub fn stop(&self) {
        // One that has ended by itself, as when a call comes in, refuses to be stopped once more.
        if self.recorder.stop().is_err() {
            leptos::logging::warn!("The recording had ended before it was stopped");
        }
        silence(&self.stream);
    }
}

/// Returns what was recorded, from what the promise brought.
pub async fn said(ended: Promise) -> Option<Blob> {
    let event = JsFuture::from(ended).await.ok()?;
    let said = Reflect::get(&event, &JsValue::from_str("data")).ok()?.dyn_into::<Blob>().ok()?;
    (said.size() > 0.0).then_some(said)
}

async fn open(wanted: &str) -> Result<MediaStream, JsValue> {
    let devices = lens::devices().ok_or(JsValue::UNDEFINED)?;
    let wanted = JSON::parse(wanted)?.unchecked_into::<MediaStreamConstraints>();
    JsFuture::from(devices.get_user_media_with_constraints(&wanted)?).await?.dyn_into::<MediaStream>()
}

/// Closes camera and microphone.
pub fn silence(stream: &MediaStream) {
    for track in stream.get_tracks().iter() {
        track.unchecked_into::<MediaStreamTrack>().stop();
    }
}
