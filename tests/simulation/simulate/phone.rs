//! A phone: a folder that can lose power, the real core in it, and at most one thing that it is busy with.

use std::cell::RefCell;
use std::fmt;
use std::fs;
use std::future::Future;
use std::io;
use std::path::{Path, PathBuf};
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use anyhow::{Context as _, Result, bail};
use app_bridge::ask::Ask;
use app_bridge::told::Told;
use app_core::core::Core;
use app_core::gate::{self, Opened};
use app_core::home::{self, Keys};
use app_core::native::exports::ExportFolder;
use app_core::native::files::{Folder, private_folder};
use app_core::native::journal::JournalFile;
use app_core::native::keys::{KeyFile, KeyPlace};
use app_core::native::spare::SpareFolder;
use app_core::native::tray::TrayFolder;
use app_core::ports::{Files, InPlace, KeyStore, LocalFuture, Metering, NoBaseMaps, Sleep, Spare, World};
use app_core::session::Proof;
use app_core::sync::plan::Why;
use app_core::sync::round::Ended;
use rusqlite::{Connection, OpenFlags};

use crate::chance::Dice;
use crate::clocks::WallClock;
use crate::line::Line;
use crate::plan::Dies;
use crate::power;
use crate::town::PASSWORD;
use crate::truth::rows::PhoneRows;

/// Where the server is said to be; nothing listens there.
pub const SERVER: &str = "http://127.0.0.1:1";

/// A phone in somebody's hands.
pub struct Phone {
    /// Which.
    pub number: usize,
    /// In whose hands.
    pub user: String,
    /// In whose hands it was before.
    pub before: String,
    /// Its clock.
    pub clock: Arc<WallClock>,
    /// Its line.
    pub line: Rc<Line>,
    /// Its disk.
    pub folder: PathBuf,
    /// It is going to die at some step.
    pub is_armed: bool,
    /// Only a password helps: whoever holds it signs in before the next round.
    pub must_sign_in: bool,
    /// How it dies when it is erased.
    pub dies_erased: Option<Dies>,
    /// How much had happened when it last heard what the server says to a hello.
    pub heard_at: usize,
    dice: Rc<Dice>,
    running: Option<Running>,
}

/// What is in the memory of a phone.
struct Running {
    core: Core,
    keys: Keys,
    busy: Option<Pin<Box<dyn Future<Output = Done>>>>,
    /// Opened beside the core, for reading; with what was read last, and at which change of the database.
    reading: Connection,
    read: RefCell<Option<(i64, Rc<PhoneRows>)>>,
}

/// What came of what the phone was busy with.
pub enum Done {
    /// A round of sync.
    Round(app_core::error::Result<Ended>),
    /// Signing in.
    SignIn(app_core::error::Result<()>),
}

impl fmt::Display for Done {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Round(Ok(Ended { round, error })) => {
                let (pushed, pulled, photos, left) = (round.pushed, round.pulled, round.photos_sent, round.left);
                write!(f, "round: {pushed} pushed, {pulled} pulled, {photos} photos sent, {left} left")?;
                match error {
                    Some(error) => write!(f, ", ended by {}: {error}", error.code()),
                    None => Ok(()),
                }
            }
            Self::Round(Err(error)) => write!(f, "round not kept: {error}"),
            Self::SignIn(Ok(())) => write!(f, "signed in"),
            Self::SignIn(Err(error)) => write!(f, "not signed in, {}: {error}", error.code()),
        }
    }
}

impl Phone {
    /// Unpacks a new phone; it is not on yet.
    pub fn new(number: usize, user: &str, folder: &Path, clock: Arc<WallClock>, dice: Dice) -> Result<Self> {
        fs::create_dir_all(folder).with_context(|| format!("make {}", folder.display()))?;
        power::watch(folder)?;
        Ok(Self {
            number,
            user: user.to_owned(),
            before: user.to_owned(),
            clock,
            line: Rc::default(),
            folder: folder.to_owned(),
            is_armed: false,
            must_sign_in: false,
            dies_erased: None,
            heard_at: 0,
            dice: Rc::new(dice),
            running: None,
        })
    }

