//! Signing in: people with a password, devices with their key.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::account::Role;
use crate::ids::{AccountId, DeviceId, JurisdictionId, ServerId, UnitId, UserName};
use crate::settings::USUAL_ZONE;
use crate::time::Instant;

/// `POST /api/v1/session`. `GET` of the same address tells the same without a token, `DELETE` ends it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SignIn {
    /// The user name.
    pub user: String,
    /// The password.
    pub password: String,
    /// The device that signs in; without one the session is a desk's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<DeviceKey>,
}

/// A device introduces itself.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct DeviceKey {
    /// Made at first start.
    pub id: DeviceId,
    /// Its Ed25519 public key, 32 bytes in base64.
    pub public_key: String,
}

/// The answer. A browser also gets its session as a cookie and never reads `token`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Session {
    /// A Bearer token for devices and scripts.
    pub token: String,
    /// When it ends; a device renews it with its key.
    pub expires: Instant,
    /// Which server this is.
    pub server: ServerFacts,
    /// Who signed in.
    pub account: AccountFacts,
}

/// Which server this is.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct ServerFacts {
    /// Which database.
    pub id: ServerId,
    /// Rises when it is restored from a backup.
    pub epoch: u64,
    /// Its X25519 public key, 32 bytes in base64: rescue files are sealed for it.
    pub sealing_key: String,
    /// Its Ed25519 public key, 32 bytes in base64: receipts of shifts are signed with its other half.
    #[serde(default)]
    pub signing_key: String,
}

/// Who signed in.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct AccountFacts {
    /// The account.
    pub id: AccountId,
    /// Its user name.
    pub user: UserName,
    /// The name people call it, for watermarks and lists.
    pub name: String,
    /// What it may do.
    pub role: Role,
    /// Whom it works for.
    pub jurisdiction: JurisdictionId,
    /// That jurisdiction's name.
    pub jurisdiction_name: String,
    /// The responsible unit it acts for.
    pub unit: Option<UnitId>,
    /// The server is a training city.
    pub training: bool,
    /// IANA name of the zone that the jurisdiction's times are shown in.
    #[serde(default = "usual_zone")]
    pub zone: String,
}

/// What an older server means, which did not say.
fn usual_zone() -> String {
    USUAL_ZONE.to_owned()
}

/// `POST /api/v1/session/challenge`: a device asks for something to sign.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct ChallengeRequest {
    /// Which device.
    pub device: DeviceId,
}

/// What the device has to sign: the UTF-8 bytes of `challenge`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Challenge {
    /// Random, good for one use.
    pub challenge: String,
    /// When it is no longer good.
    pub expires: Instant,
}

/// `POST /api/v1/session/renew`: a new token for the device's key. The answer is a [`Session`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Renewal {
    /// Which device.
    pub device: DeviceId,
    /// The challenge as it was given.
    pub challenge: String,
    /// Ed25519 signature over its bytes, base64.
    pub signature: String,
}

/// `POST /api/v1/session/enroll`: redeems an enrolment link's code. The answer is a [`Session`].
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Enrolment {
    /// The code of the link, good for one use.
    pub code: String,
    /// The device that signs in with it.
    pub device: DeviceKey,
    /// Whose unsent work lies on the device: a link for anybody else is refused, and stays good.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub only_for: Option<AccountId>,
}
