//! What a supervisor reads of a phone is what the phone is like now, and not how it was one word ago.

use anyhow::{Context, Result, ensure};
use shared::account::Role;
use shared::api::devices::DeviceRow;
use system_tests::collector::Collector;
use system_tests::desk::Desk;
use system_tests::world::{World, story};

use crate::people::{MONDAY, collectors, report};

async fn row(desk: &Desk, phone: &Collector) -> Result<DeviceRow> {
    let rows = desk.board().await?.devices;
    rows.into_iter().find(|row| row.device == phone.core.device()).context("the phone is on the board")
}

#[test]
fn the_board_forgets_an_error_with_the_round_that_went_well() -> Result<()> {
    story(async {
        let world = World::begin(MONDAY).await?;
        let user = collectors(&world, 1)?.remove(0);
        let wang = world.phone(&user).await?;
        let admin = world.desk(&world.accounts.first(Role::Admin)?.user).await?;
        let first = row(&admin, &wang).await?.heartbeat;
        assert_eq!(first.catalogue, admin.board().await?.catalogue, "the packs of the first round are told in it");

        wang.offline();
        ensure!(wang.sync().await.is_err(), "there is no network");
        wang.online();
        wang.sync().await?;
        let quiet = row(&admin, &wang).await?.heartbeat;
        assert_eq!(quiet.last_error, None, "nothing was sent, and the line is well all the same");

        wang.offline();
        report(&wang, 130).await?;
        ensure!(wang.sync().await.is_err(), "there is no network");
        wang.online();
        assert_eq!(wang.sync().await?.left, 0);
        let told = row(&admin, &wang).await?.heartbeat;
        assert_eq!((told.last_error, told.waiting_operations, told.waiting_photos), (None, 0, 0));
        let before = wang.line.requests();
        wang.sync().await?;
        assert_eq!(wang.line.requests() - before, 3, "a round without news is one hello, one pull and one comparison");
        Ok(())
    })
}
