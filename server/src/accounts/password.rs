//! Passwords: argon2id, at a price that is set from outside.

use anyhow::anyhow;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};

use crate::config::PasswordCost;
use crate::error::Result;
use crate::world::Random;

/// The shortest password an account may have.
pub const SHORTEST: usize = 8;

/// Returns what is stored instead of the password.
pub async fn hash(password: &str, cost: PasswordCost, random: &dyn Random) -> Result<String> {
    let salt = random.bytes::<16>();
    let password = password.to_owned();
    // Off the async threads: a hash is meant to be slow.
    let hashed = tokio::task::spawn_blocking(move || -> anyhow::Result<String> {
        let params = Params::new(cost.memory_kib, cost.passes, 1, None).map_err(|error| anyhow!("{error}"))?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let hash: PasswordHash = argon2
            .hash_password_with_salt(password.as_bytes(), &salt)
            .map_err(|error| anyhow!("hash a password: {error}"))?;
        Ok(hash.to_string())
    });
    Ok(hashed.await.map_err(anyhow::Error::new)??)
}

/// Says whether the password is the one that was stored.
pub async fn fits(password: &str, stored: &str) -> Result<bool> {
    let (password, stored) = (password.to_owned(), stored.to_owned());
    let checked = tokio::task::spawn_blocking(move || -> anyhow::Result<bool> {
        let parsed = PasswordHash::new(&stored).map_err(|error| anyhow!("read a stored password: {error}"))?;
        // The parameters are read from the stored text.
        Ok(Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok())
    });
    Ok(checked.await.map_err(anyhow::Error::new)??)
}
