//! What is known of photos: what was signed, what was found, a device's chain, and whether a file is one of ours.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::evidence::chain::Link;
use crate::evidence::photo::{OriginalPlace, PhotoRole};
use crate::evidence::verdict::{PairMeasures, Reason, Verdict};
use crate::ids::{CaseId, CaseNo, DeviceId, PhotoId, Sha256};
use crate::place::fix::Source;
use crate::time::Instant;

/// What is known of a signed photo.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct PhotoEvidence {
    /// The working copy.
    pub working: Sha256,
    /// The original's hash, promised at the shutter.
    pub original: Sha256,
    /// The shot.
    #[serde(default)]
    pub photo: Option<PhotoId>,
    /// Bytes of the original.
    #[serde(default)]
    pub original_bytes: u64,
    /// Where the original is.
    #[serde(default)]
    pub original_place: OriginalPlace,
    /// When the desk asked for it.
    #[serde(default)]
    pub original_asked_at: Option<Instant>,
    /// When it was receipted.
    #[serde(default)]
    pub original_received_at: Option<Instant>,
    /// What it shows.
    pub role: PhotoRole,
    /// The device that signed.
    pub device: DeviceId,
    /// Its place in the device's chain.
    pub index: u64,
    /// How it stands in that chain.
    pub link: Link,
    /// When it was taken, as the device says, corrected by the known offset.
    pub taken_at: Instant,
    /// Where, WGS-84 degrees.
    pub lon: Option<f64>,
    /// Where, WGS-84 degrees.
    pub lat: Option<f64>,
    /// How exact that was.
    pub accuracy_m: Option<f64>,
    /// When the working copy was receipted.
    pub received_at: Option<Instant>,
    /// Where the position came from.
    #[serde(default)]
    pub source: Option<Source>,
    /// The platform says that an app made the position up.
    #[serde(default)]
    pub is_mock: bool,
    /// Where the camera looked, degrees clockwise from north.
    #[serde(default)]
    pub heading_deg: Option<f64>,
    /// It came from a file and not from the app's own camera.
    #[serde(default)]
    pub is_imported: bool,
    /// When the imported file says it was taken.
    #[serde(default)]
    pub own_taken_at: Option<Instant>,
    /// Where the imported file says it was taken: longitude and latitude, WGS-84 degrees.
    #[serde(default)]
    pub own_place: Option<(f64, f64)>,
    /// How long a video or voice clip lasts, milliseconds.
    #[serde(default)]
    pub clip_ms: Option<u64>,
    /// How much may be built on it.
    #[serde(default)]
    pub verdict: Verdict,
    /// Why, the heaviest first.
    #[serde(default)]
    pub reasons: Vec<Reason>,
    /// What was measured between it and the before photo that it was framed by.
    #[serde(default)]
    pub pair: Option<PairMeasures>,
}

/// What is known of a file that no device signed for: handed in at a desk.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct UnsignedEvidence {
    /// The file.
    pub working: Sha256,
    /// When its EXIF says it was taken.
    pub own_taken_at: Option<Instant>,
    /// Where its EXIF says it was taken: longitude and latitude, WGS-84 degrees.
    pub own_place: Option<(f64, f64)>,
    /// How much may be built on it.
    pub verdict: Verdict,
    /// Why, the heaviest first.
    pub reasons: Vec<Reason>,
}

/// A page of a device's chain, the newest first: `GET /api/v1/devices/{id}/chain?before=…&limit=…`.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct DeviceChain {
    /// The device.
    pub device: DeviceId,
    /// Its shots.
    pub links: Vec<ChainLink>,
    /// Pass it as `before` for the next page; absent on the last.
    pub next: Option<u64>,
}

/// One shot in a device's chain.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct ChainLink {
    /// Its place; counts from 1.
    pub index: u64,
    /// The shot.
    pub photo: PhotoId,
    /// Its case. Of a shot that lies beside its case, and of one whose case is not the caller's to see, neither this is told
    /// nor its number, its place or the reasons of its verdict: only that the chain holds there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<CaseId>,
    /// The case's number.
    pub case_no: Option<CaseNo>,
    /// What it shows.
    pub role: PhotoRole,
    /// When it was taken, corrected by the known offset.
    pub taken_at: Instant,
    /// Where, WGS-84 degrees.
    pub lon: Option<f64>,
    /// Where, WGS-84 degrees.
    pub lat: Option<f64>,
    /// How it stands to the one before it.
    pub link: Link,
    /// How many places before it are empty: shots that were not handed in.
    pub missing_before: u64,
    /// The hash of its manifest.
    pub hash: Sha256,
    /// The hash that it names as the one before it.
    pub previous: Option<Sha256>,
    /// How much may be built on it.
    pub verdict: Verdict,
    /// Why. A reason points at another case only where the caller sees that case, too.
    pub reasons: Vec<Reason>,
}

/// A file that is byte for byte one of ours: `GET /api/v1/evidence/{sha256}`. Any other is refused with `file_unknown`.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct KnownFile {
    /// The hash of its bytes.
    pub sha256: Sha256,
    /// Everything that it stands for within the caller's reach: the same bytes may belong to several cases.
    pub stands: Vec<FileStand>,
}

/// One thing that a file stands for.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct FileStand {
    /// As what.
    pub stands_as: StandsAs,
    /// The case.
    pub case: CaseId,
    /// Its number.
    pub case_no: Option<CaseNo>,
    /// What was signed of it and what was found; nothing for a file that no device signed for.
    pub evidence: Option<PhotoEvidence>,
    /// The signature was verified again just now with the device's key, and holds.
    pub signature_holds: bool,
    /// What people call who was signed in on the device.
    pub taken_by: String,
}

/// As what a file stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum StandsAs {
    /// The upright, scaled, watermarked copy of a shot.
    Working,
    /// The file as the camera gave it.
    Original,
    /// Handed in at a desk, without a signature.
    Desk,
}
