//! A collector with a phone: what they do in the app's window.

use std::path::Path;

use tempfile::TempDir;

use crate::city::{Account, City};
use crate::screen::{Screen, part};

/// A person with a phone.
pub struct Phone {
    /// What they see.
    pub screen: Screen,
    // Their home; it is removed when they are done.
    _home: TempDir,
}

impl Phone {
    /// Takes a new phone, signs in, and waits until the packs are on it.
    pub async fn sign_in(name: &str, city: &City, account: &Account) -> Self {
        let home = TempDir::new().expect("make a home");
        let screen = Screen::window(name, &home.path().join("home")).await;
        screen.see(&part("screen-sign-in")).await;
        screen.keep(&format!("{name}-sign-in")).await;
        screen.fill("input[data-test='server']", &city.url()).await;
        screen.fill("input[data-test='user']", &account.user).await;
        screen.fill("input[data-test='password']", &account.password).await;
        screen.press(&part("sign-in")).await;
        screen.see(&part("screen-today")).await;
        Self { screen, _home: home }
    }

    /// Photographs a problem, picks what it is, and saves; returns the case's id.
    pub async fn report(&self, near: &Path, far: &Path) -> String {
        let screen = &self.screen;
        screen.press(&part("tab-report")).await;
        screen.give("input[data-test='camera-near']", near).await;
        screen.see("[data-test='taken'][data-role='near']").await;
        screen.give("input[data-test='camera-far']", far).await;
        screen.see("[data-test='taken'][data-role='far']").await;
        screen.press(&part("choose-category")).await;
        screen.see(&part("screen-picker")).await;
        screen.fill("input[data-test='category-search']", "bllj").await;
        screen.read("[data-test='category'][data-code='06010']", "暴露垃圾").await;
        screen.keep("phone-picker").await;
        screen.press("[data-test='category'][data-code='06010']").await;
        screen.press("[data-test='condition'][data-no='1']").await;
        screen.see(&part("due")).await;
        screen.keep("phone-report").await;
        screen.press(&part("save")).await;
        let case = screen.attribute(&part("saved"), "data-case").await;
        screen.keep("phone-saved").await;
        case
    }

    /// Turns to sync, asks for a round, and waits until the phone may be put away.
    pub async fn sync_all(&self) {
        let screen = &self.screen;
        screen.press(&part("phone-status")).await;
        screen.see(&part("screen-sync")).await;
        screen.press(&part("sync-now")).await;
        screen.see(&part("all-arrived")).await;
    }

    /// Turns to one of the tabs.
    pub async fn turn_to(&self, tab: &str) {
        self.screen.press(&part(&format!("tab-{tab}"))).await;
        self.screen.see(&part(&format!("screen-{tab}"))).await;
    }

    /// Puts the phone away.
    pub async fn put_away(self) {
        self.screen.close().await;
    }
}
