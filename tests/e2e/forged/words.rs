//! What finds a person: numbers in what people write are masked where they are written and once more where they arrive;
//! what a picture says of whoever took it stays in the house.

use anyhow::{Result, ensure};
use shared::evidence::PhotoRole;
use shared::evidence::manifest::Subject;
use shared::ids::CaseId;
use shared::privacy::mask;
use system_tests::forger::Files;
use system_tests::scenes::Scene;
use system_tests::world::story;

use super::{Beat, camera, dressed, evidence};

/// A mobile number and an identity number whose checksum holds, among digits that are neither.
const NOTE: &str = "店主电话 13812345678，证件 11010519491231002X，井盖 6101120102000001";

#[test]
fn a_persons_number_is_masked_on_the_phone_and_again_at_the_server() -> Result<()> {
    story(async {
        let mut beat = Beat::begin().await?;
        let masked = mask(NOTE);
        assert_eq!(masked.hidden, 2);
        ensure!(masked.text.contains("6101120102000001"), "a component's code is nobody's number: {}", masked.text);

        let wang = beat.wang().await?;
        let mut draft = wang.begin();
        draft.shoot(camera(PhotoRole::Near, wang.here()), &Scene(1).shoot()?).await?;
        let case = draft.save(NOTE).await?;
        assert_eq!(wang.phone.case(case).await?.note, masked.text, "before anything travels");
        wang.sends().await?;
        let desk = beat.desk().await?;
        assert_eq!(desk.file(case).await?.case.note, masked.text);
        let round = wang.phone.sync().await?;
        assert_eq!(round.differing, 0, "both sides hold the same words");
        assert_eq!(wang.phone.case(case).await?.note, masked.text);

        // An app of yesterday, or somebody's own, sends them as they are.
        let (forger, now, fix) = (beat.forger(1).await?, beat.now(), wang.here());
        let case = CaseId(forger.id());
        let working = dressed(Scene(2), &fix, now)?;
        let files = Files { original: &Scene(2).shoot()?, working: &working };
        let signed = forger.sign(&forger.manifest(1, Subject::Case(case), files, Some(fix.clone()), now));
        let envelope = forger.report(case, fix, NOTE, vec![signed], now)?;
        assert_eq!(forger.push(&envelope).await?.code, None);
        let file = desk.file(case).await?;
        assert_eq!(file.case.note, masked.text);
        let shown = serde_json::to_string(&file)?;
        ensure!(
            !shown.contains("13812345678") && !shown.contains("11010519491231002X"),
            "nor anywhere else in the file"
        );
        beat.fits().await
    })
}

#[test]
fn a_picture_that_leaves_the_house_is_pixels_and_nothing_else() -> Result<()> {
    story(async {
        let mut beat = Beat::begin().await?;
        let wang = beat.wang().await?;
        let (case, photo) = wang.reports(Scene(1)).await?;
        wang.sends().await?;
        let desk = beat.desk().await?;
        let shown = evidence(&desk.file(case).await?, photo)?.working.clone();
        let (working, copy) = (desk.media(&shown).await?, desk.public_copy(&shown).await?);
        let has = |bytes: &[u8], word: &[u8]| bytes.windows(word.len()).any(|found| found == word);
        ensure!(has(&working, b"Exif\0"), "the working copy says when and where it was taken");
        for word in [&b"Exif"[..], b"xunge", b"ICC_PROFILE", b"http"] {
            ensure!(!has(&copy, word), "{} left the house", String::from_utf8_lossy(word));
        }
        let (working, copy) = (image::load_from_memory(&working)?, image::load_from_memory(&copy)?);
        ensure!(copy.width() <= 1_280, "{} pixels", copy.width());
        let is_cut = copy.height() * working.width() < working.height() * copy.width();
        ensure!(is_cut, "the band at the foot names the collector");
        Ok(())
    })
}
