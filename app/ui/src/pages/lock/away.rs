//! When the PIN falls: after the app was out of sight for as long as the person chose.

use app_bridge::ask::Ask;
use app_bridge::lock::Lock;
use app_bridge::told::Told;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::closure::Closure;

use crate::state::App;
use crate::{bridge, remembered};

const REMEMBERED_AS: &str = "xunge.lock_after";

/// How long the app may be out of sight.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum LockAfter {
    /// Not at all.
    AtOnce,
    /// A minute.
    One,
    /// Five.
    #[default]
    Five,
    /// A quarter of an hour.
    Fifteen,
}

impl LockAfter {
    /// Every choice, as they are offered.
    pub const ALL: [Self; 4] = [Self::AtOnce, Self::One, Self::Five, Self::Fifteen];

    /// Returns the minutes.
    pub const fn minutes(self) -> u32 {
        match self {
            Self::AtOnce => 0,
            Self::One => 1,
            Self::Five => 5,
            Self::Fifteen => 15,
        }
    }

    /// Returns what was chosen on this device.
    pub fn remembered() -> Self {
        let kept = remembered::recall(REMEMBERED_AS);
        let kept = kept.and_then(|kept| kept.parse::<u32>().ok());
        Self::ALL.into_iter().find(|choice| Some(choice.minutes()) == kept).unwrap_or_default()
    }

    /// Remembers a choice on this device.
    pub fn keep(self) {
        remembered::keep(REMEMBERED_AS, &self.minutes().to_string());
    }

    /// Says whether so much time out of sight is too much. A clock that went back says nothing, so it is.
    fn is_over(self, left_ms: f64, now_ms: f64) -> bool {
        let away_ms = now_ms - left_ms;
        away_ms < 0.0 || away_ms >= f64::from(self.minutes()) * 60_000.0
    }
}

/// Covers the screen whenever the app comes back, or goes, after too long.
pub fn follow(app: App) {
    let Some(page) = web_sys::window().and_then(|window| window.document()) else { return };
    let left = StoredValue::new(None::<f64>);
    let seen = page.clone();
    let turned = Closure::<dyn Fn()>::new(move || {
        let after = LockAfter::remembered();
        if seen.hidden() {
            left.set_value(Some(js_sys::Date::now()));
            if after == LockAfter::AtOnce {
                cover(app);
            }
            return;
        }
        let since = left.try_update_value(Option::take).flatten();
        if since.is_some_and(|since| after.is_over(since, js_sys::Date::now())) {
            cover(app);
        }
    });
    // For as long as there is a page.
    let turned = turned.into_js_value();
    if page.add_event_listener_with_callback("visibilitychange", turned.unchecked_ref()).is_err() {
        leptos::logging::warn!("Nobody says when the app is out of sight; it locks at its next start");
    }
}

/// Covers the screen at once, and lets the core know: a page that is loaded anew must be covered too.
fn cover(app: App) {
    let is_open = app.start.with_untracked(|start| matches!(start, Some(Ok(start)) if start.lock == Lock::Open));
    if !is_open {
        return;
    }
    app.start.update(|start| {
        if let Some(Ok(start)) = start {
            start.lock = Lock::Locked;
        }
    });
    spawn_local(async move {
        match bridge::ask(Ask::Lock).await {
            // Whatever else was asked meanwhile may have brought an older word.
            Ok(Told::Start(start)) => app.started(start),
            Ok(_) | Err(_) => leptos::logging::warn!("The core was not told that the screen is covered"),
        }
    });
}

#[cfg(test)]
mod tests {
    use super::LockAfter;

    #[test]
    fn the_screen_is_covered_after_as_long_as_was_chosen() {
        let minute = 60_000.0;
        assert!(LockAfter::AtOnce.is_over(0.0, 0.0));
        assert!(!LockAfter::Five.is_over(0.0, 5.0 * minute - 1.0) && LockAfter::Five.is_over(0.0, 5.0 * minute));
        assert!(LockAfter::Fifteen.is_over(10.0, 9.0), "a clock that was set back opens nothing");
        assert_eq!(LockAfter::default(), LockAfter::Five);
    }
}
