//! "Verify this file": whoever holds a file learns whether it is byte for byte one of ours, and what was signed of it.

use anyhow::{Context as _, Result, ensure};
use shared::account::Role;
use shared::api::evidence::{FileStand, StandsAs};
use shared::refusal::Code;
use system_tests::desk::Desk;
use system_tests::scenes::Scene;
use system_tests::world::story;

use super::{Beat, evidence, refused};

async fn only(desk: &Desk, bytes: &[u8]) -> Result<FileStand> {
    let mut known = desk.verify(bytes).await?;
    assert_eq!(known.stands.len(), 1, "{known:?}");
    known.stands.pop().context("it stands for one thing")
}

#[test]
fn a_file_is_known_by_its_bytes_and_one_changed_byte_is_another_file() -> Result<()> {
    story(async {
        let mut beat = Beat::begin().await?;
        let wang = beat.wang().await?;
        let (case, photo) = wang.reports(Scene(1)).await?;
        wang.sends().await?;
        let finish = Scene(1).shoot_later(1)?;
        beat.finished(case, &finish).await?;
        let file = beat.judged(case).await?;
        let shown = evidence(&file, photo)?;
        let desk = beat.desk().await?;
        let name = beat.world.accounts.user(&wang.phone.user)?.name.clone();

        let working = desk.media(&shown.working).await?;
        let stand = only(&desk, &working).await?;
        assert_eq!((stand.stands_as, stand.case), (StandsAs::Working, case));
        assert_eq!((stand.case_no, stand.signature_holds), (file.case.case_no.clone(), true));
        assert_eq!(stand.evidence.as_ref(), Some(shown), "what was signed, and what was found");
        ensure!(!stand.taken_by.is_empty() && (name.is_empty() || stand.taken_by == name), "{}", stand.taken_by);

        // The camera's own file never travelled; that it is the promised one is known by its hash alone.
        let stand = only(&desk, &Scene(1).shoot()?).await?;
        assert_eq!((stand.stands_as, stand.case, stand.signature_holds), (StandsAs::Original, case, true));
        let stand = only(&desk, &finish).await?;
        assert_eq!((stand.stands_as, stand.case, stand.evidence), (StandsAs::Desk, case, None));

        let mut changed = working.clone();
        *changed.last_mut().context("a photo has bytes")? ^= 1;
        assert_eq!(refused(desk.verify(&changed).await)?, Code::FileUnknown, "one byte is enough");
        let unit = file.case.unit.as_ref().map(ToString::to_string);
        let mut units = beat.world.accounts.accounts.iter().filter(|account| account.role == Role::Unit);
        let stranger = units.find(|account| account.unit != unit).context("another unit")?;
        let stranger = beat.world.desk(&stranger.user).await?;
        ensure!(stranger.verify(&working).await.is_err(), "holding a file is no right to learn of a case out of reach");
        Ok(())
    })
}
