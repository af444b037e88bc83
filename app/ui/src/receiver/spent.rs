//! What this page has cost today: seconds of the receiver, and asks of the core. On the root element for who measures, and
//! in the settings for who wonders.

use std::collections::VecDeque;

use kit::lang::{self, t};
use kit::moment;
use leptos::prelude::*;
use shared::time::Instant;

use super::meter::Spent;
use super::text;
use crate::bridge;
use crate::state::App;

const MINUTE_MS: i64 = 60_000;

/// What this page has cost.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Cost {
    /// Of the receiver, today.
    pub receiver: Spent,
    /// Asks since the page was opened.
    pub asks: u64,
    /// … and in the last minute.
    pub asks_a_minute: u64,
}

/// How many asks there had been when, for as long as a minute goes back.
#[derive(Default)]
struct Counted {
    seen: VecDeque<(Instant, u64)>,
}

impl Counted {
    /// Takes a count and returns how many came in the last minute.
    fn take(&mut self, now: Instant, count: u64) -> u64 {
        self.seen.push_back((now, count));
        // The newest that is a whole minute old is what is counted from.
        while self.seen.get(1).is_some_and(|(at, _)| now.since(*at) >= MINUTE_MS) {
            self.seen.pop_front();
        }
        count.saturating_sub(self.seen.front().map_or(0, |(_, count)| *count))
    }
}

/// Keeps the figures on the root element, where a test reads them; each ten seconds and at each turn of the receiver.
pub fn follow(app: App) {
    let clock = moment::clock();
    let counted = StoredValue::new(Counted::default());
    Effect::new(move |_| {
        clock.now();
        app.place.running.track();
        let now = moment::present();
        let receiver = app.place.spent(now, &clock.zone());
        let asks = bridge::asked();
        let asks_a_minute = counted.try_update_value(|counted| counted.take(now, asks)).unwrap_or(0);
        show(Cost { receiver, asks, asks_a_minute });
        app.cost.set_value(Cost { receiver, asks, asks_a_minute });
    });
}

fn show(cost: Cost) {
    let Some(root) = web_sys::window().and_then(|window| window.document()?.document_element()) else { return };
    let figures = [
        ("data-receiver-seconds", cost.receiver.on_s.to_string()),
        ("data-receiver-exact-seconds", cost.receiver.exact_s.to_string()),
        ("data-asks", cost.asks.to_string()),
        ("data-asks-a-minute", cost.asks_a_minute.to_string()),
    ];
    for (name, figure) in figures {
        if root.set_attribute(name, &figure).is_err() {
            leptos::logging::warn!("The figure {name} could not be shown");
        }
    }
}

/// What this page has cost today, in words.
#[component]
pub fn SpentToday() -> impl IntoView {
    let (app, speech, clock) = (App::get(), lang::speech(), moment::clock());
    let words = move || {
        // What is shown is as old as the clock.
        clock.now();
        let (lang, cost) = (speech.get(), app.cost.get_value());
        let (on, exact) = (text::lasting(lang, cost.receiver.on_s), text::lasting(lang, cost.receiver.exact_s));
        (on, exact, cost.asks_a_minute)
    };
    view! {
        <p class="tiny number" data-test="spent-today">
            {t(text::SPENT)}" "{move || words().0}" · "{t(text::SPENT_EXACT)}" "{move || words().1}" · "
            {t(text::ASKS)}" "{move || words().2}
        </p>
    }
}

#[cfg(test)]
mod tests {
    use shared::time::Instant;

    use super::Counted;

    #[test]
    fn the_asks_of_the_last_minute_are_counted_and_no_older_ones() {
        let mut counted = Counted::default();
        let at = |seconds: i64| Instant::from_ms(1_764_000_000_000 + seconds * 1_000);
        let told: Vec<u64> =
            [(0, 4), (10, 6), (60, 20), (70, 21), (200, 30)].map(|(when, count)| counted.take(at(when), count)).into();
        assert_eq!(told, [0, 2, 16, 15, 9], "from where a minute ago it stood");
    }
}
