//! Codes that change every half minute (RFC 6238), and recovery codes.

use anyhow::anyhow;
use shared::ids::{Sha256, UserName};
use shared::time::Instant;
use totp_rs::{Builder, Secret, Totp};

use crate::error::Result;
use crate::world::Random;

/// Bytes of a secret: what RFC 4226 recommends.
pub const SECRET_BYTES: usize = 20;
/// How many recovery codes there are.
const RECOVERY_CODES: usize = 10;
/// What an app writes above the code.
const ISSUER: &str = "Xunge";

/// Returns what makes an account's codes: six digits of SHA-1, the only kind that every app makes; one half minute early
/// or late is taken.
fn totp(secret: &[u8], user: &UserName) -> Result<Totp> {
    let built = Builder::new()
        .with_secret(secret.to_vec())
        .with_account_name(user.as_str().to_owned())
        .with_issuer(Some(ISSUER))
        .with_skew(1)
        .build();
    built.map_err(|error| anyhow!("make one-time codes: {error}").into())
}

/// Returns the number of the half minute whose code it is, if it is one of now.
pub fn step(secret: &[u8], user: &UserName, code: &str, now: Instant) -> Result<Option<i64>> {
    if code.len() != 6 || !code.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(None);
    }
    let seconds = u64::try_from(now.ms() / 1_000).unwrap_or(0);
    let step = totp(secret, user)?.check(code, seconds);
    Ok(step.and_then(|step| i64::try_from(step).ok()))
}

/// Returns a secret as text to type, and as a link for an app.
pub fn told(secret: &[u8], user: &UserName) -> Result<(String, String)> {
    let totp = totp(secret, user)?;
    let url = totp.to_url().map_err(|error| anyhow!("write the link of a second factor: {error}"))?;
    Ok((totp.secret().to_base32(), url))
}

/// Makes recovery codes: 80 random bits each, in four groups that can be read out.
pub fn recovery(random: &dyn Random) -> Vec<String> {
    let one = || {
        let letters = Secret::from(random.bytes::<10>()).to_base32();
        let groups: Vec<String> =
            letters.as_bytes().chunks(4).map(|four| String::from_utf8_lossy(four).into()).collect();
        groups.join("-")
    };
    (0..RECOVERY_CODES).map(|_| one()).collect()
}

/// Returns a code as it is compared, however it was typed.
pub fn plain(code: &str) -> String {
    code.chars().filter(char::is_ascii_alphanumeric).take(64).map(|letter| letter.to_ascii_uppercase()).collect()
}

/// Returns what is kept of a recovery code.
pub fn hash(code: &str) -> String {
    Sha256::of(plain(code).as_bytes()).to_string()
}

#[cfg(test)]
mod tests {
    use shared::time::Instant;

    use super::{hash, plain, recovery, step, told};
    use crate::world::SystemRandom;

    const SECRET: &[u8] = b"12345678901234567890";

    #[test]
    fn the_codes_are_those_of_the_standard() {
        let user = "boss".parse().unwrap();
        let at = |seconds: i64, code| step(SECRET, &user, code, Instant::from_ms(seconds * 1_000)).unwrap();
        // RFC 6238, appendix B, the last six of its eight digits.
        assert_eq!(at(59, "287082"), Some(1));
        assert_eq!(at(1_111_111_109, "081804"), Some(37_037_036));
        assert_eq!(at(89, "287082"), Some(1), "half a minute late");
        assert_eq!(at(29, "287082"), Some(1), "half a minute early");
        assert_eq!(at(120, "287082"), None);
        assert_eq!(at(59, "28708"), None);
        assert_eq!(at(59, "２８７０８２"), None);
    }

    #[test]
    fn an_app_is_told_all_it_needs() {
        let (secret, url) = told(SECRET, &"boss".parse().unwrap()).unwrap();
        assert_eq!(secret, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        assert!(url.starts_with("otpauth://totp/Xunge:boss?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"), "{url}");
    }

    #[test]
    fn recovery_codes_are_all_different_and_taken_however_they_are_typed() {
        let codes = recovery(&SystemRandom);
        assert_eq!(codes.iter().collect::<std::collections::BTreeSet<_>>().len(), 10);
        assert!(codes.iter().all(|code| code.len() == 19 && code.split('-').all(|group| group.len() == 4)));
        let code = &codes[0];
        assert_eq!(hash(code), hash(&format!(" {} ", code.to_lowercase().replace('-', " "))));
        assert_eq!(plain("12 34-56"), "123456");
    }
}
