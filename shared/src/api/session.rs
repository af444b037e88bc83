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
    /// The one-time code of an account that has a second factor, or one of its recovery codes. Without it such an account
    /// is refused with `second_factor_needed`, and asks once more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
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
    /// The account must set up a second factor before anything else is answered. Said only where it is so.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub second_factor_missing: bool,
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

/// `GET /api/v1/session/all`: how the caller may sign in, and where they are signed in.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct OwnSessions {
    /// Where they are signed in, the newest first; a phone once.
    pub sessions: Vec<OwnSession>,
    /// A session at a desk ends when nothing is asked in it for so many minutes.
    pub idle_minutes: u32,
    /// Their second factor.
    pub second_factor: OwnFactor,
}

/// One session of one's own.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct OwnSession {
    /// Names it, and opens nothing.
    pub id: String,
    /// It is the one that asks.
    pub is_this: bool,
    /// The phone it was opened on; none for a desk or a script.
    pub device: Option<DeviceId>,
    /// When it was opened.
    pub made_at: Instant,
    /// When it was last used, to a few minutes.
    pub used_at: Instant,
    /// When it ends at the latest.
    pub ends_at: Instant,
    /// The network it was opened from: an address without its last part; empty where it is not known.
    pub address: String,
    /// What it was opened with, by name: `Firefox · Windows`; empty where it is not known.
    pub agent: String,
}

/// A second factor of one's own.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct OwnFactor {
    /// Since when there is one.
    pub since: Option<Instant>,
    /// How many recovery codes are left.
    pub codes_left: u32,
    /// Somebody of this role has to have one here.
    pub is_required: bool,
}

/// `POST /api/v1/session/password`: another password for oneself. Every other session ends.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PasswordChange {
    /// The one until now.
    pub old: String,
    /// The one from now on.
    pub new: String,
}

/// `POST /api/v1/session/second-factor`: begin with a second factor. The answer is a [`FactorSecret`].
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FactorBegin {
    /// One's password once more: an open desk is not enough.
    pub password: String,
}

/// What an app for one-time codes has to know. Told once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FactorSecret {
    /// The secret in base32, to type.
    pub secret: String,
    /// The same with all that belongs to it, as a link for the app.
    pub url: String,
    /// The link as a picture to scan: SVG.
    pub picture: String,
}

/// A one-time code: `POST /api/v1/session/second-factor/confirm` turns the second factor on, `…/end` turns it off, where a
/// recovery code does too.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FactorCode {
    /// The code.
    pub code: String,
}

/// Codes for the day the phone with the app is lost. Told once, each good once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RecoveryCodes {
    /// The codes.
    pub codes: Vec<String>,
}

/// `GET /api/v1/session/guards`: accounts within reach that are locked for a while or have a second factor.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct GuardList {
    /// The accounts, by user name.
    pub guards: Vec<Guard>,
    /// Where the next page begins.
    pub next: Option<UserName>,
}

/// What guards an account.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Guard {
    /// The account.
    pub account: AccountId,
    /// Its user name.
    pub user: UserName,
    /// The name people call it.
    pub name: String,
    /// What it may do.
    pub role: Role,
    /// Whom it works for.
    pub jurisdiction: JurisdictionId,
    /// So many sign-ins failed one after the other.
    pub failures: u32,
    /// Until when nobody can sign in to it; none when it is open.
    pub locked_until: Option<Instant>,
    /// It has a second factor.
    pub second_factor: bool,
}
