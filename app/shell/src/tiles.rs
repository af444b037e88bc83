//! The addresses of base maps: `tiles://localhost/{hash}`, in the ranges that a map asks for.
//!
//! The core says where a map lies; the bytes are read beside its thread, for a map that is moved asks for many parts at once.
//! The page itself has another address, so it is let in by name; nobody else's page is ever shown in this window.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::Path;

use app_core::base_maps::held::HeldMap;
use tauri::http::header::{
    ACCEPT_RANGES, ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS,
    CACHE_CONTROL, CONTENT_RANGE, CONTENT_TYPE, ETAG, RANGE,
};
use tauri::http::{HeaderName, HeaderValue, Method, Request, Response, StatusCode};
use tauri::{Manager as _, Runtime, UriSchemeContext, UriSchemeResponder};

use crate::collector::{BaseMap, Collector};
use crate::range::{Wanted, wanted};

/// The scheme of such addresses.
pub const SCHEME: &str = "tiles";

/// No answer is larger: a map asks for kilobytes, and all of one is gigabytes.
const LARGEST_BYTES: usize = 16 * 1024 * 1024;

/// Answers a request for a part of a base map.
pub fn answer<R: Runtime>(context: UriSchemeContext<'_, R>, request: Request<Vec<u8>>, responder: UriSchemeResponder) {
    if request.method() == Method::OPTIONS {
        // Some web views ask first whether a range may be asked for.
        responder.respond(reply(StatusCode::NO_CONTENT, Vec::new(), Vec::new()));
        return;
    }
    let collector = context.app_handle().state::<Collector>().inner().clone();
    let hash = request.uri().path().trim_start_matches('/').to_owned();
    let range = request.headers().get(RANGE).and_then(|value| value.to_str().ok()).map(str::to_owned);
    tauri::async_runtime::spawn(async move {
        let map = collector.base_map(hash.clone()).await;
        let read = tauri::async_runtime::spawn_blocking(move || response(map, &hash, range.as_deref())).await;
        let failed = || reply(StatusCode::INTERNAL_SERVER_ERROR, Vec::new(), Vec::new());
        responder.respond(read.unwrap_or_else(|_| failed()));
    });
}

fn response(map: BaseMap, hash: &str, range: Option<&str>) -> Response<Vec<u8>> {
    match map {
        Ok(Some(map)) => found(&map, hash, range),
        Ok(None) => reply(StatusCode::NOT_FOUND, Vec::new(), Vec::new()),
        Err(failure) => {
            let plain = (CONTENT_TYPE, HeaderValue::from_static("text/plain"));
            reply(StatusCode::BAD_GATEWAY, vec![plain], failure.code.into_bytes())
        }
    }
}

fn found(map: &HeldMap, hash: &str, range: Option<&str>) -> Response<Vec<u8>> {
    let length = usize::try_from(map.size_bytes).unwrap_or(usize::MAX);
    let mut headers = vec![
        (CONTENT_TYPE, HeaderValue::from_static("application/vnd.pmtiles")),
        (ACCEPT_RANGES, HeaderValue::from_static("bytes")),
        // Under one name it never changes.
        (CACHE_CONTROL, HeaderValue::from_static("private, max-age=86400, immutable")),
    ];
    headers.extend(header(ETAG, format!("\"{hash}\"")));
    let (status, first, last) = match wanted(range, length) {
        Wanted::Part { first, last } => (StatusCode::PARTIAL_CONTENT, first, most(first, last)),
        Wanted::Whole if (1..=LARGEST_BYTES).contains(&length) => (StatusCode::OK, 0, length.saturating_sub(1)),
        Wanted::Whole | Wanted::Nothing => {
            headers.extend(header(CONTENT_RANGE, format!("bytes */{length}")));
            return reply(StatusCode::RANGE_NOT_SATISFIABLE, headers, Vec::new());
        }
    };
    match part(&map.path, first, last) {
        Ok(bytes) => {
            if status == StatusCode::PARTIAL_CONTENT {
                headers.extend(header(CONTENT_RANGE, format!("bytes {first}-{last}/{length}")));
            }
            reply(status, headers, bytes)
        }
        // It was let go of a moment ago.
        Err(error) if error.kind() == io::ErrorKind::NotFound => reply(StatusCode::NOT_FOUND, Vec::new(), Vec::new()),
        Err(error) => {
            tracing::warn!(%error, "A part of a base map could not be read");
            reply(StatusCode::INTERNAL_SERVER_ERROR, Vec::new(), Vec::new())
        }
    }
}

