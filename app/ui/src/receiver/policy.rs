//! When the receiver runs, and how. One table, and when the coarse position is helped by an exact one.

use shared::track::thin::LEAST_ACCURATE_M;

use crate::sight::Sight;
use crate::state::Screen;

/// A coarse position may be so old: a walker is twenty metres further by then.
pub const COARSE_AGE_MS: u32 = 15_000;
/// At most this often is it helped by an exact one; the track wants a point every fifteen metres and lives with forty.
const GLANCE_EVERY_MS: i64 = 30_000;

/// Whether the person is on shift, with a track that is kept.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Duty {
    /// They are.
    OnShift,
    /// They are not, and nobody needs to know where they walk.
    OffShift,
}

/// What is done on the open screen wants to know where the person stands …
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Wish {
    /// … to the metre, because it is written down or walked by.
    Exact,
    /// … about, for distances in a list and for the grid that a shift begins in.
    Coarse,
    /// … not at all.
    Nothing,
}

/// How the receiver runs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Running {
    /// Not at all.
    Off,
    /// By cells and wireless networks, now and then helped by a look at the satellites.
    Coarse,
    /// By satellites, all the time.
    Exact,
}

/// Returns how the receiver runs.
pub const fn running(duty: Duty, wish: Wish, sight: Sight) -> Running {
    match (sight, wish, duty) {
        (Sight::Seen, Wish::Exact, Duty::OnShift | Duty::OffShift) => Running::Exact,
        (Sight::Seen, Wish::Coarse, Duty::OnShift | Duty::OffShift)
        | (Sight::Seen, Wish::Nothing, Duty::OnShift)
        | (Sight::Hidden, Wish::Exact | Wish::Coarse | Wish::Nothing, Duty::OnShift) => Running::Coarse,
        (Sight::Seen, Wish::Nothing, Duty::OffShift)
        | (Sight::Hidden, Wish::Exact | Wish::Coarse | Wish::Nothing, Duty::OffShift) => Running::Off,
    }
}

/// Returns what a screen wants to know of the place. The camera lies over one of those that want to know it exactly.
pub const fn wish(screen: Screen) -> Wish {
    match screen {
        Screen::Report
        | Screen::Picker
        | Screen::Mend(_)
        | Screen::Answer(_)
        | Screen::Map
        | Screen::TasksOnMap
        | Screen::PlaceOnMap
        | Screen::Shift => Wish::Exact,
        Screen::Today | Screen::Tasks => Wish::Coarse,
        Screen::Cases
        | Screen::Sync
        | Screen::Case(_)
        | Screen::Me
        | Screen::Announcements(_)
        | Screen::Directory
        | Screen::Hints
        | Screen::BaseMaps
        | Screen::Settings
        | Screen::Welcome
        | Screen::Board
        | Screen::Assessment => Wish::Nothing,
    }
}

/// The last position that was received, as far as it matters whether another is to be looked for.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Known {
    /// How uncertain it is.
    pub accuracy_m: Option<f64>,
    /// How old it is.
    pub age_ms: i64,
}

/// Says whether one exact position is to be had beside the coarse ones: those alone may be too inexact for a track, and
/// some phones have none without satellites.
pub fn wants_a_glance(running: Running, known: Option<Known>, since_last_ms: Option<i64>) -> bool {
    let is_enough = known.is_some_and(|known| {
        let is_sharp = known.accuracy_m.is_some_and(|metres| metres <= f64::from(LEAST_ACCURATE_M));
        is_sharp && (0..GLANCE_EVERY_MS).contains(&known.age_ms)
    });
    // Where the clock was set back the last one says nothing.
    let is_due = since_last_ms.is_none_or(|since| !(0..GLANCE_EVERY_MS).contains(&since));
    running == Running::Coarse && is_due && !is_enough
}

#[cfg(test)]
mod tests {
    use super::{Duty, Known, Running, Wish, running, wants_a_glance, wish};
    use crate::sight::Sight;
    use crate::state::Screen;

    #[track_caller]
    fn check(duty: Duty, wish: Wish, seen: Running, hidden: Running) {
        assert_eq!(running(duty, wish, Sight::Seen), seen, "{duty:?}, {wish:?}, seen");
        assert_eq!(running(duty, wish, Sight::Hidden), hidden, "{duty:?}, {wish:?}, hidden");
    }

    #[test]
    fn on_shift_the_track_needs_little_and_a_report_all() {
        check(Duty::OnShift, Wish::Exact, Running::Exact, Running::Coarse);
        check(Duty::OnShift, Wish::Coarse, Running::Coarse, Running::Coarse);
        check(Duty::OnShift, Wish::Nothing, Running::Coarse, Running::Coarse);
    }

    #[test]
    fn off_shift_it_runs_only_for_what_somebody_looks_at() {
        check(Duty::OffShift, Wish::Exact, Running::Exact, Running::Off);
        check(Duty::OffShift, Wish::Coarse, Running::Coarse, Running::Off);
        check(Duty::OffShift, Wish::Nothing, Running::Off, Running::Off);
    }

    #[test]
    fn what_is_written_down_with_its_place_wants_it_exactly() {
        let task = "0190f000-0000-7000-8000-0000000000aa".parse().unwrap();
        for screen in [Screen::Report, Screen::Picker, Screen::Answer(task), Screen::Map, Screen::Shift] {
            assert_eq!(wish(screen), Wish::Exact, "{screen:?}");
        }
        assert_eq!((wish(Screen::Tasks), wish(Screen::Today)), (Wish::Coarse, Wish::Coarse));
        assert_eq!((wish(Screen::Sync), wish(Screen::Settings)), (Wish::Nothing, Wish::Nothing));
    }

    #[test]
    fn a_coarse_position_is_helped_where_it_is_not_enough_for_the_track_and_not_too_often() {
        let known = |metres, seconds: i64| Some(Known { accuracy_m: Some(metres), age_ms: seconds * 1_000 });
        let coarse =
            |known, since: Option<i64>| wants_a_glance(Running::Coarse, known, since.map(|since| since * 1_000));
        assert!(coarse(None, None), "nothing is known at all");
        assert!(coarse(known(400.0, 1), Some(30)) && !coarse(known(400.0, 1), Some(29)));
        assert!(!coarse(known(20.0, 10), None), "it is good enough");
        assert!(coarse(known(20.0, 40), None), "but it was long ago");
        assert!(coarse(known(400.0, 1), Some(-5)), "a clock that was set back stops nothing");
        assert!(!wants_a_glance(Running::Off, None, None) && !wants_a_glance(Running::Exact, None, None));
    }
}
