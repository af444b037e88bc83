//! The console's pages: files in a folder, or a page that says there are none.

use axum::extract::{Request, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderValue, Method};
use axum::response::{IntoResponse as _, Response};
use shared::refusal::Code;
use tower::ServiceExt as _;
use tower_http::services::{ServeDir, ServeFile};

use super::error::problem;
use crate::app::App;

const NO_PAGES: &str = "<!doctype html><html lang=\"zh\"><meta charset=\"utf-8\"><title>巡格 Xunge</title>\
<body style=\"font-family:sans-serif;max-width:40em;margin:4em auto;line-height:1.7\">\
<h1>巡格服务器正在运行</h1><p>这台服务器没有安装控制台页面。请用 <code>--console 目录</code> 指明页面所在，\
或把页面放在数据目录的 <code>console</code> 里。</p>\
<p lang=\"en\">The server is running, but it has no console pages. Name their folder with \
<code>--console DIR</code>, or put them into <code>console</code> in the data folder.</p>\
<p><a href=\"/healthz\">/healthz</a> · <a href=\"/api/openapi.json\">/api/openapi.json</a></p></body></html>";

/// Below here lies nothing that ever changes: each build of the pages puts its parts into a folder of a name of its own.
const PARTS: &str = "/parts/";
const FOR_GOOD: &str = "public, max-age=31536000, immutable";

/// Answers whatever is no route of the API.
pub async fn page(State(app): State<App>, request: Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return problem(&Code::NotFound.into());
    }
    let Some(folder) = &app.console else {
        if request.uri().path() != "/" {
            return problem(&Code::NotFound.into());
        }
        let kind = HeaderValue::from_static("text/html; charset=utf-8");
        return ([(CONTENT_TYPE, kind)], NO_PAGES).into_response();
    };
    // A path without a dot is one of the page's own addresses: the page itself answers it.
    let is_file = request.uri().path().rsplit('/').next().is_some_and(|name| name.contains('.'));
    let is_part = request.uri().path().starts_with(PARTS);
    let index = folder.join("index.html");
    let served = if is_file {
        ServeDir::new(folder)
            .precompressed_br()
            .oneshot(request)
            .await
            .map(|response| response.map(axum::body::Body::new))
    } else {
        ServeFile::new(index).oneshot(request).await.map(|response| response.map(axum::body::Body::new))
    };
    let mut response = match served {
        Ok(response) => response.into_response(),
        Err(never) => match never {},
    };
    // A part that is not there may come with the next build.
    let stays = is_part && is_file && response.status().is_success();
    let kept = if stays { FOR_GOOD } else { "no-cache" };
    response.headers_mut().entry(CACHE_CONTROL).or_insert(HeaderValue::from_static(kept));
    response
}
