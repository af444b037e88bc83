//! Positions that are made up, old, vague or elsewhere: each is said on the phone at once and at the desk in the same
//! words, and none of it stops the report.

use anyhow::{Context as _, Result};
use shared::case::State;
use shared::evidence::PhotoRole;
use shared::evidence::verdict::{Finding, Verdict};
use shared::place::fix::{Fix, Source};
use system_tests::scenes::Scene;
use system_tests::world::story;

use super::{Beat, NOTHING, camera, evidence, found, moved, reason, said};

/// A way to lie about a place, what is found of it, and what is measured.
type Lie = (fn(Fix) -> Option<Fix>, Finding, Option<i64>);

const LIES: &[Lie] = &[
    (|fix| Some(Fix { is_mock: true, ..fix }), Finding::Mock, None),
    (|fix| Some(Fix { fix_time: fix.fix_time.plus_ms(-600_000), ..fix }), Finding::Stale, Some(600)),
    (|fix| Some(Fix { accuracy_m: Some(300.0), ..fix }), Finding::Uncertain, Some(300)),
    (|_| None, Finding::NoPlace, None),
    (|fix| Some(Fix { source: Source::MapPick, ..fix }), Finding::ByHand, None),
    (|fix| Some(Fix { source: Source::Simulated, ..fix }), Finding::Simulated, None),
];

#[test]
fn every_weakness_of_a_position_is_told_on_the_phone_and_at_the_desk() -> Result<()> {
    story(async {
        let mut beat = Beat::begin().await?;
        let wang = beat.wang().await?;
        let mut cases = Vec::new();
        for (number, (lie, finding, measured)) in (1..).zip(LIES) {
            beat.pass(10);
            let mut draft = wang.begin();
            draft.shoot(camera(PhotoRole::Near, wang.here()), &Scene(number * 2).shoot()?).await?;
            let shot = app_bridge::ask::Shot { fix: lie(wang.here()), ..camera(PhotoRole::Far, wang.here()) };
            let card = draft.shoot(shot, &Scene(number * 2 + 1).shoot()?).await?;
            // That everything is a simulation stands on every screen of a training city.
            if *finding != Finding::Simulated {
                said(&card, *finding)?;
            }
            cases.push((draft.save("两袋").await?, card.photo, *finding, *measured));
        }
        wang.sends().await?;
        for (case, photo, finding, measured) in cases {
            let file = beat.judged(case).await?;
            assert_eq!(found(&file, photo)?, [finding]);
            assert_eq!(reason(&file, photo, finding)?.measured, measured, "{finding:?}");
            assert_eq!(file.case.state, State::Handling, "a doubt stops nobody's work: {finding:?}");
        }
        beat.fits().await
    })
}

#[test]
fn a_shot_far_from_its_case_and_one_that_nobody_could_have_walked_to_are_doubted() -> Result<()> {
    story(async {
        let mut beat = Beat::begin().await?;
        let wang = beat.wang().await?;
        let mut draft = wang.begin();
        let near = draft.shoot(camera(PhotoRole::Near, wang.here()), &Scene(1).shoot()?).await?.photo;
        beat.pass(10);
        let far = draft.shoot(camera(PhotoRole::Far, moved(wang.here(), 500.0)?), &Scene(2).shoot()?).await?.photo;
        beat.pass(1);
        let jumped = draft.shoot(camera(PhotoRole::Far, moved(wang.here(), 4_500.0)?), &Scene(3).shoot()?).await?;
        said(&jumped, Finding::TooFast)?;
        let case = draft.save("两袋").await?;
        wang.sends().await?;
        let file = beat.judged(case).await?;
        assert_eq!(found(&file, near)?, NOTHING);
        assert_eq!(found(&file, far)?, [Finding::FarFromCase]);
        let away = reason(&file, far, Finding::FarFromCase)?;
        assert_eq!((away.measured, away.allowed), (Some(500), Some(100)));
        assert_eq!(found(&file, jumped.photo)?, [Finding::FarFromCase, Finding::TooFast]);
        let speed = reason(&file, jumped.photo, Finding::TooFast)?;
        let kmh = speed.measured.context("it was measured")?;
        assert!((230..=240).contains(&kmh), "four kilometres in a minute, less what both are unsure by: {kmh}");
        assert_eq!(speed.allowed, Some(120));
        assert_eq!(evidence(&file, jumped.photo)?.verdict, Verdict::Doubtful);
        beat.fits().await
    })
}
