//! What a desk is told of a photo.

use shared::api::evidence::{PhotoEvidence, UnsignedEvidence};
use shared::evidence::OriginalPlace;
use shared::evidence::manifest::{Capture, Manifest, OwnClaims};

use super::store::told::{Kept, KeptUnsigned};
use crate::error::Result;

/// Tells of a signed shot.
pub fn signed(shot: Kept) -> Result<PhotoEvidence> {
    // Verified when it came; what is kept is read without the key.
    let manifest = Manifest::decode(&shot.signed.bytes()?)?;
    let fix = manifest.fix.as_ref();
    let point = fix.and_then(|fix| fix.point().ok());
    let original_place = match (shot.original_received_at, shot.original_is_coming, shot.original_asked_at) {
        (Some(_), _, _) => OriginalPlace::Here,
        (None, true, _) => OriginalPlace::OnTheWay,
        (None, false, Some(_)) => OriginalPlace::Asked,
        (None, false, None) => OriginalPlace::OnPhone,
    };
    let own = manifest.own.unwrap_or_default();
    Ok(PhotoEvidence {
        photo: Some(shot.photo),
        original_bytes: manifest.original.size_bytes,
        original_place,
        original_asked_at: shot.original_asked_at,
        original_received_at: shot.original_received_at,
        role: manifest.role,
        device: manifest.device,
        index: manifest.index,
        link: shot.link,
        taken_at: manifest.taken.corrected(),
        lon: point.map(|at| at.lon()),
        lat: point.map(|at| at.lat()),
        accuracy_m: fix.and_then(|fix| fix.accuracy_m),
        received_at: shot.received_at,
        source: fix.map(|fix| fix.source),
        is_mock: fix.is_some_and(|fix| fix.is_mock),
        heading_deg: fix.and_then(|fix| fix.heading_deg),
        is_imported: manifest.capture == Capture::Imported,
        own_taken_at: own.taken,
        own_place: degrees(&own),
        clip_ms: manifest.clip_ms,
        verdict: shot.verdict,
        reasons: shot.reasons,
        pair: shot.pair,
        working: manifest.working.sha256,
        original: manifest.original.sha256,
    })
}

/// Tells of a file without a signature.
pub fn unsigned(file: KeptUnsigned) -> UnsignedEvidence {
    UnsignedEvidence {
        own_taken_at: file.own.taken,
        own_place: degrees(&file.own),
        verdict: file.verdict,
        reasons: file.reasons,
        working: file.sha256,
    }
}

fn degrees(own: &OwnClaims) -> Option<(f64, f64)> {
    own.place.map(|(lon, lat)| (lon.degrees(), lat.degrees()))
}
