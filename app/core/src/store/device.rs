//! Which installation this is, and the key it signs with.

use ed25519_dalek::SigningKey;
use rusqlite::OptionalExtension as _;
use shared::ids::{DeviceId, Sha256};
use shared::time::Instant;

use super::{Reader, Writer, parsed, signed};
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
    /// Returns this installation and when it began.
    pub fn device_and_when(&self) -> Result<Option<(Device, Instant)>> {
        let Some(device) = self.device()? else { return Ok(None) };
        let made = self.sql.query_row("select made_ms from device", [], |row| row.get("made_ms"))?;
        Ok(Some((device, Instant::from_ms(made))))
    }

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
    /// Lets numbers go on behind these, unless they have come further.
    pub fn count_behind(&self, sequence: u64, place: u64, hash: &str) -> Result<()> {
        self.sql.execute(
            "update device set
                sequence_floor = max(sequence_floor, ?1),
                chain_hash = case when ?2 > chain_floor then ?3 else chain_hash end,
                chain_floor = max(chain_floor, ?2)",
            (signed(sequence), signed(place), hash),
        )?;
        Ok(())
    }

    /// Lets numbers jump, where nobody knows how far they had come.
    pub fn jump(&self, by: u64) -> Result<()> {
        let last = self.next_sequence()?.saturating_sub(1);
        let end = self.chain_end()?;
        let place = end.as_ref().map_or(0, |end| end.place);
        // The next photo names one that never arrives: its link waits for ever, and forks nothing.
        let hash = match end {
            Some(end) => end.hash.to_string(),
            None => Sha256::of(b"xunge: the chain before this is lost").to_string(),
        };
        self.count_behind(last.saturating_add(by), place.saturating_add(by), &hash)
    }

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
