//! What the core needs of the world. Each host brings its own; tests bring theirs.

use std::any::Any;
use std::future::Future;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;

use shared::ids::{DeviceId, Sha256};
use shared::time::Instant;

use crate::error::{Error, Result};
use crate::photo::Font;

/// A future that stays on its thread.
pub type LocalFuture<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

/// What the world brings, in one place.
#[derive(Clone)]
pub struct World {
    /// HTTP.
    pub transport: Rc<dyn Transport>,
    /// The device's clocks.
    pub clock: Rc<dyn Clock>,
    /// Randomness good enough for keys.
    pub random: Rc<dyn Random>,
    /// The folder for sealed photos.
    pub files: Rc<dyn Files>,
    /// What kind of network there is.
    pub network: Rc<dyn Network>,
    /// Waiting.
    pub sleep: Rc<dyn Sleep>,
    /// Where pixels are worked on.
    pub work: Rc<dyn Work>,
    /// Where files go that are handed to somebody.
    pub exports: Rc<dyn Exports>,
    /// What the database is filled again from when it breaks.
    pub journal: Rc<dyn Journal>,
    /// What stands ready for a broken database and a full disk.
    pub spare: Rc<dyn Spare>,
    /// The folder for base maps.
    pub base_maps: Rc<dyn BaseMapFiles>,
    /// Another font with Chinese for watermarks than the one that comes along.
    pub font: Option<Arc<Font>>,
    /// What the heartbeat says of the device: `linux desk`, `android 14`.
    pub platform: String,
    /// How full the battery is.
    pub power: Rc<dyn Power>,
    /// Where a phone's own camera app leaves its files.
    pub tray: Rc<dyn Tray>,
}

/// The verb of a request.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Method {
    /// Read.
    Get,
    /// Ask how an upload stands.
    Head,
    /// Make or do.
    Post,
    /// Go on with an upload.
    Patch,
}

/// An HTTP request.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Request {
    /// The verb.
    pub method: Method,
    /// The whole address.
    pub url: String,
    /// Names and values.
    pub headers: Vec<(&'static str, String)>,
    /// The body, as it is; the transport may compress it.
    pub body: Vec<u8>,
}

/// An HTTP reply.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Reply {
    /// The status.
    pub status: u16,
    /// Names in lower case, and values.
    pub headers: Vec<(String, String)>,
    /// The body, uncompressed.
    pub body: Vec<u8>,
    /// Bytes of body that went over the wire in the request.
    pub sent_bytes: u64,
    /// Bytes of body that came over the wire in the reply.
    pub received_bytes: u64,
}

impl Reply {
    /// Returns the value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
}

/// There was no reply: no network, no server, a line that was cut or stood still. Whether the request had its effect is
/// not known.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{0}")]
pub struct Cut(pub String);

/// Carries requests. Waits as long as bytes move, and gives up when they stand still.
pub trait Transport {
    /// Sends one request and waits for its reply.
    fn send(&self, request: Request) -> LocalFuture<'_, std::result::Result<Reply, Cut>>;

    /// Opens a line on which the server says something whenever it has something to say. A transport that cannot is asked
    /// now and then instead.
    fn listen(&self, request: Request) -> LocalFuture<'_, std::result::Result<Listening, Cut>> {
        drop(request);
        Box::pin(async { Ok(Listening::Cannot) })
    }
}

/// A line that may stay open.
pub enum Listening {
    /// This transport cannot.
    Cannot,
    /// The server answered with another status than 200.
    Refused(u16),
    /// It is open.
    Open(Box<dyn OpenLine>),
}

/// A line that stays open: server-sent events.
pub trait OpenLine {
    /// Waits for the data of the next event; none when the server has closed the line.
    fn next(&mut self) -> LocalFuture<'_, std::result::Result<Option<String>, Cut>>;
}

/// Whether the network is paid by the byte.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Metering {
    /// It is not: Wi-Fi, a cable.
    Unmetered,
    /// It is.
    Metered,
    /// The host cannot tell. A desk cannot, so this counts as not metered.
    Unknown,
}

/// What kind of network there is. Asked anew before each file, because it changes in a walking person's hand.
pub trait Network {
    /// Says whether it is paid by the byte.
    fn metering(&self) -> Metering;
}

impl Network for Metering {
    fn metering(&self) -> Metering {
        *self
    }
}

/// How full the battery is. Asked once a round, for the heartbeat.
pub trait Power {
    /// Per cent, 0 to 100; `None` where there is no battery or nobody can tell.
    fn battery_percent(&self) -> Option<u8>;
}

impl Power for Option<u8> {
    fn battery_percent(&self) -> Option<u8> {
        *self
    }
}

