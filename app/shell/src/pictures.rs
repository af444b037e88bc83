//! The addresses of photos: `photo://localhost/{id}?size=thumb` or `?size=working`, answered by the core, which keeps
//! them sealed; `?size=clip` is answered by [`crate::clips`]. Nothing is written anywhere on the way to the screen.

use app_core::core::PictureSize;
use tauri::http::header::{CACHE_CONTROL, CONTENT_TYPE, RANGE};
use tauri::http::{Request, Response, StatusCode};
use tauri::{Manager as _, Runtime, UriSchemeContext, UriSchemeResponder};

use crate::clips;
use crate::collector::{Collector, Picture};

/// The scheme of such addresses.
pub const SCHEME: &str = "photo";

/// Answers a request for a picture.
pub fn answer<R: Runtime>(context: UriSchemeContext<'_, R>, request: Request<Vec<u8>>, responder: UriSchemeResponder) {
    let collector = context.app_handle().state::<Collector>().inner().clone();
    let id = request.uri().path().trim_start_matches('/').to_owned();
    let size = match request.uri().query() {
        Some("size=clip") => {
            let range = request.headers().get(RANGE).and_then(|value| value.to_str().ok()).map(str::to_owned);
            tauri::async_runtime::spawn(async move {
                responder.respond(clips::response(collector.clip(id).await, range.as_deref()));
            });
            return;
        }
        Some("size=working") => PictureSize::Working,
        Some(_) | None => PictureSize::Thumb,
    };
    tauri::async_runtime::spawn(async move { responder.respond(response(collector.picture(id, size).await)) });
}

fn response(picture: Picture) -> Response<Vec<u8>> {
    match picture {
        Ok(Some(bytes)) => {
            let kind = kind(&bytes);
            // A picture's name is its content or its shot: under one name it never changes.
            reply(StatusCode::OK, &[(CONTENT_TYPE, kind), (CACHE_CONTROL, "private, max-age=86400")], bytes)
        }
        Ok(None) => reply(StatusCode::NOT_FOUND, &[], Vec::new()),
        Err(failure) => reply(StatusCode::BAD_GATEWAY, &[(CONTENT_TYPE, "text/plain")], failure.code.into_bytes()),
    }
}

fn reply(status: StatusCode, headers: &[(tauri::http::HeaderName, &'static str)], body: Vec<u8>) -> Response<Vec<u8>> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    for (name, value) in headers {
        response.headers_mut().insert(name, tauri::http::HeaderValue::from_static(value));
    }
    response
}

fn kind(bytes: &[u8]) -> &'static str {
    match bytes {
        [0x89, b'P', b'N', b'G', ..] => "image/png",
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => "image/webp",
        _ => "image/jpeg",
    }
}
