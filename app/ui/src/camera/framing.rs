//! What a photo is framed by: the photos from before, one of which lies over the view, and the spot to stand on.

use app_bridge::shots::BeforeShot;
use leptos::prelude::*;
use shared::ids::Sha256;
use shared::place::fix::Fix;

/// What a photo is framed by.
#[derive(Clone)]
pub struct Framing {
    /// The photos from before; a clip's still is none.
    pub before: Vec<BeforeShot>,
    /// Which of them is on the screen; the page and the view show the same one.
    pub shown: RwSignal<usize>,
    /// Where the problem is.
    pub spot: Fix,
}

impl Framing {
    /// Returns what a task is framed by.
    pub fn of(before: &[BeforeShot], spot: Fix) -> Self {
        let before = before.iter().filter(|shot| !shot.role.is_clip()).cloned().collect();
        Self { before, shown: RwSignal::new(0), spot }
    }

    /// Returns the photo from before that is on the screen, and follows it.
    pub fn shown(&self) -> Option<Sha256> {
        pair(&self.before, self.shown.get())
    }

    /// Returns what a shot taken now is the pair of.
    pub fn pair(&self) -> Option<Sha256> {
        pair(&self.before, self.shown.get_untracked())
    }

    /// Returns where to stand and which way to look: as for the photo on the screen, as far as that is known; else where
    /// the problem is. Follows what is on the screen.
    pub fn aim(&self) -> Fix {
        aim(&self.before, self.shown.get(), &self.spot)
    }

    /// Shows the next photo from before; after the last comes the first.
    pub fn show_next(&self) {
        let count = self.before.len();
        self.shown.update(|shown| *shown = next(*shown, count));
    }
}

fn pair(before: &[BeforeShot], shown: usize) -> Option<Sha256> {
    before.get(shown).map(|shot| shot.sha256.clone())
}

fn aim(before: &[BeforeShot], shown: usize, spot: &Fix) -> Fix {
    before.get(shown).and_then(|shot| shot.fix.as_ref()).unwrap_or(spot).clone()
}

fn next(shown: usize, count: usize) -> usize {
    (shown + 1).checked_rem(count).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use app_bridge::shots::BeforeShot;
    use shared::evidence::PhotoRole;
    use shared::ids::Sha256;
    use shared::place::crs::Crs;
    use shared::place::fix::{Fix, Source};
    use shared::place::point::Degree;
    use shared::time::Instant;

    use super::{aim, next, pair};

    fn spot(heading_deg: Option<f64>) -> Fix {
        Fix {
            lon: Degree::new(108.9423).unwrap(),
            lat: Degree::new(34.261).unwrap(),
            crs: Crs::Wgs84,
            source: Source::Gnss,
            accuracy_m: Some(6.0),
            fix_time: Instant::from_ms(1_764_000_000_000),
            provider: None,
            is_mock: false,
            heading_deg,
        }
    }

    fn before(bytes: &[u8], fix: Option<Fix>) -> BeforeShot {
        BeforeShot { sha256: Sha256::of(bytes), role: PhotoRole::Near, taken_at: None, fix }
    }

    #[test]
    fn a_shot_is_the_pair_of_the_photo_on_the_screen_and_of_no_other() {
        let shots = [before(b"one", None), before(b"two", None)];
        assert_eq!(pair(&shots, 0), Some(Sha256::of(b"one")));
        assert_eq!(pair(&shots, 1), Some(Sha256::of(b"two")));
        assert_eq!(pair(&shots, 2), None);
        assert_eq!(pair(&[], 0), None, "without a photo from before there is no pair");
    }

    #[test]
    fn one_aims_as_the_photo_on_the_screen_was_aimed_and_else_at_the_problem() {
        let shots = [before(b"one", Some(spot(Some(40.0)))), before(b"two", None)];
        assert_eq!(aim(&shots, 0, &spot(None)).heading_deg, Some(40.0));
        assert_eq!(aim(&shots, 1, &spot(Some(7.0))).heading_deg, Some(7.0), "nobody knows how that one was taken");
        assert_eq!(aim(&[], 0, &spot(None)).heading_deg, None);
    }

    #[test]
    fn after_the_last_photo_comes_the_first() {
        assert_eq!([next(0, 2), next(1, 2), next(0, 1), next(0, 0)], [1, 0, 0, 0]);
    }
}
