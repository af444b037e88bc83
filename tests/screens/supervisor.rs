//! A supervisor on the move: which phone has not synced, read with a network and without one.

use system_tests::collector::Collector;
use tempfile::TempDir;
use tokio::task::LocalSet;

use crate::city::City;
use crate::phone::Phone;
use crate::screen::{Screen, part};

/// Opens the board from the menu.
async fn open_board(phone: &Phone) {
    phone.screen.see(&part("screen-me")).await;
    phone.screen.press(&part("menu-board")).await;
    phone.screen.see(&part("screen-board")).await;
}

/// Opens how the area did from the menu.
async fn open_assessment(phone: &Phone) {
    phone.screen.see(&part("screen-me")).await;
    phone.screen.press(&part("menu-assessment")).await;
    phone.screen.see(&part("screen-assessment")).await;
}

/// Waits until a phone on the board bears one of these names, and is said to need somebody.
async fn see_phone(screen: &Screen, names: [&str; 2]) {
    let script = format!(
        "const rows = [...document.querySelectorAll(\"[data-test='board-device']\")];
        const row = rows.find(row => {names:?}.some(name => row.textContent.includes(name)));
        const reason = row && row.querySelector(\"[data-test='board-reason']\");
        return reason && reason.textContent.trim() || null;"
    );
    screen.find_out(&format!("see the phone of {names:?} and why it needs somebody"), &script).await;
}

#[tokio::test]
async fn a_supervisor_sees_which_phone_has_not_synced_and_sees_it_without_a_network_too() {
    let (mut city, homes) = (City::open(), TempDir::new().expect("make a folder"));
    let collector = city.one("collector").clone();
    let supervisor = city.beside(&collector, "supervisor").clone();
    let synced = async {
        let wang = Collector::with_phone(&collector.user, &homes.path().join("wang"))?;
        wang.sign_in(&city.url(), &collector.password).await?;
        wang.sync().await
    };
    // A core stays on its thread.
    let synced = LocalSet::new().run_until(synced).await;
    synced.unwrap_or_else(|error| panic!("give the collector a phone: {error:#}"));
    // That was three weeks ago.
    city.down();
    let long_ago = "update devices set last_seen_at_ms = last_seen_at_ms - 1814400000, \
        last_complete_at_ms = last_complete_at_ms - 1814400000";
    assert_eq!(city.reach_in(long_ago), 1, "one phone is silent");
    city.up();

    let zhao = Phone::sign_in("supervisor-phone", &city, &supervisor).await;
    // Nothing is offered that the role may not do, and the board is one tap away.
    zhao.screen.see_gone(&part("tab-report")).await;
    zhao.screen.look("supervisor-today").await;
    zhao.screen.press(&part("today-board")).await;
    zhao.screen.see(&part("screen-board")).await;
    zhao.screen.press(&part("back")).await;
    zhao.screen.press(&part("me")).await;
    open_board(&zhao).await;
    see_phone(&zhao.screen, [&collector.name, &collector.user]).await;
    zhao.screen.look("supervisor-board").await;
    zhao.screen.press(&part("back")).await;
    open_assessment(&zhao).await;
    zhao.screen.see("[data-test='assess-rate'][data-rate='dispose']").await;
    zhao.screen.see(&part("none-published")).await;
    zhao.screen.look("supervisor-assessment").await;

    city.down();
    zhao.screen.press(&part("back")).await;
    open_assessment(&zhao).await;
    zhao.screen.see(&part("assess-old")).await;
    zhao.screen.see("[data-test='assess-rate'][data-rate='dispose']").await;
    zhao.screen.look("supervisor-assessment-offline").await;
    zhao.screen.press(&part("back")).await;
    open_board(&zhao).await;
    see_phone(&zhao.screen, [&collector.name, &collector.user]).await;
    zhao.screen.look("supervisor-board-offline").await;
    zhao.put_away().await;
}
