//! A phone: its key store keeps the home's secret, its network says what it costs, its battery how full it is.

use std::rc::Rc;

use anyhow::Result;
use app_core::gate::Opened;
use app_core::native::open::{self, Home};
use app_core::native::tray::TrayFolder;
use app_core::ports::World;
use app_mobile::phone::Phone;
use tauri::{App, Builder, Manager, WebviewWindowBuilder, Wry};

use super::link;
use crate::collector::Collector;

/// This phone.
pub struct Device {
    phone: Phone<Wry>,
    /// Where the system's camera leaves its files.
    left_shots: std::path::PathBuf,
    #[cfg(target_os = "ios")]
    pieces: std::path::PathBuf,
}

impl Device {
    /// Learns what the device has.
    pub fn of(app: &App<Wry>) -> Result<Self> {
        let phone = app.state::<Phone<Wry>>().inner().clone();
        link::follow(app, &phone)?;
        Ok(Self {
            left_shots: phone.left_shots()?,
            phone,
            #[cfg(target_os = "ios")]
            pieces: app.path().app_cache_dir()?.join("pieces"),
        })
    }

    /// Opens the home, or finds that it wants its PIN; it is this window's alone from then on.
    pub fn enter(&self, home: &Home) -> app_core::error::Result<Opened> {
        #[cfg(target_os = "android")]
        super::worker::wait_and_claim();
        open::enter_keyed(home, Rc::new(self.phone.clone()), |world| self.around(world))
    }

    fn around(&self, world: World) -> World {
        World {
            #[cfg(target_os = "ios")]
            transport: Rc::new(app_mobile::carrier::Carrier::new(
                self.phone.clone(),
                world.transport,
                self.pieces.clone(),
            )),
            network: Rc::new(self.phone.clone()),
            power: Rc::new(self.phone.clone()),
            tray: Rc::new(TrayFolder::new(self.left_shots.clone())),
            ..world
        }
    }
}

/// Adds what the device has to the app.
pub fn equip(builder: Builder<Wry>) -> Builder<Wry> {
    builder.plugin(app_mobile::phone::init())
}

/// Tells the window what the device knows, before its page is there.
pub fn furnish<'a, M: Manager<Wry>>(
    app: &App<Wry>,
    window: WebviewWindowBuilder<'a, Wry, M>,
) -> Result<WebviewWindowBuilder<'a, Wry, M>> {
    let window = window.initialization_script("window.xungePhone = true");
    match link::left(&app.state::<Phone<Wry>>())? {
        Some(script) => Ok(window.initialization_script(script)),
        None => Ok(window),
    }
}

/// Lets what runs without the window ask its core.
#[cfg(target_os = "android")]
pub fn show(collector: &Collector) {
    super::worker::show(collector);
}

/// Lets what runs without the window ask its core; on an iPhone nothing does.
#[cfg(target_os = "ios")]
pub fn show(_collector: &Collector) {}
