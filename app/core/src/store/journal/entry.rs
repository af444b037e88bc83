//! What stands in the journal.
//!
//! Written as JSON and read by every later app: a field is added with a default, a word is never given another meaning.

use serde::{Deserialize, Serialize};
use shared::api::session::AccountFacts;
use shared::evidence::PhotoRole;
use shared::evidence::manifest::SignedManifest;
use shared::ids::{
    AccountId, CaseId, CaseNo, DeviceId, JurisdictionId, OperationId, PhotoId, ServerId, Sha256, TaskId,
};
use shared::refusal::Code;
use shared::sync::push::{Envelope, OutcomeKind};
use shared::time::Instant;

use crate::store::photos::Traveller;

/// One entry.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(tag = "entry", rename_all = "snake_case")]
pub enum Entry {
    /// The device, with the key that it signs with.
    Device {
        /// Which.
        device: DeviceId,
        /// The key, hex.
        key: String,
        /// When it began.
        made: Instant,
    },
    /// Somebody signed in. The token is not kept: the device's key gets another.
    SignedIn(Box<Session>),
    /// They signed out.
    SignedOut,
    /// A shot was signed and chained.
    Photo(Box<Shot>),
    /// A shot was thrown away that nothing held; its place in the chain stays.
    PhotoDropped {
        /// Which.
        photo: PhotoId,
    },
    /// What the phone found out about a case and the operation does not say.
    Case {
        /// Which.
        case: CaseId,
        /// The responsible unit's name.
        unit_name: String,
        /// The calendar does not reach as far as the estimate.
        provisional: bool,
    },
    /// Something was done.
    Operation(Box<Done>),
    /// Another operation took the place of one that was set aside.
    Resent {
        /// The one that was set aside.
        operation: OperationId,
        /// The other.
        by: OperationId,
    },
    /// The server said what became of an operation.
    Outcome {
        /// Which.
        operation: OperationId,
        /// What became of it.
        result: OutcomeKind,
        /// Why it was refused.
        #[serde(default)]
        code: Option<Code>,
        /// Small print.
        #[serde(default)]
        detail: String,
        /// When it was heard.
        at: Instant,
    },
    /// The server gave a case its number.
    Numbered {
        /// Which.
        case: CaseId,
        /// The number.
        case_no: CaseNo,
    },
    /// The server receipted a file of a shot.
    Receipt {
        /// Which shot.
        photo: PhotoId,
        /// Which file of it.
        #[serde(default)]
        file: ShotFile,
        /// When it was heard.
        at: Instant,
    },
    /// A file of a shot that the server holds, or that nobody waits for, was freed here.
    Freed {
        /// Which shot.
        photo: PhotoId,
        /// Which file of it.
        file: ShotFile,
        /// When.
        at: Instant,
    },
    /// What was there before and is not told any more: numbers go on behind it.
    Counted {
        /// The last operation's number.
        sequence: u64,
        /// The last photo's place.
        place: u64,
        /// The hash that stands there; empty where there was none.
        hash: String,
    },
    /// An entry of a later app.
    #[serde(other)]
    Unknown,
}

/// Which of a shot's two files.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ShotFile {
    /// The working copy.
    #[default]
    Working,
    /// The original.
    Original,
}

impl From<Traveller> for ShotFile {
    fn from(traveller: Traveller) -> Self {
        match traveller {
            Traveller::Working => Self::Working,
            Traveller::Original => Self::Original,
        }
    }
}

impl From<ShotFile> for Traveller {
    fn from(file: ShotFile) -> Self {
        match file {
            ShotFile::Working => Self::Working,
            ShotFile::Original => Self::Original,
        }
    }
}

/// A sign-in.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Session {
    /// Who.
    pub account: AccountFacts,
    /// Address of the server.
    pub server_url: String,
    /// Which database that is.
    pub server_id: ServerId,
    /// Its epoch.
    pub epoch: u64,
    /// Its X25519 key in base64.
    pub sealing_key: String,
    /// Its Ed25519 key in base64; empty while it was not told.
    #[serde(default)]
    pub signing_key: String,
    /// When.
    pub at: Instant,
}

/// A shot.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Shot {
    /// Its identity.
    pub photo: PhotoId,
    /// The area it was taken in.
    pub jurisdiction: JurisdictionId,
    /// Who took it.
    pub account: AccountId,
    /// The report it was taken for.
    #[serde(default)]
    pub case: Option<CaseId>,
    /// The task it was taken for.
    #[serde(default)]
    pub task: Option<TaskId>,
    /// What it shows.
    pub role: PhotoRole,
    /// When it was taken.
    pub taken: Instant,
    /// What was signed, verbatim.
    pub signed: SignedManifest,
    /// The original's hash.
    pub original_sha256: Sha256,
    /// The original's bytes.
    pub original_bytes: u64,
    /// The working copy's hash.
    pub working_sha256: Sha256,
    /// The working copy's bytes.
    pub working_bytes: u64,
}

/// An operation with what the log says beside its bytes.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Done {
    /// Its bytes, verbatim.
    pub envelope: Envelope,
    /// The area it was made in.
    pub jurisdiction: JurisdictionId,
    /// Who made it.
    pub account: AccountId,
    /// `report` or `answer`.
    pub act: String,
    /// The case it is about.
    #[serde(default)]
    pub case: Option<CaseId>,
    /// The task it answers.
    #[serde(default)]
    pub task: Option<TaskId>,
    /// When it was made.
    pub made: Instant,
}
