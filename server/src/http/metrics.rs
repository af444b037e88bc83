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
use shared::api::health::{RouteHealth, SlowRequest};
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

    /// Counts the requests since the start.
    pub fn requests(&self) -> u64 {
        let requests = self.requests.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        requests.values().map(|counted| counted.count).sum()
    }

    /// Returns within how many milliseconds 95 of a hundred requests were answered; the last bound for what took longer.
    pub fn p95_ms(&self) -> u64 {
        let requests = self.requests.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let mut all = Counted::default();
        requests.values().for_each(|counted| all.add(counted));
        let [.., last] = BOUNDS_MS;
        if all.count == 0 { 0 } else { all.within(95).unwrap_or(last) }
    }

    /// Returns the routes with their requests, the most asked for first.
    pub fn routes(&self) -> Vec<RouteHealth> {
        let requests = self.requests.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clone();
        let mut routes: BTreeMap<(String, String), (Counted, u64)> = BTreeMap::new();
        for ((method, route, status), counted) in requests {
            let (all, errors) = routes.entry((method, route)).or_default();
            all.add(&counted);
            *errors += if status >= 500 { counted.count } else { 0 };
        }
        let told = |((method, route), (all, errors)): ((String, String), (Counted, u64))| RouteHealth {
            method,
            route,
            requests: all.count,
            errors,
            p50_ms: all.within(50),
            p95_ms: all.within(95),
            p99_ms: all.within(99),
        };
        let mut told: Vec<RouteHealth> = routes.into_iter().map(told).collect();
        told.sort_by_key(|route| std::cmp::Reverse(route.requests));
        told
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

impl Counted {
    fn add(&mut self, other: &Self) {
        self.count += other.count;
        self.milliseconds += other.milliseconds;
        for (below, more) in self.below.iter_mut().zip(other.below) {
            *below += more;
        }
    }

    /// Returns the bound within which so many of a hundred were answered; nothing where that is beyond the last one.
    fn within(&self, of_hundred: u64) -> Option<u64> {
        let wanted = self.count.saturating_mul(of_hundred).div_ceil(100);
        self.below.iter().zip(BOUNDS_MS).find(|(below, _)| **below >= wanted).map(|(_, bound)| bound)
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
    let (at, ms) = (app.clock.now(), milliseconds);
    app.health.answered(SlowRequest { at, method: method.clone(), route: route.clone(), status, ms });
    let code = response.extensions().get::<Code>().map(|code| code.as_str());
    span.in_scope(|| tracing::debug!(status, code, milliseconds, "{method} {route} {status} in {milliseconds} ms"));
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::Metrics;

    #[test]
    fn routes_are_told_with_what_most_of_their_requests_took() {
        let metrics = Metrics::default();
        for ms in [1, 1, 1, 1, 1, 1, 1, 1, 1, 90] {
            metrics.note("GET", "/api/v1/cases", 200, ms);
        }
        metrics.note("GET", "/api/v1/cases", 500, 9_000);
        metrics.note("POST", "/api/v1/session", 401, 4);
        let routes = metrics.routes();
        let cases = &routes[0];
        assert_eq!((cases.requests, cases.errors), (11, 1));
        assert_eq!((cases.p50_ms, cases.p95_ms, cases.p99_ms), (Some(5), None, None), "beyond the last bound");
        assert_eq!((routes[1].p99_ms, metrics.requests(), metrics.p95_ms()), (Some(5), 12, 5_000));
        assert_eq!(Metrics::default().p95_ms(), 0);
    }
}
