//! The position receiver runs when it is needed and as exactly as it is, and a position that is old says so. In a browser,
//! where a receiver can be put in the place of the platform's.

use tempfile::TempDir;

use crate::camera::stand_in::StandIn;
use crate::city::City;
use crate::phone::Phone;
use crate::screen::{Screen, part};

/// The app goes out of sight, or comes back.
fn sight(is_hidden: bool) -> String {
    format!(
        "Object.defineProperty(document, 'hidden', {{ configurable: true, get: () => {is_hidden} }});
        return document.dispatchEvent(new Event('visibilitychange'));"
    )
}

/// The receiver tells nothing any more, and three minutes go by.
const THREE_MINUTES_OF_SILENCE: &str = "window.receiverIsSilent = true;
    const now = Date.now;
    Date.now = () => now() + 180_000;
    return true;";

/// Some seconds of exact positions were counted.
const COUNTED: &str = "return Number(document.documentElement.dataset.receiverExactSeconds) > 0 || null;";

async fn runs(screen: &Screen, how: &str) {
    let script = format!("return window.receiverRuns() === '{how}' || null;");
    screen.find_out(&format!("find the receiver {how}"), &script).await;
}

#[tokio::test]
async fn the_receiver_runs_when_it_is_needed_and_an_old_position_says_so() {
    let (city, home) = (City::open(), TempDir::new().expect("make a folder"));
    let window = StandIn::open(city.one("collector"), &home.path().join("home"), &city.url()).await;
    let window = window.unwrap_or_else(|error| panic!("give the collector a phone: {error:#}"));
    let wang = Phone::with_screen(Screen::browser_with_camera("receiver").await, home);
    let screen = &wang.screen;
    screen.go(&format!("{}/?receiver", window.url)).await;

    // Off shift it runs for what somebody looks at, and for nothing else.
    screen.see(&part("screen-today")).await;
    runs(screen, "coarse").await;
    wang.turn_to("sync").await;
    runs(screen, "off").await;
    screen.press(&part("tab-report")).await;
    runs(screen, "exact").await;
    screen.press(&part("camera-cancel")).await;
    screen.see(&part("accuracy")).await;
    screen.find_out("see seconds counted", COUNTED).await;
    screen.find_out("go out of sight", &sight(true)).await;
    runs(screen, "off").await;
    screen.find_out("come back", &sight(false)).await;
    runs(screen, "exact").await;

    // What is known from before says how old it is.
    screen.find_out("let time go by", THREE_MINUTES_OF_SILENCE).await;
    screen.read(&part("old-fix"), "分钟前的位置").await;
    screen.look("phone-old-position").await;
    screen.find_out("hear it again", "window.receiverIsSilent = false; return true;").await;
    screen.see_gone(&part("old-fix")).await;

    // On shift a coarse position is enough for the track, seen or not.
    wang.turn_to("today").await;
    screen.press(&part("mark-shift")).await;
    screen.read(&part("on-shift"), "签退").await;
    wang.turn_to("sync").await;
    runs(screen, "coarse").await;
    screen.find_out("go out of sight", &sight(true)).await;
    runs(screen, "coarse").await;
    screen.find_out("come back", &sight(false)).await;
    screen.press(&part("tab-map")).await;
    runs(screen, "exact").await;
    wang.put_away().await;
}
