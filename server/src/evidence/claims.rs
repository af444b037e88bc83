//! What stands in a working copy's EXIF against what was signed: whoever changes the one cannot change the other.

use shared::evidence::manifest::{Capture, Manifest, OwnClaims};
use shared::place::point::Point;
use shared::time::Instant;

/// EXIF writes whole seconds.
const SLACK_MS: i64 = 2_000;
/// EXIF writes parts of a second of arc, and some apps not many of them.
const SLACK_M: f64 = 5.0;

/// Says whether a working copy's EXIF tells another time or place than was signed. What it does not tell differs from
/// nothing.
pub fn differ(shot: &Manifest, written: &OwnClaims) -> bool {
    let own = shot.own.unwrap_or_default();
    let is_imported = shot.capture == Capture::Imported;
    // A file from elsewhere keeps its own time; one that has none is given the time of its handing in.
    let claimed =
        if is_imported { own.taken.unwrap_or_else(|| shot.taken.corrected()) } else { shot.taken.corrected() };
    let other_time = written.taken.is_some_and(|taken| is_apart(taken, claimed));
    let own_place = own.place.filter(|_| is_imported).and_then(|(lon, lat)| point(lon.degrees(), lat.degrees()));
    let signed = shot.fix.as_ref().and_then(|fix| fix.point().ok());
    let written_place = written.place.and_then(|(lon, lat)| point(lon.degrees(), lat.degrees()));
    let other_place = written_place.is_some_and(|place| {
        let is_here = |there: &Point| place.distance_m(*there) <= SLACK_M;
        !own_place.iter().chain(&signed).any(is_here)
    });
    other_time || other_place
}

fn is_apart(one: Instant, other: Instant) -> bool {
    one.since(other).abs() > SLACK_MS
}

fn point(lon: f64, lat: f64) -> Option<Point> {
    Point::new(lon, lat).ok()
}

#[cfg(test)]
mod tests {
    use shared::evidence::PhotoRole;
    use shared::evidence::manifest::{Capture, FileFacts, Manifest, OwnClaims, Subject};
    use shared::evidence::times::Times;
    use shared::ids::{AccountId, CaseId, DeviceId, PhotoId, Sha256};
    use shared::place::crs::Crs;
    use shared::place::fix::{Fix, Source};
    use shared::place::point::{Degree, Point};
    use shared::time::Instant;
    use uuid::Uuid;

    use super::differ;

    const NOON: Instant = Instant::from_ms(1_764_000_000_000);
    const PLACE: Point = Point { lon_e7: 1_089_423_000, lat_e7: 342_610_000 };

    fn degrees(at: Point) -> (Degree, Degree) {
        (Degree(at.lon_e7), Degree(at.lat_e7))
    }

    fn shot(capture: Capture, own: Option<OwnClaims>) -> Manifest {
        let file = FileFacts { sha256: Sha256::of(b"file"), size_bytes: 4 };
        let fix = Fix {
            lon: Degree(PLACE.lon_e7),
            lat: Degree(PLACE.lat_e7),
            crs: Crs::Wgs84,
            source: Source::Gnss,
            accuracy_m: Some(6.0),
            fix_time: NOON,
            provider: None,
            is_mock: false,
            heading_deg: None,
        };
        Manifest {
            photo: PhotoId(Uuid::nil()),
            device: DeviceId(Uuid::nil()),
            account: AccountId(Uuid::nil()),
            index: 1,
            previous: None,
            original: file.clone(),
            working: file,
            role: PhotoRole::Near,
            subject: Subject::Case(CaseId(Uuid::nil())),
            capture,
            fix: Some(fix),
            // The wall clock is an hour slow, and that is known.
            taken: Times {
                wall: NOON.plus_ms(-3_600_000),
                monotonic_ms: 1,
                boot: "b".to_owned(),
                server_offset_ms: Some(3_600_000),
            },
            pair: None,
            own,
            clip_ms: None,
            found: None,
        }
    }

    #[track_caller]
    fn check(shot: &Manifest, taken: Option<Instant>, place: Option<Point>, expected: bool) {
        assert_eq!(differ(shot, &OwnClaims { taken, place: place.map(degrees) }), expected);
    }

    #[test]
    fn a_camera_s_shot_tells_the_signed_time_to_two_seconds() {
        let shot = shot(Capture::Camera, None);
        check(&shot, None, None, false);
        check(&shot, Some(NOON.plus_ms(2_000)), None, false);
        check(&shot, Some(NOON.plus_ms(-2_000)), None, false);
        check(&shot, Some(NOON.plus_ms(2_001)), None, true);
        check(&shot, Some(NOON.plus_ms(-3_600_000)), None, true);
    }

    #[test]
    fn a_camera_s_shot_tells_the_signed_place_to_five_metres() {
        let shot = shot(Capture::Camera, None);
        check(&shot, None, Some(PLACE), false);
        check(&shot, None, Some(PLACE.moved_m(4.9, 0.0)), false);
        check(&shot, None, Some(PLACE.moved_m(0.0, 5.2)), true);
        let nowhere = Manifest { fix: None, ..shot };
        check(&nowhere, None, Some(PLACE), true);
    }

    #[test]
    fn a_file_from_elsewhere_tells_its_own_time_or_where_it_has_none_that_of_its_handing_in() {
        let yesterday = NOON.plus_ms(-86_400_000);
        let own = OwnClaims { taken: Some(yesterday), place: None };
        let told = shot(Capture::Imported, Some(own));
        check(&told, Some(yesterday), None, false);
        check(&told, Some(NOON), None, true);
        let silent = shot(Capture::Imported, Some(OwnClaims::default()));
        check(&silent, Some(NOON), None, false);
        check(&silent, Some(yesterday), None, true);
        check(&Manifest { own: None, ..silent }, Some(yesterday), None, true);
    }

    #[test]
    fn a_file_from_elsewhere_tells_its_own_place_or_that_of_its_handing_in() {
        let there = PLACE.moved_m(900.0, 0.0);
        let own = OwnClaims { taken: None, place: Some(degrees(there)) };
        let told = shot(Capture::Imported, Some(own));
        check(&told, None, Some(there), false);
        check(&told, None, Some(PLACE), false);
        check(&told, None, Some(PLACE.moved_m(450.0, 0.0)), true);
        let camera = shot(Capture::Camera, Some(own));
        check(&camera, None, Some(there), true);
    }
}
