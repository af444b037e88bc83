//! Which installation this is, and the key it signs with.

use ed25519_dalek::SigningKey;
use rusqlite::OptionalExtension as _;
use shared::ids::DeviceId;
use shared::time::Instant;

use super::{Reader, Writer, parsed};
use crate::error::{Error, Result};

/// This installation. The key never leaves the database.
#[derive(Clone)]
pub struct Device {
    /// Made at first start.
    pub id: DeviceId,
    /// Signs photo manifests and challenges.
    pub key: SigningKey,
}

impl Reader<'_> {
    /// Returns this installation, if the home was begun.
    pub fn device(&self) -> Result<Option<Device>> {
        let found = self
            .sql
            .query_row("select device_id, secret_key from device", [], |row| {
                Ok((parsed(row, "device_id")?, row.get::<_, Vec<u8>>("secret_key")?))
            })
            .optional()?;
        let Some((id, secret)) = found else { return Ok(None) };
        let secret: [u8; 32] =
            secret.try_into().map_err(|_| Error::Storage("the device key has not 32 bytes".to_owned()))?;
        Ok(Some(Device { id, key: SigningKey::from_bytes(&secret) }))
    }
}

impl Writer<'_> {
    /// Begins the home.
    pub fn begin_device(&self, device: &Device, now: Instant) -> Result<()> {
        self.sql.execute(
            "insert into device (one, device_id, secret_key, made_ms)
             values (1, ?1, ?2, ?3)",
            (device.id.to_string(), device.key.to_bytes().to_vec(), now.ms()),
        )?;
        self.sql.execute("insert into contact (one) values (1)", [])?;
        Ok(())
    }
}
