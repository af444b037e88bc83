//! Reports on their way from desk to desk: the acceptor, the shift leader, the dispatcher, the unit and whoever checks,
//! each through their own list and without leaving it.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, ensure};
use shared::case::State;
use shared::ids::CaseId;
use shared::task::TaskResult;
use system_tests::desk::Desk as Http;
use tempfile::TempDir;
use tokio::task::LocalSet;

use super::ground::{begin_step, beside, by_hand, http, in_hours, phone, report, row, step, to_top};
use crate::city::City;
use crate::console::Desk;
use crate::needs;
use crate::screen::{Screen, part};

/// Selects a part of the bar of what is selected.
fn many(test: &str) -> String {
    format!(".desk-many [data-test='{test}']")
}

/// One action on all that lie on the desk, and what became of each.
async fn all_at_once(desk: &Desk, queue: &str, kind: &str, counts: [usize; 2]) {
    begin_many(desk, queue, kind).await;
    let [done, refused] = counts;
    desk.screen.press(&many("confirm")).await;
    let told = format!("[data-test='many-report'][data-done='{done}'][data-refused='{refused}']");
    desk.screen.see(&told).await;
    desk.screen.see_many(&part("work-row"), refused).await;
}

async fn begin_many(desk: &Desk, queue: &str, kind: &str) {
    desk.turn_to(&format!("desk/{queue}")).await;
    desk.screen.press(&part("select-all")).await;
    desk.screen.press(&many(&format!("many-{kind}"))).await;
}

#[tokio::test]
async fn cases_go_from_desk_to_desk_until_one_is_closed_and_nobody_leaves_the_list() {
    let homes = TempDir::new().expect("make a folder");
    // A core stays on its thread.
    let day = LocalSet::new().run_until(day(homes.path())).await;
    day.unwrap_or_else(|error| panic!("a day at the desks: {error:#}"));
}

async fn day(homes: &Path) -> Result<()> {
    let (city, photos) = (City::open(), needs::photos());
    let account = city.one("collector").clone();
    let admin = http(&city, city.one("admin")).await?;
    by_hand(&admin, &account.jurisdiction).await?;
    let wang = phone(&city, &account, &homes.join("wang")).await?;
    let mut cases = Vec::new();
    for note in ["两袋", "三袋", "堆在路边"] {
        cases.push(report(&wang, [&photos[0], &photos[1]], note).await?);
    }
    ensure!(wang.sync().await?.left == 0, "everything arrives");
    let [first, second, third] = cases.as_slice() else { unreachable!("three were reported") };
    let (first, second, third) = (*first, *second, *third);

    let acceptor = city.beside(&account, "acceptor");
    let desk = Desk::sign_in("desks", &city, acceptor).await;
    desk.screen.show_on(1440, 900).await;
    desk.turn_to("desk").await;
    desk.screen.see_many(&part("work-row"), 3).await;
    desk.screen.press(&format!("{} [data-test='choose']", row(first))).await;
    desk.screen.see(&beside(first, "act-accept")).await;
    desk.screen.see(&beside(first, "around-map")).await;
    to_top(&desk.screen).await;
    desk.screen.keep("desk-work").await;
    step(&desk, "accept", first, "accept").await;
    all_at_once(&desk, "accept", "accept", [2, 0]).await;

    desk.hand_over(city.beside(&account, "shift_leader")).await;
    step(&desk, "file", first, "file").await;
    all_at_once(&desk, "file", "file", [2, 0]).await;

    desk.hand_over(city.beside(&account, "dispatcher")).await;
    let unit = dispatched(&desk, first).await;
    let unit = city.account(&format!("u-{unit}")).clone();
    desk.hand_over(&unit).await;
    desk.turn_to("handling").await;
    asked(&desk.screen, second, third).await;
    desk.hand_over(city.beside(&account, "dispatcher")).await;
    decided(&desk, second, third).await;

    desk.hand_over(&unit).await;
    desk.turn_to("handling").await;
    handed_back(&desk.screen, first, &photos[2]).await;
    desk.hand_over(city.beside(&account, "dispatcher")).await;
    step(&desk, "review", first, "review_pass").await;
    desk.hand_over(acceptor).await;
    step(&desk, "check", first, "send_check").await;
    checked(&city, &admin, &homes.join("li"), first, &photos[3]).await?;
    step(&desk, "check", first, "check_pass").await;
    desk.hand_over(city.beside(&account, "shift_leader")).await;
    step(&desk, "close", first, "close").await;
    ensure!(admin.file(first).await?.case.state == State::Closed, "it is closed");
    desk.screen.close().await;
    Ok(())
}

