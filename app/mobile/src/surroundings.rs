//! The phone's network and battery.

use app_core::ports::{Metering, Network, Power};
use serde::Deserialize;
use tauri::Runtime;

use crate::phone::Phone;

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Word {
    Metered,
    Unmetered,
    Unknown,
}

#[derive(Deserialize)]
struct Said {
    metering: Word,
}

#[derive(Deserialize)]
struct Charge {
    #[serde(default)]
    percent: Option<u8>,
}

impl<R: Runtime> Network for Phone<R> {
    fn metering(&self) -> Metering {
        match self.ask::<Said>("metering", ()) {
            Ok(Said { metering: Word::Metered }) => Metering::Metered,
            Ok(Said { metering: Word::Unmetered }) => Metering::Unmetered,
            Ok(Said { metering: Word::Unknown }) => Metering::Unknown,
            Err(error) => {
                tracing::warn!(%error, "What the network costs is not known");
                // An original that waits loses nothing; one sent over a paid line cannot be taken back.
                Metering::Metered
            }
        }
    }
}

impl<R: Runtime> Power for Phone<R> {
    fn battery_percent(&self) -> Option<u8> {
        match self.ask::<Charge>("charge", ()) {
            Ok(charge) => charge.percent.filter(|percent| *percent <= 100),
            Err(error) => {
                tracing::warn!(%error, "How full the battery is is not known");
                None
            }
        }
    }
}
