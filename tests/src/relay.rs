//! A piece of network between phones and the server, on real sockets, with what goes wrong on it.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Context, Result};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;

/// What no relay has carried yet.
const CLEAR: usize = usize::MAX;
/// Pieces of a narrow line are this long.
const PIECE: Duration = Duration::from_millis(20);

/// What is wrong with the line. It holds for every connection until the line is well again.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Trouble {
    /// Nothing.
    None,
    /// What is sent comes so much later, both ways.
    Late(Duration),
    /// So many bytes a second get through, both ways.
    Narrow(usize),
    /// When a connection has carried this many bytes to the server, it is closed at both ends.
    Closes(usize),
    /// The same, and it is reset: what was on its way is lost.
    Resets(usize),
    /// What the phone says arrives; of what the server says nothing does, and neither is told.
    Deaf,
    /// Connections come about, and nothing that is said on them arrives.
    Hole,
}

/// A relay: connections to it are connections to the server behind it.
pub struct Relay {
    /// Where it listens.
    pub url: String,
    line: Arc<Line>,
    task: tokio::task::JoinHandle<()>,
}

/// The line as it is now.
struct Line {
    server: Mutex<SocketAddr>,
    trouble: Mutex<Trouble>,
    /// How many more bytes of uploads get through before a connection hangs.
    left: AtomicUsize,
    hangs: Arc<Notify>,
    /// How often it went wrong.
    met: AtomicUsize,
}

impl Relay {
    /// Puts a relay before the server at this address.
    pub async fn before(server: &str) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let url = format!("http://{}", listener.local_addr()?);
        let line = Arc::new(Line {
            server: Mutex::new(address(server)?),
            trouble: Mutex::new(Trouble::None),
            left: AtomicUsize::new(CLEAR),
            hangs: Arc::default(),
            met: AtomicUsize::new(0),
        });
        let task = tokio::spawn(listen(listener, Arc::clone(&line)));
        Ok(Self { url, line, task })
    }

    /// Says what is wrong with the line from now on.
    pub fn set(&self, trouble: Trouble) {
        *held(&self.line.trouble) = trouble;
    }

    /// Returns how many connections met with what was wrong.
    pub fn met(&self) -> usize {
        self.line.met.load(Ordering::SeqCst)
    }

    /// Lets this many more bytes of uploads through to the server; the connection that carries the next one hangs from
    /// there on, open at both ends and silent. Connections that are made afterwards are clear again.
    pub fn hangs_after(&self, bytes: usize) {
        self.line.left.store(bytes, Ordering::SeqCst);
    }

    /// Lets connections that are made from now on lead to another server.
    pub fn leads_to(&self, server: &str) -> Result<()> {
        *held(&self.line.server) = address(server)?;
        Ok(())
    }

    /// Tells when a connection hangs.
    pub fn hangs(&self) -> Arc<Notify> {
        Arc::clone(&self.line.hangs)
    }

    /// Says whether a connection has been made to hang since.
    pub fn has_hung(&self) -> bool {
        self.line.left.load(Ordering::SeqCst) == CLEAR
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        self.task.abort();
    }
}

fn address(server: &str) -> Result<SocketAddr> {
    Ok(server.strip_prefix("http://").context("an address")?.parse()?)
}

fn held<T>(place: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    place.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn listen(listener: TcpListener, line: Arc<Line>) {
    while let Ok((phone, _)) = listener.accept().await {
        let line = Arc::clone(&line);
        tokio::spawn(async move {
            // A connection that breaks is what a relay is for.
            drop(carry(phone, &line).await);
        });
    }
}

async fn carry(phone: TcpStream, line: &Arc<Line>) -> Result<()> {
    let address = *held(&line.server);
    let server = TcpStream::connect(address).await?;
    phone.set_nodelay(true)?;
    server.set_nodelay(true)?;
    let (from_phone, to_phone) = phone.into_split();
    let (from_server, to_server) = server.into_split();
    let back = Arc::clone(line);
    let back = tokio::spawn(async move { back.replies(from_server, to_phone).await });
    let carried = line.requests(from_phone, to_server).await;
    back.abort();
    carried
}

impl Line {
    /// Carries what the phone says.
    async fn requests(&self, mut from: impl AsyncRead + Unpin, mut to: tokio::net::tcp::OwnedWriteHalf) -> Result<()> {
        let mut buffer = vec![0; 16 * 1024];
        let (mut uploads, mut carried) = (false, 0);
        loop {
            let read = from.read(&mut buffer).await?;
            let Some(bytes) = buffer.get(..read).filter(|bytes| !bytes.is_empty()) else { return Ok(()) };
            if has(bytes, b" HTTP/1.1") {
                // A new request on this connection; what follows is its body.
                uploads = has(bytes, b"/media/uploads");
            }
            let through = if uploads { self.through(bytes.len()) } else { bytes.len() };
            let trouble = *held(&self.trouble);
            match trouble {
                Trouble::Closes(most) | Trouble::Resets(most) if carried + bytes.len() > most => {
                    to.write_all(bytes.get(..most.saturating_sub(carried)).unwrap_or_default()).await?;
                    self.went_wrong();
                    if matches!(trouble, Trouble::Resets(_)) {
                        to.as_ref().set_zero_linger()?;
                    }
                    return Ok(());
                }
                Trouble::Hole => {
                    self.went_wrong();
                    std::future::pending::<()>().await;
                }
                Trouble::None
                | Trouble::Late(_)
                | Trouble::Narrow(_)
                | Trouble::Closes(_)
                | Trouble::Resets(_)
                | Trouble::Deaf => {}
            }
            send(trouble, &mut to, bytes.get(..through).unwrap_or(bytes)).await?;
            carried += through;
            if through < bytes.len() {
                // Neither end is told: this is a phone that walked into a lift.
                self.went_wrong();
                std::future::pending::<()>().await;
            }
        }
    }

    /// Carries what the server says.
    async fn replies(&self, mut from: impl AsyncRead + Unpin, mut to: impl AsyncWrite + Unpin) -> Result<()> {
        let mut buffer = vec![0; 16 * 1024];
        loop {
            let read = from.read(&mut buffer).await?;
            let Some(bytes) = buffer.get(..read).filter(|bytes| !bytes.is_empty()) else { return Ok(()) };
            let trouble = *held(&self.trouble);
            if trouble == Trouble::Deaf {
                self.went_wrong();
                std::future::pending::<()>().await;
            }
            send(trouble, &mut to, bytes).await?;
        }
    }

    fn went_wrong(&self) {
        self.met.fetch_add(1, Ordering::SeqCst);
        self.hangs.notify_one();
    }

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

/// Sends bytes as late and as slowly as the line is.
async fn send(trouble: Trouble, to: &mut (impl AsyncWrite + Unpin), bytes: &[u8]) -> Result<()> {
    match trouble {
        Trouble::Late(late) => {
            tokio::time::sleep(late).await;
            to.write_all(bytes).await?;
        }
        Trouble::Narrow(bytes_per_second) => {
            let piece = (bytes_per_second / 50).max(1);
            for some in bytes.chunks(piece) {
                tokio::time::sleep(PIECE).await;
                to.write_all(some).await?;
            }
        }
        Trouble::None | Trouble::Closes(_) | Trouble::Resets(_) | Trouble::Deaf | Trouble::Hole => {
            to.write_all(bytes).await?;
        }
    }
    Ok(())
}

fn has(bytes: &[u8], word: &[u8]) -> bool {
    bytes.windows(word.len()).any(|found| found == word)
}
