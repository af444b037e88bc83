//! The core on a thread of its own, which is also the database's one writer. Everybody else sends it errands.
//!
//! When the home cannot be opened the thread stays and answers every errand with the reason, so that the person reads
//! it on the screen and not in a log. A home with a PIN is opened by it, and nothing is sent before.

use std::rc::Rc;
use std::thread;

use anyhow::{Context as _, Result};
use app_bridge::ask::{Ask, Shot};
use app_bridge::told::{Answer, Failure};
use app_core::album;
use app_core::base_maps::held::HeldMap;
use app_core::core::{Core, PictureSize};
use app_core::error::Error;
use app_core::gate::{Gate, Opened};
use app_core::native::open::Home;
use shared::refusal::Code;
use tokio::runtime::Builder;
use tokio::sync::{mpsc, oneshot};
use tokio::task::LocalSet;

use crate::device::Device;

/// The way to the core. Cheap to clone.
#[derive(Clone)]
pub struct Collector {
    errands: mpsc::UnboundedSender<Errand>,
}

/// Something for the core to do, and where its answer goes.
enum Errand {
    Ask(Box<Ask>, oneshot::Sender<Answer>),
    Photo(Box<Shot>, Vec<u8>, oneshot::Sender<Answer>),
    Picture(String, PictureSize, oneshot::Sender<Picture>),
    Clip(String, oneshot::Sender<Clip>),
    BaseMap(String, oneshot::Sender<BaseMap>),
}

/// A picture's bytes, or why there are none; `None` when it cannot be had now.
pub type Picture = std::result::Result<Option<Vec<u8>>, Failure>;

/// A clip with its media type, or why there is none; `None` when it cannot be had now.
pub type Clip = std::result::Result<Option<album::Clip>, Failure>;

/// Where a base map is read from, or why not; `None` when it is not ready.
pub type BaseMap = std::result::Result<Option<HeldMap>, Failure>;

impl Collector {
    /// Opens the home on a new thread and keeps it in step with the server for as long as the app runs.
    pub fn start(home: Home, device: Device) -> Result<Self> {
        let (errands, inbox) = mpsc::unbounded_channel();
        let runtime = Builder::new_current_thread().enable_all().build().context("make a runtime for the core")?;
        let work = move || LocalSet::new().block_on(&runtime, live(home, device, inbox));
        thread::Builder::new().name("core".to_owned()).spawn(work).context("start the core's thread")?;
        Ok(Self { errands })
    }

    /// Asks the core.
    pub async fn ask(&self, ask: Ask) -> Answer {
        let (reply, answer) = oneshot::channel();
        self.send(Errand::Ask(Box::new(ask), reply), answer).await.unwrap_or_else(Answer::Failed)
    }

    /// Hands the core a shot.
    pub async fn photo(&self, shot: Shot, original: Vec<u8>) -> Answer {
        let (reply, answer) = oneshot::channel();
        self.send(Errand::Photo(Box::new(shot), original, reply), answer).await.unwrap_or_else(Answer::Failed)
    }

    /// Fetches a picture.
    pub async fn picture(&self, id: String, size: PictureSize) -> Picture {
        let (reply, answer) = oneshot::channel();
        self.send(Errand::Picture(id, size, reply), answer).await.and_then(|picture| picture)
    }

    /// Fetches a video or voice clip.
    pub async fn clip(&self, id: String) -> Clip {
        let (reply, answer) = oneshot::channel();
        self.send(Errand::Clip(id, reply), answer).await.and_then(|clip| clip)
    }

    /// Asks where a base map lies.
    pub async fn base_map(&self, hash: String) -> BaseMap {
        let (reply, answer) = oneshot::channel();
        self.send(Errand::BaseMap(hash, reply), answer).await.and_then(|map| map)
    }

    async fn send<T>(&self, errand: Errand, answer: oneshot::Receiver<T>) -> std::result::Result<T, Failure> {
        let gone = || Error::Bug("the core's thread has ended".to_owned()).told();
        self.errands.send(errand).map_err(|_| gone())?;
        answer.await.map_err(|_| gone())
    }
}

