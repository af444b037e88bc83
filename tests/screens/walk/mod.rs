//! A walk through every screen of the phone, in combinations of size, language, theme, contrast, text, hand and line.
//!
//! On each screen the same is asked: does all fit, are no words cut, can everything be pressed, is it right for who reads
//! it in another way, is there no Chinese on an English screen but data, did nothing fail unseen (`faults`, and
//! `faults.js` in the page). `combination` names what a person may choose; two by two in the usual run, all in
//! `cargo xtask screens`. A page that the menu leads to is visited without being named here.

mod combination;
pub mod faults;

use serde_json::json;
use shared::ids::CaseId;
use tempfile::TempDir;
use tokio::task::LocalSet;

use self::combination::{Combination, Line, Tongue};
use self::faults::Eye;
use crate::camera::to_check::to_check;
use crate::city::City;
use crate::needs;
use crate::phone::{OPEN, Phone};
use crate::screen::part;

/// Walks, and notes what is wrong on the way.
struct Walk {
    phone: Phone,
    eye: Eye,
    chosen: Combination,
    wrong: Vec<String>,
}

#[tokio::test]
async fn every_screen_is_whole_in_every_size_language_and_light_with_a_network_and_without() {
    let (mut city, homes, photos) = (City::open(), TempDir::new().expect("make a folder"), needs::photos());
    // A core stays on its thread.
    let to_check = LocalSet::new().run_until(to_check(&city, &homes.path().join("wang"), &photos)).await;
    let to_check = to_check.unwrap_or_else(|error| panic!("bring a case to its check: {error:#}"));
    let checker = city.account(&to_check.checker).clone();
    let combinations = if needs::every_combination() { combination::every() } else { combination::in_pairs() };

    let phone = Phone::open("walk").await;
    let mut walk = Walk { phone, eye: Eye::open(), chosen: Combination::USUAL, wrong: Vec::new() };
    for chosen in &combinations {
        walk.choose(*chosen).await;
        walk.look("sign-in").await;
    }
    walk.choose(Combination::USUAL).await;
    walk.phone.enter(&city.url(), &checker.user, &checker.password).await;
    walk.phone.screen.see(&part("screen-welcome")).await;
    walk.look("welcome").await;
    walk.phone.skip_the_first_steps().await;
    walk.phone.begin(&photos[0], &photos[1]).await;
    walk.phone.screen.press(&part("save")).await;
    let case = walk.phone.screen.attribute(&part("saved"), "data-case").await;
    assert!(case.parse::<CaseId>().is_ok(), "{case} is a case");
    walk.look("saved").await;
    walk.phone.sync_all().await;

    for chosen in combinations.iter().filter(|chosen| chosen.line == Line::Online) {
        walk.choose(*chosen).await;
        walk.every_screen().await;
    }
    city.down();
    walk.phone.turn_to("sync").await;
    walk.phone.screen.press(&part("sync-now")).await;
    walk.phone.screen.see(&part("sync-failed")).await;
    for chosen in combinations.iter().filter(|chosen| chosen.line == Line::Offline) {
        walk.choose(*chosen).await;
        walk.phone.screen.see(&part("offline")).await;
        walk.every_screen().await;
    }
    walk.phone.put_away().await;
    let wrong = &walk.wrong;
    assert!(wrong.is_empty(), "{} things are wrong:\n{}", wrong.len(), wrong.join("\n"));
}

impl Walk {
    /// Chooses how the screen is from now on, and starts the page anew as a start of the app would.
    async fn choose(&mut self, chosen: Combination) {
        let screen = &self.phone.screen;
        self.chosen = chosen;
        let kept = json!(chosen.remembered());
        let remember = format!("for (const [name, word] of {kept}) localStorage.setItem(name, word); return true;");
        screen.find_out("remember what was chosen", &remember).await;
        screen.resize(chosen.width, chosen.height).await;
        screen.reload().await;
        screen.see(OPEN).await;
        self.eye.begin(screen).await;
    }

    async fn every_screen(&mut self) {
        self.phone.turn_to("today").await;
        self.look("today").await;
        self.tabs().await;
        self.answer().await;
        self.report().await;
        self.menu().await;
    }

    /// Looks at what the tab bar leads to.
    async fn tabs(&mut self) {
        for tab in ["tasks", "map", "sync"] {
            if self.phone.screen.has(&part(&format!("tab-{tab}"))).await {
                self.phone.turn_to(tab).await;
                self.look(tab).await;
            }
        }
    }

    async fn answer(&mut self) {
        self.phone.turn_to("tasks").await;
        self.phone.screen.press(&part("task")).await;
        self.phone.screen.see(&part("screen-answer")).await;
        self.look("answer").await;
    }

    async fn report(&mut self) {
        self.phone.turn_to("today").await;
        self.phone.screen.press(&part("tab-report")).await;
        self.phone.screen.see(&part("screen-report")).await;
        self.look("report").await;
        let choose = "[data-test='choose-category'], [data-test='change-category']";
        self.phone.screen.press(choose).await;
        self.phone.screen.see(&part("category")).await;
        self.look("picker").await;
    }

    /// Looks at the menu and at every page that it leads to, and at one case.
    async fn menu(&mut self) {
        self.open_menu().await;
        self.look("me").await;
        let rows = "return [...document.querySelectorAll(\"[data-test^='menu-']\")].map(row => row.dataset.test);";
        let rows = self.phone.screen.find_out("read the menu", rows).await;
        let rows: Vec<String> = serde_json::from_value(rows).expect("the names of the rows");
        assert!(rows.iter().any(|row| row == "menu-cases"), "the menu leads to the cases: {rows:?}");
        for row in rows {
            self.open_menu().await;
            self.phone.screen.press(&part(&row)).await;
            self.phone.screen.see(&format!("{OPEN}:not([data-test='screen-me'])")).await;
            self.look(row.trim_start_matches("menu-")).await;
            if row == "menu-cases" {
                self.phone.screen.press(&part("case")).await;
                self.phone.screen.see(&part("screen-case")).await;
                self.look("case").await;
            }
        }
    }

    async fn open_menu(&self) {
        self.phone.turn_to("today").await;
        self.phone.screen.press(&part("me")).await;
        self.phone.screen.see(&part("screen-me")).await;
    }

    /// Looks closely at the open screen.
    async fn look(&mut self, name: &str) {
        let screen = &self.phone.screen;
        screen.see_gone(&part("waiting")).await;
        let Combination { tongue, .. } = self.chosen;
        let found = self.eye.faults(screen).await;
        if needs::every_combination() || !found.is_empty() {
            screen.look(&format!("{}-{name}", self.chosen)).await;
        }
        self.wrong.extend(found.into_iter().map(|what| format!("{name}, {}: {what}", self.chosen)));
        // The words are stretched where they must be, or nothing was shown by it that all fits.
        if tongue == Tongue::Stretched {
            let is_stretched = "return document.body.innerText.includes('⟧') || null;";
            screen.find_out("read stretched words", is_stretched).await;
        }
    }
}
