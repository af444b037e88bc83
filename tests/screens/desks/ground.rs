//! What the days at a desk stand on: phones in the field, reports that wait for somebody, steps of the work list.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};
use jiff::{SignedDuration, Timestamp};
use reqwest::Method;
use shared::api::jurisdictions::{FIELDS, Group, JurisdictionChange, JurisdictionFile, set};
use shared::evidence::PhotoRole;
use shared::ids::CaseId;
use system_tests::collector::{Collector, Draft};
use system_tests::desk::Desk as Http;

use crate::city::{Account, City};
use crate::console::Desk;
use crate::evidence::received;
use crate::screen::{Screen, part};

/// The city keeps the time of Beijing.
const AHEAD_HOURS: i64 = 8;

/// Signs in over HTTP, as a script does.
pub async fn http(city: &City, account: &Account) -> Result<Http> {
    Http::sign_in(&city.url(), &account.user, &account.password).await
}

/// Gives somebody a phone that has heard everything.
pub async fn phone(city: &City, account: &Account, home: &Path) -> Result<Collector> {
    let phone = Collector::with_phone(&account.user, home)?;
    phone.sign_in(&city.url(), &account.password).await?;
    phone.sync().await?;
    Ok(phone)
}

/// Reports exposed refuse where the person stands.
pub async fn report(phone: &Collector, photos: [&Path; 2], note: &str) -> Result<CaseId> {
    let [near, far] = photos.map(|photo| fs::read(photo).with_context(|| format!("read {}", photo.display())));
    let (near, far) = (near?, far?);
    let home = phone.start().await?.home.context("a duty grid to stand in")?;
    let photos = [(PhotoRole::Near, near.as_slice()), (PhotoRole::Far, far.as_slice())];
    let fix = received(phone, &home, 0.0)?;
    let draft = Draft { category: "event:06010", condition_no: 1, fix, note, photos: &photos };
    Ok(phone.report(&draft).await?.case)
}

/// Takes from the server every step that it takes by itself in a jurisdiction: what comes waits for a desk.
pub async fn by_hand(admin: &Http, area: &str) -> Result<()> {
    let path = format!("/api/v1/jurisdictions/{area}");
    let file: JurisdictionFile = admin.get(&path).await?;
    let JurisdictionFile { jurisdiction, mut settings, version, .. } = file;
    for field in FIELDS.iter().filter(|field| field.group == Group::Automatic) {
        set(&mut settings, field.path, false.into());
    }
    let change = JurisdictionChange { seen: version, name: jurisdiction.name, name_en: jurisdiction.name_en, settings };
    admin.send::<JurisdictionFile>(Method::PUT, &path, &change).await.map(drop)
}

/// Writes the moment in so many hours as a field for it takes it.
pub fn in_hours(hours: i64) -> String {
    let there = Timestamp::now() + SignedDuration::from_hours(AHEAD_HOURS + hours);
    there.strftime("%Y-%m-%dT%H:%M").to_string()
}

/// Writes the day in so many days as a field for it takes it.
pub fn in_days(days: i64) -> String {
    let there = Timestamp::now() + SignedDuration::from_hours(AHEAD_HOURS + 24 * days);
    there.strftime("%Y-%m-%d").to_string()
}

/// Scrolls back to the head of the page, for a picture of it.
pub async fn to_top(screen: &Screen) {
    screen.find_out("scroll to the head of the page", "scrollTo(0, 0); return true;").await;
}

/// Selects the line of a case in the work list.
pub fn row(case: CaseId) -> String {
    format!("[data-test='work-row'][data-case='{case}']")
}

/// Selects a part of what stands beside the work list while a case is chosen.
pub fn beside(case: CaseId, test: &str) -> String {
    format!("[data-test='panel'][data-case='{case}'] [data-test='{test}']")
}

/// Opens a queue of the work list, chooses a case and begins a step on it.
pub async fn begin_step(desk: &Desk, queue: &str, case: CaseId, kind: &str) {
    desk.turn_to(&format!("desk/{queue}")).await;
    desk.screen.press(&format!("{} [data-test='choose']", row(case))).await;
    desk.screen.press(&beside(case, &format!("act-{kind}"))).await;
}

/// The same, with the press that it is asked about; the case has left the list then, and nobody the list.
pub async fn step(desk: &Desk, queue: &str, case: CaseId, kind: &str) {
    begin_step(desk, queue, case, kind).await;
    desk.screen.press(&beside(case, "confirm")).await;
    desk.screen.see_gone(&row(case)).await;
    let stays = "return location.hash.startsWith('#/desk') || null;";
    desk.screen.find_out("stay at the work list", stays).await;
    desk.screen.see(&part("told")).await;
}
