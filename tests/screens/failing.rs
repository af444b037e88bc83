//! The face of a page that cannot be read: it says why, in words, and comes when it is asked for again; what was answered
//! and got lost on its way it asks for by itself. The page stands in a browser, where single asks of it can be made to fail.

use tempfile::TempDir;

use crate::camera::stand_in::StandIn;
use crate::city::City;
use crate::phone::Phone;
use crate::screen::{Screen, part};

/// What the tab bar leads to, each with the ask that it cannot do without.
const TABS: [(&str, &str); 4] =
    [("tasks", "tasks_page"), ("map", "map_sheet"), ("sync", "cases_of_today"), ("today", "today")];
/// What the menu leads to.
const MENU: [(&str, &str); 7] = [
    ("cases", "cases_page"),
    ("announcements", "announcements"),
    ("directory", "directory"),
    ("hints", "categories"),
    ("base-maps", "base_maps"),
    ("settings", "storage"),
    ("shift", "shift"),
];

async fn let_fail(screen: &Screen, ask: &str) {
    let script = format!("window.failingAsks.add('{ask}'); return true;");
    screen.find_out(&format!("let {ask} fail"), &script).await;
}

/// Reads why, and asks again until it is there.
async fn comes_back(screen: &Screen, there: &str) {
    screen.read(&part("failed"), "手机存储读不出来").await;
    screen.find_out("let nothing fail", "window.failingAsks.clear(); return true;").await;
    screen.press_until(&part("retry"), &format!("{there}:not(:has([data-test='failed']))")).await;
}

#[tokio::test]
async fn a_page_that_cannot_be_read_says_why_and_comes_when_it_is_asked_for_again() {
    let (city, home) = (City::open(), TempDir::new().expect("make a folder"));
    let window = StandIn::open(city.one("collector"), &home.path().join("home"), &city.url()).await;
    let window = window.unwrap_or_else(|error| panic!("give the collector a phone: {error:#}"));
    let wang = Phone::with_screen(Screen::browser_with_camera("failing").await, home);
    let screen = &wang.screen;

    // Not even what this phone is could be read.
    screen.go(&format!("{}/?failing=start", window.url)).await;
    comes_back(screen, &part("screen-today")).await;

    for (tab, ask) in TABS {
        let_fail(screen, ask).await;
        wang.turn_to(tab).await;
        comes_back(screen, &part(&format!("screen-{tab}"))).await;
    }
    for (row, ask) in MENU {
        wang.turn_to("today").await;
        screen.press(&part("me")).await;
        let_fail(screen, ask).await;
        screen.press(&part(&format!("menu-{row}"))).await;
        screen.look(&format!("failed-{row}")).await;
        comes_back(screen, &part(&format!("screen-{row}"))).await;
    }

    // The picker, over a report whose camera was closed.
    wang.turn_to("today").await;
    screen.press(&part("tab-report")).await;
    screen.press(&part("camera-cancel")).await;
    screen.see_gone(&part("camera-view")).await;
    let_fail(screen, "picker").await;
    screen.press(&part("choose-category")).await;
    comes_back(screen, &part("screen-picker")).await;
    wang.put_away().await;
}

#[tokio::test]
async fn an_answer_that_is_lost_on_its_way_is_asked_for_once_more() {
    let (city, home) = (City::open(), TempDir::new().expect("make a folder"));
    let window = StandIn::open(city.one("collector"), &home.path().join("home"), &city.url()).await;
    let window = window.unwrap_or_else(|error| panic!("give the collector a phone: {error:#}"));
    let wang = Phone::with_screen(Screen::browser_with_camera("losing").await, home);
    let screen = &wang.screen;

    screen.go(&format!("{}/?losing=start&losing=drafts&losing=today", window.url)).await;
    screen.see(&part("screen-today")).await;
    screen.see_gone(&part("waiting")).await;
    // Nobody is told so before it is known that nothing was begun here.
    screen.read(&part("phone-status"), "全部已收到").await;
    wang.put_away().await;
}
