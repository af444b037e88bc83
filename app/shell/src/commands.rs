//! What the page may call. Each is one line into the core.

#![expect(clippy::let_underscore_must_use, reason = "what the command macro writes does so")]

use app_bridge::ask::{Ask, Shot};
use app_bridge::told::Answer;
use percent_encoding::percent_decode_str;
use tauri::State;
use tauri::ipc::{InvokeBody, Request};

use crate::collector::Collector;

/// Asks the core something.
#[tauri::command]
pub async fn ask(collector: State<'_, Collector>, ask: Ask) -> Result<Answer, String> {
    Ok(collector.ask(ask).await)
}

/// Takes a photo: the body is its bytes as they are, the header `x-shot` says what it is of. A video's poster, too long
/// for a header, stands before the bytes; `x-poster` says how long it is.
#[tauri::command]
pub async fn photo(collector: State<'_, Collector>, request: Request<'_>) -> Result<Answer, String> {
    let mut shot = shot(&request)?;
    let InvokeBody::Raw(body) = request.body() else { return Err("a photo comes as raw bytes".to_owned()) };
    let length = match request.headers().get("x-poster") {
        Some(header) => {
            header.to_str().ok().and_then(|text| text.parse().ok()).ok_or("x-poster is a number of bytes")?
        }
        None => 0,
    };
    let (poster, original) = body.split_at_checked(length).ok_or("the body is shorter than its poster")?;
    if length > 0 {
        shot.poster = Some(String::from_utf8(poster.to_vec()).map_err(|_| "a poster comes in base64")?);
    }
    Ok(collector.photo(shot, original.to_vec()).await)
}

fn shot(request: &Request<'_>) -> Result<Shot, String> {
    let header = request.headers().get("x-shot").ok_or("a photo needs the header x-shot")?;
    // A header holds ASCII only, and addresses are Chinese: the page escapes it like a part of an address.
    let text = percent_decode_str(header.to_str().map_err(|error| error.to_string())?).decode_utf8_lossy();
    serde_json::from_str(&text).map_err(|error| format!("x-shot: {error}"))
}
