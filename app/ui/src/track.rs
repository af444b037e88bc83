//! Follows the receiver while the person is on shift and hands its positions to the core; before and after it asks
//! nothing. The core decides once more: without a running shift it keeps nothing.

use std::time::Duration;

use app_bridge::ask::Ask;
use app_bridge::told::{Failure, Told};
use app_bridge::track::{Kept, Walked};
use kit::moment;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::time::Instant;

use crate::bridge;
use crate::pages::shift::mark::is_on_shift;
use crate::state::{App, unexpected};

/// A walker comes about seven metres far in this time; the core keeps a point every fifteen.
const EVERY: Duration = Duration::from_secs(5);
/// A receiver that tells nothing new for longer is said to be silent: what was walked meanwhile is on no track.
const SILENT_MS: i64 = 3 * 60_000;

/// How the track is kept, for the sign that says so. It never says more than is true.
#[derive(Clone, PartialEq, Debug)]
pub enum Keeping {
    /// There is no position yet.
    Waiting,
    /// It is being kept.
    Kept,
    /// The positions are too inexact just now.
    Inexact,
    /// No position has come for a while.
    Silent,
    /// The shift has lasted for too long to be one: nothing is kept any more.
    Stopped,
    /// The core could not keep it.
    Failed(Failure),
}

/// The walk as far as the page knows.
#[derive(Clone, Copy)]
pub struct Walk {
    /// How the track is kept.
    pub keeping: RwSignal<Keeping>,
    /// Counts the points that were kept since the page was opened.
    pub points: RwSignal<u64>,
    /// Since when the person has been away from every own duty grid, once that is worth a word.
    pub outside_since: RwSignal<Option<Instant>>,
    // When the position was measured that was handed in last.
    handed: StoredValue<Option<Instant>>,
    // One is on its way.
    busy: StoredValue<bool>,
}

impl Walk {
    /// Nothing has been walked yet.
    pub fn new() -> Self {
        Self {
            keeping: RwSignal::new(Keeping::Waiting),
            points: RwSignal::new(0),
            outside_since: RwSignal::new(None),
            handed: StoredValue::new(None),
            busy: StoredValue::new(false),
        }
    }

    /// Follows the receiver while the person is on shift; hands in one position each few seconds at the most, and off
    /// shift does not wake the phone for it.
    pub fn follow(self, app: App) {
        let on_shift = is_on_shift(app);
        Effect::new(move |before: Option<Option<IntervalHandle>>| {
            if let Some(running) = before.flatten() {
                running.clear();
            }
            if !on_shift.get() {
                put(self.keeping, Keeping::Waiting);
                put(self.outside_since, None);
                self.handed.set_value(None);
                return None;
            }
            let running = set_interval_with_handle(move || self.step(app), EVERY);
            if running.is_err() {
                leptos::logging::warn!("The track cannot be kept: the page has no clock");
            }
            running.ok()
        });
    }

    fn step(self, app: App) {
        app.place.glance_if_due();
        if self.busy.get_value() {
            return;
        }
        let Some(fix) = untrack(|| app.standing_for_report()) else {
            put(self.keeping, Keeping::Waiting);
            return;
        };
        if self.handed.get_value() == Some(fix.fix_time) {
            if is_silent(fix.fix_time, moment::present()) && self.keeping.with_untracked(|now| *now == Keeping::Kept) {
                self.keeping.set(Keeping::Silent);
            }
            return;
        }
        self.handed.set_value(Some(fix.fix_time));
        self.busy.set_value(true);
        spawn_local(async move {
            match bridge::ask(Ask::Walked { fix }).await {
                Ok(Told::Walked(walked)) => self.told(&walked),
                Ok(other) => put(self.keeping, Keeping::Failed(unexpected(&other))),
                Err(failure) => put(self.keeping, Keeping::Failed(failure)),
            }
            self.busy.set_value(false);
        });
    }

    fn told(self, walked: &Walked) {
        if walked.kept == Kept::Point {
            self.points.update(|points| *points += 1);
        }
        put(self.keeping, keeping(walked.kept));
        put(self.outside_since, walked.outside_since);
    }
}

/// Says what the sign shows after a position was taken.
fn keeping(kept: Kept) -> Keeping {
    match kept {
        Kept::Point | Kept::NothingNew => Keeping::Kept,
        Kept::Inexact => Keeping::Inexact,
        Kept::OffShift => Keeping::Stopped,
    }
}

/// Says whether the newest position is too old to say that the track is being kept.
fn is_silent(fix_time: Instant, now: Instant) -> bool {
    now.since(fix_time) > SILENT_MS
}

/// What follows a signal is not woken for nothing.
fn put<T: PartialEq + Send + Sync + 'static>(signal: RwSignal<T>, value: T) {
    if signal.with_untracked(|known| *known != value) {
        signal.set(value);
    }
}

#[cfg(test)]
mod tests {
    use app_bridge::track::Kept;
    use shared::time::Instant;

    use super::{Keeping, is_silent, keeping};

    #[test]
    fn the_sign_says_no_more_than_is_true() {
        assert_eq!(keeping(Kept::Point), Keeping::Kept);
        assert_eq!(keeping(Kept::NothingNew), Keeping::Kept, "who stands still is on the track too");
        assert_eq!(keeping(Kept::Inexact), Keeping::Inexact);
        assert_eq!(keeping(Kept::OffShift), Keeping::Stopped);
    }

    #[test]
    fn a_receiver_that_fell_silent_keeps_no_track() {
        let measured = Instant::from_ms(1_764_000_000_000);
        assert!(!is_silent(measured, measured.plus_ms(180_000)), "who stands still is told of now and then");
        assert!(is_silent(measured, measured.plus_ms(180_001)));
    }
}
