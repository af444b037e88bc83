//! Lines that are cut where it hurts: everything still arrives exactly once.

use anyhow::{Result, ensure};
use app_core::ports::Method;
use shared::account::Role;
use system_tests::line::Weather;
use system_tests::world::{World, story};

use crate::people::{MONDAY, collectors, report};

/// Syncs until nothing is left, as a phone does by itself.
async fn until_all_arrived(phone: &system_tests::collector::Collector) -> Result<u32> {
    for rounds in 1..20 {
        if matches!(phone.sync().await, Ok(round) if round.left == 0) {
            return Ok(rounds);
        }
    }
    anyhow::bail!("still not everything arrived: {:?}", phone.status().await?)
}

#[test]
fn a_reply_lost_after_the_commit_does_not_make_a_second_case() -> Result<()> {
    story(async {
        let world = World::begin(MONDAY).await?;
        let user = collectors(&world, 1)?.remove(0);
        let wang = world.phone(&user).await?;
        let admin = world.desk(&world.accounts.first(Role::Admin)?.user).await?;
        let case = report(&wang, 60).await?;
        wang.line.set(Weather::LosesReplies(Method::Post, 4));
        until_all_arrived(&wang).await?;
        let list = admin.cases().await?;
        assert_eq!(list.total, 1, "the operation was sent more than once and took effect once");
        let file = admin.file(case).await?;
        assert_eq!(file.case.photos.len(), 2);
        assert!(file.case.photos.iter().all(|photo| photo.received_at.is_some()));
        Ok(())
    })
}

#[test]
fn an_upload_cut_in_the_middle_goes_on_from_there() -> Result<()> {
    story(async {
        let world = World::begin(MONDAY).await?;
        let user = collectors(&world, 1)?.remove(0);
        let wang = world.phone(&user).await?;
        let admin = world.desk(&world.accounts.first(Role::Admin)?.user).await?;
        let case = report(&wang, 70).await?;
        wang.line.set(Weather::CutsUploadsAt(1_000, 2));
        let rounds = until_all_arrived(&wang).await?;
        ensure!(rounds > 1, "the line was never cut");
        for photo in admin.file(case).await?.case.photos {
            let bytes = admin.media(&photo.working).await?;
            assert_eq!(shared::ids::Sha256::of(&bytes), photo.working, "what arrived in pieces is whole");
        }
        Ok(())
    })
}

#[test]
fn nothing_is_called_arrived_before_its_receipt() -> Result<()> {
    story(async {
        let world = World::begin(MONDAY).await?;
        let user = collectors(&world, 1)?.remove(0);
        let wang = world.phone(&user).await?;
        report(&wang, 80).await?;
        // Rows get through, uploads do not.
        wang.line.set(Weather::CutsUploadsAt(10, 50));
        let ended = wang.sync().await;
        let status = wang.status().await?;
        assert!(ended.is_err() || status.photos_waiting > 0);
        assert!(!status.all_arrived, "the photos are only here");
        let card = wang.cases().await?.remove(0);
        assert_eq!(card.whereabouts, app_bridge::told::Whereabouts::RowArrived);
        assert!(card.photos_received < card.photos_total);
        Ok(())
    })
}
