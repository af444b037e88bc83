//! Handing a file to the server by tus 1.0: created once, sent in pieces, gone on with where the server stands.

use gloo_net::http::Method;
use js_sys::Uint8Array;
use shared::ids::Sha256;
use wasm_bindgen_futures::JsFuture;
use web_sys::File;

use super::{Trouble, request, send};

const UPLOADS: &str = "/api/v1/media/uploads";
/// Small enough that a broken line costs little, and that progress is seen.
const PIECE_BYTES: u64 = 1 << 20;
/// How often the server is asked where it stands before giving up.
const TRIES: u32 = 3;

/// Sends a file and returns its name on the server; `progress` hears how many hundredths have arrived.
pub async fn upload(file: &File, progress: impl Fn(u64)) -> Result<Sha256, Trouble> {
    let bytes = JsFuture::from(file.array_buffer()).await.map_err(|_| Trouble::Odd)?;
    let bytes = Uint8Array::new(&bytes).to_vec();
    let name = Sha256::of(&bytes);
    let whole = bytes.len() as u64;
    let (address, mut offset) = create(&name, whole).await?;
    let mut tries = 0;
    while offset < whole {
        match send_piece(&address, &bytes, offset).await {
            Ok(acknowledged) => {
                offset = acknowledged;
                tries = 0;
            }
            Err(Trouble::Offline) if tries < TRIES => {
                tries += 1;
                offset = stands_at(&address).await.unwrap_or(offset);
            }
            Err(trouble) => return Err(trouble),
        }
        progress(crate::text::spans::percent(offset, whole));
    }
    Ok(name)
}

/// Returns the upload's address and where it stands: at its end when this account brought the file before.
async fn create(name: &Sha256, whole: u64) -> Result<(String, u64), Trouble> {
    let created = request(Method::POST, UPLOADS)
        .header("Tus-Resumable", "1.0.0")
        .header("Upload-Length", &whole.to_string())
        .header("Upload-Metadata", &format!("sha256 {}", base64(name.to_string().as_bytes())))
        .build();
    let reply = send(created).await?;
    let address = reply.headers().get("location").ok_or(Trouble::Odd)?;
    Ok((address, offset_of(&reply)?))
}

async fn send_piece(address: &str, bytes: &[u8], offset: u64) -> Result<u64, Trouble> {
    let start = usize::try_from(offset).unwrap_or(usize::MAX);
    let end = usize::try_from(offset + PIECE_BYTES).unwrap_or(usize::MAX).min(bytes.len());
    let piece = bytes.get(start..end).ok_or(Trouble::Odd)?;
    let patch = request(Method::PATCH, address)
        .header("Tus-Resumable", "1.0.0")
        .header("Upload-Offset", &offset.to_string())
        .header("Content-Type", "application/offset+octet-stream")
        .body(Uint8Array::from(piece));
    offset_of(&send(patch).await?)
}

async fn stands_at(address: &str) -> Result<u64, Trouble> {
    offset_of(&send(request(Method::HEAD, address).header("Tus-Resumable", "1.0.0").build()).await?)
}

fn offset_of(reply: &gloo_net::http::Response) -> Result<u64, Trouble> {
    reply.headers().get("upload-offset").and_then(|offset| offset.parse().ok()).ok_or(Trouble::Odd)
}

/// Writes bytes in base64, as tus wants its metadata. The name is plain hex, so the browser's own function does.
fn base64(ascii: &[u8]) -> String {
    let text: String = ascii.iter().map(|byte| char::from(*byte)).collect();
    leptos::prelude::window().btoa(&text).unwrap_or_default()
}
