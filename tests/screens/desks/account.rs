//! One's own account: what it may do, where it is signed in, and what is left on the page when it no longer may.

use reqwest::Method;
use serde_json::{Value, json};
use shared::refusal::Code;
use system_tests::desk::{Desk as Http, Refused};

use super::ground::http;
use crate::city::{Account, City};
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

/// Makes an account what it is to be, as an administrator does from another place.
async fn make(admin: &Http, account: &Account, id: &str, role: &str, disabled: bool) {
    let wish = json!({"name": account.name, "role": role, "jurisdiction": account.jurisdiction, "unit": null,
        "grids": [], "disabled": disabled});
    admin.send::<Value>(Method::PUT, &format!("/api/v1/accounts/{id}"), &wish).await.expect("change the account");
}

#[tokio::test]
async fn a_desk_whose_account_became_another_is_cleared_and_says_why() {
    let city = City::open();
    let account = city.beside(city.one("collector"), "supervisor").clone();
    let admin = http(&city, city.one("admin")).await.expect("sign in as the administrator");
    let own: Value = http(&city, &account).await.expect("sign in").get("/api/v1/session").await.expect("who it is");
    let id = own["account"]["id"].as_str().expect("its id").to_owned();
    let desk = Desk::sign_in("turned-away", &city, &account).await;
    let screen = &desk.screen;
    screen.see(&part("board")).await;

    // Nobody touches the page: its line says that it is over.
    make(&admin, &account, &id, "acceptor", false).await;
    screen.see("[data-test='left'][data-why='changed']").await;
    screen.see_gone(&part("board")).await;
    screen.look("desk-changed").await;
    // What was open is signed out, not only covered.
    screen.reload().await;
    screen.see(&part("sign-in")).await;

    // As it is now it goes on; an account that is disabled has nothing left.
    desk.enter(&account.user, &account.password).await;
    screen.read(&part("account"), &account.user).await;
    make(&admin, &account, &id, "acceptor", true).await;
    screen.see("[data-test='left'][data-why='disabled']").await;
    screen.see_gone(&part("account")).await;
    desk.screen.close().await;
}
