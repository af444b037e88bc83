//! A piece of network between phones and the server, on real sockets, that can be pinched.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::{Context, Result};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;

/// What no relay has carried yet.
const CLEAR: usize = usize::MAX;

/// A relay: connections to it are connections to the server behind it.
pub struct Relay {
    /// Where it listens.
    pub url: String,
    pinch: Arc<Pinch>,
    task: tokio::task::JoinHandle<()>,
}

/// How much still gets through.
struct Pinch {
    left: AtomicUsize,
    hangs: Arc<Notify>,
}

impl Relay {
    /// Puts a relay before the server at this address.
    pub async fn before(server: &str) -> Result<Self> {
        let server: SocketAddr = server.strip_prefix("http://").context("an address")?.parse()?;
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let url = format!("http://{}", listener.local_addr()?);
        let pinch = Arc::new(Pinch { left: AtomicUsize::new(CLEAR), hangs: Arc::default() });
        let task = tokio::spawn(listen(listener, server, Arc::clone(&pinch)));
        Ok(Self { url, pinch, task })
    }

    /// Lets this many more bytes of uploads through to the server; the connection that carries the next one hangs from
    /// there on, open at both ends and silent. Connections that are made afterwards are clear again.
    pub fn hangs_after(&self, bytes: usize) {
        self.pinch.left.store(bytes, Ordering::SeqCst);
    }

    /// Tells when a connection hangs.
    pub fn hangs(&self) -> Arc<Notify> {
        Arc::clone(&self.pinch.hangs)
    }

    /// Says whether a connection has been made to hang since.
    pub fn has_hung(&self) -> bool {
        self.pinch.left.load(Ordering::SeqCst) == CLEAR
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn listen(listener: TcpListener, server: SocketAddr, pinch: Arc<Pinch>) {
    while let Ok((phone, _)) = listener.accept().await {
        let pinch = Arc::clone(&pinch);
        tokio::spawn(async move {
            // A connection that breaks is what a relay is for.
            drop(carry(phone, server, pinch).await);
        });
    }
}

async fn carry(phone: TcpStream, server: SocketAddr, pinch: Arc<Pinch>) -> Result<()> {
    let server = TcpStream::connect(server).await?;
    let (mut from_phone, mut to_phone) = phone.into_split();
    let (mut from_server, mut to_server) = server.into_split();
    let back = tokio::spawn(async move { tokio::io::copy(&mut from_server, &mut to_phone).await });
    let mut buffer = vec![0; 16 * 1024];
    let mut uploads = false;
    loop {
        let read = from_phone.read(&mut buffer).await?;
        let Some(bytes) = buffer.get(..read).filter(|bytes| !bytes.is_empty()) else { break };
        if has(bytes, b" HTTP/1.1") {
            // A new request on this connection; what follows is its body.
            uploads = has(bytes, b"/media/uploads");
        }
        let through = if uploads { pinch.through(bytes.len()) } else { bytes.len() };
        to_server.write_all(bytes.get(..through).unwrap_or(bytes)).await?;
        if through < bytes.len() {
            pinch.hangs.notify_one();
            // Neither end is told: this is a phone that walked into a lift.
            std::future::pending::<()>().await;
        }
    }
    back.abort();
    Ok(())
}

impl Pinch {
    /// Returns how many of so many bytes of an upload get through.
    fn through(&self, bytes: usize) -> usize {
        let left = self.left.load(Ordering::SeqCst);
        if left == CLEAR {
            return bytes;
        }
        if bytes <= left {
            self.left.store(left - bytes, Ordering::SeqCst);
            return bytes;
        }
        self.left.store(CLEAR, Ordering::SeqCst);
        left
    }
}

fn has(bytes: &[u8], word: &[u8]) -> bool {
    bytes.windows(word.len()).any(|found| found == word)
}
