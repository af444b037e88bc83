//! What a server is told at its start.

use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use crate::proxies::Network;

/// Requests a minute of one account at a desk: a page that is open asks for some forty.
pub const DESK_PER_MINUTE: u32 = 600;
/// Requests a minute of one device: a round is a dozen, and the first after days without a network some hundreds.
pub const DEVICE_PER_MINUTE: u32 = 1_200;
/// Open lines of one account at a desk: one for each page that is looked at, and a few that a network lost.
pub const LINES_PER_ACCOUNT: u32 = 24;

/// The settings of one server process; nothing of a city is here.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where the embedded database and the files lie.
    pub data: PathBuf,
    /// Another database than the embedded one.
    pub database_url: Option<String>,
    /// Another place for files than the data folder, where several servers find them: `file://…` or `s3://…`.
    pub media_url: Option<String>,
    /// The console's pages.
    pub console: Option<PathBuf>,
    /// The packs that a new server starts from.
    pub packs: Option<PathBuf>,
    /// The price of a password guess.
    pub password_cost: PasswordCost,
    /// Where people reach the desk, for what leads back to it from paper; where it is not said, it is where they asked from.
    pub public_url: Option<PublicUrl>,
    /// Whether the listener speaks TLS: cookies are then marked secure.
    pub tls: bool,
    /// The certificate chain that the listener speaks TLS with; how long it holds is told to whoever watches.
    pub certificate: Option<PathBuf>,
    /// Bytes that one account may have waiting without a case.
    pub quarantine_bytes: u64,
    /// The largest single file.
    pub file_bytes: u64,
    /// The largest rescue file that the desk takes over HTTP.
    pub rescue_bytes: u64,
    /// Below this many free bytes no file is taken any more: the database must be able to go on.
    pub disk_reserve_bytes: u64,
    /// How long the line of an upload may stand still before its request is ended. What came is kept.
    pub stall: Duration,
    /// Connections to the database that read, at most; to PostgreSQL as many more that write.
    pub connections: u32,
    /// Proxies in front that are believed when they say whose request it is.
    pub trusted_proxies: Vec<Network>,
    /// Requests of one account at a desk, or of a script, that are answered in a minute.
    pub desk_per_minute: u32,
    /// Requests of one device that are answered in a minute.
    pub device_per_minute: u32,
    /// Lines of one account at a desk, or of a script, that stand open at once.
    pub lines_per_account: u32,
}

/// Where people reach the desk: `https://city.example`, or with a port of its own. Without a path: pages are at the root.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PublicUrl(String);

impl PublicUrl {
    /// Returns it without a slash at its end.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for PublicUrl {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let url = text.strip_suffix('/').unwrap_or(text);
        let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://")).unwrap_or_default();
        let is_host = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-' | ':' | '[' | ']');
        if host.is_empty() || !host.chars().all(is_host) {
            return Err(format!("{text:?} is no address such as https://city.example"));
        }
        Ok(Self(url.to_owned()))
    }
}

/// The parameters of argon2id.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PasswordCost {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes over it.
    pub passes: u32,
}

impl PasswordCost {
    /// What a server that people sign in to uses.
    pub const FULL: Self = Self { memory_kib: 19 * 1024, passes: 2 };
    /// What tests use: the same code, no time.
    pub const CHEAP: Self = Self { memory_kib: 8, passes: 1 };
}

impl Config {
    /// Returns the usual settings for a data folder.
    pub fn new(data: impl Into<PathBuf>) -> Self {
        Self {
            data: data.into(),
            database_url: None,
            media_url: None,
            console: None,
            packs: None,
            password_cost: PasswordCost::FULL,
            public_url: None,
            tls: false,
            certificate: None,
            quarantine_bytes: 512 * 1024 * 1024,
            file_bytes: 64 * 1024 * 1024,
            rescue_bytes: 8 * 1024 * 1024 * 1024,
            disk_reserve_bytes: 64 * 1024 * 1024,
            stall: Duration::from_secs(60),
            connections: 8,
            trusted_proxies: Vec::new(),
            desk_per_minute: DESK_PER_MINUTE,
            device_per_minute: DEVICE_PER_MINUTE,
            lines_per_account: LINES_PER_ACCOUNT,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::PublicUrl;

    #[test]
    fn an_address_is_a_scheme_and_a_host_and_nothing_else() {
        let read = |text: &str| text.parse::<PublicUrl>().map(|url| url.as_str().to_owned());
        assert_eq!(read("https://city.example/").as_deref(), Ok("https://city.example"));
        assert_eq!(read("http://10.0.0.7:8080").as_deref(), Ok("http://10.0.0.7:8080"));
        for odd in
            ["", "city.example", "https://", "https://city.example/desk", "https://a b", "ftp://city", "https://u@c"]
        {
            assert!(read(odd).is_err(), "{odd}");
        }
    }
}
