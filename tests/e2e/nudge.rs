//! A phone that listens hears of its tasks at once, and asks seldom.

use std::time::Duration;

use anyhow::{Result, ensure};
use shared::account::Role;
use system_tests::world::{World, story};

use crate::both_sides::neighbours;
use crate::people::{MONDAY, report};

#[test]
fn a_nudge_brings_a_change_without_being_asked_for() -> Result<()> {
    story(async {
        let world = World::begin(MONDAY).await?;
        let users = neighbours(&world).await?;
        let wang = world.phone(&users.0).await?;
        let case = report(&wang, 10).await?;
        wang.sync().await?;
        let number = wang.case(case).await?.state;
        let core = wang.core.clone();
        let keeping = tokio::task::spawn_local(async move { core.keep_synced().await });
        // The line is open and has been followed once.
        for _ in 0..100 {
            tokio::time::sleep(Duration::from_millis(100)).await;
            if world.app()?.feed.listeners() == 1 {
                break;
            }
        }
        tokio::time::sleep(Duration::from_millis(6_500)).await;
        let requests = wang.line.requests();
        let unit = wang.case(case).await?.unit;
        let unit = world.accounts.accounts.iter().find(|one| one.role == Role::Unit && one.name.contains(&unit));
        let desk = match unit {
            Some(unit) => world.desk(&unit.user).await?,
            None => {
                let admin = world.desk(&world.accounts.first(Role::Admin)?.user).await?;
                let unit = admin.file(case).await?.case.unit.map(|unit| unit.to_string()).unwrap_or_default();
                world.desk(&world.accounts.of_unit(&unit)?.user).await?
            }
        };
        desk.finish(case, &crate::people::shot(90), "清了").await?;
        let mut heard = None;
        for _ in 0..120 {
            tokio::time::sleep(Duration::from_millis(100)).await;
            heard = wang.case(case).await?.state;
            if heard != number {
                break;
            }
        }
        keeping.abort();
        ensure!(heard != number, "the change was not fetched in twelve seconds");
        ensure!(wang.line.requests() > requests);
        Ok(())
    })
}
