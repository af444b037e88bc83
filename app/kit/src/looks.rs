//! How a person wants their screen to look: theme, contrast, size of the text, and which hand holds the phone.
//!
//! Each choice is a mark on the root element that the styles follow, and is remembered on the device. Nothing is drawn
//! anew for it. `static/looks.js` sets the same marks before the first picture is drawn.

use leptos::prelude::*;

use crate::remember;

/// Light or dark.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Theme {
    /// As the system has it, by day and by night.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// How strongly things stand out.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Contrast {
    /// As drawn.
    #[default]
    Usual,
    /// Black and white, with borders; for the sun, and for eyes that need it.
    High,
}

/// How large the text is, in hundredths of the usual.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum TextSize {
    /// As drawn.
    #[default]
    P100,
    /// A quarter larger.
    P125,
    /// Half as large again.
    P150,
    /// Twice as large.
    P200,
}

/// Which hand holds the phone.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Hand {
    /// The right one.
    #[default]
    Right,
    /// The left one: what a thumb reaches for is on the other side.
    Left,
}

/// A choice with its name, its mark on the page, and the word for each of its values.
trait Choice: Copy + Default + 'static {
    const REMEMBERED_AS: &'static str;
    const MARK: &'static str;
    const ALL: &'static [Self];

    /// Returns the word in the mark and in what is remembered.
    fn word(self) -> &'static str;

    /// Says whether the page bears a mark for it; without one it looks as drawn.
    fn is_marked(self) -> bool;

    /// Returns what holds while nothing was chosen.
    fn unchosen() -> Self {
        Self::default()
    }

    fn remembered() -> Self {
        let word = remember::recall(Self::REMEMBERED_AS);
        let chosen = Self::ALL.iter().copied().find(|choice| word.as_deref() == Some(choice.word()));
        chosen.unwrap_or_else(Self::unchosen)
    }

    fn show(self) {
        remember::mark(Self::MARK, self.is_marked().then(|| self.word()));
    }
}

impl Theme {
    /// Every choice, as they are offered.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];
}

impl Choice for Theme {
    const REMEMBERED_AS: &'static str = "xunge.looks.theme";
    const MARK: &'static str = "data-theme";
    const ALL: &'static [Self] = &Self::ALL;

    fn word(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    fn is_marked(self) -> bool {
        self != Self::System
    }
}

impl Contrast {
    /// Every choice, as they are offered.
    pub const ALL: [Self; 2] = [Self::Usual, Self::High];
}

impl Choice for Contrast {
    const REMEMBERED_AS: &'static str = "xunge.looks.contrast";
    const MARK: &'static str = "data-contrast";
    const ALL: &'static [Self] = &Self::ALL;

    fn word(self) -> &'static str {
        match self {
            Self::Usual => "usual",
            Self::High => "high",
        }
    }

    fn is_marked(self) -> bool {
        self != Self::Usual
    }

    fn unchosen() -> Self {
        // Who asked the whole system for it need not ask again.
        if remember::asks_for("(prefers-contrast: more)") { Self::High } else { Self::Usual }
    }
}

impl TextSize {
    /// Every choice, as they are offered.
    pub const ALL: [Self; 4] = [Self::P100, Self::P125, Self::P150, Self::P200];

    /// Returns the size in hundredths of the usual.
    pub const fn percent(self) -> u32 {
        match self {
            Self::P100 => 100,
            Self::P125 => 125,
            Self::P150 => 150,
            Self::P200 => 200,
        }
    }
}

impl Choice for TextSize {
    const REMEMBERED_AS: &'static str = "xunge.looks.text";
    const MARK: &'static str = "data-text";
    const ALL: &'static [Self] = &Self::ALL;

    fn word(self) -> &'static str {
        match self {
            Self::P100 => "100",
            Self::P125 => "125",
            Self::P150 => "150",
            Self::P200 => "200",
        }
    }

    fn is_marked(self) -> bool {
        true
    }
}

impl Hand {
    /// Every choice, as they are offered.
    pub const ALL: [Self; 2] = [Self::Right, Self::Left];
}

