//! Where: positions that are made up, old, far away, or jump.

use shared::evidence::verdict::{Finding, Verdict};

use super::scenes::{plain, stamped};
use super::{SECOND_MS, found, honest, judged, reports, seen};
use crate::harness::city::at;
use crate::harness::on_both_engines;

on_both_engines! {
    async fn an_honest_photo_is_sound(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        let place = at(0.5, 0.5);
        let working = stamped(1, Some(world.app.clock.now()), Some(place));
        let (case, shot) = reports(world, &mut wang, place, working, honest(world, place)).await;
        let known = judged(world, case, shot.photo).await;
        assert_eq!((known.verdict, known.reasons), (Verdict::Sound, Vec::new()));
        assert_eq!(world.count("select count(*) from photos where judged_at_ms is not null").await, 1);
        assert_eq!(server::evidence::turn(&world.app).await.unwrap(), 0, "nothing is judged twice for nothing");
    }

    async fn a_position_that_an_app_made_up_is_told(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        let place = at(0.5, 0.5);
        let say = honest(world, place);
        let (case, shot) = reports(world, &mut wang, place, plain(1), |manifest| {
            say(manifest);
            manifest.fix.as_mut().unwrap().is_mock = true;
        }).await;
        let known = judged(world, case, shot.photo).await;
        assert_eq!(known.verdict, Verdict::Doubtful);
        assert_eq!(known.reasons.iter().map(|reason| reason.finding).collect::<Vec<_>>(), [Finding::Mock]);
    }

    async fn a_position_from_before_is_stale(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        let (place, now) = (at(0.5, 0.5), world.app.clock.now());
        let say = honest(world, place);
        let (case, shot) = reports(world, &mut wang, place, plain(1), |manifest| {
            say(manifest);
            manifest.fix = Some(seen(place, now.plus_ms(-600 * SECOND_MS)));
        }).await;
        let known = judged(world, case, shot.photo).await;
        assert_eq!(known.verdict, Verdict::Noted);
        let [reason] = known.reasons.as_slice() else { panic!("{:?}", known.reasons) };
        assert_eq!((reason.finding, reason.measured, reason.allowed), (Finding::Stale, Some(600), Some(120)));
    }

    async fn a_photo_taken_500_metres_off_is_far_from_its_case(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        let place = at(0.5, 0.5);
        let (case, shot) = reports(world, &mut wang, place, plain(1), honest(world, place.moved_m(500.0, 0.0))).await;
        let known = judged(world, case, shot.photo).await;
        let [reason] = known.reasons.as_slice() else { panic!("{:?}", known.reasons) };
        assert_eq!((reason.finding, reason.allowed), (Finding::FarFromCase, Some(100)));
        assert!((499..=501).contains(&reason.measured.unwrap()), "{reason:?}");
        assert_eq!(known.verdict, Verdict::Doubtful);
    }

    async fn a_photo_without_a_place_says_so(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        let say = honest(world, at(0.5, 0.5));
        let (case, shot) = reports(world, &mut wang, at(0.5, 0.5), plain(1), |manifest| {
            say(manifest);
            manifest.fix = None;
        }).await;
        assert_eq!(found(world, case, shot.photo).await, [Finding::NoPlace]);
    }

    async fn nobody_is_in_two_places_within_five_seconds(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        let (here, there) = (at(0.5, 0.5), at(3.5, 0.5));
        let (first, one) = reports(world, &mut wang, here, plain(1), honest(world, here)).await;
        world.clock.forward_ms(5 * SECOND_MS);
        let (second, two) = reports(world, &mut wang, there, plain(2), honest(world, there)).await;
        assert!(found(world, first, one.photo).await.is_empty());
        let known = judged(world, second, two.photo).await;
        let [reason] = known.reasons.as_slice() else { panic!("{:?}", known.reasons) };
        assert_eq!((reason.finding, reason.allowed), (Finding::TooFast, Some(120)));
        assert!(reason.measured.unwrap() > 150, "{reason:?}");
    }
}
