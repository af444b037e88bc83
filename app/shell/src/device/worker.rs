//! A round without a window: Android's WorkManager wakes the app when there is a network again.
//!
//! Where the window's core lives in this process, that core is asked. Where it does not, the home is opened for one round
//! and closed again. Never both at once: two cores would number their work alike.

use std::path::PathBuf;
use std::rc::Rc;
use std::sync::{Mutex, OnceLock, PoisonError};

use anyhow::{Context as _, Result};
use app_core::gate::Opened;
use app_core::native::keys::KeyPlace;
use app_core::native::open::{self, Home};
use app_core::native::tray::TrayFolder;
use app_core::ports::World;
use app_mobile::line::Line;
use app_mobile::vault::Vault;
use jni::JNIEnv;
use jni::objects::{JObject, JString};
use jni::sys::jint;
use tokio::runtime::Builder;
use tokio::task::LocalSet;

use super::ended::{self, Ended};
use crate::collector::Collector;

/// Held by whoever has the home open.
static HOME: Mutex<()> = Mutex::new(());

/// The window's core, once there is one.
static WINDOW: OnceLock<Collector> = OnceLock::new();

/// Done once the window's core has the home.
static CLAIMED: OnceLock<()> = OnceLock::new();

/// Waits until no worker has the home open, and keeps every later one from opening it.
pub fn wait_and_claim() {
    // For as long as the process lives: the window's core never closes the home, and where that is erased, the one that
    // begins in its place is the window's too.
    CLAIMED.get_or_init(|| std::mem::forget(HOME.lock().unwrap_or_else(PoisonError::into_inner)));
}

/// Lets workers ask the window's core.
pub fn show(collector: &Collector) {
    // A second window of the same process has the same core.
    WINDOW.get_or_init(|| collector.clone());
}

/// Runs a round for `UploadWorker`, on the worker's thread.
#[expect(unsafe_code, reason = "the name by which the virtual machine finds this is exported, and no other has it")]
#[unsafe(no_mangle)]
pub extern "system" fn Java_cn_xunge_mobile_UploadWorker_round<'a>(
    mut env: JNIEnv<'a>,
    _worker: JObject<'a>,
    home: JString<'a>,
    shots: JString<'a>,
    vault: JObject<'a>,
    surroundings: JObject<'a>,
) -> jint {
    let ended = run(&mut env, [&home, &shots], &vault, &surroundings).unwrap_or_else(|error| {
        tracing::warn!(%error, "A round in the background did not come about");
        Ended::Later
    });
    ended.number()
}

fn run(
    env: &mut JNIEnv<'_>,
    [home, shots]: [&JString<'_>; 2],
    vault: &JObject<'_>,
    surroundings: &JObject<'_>,
) -> Result<Ended> {
    if let Some(window) = WINDOW.get() {
        return Ok(tauri::async_runtime::block_on(ended::round(async |ask| window.ask(ask).await)));
    }
    // The window is just opening: it syncs by itself.
    let Ok(_alone) = HOME.try_lock() else { return Ok(Ended::Done) };
    let folder = PathBuf::from(String::from(env.get_string(home).context("read the home's path")?));
    if !folder.exists() {
        return Ok(Ended::Done);
    }
    let vault = Vault::new(env, vault)?;
    let line = Line::new(env, surroundings)?;
    // The key's place is not looked at: the vault is.
    let home = Home { key: KeyPlace::Folder(folder.join("keys")), folder, font: None };
    let runtime = Builder::new_current_thread().enable_all().build().context("make a runtime for the core")?;
    // What a camera left is not taken in here, where it may be open still; but it goes where the home is erased.
    let shots = PathBuf::from(String::from(env.get_string(shots).context("read the path of the camera's folder")?));
    // Without the line's own word originals would go over one that is paid by the byte.
    let around = |world: World| World { network: Rc::new(line), tray: Rc::new(TrayFolder::new(shots)), ..world };
    let work = async { opened(open::enter_keyed(&home, Rc::new(vault), around)).await };
    Ok(LocalSet::new().block_on(&runtime, work))
}

async fn opened(home: app_core::error::Result<Opened>) -> Ended {
    match home {
        Ok(Opened::Open(core)) => ended::round(async |ask| core.handle(ask).await).await,
        Ok(Opened::Locked(_)) => Ended::Locked,
        Err(error) => ended::failed(&error.told()),
    }
}
