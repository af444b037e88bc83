//! The server's clock, as far as this page knows it.
//!
//! A desk whose own clock is wrong must not show a case as late: what the server said with its last reply is kept as
//! the difference between the two, and every age is counted on the server's side.

use std::cell::Cell;
use std::time::Duration;

use kit::moment::{self, zones};
use leptos::prelude::{ReadSignal, Set, expect_context, on_cleanup, provide_context, set_interval_with_handle, signal};
use shared::time::Instant;

/// The zone of the jurisdictions; the browser's own is never read.
const ZONE: &str = "Asia/Shanghai";

thread_local! {
    static AHEAD_MS: Cell<i64> = const { Cell::new(0) };
}

/// Returns the server's time now.
pub fn now() -> Instant {
    Instant::from_ms(own_ms().saturating_add(AHEAD_MS.get()))
}

/// Hears the `Date` of a reply.
pub fn heard(date: &str) {
    let server_ms = js_sys::Date::parse(date);
    if server_ms.is_finite() {
        AHEAD_MS.set(whole(server_ms).saturating_sub(own_ms()));
    }
}

/// Writes a moment as day and time: `11-23 18:02`.
pub fn day_time(at: Instant) -> String {
    moment::month_day_and_time(at, ZONE)
}

/// Writes a moment as its day: `11-23`.
pub fn day(at: Instant) -> String {
    zones::local(at, ZONE).month_and_day()
}

/// Writes a moment as time only: `18:02:11`.
pub fn time(at: Instant) -> String {
    moment::time_to_second(at, ZONE)
}

/// Writes a moment as hour and minute when it lies on the same day as now, else as day and time.
pub fn short(at: Instant) -> String {
    if moment::same_day(at, now(), ZONE) { moment::time_of_day(at, ZONE) } else { day_time(at) }
}

/// Reads what a date-and-time field holds as a moment in the jurisdictions' zone.
pub fn read_local(text: &str) -> Option<Instant> {
    // The zone has had one offset for as long as the system can hold cases.
    format!("{text}:00+08:00").parse().ok()
}

/// Starts the clock that ages on the page are counted by.
pub fn provide_ticking() {
    let (read, write) = signal(now());
    provide_context(read);
    if let Ok(handle) = set_interval_with_handle(move || write.set(now()), Duration::from_secs(1)) {
        on_cleanup(move || handle.clear());
    }
}

/// Returns the ticking clock.
pub fn ticking() -> ReadSignal<Instant> {
    expect_context()
}

fn own_ms() -> i64 {
    whole(js_sys::Date::now())
}

#[expect(clippy::cast_possible_truncation, reason = "milliseconds since 1970 fit for longer than the project")]
fn whole(ms: f64) -> i64 {
    ms as i64
}
