//! The end of a shift: the server signs for what it holds, and for nothing else.

use anyhow::{Context as _, Result, bail};
use app_bridge::ask::Ask;
use app_bridge::shift::ShiftCard;
use app_bridge::told::Told;
use server::sync::shift::verify;
use shared::sync::shift::ReceiptFile;
use system_tests::collector::Collector;
use system_tests::hands::in_server;
use system_tests::world::{World, story};

use crate::people::{MONDAY, collectors, report};

async fn shift(phone: &Collector, day: Option<&str>) -> Result<ShiftCard> {
    match phone.core.tell(Ask::ShiftReceipt { day: day.map(str::to_owned) }).await? {
        Told::ShiftReceipt(card) => Ok(*card),
        other => bail!("asked for the receipt, told {other:?}"),
    }
}

#[test]
fn a_receipt_is_given_for_what_has_arrived_and_verified_at_the_desk() -> Result<()> {
    story(async {
        let world = World::begin(MONDAY).await?;
        let user = collectors(&world, 1)?.remove(0);
        let wang = world.phone(&user).await?;
        let first = report(&wang, 10).await?;
        let before = shift(&wang, None).await?;
        assert_eq!((before.cases, before.waiting), (0, 1), "nothing has arrived");
        assert!(before.receipt.is_none());
        wang.sync().await?;
        let card = shift(&wang, None).await?;
        let receipt = card.receipt.context("a receipt")?;
        assert_eq!((receipt.cases, receipt.photos, receipt.covers_all), (1, 2, true));
        assert!(receipt.zh.contains("案件 1 件") && receipt.en.contains("2 photos"));
        assert!(receipt.file.items.cases.contains(&first));

        let requests = wang.line.requests();
        assert_eq!(shift(&wang, None).await?.receipt, Some(receipt.clone()), "kept on the phone");
        assert_eq!(wang.line.requests(), requests, "and not asked for twice");
        wang.offline();
        report(&wang, 20).await?;
        let offline = shift(&wang, None).await?;
        assert_eq!((offline.waiting, offline.receipt.as_ref().map(|one| one.cases)), (1, Some(1)));

        let file: ReceiptFile = serde_json::from_value(serde_json::to_value(&receipt)?)?;
        let verified = verify(world.app()?, &file).await?;
        assert_eq!((verified.receipt.user.as_str(), verified.receipt.cases), (user.as_str(), 1));
        assert!(verified.missing.is_empty());
        let mut touched = file.clone();
        touched.signed.receipt = touched.signed.receipt.replace("\"cases\":1", "\"cases\":9");
        assert!(verify(world.app()?, &touched).await.is_err());
        in_server(&world, &format!("update photos set received_at_ms = null where case_id = '{first}'")).await?;
        assert_eq!(verify(world.app()?, &file).await?.missing.len(), 2, "the desk sees what was lost since");
        Ok(())
    })
}

#[test]
fn a_day_is_the_jurisdictions_own() -> Result<()> {
    story(async {
        let world = World::begin("2026-11-23T23:50:00+08:00").await?;
        let user = collectors(&world, 1)?.remove(0);
        let clock = system_tests::clock::PhoneClock::at("2026-11-23T15:50:00Z")?;
        let wang = world.phone_with(&user, &clock).await?;
        report(&wang, 10).await?;
        for minutes in [20_u32, 5] {
            clock.pass_minutes(minutes);
            world.clock.pass_minutes(i64::from(minutes));
        }
        report(&wang, 20).await?;
        wang.sync().await?;
        let (monday, tuesday) = (shift(&wang, Some("2026-11-23")).await?, shift(&wang, None).await?);
        assert_eq!((monday.cases, tuesday.cases), (1, 1));
        assert_eq!(tuesday.day, "2026-11-24");
        assert!(monday.receipt.is_some() && tuesday.receipt.is_some());
        assert!(shift(&wang, Some("yesterday")).await.is_err());
        Ok(())
    })
}
