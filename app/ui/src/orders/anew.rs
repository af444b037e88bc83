//! After the phone was erased the page begins anew: what it remembered, and what it still shows, was another device's.

use app_bridge::told::Start;

use crate::remembered;

/// That the page has begun anew, for as long as the start says why.
const BEGUN_ANEW: &str = "xunge.begun-anew";

/// Forgets what the page remembered and loads it once more, the first time that a start says that the phone was erased.
pub fn follow(start: &Start) {
    let was_erased = start.notices.iter().any(|notice| notice.code == "wiped");
    match (was_erased, remembered::recall(BEGUN_ANEW).is_some()) {
        (true, false) => {
            remembered::forget_all();
            remembered::keep(BEGUN_ANEW, "yes");
            // A page that can remember nothing would load for ever.
            if remembered::recall(BEGUN_ANEW).is_some() {
                load_again();
            }
        }
        (false, true) => remembered::forget(BEGUN_ANEW),
        (true, true) | (false, false) => {}
    }
}

fn load_again() {
    if let Some(window) = web_sys::window()
        && window.location().reload().is_err()
    {
        leptos::logging::warn!("The page could not be loaded again");
    }
}
