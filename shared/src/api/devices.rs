//! The sync board: which device has synced what.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::account::Role;
use crate::ids::{DeviceId, JurisdictionId, UserName};
use crate::sync::hello::Heartbeat;
use crate::time::Instant;

/// `GET /api/v1/devices`: every device in the caller's scope, what needs a call first.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct DeviceBoard {
    /// The server's clock when it answered; ages are counted from it.
    pub time: Instant,
    /// The newest packs, to compare with what devices hold.
    pub catalogue: Option<crate::ids::Sha256>,
    /// The devices.
    pub devices: Vec<DeviceRow>,
}

/// One device on the board.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct DeviceRow {
    /// Which installation.
    pub device: DeviceId,
    /// Who is signed in on it.
    pub user: UserName,
    /// The name people call them.
    pub name: String,
    /// Their role.
    pub role: Role,
    /// Whom they work for.
    pub jurisdiction: JurisdictionId,
    /// That jurisdiction's name.
    pub jurisdiction_name: String,
    /// Their duty grids.
    pub grids: Vec<String>,
    /// When it was first signed in.
    pub enrolled_at: Instant,
    /// When the server last heard of it.
    pub last_seen_at: Option<Instant>,
    /// When a round last ended with nothing left.
    pub last_complete_at: Option<Instant>,
    /// Device time minus server time at the last contact, milliseconds; positive when the device is fast.
    pub clock_skew_ms: Option<i64>,
    /// What it said last.
    pub heartbeat: Heartbeat,
    /// Shots announced by its operations.
    pub photos_total: u64,
    /// Of these, receipted.
    pub photos_received: u64,
    /// Operations taken from it so far.
    pub operations: u64,
    /// Of these, refused.
    pub operations_refused: u64,
    /// It was withdrawn.
    pub revoked_at: Option<Instant>,
    /// The version of its account's scope.
    #[serde(default)]
    pub scope_version: u64,
    /// The version that the device has taken whole, nothing older being left on it; another one than
    /// `scope_version` says that it still may hold what it should no longer see.
    #[serde(default)]
    pub scope_held: u64,
}