    /// Turns it on.
    pub fn turn_on(&mut self) -> Result<()> {
        self.clock.boot();
        let home = self.folder.join("home");
        private_folder(&home)?;
        let world = World {
            transport: Rc::clone(&self.line) as _,
            clock: Rc::new(Shown(Arc::clone(&self.clock))),
            random: Rc::clone(&self.dice) as _,
            files: Rc::new(Roomy(Folder::open(&home.join("files"))?)),
            network: Rc::new(Metering::Unmetered),
            sleep: Rc::new(Never),
            work: Rc::new(InPlace),
            exports: Rc::new(ExportFolder::new(home.join("rescue"))),
            tray: Rc::new(TrayFolder::new(home.join("shutter"))),
            journal: Rc::new(JournalFile::new(&home)),
            spare: Rc::new(NoReserve(SpareFolder::new(&home))),
            base_maps: Rc::new(NoBaseMaps),
            font: None,
            platform: "simulation".to_owned(),
            power: Rc::new(None::<u8>),
        };
        let key_file = KeyFile::new(KeyPlace::Folder(self.folder.join("keys")), &home)?;
        let store: Rc<dyn KeyStore> = Rc::new(key_file);
        // As the host does. Where a device that had saved anything is lost, that is missed at the end.
        let core = match gate::enter(world.clone(), Rc::clone(&store), home.join("xunge.db"))? {
            Opened::Open(core) => core,
            Opened::Locked(_) => bail!("phone {} has a PIN that nobody chose", self.number),
        };
        let keys = home::unlock(&world, &*store)?;
        let reading = reading(&home.join("xunge.db"), &keys)?;
        self.running = Some(Running { core, keys, busy: None, reading, read: RefCell::default() });
        Ok(())
    }

    /// Turns it off: what was in memory is gone.
    pub fn turn_off(&mut self) {
        self.line.hang_up();
        if let Some(Running { core, busy, reading, .. }) = self.running.take() {
            // The core closes its database last, as it does where nobody reads beside it.
            drop((busy, reading));
            drop(core);
        }
    }

    /// Says whether it died at some step since it was turned on.
    pub fn is_dead(&self) -> Result<bool> {
        Ok(self.is_armed && power::standing(&self.folder)?.is_dead)
    }

    /// Puts its disk to what is left of it.
    pub fn restore(&mut self) -> Result<()> {
        self.turn_off();
        self.is_armed = false;
        power::restore(&self.folder)
    }

    /// Returns the core.
    pub fn core(&self) -> Result<&Core> {
        self.running.as_ref().map(|running| &running.core).context("the phone is off")
    }

    /// Says whether its home is erased: the host opens what begins in its place.
    pub fn is_over(&self) -> bool {
        let Some(running) = &self.running else { return false };
        pin!(running.core.until_over()).poll(&mut Context::from_waker(Waker::noop())).is_ready()
    }

    /// Says whether it has begun to erase its home, and has not told whoever holds it.
    pub fn is_marked(&self) -> bool {
        self.folder.join("home/files/wipe").is_file()
    }

