//! Recording the microphone in the page.

use js_sys::{JSON, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, MediaRecorder, MediaRecorderOptions, MediaStream, MediaStreamConstraints, MediaStreamTrack};

use crate::camera::lens;
use crate::heard;

const MICROPHONE: &str = r#"{"audio":true,"video":false}"#;
/// Speech needs no more, and a minute of it stays under 300 KB.
const QUALITY: &str = r#"{"audioBitsPerSecond":32000}"#;

/// A recording that runs.
#[derive(Clone)]
pub struct Recording {
    microphone: MediaStream,
    recorder: MediaRecorder,
}

/// Says whether the page can record here at all.
pub fn can_record() -> bool {
    let known = web_sys::window().map(|window| Reflect::has(&window, &JsValue::from_str("MediaRecorder")));
    matches!(known, Some(Ok(true))) && lens::devices().is_some()
}

impl Recording {
    /// Starts to record; the platform asks the person whether it may. The promise is kept when it was stopped.
    pub async fn start() -> Result<(Self, Promise), JsValue> {
        let devices = lens::devices().ok_or(JsValue::UNDEFINED)?;
        let wanted = JSON::parse(MICROPHONE)?.unchecked_into::<MediaStreamConstraints>();
        let microphone = JsFuture::from(devices.get_user_media_with_constraints(&wanted)?).await?;
        let microphone = microphone.dyn_into::<MediaStream>()?;
        let quality = JSON::parse(QUALITY)?.unchecked_into::<MediaRecorderOptions>();
        let started = MediaRecorder::new_with_media_stream_and_media_recorder_options(&microphone, &quality).and_then(
            |recorder| {
                // All of it comes in one piece, when it is stopped.
                let ended = heard::event(&recorder, &["dataavailable", "error"]);
                recorder.start().map(|()| (recorder, ended))
            },
        );
        match started {
            Ok((recorder, ended)) => Ok((Self { microphone, recorder }, ended)),
            Err(error) => {
                silence(&microphone);
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
        silence(&self.microphone);
    }
}

/// Returns what was recorded, from what the promise brought.
pub async fn said(ended: Promise) -> Option<Blob> {
    let event = JsFuture::from(ended).await.ok()?;
    let said = Reflect::get(&event, &JsValue::from_str("data")).ok()?.dyn_into::<Blob>().ok()?;
    (said.size() > 0.0).then_some(said)
}

fn silence(microphone: &MediaStream) {
    for track in microphone.get_tracks().iter() {
        track.unchecked_into::<MediaStreamTrack>().stop();
    }
}
