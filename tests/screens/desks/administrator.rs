//! An administrator's day: somebody new with a code for their phone, a switch of a jurisdiction, duty grids drawn for
//! tomorrow, and a second factor for oneself.

use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context as _, Result, bail, ensure};
use app_bridge::ask::Ask;
use app_bridge::told::Told;
use shared::api::areas::DutyDrawing;
use system_tests::collector::Collector;
use tempfile::TempDir;
use tokio::task::LocalSet;
use totp_rs::{Builder, Secret};

use super::ground::{http, in_days, phone, to_top};
use crate::city::{Account, City};
use crate::console::Desk;
use crate::screen::{Screen, part};

/// What the new person signs in as.
const NEW: &str = "c-new-hand";
/// A code is another one every half minute.
const STEP_SECONDS: u64 = 30;

#[tokio::test]
async fn an_administrator_adds_somebody_turns_a_switch_draws_duty_grids_and_signs_in_with_two_factors() {
    let homes = TempDir::new().expect("make a folder");
    // A core stays on its thread.
    let day = LocalSet::new().run_until(day(homes.path())).await;
    day.unwrap_or_else(|error| panic!("an administrator's day: {error:#}"));
}

async fn day(homes: &Path) -> Result<()> {
    let city = City::open();
    let collector = city.one("collector").clone();
    let admin = city.one("admin").clone();
    let wang = phone(&city, &collector, &homes.join("wang")).await?;
    let desk = Desk::sign_in("administrator", &city, &admin).await;
    desk.screen.show_on(1440, 900).await;

    let link = added(&desk, &collector.jurisdiction).await;
    let new = Collector::with_phone(NEW, &homes.join("new"))?;
    let begun = match new.core.tell(Ask::Enrol { link }).await? {
        Told::Start(start) => start,
        other => bail!("asked to sign in by a link, told {other:?}"),
    };
    ensure!(begun.ready && begun.account.is_some_and(|account| account.user.as_str() == NEW), "the link opens");
    desk.screen.reload().await;
    desk.screen.see(&part("person-device")).await;
    desk.screen.look("desk-person").await;

    ensure!(wang.start().await?.album, "albums are open in training");
    switched(&desk, &collector.jurisdiction).await;
    ensure!(wang.sync().await?.left == 0, "everything arrives");
    ensure!(!wang.start().await?.album, "the phone heard of it with its next hello");

    drawn(&city, &admin, &desk, &collector.jurisdiction).await?;
    two_factors(&desk, &admin).await;
    desk.screen.close().await;
    Ok(())
}

/// Adds somebody who walks a duty grid, and returns the link that their code says.
async fn added(desk: &Desk, area: &str) -> String {
    let screen = &desk.screen;
    desk.turn_to("people/new").await;
    screen.fill(&part("account-user"), NEW).await;
    screen.fill(&part("account-name"), "新来的").await;
    screen.press(&format!("[data-test='account-jurisdiction'] option[value='{area}']")).await;
    screen.press(&part("account-grid")).await;
    screen.press("[data-test='account-first'] option[value='link']").await;
    screen.look("desk-people-new").await;
    screen.press(&part("account-add")).await;
    screen.see(&part("account-made")).await;
    screen.press(&part("open-file")).await;
    screen.see(&part("person-file")).await;
    screen.press(&part("enrol")).await;
    let is_drawn = "const picture = document.querySelector(\"[data-test='enrol-picture']\");
        return picture && picture.complete && picture.naturalWidth > 0 || null;";
    screen.find_out("see the code drawn", is_drawn).await;
    screen.read(&part("enrol-left"), ":").await;
    let link = screen.read(&part("enrol-link"), "#").await;
    screen.look("desk-person-enrol").await;
    desk.turn_to(&format!("people?q={NEW}")).await;
    screen.see_many(&part("person"), 1).await;
    desk.turn_to("people").await;
    screen.see(&part("person")).await;
    screen.keep("desk-people").await;
    desk.turn_to(&format!("people?q={NEW}")).await;
    screen.press(&format!("[data-test='person'][data-user='{NEW}'] a")).await;
    screen.see(&part("person-file")).await;
    link
}

/// Closes the albums of a jurisdiction: what changes is shown first.
async fn switched(desk: &Desk, area: &str) {
    let screen = &desk.screen;
    desk.turn_to("jurisdictions").await;
    screen.press(&format!("[data-test='jurisdiction'][data-jurisdiction='{area}'] a")).await;
    let album = "[data-test='setting'][data-field='evidence.album']";
    screen.see(&part("no-changes")).await;
    screen.press(&format!("{album} [data-test='setting-input']")).await;
    screen.see_many(&part("settings-step"), 1).await;
    screen.look("desk-jurisdiction").await;
    screen.press(&part("settings-undo")).await;
    screen.see(&part("no-changes")).await;
    screen.press(&format!("{album} [data-test='setting-input']")).await;
    screen.see_many(&part("settings-step"), 1).await;
    // The first press asks, the second does it.
    screen.press(&part("settings-save")).await;
    screen.press(&part("settings-save")).await;
    screen.see(&part("no-changes")).await;
    screen.see(&format!("{album} [data-test='setting-changed']")).await;
}

