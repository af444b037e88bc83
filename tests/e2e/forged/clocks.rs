//! A phone's clock that somebody moves. What the server's time was is known all the same where the phone has met the
//! server since it was started; where it has not, the move itself is seen.

use anyhow::Result;
use shared::evidence::PhotoRole;
use shared::evidence::verdict::{Finding, Verdict};
use system_tests::scenes::Scene;
use system_tests::world::story;

use super::{Beat, NOTHING, camera, evidence, found, reason, said};

#[test]
fn a_clock_that_is_moved_between_two_shots_is_seen_and_one_that_is_only_wrong_is_noted() -> Result<()> {
    story(async {
        let mut beat = Beat::begin().await?;
        let wang = beat.wang().await?;

        // In the boot of the last contact the forward clock knows better.
        let mut draft = wang.begin();
        draft.shoot(camera(PhotoRole::Near, wang.here()), &Scene(1).shoot()?).await?;
        wang.clock.set("2026-11-23T07:00:00+08:00")?;
        let late = draft.shoot(camera(PhotoRole::Far, wang.here()), &Scene(2).shoot()?).await?;
        let case = draft.save("两袋").await?;
        wang.sends().await?;
        let file = beat.judged(case).await?;
        assert_eq!(found(&file, late.photo)?, [Finding::ClockWrong]);
        let wrong = reason(&file, late.photo, Finding::ClockWrong)?;
        assert_eq!((wrong.measured, wrong.allowed), (Some(7_200), Some(300)));
        let shown = evidence(&file, late.photo)?;
        assert_eq!(shown.verdict, Verdict::Noted, "it is put right, and said");
        assert_eq!(shown.taken_at, beat.now(), "when it was taken is known all the same");

        // After a new start, without a network, the phone has nothing but its wall clock.
        wang.clock.set("2026-11-23T09:00:00+08:00")?;
        wang.sends().await?;
        wang.phone.offline();
        wang.clock.restart("second");
        beat.pass(60);
        let mut draft = wang.begin();
        let first = draft.shoot(camera(PhotoRole::Near, wang.here()), &Scene(3).shoot()?).await?;
        wang.clock.set("2026-11-23T08:00:00+08:00")?;
        let second = draft.shoot(camera(PhotoRole::Far, wang.here()), &Scene(4).shoot()?).await?;
        said(&second, Finding::ClockMoved)?;
        let case = draft.save("两袋").await?;
        wang.clock.set("2026-11-23T10:00:00+08:00")?;
        wang.phone.online();
        wang.sends().await?;
        let file = beat.judged(case).await?;
        assert_eq!(found(&file, first.photo)?, NOTHING);
        assert_eq!(found(&file, second.photo)?, [Finding::ClockMoved]);
        let moved = reason(&file, second.photo, Finding::ClockMoved)?;
        assert_eq!((moved.measured, moved.allowed), (Some(7_200), Some(300)), "from ten back to eight");
        assert_eq!(evidence(&file, second.photo)?.verdict, Verdict::Doubtful);
        beat.fits().await
    })
}

#[test]
fn a_shot_from_the_future_is_doubted() -> Result<()> {
    story(async {
        let mut beat = Beat::begin().await?;
        let wang = beat.wang().await?;
        wang.phone.offline();
        wang.clock.restart("second");
        wang.clock.set("2026-11-23T12:00:00+08:00")?;
        let (case, photo) = wang.reports(Scene(1)).await?;
        wang.phone.online();
        wang.sends().await?;
        let file = beat.judged(case).await?;
        // The server met the phone in the same boot afterwards: its forward clock tells of the wall clock.
        assert_eq!(found(&file, photo)?, [Finding::ClockMoved, Finding::FromTheFuture]);
        assert_eq!(reason(&file, photo, Finding::FromTheFuture)?.measured, Some(3 * 3_600));
        beat.fits().await
    })
}
