//! People who were at two places faster than anybody goes, by the photos of their reports and answers.
//!
//! Only what a satellite receiver measured says where somebody was, and when it was measured says when: cells and wireless
//! networks may be a town away. Times are those of the device's forward clock, put to the server's where the two once met;
//! where they did not, only photos of one run of that clock are compared with each other. What a wall clock says moves
//! nobody.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use shared::api::honesty::HintFacts;
use shared::evidence::manifest::{Capture, Manifest};
use shared::evidence::times::Anchor;
use shared::honesty::travel::{Leap, Sighting, leaps};
use shared::ids::{AccountId, CaseId, DeviceId, JurisdictionId, PhotoId, Sha256};
use shared::place::fix::Source;
use shared::time::Instant;

use super::hint::{NewCase, NewHint};
use super::store::work::{self, Shot};
use crate::app::App;
use crate::devices;
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

/// One run of a device's forward clock.
type Run = (DeviceId, String);

/// What clocks agree: all that are known by the server's, or one run by itself.
type Clock = Option<Run>;

/// Finds the leaps of everybody whose photos came since a moment. The day before their first is looked at, too: a photo
/// may follow one that came earlier.
pub async fn find(app: &App, since: Instant) -> Result<Vec<NewHint>> {
    let mut reader = app.db.read().await?;
    let mut found = Vec::new();
    for (account, first) in work::handed_in(&mut reader, since).await? {
        let shots = work::shots(&mut reader, account, first.plus_ms(-DAY_MS)).await?;
        let taken: Vec<(Shot, Manifest)> = shots.into_iter().filter_map(read).collect();
        let mut anchors: BTreeMap<Run, Option<Anchor>> = BTreeMap::new();
        for (_, manifest) in &taken {
            let run = (manifest.device, manifest.taken.boot.clone());
            if let Entry::Vacant(unasked) = anchors.entry(run) {
                let (device, boot) = unasked.key();
                let anchor = devices::actions::anchor(&mut reader, *device, boot).await?;
                unasked.insert(anchor);
            }
        }
        for sightings in by_clock(&taken, &anchors).into_values() {
            found.extend(leaps(sightings).iter().map(|leap| hint(account, leap)));
        }
    }
    Ok(found)
}

/// What cannot be read says nothing here; it was verified when it came, and is judged elsewhere.
fn read(shot: Shot) -> Option<(Shot, Manifest)> {
    let manifest = Manifest::decode(&shot.signed.bytes().ok()?).ok()?;
    Some((shot, manifest))
}

/// Puts together what was timed by clocks that agree.
fn by_clock(taken: &[(Shot, Manifest)], anchors: &BTreeMap<Run, Option<Anchor>>) -> BTreeMap<Clock, Vec<Sighting<By>>> {
    let mut found: BTreeMap<Clock, Vec<Sighting<By>>> = BTreeMap::new();
    // Where a run never met the server's clock, it is put where its first photo says that it was.
    let mut assumed: BTreeMap<Run, Anchor> = BTreeMap::new();
    for (shot, manifest) in taken {
        let times = &manifest.taken;
        let run = (manifest.device, times.boot.clone());
        let (clock, anchor) = match anchors.get(&run).copied().flatten() {
            Some(anchor) => (None, anchor),
            None => {
                let first = Anchor { monotonic_ms: times.monotonic_ms, at: times.corrected() };
                (Some(run.clone()), *assumed.entry(run).or_insert(first))
            }
        };
        if let Some(seen) = sighting(shot, manifest, times.by_forward_clock(anchor)) {
            found.entry(clock).or_default().push(seen);
        }
    }
    found
}

fn sighting(shot: &Shot, manifest: &Manifest, at: Instant) -> Option<Sighting<By>> {
    let fix = manifest.fix.as_ref()?;
    let is_measured = match fix.source {
        Source::Gnss | Source::Simulated => true,
        Source::Network | Source::MapPick | Source::Exif | Source::Import => false,
    };
    let after_ms = fix.fix_time.since(manifest.taken.wall);
    if manifest.capture != Capture::Camera || !is_measured || after_ms.saturating_abs() > STALE_MS {
        return None;
    }
    let by = By {
        photo: manifest.photo,
        device: manifest.device,
        case: shot.case,
        area: shot.area.clone(),
        picture: manifest.working.sha256.clone(),
    };
    // Where it was measured, and not where it was used: on the road the two lie a kilometre apart.
    Some(Sighting { by, at: at.plus_ms(after_ms), place: fix.point().ok()?, accuracy_m: fix.accuracy_m })
}

