//! What whoever works on the street sees: reports, what came back, tasks, and the PIN before all of it.

use shared::ids::CaseId;
use tempfile::TempDir;
use tokio::task::LocalSet;

use super::combination::Combination;
use super::{Walk, Whose, chosen};
use crate::camera::to_check::to_check;
use crate::city::City;
use crate::needs;
use crate::phone::Phone;
use crate::screen::part;

const PIN: &str = "270418";

/// The app goes out of sight.
const HIDE: &str = "Object.defineProperty(document, 'hidden', { configurable: true, get: () => true });
    document.dispatchEvent(new Event('visibilitychange')); return true;";

#[tokio::test]
async fn every_screen_is_whole_in_every_size_language_and_light_with_a_network_and_without() {
    let (mut city, homes, photos) = (City::open(), TempDir::new().expect("make a folder"), needs::photos());
    // A core stays on its thread.
    let to_check = LocalSet::new().run_until(to_check(&city, &homes.path().join("wang"), &photos)).await;
    let to_check = to_check.unwrap_or_else(|error| panic!("bring a case to its check: {error:#}"));
    let checker = city.account(&to_check.checker).clone();
    let combinations = chosen(Whose::Street);

    let mut walk = Walk::of(Phone::open("walk").await, Whose::Street);
    for chosen in &combinations {
        walk.choose(*chosen).await;
        walk.look("sign-in").await;
    }
    walk.choose(Combination::USUAL).await;
    walk.phone.enter(&city.url(), &checker.user, &checker.password).await;
    walk.phone.skip_the_first_steps().await;
    walk.phone.begin(&photos[0], &photos[1]).await;
    walk.phone.screen.press(&part("save")).await;
    let case = walk.phone.screen.attribute(&part("saved"), "data-case").await;
    assert!(case.parse::<CaseId>().is_ok(), "{case} is a case");
    walk.look("saved").await;
    walk.phone.sync_all().await;
    walk.one_comes_back().await;

    walk.through(&mut city, &combinations).await;
    walk.lock(&combinations).await;
    walk.end().await;
}

impl Walk {
    /// Reports from a place in no grid, which the server sends back.
    async fn one_comes_back(&self) {
        let (screen, photos) = (&self.phone.screen, needs::photos());
        self.phone.begin(&photos[2], &photos[3]).await;
        screen.press(&part("edit-place")).await;
        screen.fill("input[data-test='lon']", "116.0").await;
        screen.fill("input[data-test='lat']", "40.0").await;
        screen.press(&part("use-place")).await;
        screen.read(&part("warning"), "不在手机里的网格范围内").await;
        screen.press(&part("save")).await;
        screen.see(&part("saved")).await;
        screen.press(&part("phone-status")).await;
        screen.press(&part("sync-now")).await;
        screen.see("[data-test='set-aside'][data-code='outside_city']").await;
    }

    /// Looks at what is done on the street.
    pub(super) async fn work(&mut self) {
        self.answer().await;
        self.report().await;
        self.mend().await;
    }

    async fn answer(&mut self) {
        self.phone.turn_to("tasks").await;
        self.phone.screen.press(&part("tasks-on-map")).await;
        self.phone.screen.see(&part("screen-tasks-on-map")).await;
        self.look("tasks-on-map").await;
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
        self.phone.screen.press(&part("place-on-map")).await;
        self.phone.screen.see(&part("screen-place-on-map")).await;
        self.look("place-on-map").await;
        self.phone.screen.press(&part("back")).await;
        self.phone.screen.see(&part("screen-report")).await;
        let choose = "[data-test='choose-category'], [data-test='change-category']";
        self.phone.screen.press(choose).await;
        self.phone.screen.see(&part("category")).await;
        self.look("picker").await;
    }

    async fn mend(&mut self) {
        self.phone.turn_to("sync").await;
        self.phone.screen.press("[data-test='set-aside'] [data-test='mend']").await;
        self.phone.screen.see(&part("mend-why")).await;
        self.look("mend").await;
    }

    /// Looks at the PIN's page over an open one, in every combination.
    async fn lock(&mut self, combinations: &[Combination]) {
        self.choose(Combination::USUAL).await;
        self.open_menu().await;
        let screen = &self.phone.screen;
        screen.press(&part("menu-settings")).await;
        screen.press(&part("pin-set")).await;
        for field in ["pin-new", "pin-again"] {
            screen.fill(&format!("input[data-test='{field}']"), PIN).await;
        }
        screen.press(&part("pin-save")).await;
        screen.see(&part("pin-done")).await;
        screen.press(&part("lock-after-0")).await;
        screen.find_out("the app goes out of sight", HIDE).await;
        screen.see(&part("screen-lock")).await;
        for chosen in combinations {
            self.choose(*chosen).await;
            self.phone.screen.see(&part("screen-lock")).await;
            self.look("lock").await;
        }
    }
}
