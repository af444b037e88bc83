//! Those who look after what everything else stands on: a limit that is another from tomorrow on, a unit's own number in
//! the directory and its way back, and the record of both.

use super::ground::{in_days, to_top};
use crate::city::{Account, City};
use crate::console::Desk;
use crate::screen::part;

/// What is changed of the catalogue.
const CATEGORY: &str = "event:06010";
/// What the edition is called.
const VERSION: &str = "试行一号";
/// A number that nobody has.
const NUMBER: &str = "029-0000-9999";

#[tokio::test]
async fn a_limit_and_a_number_are_changed_by_those_who_may_and_the_record_says_so() {
    let city = City::open();
    let admin = city.one("admin");
    let desk = Desk::sign_in("keepers", &city, admin).await;
    desk.screen.show_on(1440, 900).await;
    limit_changed(&desk).await;
    edition_taken_back(&desk).await;

    let unit = city.beside(city.one("collector"), "unit").clone();
    desk.hand_over(&unit).await;
    number_added(&desk).await;
    desk.hand_over(admin).await;
    number_taken_back(&desk, &unit).await;
    recorded(&desk).await;
    desk.screen.close().await;
}

/// A limit is changed in a draft, tried on cases, and published from tomorrow on: what holds today stays.
async fn limit_changed(desk: &Desk) {
    let screen = &desk.screen;
    // A page that does not begin at the beginning leads back there.
    desk.turn_to(&format!("catalogue?after={CATEGORY}")).await;
    screen.press(&part("categories-first")).await;
    screen.see_gone(&part("categories-first")).await;
    screen.press("[data-test='major'][data-major$='event:06']").await;
    screen.see(&format!("[data-test='category-row'][data-key='{CATEGORY}']")).await;
    desk.turn_to(&format!("catalogue/category/{CATEGORY}")).await;
    screen.see(&format!("[data-test='category'][data-key='{CATEGORY}']")).await;
    screen.press(&part("change-limit-1")).await;
    screen.fill(&part("input-limit-1"), "9").await;
    screen.press(&part("save-limit-1")).await;
    screen.see(&part("to-draft")).await;
    screen.look("desk-catalogue-limit").await;

    desk.turn_to("catalogue/draft").await;
    screen.see_many(&part("draft-line"), 1).await;
    screen.see("[data-test='differences'] [data-test='difference']").await;
    screen.press(&part("preview-load")).await;
    screen.see("[data-test='effect-open'] [data-test='looked']").await;
    to_top(screen).await;
    screen.look("desk-catalogue-draft").await;
    screen.fill(&part("publish-name"), VERSION).await;
    screen.set(&part("publish-from"), &in_days(1)).await;
    // The first press asks, the second does it.
    screen.press(&part("publish")).await;
    screen.press(&part("publish")).await;
    screen.read(&part("published"), VERSION).await;
}

/// The edition waits for its day, is compared with what holds, and is taken back.
async fn edition_taken_back(desk: &Desk) {
    let screen = &desk.screen;
    desk.turn_to("catalogue/versions").await;
    let edition = format!("[data-test='edition'][data-version='{VERSION}']");
    screen.see(&format!("{edition} [data-test='edition-standing'][data-value='waiting']")).await;
    let hash = screen.attribute(&edition, "data-hash").await;
    screen.press(&format!("[data-test='compare-to'] option[value='{hash}']")).await;
    screen.press(&part("compare-run")).await;
    screen.see("[data-test='compare'] [data-test='difference']").await;
    screen.look("desk-catalogue-versions").await;
    screen.press(&format!("{edition} [data-test='withdraw-edition']")).await;
    screen.press(&format!("{edition} [data-test='withdraw-edition']")).await;
    screen.see(&format!("{edition} [data-test='edition-standing'][data-value='withdrawn']")).await;
}

/// A unit adds a number below itself; what belongs to others it reads alone.
async fn number_added(desk: &Desk) {
    let screen = &desk.screen;
    desk.turn_to("directory").await;
    screen.see("[data-test='entry']:has([data-test='edit-entry'])").await;
    screen.see("[data-test='entry']:not(:has([data-test='edit-entry']))").await;
    screen.press(&part("add-entry")).await;
    screen.fill(&part("entry-name"), "夜班").await;
    screen.fill(&part("entry-office"), NUMBER).await;
    screen.press(&part("entry-save")).await;
    screen.see_gone(&part("entry-form")).await;
    desk.turn_to(&format!("directory?q={NUMBER}")).await;
    screen.see_many(&part("entry"), 1).await;
    screen.look("desk-directory-own").await;
}

/// The administrator reads who changed what, and takes it back.
async fn number_taken_back(desk: &Desk, unit: &Account) {
    let screen = &desk.screen;
    desk.turn_to(&format!("directory/changes?list={}", unit.jurisdiction)).await;
    let added = "[data-test='change'][data-kind='add']";
    screen.read(added, NUMBER).await;
    screen.press(&format!("{added} [data-test='undo']")).await;
    screen.press(&format!("{added} [data-test='undo']")).await;
    screen.see("[data-test='change'][data-kind='undo']").await;
    screen.look("desk-directory-changes").await;
    desk.turn_to(&format!("directory?q={NUMBER}")).await;
    screen.see("[data-test='directory'] [data-test='empty']").await;
}

/// What was done stands in the audit, is found by what it was, and its chain is verified.
async fn recorded(desk: &Desk) {
    let screen = &desk.screen;
    desk.turn_to("audit?action=directory_undo").await;
    screen.see_many(&part("record"), 1).await;
    screen.press("[data-test='record'][data-action='directory_undo'] [data-test='open-record']").await;
    screen.see(&part("record-card")).await;
    screen.press(&part("verify")).await;
    screen.see("[data-test='verification']:not([data-state='never'])").await;
    screen.look("desk-audit").await;
}
