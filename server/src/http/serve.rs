//! Listens until told to stop.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Context as _;
use axum::Router;
use axum_server::Handle;
use axum_server::tls_rustls::RustlsConfig;

use super::router::router;
use crate::app::App;
use crate::jobs;
use crate::world::choose_cryptography;

/// How long requests under way may go on after the stop.
const GRACE: Duration = Duration::from_secs(10);

/// A certificate and its key, PEM files.
#[derive(Clone, Debug)]
pub struct Certificate {
    /// The chain, the server's own first.
    pub chain: PathBuf,
    /// The private key.
    pub key: PathBuf,
}

/// Serves plain HTTP on the listener until `shutdown` ends, then lets requests under way finish.
pub async fn serve(
    listener: std::net::TcpListener,
    app: App,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> anyhow::Result<()> {
    let routes = router(app.clone());
    serve_routes(listener, app, routes, shutdown).await
}

/// The same with routes that the caller has put something around.
pub async fn serve_routes(
    listener: std::net::TcpListener,
    app: App,
    routes: Router,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> anyhow::Result<()> {
    listener.set_nonblocking(true).context("prepare the listener")?;
    let handle = stop_when(shutdown, app.clone());
    let jobs = jobs::start(app.clone());
    let service = routes.into_make_service_with_connect_info::<SocketAddr>();
    let served = axum_server::from_tcp(listener).context("take the listener")?.handle(handle).serve(service).await;
    jobs.abort();
    app.db.close().await;
    served.context("serve")
}

/// Serves HTTPS on the listener until `shutdown` ends.
pub async fn serve_tls(
    listener: std::net::TcpListener,
    app: App,
    certificate: &Certificate,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> anyhow::Result<()> {
    listener.set_nonblocking(true).context("prepare the listener")?;
    let tls = tls(&certificate.chain, &certificate.key).await?;
    let handle = stop_when(shutdown, app.clone());
    let jobs = jobs::start(app.clone());
    let service = router(app.clone()).into_make_service_with_connect_info::<SocketAddr>();
    let served =
        axum_server::from_tcp_rustls(listener, tls).context("take the listener")?.handle(handle).serve(service).await;
    jobs.abort();
    app.db.close().await;
    served.context("serve")
}

fn stop_when(shutdown: impl Future<Output = ()> + Send + 'static, app: App) -> Handle<SocketAddr> {
    let handle = Handle::new();
    let stopping = handle.clone();
    tokio::spawn(async move {
        shutdown.await;
        app.stopping.cancel();
        stopping.graceful_shutdown(Some(GRACE));
    });
    handle
}

async fn tls(chain: &Path, key: &Path) -> anyhow::Result<RustlsConfig> {
    choose_cryptography();
    RustlsConfig::from_pem_file(chain, key)
        .await
        .with_context(|| format!("read the certificate {} and its key {}", chain.display(), key.display()))
}