/// The device's clocks.
pub trait Clock {
    /// What the wall clock says, right or wrong.
    fn wall(&self) -> Instant;
    /// Milliseconds of a clock that only goes forward within one boot.
    fn monotonic_ms(&self) -> u64;
    /// Names the run of that clock.
    fn boot(&self) -> String;
}

/// Randomness good enough for keys.
pub trait Random {
    /// Fills the bytes.
    fn fill(&self, bytes: &mut [u8]) -> Result<()>;
}

/// A folder of files. Names are plain words; what is written is there for good when the call returns.
pub trait Files {
    /// Writes a file whole or not at all: temporary file, flushed, renamed, folder flushed.
    fn write(&self, name: &str, bytes: &[u8]) -> std::io::Result<()>;
    /// Reads a file; `None` when there is none.
    fn read(&self, name: &str) -> std::io::Result<Option<Vec<u8>>>;
    /// Removes a file if it is there.
    fn remove(&self, name: &str) -> std::io::Result<()>;
    /// Bytes that are still free, if that can be told.
    fn free_bytes(&self) -> Option<u64>;

    /// Removes every file but one, whatever its name. They are gone for good when the call returns. A host that cannot
    /// erases nothing, and says so.
    fn keep_only(&self, _name: &str) -> std::io::Result<()> {
        Err(std::io::ErrorKind::Unsupported.into())
    }

    /// Returns how long a file is; `None` when there is none.
    fn length(&self, name: &str) -> std::io::Result<Option<u64>> {
        Ok(self.read(name)?.map(|bytes| u64::try_from(bytes.len()).unwrap_or(u64::MAX)))
    }
}

/// Where a phone's own camera app leaves its files, in the open, until the core has them sealed. The camera writes them;
/// the core reads, and removes what it has taken in.
pub trait Tray {
    /// Returns the names of what lies there, in their order.
    fn names(&self) -> std::io::Result<Vec<String>>;
    /// Reads a file; `None` when there is none.
    fn read(&self, name: &str) -> std::io::Result<Option<Vec<u8>>>;
    /// Removes a file if it is there.
    fn remove(&self, name: &str) -> std::io::Result<()>;
    /// Removes all that lies there, also what has no name here: the half of a file.
    fn empty(&self) -> std::io::Result<()>;
}

/// Hashes a file when it is run; nothing where there is none.
pub type Hashing = Box<dyn FnOnce() -> std::io::Result<Option<Sha256>> + Send>;

/// Writes bytes when it is run.
pub type Appending = Box<dyn FnOnce() -> std::io::Result<()> + Send>;

/// A folder for base maps, each under its hash. They lie there as they came and are not sealed: they are public map data of
/// gigabytes, read in ranges while somebody moves a map, and say nothing of anybody.
pub trait BaseMapFiles {
    /// Returns how long each file is that is here, whole or not.
    fn lengths(&self) -> std::io::Result<Vec<(Sha256, u64)>>;
    /// Returns how long a file is; nought when there is none.
    fn length(&self, map: &Sha256) -> std::io::Result<u64>;
    /// Returns what writes bytes that begin at an offset and takes back what lay behind it, as heavy work. The file is at
    /// least so long. What is written is there for good when it has run.
    fn appending(&self, map: &Sha256, offset: u64, bytes: Vec<u8>) -> Appending;
    /// Removes a file if it is there.
    fn remove(&self, map: &Sha256) -> std::io::Result<()>;
    /// Returns what hashes a file, as heavy work.
    fn hashing(&self, map: &Sha256) -> Hashing;
    /// Returns where a file can be read from past the core, if the host has such a place.
    fn path(&self, map: &Sha256) -> Option<PathBuf>;
}

/// No place for base maps: a host where nothing of that size is kept.
#[derive(Clone, Copy, Debug)]
pub struct NoBaseMaps;

impl BaseMapFiles for NoBaseMaps {
    fn lengths(&self) -> std::io::Result<Vec<(Sha256, u64)>> {
        Ok(Vec::new())
    }

    fn length(&self, _map: &Sha256) -> std::io::Result<u64> {
        Ok(0)
    }

    fn appending(&self, _map: &Sha256, _offset: u64, _bytes: Vec<u8>) -> Appending {
        Box::new(|| Err(std::io::ErrorKind::Unsupported.into()))
    }

    fn remove(&self, _map: &Sha256) -> std::io::Result<()> {
        Ok(())
    }

    fn hashing(&self, _map: &Sha256) -> Hashing {
        Box::new(|| Ok(None))
    }

    fn path(&self, _map: &Sha256) -> Option<PathBuf> {
        None
    }
}

