//! Moments as people read them, in the zone that was told and never the host's.

pub mod zones;

use leptos::prelude::*;
use shared::time::Instant;

use crate::lang::Lang;
use crate::text;

const DAY_MS: i64 = 86_400_000;

/// The present moment and the zone of the page.
#[derive(Clone, Copy)]
pub struct Clock {
    now: ReadSignal<Instant>,
    zone: Signal<String>,
    // A moment of this day: what only the day is asked for is not woken each ten seconds, in thousands of rows.
    day: Memo<Instant>,
}

impl Clock {
    /// Returns the present moment, to ten seconds, and follows it.
    pub fn now(self) -> Instant {
        self.now.get()
    }

    /// Returns the zone and follows it.
    pub fn zone(self) -> String {
        self.zone.get()
    }

    /// Writes a moment as [`day_and_time`] does, and follows the day.
    pub fn say(self, lang: Lang, at: Instant) -> String {
        day_and_time(lang, at, self.day.get(), &self.zone())
    }

    fn of(now: ReadSignal<Instant>, zone: Signal<String>) -> Self {
        let day = Memo::new(move |before: Option<&Instant>| {
            let (now, zone) = (now.get(), zone.get());
            before.copied().filter(|before| same_day(*before, now, &zone)).unwrap_or(now)
        });
        Self { now, zone, day }
    }
}

/// Returns the present moment by the device's own clock.
pub fn present() -> Instant {
    #[expect(clippy::cast_possible_truncation, reason = "whole milliseconds, far below 2^53")]
    Instant::from_ms(js_sys::Date::now() as i64)
}

/// Provides the clock to the whole page; called once, at the root.
pub fn provide(zone: Signal<String>) -> Clock {
    let (now, tick) = signal(present());
    set_interval(move || tick.set(present()), std::time::Duration::from_secs(10));
    let clock = Clock::of(now, zone);
    provide_context(clock);
    clock
}

/// Returns the page's clock.
pub fn clock() -> Clock {
    use_context()
        .unwrap_or_else(|| Clock::of(RwSignal::new(present()).read_only(), Signal::stored("Asia/Shanghai".to_owned())))
}

/// Writes a moment with the day as far as it is needed: `今天 16:24`, `11-23 10:24`, `2025-11-23 10:24`.
pub fn day_and_time(lang: Lang, at: Instant, now: Instant, zone: &str) -> String {
    let (on, today) = (zones::local(at, zone), zones::local(now, zone));
    let day = if on.day == today.day {
        lang.say(text::TODAY).to_owned()
    } else if on.day == zones::local(now.plus_ms(DAY_MS), zone).day {
        lang.say(text::TOMORROW).to_owned()
    } else if on.day == zones::local(now.plus_ms(-DAY_MS), zone).day {
        lang.say(text::YESTERDAY).to_owned()
    } else if on.day.0 == today.day.0 {
        on.month_and_day()
    } else {
        format!("{}-{}", on.day.0, on.month_and_day())
    };
    format!("{day} {}", on.time_to_minute())
}

/// Writes the time of day to the minute.
pub fn time_of_day(at: Instant, zone: &str) -> String {
    zones::local(at, zone).time_to_minute()
}

/// Writes the time of day to the second, as photos bear it.
pub fn time_to_second(at: Instant, zone: &str) -> String {
    let local = zones::local(at, zone);
    format!("{}:{:02}", local.time_to_minute(), local.time.2)
}

/// Writes month, day and time: `11-23 10:24`.
pub fn month_day_and_time(at: Instant, zone: &str) -> String {
    let local = zones::local(at, zone);
    format!("{} {}", local.month_and_day(), local.time_to_minute())
}

/// Says whether two moments lie on one day of the zone.
pub fn same_day(a: Instant, b: Instant, zone: &str) -> bool {
    zones::local(a, zone).day == zones::local(b, zone).day
}

/// Writes how long ago a moment was.
pub fn ago(lang: Lang, at: Instant, now: Instant) -> String {
    match now.since(at) {
        ms if ms < 60_000 => lang.say(text::JUST_NOW).to_owned(),
        ms => text::ago(lang, ms),
    }
}

#[cfg(test)]
mod tests {
    use shared::time::Instant;

    use super::{ago, day_and_time};
    use crate::lang::Lang;

    #[track_caller]
    fn check(at: &str, zh: &str, en: &str) {
        let now: Instant = "2026-11-23T00:10:00+08:00".parse().unwrap();
        let at: Instant = at.parse().unwrap();
        assert_eq!(day_and_time(Lang::Zh, at, now, "Asia/Shanghai"), zh);
        assert_eq!(day_and_time(Lang::En, at, now, "Asia/Shanghai"), en);
    }

    #[test]
    fn the_day_is_the_zones_day_and_not_the_hosts() {
        check("2026-11-22T16:05:00Z", "今天 00:05", "today 00:05");
        check("2026-11-22T15:55:00Z", "昨天 23:55", "yesterday 23:55");
        check("2026-11-24T16:24:00+08:00", "明天 16:24", "tomorrow 16:24");
    }

    #[test]
    fn a_day_is_named_only_as_far_as_needed() {
        check("2026-11-27T09:00:00+08:00", "11-27 09:00", "11-27 09:00");
        check("2027-01-04T09:00:00+08:00", "2027-01-04 09:00", "2027-01-04 09:00");
    }

    #[test]
    fn a_moment_in_the_last_minute_is_just_now() {
        let now: Instant = "2026-11-23T10:00:00+08:00".parse().unwrap();
        assert_eq!(ago(Lang::Zh, now.plus_ms(-59_000), now), "刚刚");
        assert_eq!(ago(Lang::Zh, now.plus_ms(-192 * 60_000), now), "3 时 12 分前");
        assert_eq!(
            ago(Lang::En, now.plus_ms(5_000), now),
            "just now",
            "a clock a little ahead says nothing of the future"
        );
    }
}
