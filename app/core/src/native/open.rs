//! Opens a home on this machine.

use std::path::{Path, PathBuf};
use std::rc::Rc;

use super::clock::SystemClock;
use super::exports::ExportFolder;
use super::files::{Folder, private_folder};
use super::fonts;
use super::http::Http;
use super::journal::JournalFile;
use super::keys::{KeyFile, KeyPlace};
use super::random::SystemRandom;
use super::spare::SpareFolder;
use super::work::{Threads, TokioSleep};
use crate::core::Core;
use crate::error::{Error, Result};
use crate::home;
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
        font: fonts::find(font),
        platform: format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
        power: Rc::new(None::<u8>),
    })
}

/// Opens a home, making a new device of an empty folder. The caller runs it on one thread, inside a tokio runtime.
pub fn open(home: &Home) -> Result<Core> {
    open_with(home, |world| world)
}

/// Opens a home in a world that was changed: another transport, another clock.
pub fn open_with(home: &Home, change: impl FnOnce(World) -> World) -> Result<Core> {
    private_folder(&home.folder)?;
    let key_file = KeyFile::new(home.key.clone(), &home.folder)?;
    open_keyed(home, &key_file, change)
}

/// Opens a home whose secret lies in a key store of the platform, whatever its key's place says.
pub fn open_keyed(home: &Home, store: &dyn KeyStore, change: impl FnOnce(World) -> World) -> Result<Core> {
    private_folder(&home.folder)?;
    let world = change(world(&home.folder, home.font.as_deref())?);
    let database = home.folder.join("xunge.db");
    let keys = home::unlock(&world, store)?;
    match Core::open(world.clone(), &keys, &database) {
        Err(Error::Lost(why)) => {
            // Neither database nor journal say any more how far this device had counted: another one counts from 1.
            tracing::error!(device.id = %keys.device, why, "Device {} is lost; a new one begins", keys.device);
            let keys = home::begin_again(&world, store, &keys)?;
            let core = Core::open(world, &keys, &database)?;
            core.note_new_device()?;
            Ok(core)
        }
        opened => opened,
    }
}
