//! A home: one folder, one device, one secret that lies elsewhere.
//!
//! The folder names its device in the open; the secret that opens database and photos is in the key store. With a PIN the
//! key store holds a part of the key instead, and the secret lies here sealed under both: see [`pin`].
//! Nothing else ever reads the secret: what is needed is derived from it under a name.

pub mod pin;

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use sha2::{Digest, Sha256};
use shared::ids::DeviceId;
use shared::refusal::Code;

use crate::error::{Error, Result};
use crate::ids;
use crate::ports::{KeyStore, Random, World};

/// The file in a home that names its device.
const DEVICE_FILE: &str = "device";

const NONCE_BYTES: usize = 24;

/// A device and the keys derived from its secret.
#[derive(Clone)]
pub struct Keys {
    /// Whose they are.
    pub device: DeviceId,
    /// Opens the database.
    pub database: [u8; 32],
    /// Seals photo files.
    pub files: FileKey,
    /// Seals the journal.
    pub journal: FileKey,
    /// How well these keys are known to be this home's.
    pub known: Known,
    check: String,
}

/// How well keys are known to be those of a home.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Known {
    /// The home was begun with them just now.
    JustBegun,
    /// The home says so.
    Checked,
    /// The home is from before it said so: what does not open may be broken, or be another home's.
    Unchecked,
}

/// What was found in a home.
pub enum Found {
    /// Its keys.
    Open(Keys),
    /// Its secret is sealed under a PIN.
    Locked(Locked),
}

/// A home whose secret is sealed under a PIN and a part of the key that is in the key store.
#[derive(Clone)]
pub struct Locked {
    device: DeviceId,
    part: [u8; 32],
    check: String,
    sealed: pin::Sealed,
}

/// Seals and opens photo files.
#[derive(Clone)]
pub struct FileKey([u8; 32]);

fn derive(secret: &[u8; 32], purpose: &str) -> [u8; 32] {
    let mut hasher = Sha256::new();
    hasher.update(b"xunge home key\0");
    hasher.update(purpose.as_bytes());
    hasher.update([0]);
    hasher.update(secret);
    hasher.finalize().into()
}

/// Finds the keys of a home that has no PIN, or makes a new device of an empty one.
pub fn unlock(world: &World, keys: &dyn KeyStore) -> Result<Keys> {
    match find(world, keys)? {
        Found::Open(keys) => Ok(keys),
        Found::Locked(_) => Err(Code::PinNeeded.into()),
    }
}

/// Finds the keys of a home, or what they are sealed under, or makes a new device of an empty one.
pub fn find(world: &World, keys: &dyn KeyStore) -> Result<Found> {
    let Some(bytes) = world.files.read(DEVICE_FILE)? else { return begin(world, keys).map(Found::Open) };
    let text = String::from_utf8_lossy(&bytes);
    let mut lines = text.lines();
    let device = lines
        .next()
        .unwrap_or_default()
        .trim()
        .parse::<DeviceId>()
        .map_err(|error| Error::Storage(format!("the file \"{DEVICE_FILE}\" of this home is damaged: {error}")))?;
    let Some(secret) = keys.secret(device)? else {
        return Err(Error::Locked(format!(
            "the key of device {device} is not on this machine: a copied home folder opens nowhere else"
        )));
    };
    let check = check_of(&secret);
    match lines.next() {
        None => Ok(Found::Open(of(device, &secret, Known::Unchecked))),
        Some(line) if line.trim() == check => Ok(Found::Open(of(device, &secret, Known::Checked))),
        Some(line) => match pin::Sealed::read(&*world.files, &secret)? {
            Some(sealed) => {
                let check = line.trim().to_owned();
                Ok(Found::Locked(Locked { device, part: secret, check, sealed }))
            }
            None => Err(Error::Locked(format!("the key that was given is not the one of device {device}"))),
        },
    }
}

impl Locked {
    /// Returns the keys that a proven secret opens.
    pub fn keys(&self, secret: &[u8; 32]) -> Keys {
        of(self.device, secret, Known::Checked)
    }
}

/// Lets a home say which key is its own, now that the key has opened it.
pub fn note_check(world: &World, keys: &Keys) -> Result<()> {
    match keys.known {
        Known::JustBegun | Known::Checked => Ok(()),
        Known::Unchecked => write_device(world, keys.device, &keys.check),
    }
}

