//! The drill: phones sync, a backup is taken while they push, more is synced, the server's disk is lost. The backup is
//! restored, and what the phones still hold comes back, once.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use app_bridge::told::Whereabouts;
use server::backup::format::Media;
use shared::account::Role;
use shared::task::TaskResult;
use system_tests::world::{World, story};

use crate::people::{MONDAY, collectors, report, shot};

async fn drill(media: Media) -> Result<()> {
    let mut world = World::begin(MONDAY).await?;
    let users = collectors(&world, 2)?;
    let (wang, li) = (world.phone(&users[0]).await?, world.phone(&users[1]).await?);
    let admin = world.desk(&world.accounts.first(Role::Admin)?.user).await?;
    let before = [report(&wang, 10).await?, report(&li, 20).await?];
    wang.sync().await?;
    li.sync().await?;

    // While one of them pushes.
    let during = report(&li, 30).await?;
    let file = world.folder().join("city.xunge-backup");
    let (taken, pushed) = tokio::join!(world.backup(&file, media), li.sync());
    taken?;
    pushed?;

    world.clock.pass_minutes(60);
    let after = [report(&wang, 40).await?, report(&wang, 50).await?];
    wang.sync().await?;
    let numbers: Vec<_> = {
        let mut numbers = Vec::new();
        for case in after {
            numbers.push(wang.case(case).await?.case_no.context("it has its number")?);
        }
        numbers
    };
    // The unit is done with one of the old cases; that word is lost with the disk, and the desk will have to say it again.
    let unit = admin.file(before[0]).await?.case.unit.context("it has its unit")?;
    let unit_user = world.accounts.of_unit(unit.as_str())?.user.clone();
    world.desk(&unit_user).await?.finish(before[0], &shot(60), "已清运").await?;

    world.clock.pass_minutes(60);
    world.lose_the_disk().await?;
    assert!(wang.sync().await.is_err());
    let still_offline = report(&wang, 70).await?;
    let restored = world.restore(&file).await?;
    world.start().await?;
    ensure!(restored.epoch > 1);
    if media == Media::Listed {
        ensure!(restored.photos_awaited >= 4, "{restored:?}");
    }

    // Tokens may be lost with the disk too; the phones' keys are not.
    for phone in [&wang, &li] {
        assert_eq!(phone.sync().await?.left, 0, "offered again, and taken");
    }
    let admin = world.desk(&world.accounts.first(Role::Admin)?.user).await?;
    let all: Vec<_> = before.iter().chain(&after).copied().chain([during, still_offline]).collect();
    assert_eq!(admin.cases().await?.total, u64::try_from(all.len())?, "the lost hours are back, and nothing twice");
    for case in &all {
        let file = admin.file(*case).await?;
        assert_eq!(file.case.photos.len(), 2);
        for photo in &file.case.photos {
            ensure!(photo.received_at.is_some(), "case {case}: a photo is still missing");
            let bytes = admin.media(&photo.working).await?;
            assert_eq!(shared::ids::Sha256::of(&bytes), photo.working);
        }
    }
    for (case, number) in after.iter().zip(&numbers) {
        assert_eq!(admin.file(*case).await?.case.case_no.as_ref(), Some(number), "people have written it down");
    }
    for case in &all {
        let phone = if [before[1], during].contains(case) { &li } else { &wang };
        assert_eq!(phone.case(*case).await?.whereabouts, Whereabouts::Arrived);
    }
    for phone in [&wang, &li] {
        let again = phone.sync().await?;
        assert_eq!((again.pushed, again.photos_sent), (0, 0), "it is offered once and not for ever");
    }

    // Life goes on: the unit says again that it is done, and somebody checks it.
    let finished = world.desk(&unit_user).await?.finish(before[0], &shot(61), "已清运").await?;
    let checker = finished.draws.last().and_then(|draw| draw.drawn.clone()).context("somebody was drawn")?;
    if checker == users[1] {
        li.sync().await?;
        let tasks = li.tasks().await?;
        let task = tasks.iter().find(|task| task.case == before[0]).context("the task came")?;
        li.answer(task, TaskResult::Pass, &shot(62), "干净了").await?;
        assert_eq!(li.sync().await?.left, 0);
    }
    ensure!(world.problems().await?.is_empty(), "{:?}", world.problems().await?);
    Ok(())
}

#[test]
fn a_lost_server_disk_loses_no_case_that_a_phone_still_holds() -> Result<()> {
    story(drill(Media::Included))
}

#[test]
fn photos_whose_files_are_gone_come_again_from_the_phones() -> Result<()> {
    story(drill(Media::Listed))
}

#[test]
fn a_backup_is_one_file_and_nothing_else_is_left() -> Result<()> {
    story(async {
        let world = World::begin(MONDAY).await?;
        let folder = world.folder().join("backups");
        std::fs::create_dir(&folder)?;
        world.backup(&folder.join("a"), Media::Included).await?;
        assert_eq!(names(&folder)?, ["a"]);
        Ok(())
    })
}

fn names(folder: &Path) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        names.push(entry?.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    Ok(names)
}
