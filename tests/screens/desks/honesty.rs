//! An evaluator and a hint: what was found, that it is no verdict, its cases with their pictures side by side, and what is
//! said of it.

use std::path::Path;
use std::time::Duration;

use anyhow::{Result, bail, ensure};
use shared::api::honesty::{HintKind, HintList, HintVerdict};
use tempfile::TempDir;
use tokio::task::LocalSet;

use super::ground::{http, phone, report, to_top};
use crate::city::City;
use crate::console::Desk;
use crate::needs;
use crate::screen::part;

#[tokio::test]
async fn an_evaluator_reads_a_hint_with_its_cases_and_says_what_it_is() {
    let homes = TempDir::new().expect("make a folder");
    // A core stays on its thread.
    let day = LocalSet::new().run_until(day(homes.path())).await;
    day.unwrap_or_else(|error| panic!("a hint and an evaluator: {error:#}"));
}

async fn day(homes: &Path) -> Result<()> {
    let (mut city, photos) = (City::open(), needs::photos());
    let wang = phone(&city, city.one("collector"), &homes.join("wang")).await?;
    let shots: [&Path; 2] = [&photos[0], &photos[1]];
    // The same two pictures for two problems.
    report(&wang, shots, "两袋").await?;
    report(&wang, shots, "三袋").await?;
    ensure!(wang.sync().await?.left == 0, "everything arrives");
    is_found(&mut city).await?;

    let desk = Desk::sign_in("honesty", &city, city.one("evaluator")).await;
    let screen = &desk.screen;
    screen.show_on(1440, 900).await;
    desk.turn_to("honesty").await;
    let kind = HintKind::Photos.as_str();
    screen.press(&part(&format!("honesty-tab-{kind}"))).await;
    let hint = format!("[data-test='hint'][data-kind='{kind}'][data-state='open']");
    screen.see(&hint).await;
    screen.press(&format!("{hint} [data-test='open-hint']")).await;
    screen.see(&part("hint-chance")).await;
    screen.see_many("[data-test='hint-card'] [data-test='hint-case']", 2).await;
    screen.see("[data-test='hint-card'] [data-test='hint-photo'] img").await;
    to_top(screen).await;
    screen.keep("desk-honesty").await;
    // What nobody gives a reason for is not said.
    let explained = HintVerdict::Explained.as_str();
    let judge = part(&format!("judge-{explained}"));
    screen.see(&format!("{judge}:disabled")).await;
    screen.fill(&part("hint-reason"), "同一处两个问题，用了同一张照片，已提醒").await;
    screen.press(&judge).await;
    screen.see(&format!("[data-test='hint-judgement'][data-verdict='{explained}']")).await;
    screen.press("[data-test='hint-card'] [data-test='hint-case-link']").await;
    screen.see(&part("state")).await;
    desk.turn_to("honesty/agreement").await;
    screen.see(&part("agreement-counted")).await;
    screen.look("desk-honesty-agreement").await;
    desk.screen.close().await;

    // Whoever reads the audit gets from what was said of a hint to the hint.
    let desk = Desk::sign_in("honesty-audit", &city, city.one("leader")).await;
    desk.screen.show_on(1440, 900).await;
    desk.turn_to("audit").await;
    desk.screen.press("[data-test='subject'][href^='#/honesty/']:not([href$='agreement'])").await;
    desk.screen.see(&part("hint-card")).await;
    desk.screen.see(&format!("[data-test='hint-judgement'][data-verdict='{explained}']")).await;
    desk.screen.close().await;
    Ok(())
}

/// Waits until the server, which looks as soon as it starts and then every hour, has found something.
async fn is_found(city: &mut City) -> Result<()> {
    for _ in 0..20 {
        // What came is first judged by itself.
        tokio::time::sleep(Duration::from_secs(2)).await;
        city.down();
        city.up();
        let evaluator = http(city, city.one("evaluator")).await?;
        for _ in 0..8 {
            let list: HintList = evaluator.get("/api/v1/honesty/hints").await?;
            if !list.hints.is_empty() {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(500)).await;
        }
    }
    bail!("no hint was made")
}
