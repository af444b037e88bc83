//! Two photos of one place on top of each other, with a line between them that is pulled to and fro: left of it the
//! earlier one, right of it the later one.
//!
//! Both are laid out the same, so that a zoom that moves one moves the other with it. The line follows a finger, a mouse
//! or the keys; what it does not take is left to whatever holds the slider.

use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// How far an arrow key moves the line, hundredths of the width.
const STEP: u32 = 2;
/// How far the page keys move it.
const LEAP: u32 = 10;

/// The two photos and the line.
#[component]
pub fn CompareSlider(
    /// Where the bytes of the earlier photo are.
    before: String,
    /// Where the bytes of the later photo are.
    after: String,
    /// What the earlier one is called.
    before_words: String,
    /// What the later one is called.
    after_words: String,
    /// What the line is called, for who cannot see it.
    label: &'static str,
    /// Where the line stands: hundredths of the width, from the left.
    at: RwSignal<u32>,
    /// How both photos are moved and scaled, as a style.
    #[prop(into)]
    place: Signal<String>,
) -> impl IntoView {
    let held = RwSignal::new(false);
    let take = move |event: web_sys::PointerEvent| {
        event.stop_propagation();
        // A finger that leaves the line still holds it.
        let line = event.current_target().and_then(|line| line.dyn_into::<web_sys::Element>().ok());
        held.set(line.is_some_and(|line| line.set_pointer_capture(event.pointer_id()).is_ok()));
    };
    let pull = move |event: web_sys::PointerEvent| {
        if held.get_untracked()
            && let Some(to) = under(&event)
        {
            event.stop_propagation();
            at.set(to);
        }
    };
    let press = move |event: web_sys::KeyboardEvent| {
        if let Some(to) = by_key(at.get_untracked(), &event.key()) {
            event.prevent_default();
            event.stop_propagation();
            at.set(to);
        }
    };
    view! {
        <div class="compare" data-test="compare">
            <img src=after alt=after_words.clone() draggable="false" style=move || place.get()/>
            <div class="compare-over" style=move || format!("clip-path:inset(0 {}% 0 0)", 100_u32.saturating_sub(at.get()))>
                <img src=before alt=before_words.clone() draggable="false" style=move || place.get()/>
            </div>
            <span class="compare-said left">{before_words}</span>
            <span class="compare-said right">{after_words}</span>
            <div class="compare-line" data-test="compare-slider" role="slider" tabindex="0" aria-label=label
                aria-valuemin="0" aria-valuemax="100" aria-valuenow=move || at.get().to_string()
                style=move || format!("left:{}%", at.get())
                on:pointerdown=take on:pointermove=pull on:keydown=press
                on:pointerup=move |_| held.set(false) on:pointercancel=move |_| held.set(false)></div>
        </div>
    }
}

/// Returns where over the photos the pointer is.
fn under(event: &web_sys::PointerEvent) -> Option<u32> {
    let line = event.current_target()?.dyn_into::<web_sys::Element>().ok()?;
    let seen = line.parent_element()?.get_bounding_client_rect();
    hundredths(f64::from(event.client_x()) - seen.left(), seen.width())
}

/// Returns how many hundredths of the width a place lies from the left; `None` where there is no width.
fn hundredths(from_left: f64, width: f64) -> Option<u32> {
    if width <= 0.0 {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to hundredths")]
    let hundredths = (from_left / width * 100.0).round().clamp(0.0, 100.0) as u32;
    Some(hundredths)
}

/// Returns where a key moves the line to; `None` for a key that means something else.
fn by_key(at: u32, key: &str) -> Option<u32> {
    match key {
        "ArrowLeft" | "ArrowDown" => Some(at.saturating_sub(STEP)),
        "ArrowRight" | "ArrowUp" => Some((at + STEP).min(100)),
        "PageDown" => Some(at.saturating_sub(LEAP)),
        "PageUp" => Some((at + LEAP).min(100)),
        "Home" => Some(0),
        "End" => Some(100),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{by_key, hundredths};

    #[test]
    fn the_line_stands_under_the_finger_and_never_outside() {
        assert_eq!(hundredths(90.0, 360.0), Some(25));
        assert_eq!((hundredths(-40.0, 360.0), hundredths(500.0, 360.0)), (Some(0), Some(100)));
        assert_eq!(hundredths(10.0, 0.0), None, "nothing is seen yet");
    }

    #[test]
    fn every_key_of_a_slider_moves_the_line_and_no_other() {
        assert_eq!((by_key(50, "ArrowLeft"), by_key(50, "ArrowRight")), (Some(48), Some(52)));
        assert_eq!((by_key(1, "ArrowDown"), by_key(99, "ArrowUp")), (Some(0), Some(100)));
        assert_eq!((by_key(50, "PageDown"), by_key(95, "PageUp")), (Some(40), Some(100)));
        assert_eq!((by_key(50, "Home"), by_key(50, "End")), (Some(0), Some(100)));
        assert_eq!(by_key(50, "Escape"), None, "what the slider does not take goes on to the dialog");
    }
}
