//! A device's photos each name the one before: what is left out, doubled or put elsewhere leaves its mark.

use anyhow::{Context as _, Result};
use app_core::ports::Clock as _;
use shared::evidence::PhotoRole;
use shared::evidence::chain::Link;
use shared::evidence::manifest::{Manifest, Subject};
use shared::evidence::verdict::{Finding, Verdict};
use shared::ids::CaseId;
use system_tests::forger::{Files, Forger};
use system_tests::scenes::Scene;
use system_tests::world::story;

use super::{Beat, NOTHING, camera, dressed, evidence, found, reason};

#[test]
fn a_shot_that_was_thrown_away_leaves_a_gap_that_everybody_can_see() -> Result<()> {
    story(async {
        let mut beat = Beat::begin().await?;
        let wang = beat.wang().await?;
        let mut draft = wang.begin();
        let near = draft.shoot(camera(PhotoRole::Near, wang.here()), &Scene(1).shoot()?).await?.photo;
        let unwanted = draft.shoot(camera(PhotoRole::Far, wang.here()), &Scene(2).shoot()?).await?.photo;
        draft.throw_away(unwanted).await?;
        let far = draft.shoot(camera(PhotoRole::Far, wang.here()), &Scene(3).shoot()?).await?.photo;
        let case = draft.save("两袋").await?;
        wang.sends().await?;

        let file = beat.judged(case).await?;
        assert_eq!(found(&file, near)?, NOTHING);
        assert_eq!(found(&file, far)?, [Finding::Missing]);
        let shown = evidence(&file, far)?;
        assert_eq!((shown.verdict, shown.link, shown.index), (Verdict::Noted, Link::Waits, 3), "to be known; no more");

        let chain = beat.desk().await?.chain(wang.phone.core.device()).await?;
        let links: Vec<_> =
            chain.links.iter().map(|link| (link.index, link.photo, link.link, link.missing_before)).collect();
        assert_eq!(
            links,
            [(3, far, Link::Waits, 1), (1, near, Link::Fits, 0)],
            "the newest first, and where one is missing"
        );
        assert_eq!(chain.next, None);
        let [last, first] = &chain.links[..] else { anyhow::bail!("two links: {chain:?}") };
        assert_eq!(first.previous, None);
        assert_ne!(last.previous.as_ref(), Some(&first.hash), "it names one that nobody handed in");
        beat.fits().await
    })
}

/// Hands in one shot for a case of its own; returns the case and what was signed.
async fn hand_in(
    beat: &mut Beat,
    forger: &Forger,
    index: u32,
    change: impl FnOnce(&mut Manifest),
) -> Result<(CaseId, Manifest)> {
    let wang = beat.wang().await?;
    let (case, fix, now) = (CaseId(forger.id()), wang.here(), wang.clock.wall());
    let scene = Scene(20 + u32::try_from(forger.id().as_u128() & 0xff_ffff)?);
    let working = dressed(scene, &fix, now)?;
    let files = Files { original: &scene.shoot()?, working: &working };
    let mut manifest = forger.manifest(u64::from(index), Subject::Case(case), files, Some(fix.clone()), now);
    change(&mut manifest);
    let envelope = forger.report(case, fix, "两袋", vec![forger.sign(&manifest)], now)?;
    assert_eq!(forger.push(&envelope).await?.code, None);
    forger.desk.upload(&working).await?;
    Ok((case, manifest))
}

#[test]
fn two_shots_at_one_place_of_the_chain_and_a_shot_that_names_a_stranger_are_a_fork() -> Result<()> {
    story(async {
        let mut beat = Beat::begin().await?;
        let forger = beat.forger(1).await?;
        let (first, manifest) = hand_in(&mut beat, &forger, 1, |_| {}).await?;
        let hash = forger.sign(&manifest).hash()?;
        assert_eq!(found(&beat.judged(first).await?, manifest.photo)?, NOTHING);

        // A phone that was copied goes on twice from the same place.
        let (one, second) = hand_in(&mut beat, &forger, 2, |shot| shot.previous = Some(hash.clone())).await?;
        assert_eq!(found(&beat.judged(one).await?, second.photo)?, NOTHING, "alone it fits");
        let (other, twin) = hand_in(&mut beat, &forger, 2, |shot| shot.previous = Some(hash)).await?;
        for (case, photo) in [(other, twin.photo), (one, second.photo)] {
            let file = beat.judged(case).await?;
            assert_eq!(found(&file, photo)?, [Finding::Fork], "nobody can tell which of the two is the true one");
            assert_eq!(evidence(&file, photo)?.verdict, Verdict::Doubtful);
        }

        // One that names no shot that is known at the place before it.
        let (third, stranger) = hand_in(&mut beat, &forger, 3, |shot| {
            shot.previous = Some(shared::ids::Sha256::of(b"another life"));
        })
        .await?;
        let file = beat.judged(third).await?;
        assert_eq!(evidence(&file, stranger.photo)?.link, Link::Broken);
        reason(&file, stranger.photo, Finding::Fork).context("a link that is broken")?;
        beat.fits_but(&["its chain of photos forks at 2", "it does not follow the photo before it on its device"]).await
    })
}

#[test]
fn a_shot_that_says_it_was_taken_before_the_one_it_names_was_put_there_later() -> Result<()> {
    story(async {
        let mut beat = Beat::begin().await?;
        let forger = beat.forger(1).await?;
        beat.wang().await?;
        beat.pass(30);
        let (_, manifest) = hand_in(&mut beat, &forger, 1, |_| {}).await?;
        let hash = forger.sign(&manifest).hash()?;
        let (case, early) = hand_in(&mut beat, &forger, 2, |shot| {
            shot.previous = Some(hash);
            shot.taken.wall = shot.taken.wall.plus_ms(-600_000);
            shot.taken.monotonic_ms -= 600_000;
        })
        .await?;
        let file = beat.judged(case).await?;
        let reason = reason(&file, early.photo, Finding::Reordered)?;
        assert_eq!((reason.measured, reason.allowed), (Some(600), Some(0)));
        assert_eq!(evidence(&file, early.photo)?.verdict, Verdict::Doubtful);
        beat.fits().await
    })
}