impl Choice for Hand {
    const REMEMBERED_AS: &'static str = "xunge.looks.hand";
    const MARK: &'static str = "data-hand";
    const ALL: &'static [Self] = &Self::ALL;

    fn word(self) -> &'static str {
        match self {
            Self::Right => "right",
            Self::Left => "left",
        }
    }

    fn is_marked(self) -> bool {
        self != Self::Right
    }
}

/// How the person wants their screen to look.
#[derive(Clone, Copy)]
pub struct Looks {
    theme: RwSignal<Theme>,
    contrast: RwSignal<Contrast>,
    text_size: RwSignal<TextSize>,
    hand: RwSignal<Hand>,
}

impl Looks {
    fn remembered() -> Self {
        Self {
            theme: RwSignal::new(Theme::remembered()),
            contrast: RwSignal::new(Contrast::remembered()),
            text_size: RwSignal::new(TextSize::remembered()),
            hand: RwSignal::new(Hand::remembered()),
        }
    }

    /// Returns the theme and follows it.
    pub fn theme(self) -> Theme {
        self.theme.get()
    }

    /// Returns the contrast and follows it.
    pub fn contrast(self) -> Contrast {
        self.contrast.get()
    }

    /// Returns the size of the text and follows it.
    pub fn text_size(self) -> TextSize {
        self.text_size.get()
    }

    /// Returns the hand and follows it.
    pub fn hand(self) -> Hand {
        self.hand.get()
    }

    /// Chooses a theme and remembers it.
    pub fn choose_theme(self, theme: Theme) {
        choose(self.theme, theme);
    }

    /// Chooses a contrast and remembers it.
    pub fn choose_contrast(self, contrast: Contrast) {
        choose(self.contrast, contrast);
    }

    /// Chooses a size of the text and remembers it.
    pub fn choose_text_size(self, size: TextSize) {
        choose(self.text_size, size);
    }

    /// Chooses a hand and remembers it.
    pub fn choose_hand(self, hand: Hand) {
        choose(self.hand, hand);
    }
}

fn choose<T: Choice + Send + Sync>(held: RwSignal<T>, choice: T) {
    remember::keep(T::REMEMBERED_AS, choice.word());
    choice.show();
    held.set(choice);
}

/// Provides the looks to the whole page; called once, at the root.
pub fn provide() -> Looks {
    let looks = Looks::remembered();
    looks.theme.get_untracked().show();
    looks.contrast.get_untracked().show();
    looks.text_size.get_untracked().show();
    looks.hand.get_untracked().show();
    provide_context(looks);
    looks
}

/// Returns the page's looks.
pub fn looks() -> Looks {
    use_context().unwrap_or_else(Looks::remembered)
}

#[cfg(test)]
mod tests {
    use super::{Choice, Contrast, Hand, TextSize, Theme};

    /// What sets the marks before the first picture is drawn; the page's own code comes later.
    const EARLY: &str = include_str!("../static/looks.js");
    const TOKENS: &str = include_str!("../static/tokens.css");

    #[track_caller]
    fn is_known_early<T: Choice>() {
        for name in [T::REMEMBERED_AS, T::MARK] {
            assert!(EARLY.contains(name), "looks.js does not know {name}: the page would flash");
        }
        for choice in T::ALL.iter().filter(|choice| choice.is_marked()) {
            assert!(EARLY.contains(&format!("'{}'", choice.word())), "looks.js does not know {}", choice.word());
        }
    }

    #[test]
    fn what_is_remembered_holds_before_the_first_picture() {
        is_known_early::<Theme>();
        is_known_early::<Contrast>();
        is_known_early::<TextSize>();
        is_known_early::<Hand>();
        assert!(EARLY.contains("(prefers-contrast: more)"), "who asked the system need not ask again");
    }

    #[test]
    fn every_size_of_the_text_has_its_style() {
        for size in TextSize::ALL {
            assert_eq!(size.word(), size.percent().to_string());
            if size != TextSize::P100 {
                let rule = format!(":root[data-text=\"{}\"] {{ font-size: {}%; }}", size.word(), size.percent());
                assert!(TOKENS.contains(&rule), "tokens.css lacks {rule}");
            }
        }
    }
}
