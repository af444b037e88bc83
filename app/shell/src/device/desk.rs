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

#[cfg(test)]
mod tests {
    use std::{env, fs, process};

    use app_bridge::ask::Ask;
    use app_bridge::told::Answer;
    use app_core::gate::Opened;
    use app_core::native::keys::KeyPlace;
    use app_core::native::open::Home;
    use tokio::runtime::Builder;

    use super::Device;

    #[test]
    fn what_a_camera_left_lies_in_the_home_of_a_desk_until_somebody_is_there_whose_it_is() {
        let place = env::temp_dir().join(format!("xunge-desk-{}", process::id()));
        let home = Home { folder: place.join("home"), key: KeyPlace::Folder(place.join("keys")), font: None };
        let shot = home.folder.join("shutter").join("shot-1.jpg");
        fs::create_dir_all(shot.parent().unwrap()).unwrap();
        fs::write(&shot, b"as the camera left it").unwrap();
        let answer = Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
            let Ok(Opened::Open(core)) = Device.enter(&home) else { panic!("nobody chose a PIN") };
            core.handle(Ask::Drafts).await
        });
        let Answer::Failed(failure) = answer else { panic!("nobody is signed in") };
        assert_eq!((failure.code.as_str(), shot.exists()), ("not_signed_in", true));
        fs::remove_dir_all(&place).unwrap();
    }
}