/// How a core ended.
enum Ended {
    /// The window was closed.
    Closed,
    /// Its home was erased as it was ordered.
    Erased,
}

async fn live(home: Home, device: Device, mut inbox: mpsc::UnboundedReceiver<Errand>) {
    while let Some(core) = opened(&home, &device, &mut inbox).await {
        match serve(&core, &mut inbox).await {
            Ended::Closed => return,
            // Another device begins in its place, and tells why.
            Ended::Erased => tracing::warn!("The home was erased; another one begins"),
        }
    }
}

/// Opens the home; nothing when the window was closed before that came about.
async fn opened(home: &Home, device: &Device, inbox: &mut mpsc::UnboundedReceiver<Errand>) -> Option<Core> {
    match device.enter(home) {
        Ok(Opened::Open(core)) => Some(core),
        Ok(Opened::Locked(gate)) => behind(&gate, inbox).await,
        Err(error) => {
            tracing::error!(code = error.code(), %error, "The home could not be opened");
            let failure = Rc::new(error.told());
            while let Some(errand) = inbox.recv().await {
                errand.refuse(&failure);
            }
            None
        }
    }
}

/// Lets a core do its errands, and keeps it in step with the server.
async fn serve(core: &Core, inbox: &mut mpsc::UnboundedReceiver<Errand>) -> Ended {
    let synced = core.clone();
    let syncing = tokio::task::spawn_local(async move { synced.keep_synced().await });
    let ended = loop {
        tokio::select! {
            errand = inbox.recv() => match errand {
                Some(errand) => {
                    // One slow errand, such as a round over a bad line, must not hold up the next tap.
                    tokio::task::spawn_local(errand.run(core.clone()));
                }
                None => break Ended::Closed,
            },
            () = core.until_over() => break Ended::Erased,
        }
    };
    syncing.abort();
    ended
}

/// Waits for the PIN and returns the core that it opened; whatever else is asked until then is refused.
async fn behind(gate: &Gate, inbox: &mut mpsc::UnboundedReceiver<Errand>) -> Option<Core> {
    let locked = Error::from(Code::PinNeeded).told();
    while let Some(errand) = inbox.recv().await {
        match errand {
            Errand::Ask(ask, reply) => {
                let (answer, core) = gate.handle(*ask).await;
                // Nobody waits any more when the page was left.
                drop(reply.send(answer));
                if core.is_some() {
                    return core;
                }
            }
            Errand::Photo(..) | Errand::Picture(..) | Errand::Clip(..) | Errand::BaseMap(..) => errand.refuse(&locked),
        }
    }
    None
}

impl Errand {
    async fn run(self, core: Core) {
        // Nobody waits any more when the page was left; what was done is done all the same.
        match self {
            Self::Ask(ask, reply) => drop(reply.send(core.handle(*ask).await)),
            Self::Photo(shot, original, reply) => drop(reply.send(core.photo(*shot, original).await)),
            Self::Picture(id, size, reply) => {
                let picture = core.picture(&id, size).await;
                drop(reply.send(picture.map_err(|error| error.told())));
            }
            Self::Clip(id, reply) => drop(reply.send(core.clip(&id).await.map_err(|error| error.told()))),
            Self::BaseMap(hash, reply) => drop(reply.send(core.base_map(&hash).map_err(|error| error.told()))),
        }
    }

    fn refuse(self, failure: &Failure) {
        match self {
            Self::Ask(_, reply) | Self::Photo(_, _, reply) => drop(reply.send(Answer::Failed(failure.clone()))),
            Self::Picture(_, _, reply) => drop(reply.send(Err(failure.clone()))),
            Self::Clip(_, reply) => drop(reply.send(Err(failure.clone()))),
            Self::BaseMap(_, reply) => drop(reply.send(Err(failure.clone()))),
        }
    }
}