    /// Opens its files, as whoever holds its key can.
    pub fn files(&self) -> Result<Sealed<'_>> {
        let running = self.running.as_ref().context("the phone is off")?;
        Ok(Sealed { folder: self.folder.join("home/files"), keys: &running.keys })
    }

    /// Returns its database, for reading.
    pub fn database(&self) -> Result<&Connection> {
        self.running.as_ref().map(|running| &running.reading).context("the phone is off")
    }

    /// Returns its rows as they are now.
    pub fn rows(&self) -> Result<Rc<PhoneRows>> {
        let running = self.running.as_ref().context("the phone is off")?;
        let change = running.reading.query_row("pragma data_version", [], |row| row.get(0))?;
        if let Some((_, rows)) = running.read.borrow().as_ref().filter(|(at, _)| *at == change) {
            return Ok(Rc::clone(rows));
        }
        let rows = Rc::new(PhoneRows::read(&running.reading)?);
        running.read.replace(Some((change, Rc::clone(&rows))));
        Ok(rows)
    }

    /// Answers an ask that needs no line.
    pub fn tell(&self, ask: Ask) -> Result<app_core::error::Result<Told>> {
        self.at_once(self.core()?.tell(ask))
    }

    /// Runs to its end what needs no line.
    pub fn at_once<T>(&self, work: impl Future<Output = T>) -> Result<T> {
        match pin!(work).poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(done) => Ok(done),
            Poll::Pending => bail!("phone {} waits for a line where none is needed", self.number),
        }
    }

    /// Says whether it is busy.
    pub fn is_busy(&self) -> bool {
        self.running.as_ref().is_some_and(|running| running.busy.is_some())
    }

    /// Begins a round, unless the phone is busy.
    pub fn begin_round(&mut self, why: Why) {
        self.begin(|core| Box::pin(async move { Done::Round(core.round(why).await) }));
    }

    /// Begins to sign the person in who holds it, unless the phone is busy.
    pub fn begin_sign_in(&mut self) {
        let proof = Proof::Password { user: self.user.clone(), password: PASSWORD.to_owned(), code: None };
        self.begin(|core| Box::pin(async move { Done::SignIn(core.sign_in(SERVER, proof).await) }));
    }

    fn begin(&mut self, work: impl FnOnce(Core) -> Pin<Box<dyn Future<Output = Done>>>) {
        if let Some(running) = self.running.as_mut().filter(|running| running.busy.is_none()) {
            running.busy = Some(work(running.core.clone()));
        }
    }

    /// Goes on with what it is busy with, until it waits for its line or is done.
    pub fn go_on(&mut self) -> Option<Done> {
        let running = self.running.as_mut()?;
        match running.busy.as_mut()?.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(done) => {
                running.busy = None;
                Some(done)
            }
            Poll::Pending => None,
        }
    }
}

/// The sealed files of a phone.
pub struct Sealed<'a> {
    folder: PathBuf,
    keys: &'a Keys,
}

impl Sealed<'_> {
    /// Opens a file; none when it is not there.
    pub fn open(&self, name: &str) -> Result<Option<Vec<u8>>> {
        match fs::read(self.folder.join(name)) {
            Ok(bytes) => Ok(Some(self.keys.files.open(name, &bytes)?)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error.into()),
        }
    }
}

/// Opens a database for reading, as whoever holds its key can.
fn reading(database: &Path, keys: &Keys) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(database, flags)?;
    connection.pragma_update(None, "key", format!("x'{}'", hex(&keys.database)))?;
    Ok(connection)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The clock, as the core takes it.
struct Shown(Arc<WallClock>);

impl app_core::ports::Clock for Shown {
    fn wall(&self) -> shared::time::Instant {
        self.0.wall()
    }

    fn monotonic_ms(&self) -> u64 {
        self.0.monotonic_ms()
    }

    fn boot(&self) -> String {
        app_core::ports::Clock::boot(&*self.0)
    }
}

/// The folder on a disk that always has the same room: how full this machine is, is no part of a run.
struct Roomy(Folder);

impl Files for Roomy {
    fn write(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        self.0.write(name, bytes)
    }

    fn read(&self, name: &str) -> io::Result<Option<Vec<u8>>> {
        self.0.read(name)
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        self.0.remove(name)
    }

    fn free_bytes(&self) -> Option<u64> {
        Some(1 << 34)
    }

    fn keep_only(&self, name: &str) -> io::Result<()> {
        self.0.keep_only(name)
    }
}

/// Spares without bytes that only take room.
struct NoReserve(SpareFolder);

impl Spare for NoReserve {
    fn is_there(&self, database: &Path) -> io::Result<bool> {
        self.0.is_there(database)
    }

    fn put_aside(&self, database: &Path) -> io::Result<Option<PathBuf>> {
        self.0.put_aside(database)
    }

    fn put_journal_aside(&self) -> io::Result<()> {
        self.0.put_journal_aside()
    }

    fn hold(&self, _bytes: u64) -> io::Result<()> {
        Ok(())
    }

    fn give_up(&self) -> io::Result<bool> {
        Ok(false)
    }

    fn erase(&self, database: &Path) -> io::Result<()> {
        self.0.erase(database)
    }
}

/// Nothing here keeps itself in step: the plan says when a round begins. Whoever only lets others have a turn goes on.
struct Never;

impl Sleep for Never {
    fn sleep(&self, ms: u64) -> LocalFuture<'_, ()> {
        if ms == 0 { Box::pin(std::future::ready(())) } else { Box::pin(std::future::pending()) }
    }
}
