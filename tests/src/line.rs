//! The line between a phone and the server: real HTTP, that can be cut in the ways lines are.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use app_core::ports::{Cut, Listening, LocalFuture, Method, Reply, Request, Transport};
use tokio::sync::Notify;

/// What is wrong with the line.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Weather {
    /// Nothing.
    Clear,
    /// Nothing gets through.
    Down,
    /// The next requests of the method arrive and have their effect, but their replies are lost.
    LosesReplies(Method, u32),
    /// The next uploads arrive up to the byte and are cut there.
    CutsUploadsAt(usize, u32),
    /// The next requests that bring bytes of files arrive and have their effect, but their replies are lost.
    LosesReceipts(u32),
}

/// A line over another transport. Every clone is the same line.
#[derive(Clone)]
pub struct Line {
    inner: Rc<dyn Transport>,
    weather: Rc<Cell<Weather>>,
    requests: Rc<Cell<u64>>,
    bytes: Rc<RefCell<BTreeMap<String, u64>>>,
    /// Tells that a connection hangs; the phone then gives up the request that it carries.
    hangs: Rc<RefCell<Option<Arc<Notify>>>>,
}

impl Line {
    /// Puts a line over a transport, clear at first.
    pub fn over(inner: Rc<dyn Transport>) -> Self {
        Self {
            inner,
            weather: Rc::new(Cell::new(Weather::Clear)),
            requests: Rc::default(),
            bytes: Rc::default(),
            hangs: Rc::default(),
        }
    }

    /// Changes the weather.
    pub fn set(&self, weather: Weather) {
        self.weather.set(weather);
    }

    /// Returns the bytes of bodies and queries that went over the line for each path since this was last asked.
    pub fn take_bytes(&self) -> BTreeMap<String, u64> {
        self.bytes.take()
    }

    async fn through(&self, request: Request) -> Result<Reply, Cut> {
        let path = request.url.splitn(4, '/').nth(3).unwrap_or_default();
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let (path, query) = (path.to_owned(), query.len() as u64);
        let reply = self.inner.send(request).await?;
        *self.bytes.borrow_mut().entry(path).or_default() += query + reply.sent_bytes + reply.received_bytes;
        Ok(reply)
    }

    /// Gives up the request under way as soon as a connection hangs, as a phone does after its patience.
    pub fn gives_up_when(&self, hangs: Arc<Notify>) {
        self.hangs.replace(Some(hangs));
    }

    /// Returns how many requests were tried.
    pub fn requests(&self) -> u64 {
        self.requests.get()
    }

    async fn carry(&self, mut request: Request) -> Result<Reply, Cut> {
        self.requests.set(self.requests.get() + 1);
        match self.weather.get() {
            Weather::Clear => self.through(request).await,
            Weather::Down => Err(Cut("the line is down".to_owned())),
            Weather::LosesReplies(method, left) if request.method == method => {
                self.weather.set(fewer(left, |left| Weather::LosesReplies(method, left)));
                // The server did it; the phone does not know.
                self.inner.send(request).await?;
                Err(Cut("the reply was lost".to_owned()))
            }
            Weather::CutsUploadsAt(byte, left) if brings_bytes(&request) => {
                self.weather.set(fewer(left, |left| Weather::CutsUploadsAt(byte, left)));
                request.body.truncate(byte);
                // A line that is cut has no say in what the whole piece would have hashed to.
                request.headers.retain(|(name, _)| *name != "upload-checksum");
                self.inner.send(request).await?;
                Err(Cut(format!("the line was cut at byte {byte}")))
            }
            Weather::LosesReceipts(left) if brings_bytes(&request) => {
                self.weather.set(fewer(left, Weather::LosesReceipts));
                self.inner.send(request).await?;
                Err(Cut("the receipt was lost".to_owned()))
            }
            Weather::LosesReplies(..) | Weather::CutsUploadsAt(..) | Weather::LosesReceipts(_) => {
                self.through(request).await
            }
        }
    }
}

/// Says whether a request brings bytes of a file.
fn brings_bytes(request: &Request) -> bool {
    !request.body.is_empty() && request.url.contains("/media/uploads")
}

fn fewer(left: u32, again: impl FnOnce(u32) -> Weather) -> Weather {
    if left > 1 { again(left - 1) } else { Weather::Clear }
}

impl Transport for Line {
    fn send(&self, request: Request) -> LocalFuture<'_, Result<Reply, Cut>> {
        let hangs = self.hangs.borrow().clone();
        Box::pin(async move {
            let Some(hangs) = hangs else { return self.carry(request).await };
            tokio::select! {
                reply = self.carry(request) => reply,
                () = hangs.notified() => Err(Cut("the line stood still".to_owned())),
            }
        })
    }

    fn listen(&self, request: Request) -> LocalFuture<'_, Result<Listening, Cut>> {
        match self.weather.get() {
            Weather::Down => Box::pin(async { Err(Cut("the line is down".to_owned())) }),
            Weather::Clear | Weather::LosesReplies(..) | Weather::CutsUploadsAt(..) | Weather::LosesReceipts(_) => {
                self.inner.listen(request)
            }
        }
    }
}
