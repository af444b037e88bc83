//! When: clocks that were moved, and photos from the future.

use shared::evidence::manifest::Manifest;
use shared::evidence::verdict::Finding;

use super::scenes::plain;
use super::{HOUR_MS, MINUTE_MS, found, honest, judged, reports, right, seen};
use crate::harness::city::at;
use crate::harness::{World, on_both_engines};

/// Says what an honest phone says whose wall clock was moved; its position's time is that clock's, too.
fn moved(world: &World, by_ms: i64) -> impl FnOnce(&mut Manifest) + use<> {
    let now = world.app.clock.now();
    move |manifest| {
        manifest.taken = right(now);
        manifest.taken.wall = now.plus_ms(by_ms);
        manifest.fix = Some(seen(at(0.5, 0.5), now.plus_ms(by_ms)));
    }
}

on_both_engines! {
    async fn a_clock_that_was_moved_between_two_photos_is_seen(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        let place = at(0.5, 0.5);
        reports(world, &mut wang, place, plain(1), honest(world, place)).await;
        world.clock.forward_ms(MINUTE_MS);
        let (case, shot) = reports(world, &mut wang, place, plain(2), moved(world, -HOUR_MS)).await;
        let known = judged(world, case, shot.photo).await;
        let [reason] = known.reasons.as_slice() else { panic!("{:?}", known.reasons) };
        assert_eq!((reason.finding, reason.measured, reason.allowed), (Finding::ClockMoved, Some(3_600), Some(300)));
    }

    async fn a_photo_from_the_future_is_told(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        let (case, shot) = reports(world, &mut wang, at(0.5, 0.5), plain(1), moved(world, HOUR_MS)).await;
        let known = judged(world, case, shot.photo).await;
        let [reason] = known.reasons.as_slice() else { panic!("{:?}", known.reasons) };
        assert_eq!((reason.finding, reason.measured), (Finding::FromTheFuture, Some(3_600)));
    }

    async fn a_phone_that_never_met_the_server_is_believed_and_noted(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        let say = honest(world, at(0.5, 0.5));
        let (case, shot) = reports(world, &mut wang, at(0.5, 0.5), plain(1), |manifest| {
            say(manifest);
            manifest.taken.server_offset_ms = None;
        }).await;
        assert_eq!(found(world, case, shot.photo).await, [Finding::ClockUnknown]);
    }

    async fn a_clock_that_is_known_to_be_wrong_is_reckoned_with(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        let say = moved(world, -HOUR_MS);
        let (case, shot) = reports(world, &mut wang, at(0.5, 0.5), plain(1), |manifest| {
            say(manifest);
            manifest.taken.server_offset_ms = Some(HOUR_MS);
        }).await;
        let known = judged(world, case, shot.photo).await;
        assert_eq!(known.taken_at, world.app.clock.now());
        assert_eq!(known.reasons.iter().map(|reason| reason.finding).collect::<Vec<_>>(), [Finding::ClockWrong]);
    }
}
