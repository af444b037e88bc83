//! The system's own camera, for phones whose web view has none to give.

#![expect(clippy::let_underscore_must_use, reason = "what the command macro writes does so")]

use std::fs;

use serde::Deserialize;
use sha2::{Digest as _, Sha256};
use tauri::ipc::Response;
use tauri::{AppHandle, Manager as _, Runtime};

use crate::phone::Phone;

/// What the camera left.
#[derive(Deserialize)]
struct Answer {
    /// None where the person closed the camera without a photo.
    #[serde(default)]
    taken: Option<Taken>,
}

/// A photo as the camera left it.
#[derive(Deserialize)]
struct Taken {
    /// Where it lies, inside the app.
    path: String,
    /// Of its bytes, taken when the camera had closed the file and before anybody else opened it.
    sha256: String,
}

/// Opens the system's camera and returns the photo's bytes, which are those that were hashed at the shutter; none where
/// the person took no photo.
#[tauri::command]
pub async fn take_photo<R: Runtime>(app: AppHandle<R>) -> Result<Response, String> {
    let phone = app.state::<Phone<R>>().inner().clone();
    let answer: Answer = phone.ask_later("takePhoto", ()).await.map_err(|error| error.to_string())?;
    let Some(taken) = answer.taken else { return Ok(Response::new(Vec::new())) };
    let bytes = fs::read(&taken.path).map_err(|error| format!("read the photo: {error}"))?;
    if hex::encode(Sha256::digest(&bytes)) != taken.sha256 {
        return Err("the photo is not the one that was taken".to_owned());
    }
    // The core keeps it sealed from here on; a copy in the open must not stay.
    if let Err(error) = fs::remove_file(&taken.path) {
        tracing::warn!(%error, "A photo that was handed over could not be removed");
    }
    Ok(Response::new(bytes))
}
