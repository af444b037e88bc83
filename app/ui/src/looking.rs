//! How often the core is asked for the status. Each ask wakes two programs, so nothing is asked that nobody would see.

use std::time::Duration;

use app_bridge::status::Status;
use kit::moment;
use leptos::prelude::*;
use shared::time::Instant;

use crate::sight::Sight;
use crate::state::App;

/// While something is on its way.
const QUICK: Duration = Duration::from_secs(1);
/// While nothing is; what a person does here is asked for at once all the same.
const SLOW: Duration = Duration::from_secs(5);

/// Returns how often the status is asked for; not at all while nobody sees it.
///
/// What waits for the line to come back, or for the end of a pause, moves no sooner for being looked at.
pub fn how_often(status: Option<&Status>, sight: Sight, now: Instant) -> Option<Duration> {
    match (sight, status) {
        (Sight::Hidden, _) => None,
        (Sight::Seen, Some(status)) if moves(status, now) => Some(QUICK),
        (Sight::Seen, Some(_) | None) => Some(SLOW),
    }
}

fn moves(status: &Status, now: Instant) -> bool {
    let waits = status.unsent_operations + status.photos_waiting > 0;
    let is_held = status.paused_until.is_some() || status.next_try_at.is_some_and(|turn| turn > now);
    status.syncing || (waits && !is_held)
}

/// Asks for the status as often as it is worth it, while somebody is signed in, and at once when the page comes back.
/// Called once, at the root.
pub fn follow(app: App) {
    let is_signed_in =
        Memo::new(move |_| app.start.with(|start| matches!(start, Some(Ok(start)) if start.account.is_some())));
    let every = Memo::new(move |_| {
        let (signed_in, sight) = (is_signed_in.get(), app.sight.get());
        let every = app.status.with(|status| how_often(status.as_ref(), sight, moment::present()));
        every.filter(|_| signed_in)
    });
    Effect::new(move |before: Option<(Option<Duration>, Option<IntervalHandle>)>| {
        let (was, running) = before.unwrap_or_default();
        if let Some(running) = running {
            running.clear();
        }
        let every = every.get();
        if was.is_none() && every.is_some() {
            app.look_again();
        }
        let running = every.map(|every| set_interval_with_handle(move || app.look_again(), every));
        if matches!(running, Some(Err(_))) {
            leptos::logging::warn!("The status cannot be looked at by itself");
        }
        (every, running.and_then(Result::ok))
    });
}

#[cfg(test)]
mod tests {
    use app_bridge::status::Status;
    use shared::time::Instant;

    use super::{QUICK, SLOW, how_often};
    use crate::sight::Sight;

    const NOW: Instant = Instant::from_ms(1_764_000_000_000);

    fn waiting() -> Status {
        Status { unsent_operations: 1, ..Status::default() }
    }

    #[track_caller]
    fn check(status: Status, seconds: u64) {
        assert_eq!(how_often(Some(&status), Sight::Seen, NOW).map(|every| every.as_secs()), Some(seconds));
        assert_eq!(how_often(Some(&status), Sight::Hidden, NOW), None, "nobody sees it");
    }

    #[test]
    fn each_second_is_for_what_is_on_its_way() {
        check(Status { syncing: true, ..Status::default() }, 1);
        check(waiting(), 1);
        check(Status { photos_waiting: 2, ..Status::default() }, 1);
        check(Status { next_try_at: Some(NOW.plus_ms(-1)), ..waiting() }, 1);
    }

    #[test]
    fn what_cannot_move_now_is_not_watched() {
        check(Status::default(), 5);
        check(Status { next_try_at: Some(NOW.plus_ms(60_000)), ..waiting() }, 5);
        check(Status { paused_until: Some(NOW.plus_ms(60_000)), ..waiting() }, 5);
        check(Status { syncing: true, paused_until: Some(NOW.plus_ms(60_000)), ..waiting() }, 1);
    }

    #[test]
    fn before_anything_is_known_it_is_asked_for_now_and_then() {
        assert_eq!(how_often(None, Sight::Seen, NOW), Some(SLOW));
        assert_eq!(how_often(None, Sight::Hidden, NOW), None);
        assert!(QUICK < SLOW);
    }
}
