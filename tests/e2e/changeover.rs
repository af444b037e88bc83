//! The night in which a new standard comes: what was seen under the old codes arrives under them and keeps them.

use anyhow::{Context as _, Result, ensure};
use app_bridge::ask::Ask;
use app_bridge::told::{Told, Whereabouts};
use shared::account::Role;
use shared::evidence::PhotoRole;
use system_tests::clock::PhoneClock;
use system_tests::collector::{Collector, Draft};
use system_tests::world::{World, story};

use crate::people::{collectors, here, shot};

/// The first category that the picker offers for some words.
async fn offered(phone: &Collector, query: &str) -> Result<String> {
    match phone.core.tell(Ask::Categories { query: query.to_owned() }).await? {
        Told::Categories(cards) => Ok(cards.first().context("something is offered")?.key.to_string()),
        other => anyhow::bail!("asked for categories, told {other:?}"),
    }
}

#[test]
fn a_case_seen_on_the_last_evening_of_the_old_standard_keeps_its_code() -> Result<()> {
    story(async {
        let world = World::begin("2026-06-30T22:00:00+08:00").await?;
        let clock = PhoneClock::at("2026-06-30T22:00:00+08:00")?;
        let user = collectors(&world, 1)?.remove(0);
        let wang = world.phone_with(&user, &clock).await?;
        assert_eq!(offered(&wang, "垃圾").await?, "event:0110");
        wang.offline();
        let fix = here(&wang).await?;
        let photo = shot(10);
        let photos = [(PhotoRole::Near, photo.as_slice())];
        let draft = |category| Draft { category, condition_no: 1, fix: fix.clone(), note: "两袋", photos: &photos };
        let saved = wang.report(&draft("event:0110")).await?;
        ensure!(saved.deadline.is_some(), "the old standard has its limits: {saved:?}");

        // Half past midnight.
        world.clock.pass_minutes(150);
        clock.pass_minutes(150);
        assert_eq!(offered(&wang, "垃圾").await?, "event:06010");
        assert_eq!(offered(&wang, "0110").await?, "event:06010", "whoever knows the old codes finds the new ones");
        ensure!(wang.report(&draft("event:0110")).await.is_err(), "now it is 06010");
        let new = wang.report(&draft("event:06010")).await?;
        wang.online();
        assert_eq!(wang.sync().await?.left, 0);
        let card = wang.case(saved.case).await?;
        assert_eq!(
            (card.whereabouts, card.code.as_str(), card.name.as_str()),
            (Whereabouts::Arrived, "0110", "暴露生活垃圾")
        );

        let admin = world.desk(&world.accounts.first(Role::Admin)?.user).await?;
        let file = admin.file(saved.case).await?;
        assert_eq!(
            (file.case.category.to_string().as_str(), file.names.standard.as_str()),
            ("event:0110", "GB/T 30428.2-2013")
        );
        assert_eq!(file.names.successor.context("it became another")?.category.to_string(), "event:06010");
        assert_eq!(admin.file(new.case).await?.names.successor, None);
        assert_eq!(server::check::all(world.app()?, server::check::Depth::Media).await?.problems, Vec::<String>::new());
        Ok(())
    })
}
