//! Looking into a chosen clip: how long it lasts, and a still of a video.

use shared::evidence::PhotoRole;
use wasm_bindgen::JsCast;
use web_sys::{Blob, HtmlVideoElement, Url};

use super::length::whole;
use crate::{frame, heard};

/// What the page takes no longer for than this is left to the core.
const WITHIN_MS: i32 = 4_000;
const QUALITY: f64 = 0.8;
/// A still travels beside the clip in a header; a larger one is drawn smaller.
const MOST_CHARACTERS: usize = 400_000;
const EDGES_PX: [u32; 3] = [1_600, 1_280, 800];

/// What is seen of a clip.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Seen {
    /// How long it lasts, milliseconds; `None` when the platform cannot tell.
    pub lasts_ms: Option<u64>,
    /// A still of a video, JPEG in base64; `None` when the platform cannot show it, or there is nothing to see.
    pub poster: Option<String>,
}

/// Looks into a clip. What the platform cannot play is seen as nothing, which refuses nothing.
pub async fn look_into(clip: &Blob, role: PhotoRole) -> Seen {
    let Ok(address) = Url::create_object_url_with_blob(clip) else { return Seen::default() };
    let seen = look_at(&address, role).await.unwrap_or_default();
    if Url::revoke_object_url(&address).is_err() {
        leptos::logging::warn!("The address of a clip could not be given back");
    }
    seen
}

async fn look_at(address: &str, role: PhotoRole) -> Option<Seen> {
    let page = web_sys::window()?.document()?;
    let film = page.create_element("video").ok()?.dyn_into::<HtmlVideoElement>().ok()?;
    film.set_muted(true);
    film.set_preload("auto");
    // Without it one platform takes the film to the whole screen instead of drawing it.
    film.set_attribute("playsinline", "").ok()?;
    let told = heard::event(&film, &["loadedmetadata", "error"]);
    film.set_src(address);
    heard::within(WITHIN_MS, told).await?;
    if film.error().is_some() {
        return None;
    }
    let lasts_s = film.duration();
    let lasts_ms = whole(lasts_s * 1_000.0);
    let poster = match role {
        PhotoRole::Video => still(&film, if lasts_ms.is_some() { lasts_s / 10.0 } else { 0.0 }).await,
        PhotoRole::Voice
        | PhotoRole::Near
        | PhotoRole::Far
        | PhotoRole::Reference
        | PhotoRole::Before
        | PhotoRole::After => None,
    };
    // The film's memory is freed with its source.
    film.set_src("");
    Some(Seen { lasts_ms, poster })
}

/// Draws the film as it is after so many seconds.
async fn still(film: &HtmlVideoElement, at_s: f64) -> Option<String> {
    let there = heard::event(film, &["seeked", "error"]);
    film.set_current_time(at_s);
    heard::within(WITHIN_MS, there).await?;
    poster(film)
}

/// Draws what a film shows now, small enough to travel beside it; `None` while it shows nothing.
pub fn poster(film: &HtmlVideoElement) -> Option<String> {
    let mut still = None;
    for edge in EDGES_PX {
        still = frame::jpeg_base64(&frame::drawn(film, edge)?, QUALITY);
        if still.as_ref().is_none_or(|still| still.len() <= MOST_CHARACTERS) {
            break;
        }
    }
    still
}
