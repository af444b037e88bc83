//! A notice of long ago: it is still found, and can be taken back.

use anyhow::Result;
use reqwest::Method;
use serde_json::{Value, json};

use super::ground::http;
use crate::city::City;
use crate::console::Desk;
use crate::screen::part;

/// So many come at once.
const AT_ONCE: usize = 100;

#[tokio::test]
async fn a_notice_behind_the_first_page_is_found_and_taken_back() {
    found().await.unwrap_or_else(|error| panic!("find an old notice: {error:#}"));
}

async fn found() -> Result<()> {
    let city = City::open();
    let boss = city.beside(city.one("collector"), "supervisor");
    let posting = http(&city, boss).await?;
    let mut first = String::new();
    for number in 0..=AT_ONCE {
        let notice = json!({ "title": format!("第 {number} 号"), "body": "低洼路段多走一遍。" });
        let posted: Value = posting.send(Method::POST, "/api/v1/announcements", &notice).await?;
        if number == 0 {
            first = posted["id"].as_str().unwrap_or_default().to_owned();
        }
    }
    let oldest = format!("[data-test='announcement'][data-announcement='{first}']");
    let desk = Desk::sign_in("notices", &city, boss).await;
    let screen = &desk.screen;
    desk.turn_to("announcements").await;
    screen.see_many(&part("announcement"), AT_ONCE).await;
    screen.press(&part("older")).await;
    screen.see_many(&part("announcement"), AT_ONCE + 1).await;
    screen.see_gone(&part("older")).await;
    // The first press asks, the second does it.
    screen.press(&format!("{oldest} [data-test='withdraw']")).await;
    screen.press(&format!("{oldest} [data-test='withdraw']")).await;
    screen.see_many(&part("announcement"), AT_ONCE).await;
    screen.press(&part("older")).await;
    screen.see(&oldest).await;
    screen.see_gone(&format!("{oldest} [data-test='withdraw']")).await;
    screen.look("desk-announcements").await;
    desk.screen.close().await;
    Ok(())
}
