//! One's own account: what it may do, and where it is signed in.

use serde_json::Value;
use shared::refusal::Code;
use system_tests::desk::Refused;

use super::ground::http;
use crate::city::City;
use crate::console::Desk;
use crate::screen::part;

#[tokio::test]
async fn an_acceptor_reads_what_the_own_role_may_do_and_ends_a_sign_in_elsewhere() {
    let city = City::open();
    let account = city.beside(city.one("collector"), "acceptor");
    let elsewhere = http(&city, account).await.expect("sign in elsewhere");
    let desk = Desk::sign_in("account", &city, account).await;
    let screen = &desk.screen;

    // The own role is marked among the others, right by right and step by step.
    desk.turn_to("permissions").await;
    screen.see("[data-test='rights'] [data-test='column'].own[data-role='acceptor']").await;
    screen.see_many("[data-test='rights'] [data-test='column'].own", 1).await;
    let line = |key: &str, may: &str| format!("[data-test='actions'] [data-key='{key}'] td.own[data-may='{may}']");
    screen.see(&line("accept", "true")).await;
    screen.see(&line("close", "false")).await;
    screen.look("desk-permissions").await;
    screen.press(&part("role-acceptor")).await;
    screen.see_many(&part("column"), 2).await;
    // What the role may not see says so, and is not an empty page.
    desk.turn_to("health").await;
    screen.see(&part("empty")).await;
    screen.see_gone(&part("health")).await;

    desk.turn_to("security").await;
    screen.see_many(&part("session"), 2).await;
    screen.see_many("[data-test='session'][data-this='true']", 1).await;
    elsewhere.get::<Value>("/api/v1/session").await.expect("the other sign-in still holds");
    let end = "[data-test='session'][data-this='false'] [data-test='end']";
    // The first press asks, the second does it.
    screen.press(end).await;
    screen.press(end).await;
    screen.see_many(&part("session"), 1).await;
    let ended = elsewhere.get::<Value>("/api/v1/session").await.expect_err("the other sign-in has ended");
    let code = ended.downcast_ref::<Refused>().map(|refused| refused.0.code);
    assert_eq!(code, Some(Code::TokenRevoked), "{ended:#}");
    // One's own goes on.
    screen.reload().await;
    screen.read(&part("account"), &account.user).await;
    desk.screen.close().await;
}