fn write_device(world: &World, device: DeviceId, check: &str) -> Result<()> {
    Ok(world.files.write(DEVICE_FILE, format!("{device}\n{check}\n").as_bytes())?)
}

/// Returns what tells a key from others and opens nothing.
fn check_of(secret: &[u8; 32]) -> String {
    hex::encode(derive(secret, "check"))
}

/// Begins a new device in a home whose device is lost. The secret stays: what lies here still opens with it. So does a
/// PIN: what the key store holds is handed on as it is, secret or part.
pub fn begin_again(world: &World, keys: &dyn KeyStore, lost: &Keys) -> Result<Keys> {
    let held = keys.secret(lost.device)?.ok_or_else(|| Error::Locked("the home's key is gone".to_owned()))?;
    let device = DeviceId(ids::at_random(world)?);
    if keys.secret(device)?.is_none() {
        keys.keep(device, &held)?;
    }
    write_device(world, device, &lost.check)?;
    // After that, or a cut would leave a home without a key. Left there, it would open the home past a PIN that is chosen
    // later: the secret is the same.
    if let Err(error) = keys.forget(lost.device) {
        tracing::warn!(device.id = %lost.device, %error, "The key of device {} stays behind", lost.device);
    }
    Ok(Keys { device, known: Known::JustBegun, ..lost.clone() })
}

fn begin(world: &World, keys: &dyn KeyStore) -> Result<Keys> {
    let device = DeviceId(ids::at_random(world)?);
    let mut secret = [0; 32];
    world.random.fill(&mut secret)?;
    // The key first: a home that names a device without a key could never be opened again.
    keys.keep(device, &secret)?;
    write_device(world, device, &check_of(&secret))?;
    Ok(of(device, &secret, Known::JustBegun))
}

fn of(device: DeviceId, secret: &[u8; 32], known: Known) -> Keys {
    Keys {
        device,
        database: derive(secret, "database"),
        files: FileKey(derive(secret, "files")),
        journal: FileKey(derive(secret, "journal")),
        known,
        check: check_of(secret),
    }
}

impl FileKey {
    /// Makes a key of its bytes.
    #[cfg(test)]
    pub fn for_tests(key: [u8; 32]) -> Self {
        Self(key)
    }

    /// Seals a file under its name: a sealed file that is renamed does not open.
    pub fn seal(&self, name: &str, bytes: &[u8], nonce: [u8; NONCE_BYTES]) -> Result<Vec<u8>> {
        let cipher = XChaCha20Poly1305::new(&self.0.into());
        let sealed = cipher
            .encrypt(&XNonce::from(nonce), Payload { msg: bytes, aad: name.as_bytes() })
            .map_err(|_| Error::Bug("seal a file".to_owned()))?;
        let mut file = nonce.to_vec();
        file.extend_from_slice(&sealed);
        Ok(file)
    }

    /// Opens a sealed file.
    pub fn open(&self, name: &str, file: &[u8]) -> Result<Vec<u8>> {
        let damaged = || Error::Storage(format!("the file {name} is damaged"));
        let (nonce, sealed) = file.split_first_chunk::<NONCE_BYTES>().ok_or_else(damaged)?;
        let cipher = XChaCha20Poly1305::new(&self.0.into());
        cipher.decrypt(&XNonce::from(*nonce), Payload { msg: sealed, aad: name.as_bytes() }).map_err(|_| damaged())
    }
}

/// Returns a fresh nonce for sealing.
pub fn nonce(random: &dyn Random) -> Result<[u8; NONCE_BYTES]> {
    let mut nonce = [0; NONCE_BYTES];
    random.fill(&mut nonce)?;
    Ok(nonce)
}

#[cfg(test)]
mod tests {
    use super::{FileKey, derive};

    #[test]
    fn a_sealed_file_opens_only_whole_under_its_name_and_key() {
        let key = FileKey(derive(&[7; 32], "files"));
        let sealed = key.seal("a", b"photo", [1; 24]).unwrap();
        assert_eq!(key.open("a", &sealed).unwrap(), b"photo");
        assert!(key.open("b", &sealed).is_err(), "a renamed file must not pass for another photo");
        assert!(key.open("a", &sealed[..sealed.len() - 1]).is_err());
        assert!(FileKey(derive(&[8; 32], "files")).open("a", &sealed).is_err());
        assert!(!sealed.windows(5).any(|part| part == b"photo"), "nothing is readable at rest");
    }
}