fn hint(account: AccountId, leap: &Leap<By>) -> NewHint {
    let Leap { from, to, metres, least_m, ms, kmh, is_back } = leap;
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
            is_back: *is_back,
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use shared::evidence::PhotoRole;
    use shared::evidence::manifest::{Capture, FileFacts, Manifest, SignedManifest, Subject};
    use shared::evidence::times::{Anchor, Times};
    use shared::honesty::travel::leaps;
    use shared::ids::{AccountId, CaseId, DeviceId, PhotoId, Sha256};
    use shared::place::crs::Crs;
    use shared::place::fix::{Fix, Source};
    use shared::place::point::{Degree, Point};
    use shared::time::Instant;
    use uuid::Uuid;

    use super::{Run, Shot, by_clock};

    const NINE: Instant = Instant::from_ms(1_764_000_000_000);
    const HERE: Point = Point { lon_e7: 1_089_423_000, lat_e7: 342_610_000 };

    /// What a photo says of itself.
    #[derive(Clone, Copy)]
    struct Said {
        device: u128,
        /// Seconds of the forward clock.
        forward: i64,
        /// Seconds of the wall clock.
        wall: i64,
        /// When the position was measured, seconds of the wall clock.
        measured: i64,
        source: Source,
        east_m: f64,
    }

    const SAID: Said = Said { device: 1, forward: 0, wall: 0, measured: 0, source: Source::Gnss, east_m: 0.0 };

    fn photo(said: Said) -> (Shot, Manifest) {
        let facts = FileFacts { sha256: Sha256::of(b"one"), size_bytes: 3 };
        let place = HERE.moved_m(said.east_m, 0.0);
        let at = |seconds: i64| NINE.plus_ms(seconds * 1_000);
        let manifest = Manifest {
            photo: PhotoId(Uuid::from_u128(u128::try_from(100 + said.forward).unwrap())),
            device: DeviceId(Uuid::from_u128(said.device)),
            account: AccountId(Uuid::from_u128(7)),
            index: 1,
            previous: None,
            original: facts.clone(),
            working: facts,
            role: PhotoRole::Near,
            subject: Subject::Case(CaseId(Uuid::from_u128(4))),
            capture: Capture::Camera,
            fix: Some(Fix {
                lon: Degree(place.lon_e7),
                lat: Degree(place.lat_e7),
                crs: Crs::Wgs84,
                source: said.source,
                accuracy_m: Some(6.0),
                fix_time: at(said.measured),
                provider: None,
                is_mock: false,
                heading_deg: None,
            }),
            taken: Times {
                wall: at(said.wall),
                monotonic_ms: u64::try_from(said.forward * 1_000).unwrap(),
                boot: "b1".to_owned(),
                server_offset_ms: Some(0),
            },
            pair: None,
            own: None,
            clip_ms: None,
            found: None,
        };
        let signed = SignedManifest { manifest: String::new(), signature: String::new() };
        (Shot { case: CaseId(Uuid::from_u128(4)), area: "610112".parse().unwrap(), signed }, manifest)
    }

    #[track_caller]
    fn check(photos: &[Said], anchors: &BTreeMap<Run, Option<Anchor>>, expected: usize) {
        let taken: Vec<_> = photos.iter().copied().map(photo).collect();
        let found: usize = by_clock(&taken, anchors).into_values().map(|sightings| leaps(sightings).len()).sum();
        assert_eq!(found, expected);
    }

    fn anchored(device: u128, at: i64) -> (Run, Option<Anchor>) {
        let run = (DeviceId(Uuid::from_u128(device)), "b1".to_owned());
        (run, Some(Anchor { monotonic_ms: 0, at: NINE.plus_ms(at * 1_000) }))
    }

    #[test]
    fn a_minute_is_a_minute_of_the_forward_clock_whatever_the_wall_says() {
        let none = BTreeMap::new();
        let away = Said { forward: 60, wall: 60, measured: 60, east_m: 4_000.0, ..SAID };
        check(&[SAID, away], &none, 1);
        // The wall clock was set back by an hour between the two; the forward one knows of an hour.
        check(&[SAID, Said { forward: 3_660, ..away }], &none, 0);
        check(&[SAID, Said { wall: 3_660, measured: 3_660, ..away }], &none, 1);
    }

    #[test]
    fn two_phones_are_compared_where_both_clocks_met_the_server_s() {
        let other = Said { device: 2, forward: 60, wall: 60, measured: 60, east_m: 4_000.0, ..SAID };
        check(&[SAID, other], &BTreeMap::new(), 0);
        check(&[SAID, other], &[anchored(1, 0)].into(), 0);
        check(&[SAID, other], &[anchored(1, 0), anchored(2, 0)].into(), 1);
        check(&[SAID, other], &[anchored(1, 0), anchored(2, 3_600)].into(), 0);
    }

    #[test]
    fn a_position_of_cells_or_of_a_minute_ago_is_no_journey() {
        let none = BTreeMap::new();
        let away = Said { forward: 60, wall: 60, measured: 60, east_m: 4_000.0, ..SAID };
        check(&[SAID, Said { source: Source::Network, ..away }], &none, 0);
        // On the motorway: 20 seconds between the shutters, 75 between the positions.
        let slow = Said { measured: -55, ..SAID };
        let fast = Said { forward: 20, wall: 20, measured: 20, east_m: 2_000.0, ..SAID };
        check(&[slow, fast], &none, 0);
        check(&[SAID, fast], &none, 1);
        check(&[Said { measured: -61, ..SAID }, away], &none, 0);
    }
}
