//! Where somebody walked on shift, for who may see it.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::ids::{AccountId, DeviceId, UserName};
use crate::time::Instant;

/// `GET /api/v1/tracks`: one person's walk of one day. Who asks is recorded.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct DayTrack {
    /// Whose.
    pub account: AccountId,
    /// Their user name.
    pub user: UserName,
    /// The name people call them.
    pub name: String,
    /// The day, in the jurisdiction's zone.
    #[schema(value_type = String, format = Date)]
    pub day: Date,
    /// That zone.
    pub zone: String,
    /// How far it was, metres; where nobody knows what was between two points nothing is counted.
    pub metres: u64,
    /// The walks, in the order of their beginnings.
    pub walks: Vec<TrackWalk>,
}

/// What one shift on one device walked.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct TrackWalk {
    /// On which device.
    pub device: DeviceId,
    /// When the shift began, as the device's clock said then.
    pub shift: Instant,
    /// The points, in the order of their moments.
    pub points: Vec<TrackStep>,
}

/// Where the person was at a moment.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct TrackStep {
    /// When.
    pub at: Instant,
    /// Longitude, degrees, WGS-84.
    pub lon: f64,
    /// Latitude, degrees, WGS-84.
    pub lat: f64,
    /// The radius that the truth lies in, metres.
    pub accuracy_m: u16,
    /// What told it: `satellites`, `network`, `simulated`.
    pub means: String,
    /// The platform says that an app made it up.
    #[serde(default)]
    pub is_mock: bool,
}
