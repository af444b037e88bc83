//! The closing photo that is staged: taken before anything was done, somewhere else, looking the other way, or framed by
//! nothing. Whoever decides sees it; the check passes or fails by a person's word and no other.

use std::rc::Rc;

use anyhow::{Context as _, Result, ensure};
use app_bridge::ask::{AnswerForm, Shot, Subject};
use app_bridge::told::{PhotoCard, TaskCard};
use shared::case::State;
use shared::evidence::PhotoRole;
use shared::evidence::verdict::{Finding, Verdict};
use shared::ids::{CaseId, Sha256};
use shared::place::fix::Fix;
use shared::task::TaskResult;
use system_tests::scenes::Scene;
use system_tests::world::story;

use super::{Beat, Walker, camera, evidence, found, moved, reason, said};

/// A case that its unit says is done, and who was sent to look, forty minutes later.
async fn to_check(beat: &mut Beat) -> Result<(CaseId, Rc<Walker>, TaskCard, Sha256)> {
    let wang = beat.wang().await?;
    let (case, photo) = wang.reports(Scene(1)).await?;
    wang.sends().await?;
    let before = evidence(&beat.judged(case).await?, photo)?.working.clone();
    beat.pass(20);
    beat.finished(case, &Scene(1).shoot_later(1)?).await?;
    beat.pass(20);
    let (li, task) = beat.sent(case).await?;
    Ok((case, li, task, before))
}

async fn shoot(li: &Walker, task: &TaskCard, pair: Option<&Sha256>, fix: Fix, hours: u8) -> Result<PhotoCard> {
    let subject = Subject::Task { task: task.task };
    let shot = Shot { subject, pair: pair.cloned(), ..camera(PhotoRole::After, fix) };
    li.phone.take(shot, &Scene(1).shoot_later(hours)?).await
}

async fn answer(li: &Walker, task: &TaskCard, shots: &[&PhotoCard]) -> Result<()> {
    let photos = shots.iter().map(|card| card.photo).collect();
    let fix = Some(li.at(task.fix.point()?));
    let form = AnswerForm { task: task.task, result: TaskResult::Pass, note: String::new(), fix, photos };
    li.phone.hand_in(form).await?;
    li.sends().await
}

#[test]
fn an_after_photo_from_elsewhere_or_framed_by_nothing_is_told_to_whoever_decides() -> Result<()> {
    story(async {
        let mut beat = Beat::begin().await?;
        let (case, li, task, before) = to_check(&mut beat).await?;
        let there = task.fix.point()?;

        let turned = Fix { heading_deg: Some(210.0), ..li.at(there) };
        let turned = shoot(&li, &task, Some(&before), turned, 2).await?;
        said(&turned, Finding::OtherHeading)?;
        beat.pass(1);
        let unpaired = shoot(&li, &task, None, li.at(there), 3).await?;
        said(&unpaired, Finding::Unpaired)?;
        beat.pass(10);
        let far = shoot(&li, &task, Some(&before), moved(li.at(there), 500.0)?, 5).await?;
        said(&far, Finding::FarFromCase)?;
        said(&far, Finding::FarFromBefore)?;
        answer(&li, &task, &[&turned, &unpaired, &far]).await?;

        let file = beat.judged(case).await?;
        assert_eq!(found(&file, turned.photo)?, [Finding::OtherHeading]);
        let heading = reason(&file, turned.photo, Finding::OtherHeading)?;
        assert_eq!((heading.measured, heading.allowed), (Some(120), Some(45)));
        assert_eq!(found(&file, unpaired.photo)?, [Finding::Unpaired]);
        assert_eq!(found(&file, far.photo)?, [Finding::FarFromCase, Finding::FarFromBefore]);
        let apart = reason(&file, far.photo, Finding::FarFromBefore)?;
        assert_eq!((apart.measured, apart.allowed), (Some(500), Some(100)));
        let pair = evidence(&file, far.photo)?.pair.as_ref().context("the pair was measured")?;
        assert_eq!(pair.distance_m, Some(500));
        ensure!(pair.alike_percent.is_some_and(|percent| percent >= 80), "alike, and taken elsewhere: {pair:?}");
        assert_eq!(evidence(&file, far.photo)?.verdict, Verdict::Doubtful);
        assert_eq!(file.case.state, State::Closed, "a verdict closes nothing and keeps nothing open");
        beat.fits().await
    })
}

#[test]
fn an_after_photo_from_before_the_finish_is_no_after_photo() -> Result<()> {
    story(async {
        let mut beat = Beat::begin().await?;
        let (case, li, task, before) = to_check(&mut beat).await?;
        // A phone that was started anew says what it was told to say, until the server has met it in the same boot.
        li.phone.offline();
        li.clock.restart("second");
        li.clock.set("2026-11-23T09:10:00+08:00")?;
        let staged = shoot(&li, &task, Some(&before), li.at(task.fix.point()?), 2).await?;
        li.clock.set("2026-11-23T09:40:00+08:00")?;
        li.phone.online();
        answer(&li, &task, &[&staged]).await?;
        let file = beat.judged(case).await?;
        assert_eq!(found(&file, staged.photo)?, [Finding::ClockMoved, Finding::BeforeFinish]);
        assert_eq!(reason(&file, staged.photo, Finding::BeforeFinish)?.measured, Some(600), "finished at 9:20");
        assert_eq!(evidence(&file, staged.photo)?.verdict, Verdict::Doubtful);
        beat.fits().await
    })
}
