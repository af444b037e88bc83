//! Somebody at a desk: what they do in a browser.

use std::path::Path;

use crate::city::{Account, City};
use crate::screen::{Screen, part};

/// A desk.
pub struct Desk {
    /// What they see.
    pub screen: Screen,
    url: String,
}

impl Desk {
    /// Opens the console, which asks who is there.
    pub async fn open(name: &str, city: &City) -> Self {
        let screen = Screen::browser(name).await;
        screen.go(&format!("{}/", city.url())).await;
        screen.see(&part("sign-in")).await;
        Self { screen, url: city.url() }
    }

    /// Opens the console and signs in.
    pub async fn sign_in(name: &str, city: &City, account: &Account) -> Self {
        let desk = Self::open(name, city).await;
        desk.enter(&account.user, &account.password).await;
        desk.screen.read(&part("account"), &account.user).await;
        desk
    }

    /// Fills in the sign-in form and sends it.
    pub async fn enter(&self, user: &str, password: &str) {
        self.screen.fill(&part("user"), user).await;
        self.screen.fill(&part("password"), password).await;
        self.screen.press(&part("submit")).await;
    }

    /// Whoever sits here goes, and somebody else sits down.
    pub async fn hand_over(&self, account: &Account) {
        self.screen.press(&part("sign-out")).await;
        self.screen.see(&part("sign-in")).await;
        self.enter(&account.user, &account.password).await;
        self.screen.read(&part("account"), &account.user).await;
    }

    /// Opens a page of the console.
    pub async fn turn_to(&self, page: &str) {
        self.screen.go(&format!("{}/#/{page}", self.url)).await;
    }

    /// Opens a case and waits until it stands in that state.
    pub async fn see_case(&self, case: &str, state: &str) {
        self.turn_to(&format!("cases/{case}")).await;
        self.screen.see(&format!("[data-test='state'][data-state='{state}']")).await;
    }

    /// As the responsible unit: hands a case back that is being handled with an after photo.
    pub async fn finish(&self, case: &str, after: &Path) {
        let card = format!("[data-test='work'][data-case='{case}']");
        self.screen.press(&format!("{card}[data-state='handling'] [data-test='hand-back']")).await;
        self.screen.give(&format!("{card} [data-test='finish-photo']"), after).await;
        self.screen.keep("desk-unit").await;
        self.screen.press(&format!("{card} [data-test='finish-submit']")).await;
        self.screen.see(&format!("[data-test='handed-back'] [data-case='{case}']")).await;
    }
}
