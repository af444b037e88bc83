//! A check's photo beside the photo before: taken too early, somewhere else, another way, or framed by nothing.

use image::DynamicImage;
use shared::api::evidence::PhotoEvidence;
use shared::case::{ActionKind, State};
use shared::evidence::PhotoRole;
use shared::evidence::manifest::{Manifest, Subject};
use shared::evidence::verdict::{Finding, Verdict};
use shared::ids::Sha256;
use shared::sync::operation::{Act, Answer};
use shared::task::TaskResult;

use super::scenes::{encoded, plain, street};
use super::{HOUR_MS, MINUTE_MS, honest, judged, reports, right, seen};
use crate::harness::city::at;
use crate::harness::{World, on_both_engines};

/// The street after it was cleared: the same place, a little brighter, from the same camera.
fn cleared() -> DynamicImage {
    street(1).brighten(10)
}

/// A case is reported with a photo to the north, finished an hour later, and checked ten minutes after that by somebody
/// who is honest but for what `say` makes the manifest say. Returns what is known of the check's photo.
async fn checked(world: &World, say: impl FnOnce(&mut Manifest)) -> PhotoEvidence {
    let [mut wang, mut li] = world.phones(["wang", "li"]).await;
    let place = at(0.5, 0.5);
    let north = honest(world, place);
    let (case, before) = reports(world, &mut wang, place, plain(1), |manifest| {
        north(manifest);
        manifest.fix.as_mut().unwrap().heading_deg = Some(0.0);
    })
    .await;
    world.clock.forward_ms(HOUR_MS);
    let file = world.desk("west").await.finish(case, 7).await;
    assert_eq!(file.case.state, State::Checking);
    assert!(file.flow.iter().any(|record| record.action == ActionKind::Finish));
    world.clock.forward_ms(10 * MINUTE_MS);
    let task = li.tasks().await.remove(0);
    let working = encoded(&cleared(), 80);
    let same = honest(world, place);
    let shot = li.shoot_with(world, PhotoRole::After, Subject::Task(task.id), working, |manifest| {
        same(manifest);
        manifest.fix.as_mut().unwrap().heading_deg = Some(10.0);
        manifest.pair = Some(Sha256::of(&before.working));
        say(manifest);
    });
    let answer = Answer {
        task: task.id,
        result: TaskResult::Pass,
        note: String::new(),
        fix: None,
        base: task.version,
        photos: vec![shot.signed.clone()],
    };
    let envelope = li.envelope(world, Act::Answer(answer));
    assert_eq!(li.push(&[envelope]).await[0].code, None);
    li.upload(&shot.working).await;
    let known = judged(world, case, shot.photo).await;
    let closed = world.desk("zheng").await.case(case).await.case.state;
    assert_eq!(closed, State::Closed, "suspicion changes nothing by itself");
    known
}

fn findings(known: &PhotoEvidence) -> Vec<Finding> {
    known.reasons.iter().map(|reason| reason.finding).collect()
}

on_both_engines! {
    async fn an_honest_pair_is_measured_and_sound(world: &World) {
        let known = checked(world, |_| {}).await;
        assert_eq!((known.verdict, findings(&known)), (Verdict::Sound, Vec::new()));
        let pair = known.pair.unwrap();
        assert_eq!(pair.before, Sha256::of(&plain(1)));
        assert_eq!((pair.distance_m, pair.heading_deg, pair.elapsed_s), (Some(0), Some(10), Some(4_200)));
        assert!(pair.alike_percent.unwrap() >= 90, "{pair:?}");
    }

    async fn a_check_s_photo_from_before_the_finish_is_told(world: &World) {
        let early = world.app.clock.now().plus_ms(50 * MINUTE_MS);
        let known = checked(world, |manifest| {
            manifest.taken = right(early);
            let fix = manifest.fix.as_mut().unwrap();
            fix.fix_time = early;
        }).await;
        let [reason] = known.reasons.as_slice() else { panic!("{:?}", known.reasons) };
        assert_eq!((reason.finding, reason.measured), (Finding::BeforeFinish, Some(600)));
        assert_eq!(known.verdict, Verdict::Doubtful);
    }

    async fn a_check_s_photo_from_500_metres_away_is_told(world: &World) {
        let away = at(0.5, 0.5).moved_m(0.0, 500.0);
        let known = checked(world, |manifest| {
            let now = manifest.taken.wall;
            manifest.fix = Some(seen(away, now));
        }).await;
        assert_eq!(findings(&known), [Finding::FarFromCase, Finding::FarFromBefore]);
        assert!((499..=501).contains(&known.pair.unwrap().distance_m.unwrap()));
    }

    async fn a_check_s_photo_that_looks_the_other_way_is_noted(world: &World) {
        let known = checked(world, |manifest| manifest.fix.as_mut().unwrap().heading_deg = Some(180.0)).await;
        assert_eq!((known.verdict, findings(&known)), (Verdict::Noted, vec![Finding::OtherHeading]));
        assert_eq!(known.pair.unwrap().heading_deg, Some(180));
    }

    async fn the_report_s_own_photo_handed_in_as_the_after_photo_is_told(world: &World) {
        // What was downloaded at the desk stands as the camera's file.
        let known = checked(world, |manifest| manifest.original.sha256 = manifest.pair.clone().unwrap()).await;
        assert_eq!(findings(&known), [Finding::SeenInCase]);
    }

    async fn a_check_s_photo_that_was_framed_by_nothing_is_noted(world: &World) {
        let known = checked(world, |manifest| manifest.pair = None).await;
        assert_eq!((findings(&known), known.pair), (vec![Finding::Unpaired], None));
    }

    async fn a_picture_that_is_none_of_the_case_s_is_no_before_photo(world: &World) {
        let [mut zhao] = world.phones(["zhao"]).await;
        let (_, foreign) = reports(world, &mut zhao, at(3.5, 0.5), plain(5), honest(world, at(3.5, 0.5))).await;
        let known = checked(world, |manifest| manifest.pair = Some(Sha256::of(&foreign.working))).await;
        assert_eq!((findings(&known), known.pair), (vec![Finding::Unpaired], None));
    }

    async fn a_photo_is_no_before_photo_of_itself(world: &World) {
        let known = checked(world, |manifest| manifest.pair = Some(manifest.working.sha256.clone())).await;
        assert_eq!((findings(&known), known.pair), (vec![Finding::Unpaired], None));
    }
}
