//! Opens a home on this machine.

use std::path::{Path, PathBuf};
use std::rc::Rc;

use super::clock::SystemClock;
use super::files::{Folder, private_folder};
use super::fonts;
use super::http::Http;
use super::keys::{KeyFile, KeyPlace};
use super::random::SystemRandom;
use super::work::{Threads, TokioSleep};
use crate::core::Core;
use crate::error::Result;
use crate::home;
use crate::ports::{Metering, Random as _, World};

/// Which home, and where its key lies.
#[derive(Clone, Debug)]
pub struct Home {
    /// The folder.
    pub folder: PathBuf,
    /// The key's place, outside the folder.
    pub key: KeyPlace,
    /// A font with Chinese, when the usual places are not to be searched first.
    pub font: Option<PathBuf>,
}

/// Returns this machine's world around a folder of files.
pub fn world(files: &Path, font: Option<&Path>) -> Result<World> {
    let mut run = [0; 16];
    SystemRandom.fill(&mut run)?;
    Ok(World {
        transport: Rc::new(Http::new()?),
        clock: Rc::new(SystemClock::new(&hex::encode(run))),
        random: Rc::new(SystemRandom),
        files: Rc::new(Folder::open(files)?),
        network: Rc::new(Metering::Unknown),
        sleep: Rc::new(TokioSleep),
        work: Rc::new(Threads),
        font: fonts::find(font),
        platform: format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
    })
}

/// Opens a home, making a new device of an empty folder. The caller runs it on one thread, inside a tokio runtime.
pub fn open(home: &Home) -> Result<Core> {
    open_with(home, |world| world)
}

/// Opens a home in a world that was changed: another transport, another clock.
pub fn open_with(home: &Home, change: impl FnOnce(World) -> World) -> Result<Core> {
    private_folder(&home.folder)?;
    let world = change(world(&home.folder.join("files"), home.font.as_deref())?);
    let keys = home::unlock(&world, &KeyFile::new(home.key.clone(), &home.folder)?)?;
    Core::open(world, &keys, &home.folder.join("xunge.db"))
}
