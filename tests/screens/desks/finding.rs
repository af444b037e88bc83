//! Finding cases: the list under a filter that is kept as a view and stands in the address, the same on the map, and the list
//! behind a number of the figures.

use std::path::Path;

use anyhow::{Result, ensure};
use shared::case::Action;
use tempfile::TempDir;
use tokio::task::LocalSet;

use super::ground::{by_hand, http, phone, report};
use crate::city::City;
use crate::console::Desk;
use crate::needs;
use crate::screen::part;

#[tokio::test]
async fn a_dispatcher_narrows_the_cases_keeps_the_view_and_sees_the_same_on_the_map() {
    let homes = TempDir::new().expect("make a folder");
    // A core stays on its thread.
    let search = LocalSet::new().run_until(search(homes.path())).await;
    search.unwrap_or_else(|error| panic!("finding cases: {error:#}"));
}

async fn search(homes: &Path) -> Result<()> {
    let (city, photos) = (City::open(), needs::photos());
    let account = city.one("collector").clone();
    by_hand(&http(&city, city.one("admin")).await?, &account.jurisdiction).await?;
    let wang = phone(&city, &account, &homes.join("wang")).await?;
    report(&wang, [&photos[0], &photos[1]], "两袋").await?;
    let accepted = report(&wang, [&photos[0], &photos[1]], "堆在路边").await?;
    ensure!(wang.sync().await?.left == 0, "everything arrives");
    http(&city, city.beside(&account, "acceptor")).await?.act(accepted, &Action::Accept).await?;

    let desk = Desk::sign_in("finding", &city, city.beside(&account, "dispatcher")).await;
    desk.screen.show_on(1440, 900).await;
    narrowed(&desk).await;
    on_the_map(&desk).await;
    behind_a_figure(&desk).await;
    desk.screen.close().await;
    Ok(())
}

/// The filter stands in the address: a reload, and the view that was kept of it, show the same.
async fn narrowed(desk: &Desk) {
    let screen = &desk.screen;
    desk.turn_to("cases").await;
    screen.see_many(&part("case-row"), 2).await;
    screen.press(&part("show-keys")).await;
    screen.see(&part("keys")).await;
    screen.press(&part("keys-close")).await;
    screen.press(&part("state-to_file")).await;
    screen.see_many(&part("case-row"), 1).await;
    screen.see("[data-test='case-row'][data-state='to_file']").await;
    screen.reload().await;
    screen.see_many(&part("case-row"), 1).await;
    screen.press(&part("keep-view")).await;
    screen.fill(&part("view-name"), "待立案").await;
    screen.press(&part("view-submit")).await;
    screen.read(&part("view"), "待立案").await;
    screen.press(&part("state-all")).await;
    screen.see_many(&part("case-row"), 2).await;
    screen.look("desk-cases-views").await;
    screen.press(&part("view")).await;
    screen.see_many(&part("case-row"), 1).await;
}

/// The same cases on the map, and the list beside it leads to the case.
async fn on_the_map(desk: &Desk) {
    let screen = &desk.screen;
    screen.press(&part("as-map")).await;
    screen.see(&part("cases-map")).await;
    screen.see("[data-test='case-map'] canvas").await;
    screen.read(&part("points"), "1").await;
    screen.press(&part("map-fit")).await;
    screen.see_many(&part("in-view-case"), 1).await;
    screen.look("desk-case-map").await;
    screen.press("[data-test='in-view'] li a").await;
    screen.see("[data-test='state'][data-state='to_file']").await;
}

/// From a number of the figures to exactly its cases, by a link that can be handed on, to one of them and back.
async fn behind_a_figure(desk: &Desk) {
    let screen = &desk.screen;
    desk.turn_to("figures").await;
    screen.see("[data-test='figures-total'] [data-test='figure'][data-figure='reported'][data-count='2']").await;
    let accepted = "[data-test='figures-row'] [data-test='figure'][data-figure='accepted']";
    screen.see(&format!("{accepted}[data-count='1']")).await;
    // What counts nothing leads nowhere.
    screen.see_gone("[data-test='figures-total'] [data-figure='filed']").await;
    screen.press(accepted).await;
    screen.read(&part("cases-title"), "受理").await;
    screen.see("[data-test='cases-total'][data-total='1']").await;
    screen.see_many(&part("case-row"), 1).await;
    screen.see("[data-test='case-row'][data-state='to_file']").await;
    screen.look("desk-figure-cases").await;
    screen.reload().await;
    screen.see("[data-test='cases-total'][data-total='1']").await;
    screen.press("[data-test='case-row'] a").await;
    screen.see("[data-test='state'][data-state='to_file']").await;
    screen.press("a.back").await;
    screen.see_many(&part("case-row"), 1).await;
    screen.press(&part("back")).await;
    screen.see(&part("figures-total")).await;
}
