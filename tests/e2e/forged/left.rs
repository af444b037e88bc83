//! A photo by the phone's own camera app that nobody waited for, because the system had ended the collector's app: it is in
//! its report, the server takes it, and whoever decides reads that it was hashed when it was found.

use anyhow::{Context as _, Result, bail, ensure};
use app_bridge::ask::{Ask, Shot, Subject};
use app_bridge::draft::{Drafts, KeptDraft};
use app_bridge::told::Told;
use shared::evidence::PhotoRole;
use shared::evidence::verdict::{Finding, Verdict};
use system_tests::scenes::Scene;
use system_tests::world::story;

use super::{Beat, NOTHING, Walker, camera, evidence, found, reason, said};

async fn drafts(walker: &Walker) -> Result<Drafts> {
    match walker.phone.core.tell(Ask::Drafts).await? {
        Told::Drafts(drafts) => Ok(drafts),
        other => bail!("asked for drafts, told {other:?}"),
    }
}

#[test]
fn a_photo_that_was_found_after_a_start_is_sent_and_says_when_it_was_hashed() -> Result<()> {
    story(async {
        let mut beat = Beat::begin().await?;
        let wang = beat.wang().await?;
        let mut draft = wang.begin();
        let near = draft.shoot(camera(PhotoRole::Near, wang.here()), &Scene(1).shoot()?).await?;
        beat.pass(1);
        let subject = Subject::Draft { case: near.draft };
        let shot = Shot { subject, ..camera(PhotoRole::Far, wang.here()) };
        let Told::CameraFile(file) = wang.phone.core.tell(Ask::OpenCamera(shot)).await? else {
            bail!("a file is named")
        };
        let tray = wang.phone.home().join("shutter");
        std::fs::create_dir_all(&tray)?;
        std::fs::write(tray.join(&file), Scene(2).shoot()?)?;

        // The page asks for what was being filled in, as it does after every start.
        beat.pass(12);
        let told = drafts(&wang).await?;
        ensure!(told.found == 1 && !tray.join(&file).exists(), "it is taken in and lies in the open no more");
        let card = told.drafts.first().context("the report is still begun")?;
        let KeptDraft::Report(report) = &card.draft else { bail!("a report") };
        let far = report.photos.iter().find(|card| card.photo != near.photo).context("both photos are in it")?;
        said(far, Finding::FoundLater)?;

        draft.adds(far);
        let case = draft.save("两袋").await?;
        wang.sends().await?;
        let file = beat.judged(case).await?;
        assert_eq!(found(&file, near.photo)?, NOTHING);
        assert_eq!(found(&file, far.photo)?, [Finding::FoundLater]);
        assert_eq!(evidence(&file, far.photo)?.verdict, Verdict::Noted);
        assert_eq!(reason(&file, far.photo, Finding::FoundLater)?.measured, Some(720));
        Ok(())
    })
}
