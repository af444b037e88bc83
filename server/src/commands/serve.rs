//! `serve`: until it is told to stop.

use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};
use clap::Args;

use super::Place;
use crate::app::App;
use crate::config::{Config, DESK_PER_MINUTE, DEVICE_PER_MINUTE, LINES_PER_ACCOUNT, PublicUrl};
use crate::http::serve::{Certificate, serve, serve_tls};
use crate::proxies::Network;
use crate::world::{SystemClock, SystemRandom};

/// Serve phones and the desk
#[derive(Args)]
pub struct Serve {
    #[command(flatten)]
    place: Place,
    /// Where to listen
    #[arg(long, default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// The certificate chain, PEM; with --tls-key the server speaks HTTPS
    #[arg(long, requires = "tls_key")]
    tls_cert: Option<PathBuf>,
    /// The certificate's private key, PEM
    #[arg(long, requires = "tls_cert")]
    tls_key: Option<PathBuf>,
    /// A proxy in front speaks TLS to the browsers: the console's cookie is marked secure
    #[arg(long, conflicts_with = "tls_cert")]
    behind_tls: bool,
    /// Where people reach the desk, such as https://city.example: bulletins lead back there. Without it they lead to where
    /// whoever took one away reached the server
    #[arg(long, env = "XUNGE_PUBLIC_URL", value_name = "URL")]
    public_url: Option<PublicUrl>,
    /// A proxy in front, by its address or its network: of its X-Forwarded-For the last address that is of no such proxy
    /// counts as the client's. May be said several times
    #[arg(long, env = "XUNGE_TRUSTED_PROXY", value_name = "ADDRESS", value_delimiter = ',')]
    trusted_proxy: Vec<Network>,
    /// Requests a minute that are answered to one account at a desk
    #[arg(long, env = "XUNGE_DESK_PER_MINUTE", default_value_t = DESK_PER_MINUTE)]
    desk_per_minute: u32,
    /// Requests a minute that are answered to one device
    #[arg(long, env = "XUNGE_DEVICE_PER_MINUTE", default_value_t = DEVICE_PER_MINUTE)]
    device_per_minute: u32,
    /// Lines of one account at a desk on which it is told what changes, open at once
    #[arg(long, env = "XUNGE_LINES_PER_ACCOUNT", default_value_t = LINES_PER_ACCOUNT)]
    lines_per_account: u32,
    /// Folder of the console's pages
    #[arg(long, env = "XUNGE_CONSOLE_DIR")]
    console: Option<PathBuf>,
    /// Write the log as JSON, one object a line
    #[arg(long)]
    pub(super) log_json: bool,
}

impl Serve {
    pub(super) async fn run(self) -> Result<()> {
        let certificate = match (self.tls_cert, self.tls_key) {
            (Some(chain), Some(key)) => Some(Certificate { chain, key }),
            (None, None) => None,
            (Some(_), None) | (None, Some(_)) => bail!("--tls-cert and --tls-key go together"),
        };
        let tls = certificate.is_some() || self.behind_tls;
        let config = Config {
            console: self.console,
            public_url: self.public_url,
            tls,
            certificate: certificate.as_ref().map(|certificate| certificate.chain.clone()),
            trusted_proxies: self.trusted_proxy,
            desk_per_minute: self.desk_per_minute,
            device_per_minute: self.device_per_minute,
            lines_per_account: self.lines_per_account,
            ..self.place.config()
        };
        let listener = TcpListener::bind(self.listen).with_context(|| format!("listen on {}", self.listen))?;
        let address = listener.local_addr().context("read the address")?;
        let app = App::new(config, std::sync::Arc::new(SystemClock), std::sync::Arc::new(SystemRandom)).await?;
        let scheme = if certificate.is_some() { "https" } else { "http" };
        tracing::info!(%address, "Listening on {scheme}://{address}");
        match certificate {
            Some(certificate) => serve_tls(listener, app, &certificate, told_to_stop()).await,
            None => serve(listener, app, told_to_stop()).await,
        }
    }
}

/// Ends at Ctrl-C or when the service manager says so.
async fn told_to_stop() {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut terminated) => tokio::select! {
                _ = interrupted => {}
                _ = terminated.recv() => {}
            },
            Err(_) => drop(interrupted.await),
        }
    }
    #[cfg(not(unix))]
    drop(interrupted.await);
    tracing::info!("Stopping");
}
