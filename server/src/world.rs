//! What comes in from outside: the clock, randomness, the free space of a disk.
//!
//! Nothing below `main` reads any of them by itself, so that a test can move the clock and fill the disk.

use std::io;
use std::path::Path;

use shared::time::Instant;
use uuid::Uuid;

/// Tells the time.
pub trait Clock: Send + Sync + 'static {
    /// Returns the present moment.
    fn now(&self) -> Instant;
}

/// Gives random bytes.
pub trait Random: Send + Sync + 'static {
    /// Fills the bytes with randomness good enough for secrets.
    fn fill(&self, bytes: &mut [u8]);
}

/// Tells how much space is left.
pub trait Disk: Send + Sync + 'static {
    /// Returns the free bytes where the folder lies.
    fn free_bytes(&self, folder: &Path) -> io::Result<u64>;
    /// Returns all bytes of the disk where the folder lies, where that is known.
    fn total_bytes(&self, _folder: &Path) -> io::Result<Option<u64>> {
        Ok(None)
    }
}

/// The host's clock.
#[derive(Clone, Copy, Debug)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Instant {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        Instant::from_ms(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }
}

/// The operating system's randomness.
#[derive(Clone, Copy, Debug)]
pub struct SystemRandom;

impl Random for SystemRandom {
    fn fill(&self, bytes: &mut [u8]) {
        rand::fill(bytes);
    }
}

/// The host's disks.
#[derive(Clone, Copy, Debug)]
pub struct SystemDisk;

impl Disk for SystemDisk {
    fn free_bytes(&self, folder: &Path) -> io::Result<u64> {
        let stat = rustix::fs::statvfs(folder)?;
        Ok(stat.f_bavail.saturating_mul(stat.f_frsize))
    }

    fn total_bytes(&self, folder: &Path) -> io::Result<Option<u64>> {
        let stat = rustix::fs::statvfs(folder)?;
        Ok(Some(stat.f_blocks.saturating_mul(stat.f_frsize)))
    }
}

/// Chooses the cryptography of TLS for this process; a second choice of the same one does no harm.
pub fn choose_cryptography() {
    if rustls::crypto::CryptoProvider::get_default().is_none() {
        let _already_chosen = rustls::crypto::ring::default_provider().install_default();
    }
}

impl dyn Random {
    /// Returns an array of random bytes.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.fill(&mut bytes);
        bytes
    }

    /// Returns a secret as text: 32 random bytes in hex.
    pub fn secret(&self) -> String {
        hex::encode(self.bytes::<32>())
    }

    /// Returns an id that sorts by the time it was made.
    pub fn uuid_v7(&self, now: Instant) -> Uuid {
        let ms = u64::try_from(now.ms()).unwrap_or(0);
        uuid::Builder::from_unix_timestamp_millis(ms, &self.bytes()).into_uuid()
    }

    /// Returns an id that says nothing.
    pub fn uuid_v4(&self) -> Uuid {
        uuid::Builder::from_random_bytes(self.bytes()).into_uuid()
    }
}
