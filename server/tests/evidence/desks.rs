//! Files without a camera of the app's own: handed in at a desk, or taken from an album.

use serde_json::json;
use shared::api::cases::CaseFile;
use shared::api::evidence::UnsignedEvidence;
use shared::evidence::PhotoRole;
use shared::evidence::manifest::{Capture, OwnClaims, Subject};
use shared::evidence::verdict::{Finding, Verdict};
use shared::ids::CaseId;
use shared::place::point::{Degree, Point};
use shared::refusal::Code;
use shared::sync::operation::{Act, Answer};
use shared::task::TaskResult;

use super::scenes::{encoded, plain, stamped, street};
use super::{HOUR_MS, MINUTE_MS, found, honest, judged, report, reports, shoot};
use crate::harness::city::{WEIYANG, at};
use crate::harness::desk::ok;
use crate::harness::{World, on_both_engines};

/// The unit says done with a file; returns what is known of it.
async fn finished(world: &World, case: CaseId, file: &[u8]) -> UnsignedEvidence {
    let west = world.desk("west").await;
    let working = west.upload(file).await;
    let done = json!({"action": "finish", "note": "已清理", "photos": [{"working": working, "role": "after"}]});
    ok::<CaseFile>(west.act(case, &done).await).await;
    server::evidence::turn(&world.app).await.unwrap();
    let mut unsigned = west.case(case).await.unsigned;
    assert_eq!(unsigned.len(), 1, "{unsigned:?}");
    unsigned.remove(0)
}

/// A case that was reported an hour ago, with a photo of the first street.
async fn an_hour_old(world: &World) -> CaseId {
    let [mut wang] = world.phones(["wang"]).await;
    let (case, _) = reports(world, &mut wang, at(0.5, 0.5), plain(1), honest(world, at(0.5, 0.5))).await;
    world.clock.forward_ms(HOUR_MS);
    case
}

fn findings(known: &UnsignedEvidence) -> Vec<Finding> {
    known.reasons.iter().map(|reason| reason.finding).collect()
}

