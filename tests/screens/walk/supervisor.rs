//! What a supervisor sees on the phone: which phone needs a call, what is overdue, and how the area did.

use system_tests::collector::Collector;
use tempfile::TempDir;
use tokio::task::LocalSet;

use super::{Walk, Whose, chosen};
use crate::city::City;
use crate::phone::Phone;
use crate::screen::part;

#[tokio::test]
async fn every_screen_of_a_supervisor_is_whole_too() {
    let (mut city, homes) = (City::open(), TempDir::new().expect("make a folder"));
    let collector = city.one("collector").clone();
    let supervisor = city.beside(&collector, "supervisor").clone();
    let synced = async {
        let wang = Collector::with_phone(&collector.user, &homes.path().join("wang"))?;
        wang.sign_in(&city.url(), &collector.password).await?;
        wang.sync().await
    };
    // A core stays on its thread.
    let synced = LocalSet::new().run_until(synced).await;
    synced.unwrap_or_else(|error| panic!("give the collector a phone: {error:#}"));

    let phone = Phone::sign_in("walk-supervisor", &city, &supervisor).await;
    let mut walk = Walk::of(phone, Whose::Supervisor);
    walk.through(&mut city, &chosen(Whose::Supervisor)).await;
    walk.end().await;
}

impl Walk {
    /// Looks at every phone of the board, at what is said of one, and at what is overdue.
    pub(super) async fn board(&mut self) {
        // The board is asked for by itself, too, and drawn anew under the finger.
        let screen = &self.phone.screen;
        screen.press_until(&part("board-all"), "[data-test='board-all'][aria-pressed='true']").await;
        screen.press_until("[data-test='board-device'] summary", "[data-test='board-device'][open]").await;
        self.look("board-all").await;
        let screen = &self.phone.screen;
        screen.press_until(&part("board-overdue"), "[data-test='board-overdue'][aria-pressed='true']").await;
        self.look("board-overdue").await;
    }
}
