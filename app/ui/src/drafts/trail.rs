//! Where to go on after a start.

use app_bridge::draft::Drafts;
use shared::time::Instant;

use crate::state::Screen;

/// Whoever was on a screen on which nothing is filled in goes on there only so soon: the system ended the app in their
/// pocket. Later they come anew, and begin with today.
const STILL_THERE_MS: i64 = 30 * 60_000;
/// Nobody goes back farther.
const LONGEST: usize = 20;

/// Writes the open screens as the core keeps them.
pub fn written(trail: &[Screen]) -> String {
    // A list of plain names always can be written; an empty text is read as nothing.
    serde_json::to_string(trail).unwrap_or_default()
}

/// Returns the screens to go on with, today where there are none: those on which something is begun whenever it was
/// left, others while it is not long ago. A report that was saved is no screen to come back to.
pub fn resumed(drafts: &Drafts, has_report: bool, now: Instant) -> Vec<Screen> {
    // The words of another version of the app may be others.
    let mut trail: Vec<Screen> = serde_json::from_str(&drafts.trail).unwrap_or_default();
    if let Some(at) = trail.iter().position(|screen| *screen == Screen::Report).filter(|_| !has_report) {
        trail.truncate(at);
    }
    let fills_in = trail.iter().any(|screen| matches!(screen, Screen::Report | Screen::Mend(_) | Screen::Answer(_)));
    let passed_ms = drafts.left_at.map(|left| now.since(left));
    // A clock that was set back says nothing.
    let is_soon = passed_ms.is_some_and(|ms| (0..=STILL_THERE_MS).contains(&ms));
    if trail.first() != Some(&Screen::Today) || trail.len() > LONGEST || !(fills_in || is_soon) {
        return vec![Screen::Today];
    }
    trail
}

#[cfg(test)]
mod tests {
    use app_bridge::draft::Drafts;
    use shared::time::Instant;

    use super::{resumed, written};
    use crate::state::Screen;

    const LEFT: Instant = Instant::from_ms(1_764_000_000_000);

    #[track_caller]
    fn check(trail: &[Screen], has_report: bool, minutes: i64, expected: &[Screen]) {
        let drafts = Drafts { drafts: Vec::new(), trail: written(trail), left_at: Some(LEFT), found: 0 };
        assert_eq!(resumed(&drafts, has_report, LEFT.plus_ms(minutes * 60_000)), expected);
    }

    #[test]
    fn whoever_fills_something_in_goes_on_where_they_were_however_late_it_is() {
        let answer = Screen::Answer("0190f000-0000-7000-8000-0000000000bb".parse().unwrap());
        let mend = Screen::Mend("0190f000-0000-7000-8000-0000000000cc".parse().unwrap());
        for minutes in [0, 5_000] {
            check(
                &[Screen::Today, Screen::Report, Screen::Picker],
                true,
                minutes,
                &[Screen::Today, Screen::Report, Screen::Picker],
            );
            check(&[Screen::Today, Screen::Tasks, answer], false, minutes, &[Screen::Today, Screen::Tasks, answer]);
            check(
                &[Screen::Today, Screen::Sync, mend, Screen::Picker],
                false,
                minutes,
                &[Screen::Today, Screen::Sync, mend, Screen::Picker],
            );
        }
    }

    #[test]
    fn a_report_that_was_saved_is_not_opened_empty() {
        check(&[Screen::Today, Screen::Report], false, 0, &[Screen::Today]);
        let case = Screen::Case("0190f000-0000-7000-8000-0000000000aa".parse().unwrap());
        check(&[Screen::Today, Screen::Report, case], false, 0, &[Screen::Today]);
    }

    #[test]
    fn a_list_is_gone_on_with_soon_and_not_the_next_morning() {
        check(&[Screen::Today, Screen::Tasks], false, 29, &[Screen::Today, Screen::Tasks]);
        check(&[Screen::Today, Screen::Tasks], false, 31, &[Screen::Today]);
        check(&[Screen::Today, Screen::Tasks], false, -1, &[Screen::Today]);
    }

    #[test]
    fn what_cannot_be_read_is_today() {
        for trail in ["", "[]", "[\"today\"", "[\"no_such_screen\"]"] {
            let drafts = Drafts { drafts: Vec::new(), trail: trail.into(), left_at: Some(LEFT), found: 0 };
            assert_eq!(resumed(&drafts, true, LEFT), [Screen::Today], "{trail}");
        }
    }
}
