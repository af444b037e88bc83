//! Why something was not done, in three kinds: a person can act, it may work later, or it is our fault.

use app_bridge::told::Failure;
use shared::refusal::{Code, Refusal};

/// The result of everything here.
pub type Result<T> = std::result::Result<T, Error>;

/// Why something was not done. Whatever it is, nothing that was saved is lost.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Error {
    /// Refused by a rule, here or on the server; a person can act on it.
    #[error("{0}")]
    Refused(Refusal),
    /// The server was not reached, or the line was cut.
    #[error("not connected: {0}")]
    Offline(String),
    /// The server answered that it cannot now.
    #[error("the server cannot now: {0}")]
    Busy(String),
    /// This phone's own storage did not do it.
    #[error("storage: {0}")]
    Storage(String),
    /// The database of this phone is damaged.
    #[error("the database is damaged: {0}")]
    Broken(String),
    /// Database and journal of this phone are gone or unreadable: the device cannot go on counting.
    #[error("this device's records are gone: {0}")]
    Lost(String),
    /// This home cannot be opened here: its key is elsewhere, or it is a copy.
    #[error("this home does not open: {0}")]
    Locked(String),
    /// A fault of this program.
    #[error("a fault in the app: {0}")]
    Bug(String),
}

impl Error {
    /// Says whether trying again without changing anything is pointless.
    pub fn is_permanent(&self) -> bool {
        match self {
            Self::Refused(_) | Self::Locked(_) | Self::Lost(_) | Self::Bug(_) => true,
            Self::Offline(_) | Self::Busy(_) | Self::Storage(_) | Self::Broken(_) => false,
        }
    }

    /// Returns the stable code under which it is shown and logged.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Refused(refusal) => refusal.code.as_str(),
            Self::Offline(_) => "offline",
            Self::Busy(_) => Code::Busy.as_str(),
            Self::Storage(_) => "storage",
            Self::Broken(_) => "storage",
            Self::Lost(_) => "lost",
            Self::Locked(_) => "locked",
            Self::Bug(_) => "bug",
        }
    }

    /// Says it in words a collector understands.
    pub fn told(&self) -> Failure {
        let (zh, en, detail) = match self {
            Self::Refused(refusal) => (refusal.code.zh(), refusal.code.en(), refusal.detail.clone()),
            Self::Offline(why) => (
                "没有连上服务器；内容都保存在手机上，有网络后会自动再传",
                "The server was not reached; everything is saved here and will be sent when there is a network",
                Some(why.clone()),
            ),
            Self::Busy(why) => (Code::Busy.zh(), Code::Busy.en(), Some(why.clone())),
            Self::Storage(why) | Self::Broken(why) => (
                "手机存储读写失败，没有保存；请重试",
                "The phone's storage failed; not saved. Please try again",
                Some(why.clone()),
            ),
            Self::Lost(why) => (
                "这台手机的记录读不出来了，需要作为新设备重新登录",
                "The records on this phone cannot be read; it has to sign in again as a new device",
                Some(why.clone()),
            ),
            Self::Locked(why) => (
                "这里打不开这份资料：密钥不在这台机器上，或者它是复制来的",
                "This home does not open here: its key is not on this machine, or it is a copy",
                Some(why.clone()),
            ),
            Self::Bug(why) => (
                "应用出错了，已保存的内容都在；请重试",
                "The app failed; what was saved is safe. Please try again",
                Some(why.clone()),
            ),
        };
        Failure { code: self.code().to_owned(), zh: zh.to_owned(), en: en.to_owned(), detail }
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<Code> for Error {
    fn from(code: Code) -> Self {
        Self::Refused(code.into())
    }
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DiskFull) => Self::Refused(Code::DeviceFull.into()),
            Some(rusqlite::ErrorCode::DatabaseCorrupt | rusqlite::ErrorCode::NotADatabase) => {
                Self::Broken(error.to_string())
            }
            Some(_) | None => Self::Storage(error.to_string()),
        }
    }
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => {
                Self::Refused(Code::DeviceFull.into())
            }
            _ => Self::Storage(error.to_string()),
        }
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Self::Bug(format!("JSON: {error}"))
    }
}
