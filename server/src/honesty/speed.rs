//! People who were at two places faster than anybody goes, by the photos of their reports and answers.

use std::collections::BTreeSet;

use shared::api::honesty::HintFacts;
use shared::evidence::manifest::{Capture, Manifest};
use shared::honesty::travel::{Leap, Sighting, leaps};
use shared::ids::{AccountId, CaseId, DeviceId, JurisdictionId, PhotoId, Sha256};
use shared::place::fix::Source;
use shared::time::Instant;

use super::hint::{NewCase, NewHint};
use super::store::work::{self, Shot};
use crate::app::App;
use crate::error::Result;

const DAY_MS: i64 = 24 * 3_600_000;
/// A position that is older than this, or younger, does not say where the photo was taken.
const STALE_MS: i64 = 60_000;

/// By which photo somebody is known to have been somewhere.
#[derive(Clone, PartialEq, Eq, Debug)]
struct By {
    photo: PhotoId,
    device: DeviceId,
    case: CaseId,
    area: JurisdictionId,
    picture: Sha256,
}

/// Finds the leaps of everybody whose photos came since a moment. The day before their first is looked at, too: a photo
/// may follow one that came earlier.
pub async fn find(app: &App, since: Instant) -> Result<Vec<NewHint>> {
    let mut reader = app.db.read().await?;
    let mut found = Vec::new();
    for (account, first) in work::handed_in(&mut reader, since).await? {
        let shots = work::shots(&mut reader, account, first.plus_ms(-DAY_MS)).await?;
        let sightings = shots.iter().filter_map(sighting).collect();
        found.extend(leaps(sightings).iter().map(|leap| hint(account, leap)));
    }
    Ok(found)
}

/// What cannot be read says nothing here; it was verified when it came, and is judged elsewhere.
fn sighting(shot: &Shot) -> Option<Sighting<By>> {
    let manifest = Manifest::decode(&shot.signed.bytes().ok()?).ok()?;
    let fix = manifest.fix.as_ref()?;
    let is_measured = match fix.source {
        Source::Gnss | Source::Network | Source::Simulated => true,
        Source::MapPick | Source::Exif | Source::Import => false,
    };
    let is_fresh = manifest.taken.wall.since(fix.fix_time).saturating_abs() <= STALE_MS;
    if manifest.capture != Capture::Camera || !is_measured || !is_fresh {
        return None;
    }
    let by = By {
        photo: manifest.photo,
        device: manifest.device,
        case: shot.case,
        area: shot.area.clone(),
        picture: manifest.working.sha256.clone(),
    };
    Some(Sighting { by, at: manifest.taken.corrected(), place: fix.point().ok()?, accuracy_m: fix.accuracy_m })
}

fn hint(account: AccountId, leap: &Leap<By>) -> NewHint {
    let Leap { from, to, metres, least_m, ms, kmh } = leap;
    let of = |seen: &Sighting<By>| NewCase {
        case: seen.by.case,
        area: seen.by.area.clone(),
        picture: Some(seen.by.picture.clone()),
        task: None,
        at: seen.at,
    };
    let devices: BTreeSet<DeviceId> = [from.by.device, to.by.device].into();
    NewHint {
        key: format!("{}:{}", from.by.photo, to.by.photo),
        at: to.at,
        people: vec![account],
        facts: HintFacts::Speed {
            metres: whole(*metres),
            least_m: whole(*least_m),
            ms: *ms,
            kmh: whole(*kmh),
            devices: u64::try_from(devices.len()).unwrap_or(u64::MAX),
        },
        cases: vec![of(from), of(to)],
    }
}

fn whole(number: f64) -> u64 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "metres on the earth, and a speed by them"
    )]
    let number = number.round().max(0.0) as u64;
    number
}
