//! A PIN on a home: the secret lies in the home, sealed under the PIN and under a part of the key that is in the key store.
//!
//! Neither a copied home, nor home and key store together, nor the PIN alone opens it. What stands between somebody who
//! has both files and the photos is the price of argon2id times a million PINs of six digits: hours to days on one
//! machine, and no more. Where the key store is hardware that gives nothing out, that somebody must have the phone.
//! A secret that lay in the key store before the PIN was chosen may still be found on the disk by whoever reads its free
//! blocks. Nobody can open a home whose PIN is forgotten, and nothing here ever wipes one.
//!
//! Written twice: a home whose sealed secret is lost is lost. Wrong tries are counted in `tries`.

mod tries;
#[cfg(test)]
mod tests;

use argon2::{Algorithm, Argon2, Params, Version};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use shared::ids::DeviceId;
use shared::refusal::{Code, Refusal};

use self::tries::Tries;
use super::{FileKey, Found, Locked, check_of, derive, find, nonce};
use crate::error::{Error, Result};
use crate::ports::{Clock, Files, KeyStore, World, heavy};

/// The sealed secret.
const LOCK: &str = "lock";
/// The same once more.
const SPARE: &str = "lock.spare";
/// Written into the file; another number is another build's.
const FORMAT: u32 = 1;
/// The fewest digits of a PIN.
pub const SHORTEST: usize = 6;
/// The most: nobody types more, and the rest would only be waited for.
pub const LONGEST: usize = 32;
/// A file that asks for more memory than this was not written here.
const MOST_MEMORY_KIB: u32 = 1024 * 1024;

/// What one try costs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Cost {
    /// Memory, KiB.
    pub memory_kib: u32,
    /// How often it is gone over.
    pub passes: u32,
}

impl Cost {
    /// Half a second to a second on a cheap phone.
    pub const STRONG: Self = Self { memory_kib: 64 * 1024, passes: 3 };
}

/// A home's secret, sealed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Sealed {
    format: u32,
    memory_kib: u32,
    passes: u32,
    salt: String,
    sealed: String,
    /// Tells which part of the key it belongs to, and opens nothing.
    part: String,
    /// Over all the others: a file that the disk spoiled is told from a wrong PIN.
    sum: String,
}

/// How many wrong tries there were in a row, and how long the next must wait.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Wait {
    /// Wrong tries in a row.
    pub wrong: u64,
    /// Milliseconds.
    pub ms: u64,
}

impl Sealed {
    /// Seals a secret.
    fn make(
        secret: &[u8; 32],
        part: &[u8; 32],
        pin: &str,
        cost: Cost,
        salt: [u8; 16],
        nonce: [u8; 24],
    ) -> Result<Self> {
        let key = key(pin, &salt, cost, part)?;
        let mut made = Self {
            format: FORMAT,
            memory_kib: cost.memory_kib,
            passes: cost.passes,
            salt: hex::encode(salt),
            sealed: hex::encode(key.seal(LOCK, secret, nonce)?),
            part: mark_of(part),
            sum: String::new(),
        };
        made.sum = made.summed();
        Ok(made)
    }

    /// Reads what is sealed under that part of the key; `None` where nothing is.
    pub fn read(files: &dyn Files, part: &[u8; 32]) -> Result<Option<Self>> {
        let mark = mark_of(part);
        for name in [LOCK, SPARE] {
            let Some(bytes) = files.read(name)? else { continue };
            match serde_json::from_slice::<Self>(&bytes) {
                Ok(sealed) if sealed.sum == sealed.summed() && sealed.part == mark => return Ok(Some(sealed)),
                Ok(_) | Err(_) => tracing::warn!(name, "A sealed secret is damaged, or belongs to another key"),
            }
        }
        Ok(None)
    }

    /// Both copies, one after the other: at every moment one of them is whole.
    fn write(&self, files: &dyn Files) -> Result<()> {
        let text = serde_json::to_vec(self)?;
        files.write(LOCK, &text)?;
        Ok(files.write(SPARE, &text)?)
    }