/// A file beside the database that only grows. What is appended is there for good when the call returns.
pub trait Journal {
    /// Reads all of it; `None` when there is none.
    fn read(&self) -> std::io::Result<Option<Vec<u8>>>;
    /// Reads its first bytes, as many as there are of those wanted; `None` when there is none.
    fn read_head(&self, bytes: usize) -> std::io::Result<Option<Vec<u8>>>;
    /// Returns how long it is; `None` when there is none.
    fn length(&self) -> std::io::Result<Option<u64>>;
    /// Adds bytes: all of them, or after an error none.
    fn append(&self, bytes: &[u8]) -> std::io::Result<()>;
    /// Cuts it to a length that it had. Needs no room.
    fn cut(&self, length: u64) -> std::io::Result<()>;
    /// Puts another in its place, whole or not at all.
    fn replace(&self, bytes: &[u8]) -> std::io::Result<()>;
}

/// What stands ready for a broken database and a full disk.
pub trait Spare {
    /// Says whether there is a database file.
    fn is_there(&self, database: &Path) -> std::io::Result<bool>;
    /// Moves a database with all that belongs to it out of the way and never deletes it; returns where it lies now, or
    /// `None` when there was nothing. Nobody may have it open.
    fn put_aside(&self, database: &Path) -> std::io::Result<Option<PathBuf>>;
    /// Moves the journal out of the way and never deletes it.
    fn put_journal_aside(&self) -> std::io::Result<()>;
    /// Keeps so many bytes occupied, so that they can be given up; does nothing where they are kept already.
    fn hold(&self, bytes: u64) -> std::io::Result<()>;
    /// Gives the occupied bytes up; says whether there were any.
    fn give_up(&self) -> std::io::Result<bool>;

    /// Removes the database with all that belongs to it, the journal, what was put aside and what is occupied. They are gone
    /// for good when the call returns. Nobody may have them open. A host that cannot erases nothing, and says so.
    fn erase(&self, _database: &Path) -> std::io::Result<()> {
        Err(std::io::ErrorKind::Unsupported.into())
    }
}

/// A place outside the home that the person can reach, for files that are handed on.
pub trait Exports {
    /// Begins a file. It is there under its name when it is finished, and before that not at all.
    fn begin(&self, name: &str) -> std::io::Result<Box<dyn Export>>;
    /// Bytes that are still free there, if that can be told.
    fn free_bytes(&self) -> Option<u64>;
}

/// A file on its way out. One that is dropped before its end leaves nothing behind.
pub trait Export {
    /// Adds bytes.
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<()>;
    /// Flushes, names the file, and returns where it lies. It is there for good when the call returns.
    fn finish(self: Box<Self>) -> std::io::Result<String>;
}

/// Keeps a home's secret apart from the home, so that a copied folder opens nowhere else.
pub trait KeyStore {
    /// Returns the secret of a device, if this machine and user hold it.
    fn secret(&self, device: DeviceId) -> Result<Option<[u8; 32]>>;
    /// Keeps the secret of a new device.
    fn keep(&self, device: DeviceId, secret: &[u8; 32]) -> Result<()>;

    /// Puts another secret in the place of a device's, whole or not at all. A key store that cannot takes no PIN.
    fn replace(&self, device: DeviceId, _secret: &[u8; 32]) -> Result<()> {
        Err(Error::Storage(format!("this key store keeps the key of device {device} as it is")))
    }

    /// Forgets what it holds of a device that is no more, unless another device's lies in the same place.
    fn forget(&self, device: DeviceId) -> Result<()>;

    /// Forgets what it holds of a device, whatever else lies in the same place: the home is erased with it.
    fn erase(&self, device: DeviceId) -> Result<()> {
        self.forget(device)
    }
}

/// Waiting without blocking the thread.
pub trait Sleep {
    /// Returns after that many milliseconds.
    fn sleep(&self, ms: u64) -> LocalFuture<'_, ()>;
}

/// A piece of heavy work and what it makes.
pub type Job = Box<dyn FnOnce() -> Box<dyn Any + Send> + Send>;

/// Where heavy work is done: a thread of its own on phones and desks, in place elsewhere.
pub trait Work {
    /// Does the job and returns what it made.
    fn run(&self, job: Job) -> LocalFuture<'_, Result<Box<dyn Any + Send>>>;
}

/// Does heavy work where it is called. For hosts without threads.
#[derive(Clone, Copy, Debug)]
pub struct InPlace;

impl Work for InPlace {
    fn run(&self, job: Job) -> LocalFuture<'_, Result<Box<dyn Any + Send>>> {
        Box::pin(async move { Ok(job()) })
    }
}

/// Runs a closure as heavy work.
pub async fn heavy<T: Send + 'static>(work: &dyn Work, job: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    let made = work.run(Box::new(move || Box::new(job()))).await?;
    match made.downcast::<T>() {
        Ok(value) => Ok(*value),
        Err(_) => unreachable!("a job makes what its closure returns"),
    }
}
