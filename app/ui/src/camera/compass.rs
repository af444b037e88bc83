//! Which way the camera looks, as far as the device has a compass.
//!
//! Degrees clockwise from (magnetic) north. A receiver's direction of travel is not it and never stands in for it.

use js_sys::{Promise, Reflect};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::DeviceOrientationEvent;

/// Nearer to straight down or up than this a camera looks nowhere: the sine of about six degrees.
const NOWHERE: f64 = 0.1;

#[wasm_bindgen]
extern "C" {
    // Only one platform wants to be asked, and only in the press of a button.
    #[wasm_bindgen(catch, js_namespace = DeviceOrientationEvent, js_name = requestPermission)]
    fn request_permission() -> Result<Promise, JsValue>;
}

/// Asks the person whether the compass may be read, where the platform wants that. Call it in a press.
pub fn ask() {
    // Elsewhere there is no such question; a "no" shows in that no heading ever comes.
    if let Ok(asked) = request_permission() {
        spawn_local(async move { drop(JsFuture::from(asked).await) });
    }
}

/// Follows the compass for as long as the calling part of the page is shown; whole degrees.
pub fn follow() -> RwSignal<Option<f64>> {
    let heading = RwSignal::new(None);
    let hear = move |event: web_sys::Event| {
        let told = read(&event.unchecked_into::<DeviceOrientationEvent>()).map(f64::round);
        // Sixty come in a second; only a turn is news. An event without a heading unsays nothing.
        if told.is_some() && heading.get_untracked() != told {
            heading.set(told);
        }
    };
    let absolute = window_event_listener_untyped("deviceorientationabsolute", hear);
    let usual = window_event_listener_untyped("deviceorientation", hear);
    on_cleanup(move || {
        absolute.remove();
        usual.remove();
    });
    heading
}

fn read(event: &DeviceOrientationEvent) -> Option<f64> {
    let number = |of: &JsValue, name: &str| Reflect::get(of, &name.into()).ok()?.as_f64();
    if let Some(top) = number(event, "webkitCompassHeading") {
        let turned = web_sys::window().and_then(|window| number(&window, "orientation")).unwrap_or(0.0);
        return (top >= 0.0).then(|| (top + turned).rem_euclid(360.0));
    }
    if !event.absolute() {
        return None;
    }
    looks(event.alpha()?, event.beta()?, event.gamma()?)
}

/// Returns where the camera on the back looks, from the three turns of the device about its axes in degrees, as the
/// platform tells them; `None` when it looks straight down or up.
fn looks(alpha_deg: f64, beta_deg: f64, gamma_deg: f64) -> Option<f64> {
    let (sin_a, cos_a) = alpha_deg.to_radians().sin_cos();
    let (sin_b, _) = beta_deg.to_radians().sin_cos();
    let (sin_g, cos_g) = gamma_deg.to_radians().sin_cos();
    // The device's own axes are turned about z, then x, then y; the camera looks along −z.
    let east = -cos_a * sin_g - sin_a * sin_b * cos_g;
    let north = -sin_a * sin_g + cos_a * sin_b * cos_g;
    (east.hypot(north) > NOWHERE).then(|| east.atan2(north).to_degrees().rem_euclid(360.0))
}

#[cfg(test)]
mod tests {
    use super::looks;

    #[track_caller]
    fn check(turns: (f64, f64, f64), expected: f64) {
        let heading = looks(turns.0, turns.1, turns.2).unwrap();
        let off = (heading - expected).rem_euclid(360.0);
        assert!(off.min(360.0 - off) < 0.01, "{turns:?} looks to {heading} and not to {expected}");
    }

    #[test]
    fn a_phone_held_upright_looks_where_its_back_points() {
        check((0.0, 90.0, 0.0), 0.0);
        // Alpha grows against the clock: a quarter turn to the left looks west.
        check((90.0, 90.0, 0.0), 270.0);
        check((270.0, 90.0, 0.0), 90.0);
    }

    #[test]
    fn tilting_it_down_to_the_kerb_does_not_turn_it() {
        check((315.0, 90.0, 0.0), 45.0);
        check((315.0, 50.0, 0.0), 45.0);
        check((315.0, 20.0, 0.0), 45.0);
    }

    #[test]
    fn held_sideways_it_looks_where_its_back_points_too() {
        // Lying on its right edge with the screen to the person: turned about its own long axis by a right angle.
        check((0.0, 0.0, -90.0), 90.0);
        check((0.0, 0.0, 90.0), 270.0);
    }

    #[test]
    fn a_camera_that_looks_straight_down_looks_nowhere() {
        assert_eq!(looks(123.0, 0.0, 0.0), None);
        assert_eq!(looks(123.0, 180.0, 0.0), None, "nor straight up");
    }
}
