//! Every screen of the phone in its faces, in both languages, and what came back put right by hand.

use crate::city::City;
use crate::needs;
use crate::phone::Phone;
use crate::screen::part;

/// The screens that the tab bar leads to, and the cases, which today leads to.
const TABS: [&str; 5] = ["today", "tasks", "map", "sync", "cases"];

#[tokio::test]
async fn every_screen_says_what_is_empty_what_failed_and_what_came_back() {
    let photos = needs::photos();
    let [near, far] = [&photos[0], &photos[1]];
    let mut city = City::open();
    let account = city.one("collector").clone();
    let wang = Phone::open("faces").await;
    let screen = &wang.screen;
    screen.keep("phone-sign-in").await;

    // Nothing typed, a server that is not there, a wrong password: each is said, and what was typed stays.
    screen.press(&part("sign-in")).await;
    screen.see(".wrong").await;
    screen.look("sign-in-empty").await;
    wang.enter("http://127.0.0.1:9", &account.user, "wrong").await;
    screen.see(&part("sign-in-failed")).await;
    screen.look("sign-in-offline").await;
    wang.enter(&city.url(), &account.user, "wrong").await;
    screen.read(&part("sign-in-failed"), "用户名或密码不对").await;
    screen.press(&part("language")).await;
    screen.read(&part("sign-in-failed"), "Wrong user name").await;
    screen.look("sign-in-en").await;

    // Nothing has happened yet, in English and in Chinese.
    wang.enter(&city.url(), &account.user, &account.password).await;
    screen.see(&part("screen-welcome")).await;
    screen.look("welcome-en").await;
    wang.skip_the_first_steps().await;
    empty(&wang, "en").await;
    wang.switch_language().await;
    empty(&wang, "zh").await;

    // Without a server: everything still answers.
    city.down();
    wang.turn_to("sync").await;
    screen.press(&part("sync-now")).await;
    screen.see(&part("sync-failed")).await;
    screen.look("sync-offline").await;
    wang.turn_to("tasks").await;
    screen.see(&part("offline")).await;
    screen.look("tasks-offline").await;

    // A place is moved on the small map: by a tap, and by pulling the mark.
    wang.begin(near, far).await;
    screen.scroll_to(&part("mini-map")).await;
    screen.see(".mini-map .outline.chosen").await;
    screen.see(&part("no-receiver")).await;
    screen.look("report-map").await;
    let first = screen.attribute(&part("grid"), "data-grid").await;
    screen.tap(&part("mini-map"), 150.0, 40.0).await;
    screen.see(&part("pointed")).await;
    screen.see(&format!("[data-test='grid']:not([data-grid='{first}'])")).await;
    screen.see(".mini-map .outline.chosen").await;
    screen.look("report-tapped").await;
    screen.pull(".mini-map .grip", -130.0, -30.0).await;
    screen.look("report-pulled").await;

    // A place in no grid can be saved; the server sends it back.
    screen.press(&part("edit-place")).await;
    screen.fill("input[data-test='lon']", "116.0").await;
    screen.fill("input[data-test='lat']", "40.0").await;
    screen.look("report-place-editor").await;
    screen.press(&part("use-place")).await;
    screen.read(&part("warning"), "不在手机里的网格范围内").await;
    screen.look("report-outside").await;
    screen.press(&part("save")).await;
    let case = screen.attribute(&part("saved"), "data-case").await;
    screen.look("saved-outside").await;
    city.up();
    screen.press(&part("phone-status")).await;
    screen.press(&part("sync-now")).await;
    screen.see("[data-test='set-aside'][data-code='outside_city']").await;
    screen.keep("phone-sync-sent-back").await;
    screen.press(&part("set-aside-why")).await;
    screen.see(&part("set-aside-detail")).await;
    screen.look("sync-sent-back-why").await;
    wang.turn_to("cases").await;
    screen.read(&format!("[data-test='case'][data-case='{case}'] [data-test='whereabouts']"), "被退回").await;
    screen.look("cases-sent-back").await;
    screen.press(&format!("[data-test='case'][data-case='{case}']")).await;
    screen.see(&part("screen-case")).await;
    screen.look("case-sent-back").await;

    // Read, corrected on the spot, sent again: the same case arrives.
    screen.press(&part("mend")).await;
    screen.read(&part("mend-why"), "不在本市网格范围内").await;
    screen.keep("phone-mend").await;
    screen.press(&part("edit-place")).await;
    screen.press(&part("my-place")).await;
    screen.see(&part("due")).await;
    screen.see_gone(&part("warning")).await;
    screen.look("mend-corrected").await;
    screen.press(&part("mend-send")).await;
    screen.see(&format!("[data-test='saved'][data-case='{case}']")).await;
    wang.sync_all().await;
    screen.look("sync-mended").await;
    wang.turn_to("cases").await;
    screen.read(&format!("[data-test='case'][data-case='{case}'] [data-test='whereabouts']"), "服务器已收到").await;

    // The same screens, full, in English.
    wang.switch_language().await;
    for tab in TABS {
        wang.turn_to(tab).await;
        screen.look(&format!("{tab}-full-en")).await;
    }
    wang.turn_to("cases").await;
    screen.press(&part("case")).await;
    screen.see(&part("screen-case")).await;
    screen.look("case-en").await;
    screen.press(&part("back")).await;
    wang.begin(near, far).await;
    screen.read(&part("capture-hint"), "door number").await;
    screen.keep("phone-report-en").await;
    screen.scroll_to(&part("note")).await;
    screen.look("report-end-en").await;

    // Nobody is told that a phone can be put away in which something was begun.
    wang.turn_to("sync").await;
    screen.see(&part("begun")).await;
    screen.see_gone(&part("all-arrived")).await;
    screen.look("sync-begun-en").await;
    screen.press(&part("begun-go-on")).await;
    screen.see("[data-test='taken'][data-role='near']").await;
    screen.press(&part("change-category")).await;
    screen.fill("input[data-test='category-search']", "zzzz").await;
    screen.see(&part("empty")).await;
    screen.look("picker-nothing-en").await;
    wang.put_away().await;
}

/// Looks at every screen before anything was done.
async fn empty(wang: &Phone, lang: &str) {
    let screen = &wang.screen;
    for tab in TABS {
        wang.turn_to(tab).await;
        screen.see(&part("training")).await;
        screen.look(&format!("{tab}-empty-{lang}")).await;
    }
    wang.back_to_tabs().await;
    screen.press(&part("tab-report")).await;
    screen.see(&part("lacking")).await;
    screen.look(&format!("report-empty-{lang}")).await;
    screen.press(&part("choose-category")).await;
    screen.see(&part("category")).await;
    screen.look(&format!("picker-{lang}")).await;
    screen.press(&part("back")).await;
    screen.press(&part("back")).await;
    screen.press(&part("me")).await;
    screen.see(&part("screen-me")).await;
    screen.look(&format!("me-{lang}")).await;
    screen.press(&part("back")).await;
    screen.see(&part("screen-today")).await;
}