/// Returns the last byte of a part that begins there and is not too large.
fn most(first: usize, last: usize) -> usize {
    last.min(first.saturating_add(LARGEST_BYTES - 1))
}

/// Reads from one byte up to and with another.
fn part(path: &Path, first: usize, last: usize) -> io::Result<Vec<u8>> {
    let mut file = File::open(path)?;
    file.seek(SeekFrom::Start(u64::try_from(first).unwrap_or(u64::MAX)))?;
    let mut bytes = vec![0; last.saturating_sub(first).saturating_add(1)];
    file.read_exact(&mut bytes)?;
    Ok(bytes)
}

fn header(name: HeaderName, text: String) -> Option<(HeaderName, HeaderValue)> {
    HeaderValue::try_from(text).ok().map(|value| (name, value))
}

fn reply(status: StatusCode, headers: Vec<(HeaderName, HeaderValue)>, body: Vec<u8>) -> Response<Vec<u8>> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    let known = response.headers_mut();
    known.extend(headers);
    known.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    known.insert(ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static("range"));
    known.insert(ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static("content-range, etag"));
    response
}

#[cfg(test)]
mod tests {
    use app_core::base_maps::held::HeldMap;
    use tauri::http::StatusCode;

    use super::{LARGEST_BYTES, found, most};

    /// A map of 100 bytes in a file of its own, asked for a range: status, what was said of the range, how many bytes.
    fn asked(name: &str, range: Option<&str>) -> (StatusCode, String, Vec<u8>) {
        let path = std::env::temp_dir().join(format!("xunge-tiles-{}-{name}", std::process::id()));
        std::fs::write(&path, (0..100).collect::<Vec<u8>>()).unwrap();
        let response = found(&HeldMap { path: path.clone(), size_bytes: 100 }, "abc", range);
        std::fs::remove_file(path).unwrap();
        let said = response.headers().get("content-range").map(|value| value.to_str().unwrap().to_owned());
        assert_eq!(response.headers()["access-control-allow-origin"], "*");
        (response.status(), said.unwrap_or_default(), response.into_body())
    }

    #[test]
    fn a_map_gets_the_part_that_it_asks_for() {
        let (status, said, bytes) = asked("part", Some("bytes=10-12"));
        assert_eq!((status.as_u16(), said.as_str(), bytes), (206, "bytes 10-12/100", vec![10, 11, 12]));
        let (status, said, bytes) = asked("end", Some("bytes=98-500"));
        assert_eq!((status.as_u16(), said.as_str(), bytes), (206, "bytes 98-99/100", vec![98, 99]));
        let (status, said, bytes) = asked("behind", Some("bytes=100-"));
        assert_eq!((status.as_u16(), said.as_str(), bytes.len()), (416, "bytes */100", 0));
        let (status, said, bytes) = asked("whole", None);
        assert_eq!((status.as_u16(), said.as_str(), bytes.len()), (200, "", 100));
    }

    #[test]
    fn no_answer_is_as_large_as_a_city() {
        assert_eq!(most(5, 10), 10);
        assert_eq!(most(5, usize::MAX), 4 + LARGEST_BYTES);
        assert_eq!(most(usize::MAX, usize::MAX), usize::MAX);
    }

    #[test]
    fn a_map_that_was_let_go_of_is_not_there() {
        let gone = HeldMap { path: "/nowhere/at/all".into(), size_bytes: 100 };
        assert_eq!(found(&gone, "abc", Some("bytes=0-9")).status(), StatusCode::NOT_FOUND);
        let huge = HeldMap { path: "/nowhere/at/all".into(), size_bytes: u64::MAX / 2 };
        assert_eq!(found(&huge, "abc", None).status(), StatusCode::RANGE_NOT_SATISFIABLE);
    }
}
