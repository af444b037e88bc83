//! How a desk's screen may be: how large, in which language, in which light; in combinations.

use std::fmt;

/// One combination.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Combination {
    /// Pixels across and down.
    pub size: (u32, u32),
    /// The language, as it is remembered.
    pub tongue: &'static str,
    /// The theme, as it is remembered.
    pub theme: &'static str,
}

const DESK: (u32, u32) = (1440, 900);
const SMALL: (u32, u32) = (1024, 768);
const PHONE: (u32, u32) = (390, 844);
const TONGUES: [&str; 2] = ["zh-CN", "en"];
const THEMES: [&str; 2] = ["light", "dark"];

impl Combination {
    /// How a desk comes.
    pub const USUAL: Self = Self { size: DESK, tongue: TONGUES[0], theme: THEMES[0] };

    /// Returns what the page remembers of it, by name.
    pub fn remembered(self) -> [(&'static str, &'static str); 2] {
        [("xunge.lang", self.tongue), ("xunge.looks.theme", self.theme)]
    }

    /// Says whether the screen is so narrow that the pages stand behind a button.
    pub fn is_narrow(self) -> bool {
        self.size == PHONE
    }
}

impl fmt::Display for Combination {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { size: (width, height), tongue, theme } = self;
        write!(f, "desk-{width}x{height}-{tongue}-{theme}")
    }
}

/// Returns so few that every two choices still meet. Every second of them has every size, language and light already.
pub fn in_pairs() -> Vec<Combination> {
    let chosen = [(DESK, 0, 0), (DESK, 1, 1), (SMALL, 1, 0), (SMALL, 0, 1), (PHONE, 1, 1), (PHONE, 0, 0)];
    let combine = |(size, tongue, theme): ((u32, u32), usize, usize)| Combination {
        size,
        tongue: TONGUES[tongue],
        theme: THEMES[theme],
    };
    chosen.into_iter().map(combine).collect()
}

/// Returns every combination, which is looked at before a release.
pub fn every() -> Vec<Combination> {
    let mut found = Vec::new();
    for size in [DESK, SMALL, PHONE] {
        for tongue in TONGUES {
            found.extend(THEMES.map(|theme| Combination { size, tongue, theme }));
        }
    }
    found
}

#[test]
fn every_two_choices_meet() {
    let choices = |of: &Combination| [format!("{:?}", of.size), of.tongue.to_owned(), of.theme.to_owned()];
    let (pairs, all) = (in_pairs(), every());
    for wanted in all.iter().map(choices) {
        for (at, other) in [(0, 1), (0, 2), (1, 2)] {
            let meet = pairs.iter().map(choices).any(|of| of[at] == wanted[at] && of[other] == wanted[other]);
            assert!(meet, "{} and {} never meet", wanted[at], wanted[other]);
        }
    }
}

#[test]
fn every_second_one_has_everything_once() {
    for first in [0, 1] {
        let half: Vec<Combination> = in_pairs().into_iter().skip(first).step_by(2).collect();
        let is_in = |wanted: &Combination| {
            half.iter().any(|one| one.size == wanted.size)
                && half.iter().any(|one| one.tongue == wanted.tongue)
                && half.iter().any(|one| one.theme == wanted.theme)
        };
        assert!(every().iter().all(is_in), "{half:?}");
    }
}
