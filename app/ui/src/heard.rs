//! Waiting for the platform: for an event or a promise, and never for ever.

use js_sys::{Array, Promise};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

/// Promises the first of these events of a target.
pub fn event(target: &web_sys::EventTarget, names: &[&str]) -> Promise {
    Promise::new(&mut |resolve, _reject| {
        for name in names {
            if target.add_event_listener_with_callback(name, &resolve).is_err() {
                leptos::logging::warn!("The event {name} cannot be listened to");
            }
        }
    })
}

/// Waits for a promise; `None` when it came to nothing, or to nothing in time.
pub async fn within(limit_ms: i32, promise: Promise) -> Option<JsValue> {
    in_time(limit_ms, &promise).await?.ok()
}

/// Waits for a promise and returns how it ended; `None` when it did not in time.
pub async fn in_time(limit_ms: i32, promise: &Promise) -> Option<Result<JsValue, JsValue>> {
    let late = Promise::new(&mut |resolve, _reject| {
        // Called without a value when the time is up: what is undefined came too late.
        let set = web_sys::window()
            .map(|window| window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, limit_ms));
        if !matches!(set, Some(Ok(_))) {
            leptos::logging::warn!("The time to wait could not be limited");
        }
    });
    match JsFuture::from(Promise::race(&Array::of2(promise, &late))).await {
        Ok(value) if value.is_undefined() => None,
        ended => Some(ended),
    }
}