on_both_engines! {
    async fn a_unit_s_file_is_unsigned_and_nothing_worse(world: &World) {
        let case = an_hour_old(world).await;
        let (place, taken) = (at(0.5, 0.5), world.app.clock.now().plus_ms(-MINUTE_MS));
        let known = finished(world, case, &stamped(2, Some(taken), Some(place))).await;
        assert_eq!((known.verdict, findings(&known)), (Verdict::Noted, vec![Finding::Unsigned]));
        assert_eq!(known.own_taken_at, Some(taken));
        let (lon, lat) = known.own_place.unwrap();
        assert!(Point::new(lon, lat).unwrap().distance_m(place) < 0.05);
        assert!(world.desk("zheng").await.case(case).await.evidence.iter().all(|shot| shot.working != known.working));
    }

    async fn a_unit_s_file_from_before_it_had_the_case_and_from_elsewhere_is_doubtful(world: &World) {
        let case = an_hour_old(world).await;
        let taken = world.app.clock.now().plus_ms(-2 * HOUR_MS);
        let known = finished(world, case, &stamped(2, Some(taken), Some(at(0.5, 0.5).moved_m(800.0, 0.0)))).await;
        assert_eq!(findings(&known), [Finding::FarFromCase, Finding::AlbumTime, Finding::Unsigned]);
        assert_eq!((known.reasons[1].measured, known.reasons[1].allowed), (Some(3_600), Some(0)));
        assert_eq!(known.verdict, Verdict::Doubtful);
    }

    async fn a_unit_s_file_that_another_case_shows_is_told_in_both(world: &World) {
        let [mut zhao] = world.phones(["zhao"]).await;
        let there = at(3.5, 0.5);
        let (other, shot) = reports(world, &mut zhao, there, plain(3), honest(world, there)).await;
        assert!(found(world, other, shot.photo).await.is_empty());
        let case = an_hour_old(world).await;
        let known = finished(world, case, &plain(3)).await;
        assert_eq!(findings(&known), [Finding::SeenBefore, Finding::Unsigned]);
        assert_eq!(known.reasons[0].other, Some(other));
        assert_eq!(found(world, other, shot.photo).await, [Finding::SeenBefore], "whoever was first hears of it");
    }

    async fn a_unit_s_file_that_only_looks_like_another_case_s_is_told_in_both(world: &World) {
        let [mut zhao] = world.phones(["zhao"]).await;
        let there = at(3.5, 0.5);
        let (other, shot) = reports(world, &mut zhao, there, plain(3), honest(world, there)).await;
        let case = an_hour_old(world).await;
        let known = finished(world, case, &encoded(&street(3).brighten(9), 55)).await;
        assert_eq!(findings(&known), [Finding::LooksSeen, Finding::Unsigned]);
        assert_eq!(known.reasons[0].other, Some(other));
        assert_eq!(found(world, other, shot.photo).await, [Finding::LooksSeen]);
    }

    async fn where_albums_are_closed_an_imported_photo_refuses_its_operation(world: &World) {
        world.set(WEIYANG, |settings| settings.evidence.album = false).await;
        let [mut wang, mut li] = world.phones(["wang", "li"]).await;
        let place = at(0.5, 0.5);
        let say = honest(world, place);
        let (case, imported) = shoot(world, &mut wang, plain(1), |manifest| {
            say(manifest);
            manifest.capture = Capture::Imported;
            manifest.own = Some(OwnClaims::default());
        });
        let envelope = wang.envelope(world, Act::Report(report(world, case, place, &[&imported])));
        assert_eq!(wang.push(&[envelope]).await[0].code, Some(Code::AlbumNotAllowed));
        assert_eq!(world.count("select count(*) from cases").await, 0);

        let (case, _) = reports(world, &mut wang, place, plain(2), honest(world, place)).await;
        world.desk("west").await.finish(case, 7).await;
        let task = li.tasks().await.remove(0);
        let shot = li.shoot_with(world, PhotoRole::After, Subject::Task(task.id), plain(3), |manifest| {
            manifest.capture = Capture::Imported;
        });
        let answer = Answer {
            task: task.id,
            result: TaskResult::Pass,
            note: String::new(),
            fix: None,
            base: task.version,
            photos: vec![shot.signed],
        };
        let envelope = li.envelope(world, Act::Answer(answer));
        assert_eq!(li.push(&[envelope]).await[0].code, Some(Code::AlbumNotAllowed));
        assert_eq!(world.count("select count(*) from photos").await, 1);
    }

    async fn where_albums_are_open_an_imported_photo_is_marked_and_held_against_its_own_claims(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        let (place, now) = (at(0.5, 0.5), world.app.clock.now());
        let say = honest(world, place);
        let (case, silent) = reports(world, &mut wang, place, plain(1), |manifest| {
            say(manifest);
            manifest.capture = Capture::Imported;
            manifest.own = Some(OwnClaims::default());
        }).await;
        let known = judged(world, case, silent.photo).await;
        assert!(known.is_imported && known.verdict == Verdict::Noted);
        assert_eq!(found(world, case, silent.photo).await, [Finding::Imported, Finding::AlbumSilent]);

        let (yesterday, there) = (now.plus_ms(-24 * HOUR_MS), place.moved_m(900.0, 0.0));
        let own = OwnClaims { taken: Some(yesterday), place: Some((Degree(there.lon_e7), Degree(there.lat_e7))) };
        let say = honest(world, place);
        let (case, old) = reports(world, &mut wang, place, stamped(2, Some(yesterday), Some(there)), |manifest| {
            say(manifest);
            manifest.capture = Capture::Imported;
            manifest.own = Some(own);
        }).await;
        assert_eq!(found(world, case, old.photo).await, [Finding::AlbumTime, Finding::AlbumPlace, Finding::Imported]);

        let say = honest(world, place);
        let (case, denied) = reports(world, &mut wang, place, stamped(3, Some(yesterday), None), |manifest| {
            say(manifest);
            manifest.capture = Capture::Imported;
            manifest.own = Some(OwnClaims::default());
        }).await;
        let expected = [Finding::ExifDiffers, Finding::Imported, Finding::AlbumSilent];
        assert_eq!(found(world, case, denied.photo).await, expected, "the file tells what its manifest keeps silent about");
    }
}
