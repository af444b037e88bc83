//! What a photo is framed by: the photos from before, one of which lies over the view, and the spot to stand on.

use leptos::prelude::*;
use shared::ids::Sha256;
use shared::place::fix::Fix;

/// What a photo is framed by.
#[derive(Clone)]
pub struct Framing {
    /// The photos from before, by the hash of their working copies.
    pub before: Vec<String>,
    /// Which of them is on the screen; the page and the view show the same one.
    pub shown: RwSignal<usize>,
    /// Where the problem is, and which way the camera looked when it was reported.
    pub spot: Fix,
}

impl Framing {
    /// Returns the photo from before that is on the screen, and follows it.
    pub fn shown(&self) -> Option<String> {
        self.before.get(self.shown.get()).cloned()
    }

    /// Returns what a shot taken now is the pair of.
    pub fn pair(&self) -> Option<Sha256> {
        pair(&self.before, self.shown.get_untracked())
    }

    /// Shows the next photo from before; after the last comes the first.
    pub fn show_next(&self) {
        let count = self.before.len();
        self.shown.update(|shown| *shown = next(*shown, count));
    }
}

/// Returns the hash of the shown photo; none where there is none, or where its name is no hash.
fn pair(before: &[String], shown: usize) -> Option<Sha256> {
    before.get(shown)?.parse().ok()
}

fn next(shown: usize, count: usize) -> usize {
    (shown + 1).checked_rem(count).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use shared::ids::Sha256;

    use super::{next, pair};

    #[test]
    fn a_shot_is_the_pair_of_the_photo_on_the_screen_and_of_no_other() {
        let [one, two] = [Sha256::of(b"one"), Sha256::of(b"two")];
        let before = [one.to_string(), two.to_string()];
        assert_eq!(pair(&before, 0), Some(one));
        assert_eq!(pair(&before, 1), Some(two));
        assert_eq!(pair(&before, 2), None);
        assert_eq!(pair(&[], 0), None, "without a photo from before there is no pair");
        assert_eq!(pair(&["a shot's id".to_owned()], 0), None, "what is no hash names no working copy");
    }

    #[test]
    fn after_the_last_photo_comes_the_first() {
        assert_eq!([next(0, 2), next(1, 2), next(0, 1), next(0, 0)], [1, 0, 0, 0]);
    }
}
