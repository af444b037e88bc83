//! What a server is told at its start.

use std::path::PathBuf;
use std::time::Duration;

use crate::proxies::Network;

/// Requests a minute of one account at a desk: a page that is open asks for some forty.
pub const DESK_PER_MINUTE: u32 = 600;
/// Requests a minute of one device: a round is a dozen, and the first after days without a network some hundreds.
pub const DEVICE_PER_MINUTE: u32 = 1_200;

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
    /// Connections to the database.
    pub connections: u32,
    /// Proxies in front that are believed when they say whose request it is.
    pub trusted_proxies: Vec<Network>,
    /// Requests of one account at a desk, or of a script, that are answered in a minute.
    pub desk_per_minute: u32,
    /// Requests of one device that are answered in a minute.
    pub device_per_minute: u32,
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
        }
    }
}
