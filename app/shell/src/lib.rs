//! The collector's app: a window around the core. It holds no rule, no SQL and no HTTP.
//!
//! `collector` keeps the core on a thread of its own; `commands` are what the page may call, each one line into it;
//! `pictures` answers the addresses of photos, `clips` those of what is played, in `range`s; `tiles` those of base maps;
//! `home` says where this device keeps its things, `device` what a phone brings besides. Start with [`run`].

mod home;
mod device;
mod collector;
mod commands;
mod range;
mod clips;
mod pictures;
mod tiles;

use anyhow::Context as _;
use tauri::{App, Manager as _, WebviewWindowBuilder};
use tracing_subscriber::EnvFilter;

use crate::collector::Collector;
use crate::device::Device;

/// Opens the window and returns when it is closed.
#[cfg_attr(mobile, tauri::mobile_entry_point)]
pub fn run() {
    let filter = EnvFilter::try_from_env("XUNGE_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    let built = device::equip(tauri::Builder::default())
        .setup(|app| Ok(open(app)?))
        .invoke_handler(tauri::generate_handler![commands::ask, commands::photo])
        .register_asynchronous_uri_scheme_protocol(pictures::SCHEME, pictures::answer)
        .register_asynchronous_uri_scheme_protocol(tiles::SCHEME, tiles::answer)
        .run(tauri::generate_context!());
    if let Err(error) = built {
        tracing::error!(%error, "The window could not be opened");
        // A phone's system shows nothing of a return value; on a desk a script must see that it failed.
        std::process::exit(1);
    }
}

fn open(app: &mut App) -> anyhow::Result<()> {
    let home = home::find(app.path()).context("find where this device keeps its things")?;
    let storage = home.folder.join("window");
    // Before the window: its page asks the core as soon as it is there.
    let device = Device::of(app)?;
    let collector = Collector::start(home, device).context("start the core")?;
    device::show(&collector);
    app.manage(collector);
    let settings = app.config().app.windows.first().context("read the window's settings")?;
    // The web view's own storage lies in the home too: two homes on one desk share nothing.
    let window = WebviewWindowBuilder::from_config(app, settings)?.data_directory(storage);
    device::furnish(app, window)?.build()?;
    Ok(())
}