    /// Writes again whichever of the two copies is not whole, or is from before a change that was cut: nobody sees that one
    /// is left alone until it is lost as well. Nothing where another PIN was chosen meanwhile.
    fn mend_copies(&self, files: &dyn Files, part: &[u8; 32]) -> Result<()> {
        if Self::read(files, part)?.as_ref() != Some(self) {
            return Ok(());
        }
        let text = serde_json::to_vec(self)?;
        for name in [LOCK, SPARE] {
            if files.read(name)?.as_ref() != Some(&text) {
                files.write(name, &text)?;
            }
        }
        Ok(())
    }

    /// Opens it; `None` when the PIN is another.
    fn open(&self, part: &[u8; 32], pin: &str, check: &str) -> Result<Option<[u8; 32]>> {
        let damaged = || Error::Storage("the sealed secret of this home is damaged".to_owned());
        if self.format != FORMAT || self.memory_kib > MOST_MEMORY_KIB {
            return Err(Error::Storage("the sealed secret of this home is of a later version of the app".to_owned()));
        }
        let mut salt = [0; 16];
        hex::decode_to_slice(&self.salt, &mut salt).map_err(|_| damaged())?;
        let sealed = hex::decode(&self.sealed).map_err(|_| damaged())?;
        let cost = Cost { memory_kib: self.memory_kib, passes: self.passes };
        let Ok(opened) = key(pin, &salt, cost, part)?.open(LOCK, &sealed) else { return Ok(None) };
        let secret: [u8; 32] = opened.try_into().map_err(|_| damaged())?;
        Ok((check_of(&secret) == check).then_some(secret))
    }

    fn summed(&self) -> String {
        let Self { format, memory_kib, passes, salt, sealed, part, sum: _ } = self;
        let all = format!("{format} {memory_kib} {passes} {salt} {sealed} {part}");
        hex::encode(Sha256::digest(all.as_bytes()))
    }
}

/// Refuses a PIN that is no PIN, or that is tried first by whoever picks the phone up.
pub fn acceptable(pin: &str) -> Result<()> {
    let weak = |detail: &str| Err(Refusal::because(Code::PinWeak, detail).into());
    let digits = pin.as_bytes();
    if digits.len() < SHORTEST || digits.len() > LONGEST || !digits.iter().all(u8::is_ascii_digit) {
        return weak("6 to 32 digits");
    }
    let step =
        |by: i16| digits.iter().zip(digits.iter().skip(1)).all(|(one, next)| i16::from(*next) - i16::from(*one) == by);
    if step(0) || step(1) || step(-1) { weak("all alike, or in a row") } else { Ok(()) }
}

/// Says whether a home has a PIN.
pub fn is_set(world: &World, store: &dyn KeyStore) -> Result<bool> {
    match find(world, store)? {
        Found::Locked(_) => Ok(true),
        Found::Open(_) => Ok(false),
    }
}

/// Says how long the next try must wait.
pub fn wait(files: &dyn Files, clock: &dyn Clock) -> Result<Wait> {
    let tries = Tries::read(files)?;
    Ok(Wait { wrong: tries.wrong(), ms: tries.wait_ms(clock) })
}

/// Tries a PIN and returns the secret. The try is counted before it is made: ending the app in the middle gains nothing, and
/// a full disk gives nobody tries for nothing.
pub async fn prove(world: &World, locked: &Locked, pin: &str) -> Result<[u8; 32]> {
    let tries = Tries::read(&*world.files)?;
    let wait_ms = tries.wait_ms(&*world.clock);
    if wait_ms > 0 {
        return Err(Refusal::because(Code::PinWait, format!("{} s", wait_ms.div_ceil(1_000))).into());
    }
    count(world, &tries.with_another(&*world.clock))?;
    let (sealed, part, check, pin) = (locked.sealed.clone(), locked.part, locked.check.clone(), pin.to_owned());
    match heavy(&*world.work, move || sealed.open(&part, &pin, &check)).await?? {
        Some(secret) => {
            forget_tries(world)?;
            if let Err(error) = locked.sealed.mend_copies(&*world.files, &locked.part) {
                tracing::warn!(%error, "A copy of the sealed secret could not be mended");
            }
            Ok(secret)
        }
        None => Err(Code::PinWrong.into()),
    }
}

