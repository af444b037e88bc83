//! Opens a home on this machine.

use std::path::{Path, PathBuf};
use std::rc::Rc;

use shared::refusal::Code;

use super::clock::SystemClock;
use super::exports::ExportFolder;
use super::files::{Folder, private_folder};
use super::fonts;
use super::http::Http;
use super::journal::JournalFile;
use super::keys::{KeyFile, KeyPlace};
use super::map_files::MapFolder;
use super::random::SystemRandom;
use super::spare::SpareFolder;
use super::tray::TrayFolder;
use super::work::{Threads, TokioSleep};
use crate::core::Core;
use crate::error::Result;
use crate::gate::{self, Opened};
use crate::ports::{KeyStore, Metering, Random as _, World};

/// Which home, and where its key lies.
#[derive(Clone, Debug)]
pub struct Home {
    /// The folder.
    pub folder: PathBuf,
    /// The key's place, outside the folder.
    pub key: KeyPlace,
    /// Another font with Chinese for watermarks than the one that comes along.
    pub font: Option<PathBuf>,
}

/// Returns this machine's world around a home.
pub fn world(home: &Path, font: Option<&Path>) -> Result<World> {
    let mut run = [0; 16];
    SystemRandom.fill(&mut run)?;
    Ok(World {
        transport: Rc::new(Http::new()?),
        clock: Rc::new(SystemClock::new(&hex::encode(run))),
        random: Rc::new(SystemRandom),
        files: Rc::new(Folder::open(&home.join("files"))?),
        network: Rc::new(Metering::Unknown),
        sleep: Rc::new(TokioSleep),
        work: Rc::new(Threads),
        exports: Rc::new(ExportFolder::new(home.join("rescue"))),
        journal: Rc::new(JournalFile::new(home)),
        spare: Rc::new(SpareFolder::new(home)),
        base_maps: Rc::new(MapFolder::new(home.join("base-maps"))),
        font: fonts::find(font),
        platform: format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
        power: Rc::new(None::<u8>),
        tray: Rc::new(TrayFolder::new(home.join("shutter"))),
    })
}

/// Opens a home that has no PIN, making a new device of an empty folder. The caller runs it on one thread, inside a tokio
/// runtime.
pub fn open(home: &Home) -> Result<Core> {
    open_with(home, |world| world)
}

/// Opens a home that has no PIN in a world that was changed: another transport, another clock.
pub fn open_with(home: &Home, change: impl FnOnce(World) -> World) -> Result<Core> {
    match enter_with(home, change)? {
        Opened::Open(core) => Ok(core),
        Opened::Locked(_) => Err(Code::PinNeeded.into()),
    }
}

/// Opens a home with its PIN, if it has one, in a world that was changed.
pub async fn open_with_pin(home: &Home, pin: &str, change: impl FnOnce(World) -> World) -> Result<Core> {
    match enter_with(home, change)? {
        Opened::Open(core) => Ok(core),
        Opened::Locked(gate) => gate.unlock(pin).await,
    }
}

/// Opens a home, or finds that it wants a PIN.
pub fn enter(home: &Home) -> Result<Opened> {
    enter_with(home, |world| world)
}

/// The same in a world that was changed.
pub fn enter_with(home: &Home, change: impl FnOnce(World) -> World) -> Result<Opened> {
    // The key file wants its home to be there.
    private_folder(&home.folder)?;
    let key_file = KeyFile::new(home.key.clone(), &home.folder)?;
    enter_keyed(home, Rc::new(key_file), change)
}

/// The same where the home's secret lies in a key store of the platform, whatever its key's place says.
pub fn enter_keyed(home: &Home, store: Rc<dyn KeyStore>, change: impl FnOnce(World) -> World) -> Result<Opened> {
    private_folder(&home.folder)?;
    let world = change(world(&home.folder, home.font.as_deref())?);
    gate::enter(world, store, home.folder.join("xunge.db"))
}
