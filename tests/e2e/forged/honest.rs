//! Where nothing was forged nothing is found: one case from the report to the closing.

use anyhow::{Context as _, Result, ensure};
use app_bridge::ask::{AnswerForm, Shot, Subject};
use shared::case::State;
use shared::evidence::PhotoRole;
use shared::evidence::verdict::Verdict;
use shared::task::TaskResult;
use system_tests::scenes::Scene;
use system_tests::world::story;

use super::{Beat, camera, evidence};

#[test]
fn a_case_without_a_lie_has_nothing_against_it_and_a_pair_says_how_it_was_framed() -> Result<()> {
    story(async {
        let mut beat = Beat::begin().await?;
        let wang = beat.wang().await?;
        let mut draft = wang.begin();
        let near = draft.shoot(camera(PhotoRole::Near, wang.here()), &Scene(1).shoot()?).await?.photo;
        let far = draft.shoot(camera(PhotoRole::Far, wang.here()), &Scene(2).shoot()?).await?.photo;
        let case = draft.save("两袋").await?;
        wang.sends().await?;
        let file = beat.judged(case).await?;
        for photo in [near, far] {
            let shown = evidence(&file, photo)?;
            assert_eq!((shown.verdict, &shown.reasons[..]), (Verdict::Sound, &[][..]), "everything claimed fits");
        }
        let before = evidence(&file, near)?.working.clone();

        beat.pass(45);
        beat.finished(case, &Scene(1).shoot_later(1)?).await?;
        beat.pass(20);
        let (li, task) = beat.sent(case).await?;
        ensure!(task.before.contains(&before.to_string()), "the before photo is on the phone: {:?}", task.before);
        let stands = li.at(task.fix.point()?);
        let shot = Shot {
            subject: Subject::Task { task: task.task },
            pair: Some(before.clone()),
            ..camera(PhotoRole::After, stands.clone())
        };
        let after = li.phone.take(shot, &Scene(1).shoot_later(2)?).await?;
        let form = AnswerForm {
            task: task.task,
            result: TaskResult::Pass,
            note: "干净了".to_owned(),
            fix: Some(stands),
            photos: vec![after.photo],
        };
        li.phone.hand_in(form).await?;
        li.sends().await?;

        let file = beat.judged(case).await?;
        assert_eq!(file.case.state, State::Closed);
        let shown = evidence(&file, after.photo)?;
        assert_eq!(
            (shown.verdict, &shown.reasons[..]),
            (Verdict::Sound, &[][..]),
            "framed by the before photo, on the spot"
        );
        let pair = shown.pair.as_ref().context("the pair was measured")?;
        assert_eq!((&pair.before, pair.heading_deg, pair.elapsed_s), (&before, Some(0), Some(65 * 60)));
        ensure!(pair.distance_m.is_some_and(|metres| metres <= 1), "{pair:?}");
        ensure!(pair.alike_percent.is_some_and(|percent| percent >= 80), "the same corner in another light: {pair:?}");
        let verdicts: Vec<Verdict> = file.unsigned.iter().map(|photo| photo.verdict).collect();
        assert_eq!(verdicts, [Verdict::Noted], "the unit's own photo has no signature, and nothing against it");
        ensure!(file.evidence.iter().all(|photo| photo.verdict != Verdict::Doubtful));
        beat.fits().await
    })
}
