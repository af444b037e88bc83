//! The sync board: which device has synced what, live; how one of them fared; and the alarms.

use std::str::FromStr;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::account::Role;
use crate::ids::{AlarmId, DeviceId, JurisdictionId, Sha256, UserName};
use crate::sync::hello::{Heartbeat, PackKind};
use crate::time::Instant;

/// `GET /api/v1/devices`: every device in the caller's scope, what needs a call first.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct DeviceBoard {
    /// The server's clock when it answered; ages are counted from it.
    pub time: Instant,
    /// The newest packs, to compare with what devices hold.
    pub catalogue: Option<Sha256>,
    /// The devices.
    pub devices: Vec<DeviceRow>,
    /// Up to where this board knows everything: `after` of `GET /api/v1/devices/events`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mark: Option<String>,
    /// The packs that are in force or on one of the devices, by the versions that people say.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub packs: Vec<PackName>,
}

/// A pack as people name it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct PackName {
    /// Its content's name.
    pub hash: Sha256,
    /// What it holds.
    pub kind: PackKind,
    /// Whose it is.
    pub jurisdiction: JurisdictionId,
    /// The version that people say.
    pub version: String,
    /// It is the one in force.
    pub current: bool,
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
    /// When the last shift that was begun on it began; none where its bearer never worked in shifts on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shift_began_at: Option<Instant>,
    /// When that shift ended; none while it goes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shift_ended_at: Option<Instant>,
    /// How many orders wait for it or for whoever has it.
    #[serde(default, skip_serializing_if = "is_nothing")]
    pub orders_open: u64,
}

fn is_nothing(count: &u64) -> bool {
    *count == 0
}

/// `event: rows` of `GET /api/v1/devices/events`: what a board does not know yet.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct DeviceNews {
    /// The server's clock when it was told.
    pub time: Instant,
    /// These are all devices there are, and what a board knew before is let go of.
    #[serde(default)]
    pub whole: bool,
    /// As on the board.
    #[serde(default)]
    pub catalogue: Option<Sha256>,
    /// As on the board; told with all devices and when they are others than before.
    #[serde(default)]
    pub packs: Vec<PackName>,
    /// Devices of which something else is to be said than before.
    pub devices: Vec<DeviceRow>,
}

/// `event: gone`: devices that are on this board no longer.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct DevicesGone {
    /// Which.
    pub devices: Vec<DeviceId>,
}

/// `GET /api/v1/devices/{id}/history?hours=…`: how a device fared.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct DeviceHistory {
    /// Which.
    pub device: DeviceId,
    /// Where it begins.
    pub from: Instant,
    /// Where it ends: the server's clock.
    pub until: Instant,
    /// How often the device called in this time.
    pub contacts: u64,
    /// The contacts, the oldest first; where there were many, one for each of as many spans of equal length.
    pub points: Vec<HistoryPoint>,
    /// Since when nothing more came although something waits, or since when there is no word; none where all is well.
    pub stopped_at: Option<Instant>,
}

/// One contact.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct HistoryPoint {
    /// When.
    pub at: Instant,
    /// Before it there was no word for long.
    #[serde(default)]
    pub after_gap: bool,
    /// Operations that the server had not answered.
    pub operations: u64,
    /// Photos without a receipt.
    pub photos: u64,
    /// Battery, 0 to 100.
    pub battery_percent: Option<u8>,
    /// Free bytes where the app keeps its data.
    pub free_disk_bytes: Option<u64>,
    /// Device time minus server time, milliseconds.
    pub clock_skew_ms: Option<i64>,
    /// Why the round before it ended early, as a stable code.
    pub error: Option<String>,
}

/// What an alarm is about. A closed list.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AlarmKind {
    /// No word while its bearer is on shift.
    Silent,
    /// Something has waited on it for too long.
    Waiting,
    /// It is nearly full.
    DiskLow,
    /// Its battery is nearly empty.
    BatteryLow,
    /// Its clock is wrong.
    ClockOff,
    /// Its app is too old.
    OldApp,
}

impl AlarmKind {
    /// Every kind.
    pub const ALL: &[Self] =
        &[Self::Silent, Self::Waiting, Self::DiskLow, Self::BatteryLow, Self::ClockOff, Self::OldApp];

    /// Returns the word it is stored and travels as.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Silent => "silent",
            Self::Waiting => "waiting",
            Self::DiskLow => "disk_low",
            Self::BatteryLow => "battery_low",
            Self::ClockOff => "clock_off",
            Self::OldApp => "old_app",
        }
    }

    /// Returns the kind that is written so, if there is one.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.as_str() == text)
    }
}

/// There is no such kind.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("no alarm is of the kind \"{0}\"")]
pub struct NoAlarmKind(pub String);

impl FromStr for AlarmKind {
    type Err = NoAlarmKind;

    fn from_str(text: &str) -> Result<Self, NoAlarmKind> {
        Self::parse(text).ok_or_else(|| NoAlarmKind(text.chars().take(64).collect()))
    }
}

/// Trouble that was noticed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Alarm {
    /// Which alarm.
    pub id: AlarmId,
    /// On which device.
    pub device: DeviceId,
    /// Who had it then, whoever has it now; none of an alarm that was over before this was written down.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<UserName>,
    /// The name people call them; empty where nobody is named.
    pub name: String,
    /// Whom they worked for.
    pub jurisdiction: JurisdictionId,
    /// That jurisdiction's name.
    pub jurisdiction_name: String,
    /// What it is about.
    pub kind: AlarmKind,
    /// When it was noticed.
    pub since: Instant,
    /// When the trouble was over; none while it lasts.
    pub ended_at: Option<Instant>,
    /// Somebody has taken note of it.
    pub acknowledged: Option<Acknowledged>,
}

/// Who has taken note of an alarm.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Acknowledged {
    /// When.
    pub at: Instant,
    /// The name of who did.
    pub by: String,
    /// What they said about it.
    pub why: String,
}

/// `GET /api/v1/alarms`: the newest first.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct AlarmList {
    /// The alarms.
    pub alarms: Vec<Alarm>,
    /// `after` of the next page; none on the last one.
    pub next: Option<AlarmId>,
    /// How many within the caller's reach last and have been noted by nobody.
    pub unnoted: u64,
}

/// So many days an alarm is kept after its end.
pub const ALARM_DAYS: i64 = 90;

/// The longest text of why an alarm was noted, characters.
pub const LONGEST_WHY: usize = 200;

/// `POST /api/v1/alarms/{id}/acknowledge`.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct Acknowledge {
    /// What is to be said about it; may be empty. Mobile and identity numbers in it are masked.
    pub why: String,
}

#[cfg(test)]
mod tests {
    use super::AlarmKind;

    #[test]
    fn an_alarm_survives_its_own_word() {
        for kind in AlarmKind::ALL {
            assert_eq!(AlarmKind::parse(kind.as_str()), Some(*kind));
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.as_str());
        }
        assert_eq!(AlarmKind::parse("smoke"), None);
        assert!("smoke".parse::<AlarmKind>().is_err());
    }
}
