//! Stands between the people of a story and the server, passes everything on and writes it down.

use std::net::TcpListener;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context, Result};
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, Method};
use axum::response::Response;
use system_tests::desk::client;

/// What passed.
#[derive(Clone, Debug)]
pub struct Passed {
    /// Minutes that the story let go by before it.
    pub after_minutes: i64,
    /// The verb.
    pub method: Method,
    /// The path with its query.
    pub path: String,
    /// The request's headers.
    pub sent_headers: HeaderMap,
    /// Its body without content encoding.
    pub sent: Vec<u8>,
    /// The status.
    pub status: u16,
    /// The answer's headers.
    pub headers: HeaderMap,
    /// Its body without content encoding; of an endless one the first piece.
    pub received: Vec<u8>,
}

/// A server in front of the server.
#[derive(Clone)]
pub struct Proxy {
    /// Where it listens.
    pub url: String,
    behind: String,
    http: reqwest::Client,
    passed: Arc<Mutex<Vec<Passed>>>,
    minutes: Arc<Mutex<i64>>,
}

impl Proxy {
    /// Begins to listen.
    pub fn before(server: &str) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").context("listen")?;
        listener.set_nonblocking(true)?;
        let proxy = Self {
            url: format!("http://{}", listener.local_addr()?),
            behind: server.to_owned(),
            http: client()?,
            passed: Arc::default(),
            minutes: Arc::default(),
        };
        let routes = Router::new().fallback(pass).with_state(proxy.clone());
        let listener = tokio::net::TcpListener::from_std(listener)?;
        tokio::spawn(async move { axum::serve(listener, routes).await });
        Ok(proxy)
    }

    /// Notes that time goes by before the next request.
    pub fn minutes_go_by(&self, minutes: i64) {
        *self.minutes.lock().unwrap_or_else(PoisonError::into_inner) += minutes;
    }

    /// Returns what passed so far, in order.
    pub fn passed(&self) -> Vec<Passed> {
        self.passed.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    async fn carry(&self, request: Request) -> Result<Response> {
        let (head, body) = request.into_parts();
        let path = head.uri.path_and_query().map(ToString::to_string).unwrap_or_default();
        let wire = axum::body::to_bytes(body, usize::MAX).await?;
        let forwarded = only(&head.headers, |name| !CONNECTION.contains(&name));
        let url = format!("{}{path}", self.behind);
        let answer = self.http.request(head.method.clone(), url).headers(forwarded).body(wire.clone()).send();
        let mut answer = answer.await.context("ask the server behind")?;
        let (status, headers) = (answer.status(), answer.headers().clone());
        let endless = headers.get("content-type").is_some_and(|kind| kind == "text/event-stream");
        let received = if endless { answer.chunk().await?.unwrap_or_default() } else { answer.bytes().await? };
        let passed = Passed {
            after_minutes: std::mem::take(&mut *self.minutes.lock().unwrap_or_else(PoisonError::into_inner)),
            method: head.method,
            path,
            sent: plain(&head.headers, &wire)?,
            sent_headers: head.headers,
            status: status.as_u16(),
            received: plain(&headers, &received)?,
            headers: headers.clone(),
        };
        self.passed.lock().unwrap_or_else(PoisonError::into_inner).push(passed);
        let mut response = Response::new(Body::from(received));
        *response.status_mut() = status;
        *response.headers_mut() = only(&headers, |name| !CONNECTION.contains(&name));
        Ok(response)
    }
}

/// Headers of one connection: each of the two has its own.
const CONNECTION: &[&str] = &["connection", "content-length", "host", "keep-alive", "transfer-encoding"];

async fn pass(State(proxy): State<Proxy>, request: Request) -> Response {
    match proxy.carry(request).await {
        Ok(response) => response,
        Err(error) => {
            let mut response = Response::new(Body::from(format!("{error:#}")));
            *response.status_mut() = axum::http::StatusCode::BAD_GATEWAY;
            response
        }
    }
}

fn only(headers: &HeaderMap, wanted: impl Fn(&str) -> bool) -> HeaderMap {
    let kept = headers.iter().filter(|(name, _)| wanted(name.as_str()));
    kept.map(|(name, value)| (HeaderName::clone(name), value.clone())).collect()
}

fn plain(headers: &HeaderMap, wire: &Bytes) -> Result<Vec<u8>> {
    let packed = headers.get("content-encoding").is_some_and(|encoding| encoding == "zstd");
    if packed && !wire.is_empty() { Ok(zstd::decode_all(wire.as_ref())?) } else { Ok(wire.to_vec()) }
}
