//! Why something was not done: refused, not now, or a fault of our own.

use shared::refusal::{Code, Refusal};

/// What may go wrong in the server.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The sender can act on it.
    #[error("refused: {0}")]
    Refused(#[from] Refusal),
    /// Trying again later may help; nothing was changed.
    #[error("not now, {code}: {cause:#}")]
    Transient {
        /// What the sender is told.
        code: Code,
        /// What stood in the way, for the log.
        cause: anyhow::Error,
    },
    /// A fault of the server's own; logged, never shown.
    #[error("fault: {0:#}")]
    Fault(anyhow::Error),
}

/// What most functions here return.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// Says whether the same request will fail the same way.
    pub fn is_permanent(&self) -> bool {
        match self {
            Self::Refused(_) => true,
            Self::Transient { .. } | Self::Fault(_) => false,
        }
    }
}

impl From<Code> for Error {
    fn from(code: Code) -> Self {
        Self::Refused(code.into())
    }
}

impl From<anyhow::Error> for Error {
    fn from(cause: anyhow::Error) -> Self {
        match crate::db::trouble(&cause) {
            Some(code) => Self::Transient { code, cause },
            None => Self::Fault(cause),
        }
    }
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        anyhow::Error::new(error).into()
    }
}

impl From<serde_json::Error> for Error {
    /// Only for JSON that we wrote ourselves; what others send is parsed at the edge.
    fn from(error: serde_json::Error) -> Self {
        Self::Fault(anyhow::Error::new(error).context("read JSON that this server wrote"))
    }
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        anyhow::Error::new(error).into()
    }
}

/// Refuses with a detail.
pub fn refuse<T>(code: Code, detail: impl Into<String>) -> Result<T> {
    Err(Error::Refused(Refusal::because(code, detail)))
}
