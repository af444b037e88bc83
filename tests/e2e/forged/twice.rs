//! One photo for two cases: the very same file, and the same picture in other bytes.

use anyhow::Result;
use shared::evidence::PhotoRole;
use shared::evidence::verdict::{Finding, Verdict};
use system_tests::scenes::Scene;
use system_tests::world::story;

use super::{Beat, camera, evidence, reason};

/// A scene in which every part is clearly brighter or darker than the one beside it.
const CORNER: Scene = Scene(14);

#[test]
fn the_same_photo_for_two_cases_by_two_collectors_names_the_other_case() -> Result<()> {
    story(async {
        let mut beat = Beat::begin().await?;
        let (wang, li) = (beat.wang().await?, beat.li().await?);
        let (first, _) = wang.reports(Scene(1)).await?;
        wang.sends().await?;
        beat.judged(first).await?;
        beat.pass(30);
        let (second, again) = li.reports(Scene(1)).await?;
        li.sends().await?;
        let file = beat.judged(second).await?;
        assert_eq!(reason(&file, again, Finding::SeenBefore)?.other, Some(first), "the camera's file is the same");
        assert_eq!(evidence(&file, again)?.verdict, Verdict::Doubtful);
        beat.fits().await
    })
}

#[test]
fn the_same_picture_in_other_bytes_is_found_by_its_looks_and_another_scene_is_not() -> Result<()> {
    story(async {
        let mut beat = Beat::begin().await?;
        let (wang, li) = (beat.wang().await?, beat.li().await?);
        let (first, _) = wang.reports(CORNER).await?;
        wang.sends().await?;
        beat.judged(first).await?;
        beat.pass(30);
        // Photographed from a screen, encoded anew, a little brighter: what people do to a picture.
        let mut draft = li.begin();
        let again = draft.shoot(camera(PhotoRole::Near, li.here()), &CORNER.shoot_later(1)?).await?.photo;
        let other = draft.shoot(camera(PhotoRole::Far, li.here()), &Scene(2).shoot()?).await?.photo;
        let second = draft.save("两袋").await?;
        li.sends().await?;
        let file = beat.judged(second).await?;
        assert_eq!(reason(&file, again, Finding::LooksSeen)?.other, Some(first));
        assert_eq!(evidence(&file, again)?.verdict, Verdict::Doubtful);
        assert_eq!(evidence(&file, other)?.verdict, Verdict::Sound, "another scene is nobody's");
        beat.fits().await
    })
}
