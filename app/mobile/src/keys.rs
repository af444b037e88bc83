//! The home's secret in the system's key store: Android's keeps a key that seals it, an iPhone's keychain keeps itself.

use app_core::error::{Error, Result};
use app_core::ports::KeyStore;
use serde::{Deserialize, Serialize};
use shared::ids::DeviceId;
use tauri::Runtime;

use crate::phone::Phone;

#[derive(Serialize)]
struct Whose {
    device: String,
}

#[derive(Serialize)]
struct Kept {
    device: String,
    secret: String,
}

#[derive(Deserialize)]
struct Found {
    #[serde(default)]
    secret: Option<String>,
}

impl<R: Runtime> KeyStore for Phone<R> {
    fn secret(&self, device: DeviceId) -> Result<Option<[u8; 32]>> {
        let found: Found = self.ask("readKey", Whose { device: device.to_string() })?;
        found.secret.map(|text| read(device, &text)).transpose()
    }

    fn keep(&self, device: DeviceId, secret: &[u8; 32]) -> Result<()> {
        self.ask("keepKey", Kept { device: device.to_string(), secret: hex::encode(secret) })
    }

    fn replace(&self, device: DeviceId, secret: &[u8; 32]) -> Result<()> {
        // Either platform puts it in the place of an earlier one, whole or not at all.
        self.keep(device, secret)
    }

    fn forget(&self, device: DeviceId) -> Result<()> {
        // Each device's lies in a place of its own.
        self.ask("forgetKey", Whose { device: device.to_string() })
    }
}

fn read(device: DeviceId, text: &str) -> Result<[u8; 32]> {
    let mut secret = [0; 32];
    hex::decode_to_slice(text, &mut secret)
        .map_err(|_| Error::Storage(format!("the key store's key of device {device} is damaged")))?;
    Ok(secret)
}
