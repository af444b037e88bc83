//! A desk: files hold what a phone's system would.

use anyhow::Result;
use app_core::gate::Opened;
use app_core::native::open::{self, Home};
use tauri::{App, Builder, Manager, Runtime, WebviewWindowBuilder};

use crate::collector::Collector;

/// This desk.
pub struct Device;

impl Device {
    /// Learns what the device has.
    pub fn of<R: Runtime>(_app: &App<R>) -> Result<Self> {
        Ok(Self)
    }

    /// Opens the home, or finds that it wants its PIN.
    pub fn enter(&self, home: &Home) -> app_core::error::Result<Opened> {
        open::enter(home)
    }
}

/// Adds what the device has to the app.
pub fn equip<R: Runtime>(builder: Builder<R>) -> Builder<R> {
    builder
}

/// Tells the window what the device knows, before its page is there.
pub fn furnish<'a, R: Runtime, M: Manager<R>>(
    _app: &App<R>,
    window: WebviewWindowBuilder<'a, R, M>,
) -> Result<WebviewWindowBuilder<'a, R, M>> {
    Ok(window)
}

/// Lets what runs without the window ask its core; on a desk nothing does.
pub fn show(_collector: &Collector) {}
