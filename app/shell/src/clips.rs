//! The addresses of clips: `photo://localhost/{id}?size=clip`, whole or in the ranges that a player asks for.

use app_core::album;
use tauri::http::header::{ACCEPT_RANGES, CACHE_CONTROL, CONTENT_RANGE, CONTENT_TYPE};
use tauri::http::{HeaderName, HeaderValue, Response, StatusCode};

use crate::collector::Clip;
use crate::range::{Wanted, wanted};

/// Answers a request for a clip.
pub fn response(clip: Clip, range: Option<&str>) -> Response<Vec<u8>> {
    match clip {
        Ok(Some(clip)) => found(clip, range),
        Ok(None) => reply(StatusCode::NOT_FOUND, Vec::new(), Vec::new()),
        Err(failure) => {
            let plain = (CONTENT_TYPE, HeaderValue::from_static("text/plain"));
            reply(StatusCode::BAD_GATEWAY, vec![plain], failure.code.into_bytes())
        }
    }
}

fn found(clip: album::Clip, range: Option<&str>) -> Response<Vec<u8>> {
    let length = clip.bytes.len();
    let mut headers = vec![
        (CONTENT_TYPE, HeaderValue::from_static(clip.media_type)),
        (ACCEPT_RANGES, HeaderValue::from_static("bytes")),
        (CACHE_CONTROL, HeaderValue::from_static("private, max-age=86400")),
    ];
    match wanted(range, length) {
        Wanted::Whole => reply(StatusCode::OK, headers, clip.bytes),
        Wanted::Nothing => {
            headers.extend(content_range(format!("bytes */{length}")));
            reply(StatusCode::RANGE_NOT_SATISFIABLE, headers, Vec::new())
        }
        Wanted::Part { first, last } => {
            let part = clip.bytes.get(first..=last).unwrap_or_default().to_vec();
            headers.extend(content_range(format!("bytes {first}-{last}/{length}")));
            reply(StatusCode::PARTIAL_CONTENT, headers, part)
        }
    }
}

fn content_range(text: String) -> Option<(HeaderName, HeaderValue)> {
    HeaderValue::try_from(text).ok().map(|value| (CONTENT_RANGE, value))
}

fn reply(status: StatusCode, headers: Vec<(HeaderName, HeaderValue)>, body: Vec<u8>) -> Response<Vec<u8>> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    response.headers_mut().extend(headers);
    response
}
