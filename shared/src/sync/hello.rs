//! Hello and heartbeat: the first step of a round, also sent alone when the queue is stuck.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::orders::{OrderTold, OrderWord};
use crate::api::session::AccountFacts;
use crate::evidence::times::Times;
use crate::ids::{DeviceId, DutyGridId, JurisdictionId, ServerId, Sha256};
use crate::time::Instant;

/// What a device says at the start of a round. The supervisors' board is made of these.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Hello {
    /// The protocol the app speaks.
    pub protocol: u32,
    /// Which installation.
    pub device: DeviceId,
    /// The device's three times at sending.
    pub times: Times,
    /// What waits here and how the device is.
    pub heartbeat: Heartbeat,
    /// The version of the scope that was taken whole; nothing of an older one is left on the device.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope_held: Option<u64>,
    /// What became of the orders that this device was told.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub orders: Vec<OrderWord>,
}

/// How a device is. Everything that is not known is left out rather than guessed.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct Heartbeat {
    /// Version of the app.
    pub app_version: String,
    /// `android 14`, `linux desk`, ….
    pub platform: String,
    /// Operations that the server has not answered.
    pub waiting_operations: u64,
    /// When the oldest of them was made, by the device's clock.
    pub oldest_waiting: Option<Instant>,
    /// Shots whose working copy has no receipt.
    pub waiting_photos: u64,
    /// Bytes of those working copies.
    pub waiting_bytes: u64,
    /// Originals that are to travel and have no receipt. Counted apart: they never make a round incomplete.
    #[serde(skip_serializing_if = "is_nothing")]
    pub waiting_originals: u64,
    /// Bytes of those originals.
    #[serde(skip_serializing_if = "is_nothing")]
    pub waiting_original_bytes: u64,
    /// Operations set aside with a reason.
    pub set_aside: u64,
    /// The catalogue pack in use.
    pub catalogue: Option<Sha256>,
    /// The boundaries pack in use.
    pub boundaries: Option<Sha256>,
    /// Free bytes where the app keeps its data.
    pub free_disk_bytes: Option<u64>,
    /// Battery, 0 to 100.
    pub battery_percent: Option<u8>,
    /// Why the last round ended early, as a stable code.
    pub last_error: Option<String>,
    /// Rows in which the device still differed from the server at the end of its last round.
    #[serde(skip_serializing_if = "is_nothing")]
    pub differing: u64,
    /// When a round last ended with nothing left and both sides holding the same, by the device's clock.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub complete_at: Option<Instant>,
}

/// Says whether there is nothing to tell: a server that does not know the field hears what it always heard.
fn is_nothing(count: &u64) -> bool {
    *count == 0
}

/// The server's answer.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct HelloReply {
    /// The newest protocol the server speaks.
    pub protocol: u32,
    /// Which database this is.
    pub server: ServerId,
    /// Rises when the database is restored from a backup.
    pub epoch: u64,
    /// The server's clock when it answered.
    pub time: Instant,
    /// Rises when what the account may see changes.
    pub scope_version: u64,
    /// Which jurisdiction the account works for.
    pub jurisdiction: JurisdictionId,
    /// The packs of the scope.
    pub packs: Vec<PackRef>,
    /// What the account is now: role and jurisdiction may have changed since the sign-in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<AccountFacts>,
    /// What changes whenever the announcements for this account do; nothing where there are none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub announcements: Option<Sha256>,
    /// What changes whenever the directory does that this account may see; nothing where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub directory: Option<Sha256>,
    /// The duty grids that the account walks; none where it has none, or the server does not say.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub duty_grids: Vec<DutyGridId>,
    /// The mark of the account's list of base maps; none where there never was one. The list itself is
    /// `GET /api/v1/base-maps`, asked for when the mark is another than before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base_maps: Option<Sha256>,
    /// All orders to this device that are open; an app that does not know them passes them over.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub orders: Vec<OrderTold>,
}

/// What a pack holds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PackKind {
    /// Categories, filing conditions, limits.
    Catalogue,
    /// Working time and holidays.
    Calendar,
    /// Unit grids, duty grids, industry layers, boundary remarks.
    Boundaries,
    /// The jurisdiction's switches and numbers.
    Settings,
    /// A kind that this build does not know; kept and passed over.
    #[serde(other)]
    Unknown,
}

impl PackKind {
    /// Returns the word it is stored and travels as.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Catalogue => "catalogue",
            Self::Calendar => "calendar",
            Self::Boundaries => "boundaries",
            Self::Settings => "settings",
            Self::Unknown => "unknown",
        }
    }
}

/// Names a pack by its content.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct PackRef {
    /// What it holds.
    pub kind: PackKind,
    /// Whose it is; the city's own id for what is the same everywhere.
    pub jurisdiction: JurisdictionId,
    /// SHA-256 over the uncompressed bytes.
    pub hash: Sha256,
    /// The version that people say.
    pub version: String,
    /// Uncompressed bytes.
    pub size_bytes: u64,
}
