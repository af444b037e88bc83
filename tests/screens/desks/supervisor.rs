//! A new supervisor's morning at the board: one phone has not been heard of for three hours.
//!
//! Everything is found on the page: which phone, since when, why, what to say, what to do, and that it helped.

use std::path::Path;

use anyhow::{Context as _, Result, ensure};
use app_bridge::ask::Ask;
use serde_json::Value;
use tempfile::TempDir;
use tokio::task::LocalSet;

use super::ground::{http, phone, report, to_top};
use crate::city::{Account, City};
use crate::console::Desk;
use crate::needs;
use crate::screen::{Screen, part};

/// What the board is taken away as.
const EXPORTED: &str = "const done = arguments[arguments.length - 1];
    const link = document.querySelector(\"[data-test='export-csv']\");
    if (!link) return done(null);
    fetch(link.href).then(reply => reply.ok ? reply.text() : null).then(done, () => done(null));";

/// Three hours ago the phone called last; its bearer's shift had begun an hour before.
fn fall_silent(city: &City, user: &str) {
    let whose = format!("account_id = (select id from accounts where user_name = '{user}')");
    let silent = format!(
        "update devices set last_seen_at_ms = last_seen_at_ms - 10800000, \
        last_complete_at_ms = last_complete_at_ms - 10800000 where {whose}"
    );
    assert_eq!(city.reach_in(&silent), 1, "one phone is silent");
    let contacts = format!(
        "update heartbeats set at_ms = at_ms - 10800000 where device_id in (select id from devices where {whose})"
    );
    assert!(city.reach_in(&contacts) > 0, "it had called");
    let shift = format!("update shifts set started_at_ms = started_at_ms - 14400000 where {whose}");
    assert_eq!(city.reach_in(&shift), 1, "on shift");
}

#[tokio::test]
async fn a_new_supervisor_finds_the_phone_that_did_not_sync_learns_why_and_mends_it() {
    let homes = TempDir::new().expect("make a folder");
    // A core stays on its thread.
    let morning = LocalSet::new().run_until(morning(homes.path())).await;
    morning.unwrap_or_else(|error| panic!("a morning at the board: {error:#}"));
}

async fn morning(homes: &Path) -> Result<()> {
    let (mut city, photos) = (City::open(), needs::photos());
    let account = city.one("collector").clone();
    let is_beside = |other: &&Account| other.jurisdiction == account.jurisdiction && other.user != account.user;
    let other = city.all("collector").find(is_beside).context("a second collector")?.clone();
    let wang = phone(&city, &account, &homes.join("wang")).await?;
    wang.core.tell(Ask::MarkShift { begins: true, fix: None }).await?;
    ensure!(wang.sync().await?.left == 0, "everything arrives");
    wang.offline();
    report(&wang, [&photos[0], &photos[1]], "两袋").await?;
    city.down();
    fall_silent(&city, &account.user);
    city.up();
    let li = phone(&city, &other, &homes.join("li")).await?;

    let desk = Desk::sign_in("board", &city, city.beside(&account, "supervisor")).await;
    let screen = &desk.screen;
    screen.show_on(1440, 900).await;
    let row = format!("[data-test='device-row'][data-user='{}']", account.user);
    finds(screen, &account.user, &row).await;
    compares(screen).await;
    learns(screen, &account.user).await;
    let exported = screen.ask("take the board away", EXPORTED).await;
    ensure!(exported.as_str().is_some_and(|text| text.contains(&account.user)), "{exported}");
    takes_note(screen, &account.user).await;
    finds_what_was(screen, &row).await;

    // The phone is told with its next contact, and the board shows by itself that it helped.
    screen.press(&part("nudge")).await;
    screen.see("[data-test='nudge-came']:not([data-code])").await;
    let boss = http(&city, city.beside(&account, "supervisor")).await?;
    let orders: Value = boss.get(&format!("/api/v1/devices/{}/orders", wang.core.device())).await?;
    ensure!(orders["orders"].as_array().is_some_and(|all| all.len() == 1), "it waits for the phone: {orders}");
    wang.online();
    ensure!(wang.sync().await?.left == 0, "everything arrives");
    screen.see(&format!("{row}[data-reason='fine']")).await;
    screen.read("[data-test='tile-silent'] strong", "0").await;
    screen.look("desk-board-mended").await;
    // A phone that was withdrawn hears nothing any more: nothing is offered that could not reach it.
    http(&city, city.one("admin")).await?.withdraw(li.core.device()).await?;
    screen.press(&format!("[data-test='device-row'][data-user='{}']", other.user)).await;
    screen.see(&format!("[data-test='device-panel'][data-user='{}'] [data-test='hears-nothing']", other.user)).await;
    screen.see_gone(&part("nudge")).await;
    screen.look("desk-board-withdrawn").await;
    desk.screen.close().await;
    Ok(())
}

#[tokio::test]
async fn a_board_that_gets_no_line_is_asked_for_now_and_then_and_says_so() {
    let homes = TempDir::new().expect("make a folder");
    let told = LocalSet::new().run_until(without_a_line(homes.path())).await;
    told.unwrap_or_else(|error| panic!("a board without a line: {error:#}"));
}

async fn without_a_line(homes: &Path) -> Result<()> {
    let mut city = City::open();
    city.down();
    city.up_with(&[("XUNGE_LINES_PER_ACCOUNT", "0")]);
    let account = city.one("collector").clone();
    let desk = Desk::sign_in("lineless", &city, city.beside(&account, "supervisor")).await;
    let screen = &desk.screen;
    screen.see(&part("lineless")).await;
    screen.see(&part("empty")).await;
    phone(&city, &account, &homes.join("wang")).await?;
    // Nobody tells the page: it has asked.
    screen.see_many(&part("device-row"), 1).await;
    screen.see(&part("lineless")).await;
    screen.look("desk-board-lineless").await;
    desk.screen.close().await;
    Ok(())
}

/// The phone that needs somebody stands first, is counted, and is the only one once the others are left out.
async fn finds(screen: &Screen, user: &str, row: &str) {
    screen.see(&format!("{row}:not([data-reason='fine'])")).await;
    screen.see_many(&part("device-row"), 2).await;
    let is_first =
        format!("return document.querySelector(\"[data-test='device-row']\").dataset.user === {user:?} || null;");
    screen.find_out("see it stand first", &is_first).await;
    screen.read("[data-test='tile-silent'] strong", "1").await;
    screen.press(&part("show-needing")).await;
    screen.see_many(&part("device-row"), 1).await;
    screen.press(row).await;
    screen.see(&format!("[data-test='device-panel'][data-user='{user}']")).await;
    // The address says all of it: whoever gets the link sees the same.
    screen.reload().await;
    screen.see(&format!("[data-test='device-panel'][data-user='{user}']")).await;
    screen.see_many(&part("device-row"), 1).await;
    screen.press(&part("show-all")).await;
    screen.see_many(&part("device-row"), 2).await;
}

/// Which versions the phones have is a column as soon as somebody wants it, and stays one; none of them is behind.
async fn compares(screen: &Screen) {
    screen.press(&part("column-catalogue")).await;
    screen.see_many(&part("cell-catalogue"), 2).await;
    screen.reload().await;
    screen.see_many("[data-test='cell-catalogue'][data-old='false']", 2).await;
    screen.look("desk-board-columns").await;
    screen.press(&part("show-behind")).await;
    screen.see(&part("none-fit")).await;
    screen.press(&part("column-catalogue")).await;
    screen.press(&part("show-all")).await;
    screen.see_many(&part("device-row"), 2).await;
    screen.see_gone(&part("cell-catalogue")).await;
}

/// What is the matter, since when, and what to say to its bearer, in both languages.
async fn learns(screen: &Screen, user: &str) {
    screen.see(&format!("[data-test='device-panel'][data-user='{user}']")).await;
    screen.read(&part("explanation"), "很久没有联系").await;
    screen.read(&part("remedy"), "同步").await;
    screen.see(&part("stopped")).await;
    screen.see("[data-test='history-chart'] svg").await;
    to_top(screen).await;
    screen.keep("desk-board").await;
    screen.press("[data-test='history'] summary").await;
    screen.see("[data-test='contacts'] tbody tr").await;
    screen.press(&part("language")).await;
    screen.read("[data-test='board'] h2", "Sync").await;
    screen.read(&part("explanation"), "has not called").await;
    screen.see("[data-test='history-chart'] svg").await;
    screen.keep("desk-board-en").await;
    screen.press(&part("language")).await;
    screen.read(&part("explanation"), "很久没有联系").await;
}

/// What was noted and lasts stands among the device's alarms, and not among those that are over.
async fn finds_what_was(screen: &Screen, row: &str) {
    screen.press(&part("device-alarms")).await;
    screen.see("[data-test='past-alarms'] [data-test='only-device']").await;
    screen.see("[data-test='past-alarms'] [data-test='empty']").await;
    screen.set(&part("filter-which"), "lasting").await;
    screen.see("[data-test='past-alarm'][data-kind='silent'][data-ended='false']").await;
    screen.read("[data-test='past-alarm'][data-kind='silent']", "地下车库").await;
    screen.set(&part("filter-kind"), "disk_low").await;
    screen.see("[data-test='past-alarms'] [data-test='empty']").await;
    screen.press("[data-test='past-alarms'] .back").await;
    screen.press(row).await;
    screen.see(&part("device-panel")).await;
}

/// The alarm is noted with what was found out, and is counted no longer.
async fn takes_note(screen: &Screen, user: &str) {
    let alarm = format!("[data-test='alarm'][data-kind='silent'][data-user='{user}']");
    screen.see(&part("alarm-count")).await;
    screen.press(&format!("{alarm} [data-test='alarm-note']")).await;
    screen.fill(&format!("{alarm} [data-test='alarm-why']"), "打过电话，他在地下车库").await;
    screen.press(&format!("{alarm} [data-test='alarm-save']")).await;
    screen.read(&format!("{alarm} [data-test='alarm-noted']"), "地下车库").await;
    screen.see_gone(&part("alarm-count")).await;
}
