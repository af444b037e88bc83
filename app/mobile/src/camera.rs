//! The system's own camera, for phones whose web view has none to give.
//!
//! Nothing is read or removed here: the core takes the file from the folder that it lies in, now or after a start.

#![expect(clippy::let_underscore_must_use, reason = "what the command macro writes does so")]

use std::path::PathBuf;

use app_core::error::Error;
use serde::{Deserialize, Serialize};
use tauri::{AppHandle, Manager as _, Runtime};

use crate::phone::Phone;

#[derive(Serialize)]
struct Wanted {
    file: String,
}

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
    /// Of its bytes, taken when the camera had closed the file and before anybody else opened it.
    sha256: String,
}

#[derive(Deserialize)]
struct Place {
    folder: PathBuf,
}

/// Opens the system's camera to write this file, and returns the hash at the shutter; none where the person took no photo.
#[tauri::command]
pub async fn take_photo<R: Runtime>(app: AppHandle<R>, file: String) -> Result<Option<String>, String> {
    if !is_plain(&file) {
        return Err("a photo's file has a plain name".to_owned());
    }
    let phone = app.state::<Phone<R>>().inner().clone();
    let answer: Answer = phone.ask_later("takePhoto", Wanted { file }).await.map_err(|error| error.to_string())?;
    Ok(answer.taken.map(|taken| taken.sha256))
}

/// Says whether a name stays in its folder.
fn is_plain(name: &str) -> bool {
    !name.is_empty() && !name.starts_with('.') && name.chars().all(|c| c.is_ascii_alphanumeric() || "-.".contains(c))
}

impl<R: Runtime> Phone<R> {
    /// Returns the folder that the camera writes into. What lies there is the core's to take in.
    pub fn left_shots(&self) -> Result<PathBuf, Error> {
        self.ask::<Place>("leftShots", ()).map(|place| place.folder)
    }
}
