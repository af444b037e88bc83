//! Photos from an album: only where the jurisdiction says so, always marked, and held against what they say of themselves.

use anyhow::{Context as _, Result, bail, ensure};
use app_bridge::aside::AsideWords;
use app_bridge::ask::Shot;
use shared::evidence::PhotoRole;
use shared::evidence::verdict::{Finding, Verdict};
use shared::place::fix::Fix;
use shared::place::point::Degree;
use shared::refusal::Code;
use shared::time::Instant;
use system_tests::scenes::{Says, Scene, saying};
use system_tests::world::story;

use super::{Beat, camera, evidence, found, moved, reason, refused};

fn from_album(role: PhotoRole, fix: Fix) -> Shot {
    Shot { imported: true, ..camera(role, fix) }
}

fn says(taken: Instant, fix: &Fix) -> Says {
    Says { taken: Some(taken), place: Some((fix.lon, fix.lat)) }
}

#[test]
fn where_no_album_is_open_the_phone_takes_none_and_what_gets_past_it_is_set_aside_whole() -> Result<()> {
    story(async {
        let mut beat = Beat::begin().await?;
        let wang = beat.wang().await?;
        ensure!(wang.phone.start().await?.album, "a training city's desks have no camera");

        // The phone still believes that albums are open; the jurisdiction has closed them meanwhile.
        wang.phone.offline();
        let mut draft = wang.begin();
        let taken = draft.shoot(from_album(PhotoRole::Near, wang.here()), &Scene(1).shoot()?).await?.photo;
        let case = draft.save("路边两袋").await?;
        beat.rule(|rules| rules.album = false).await?;
        wang.phone.online();
        wang.phone.sync().await?;
        let aside = wang.phone.status().await?.set_aside.pop().context("the server has sent it back")?;
        assert_eq!((aside.code, aside.case), (Code::AlbumNotAllowed, Some(case)));
        let card = wang.phone.aside(aside.operation).await?;
        let AsideWords::Report { note, .. } = &card.says else { bail!("a report was sent back") };
        assert_eq!((note.as_str(), card.photos.len()), ("路边两袋", 1), "nothing is lost");
        ensure!(wang.phone.core.picture(&taken.to_string(), app_core::core::PictureSize::Working).await?.is_some());
        assert_eq!(beat.desk().await?.cases().await?.total, 0, "and nothing of it has come into a file");

        // Now it knows, and says so before anything is saved.
        ensure!(!wang.phone.start().await?.album);
        let shots = wang.phone.sealed("original")?;
        let another = wang.begin().shoot(from_album(PhotoRole::Near, wang.here()), &Scene(2).shoot()?).await;
        assert_eq!(refused(another)?, Code::AlbumNotAllowed);
        assert_eq!(wang.phone.sealed("original")?, shots, "nothing was kept of it");
        let own = wang.begin().shoot(camera(PhotoRole::Near, wang.here()), &Scene(3).shoot()?).await?.photo;
        wang.phone.throw_away(own).await?;

        // Where the jurisdiction opens them again, what was set aside arrives as it was.
        beat.rule(|rules| rules.album = true).await?;
        wang.phone.resend(aside.operation).await?;
        wang.sends().await?;
        let file = beat.judged(case).await?;
        ensure!(evidence(&file, taken)?.is_imported);
        assert_eq!(file.case.note, "路边两袋");
        beat.fits().await
    })
}

#[test]
fn an_album_photo_is_held_against_its_own_time_and_place() -> Result<()> {
    story(async {
        let mut beat = Beat::begin().await?;
        let wang = beat.wang().await?;
        let (here, now) = (wang.here(), beat.now());
        let elsewhere = moved(here.clone(), 5_000.0)?;
        let mut draft = wang.begin();
        let mut shoot = async |number: u32, words: Says| {
            let bytes = saying(&Scene(number).shoot()?, words)?;
            Ok::<_, anyhow::Error>(draft.shoot(from_album(PhotoRole::Near, here.clone()), &bytes).await?.photo)
        };
        let fits = shoot(1, says(now.plus_ms(-60_000), &here)).await?;
        let old = shoot(2, says(now.plus_ms(-3 * 86_400_000), &here)).await?;
        let away = shoot(3, says(now, &elsewhere)).await?;
        let both = shoot(4, says(now.plus_ms(-3 * 86_400_000), &elsewhere)).await?;
        let silent = shoot(5, Says::default()).await?;
        let case = draft.save("两袋").await?;
        wang.sends().await?;
        let file = beat.judged(case).await?;
        assert_eq!(found(&file, fits)?, [Finding::Imported]);
        assert_eq!(found(&file, old)?, [Finding::AlbumTime, Finding::Imported]);
        assert_eq!(found(&file, away)?, [Finding::AlbumPlace, Finding::Imported]);
        assert_eq!(found(&file, both)?, [Finding::AlbumTime, Finding::AlbumPlace, Finding::Imported]);
        assert_eq!(found(&file, silent)?, [Finding::Imported, Finding::AlbumSilent]);
        let days = reason(&file, old, Finding::AlbumTime)?;
        assert_eq!((days.measured, days.allowed), (Some(3 * 86_400), Some(600)));
        let metres = reason(&file, away, Finding::AlbumPlace)?;
        assert_eq!((metres.measured, metres.allowed), (Some(5_000), Some(100)));

        let shown = evidence(&file, both)?;
        ensure!(shown.is_imported && shown.verdict == Verdict::Doubtful);
        assert_eq!(shown.own_taken_at, Some(now.plus_ms(-3 * 86_400_000)), "its own words stand beside the claim");
        let (lon, lat) = shown.own_place.context("its own place")?;
        let own = (Degree::new(lon), Degree::new(lat));
        assert_eq!(own, (Some(elsewhere.lon), Some(elsewhere.lat)));
        beat.fits().await
    })
}
