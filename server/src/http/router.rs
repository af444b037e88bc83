//! All routes, and what wraps them.

use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::header::{
    CONTENT_SECURITY_POLICY, HeaderName, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS,
    X_FRAME_OPTIONS,
};
use axum::http::{HeaderValue, Method};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use shared::refusal::{Code, Refusal};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate as _};
use tower_http::decompression::RequestDecompressionLayer;
use utoipa::OpenApi as _;
use utoipa_axum::router::OpenApiRouter;

use super::error::{in_our_words, problem};
use super::openapi::{Description, say_refusals};
use super::{console, health, metrics};
use crate::app::App;
use crate::drafts;
use crate::{
    accounts, announcements, base_maps, cases, catalogue, devices, directory, evidence, figures, grids, jurisdictions,
    media, rescue, sync, tasks, tracks, views,
};

/// The largest JSON body: fifty operations with their manifests.
const JSON_BYTES: usize = 8 * 1024 * 1024;

/// What the console's pages may load: themselves and nothing from elsewhere. Nothing written into a page is a script or a
/// style sheet. What may be written into it is the style of a single element: how long a bar is drawn stands in its `style`,
/// and charts write the box that follows the mouse so. Maps make pictures, and may make their worker, out of memory.
const POLICY: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; script-src-attr 'none'; \
style-src 'self'; style-src-elem 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data: blob:; \
media-src 'self' blob:; font-src 'self'; connect-src 'self'; worker-src 'self' blob:; frame-src 'none'; \
object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// A desk looks at what others took; it needs no eye, ear or place of its own.
const ABILITIES: &str = "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), hid=(), \
magnetometer=(), microphone=(), midi=(), payment=(), publickey-credentials-get=(), serial=(), usb=()";

/// For a year a browser comes back over TLS only. Said over TLS alone: a proxy in front of us says it for itself.
const ONLY_TLS: &str = "max-age=31536000";

/// Returns the routes that are described, and their description.
fn described() -> (Router<App>, utoipa::openapi::OpenApi) {
    let described = OpenApiRouter::with_openapi(Description::openapi())
        .merge(accounts::http::routes())
        .merge(sync::http::routes())
        .merge(catalogue::http::routes())
        .merge(media::http::routes())
        .merge(cases::http::routes())
        .merge(evidence::http::routes())
        .merge(tasks::http::routes())
        .merge(figures::http::routes())
        .merge(devices::http::routes())
        .merge(rescue::http::routes())
        .merge(announcements::http::routes())
        .merge(directory::http::routes())
        .merge(tracks::http::routes())
        .merge(base_maps::http::routes())
        .merge(accounts::people::http::routes())
        .merge(jurisdictions::http::routes())
        .merge(grids::http::routes())
        .merge(views::http::routes())
        .merge(devices::orders::http::routes())
        .merge(drafts::http::routes())
        .merge(health::routes())
        .merge(crate::audit::http::routes())
        .merge(crate::health::http::routes())
        .merge(crate::scores::http::routes())
        .merge(crate::months::http::routes())
        .merge(crate::assessment::http::routes())
        .merge(crate::honesty::http::routes())
        .merge(crate::bulletins::http::routes())
        .merge(crate::posts::http::routes());
    let (routes, mut description) = described.split_for_parts();
    say_refusals(&mut description);
    (routes, description)
}

/// Returns the description of the API.
pub fn description() -> utoipa::openapi::OpenApi {
    described().1
}

/// Puts everything together.
pub fn router(app: App) -> Router {
    let (routes, description) = described();
    let description = serde_json::to_value(description).unwrap_or_default();
    let openapi = get(move || {
        let description = description.clone();
        async move { axum::Json(description) }
    });
    // Uploads are raw bytes of any size: neither the JSON limit nor decompression is for them.
    let json = routes
        .layer(DefaultBodyLimit::max(JSON_BYTES))
        .layer(RequestDecompressionLayer::new().pass_through_unaccepted(false))
        .layer(middleware::map_response(async |response: Response| in_our_words(response)));
    // Clips and maps are compressed already, and what is compressed on the way cannot be asked for in parts.
    let compressible = DefaultPredicate::new()
        .and(NotForContentType::const_new("video/"))
        .and(NotForContentType::const_new("audio/"))
        .and(NotForContentType::const_new(base_maps::http::MEDIA_TYPE));
    Router::new()
        .merge(json)
        .route("/api/openapi.json", openapi)
        .route("/api/{*rest}", axum::routing::any(nothing_here))
        .fallback(console::page)
        .method_not_allowed_fallback(wrong_method)
        .layer(CompressionLayer::new().zstd(true).gzip(true).compress_when(compressible))
        .layer(middleware::from_fn_with_state(app.clone(), secured))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(middleware::from_fn_with_state(app.clone(), metrics::measured))
        .with_state(app)
}

async fn nothing_here() -> Response {
    problem(&Code::NotFound.into())
}

async fn wrong_method(method: Method) -> Response {
    problem(&Refusal::because(Code::WrongMethod, method.to_string()))
}

fn panicked(panic: Box<dyn std::any::Any + Send>) -> Response {
    let text = panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    tracing::error!(panic = text.unwrap_or("without words"), "Fault: a request handler panicked");
    problem(&Code::Internal.into())
}

async fn secured(State(app): State<App>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await.into_response();
    let headers = response.headers_mut();
    let fixed: [(HeaderName, &'static str); 7] = [
        (CONTENT_SECURITY_POLICY, POLICY),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (X_FRAME_OPTIONS, "DENY"),
        (REFERRER_POLICY, "same-origin"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (HeaderName::from_static("permissions-policy"), ABILITIES),
    ];
    for (name, value) in fixed {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    if app.config.tls {
        headers.entry(STRICT_TRANSPORT_SECURITY).or_insert(HeaderValue::from_static(ONLY_TLS));
    }
    response
}

/// How long a request may take before its connection is given up; uploads have stall timers of their own.
pub const PATIENCE: Duration = Duration::from_secs(120);

/// Only so that the extractor's type is named once.
pub type AppState = State<App>;
