//! Calling by a tap: the platform's own dialler is asked, and the person presses call there.

use kit::icon::{Icon, Picture};
use kit::lang::t;
use leptos::prelude::*;

use super::text;

/// Returns the address that a dialler opens for a number as people write it.
fn address(number: &str) -> String {
    let kept = number.chars().filter(|c| c.is_ascii_digit() || matches!(c, '+' | ',' | '*'));
    format!("tel:{}", kept.collect::<String>())
}

/// A number that is called when it is tapped.
#[component]
pub fn CallButton(
    /// The number, as people write it.
    number: String,
) -> impl IntoView {
    let href = address(&number);
    let shown = number.clone();
    view! {
        <a class="button soft call" href=href data-test="call" data-number=number>
            <Icon picture=Picture::Handset /><span class="hidden-words">{t(text::CALL)}</span>
            <span class="number" data-said="">{shown}</span>
        </a>
    }
}

#[cfg(test)]
mod tests {
    use super::address;

    #[test]
    fn a_dialler_gets_what_it_can_dial() {
        assert_eq!(address("029-0000-1000"), "tel:02900001000");
        assert_eq!(address("+86 (29) 0000 1000,12"), "tel:+862900001000,12");
        assert_eq!(address("javascript:1"), "tel:1", "nothing else ever stands in the address");
    }
}
