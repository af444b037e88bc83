//! What a person may choose of how the screen is, and what the day brings: in combinations.

use std::fmt;

/// What the screen speaks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tongue {
    /// Chinese.
    Chinese,
    /// English.
    English,
    /// English, four tenths longer.
    Stretched,
}

/// Whether the server can be reached.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Line {
    /// It answers.
    Online,
    /// It was stopped.
    Offline,
}

/// One combination.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Combination {
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// What the screen speaks.
    pub tongue: Tongue,
    /// The theme, as it is remembered.
    pub theme: &'static str,
    /// The contrast, as it is remembered.
    pub contrast: &'static str,
    /// The size of the text, as it is remembered.
    pub text: &'static str,
    /// The hand, as it is remembered.
    pub hand: &'static str,
    /// Whether the server can be reached.
    pub line: Line,
}

const SIZES: [(u32, u32); 2] = [(390, 844), (360, 640)];
const NARROW: (u32, u32) = (320, 640);
const TABLET: (u32, u32) = (768, 1000);
const TONGUES: [Tongue; 2] = [Tongue::Chinese, Tongue::English];
const THEMES: [&str; 2] = ["light", "dark"];
const LINES: [Line; 2] = [Line::Online, Line::Offline];

impl Combination {
    /// How a phone comes.
    pub const USUAL: Self = Self {
        width: 390,
        height: 844,
        tongue: Tongue::Chinese,
        theme: "light",
        contrast: "usual",
        text: "100",
        hand: "right",
        line: Line::Online,
    };

    const fn sized(self, (width, height): (u32, u32)) -> Self {
        Self { width, height, ..self }
    }

    /// Returns what the page remembers of it, by name.
    pub fn remembered(self) -> [(&'static str, &'static str); 5] {
        let tongue = match self.tongue {
            Tongue::Chinese => "zh-CN",
            Tongue::English => "en",
            Tongue::Stretched => "pseudo",
        };
        [
            ("xunge.lang", tongue),
            ("xunge.looks.theme", self.theme),
            ("xunge.looks.contrast", self.contrast),
            ("xunge.looks.text", self.text),
            ("xunge.looks.hand", self.hand),
        ]
    }
}

impl fmt::Display for Combination {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { width, height, tongue, theme, contrast, text, hand, line } = self;
        let tongue = match tongue {
            Tongue::Chinese => "zh",
            Tongue::English => "en",
            Tongue::Stretched => "long",
        };
        let line = match line {
            Line::Online => "online",
            Line::Offline => "offline",
        };
        write!(f, "{width}x{height}-{tongue}-{theme}-{contrast}-{text}-{hand}-{line}")
    }
}

fn chosen(size: usize, tongue: usize, theme: usize, line: usize) -> Combination {
    let usual = Combination::USUAL.sized(SIZES[size]);
    Combination { tongue: TONGUES[tongue], theme: THEMES[theme], line: LINES[line], ..usual }
}

/// Returns so few that every two choices of size, language, theme and line still meet; and the hardest ones beside them.
pub fn in_pairs() -> Vec<Combination> {
    let mut found: Vec<_> = [[0, 0, 0, 0], [0, 1, 1, 1], [1, 0, 1, 1], [1, 1, 0, 1], [1, 1, 1, 0]]
        .into_iter()
        .map(|[size, tongue, theme, line]| chosen(size, tongue, theme, line))
        .collect();
    let narrow = Combination::USUAL.sized(NARROW);
    found.push(Combination { tongue: Tongue::Stretched, line: Line::Offline, ..narrow });
    found.push(Combination { tongue: Tongue::English, text: "200", ..narrow });
    found.push(Combination { text: "200", contrast: "high", theme: "dark", hand: "left", ..narrow });
    found
}

/// Returns every combination that is looked at before a release.
pub fn every() -> Vec<Combination> {
    let mut found = Vec::new();
    for size in [SIZES[0], SIZES[1], NARROW, TABLET] {
        for tongue in TONGUES {
            for theme in THEMES {
                found.extend(LINES.map(|line| Combination { tongue, theme, line, ..Combination::USUAL.sized(size) }));
            }
        }
    }
    for theme in THEMES {
        let narrow = Combination { theme, ..Combination::USUAL.sized(NARROW) };
        found.extend(LINES.map(|line| Combination { tongue: Tongue::Stretched, line, ..narrow }));
        found.push(Combination { hand: "left", ..narrow });
        for tongue in TONGUES {
            found.push(Combination { contrast: "high", tongue, theme, ..Combination::USUAL });
            for text in ["125", "150", "200"] {
                found.push(Combination { text, tongue, ..narrow });
            }
        }
    }
    found
}

#[test]
fn every_two_choices_meet() {
    let combinations = in_pairs();
    let choices = |of: &Combination| {
        let Combination { width, tongue, theme, line, .. } = of;
        [format!("{width}"), format!("{tongue:?}"), (*theme).to_owned(), format!("{line:?}")]
    };
    let all = [["390", "360"], ["Chinese", "English"], ["light", "dark"], ["Online", "Offline"]];
    for (at, firsts) in all.iter().enumerate() {
        for (other, seconds) in all.iter().enumerate().skip(at + 1) {
            for (first, second) in firsts.iter().flat_map(|first| seconds.iter().map(move |second| (first, second))) {
                let meet = combinations.iter().map(choices).any(|of| of[at] == *first && of[other] == *second);
                assert!(meet, "{first} and {second} never meet");
            }
        }
    }
}
