//! How soon a browser that holds nothing yet shows the board, and how long the page is busy when a device calls.
//!
//! Budgets: the first row within a second of asking for the page, and an update of a board of 5,000 devices within 100 ms.
//! `cargo xtask bench paint` measures that with a release build; among the tests the board is short, and nothing is timed.

use std::path::Path;

use anyhow::{Context as _, Result, ensure};
use app_bridge::ask::Ask;
use serde_json::from_value;
use tempfile::TempDir;
use tokio::task::LocalSet;
use uuid::Uuid;

use super::ground::phone;
use crate::city::City;
use crate::console::Desk;
use crate::needs;
use crate::screen::{Screen, part};

const FIRST_BUDGET_MS: f64 = 1_000.0;
const UPDATE_BUDGET_MS: f64 = 100.0;

/// Says when the first row was there, counted from when the page was asked for.
const FIRST_ROW: &str = "const look = () => {
        if (document.querySelector(\"[data-test='device-row']\")) window.firstRow ??= performance.now();
        else requestAnimationFrame(look);
    };
    look();
    return window.firstRow ?? null;";

/// From now on it is noted what keeps the page busy.
const WATCH: &str = "window.busy = [];
    new PerformanceObserver(list => window.busy.push(...list.getEntries().map(entry => entry.duration)))
        .observe({ type: 'longtask' });
    return true;";

/// Enters phones of the city's people; the server is down.
fn enrol(city: &City, devices: u32) -> Result<()> {
    let mut database = city.database();
    let people: Vec<(String, String)> = database
        .prepare("select id, jurisdiction_id from accounts order by id")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    let heartbeat = r#"{"app_version": "1.3.0", "platform": "android 14", "waiting_operations": 3, "waiting_photos": 2,
        "waiting_bytes": 910000, "set_aside": 0, "battery_percent": 61, "free_disk_bytes": 9000000000}"#;
    let write = database.transaction()?;
    for (number, (account, area)) in (1..=devices).zip(people.iter().cycle()) {
        write.execute(
            "insert into devices (id, jurisdiction_id, account_id, public_key, enrolled_at_ms, last_seen_at_ms, heartbeat) \
             values (?1, ?2, ?3, '', 1, ?4, ?5)",
            (Uuid::from_u128(number.into()).to_string(), area, account, 1_764_000_000_000_i64 + i64::from(number), heartbeat),
        )?;
    }
    Ok(write.commit()?)
}

#[tokio::test]
async fn the_board_is_there_at_once_and_stays_at_hand_when_a_device_calls() {
    let homes = TempDir::new().expect("make a folder");
    // A core stays on its thread.
    let looked = LocalSet::new().run_until(looked(homes.path())).await;
    looked.unwrap_or_else(|error| panic!("look at the board: {error:#}"));
}

async fn looked(homes: &Path) -> Result<()> {
    let (devices, times) = if needs::long_lists() { (5_000, 10) } else { (60, 1) };
    let mut city = City::open();
    city.down();
    enrol(&city, devices)?;
    city.up();
    let boss = city.one("admin").clone();
    let desk = Desk::sign_in("paint", &city, &boss).await;
    let cookies = desk.screen.cookies().await;
    desk.screen.close().await;

    let mut took = Vec::new();
    for _ in 0..times {
        let cold = Screen::browser("paint").await;
        // A file of the server, for a cookie belongs to a place.
        cold.go(&format!("{}/board.css", city.url())).await;
        cold.keep_cookies(&cookies).await;
        cold.go(&format!("{}/?cold#/devices", city.url())).await;
        let first = cold.find_out("see the first row", FIRST_ROW).await;
        took.push(first.as_f64().context("a time")?);
        cold.close().await;
    }
    took.sort_by(f64::total_cmp);
    let (median, slowest) = (took[took.len() / 2], took[took.len() - 1]);
    println!(
        "the board of {devices} devices in a cold browser: {times} times, its first row after {median:.0} ms, the slowest \
         {slowest:.0} ms, {} the budget of {FIRST_BUDGET_MS:.0} ms",
        if median <= FIRST_BUDGET_MS { "within" } else { "OVER" },
    );

    let account = city.one("collector").clone();
    let called = phone(&city, &account, &homes.join("called")).await?;
    let desk = Desk::sign_in("paint", &city, &boss).await;
    desk.turn_to("devices").await;
    desk.screen.see(&part("device-row")).await;
    let find = format!("[data-test='device-row'][data-user='{}']", account.user);
    desk.screen.find_out("begin to watch", WATCH).await;
    called.core.tell(Ask::MarkShift { begins: true, fix: None }).await?;
    ensure!(called.sync().await?.left == 0, "everything arrives");
    desk.screen.fill(&part("filter-q"), &account.user).await;
    desk.screen.see(&find).await;
    let busy = desk.screen.find_out("read what took long", "return window.busy").await;
    let busy: Vec<f64> = from_value(busy)?;
    let longest = busy.iter().copied().fold(0.0, f64::max);
    println!(
        "a device calls, and one is looked for, on a board of {devices}: {} tasks over 50 ms, the longest {longest:.0} ms, {} \
         the budget of {UPDATE_BUDGET_MS:.0} ms",
        busy.len(),
        if longest <= UPDATE_BUDGET_MS { "within" } else { "OVER" },
    );
    desk.screen.close().await;
    Ok(())
}
