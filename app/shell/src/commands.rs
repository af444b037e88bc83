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

/// Takes a photo: the body is its bytes as they are, the header `x-shot` says what it is of.
#[tauri::command]
pub async fn photo(collector: State<'_, Collector>, request: Request<'_>) -> Result<Answer, String> {
    let shot = shot(&request)?;
    let InvokeBody::Raw(original) = request.body() else { return Err("a photo comes as raw bytes".to_owned()) };
    Ok(collector.photo(shot, original.clone()).await)
}

fn shot(request: &Request<'_>) -> Result<Shot, String> {
    let header = request.headers().get("x-shot").ok_or("a photo needs the header x-shot")?;
    // A header holds ASCII only, and addresses are Chinese: the page escapes it like a part of an address.
    let text = percent_decode_str(header.to_str().map_err(|error| error.to_string())?).decode_utf8_lossy();
    serde_json::from_str(&text).map_err(|error| format!("x-shot: {error}"))
}
