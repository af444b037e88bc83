//! The faces of the console: who is turned away, what an empty city looks like, what stands there without a server.

use crate::city::City;
use crate::console::Desk;
use crate::screen::part;

#[tokio::test]
async fn the_desk_turns_away_says_what_is_empty_and_keeps_what_it_knew_when_the_server_goes() {
    let mut city = City::open();
    let desk = Desk::open("desk", &city).await;

    // A wrong password is said in words, and what was typed stays.
    let boss = city.one("supervisor").clone();
    desk.enter(&boss.user, "not the password").await;
    desk.screen.see(&part("complaint")).await;
    desk.screen.keep("desk-sign-in").await;

    // Nothing has happened yet.
    desk.enter(&boss.user, &boss.password).await;
    desk.screen.read(&part("account"), &boss.user).await;
    desk.screen.see("[data-test='board'] [data-test='empty']").await;
    desk.screen.see(&part("training")).await;
    desk.screen.look("desk-board-empty").await;
    desk.turn_to("cases").await;
    desk.screen.see("[data-test='cases'] [data-test='empty']").await;
    desk.screen.look("desk-cases-empty").await;

    // A case that is not there is refused with its code; a page that is not there says so.
    desk.turn_to("cases/018f0000-0000-7000-8000-000000000001").await;
    desk.screen.see("[data-test='trouble'][data-code='not_found']").await;
    desk.screen.look("desk-case-not-found").await;
    desk.turn_to("nowhere").await;
    desk.screen.see(&part("empty")).await;

    // Without the server the page says so and comes back by itself.
    desk.turn_to("devices").await;
    desk.screen.see(&part("live")).await;
    city.down();
    desk.screen.see("[data-test='trouble'][data-code='offline']").await;
    desk.screen.keep("desk-offline").await;
    // A page that nobody has opened yet is not there without a server; it says so, and comes when it is asked for again.
    desk.screen.press("a.entry[href='#/permissions']").await;
    desk.screen.see(&part("load-anew")).await;
    desk.screen.look("desk-page-not-fetched").await;
    // Whoever signs out now is still signed in, and is told so.
    desk.screen.press(&part("sign-out")).await;
    desk.screen.see(&part("still-signed-in")).await;
    desk.screen.look("desk-still-signed-in").await;
    city.up();
    desk.screen.press(&part("again")).await;
    desk.screen.see(&part("permissions")).await;
    desk.turn_to("devices").await;
    desk.screen.see(&part("live")).await;
    desk.screen.see_gone(&part("trouble")).await;

    // The session is the browser's own: a reload asks nothing, signing out ends it.
    desk.screen.go(&format!("{}/", city.url())).await;
    desk.screen.read(&part("account"), &boss.user).await;
    desk.screen.press(&part("sign-out")).await;
    desk.screen.see(&part("sign-in")).await;

    // Who works on the street is told where.
    let collector = city.one("collector").clone();
    desk.enter(&collector.user, &collector.password).await;
    desk.screen.read(&part("empty"), "手机应用").await;
    desk.screen.look("desk-for-the-street").await;
    desk.screen.close().await;
}
