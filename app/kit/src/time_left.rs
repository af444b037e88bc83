//! Time left: the loudest thing in any list. Always the number, never the colour alone.

use leptos::prelude::*;
use shared::time::Instant;

use crate::lang::{self, Lang};
use crate::moment;
use crate::text;
use crate::tone::Tone;

const PRESSING_MS: i64 = 15 * 60_000;
const NEAR_MS: i64 = 60 * 60_000;

/// Says how long is left and how urgent that is: red in the last quarter of an hour and after, amber in the last hour.
pub fn judge(lang: Lang, due: Instant, now: Instant) -> (Tone, String) {
    match due.since(now) {
        ms if ms < 0 => (Tone::Late, text::over(lang, -ms)),
        ms if ms < PRESSING_MS => (Tone::Late, text::left(lang, ms)),
        ms if ms < NEAR_MS => (Tone::Soon, text::left(lang, ms)),
        ms => (Tone::Ok, text::left(lang, ms)),
    }
}

/// The time left until a deadline, by the page's clock.
#[component]
pub fn TimeLeft(
    /// The deadline.
    due: Instant,
) -> impl IntoView {
    let (speech, clock) = (lang::speech(), moment::clock());
    let judged = Memo::new(move |_| judge(speech.get(), due, clock.now()));
    view! {
        <span class=move || format!("badge time-left {}", judged.get().0.class()) data-test="time-left">
            {move || judged.get().1}
        </span>
    }
}

#[cfg(test)]
mod tests {
    use shared::time::Instant;

    use super::judge;
    use crate::lang::Lang;
    use crate::tone::Tone;

    #[track_caller]
    fn check(minutes: i64, tone: Tone, words: &str) {
        let now = Instant::from_ms(1_764_000_000_000);
        assert_eq!(judge(Lang::Zh, now.plus_ms(minutes * 60_000), now), (tone, words.to_owned()));
    }

    #[test]
    fn the_colour_rises_as_the_time_runs_out_and_the_number_is_always_there() {
        check(110, Tone::Ok, "剩 1 时 50 分");
        check(48, Tone::Soon, "剩 48 分");
        check(12, Tone::Late, "剩 12 分");
        check(-65, Tone::Late, "超 1 时 5 分");
    }
}