/// The dispatcher picks the unit of one case on the map of whose job it is, and sends the others there together. Returns
/// the unit.
async fn dispatched(desk: &Desk, first: CaseId) -> String {
    let screen = &desk.screen;
    desk.turn_to("desk/dispatch").await;
    screen.press(&format!("{} [data-test='choose']", row(first))).await;
    let area = format!("{}[data-candidate='true']", beside(first, "area"));
    let unit = screen.attribute(&area, "data-unit").await;
    screen.press(&format!("{area} [data-test='pick-unit']")).await;
    screen.read(&beside(first, "unit-chosen"), &unit).await;
    screen.look("desk-work-dispatch").await;
    screen.press(&beside(first, "confirm")).await;
    screen.see_gone(&row(first)).await;
    begin_many(desk, "dispatch", "dispatch").await;
    screen.press(&format!("{}[data-unit='{unit}']", many("unit-option"))).await;
    screen.press(&many("confirm")).await;
    screen.see("[data-test='many-report'][data-done='2'][data-refused='0']").await;
    unit
}

/// The unit takes all that wait; of one case it asks for more time, of another for a later date.
async fn asked(screen: &Screen, more_time: CaseId, later: CaseId) {
    screen.see_many("[data-test='to-take'] [data-test='work']", 3).await;
    screen.press(&part("take-many")).await;
    screen.see("[data-test='many-report'][data-done='3'][data-refused='0']").await;
    let on_card = |case: CaseId, test: &str| {
        format!("[data-test='work'][data-case='{case}'][data-state='handling'] [data-test='{test}']")
    };
    screen.press(&on_card(more_time, "ask-apply_extend")).await;
    screen.fill(&on_card(more_time, "reason"), "材料明天才到").await;
    screen.press(&on_card(more_time, "confirm")).await;
    screen.see_gone(&on_card(more_time, "confirm")).await;
    screen.press(&on_card(later, "ask-apply_suspend")).await;
    screen.fill(&on_card(later, "reason"), "等管线迁完").await;
    screen.set(&on_card(later, "until"), &in_hours(72)).await;
    screen.press(&on_card(later, "confirm")).await;
    screen.see_gone(&on_card(later, "confirm")).await;
}

/// More time is granted to all at once, which is refused where it was not asked for; what can be undone is undone.
async fn decided(desk: &Desk, granted: CaseId, refused: CaseId) {
    let screen = &desk.screen;
    desk.turn_to("desk/requests").await;
    screen.see_many(&part("work-row"), 2).await;
    all_at_once(desk, "requests", "approve_extend", [1, 1]).await;
    screen.see_gone(&row(granted)).await;
    screen.see(&format!("[data-test='many-refused'][data-case='{refused}']")).await;
    screen.see(&format!("{} [data-test='refused']", row(refused))).await;
    screen.look("desk-work-many").await;
    screen.press(&part("many-close")).await;
    begin_step(desk, "requests", refused, "approve_suspend").await;
    screen.see_gone(&row(refused)).await;
    screen.press(&part("undo")).await;
    screen.see_gone(&part("undo")).await;
}

/// The unit says that it is done, with a photo.
async fn handed_back(screen: &Screen, case: CaseId, after: &Path) {
    let card = format!("[data-test='work'][data-case='{case}']");
    screen.press(&format!("{card}[data-state='handling'] [data-test='hand-back']")).await;
    screen.give(&format!("{card} [data-test='finish-photo']"), after).await;
    screen.press(&format!("{card} [data-test='finish-submit']")).await;
    screen.see(&format!("[data-test='handed-back'] [data-case='{case}']")).await;
}

/// Whoever was drawn goes there and says that it is done.
async fn checked(city: &City, admin: &Http, home: &Path, case: CaseId, photo: &Path) -> Result<()> {
    let drawn =
        admin.file(case).await?.draws.last().and_then(|draw| draw.drawn.clone()).context("somebody was drawn")?;
    let li = phone(city, city.account(&drawn), home).await?;
    let task = li.tasks().await?.into_iter().find(|task| task.case == case).context("the task came")?;
    let photo = fs::read(photo).context("read a photograph")?;
    li.answer(&task, TaskResult::Pass, &photo, "干净了").await?;
    ensure!(li.sync().await?.left == 0, "everything arrives");
    Ok(())
}
