//! A proxy that gives every request to another server than the one before.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::{Context as _, Result};
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use system_tests::desk::client;
use tokio::net::TcpListener;

/// The proxy. Where a server is down, its turns are answered 502.
pub struct Turns {
    /// Where it listens.
    pub url: String,
    shared: Arc<Shared>,
    task: tokio::task::JoinHandle<()>,
}

struct Shared {
    servers: Vec<String>,
    next: AtomicUsize,
    /// How many requests each server answered.
    answered: Vec<AtomicUsize>,
    http: reqwest::Client,
}

impl Turns {
    /// Puts a proxy before the servers.
    pub async fn before(servers: Vec<String>) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let url = format!("http://{}", listener.local_addr()?);
        let answered = servers.iter().map(|_| AtomicUsize::new(0)).collect();
        let shared = Arc::new(Shared { servers, next: AtomicUsize::new(0), answered, http: client()? });
        let app = axum::Router::new().fallback(forward).with_state(Arc::clone(&shared));
        let task = tokio::spawn(async move {
            // Ends with the test.
            drop(axum::serve(listener, app).await);
        });
        Ok(Self { url, shared, task })
    }

    /// Returns how many requests each server answered so far.
    pub fn answered(&self) -> Vec<usize> {
        self.shared.answered.iter().map(|count| count.load(Ordering::SeqCst)).collect()
    }
}

impl Drop for Turns {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn forward(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    let turn = shared.next.fetch_add(1, Ordering::SeqCst) % shared.servers.len();
    match passed_on(&shared, turn, request).await {
        Ok(response) => {
            shared.answered[turn].fetch_add(1, Ordering::SeqCst);
            response
        }
        Err(_) => StatusCode::BAD_GATEWAY.into_response(),
    }
}

async fn passed_on(shared: &Shared, turn: usize, request: Request) -> Result<Response> {
    let (parts, body) = request.into_parts();
    let path = parts.uri.path_and_query().context("a path")?;
    let mut headers = parts.headers;
    headers.remove(header::HOST);
    let call = shared.http.request(parts.method, format!("{}{path}", shared.servers[turn])).headers(headers);
    let answer = call.body(reqwest::Body::wrap_stream(body.into_data_stream())).send().await?;
    let mut response = Response::builder().status(answer.status());
    if let Some(headers) = response.headers_mut() {
        *headers = answer.headers().clone();
        headers.remove(header::TRANSFER_ENCODING);
    }
    Ok(response.body(Body::from_stream(answer.bytes_stream()))?)
}
