//! A day on which nothing can be sent: what is to be read without a network, what is easily done twice, and every way out.

use crate::city::City;
use crate::needs;
use crate::phone::Phone;
use crate::screen::part;

/// Opens a page that the menu leads to.
async fn open(wang: &Phone, row: &str, there: &str) {
    wang.turn_to("today").await;
    wang.screen.press(&part("me")).await;
    wang.screen.press(&part(row)).await;
    wang.screen.see(&part(there)).await;
}

#[tokio::test]
async fn without_a_network_everything_is_to_be_read_and_every_way_out_is_open() {
    let photos = needs::photos();
    let mut city = City::open();
    let wang = Phone::sign_in("bad-day", &city, city.one("collector")).await;
    wang.screen.see_gone(&part("not-ready")).await;
    wang.sync_all().await;
    // What was begun is nowhere else, and the corner does not say that all has arrived.
    wang.begin(&photos[0], &photos[1]).await;
    wang.screen.read(&part("phone-status"), "填了没保存").await;

    city.down();
    wang.screen.press(&part("save")).await;
    wang.screen.see(&part("saved")).await;
    to_be_read(&wang).await;
    done_twice(&wang).await;
    ways_out(&wang).await;

    city.up();
    wang.screen.press(&part("sync-now")).await;
    wang.screen.see(&part("all-arrived")).await;
    open(&wang, "menu-shift", "screen-shift").await;
    wang.screen.see(&part("put-away")).await;
    wang.screen.look("bad-day-put-away").await;
    wang.put_away().await;
}

/// How to photograph and whom to call is on the phone; the hand that holds it is chosen.
async fn to_be_read(wang: &Phone) {
    let screen = &wang.screen;
    open(wang, "menu-hints", "screen-hints").await;
    screen.see(&part("capture-rules")).await;
    screen.fill("input[data-test='hint-search']", "bllj").await;
    screen.read("[data-test='category-hint'][data-code='06010']", "近景").await;

    open(wang, "menu-directory", "screen-directory").await;
    screen.fill("input[data-test='directory-search']", "受理台").await;
    screen.read(&part("directory-unit"), "受理台").await;
    let dialled = screen.attribute(&part("call"), "href").await;
    assert!(dialled.starts_with("tel:0290000"), "a tap calls: {dialled}");
    screen.look("bad-day-directory").await;

    open(wang, "menu-settings", "screen-settings").await;
    screen.press(&part("hand-left")).await;
    screen.see("html[data-hand='left']").await;
    screen.press(&part("hand-right")).await;
    screen.see_gone("html[data-hand='left']").await;
}

/// The same problem once more: what lies near by says so, what it is taken for stands beside it, what was used last comes
/// first; given up, it is gone.
async fn done_twice(wang: &Phone) {
    let (screen, photos) = (&wang.screen, needs::photos());
    wang.begin(&photos[2], &photos[3]).await;
    screen.read(&part("near-case"), "只在本机").await;
    screen.press("[data-test='look-alikes'] summary").await;
    screen.look("bad-day-look-alikes").await;
    screen.press(&part("look-alike")).await;
    screen.see("[data-test='chosen-category']:not([data-code='06010'])").await;
    screen.see_gone(&part("near-case")).await;
    screen.press(&part("change-category")).await;
    screen.press("[data-test='last-used'] [data-test='category'][data-code='06010']").await;
    screen.see("[data-test='chosen-category'][data-code='06010']").await;
    screen.scroll_to(&part("discard")).await;
    screen.press(&part("discard")).await;
    screen.press(&part("discard-yes")).await;
    screen.see(&part("screen-today")).await;
}

/// What is unsent keeps the phone from being put away and the person from signing out, and each says what to do.
async fn ways_out(wang: &Phone) {
    let screen = &wang.screen;
    open(wang, "menu-shift", "screen-shift").await;
    screen.see(&part("not-put-away")).await;
    screen.press(&part("go-sync")).await;
    screen.see(&part("screen-sync")).await;
    screen.press(&part("pause-30")).await;
    screen.read(&part("paused"), "已暂停自动上传").await;
    screen.press(&part("pause-end")).await;
    screen.see(&part("pause-30")).await;
    screen.press(&part("rescue-write")).await;
    assert_eq!(screen.attribute(&part("rescue-written"), "data-operations").await, "1", "the report is in the file");
    screen.look("bad-day-rescue").await;

    wang.turn_to("today").await;
    screen.press(&part("me")).await;
    screen.press(&part("sign-out")).await;
    screen.read(&part("sign-out-blocked"), "没传完").await;
    screen.press(&part("sign-out-to-sync")).await;
    screen.see(&part("screen-sync")).await;
}