/// Draws a new duty grid on the ground of another one, by the codes of its unit grids, and publishes that for tomorrow.
async fn drawn(city: &City, admin: &Account, desk: &Desk, area: &str) -> Result<()> {
    let screen = &desk.screen;
    let now: DutyDrawing = http(city, admin).await?.get(&format!("/api/v1/areas/drawing?jurisdiction={area}")).await?;
    let walked = |id: &str| now.walked.iter().any(|one| one.duty_grid == id && one.people > 0);
    let old = now.duty_grids.iter().find(|one| walked(one.id.as_str()) && !one.is_split);
    let old = old.context("a duty grid of one piece that somebody walks")?;
    let codes: Vec<&str> = old.grids.iter().map(|code| code.as_str()).collect();
    let (old, new) = (old.id.to_string(), format!("{area}-NEW"));
    desk.turn_to(&format!("areas/draw?j={area}")).await;
    screen.see(&format!("[data-test='duty-grid'][data-duty='{old}']")).await;
    screen.see_gone(&part("areas-loading")).await;
    screen.see("[data-test='areas-map'] canvas").await;
    screen.fill(&part("pick-code"), "999999999999999").await;
    screen.press(&part("pick-add")).await;
    screen.see(&part("pick-missing")).await;
    screen.fill(&part("pick-code"), &codes.join(" ")).await;
    screen.press(&part("pick-add")).await;
    screen.see(&format!("[data-test='picked'][data-count='{}']", codes.len())).await;
    screen.fill(&part("duty-id"), &new).await;
    screen.fill(&part("duty-name"), "新划片区").await;
    screen.see("[data-test='areas-map'][data-drawn]").await;
    to_top(screen).await;
    screen.keep("desk-areas-draw").await;
    screen.press(&part("assign")).await;
    screen.see(&format!("[data-test='duty-grid'][data-duty='{new}']")).await;
    // Whoever walked the old one has none now: the page says whose that is before anything is kept.
    screen.see(&format!("[data-test='draw-orphaned'][data-duty='{old}']")).await;
    screen.press(&part("draw-undo")).await;
    screen.see(&format!("[data-test='duty-grid'][data-duty='{old}']")).await;
    screen.fill(&part("pick-code"), &codes.join(" ")).await;
    screen.press(&part("pick-add")).await;
    screen.press(&part("assign")).await;
    screen.see(&format!("[data-test='duty-grid'][data-duty='{new}']")).await;
    screen.press(&part("draw-save")).await;
    screen.see("[data-test='draw-stands'][data-unsaved='false']").await;
    published(screen).await;
    desk.turn_to(&format!("areas/editions?j={area}")).await;
    screen.see("[data-test='edition'][data-standing='planned'][data-version='新片区']").await;
    screen.look("desk-areas-editions").await;
    Ok(())
}

/// Looks at what was drawn as the server does, and publishes it for tomorrow.
async fn published(screen: &Screen) {
    screen.fill(&part("area-version"), "新片区").await;
    screen.set(&part("area-from"), &in_days(1)).await;
    screen.press(&part("draw-look")).await;
    screen.see("[data-test='area-report'][data-errors='0'][data-taken='false']").await;
    screen.see(&part("walker")).await;
    screen.look("desk-areas-report").await;
    // What was looked at for one day is not taken for another.
    screen.see(&part("draw-take")).await;
    screen.set(&part("area-from"), &in_days(2)).await;
    screen.see_gone(&part("draw-take")).await;
    screen.set(&part("area-from"), &in_days(1)).await;
    screen.see(&part("draw-take")).await;
    // The first press asks, the second does it.
    screen.press(&part("draw-take")).await;
    screen.press(&part("draw-take")).await;
    screen.see("[data-test='area-report'][data-taken='true'] [data-test='area-verdict'][data-value='waits']").await;
}

/// Returns what the app on somebody's phone shows so many seconds from now.
fn shown(key: &str, seconds: u64) -> String {
    let secret = Secret::try_from_base32(key).expect("a key in letters");
    let totp = Builder::new().with_secret(secret).build().expect("codes of a key");
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("a time after 1970").as_secs();
    totp.generate(now + seconds).to_string()
}

/// Sets one-time codes up, and signs in with one.
async fn two_factors(desk: &Desk, admin: &Account) {
    let screen = &desk.screen;
    desk.turn_to("security").await;
    screen.see("[data-test='second-factor'] [data-test='factor'][data-value='off']").await;
    screen.fill(&part("factor-password"), &admin.password).await;
    screen.press(&part("begin-factor")).await;
    let key = screen.read(&part("factor-key"), "").await;
    screen.fill(&part("factor-code"), &shown(key.trim(), 0)).await;
    screen.press(&part("confirm-factor")).await;
    screen.see_many(&part("recovery-code"), 10).await;
    screen.press(&part("recovery-kept")).await;
    screen.see("[data-test='second-factor'] [data-test='factor'][data-value='on']").await;
    screen.look("desk-security").await;

    screen.press(&part("sign-out")).await;
    screen.see(&part("sign-in")).await;
    desk.enter(&admin.user, &admin.password).await;
    screen.see("input[data-test='code']").await;
    screen.fill("input[data-test='code']", "000000").await;
    screen.press(&part("submit")).await;
    // The field is emptied for another try, with a word why.
    screen
        .find_out(
            "see the field emptied",
            "const field = document.querySelector(\"input[data-test='code']\");
        return field && field.value === '' && document.querySelector(\"[data-test='complaint']\") ? true : null;",
        )
        .await;
    screen.look("desk-sign-in-code").await;
    // That of this half minute was used to set it up; the next one counts half a minute early.
    screen.fill("input[data-test='code']", &shown(key.trim(), STEP_SECONDS)).await;
    screen.press(&part("submit")).await;
    screen.read(&part("account"), &admin.user).await;
}
