//! A collector with a phone: what they do in the app's window.

use std::path::Path;

use tempfile::TempDir;

use crate::city::{Account, City};
use crate::screen::{Screen, part};

/// The screen that is open.
pub const OPEN: &str = "[data-test^='screen-']";

/// Goes back from a screen that has been there for some looks: one that is just being left goes by itself.
const BACK_TO_TABS: &str = "\
    if (document.querySelector(\"[data-test='tab-today']\")) return true;
    const open = document.querySelector(\"[data-test^='screen-']\");
    const back = document.querySelector(\"[data-test='back']\");
    if (!open || !back) return null;
    open.dataset.looks = Number(open.dataset.looks || 0) + 1;
    if (open.dataset.looks % 40 == 6) back.click();
    return null;";

/// A person with a phone.
pub struct Phone {
    /// What they see.
    pub screen: Screen,
    // Their home; it is removed when they are done.
    _home: TempDir,
}

impl Phone {
    /// Takes a new phone that asks who is there.
    pub async fn open(name: &str) -> Self {
        let home = TempDir::new().expect("make a home");
        let screen = Screen::window(name, &home.path().join("home")).await;
        screen.see(&part("screen-sign-in")).await;
        Self { screen, _home: home }
    }

    /// Takes a phone that somebody has signed in on, whose page is shown in another way than in the app's window.
    pub fn with_screen(screen: Screen, home: TempDir) -> Self {
        Self { screen, _home: home }
    }

    /// Takes a new phone, signs in, and waits until the packs are on it.
    pub async fn sign_in(name: &str, city: &City, account: &Account) -> Self {
        let phone = Self::open(name).await;
        phone.enter(&city.url(), &account.user, &account.password).await;
        phone.skip_the_first_steps().await;
        phone
    }

    /// Leaves the first steps, which are shown once to an account, for today.
    pub async fn skip_the_first_steps(&self) {
        self.screen.see(&part("screen-welcome")).await;
        self.screen.press(&part("welcome-skip")).await;
        self.screen.see(&part("screen-today")).await;
    }

    /// Ends the app and starts it again: the same phone, and nothing that was only on the screen.
    pub async fn restarted(self, name: &str) -> Self {
        let Self { screen, _home: home } = self;
        screen.close().await;
        let screen = Screen::window(name, &home.path().join("home")).await;
        Self { screen, _home: home }
    }

    /// Fills in the sign-in and sends it.
    pub async fn enter(&self, server: &str, user: &str, password: &str) {
        self.screen.fill("input[data-test='server']", server).await;
        self.screen.fill("input[data-test='user']", user).await;
        self.screen.fill("input[data-test='password']", password).await;
        self.screen.press(&part("sign-in")).await;
    }

    /// Switches the language, and comes back to today.
    pub async fn switch_language(&self) {
        self.turn_to("today").await;
        self.screen.press(&part("me")).await;
        self.screen.see(&part("screen-me")).await;
        self.screen.press(&part("language")).await;
        self.screen.press(&part("back")).await;
        self.screen.see(&part("screen-today")).await;
    }

    /// Photographs a problem, picks what it is, and saves; returns the case's id.
    pub async fn report(&self, near: &Path, far: &Path) -> String {
        let screen = &self.screen;
        self.begin(near, far).await;
        screen.keep("phone-report").await;
        screen.press(&part("save")).await;
        let case = screen.attribute(&part("saved"), "data-case").await;
        screen.keep("phone-saved").await;
        case
    }

    /// Photographs a problem and picks what it is.
    pub async fn begin(&self, near: &Path, far: &Path) {
        let screen = &self.screen;
        self.back_to_tabs().await;
        screen.press(&part("tab-report")).await;
        screen.give("input[data-test='camera-near']", near).await;
        screen.see("[data-test='taken'][data-role='near']").await;
        screen.give("input[data-test='camera-far']", far).await;
        screen.see("[data-test='taken'][data-role='far']").await;
        screen.press(&part("choose-category")).await;
        screen.see(&part("screen-picker")).await;
        screen.fill("input[data-test='category-search']", "bllj").await;
        // The first found is the one that was meant.
        screen.see(".rows [data-test='category'][data-code='06010']:first-child").await;
        screen.keep("phone-picker").await;
        screen.press_until("[data-test='category'][data-code='06010']", "[data-test='chosen-category']").await;
        screen.press("[data-test='condition'][data-no='1']").await;
        screen.see(&part("due")).await;
    }

    /// Turns to sync, asks for a round, and waits until the phone may be put away.
    pub async fn sync_all(&self) {
        let screen = &self.screen;
        screen.press(&part("phone-status")).await;
        screen.see(&part("screen-sync")).await;
        screen.press(&part("sync-now")).await;
        screen.see(&part("all-arrived")).await;
    }

    /// Turns to one of the tabs, or to the own cases, which the menu leads to.
    pub async fn turn_to(&self, tab: &str) {
        self.back_to_tabs().await;
        if tab == "cases" {
            self.screen.press(&part("tab-today")).await;
            self.screen.press(&part("me")).await;
            self.screen.press(&part("menu-cases")).await;
        } else {
            self.screen.press(&part(&format!("tab-{tab}"))).await;
        }
        self.screen.see(&part(&format!("screen-{tab}"))).await;
    }

    /// Goes back until the tabs are there.
    pub async fn back_to_tabs(&self) {
        self.screen.find_out("go back to the tabs", BACK_TO_TABS).await;
    }

    /// Puts the phone away.
    pub async fn put_away(self) {
        self.screen.close().await;
    }
}
