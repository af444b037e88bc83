//! Passwords: argon2id, at a price that is set from outside.

use anyhow::anyhow;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};
use shared::ids::UserName;
use shared::refusal::Code;

use crate::config::PasswordCost;
use crate::error::{Result, refuse};
use crate::world::Random;

/// The shortest password an account may have.
pub const SHORTEST: usize = 8;

/// Refuses a password that would be tried first: too short, the account's own name, one letter over and over.
pub fn check(user: &UserName, password: &str) -> Result<()> {
    let plain = password.trim().to_lowercase();
    let first = plain.chars().next();
    if password.chars().count() < SHORTEST {
        refuse(Code::BadValue, format!("a password has at least {SHORTEST} characters"))
    } else if plain == user.as_str().to_lowercase() {
        refuse(Code::BadValue, "a password is not the user name")
    } else if plain.chars().all(|letter| Some(letter) == first) {
        refuse(Code::BadValue, "a password is not one letter over and over")
    } else {
        Ok(())
    }
}

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

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn a_password_that_would_be_tried_first_is_refused() {
        let user = "zhangsan".parse().unwrap();
        for bad in ["short", "ZhangSan", "aaaaaaaaa", "        ", "1111111111"] {
            assert!(check(&user, bad).is_err(), "{bad}");
        }
        for good in ["correct horse", "zhangsan1", "汉字也可以当密码"] {
            assert!(check(&user, good).is_ok(), "{good}");
        }
    }
}
