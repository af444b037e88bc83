//! The settings, the PIN and the way out, as a new collector meets them.

use crate::city::City;
use crate::phone::Phone;
use crate::screen::part;

const PIN: &str = "270418";

#[tokio::test]
async fn a_phone_is_set_up_locked_opened_and_left() {
    let city = City::open();
    let wang = Phone::sign_in("settings", &city, city.one("collector")).await;
    let screen = &wang.screen;
    screen.press(&part("me")).await;
    screen.press(&part("menu-settings")).await;
    screen.see(&part("screen-settings")).await;
    screen.look("settings-zh").await;

    // What is chosen holds at once.
    screen.press(&part("text-150")).await;
    screen.see("html[data-text='150']").await;
    screen.look("settings-text-150").await;
    screen.press(&part("text-100")).await;
    screen.press(&part("theme-dark")).await;
    screen.see("html[data-theme='dark']").await;
    screen.look("settings-dark").await;
    screen.press(&part("theme-system")).await;
    screen.press(&part("language-en")).await;
    screen.read("[data-test='screen-settings'] h1", "Settings").await;
    screen.see(&part("storage-photos")).await;
    screen.look("settings-en").await;
    screen.press(&part("diagnostics")).await;
    screen.see(&part("diagnostics-written")).await;
    screen.press(&part("walk-again")).await;
    screen.see("[data-test='welcome-step'][data-step='0']").await;
    for step in 1..5 {
        screen.press(&part("welcome-next")).await;
        screen.see(&format!("[data-test='welcome-step'][data-step='{step}']")).await;
        screen.look(&format!("welcome-{step}")).await;
    }
    screen.press(&part("welcome-next")).await;

    // A PIN that is too easy, two that are not alike, and one that does.
    screen.press(&part("pin-set")).await;
    screen.fill("input[data-test='pin-new']", "111111").await;
    screen.fill("input[data-test='pin-again']", "111111").await;
    screen.press(&part("pin-save")).await;
    screen.read(&part("pin-failed"), "6 to 32 digits").await;
    screen.fill("input[data-test='pin-new']", PIN).await;
    screen.see(".wrong").await;
    screen.fill("input[data-test='pin-again']", PIN).await;
    screen.press(&part("pin-save")).await;
    screen.see(&part("pin-done")).await;
    screen.look("settings-pin").await;
    screen.press(&part("lock-after-0")).await;

    // Out of sight and back: covered, also when the page is loaded anew, and open by the PIN alone.
    let hide = "Object.defineProperty(document, 'hidden', { configurable: true, get: () => true });
        document.dispatchEvent(new Event('visibilitychange')); return true";
    screen.find_out("the app goes out of sight", hide).await;
    screen.see(&part("screen-lock")).await;
    // The platform's way back leads nowhere under it.
    screen.find_out("the platform goes back", "history.back(); return true").await;
    screen.look("lock").await;
    screen.find_out("the page is left", "window.was_here = true; location.reload(); return true").await;
    screen.find_out("the page is loaded anew", "return window.was_here ? null : true").await;
    screen.fill("input[data-test='pin']", "995071").await;
    screen.press(&part("unlock")).await;
    screen.see(&part("unlock-failed")).await;
    screen.press(&part("pin-forgotten")).await;
    screen.see(&part("pin-forgotten-words")).await;
    screen.look("lock-wrong").await;
    screen.fill("input[data-test='pin']", PIN).await;
    screen.press(&part("unlock")).await;
    screen.see_gone(&part("screen-lock")).await;
    screen.see(&part("screen-settings")).await;
    wang.turn_to("today").await;

    // Nothing is unsent: the way out is open, and says what stays.
    screen.press(&part("me")).await;
    screen.press(&part("sign-out")).await;
    screen.see(&part("what-stays")).await;
    screen.look("sign-out").await;
    screen.press(&part("sign-out-now")).await;
    screen.see(&part("screen-sign-in")).await;
    screen.fill("input[data-test='enrol-link']", "hello").await;
    screen.press(&part("enrol")).await;
    screen.read(&part("sign-in-failed"), "not an enrolment link").await;
    screen.look("sign-in-link").await;
    wang.put_away().await;
}
