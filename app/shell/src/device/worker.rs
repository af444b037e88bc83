//! A round without a window: Android's WorkManager wakes the app when there is a network again.
//!
//! Where the window's core lives in this process, that core is asked. Where it does not, the home is opened for one round
//! and closed again. Never both at once: two cores would number their work alike.

use std::path::PathBuf;
use std::rc::Rc;
use std::sync::{Mutex, OnceLock, PoisonError};

use anyhow::{Context as _, Result};
use app_bridge::ask::Ask;
use app_bridge::told::Answer;
use app_core::error::Error;
use app_core::gate::Opened;
use app_core::native::keys::KeyPlace;
use app_core::native::open::{self, Home};
use app_mobile::vault::Vault;
use jni::JNIEnv;
use jni::objects::{JObject, JString};
use jni::sys::jint;
use tokio::runtime::Builder;
use tokio::task::LocalSet;

use crate::collector::Collector;

/// Held by whoever has the home open.
static HOME: Mutex<()> = Mutex::new(());

/// The window's core, once there is one.
static WINDOW: OnceLock<Collector> = OnceLock::new();

/// How a round ended. `UploadWorker.kt` knows the numbers.
enum Ended {
    /// Nothing waits any more, or nothing that waiting would help.
    Done,
    /// Something waits still.
    Later,
    /// A PIN stands before the home: only the person can open it.
    Locked,
}

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
    vault: JObject<'a>,
) -> jint {
    let ended = run(&mut env, &home, &vault).unwrap_or_else(|error| {
        tracing::warn!(%error, "A round in the background did not come about");
        Ended::Later
    });
    match ended {
        Ended::Done => 0,
        Ended::Later => 1,
        Ended::Locked => 2,
    }
}

fn run(env: &mut JNIEnv<'_>, home: &JString<'_>, vault: &JObject<'_>) -> Result<Ended> {
    if let Some(window) = WINDOW.get() {
        let asked = tauri::async_runtime::block_on(window.ask(Ask::Sync));
        return Ok(match asked {
            Answer::Told(_) => Ended::Done,
            Answer::Failed(_) => Ended::Later,
        });
    }
    // The window is just opening: it syncs by itself.
    let Ok(_alone) = HOME.try_lock() else { return Ok(Ended::Done) };
    let folder = PathBuf::from(String::from(env.get_string(home).context("read the home's path")?));
    if !folder.exists() {
        return Ok(Ended::Done);
    }
    let vault = Vault::new(env, vault)?;
    // The key's place is not looked at: the vault is.
    let home = Home { key: KeyPlace::Folder(folder.join("keys")), folder, font: None };
    let runtime = Builder::new_current_thread().enable_all().build().context("make a runtime for the core")?;
    let work = async { round(open::enter_keyed(&home, Rc::new(vault), |world| world)).await };
    Ok(LocalSet::new().block_on(&runtime, work))
}

async fn round(opened: app_core::error::Result<Opened>) -> Ended {
    let done = match opened {
        Ok(Opened::Open(core)) => core.sync().await,
        Ok(Opened::Locked(_)) => return Ended::Locked,
        Err(error) => Err(error),
    };
    match done {
        Ok(round) if round.left == 0 => Ended::Done,
        Ok(_) => Ended::Later,
        Err(Error::Offline(_) | Error::Busy(_) | Error::Storage(_) | Error::Broken(_)) => Ended::Later,
        // Trying again without a person changes nothing.
        Err(Error::Refused(_) | Error::Locked(_) | Error::Lost(_) | Error::Bug(_)) => Ended::Done,
    }
}
