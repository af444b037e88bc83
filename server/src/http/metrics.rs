//! `/metrics`: numbers in Prometheus's text form. Counts and times, never a name or an id.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Mutex;
use std::time::Instant as Moment;

use axum::extract::{MatchedPath, Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use shared::refusal::Code;
use tracing::Instrument as _;

use super::error::Failure;
use crate::app::App;
use crate::db::figures;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const BOUNDS_MS: [u64; 8] = [5, 10, 25, 50, 100, 250, 1_000, 5_000];

/// What was counted since the start.
#[derive(Default, Debug)]
pub struct Metrics {
    requests: Mutex<BTreeMap<(String, String, u16), Counted>>,
}

#[derive(Clone, Copy, Default, Debug)]
struct Counted {
    count: u64,
    milliseconds: u64,
    below: [u64; BOUNDS_MS.len()],
}

impl Metrics {
    fn note(&self, method: &str, route: &str, status: u16, milliseconds: u64) {
        let mut requests = self.requests.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let counted = requests.entry((method.to_owned(), route.to_owned(), status)).or_default();
        counted.count += 1;
        counted.milliseconds += milliseconds;
        for (below, bound) in counted.below.iter_mut().zip(BOUNDS_MS) {
            *below += u64::from(milliseconds <= bound);
        }
    }

    fn write(&self, text: &mut String) -> std::fmt::Result {
        let requests = self.requests.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clone();
        writeln!(text, "# HELP xunge_request_seconds Requests by route and status.")?;
        writeln!(text, "# TYPE xunge_request_seconds histogram")?;
        for ((method, route, status), counted) in &requests {
            let labels = format!("method=\"{method}\",route=\"{route}\",status=\"{status}\"");
            for (below, bound) in counted.below.iter().zip(BOUNDS_MS) {
                let seconds = seconds(bound);
                writeln!(text, "xunge_request_seconds_bucket{{{labels},le=\"{seconds}\"}} {below}")?;
            }
            writeln!(text, "xunge_request_seconds_bucket{{{labels},le=\"+Inf\"}} {}", counted.count)?;
            writeln!(text, "xunge_request_seconds_sum{{{labels}}} {}", seconds(counted.milliseconds))?;
            writeln!(text, "xunge_request_seconds_count{{{labels}}} {}", counted.count)?;
        }
        Ok(())
    }
}

#[expect(clippy::cast_precision_loss, reason = "milliseconds of a server's life are far below 2^52")]
fn seconds(milliseconds: u64) -> f64 {
    milliseconds as f64 / 1_000.0
}

/// Numbers about the server.
#[utoipa::path(get, path = "/metrics", tag = "server", security(()),
    responses((status = 200, body = String, content_type = "text/plain")))]
pub async fn metrics(State(app): State<App>) -> Result<Response, Failure> {
    let mut text = String::new();
    for (name, number) in figures::count(&app.db).await? {
        writeln!(text, "# TYPE xunge_{name} gauge\nxunge_{name} {number}").map_err(anyhow::Error::new)?;
    }
    app.metrics.write(&mut text).map_err(anyhow::Error::new)?;
    let kind = HeaderValue::from_static("text/plain; version=0.0.4; charset=utf-8");
    Ok(([(CONTENT_TYPE, kind)], text).into_response())
}

/// Counts a request, times it, logs it, and gives it an id that stands in the log and in the answer.
pub async fn measured(State(app): State<App>, request: Request, next: Next) -> Response {
    let started = Moment::now();
    let method = request.method().to_string();
    // The route with its placeholders: a path would put ids into labels and logs.
    let route = request.extensions().get::<MatchedPath>().map_or("other", MatchedPath::as_str).to_owned();
    let id = hex::encode(app.random.bytes::<8>());
    let span = tracing::info_span!("request", request.id = %id, method = %method, route = %route);
    let mut response = next.run(request).instrument(span.clone()).await;
    let milliseconds = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    let status = response.status().as_u16();
    app.metrics.note(&method, &route, status, milliseconds);
    let code = response.extensions().get::<Code>().map(|code| code.as_str());
    span.in_scope(|| tracing::debug!(status, code, milliseconds, "{method} {route} {status} in {milliseconds} ms"));
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    response
}
