//! The server's clock, as far as this page knows it.
//!
//! A desk whose own clock is wrong must not show a case as late: what the server said with its last reply is kept as
//! the difference between the two, and every age is counted on the server's side.

use std::cell::{Cell, RefCell};
use std::time::Duration;

use kit::moment::{self, zones};
use leptos::prelude::{ReadSignal, Set, expect_context, on_cleanup, provide_context, set_interval_with_handle, signal};
use shared::settings::USUAL_ZONE;
use shared::time::Instant;

thread_local! {
    static AHEAD_MS: Cell<i64> = const { Cell::new(0) };
    /// The zone of the jurisdiction that is worked for, once the server has said it; the browser's own is never read.
    static ZONE: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Hears which zone the account's jurisdiction keeps its times in.
pub fn keep_zone(name: &str) {
    ZONE.set(name.to_owned());
}

fn with_zone<T>(then: impl FnOnce(&str) -> T) -> T {
    ZONE.with_borrow(|zone| then(if zone.is_empty() { USUAL_ZONE } else { zone.as_str() }))
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
    with_zone(|zone| moment::month_day_and_time(at, zone))
}

/// Writes a moment with its year: `2025-11-23 18:02`; for what may be of any age.
pub fn dated(at: Instant) -> String {
    with_zone(|zone| {
        let local = zones::local(at, zone);
        format!("{}-{} {}", local.day.0, local.month_and_day(), local.time_to_minute())
    })
}

/// Writes a moment as its day: `11-23`.
pub fn day(at: Instant) -> String {
    with_zone(|zone| zones::local(at, zone)).month_and_day()
}

/// Returns the year, month and day that it is now where the account works.
pub fn today() -> (u32, u32, u32) {
    with_zone(|zone| zones::local(now(), zone)).day
}

/// Returns the year, month and day of a moment where the account works.
pub fn date(at: Instant) -> (u32, u32, u32) {
    with_zone(|zone| zones::local(at, zone)).day
}

/// Writes a moment as hour and minute: `18:02`.
pub fn hour_minute(at: Instant) -> String {
    with_zone(|zone| moment::time_of_day(at, zone))
}

/// Writes a moment as time only: `18:02:11`.
pub fn time(at: Instant) -> String {
    with_zone(|zone| moment::time_to_second(at, zone))
}

/// Writes a moment as hour and minute when it lies on the same day as now, else as day and time.
pub fn short(at: Instant) -> String {
    let today = |zone: &str| moment::same_day(at, now(), zone).then(|| moment::time_of_day(at, zone));
    with_zone(today).unwrap_or_else(|| day_time(at))
}

/// Reads what a date-and-time field holds as a moment in the jurisdiction's zone.
pub fn read_local(text: &str) -> Option<Instant> {
    let as_utc: Instant = format!("{text}:00Z").parse().ok()?;
    with_zone(|zone| {
        let near = as_utc.plus_ms(-ahead_of_utc_ms(as_utc, zone)?);
        // Asked once more where it is near: the zone may have changed its offset in between.
        Some(as_utc.plus_ms(-ahead_of_utc_ms(near, zone)?))
    })
}

/// Returns how far the clocks of a zone are ahead of UTC at a moment.
fn ahead_of_utc_ms(at: Instant, zone: &str) -> Option<i64> {
    let local = zones::local(at, zone);
    let ((year, month, day), (hour, minute, second)) = (local.day, local.time);
    let shown = format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z");
    let whole_seconds = Instant::from_ms(at.ms().div_euclid(1_000).saturating_mul(1_000));
    Some(shown.parse::<Instant>().ok()?.since(whole_seconds))
}

/// Returns a moment as its zone's clocks show it, in milliseconds as if that were UTC: for what knows no zones.
pub fn wall_ms(at: Instant) -> i64 {
    with_zone(|zone| at.plus_ms(ahead_of_utc_ms(at, zone).unwrap_or(0)).ms())
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

#[cfg(test)]
mod tests {
    use super::{day_time, keep_zone, read_local};

    #[track_caller]
    fn check(zone: &str, field: &str, moment: &str, shown: &str) {
        keep_zone(zone);
        let read = read_local(field).unwrap();
        assert_eq!(read, moment.parse().unwrap());
        assert_eq!(day_time(read), shown);
    }

    #[test]
    fn times_are_read_and_shown_in_the_zone_that_the_server_names() {
        check("", "2026-12-01T18:00", "2026-12-01T18:00:00+08:00", "12-01 18:00");
        check("Asia/Shanghai", "2026-12-01T18:00", "2026-12-01T18:00:00+08:00", "12-01 18:00");
        check("Asia/Urumqi", "2026-12-01T18:00", "2026-12-01T18:00:00+06:00", "12-01 18:00");
        check("Europe/Berlin", "2026-07-01T18:00", "2026-07-01T18:00:00+02:00", "07-01 18:00");
        check("Europe/Berlin", "2026-03-29T04:30", "2026-03-29T04:30:00+02:00", "03-29 04:30");
        assert!(read_local("soon").is_none());
    }
}