/// Counts a try. Where the disk is full the reserve makes room for it: a person is not to be kept from what is unsent.
/// Where even that is gone the try is refused and not made, for it would be one that nobody counts.
fn count(world: &World, tries: &Tries) -> Result<()> {
    let counted = match tries.write(&*world.files) {
        Err(error) if is_full(&error) && world.spare.give_up()? => tries.write(&*world.files),
        counted => counted,
    };
    counted.map_err(|error| {
        if is_full(&error) {
            Refusal::because(Code::DeviceFull, "a try that cannot be counted is not made").into()
        } else {
            error
        }
    })
}

/// Forgets the tries before the right one. Where there is no room they stay counted: that only makes later ones wait.
fn forget_tries(world: &World) -> Result<()> {
    match Tries::default().write(&*world.files) {
        Err(error) if is_full(&error) => {
            tracing::warn!("The tries before the right PIN stay counted: the disk is full");
            Ok(())
        }
        forgotten => forgotten,
    }
}

fn is_full(error: &Error) -> bool {
    match error {
        Error::Refused(refusal) => refusal.code == Code::DeviceFull,
        Error::Offline(_)
        | Error::Busy(_)
        | Error::Storage(_)
        | Error::Broken(_)
        | Error::Lost(_)
        | Error::Locked(_)
        | Error::Bug(_) => false,
    }
}

/// Sets a PIN, or another one in the place of the old. Cut anywhere, the home opens as before or with the new one.
pub async fn choose(
    world: &World,
    store: &dyn KeyStore,
    device: DeviceId,
    old: Option<&str>,
    new: &str,
    cost: Cost,
) -> Result<()> {
    acceptable(new)?;
    match find(world, store)? {
        Found::Open(_) => {
            let secret = store.secret(device)?.ok_or_else(|| Error::Locked("the home's key is gone".to_owned()))?;
            let mut part = [0; 32];
            world.random.fill(&mut part)?;
            seal(world, secret, part, new, cost).await?;
            // Do not reorder: until the key store holds the part, the secret that it holds opens the home without a PIN.
            store.replace(device, &part)
        }
        Found::Locked(locked) => {
            let secret = prove(world, &locked, old.unwrap_or_default()).await?;
            seal(world, secret, locked.part, new, cost).await
        }
    }
}

async fn seal(world: &World, secret: [u8; 32], part: [u8; 32], pin: &str, cost: Cost) -> Result<()> {
    let mut salt = [0; 16];
    world.random.fill(&mut salt)?;
    let nonce = nonce(&*world.random)?;
    let pin = pin.to_owned();
    let made = heavy(&*world.work, move || Sealed::make(&secret, &part, &pin, cost, salt, nonce)).await??;
    Tries::default().write(&*world.files)?;
    made.write(&*world.files)
}

/// Takes the PIN away. Cut anywhere, the home opens with the PIN or without.
pub async fn forgo(world: &World, store: &dyn KeyStore, device: DeviceId, pin: &str) -> Result<()> {
    match find(world, store)? {
        Found::Open(_) => Ok(()),
        Found::Locked(locked) => {
            let secret = prove(world, &locked, pin).await?;
            // Do not reorder: what is sealed goes when it is no longer needed.
            store.replace(device, &secret)?;
            for name in [LOCK, SPARE] {
                world.files.remove(name)?;
            }
            Ok(())
        }
    }
}

/// The key of PIN and part together: each alone is worth nothing.
fn key(pin: &str, salt: &[u8; 16], cost: Cost, part: &[u8; 32]) -> Result<FileKey> {
    let failed = |error: argon2::Error| Error::Bug(format!("derive a key from a PIN: {error}"));
    let params = Params::new(cost.memory_kib, cost.passes, 1, Some(32)).map_err(failed)?;
    let mut stretched = [0; 32];
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    argon2.hash_password_into(pin.as_bytes(), salt, &mut stretched).map_err(failed)?;
    let mut hasher = Sha256::new();
    hasher.update(b"xunge pin key\0");
    hasher.update(stretched);
    hasher.update(part);
    Ok(FileKey(hasher.finalize().into()))
}

fn mark_of(part: &[u8; 32]) -> String {
    hex::encode(derive(part, "pin part"))
}
