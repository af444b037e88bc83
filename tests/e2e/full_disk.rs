//! A phone on a disk that is really full: refused before the shot, saved from the reserve, nothing half done.

use anyhow::{Context, Result, ensure};
use app_bridge::told::Whereabouts;
use app_core::error::Error;
use shared::account::Role;
use shared::evidence::PhotoRole;
use shared::refusal::Code;
use system_tests::collector::{Collector, Draft};
use system_tests::small_disk::SmallDisk;
use system_tests::world::{World, story};

use crate::people::{MONDAY, collectors, here, report, shot};

fn code<T>(result: Result<T>) -> Option<String> {
    let error = result.err()?;
    error.downcast_ref::<Error>().map(|error| error.code().to_owned())
}

#[test]
fn a_full_phone_refuses_the_camera_and_still_saves_the_report_in_hand() -> Result<()> {
    let Some(disk) = SmallDisk::of_megabytes(256)? else { return Ok(()) };
    story(async {
        let world = World::begin(MONDAY).await?;
        let user = collectors(&world, 1)?.remove(0);
        let wang = Collector::with_phone(&user, &disk.path().join("home"))?;
        wang.sign_in(&world.url, &world.accounts.user(&user)?.password).await?;
        let admin = world.desk(&world.accounts.first(Role::Admin)?.user).await?;
        ensure!(wang.room().await?.shots_left.is_some_and(|left| left > 5));
        let first = report(&wang, 10).await?;
        let fix = here(&wang).await?;
        let near = shot(20);
        let photos = [(PhotoRole::Near, near.as_slice())];
        let draft = Draft { category: "event:06010", condition_no: 1, fix, note: "手上这条", photos: &photos };
        let in_hand = wang.photograph(&draft).await?;

        disk.fill()?;
        assert_eq!(code(wang.room().await).as_deref(), Some(Code::DeviceFull.as_str()), "said before the camera opens");
        assert_eq!(code(wang.photograph(&draft).await).as_deref(), Some("device_full"), "and a shot is not half kept");
        let saved = wang.save(in_hand).await.context("the report in hand is saved from the reserve")?;
        assert_eq!(wang.status().await?.unsent_operations, 2);

        disk.fill()?;
        let ended = wang.sync().await;
        // A full disk may keep the phone from writing down what it hears; it must not cost what it holds.
        if ended.is_err() {
            ensure!(wang.cases().await?.len() >= 2, "everything is still here");
        }
        disk.clear()?;
        assert_eq!(wang.sync().await?.left, 0);
        for case in [first, saved.case] {
            assert_eq!(wang.case(case).await?.whereabouts, Whereabouts::Arrived);
        }
        assert_eq!(admin.cases().await?.total, 2, "nothing was lost, nothing came twice");
        ensure!(wang.room().await?.shots_left.is_some());
        Ok(())
    })
}

#[test]
fn a_pull_onto_a_full_disk_is_taken_up_again() -> Result<()> {
    let Some(disk) = SmallDisk::of_megabytes(96)? else { return Ok(()) };
    story(async {
        let world = World::begin(MONDAY).await?;
        let user = collectors(&world, 1)?.remove(0);
        let wang = Collector::with_phone(&user, &disk.path().join("home"))?;
        disk.fill()?;
        let signed_in = wang.sign_in(&world.url, &world.accounts.user(&user)?.password).await;
        assert_eq!(code(signed_in).as_deref(), Some("device_full"));
        disk.clear()?;
        let start = wang.sign_in(&world.url, &world.accounts.user(&user)?.password).await?;
        ensure!(start.ready, "packs and cases came when there was room");
        report(&wang, 30).await?;
        assert_eq!(wang.sync().await?.left, 0);
        Ok(())
    })
}
