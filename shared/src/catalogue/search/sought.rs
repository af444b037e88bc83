//! A category as the search reads it, made ready once, and how well one word fits it.

use super::pinyin::{Sound, begins_nearly, sounds, spelled, usually_typed};
use super::word::{Word, plain};
use crate::catalogue::category::{Category, Origin};
use crate::catalogue::index::Catalogue;
use crate::catalogue::key::{CategoryKey, Kind};

/// How well a word fits a category; the smaller the better.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Fit {
    WholeCode,
    OldCode,
    CodeBegins,
    BareCodeBegins,
    WholeName,
    NameBegins,
    NameHas,
    OldNameHas,
    WholeSpelling,
    InitialsBegin,
    SpellingBegins,
    EnglishWordBegins,
    InitialsHave,
    SpellingHas,
    EnglishHas,
    ConditionHas,
    SpellingNearly,
    EnglishNearly,
}

/// In which way a word was meant, if it fits; within one way the frequent categories come first. Whoever types all of a
/// name means that one, however frequent another is that has the name in it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Manner {
    Code,
    BareCode,
    WholeName,
    Name,
    WholeSpelling,
    Letters,
    Condition,
    Nearly,
}

impl Fit {
    pub(super) fn manner(self) -> Manner {
        match self {
            Self::WholeCode | Self::OldCode | Self::CodeBegins => Manner::Code,
            // Without its leading nought a code begins like quite another one.
            Self::BareCodeBegins => Manner::BareCode,
            Self::WholeName => Manner::WholeName,
            Self::NameBegins | Self::NameHas | Self::OldNameHas => Manner::Name,
            Self::WholeSpelling => Manner::WholeSpelling,
            Self::InitialsBegin
            | Self::SpellingBegins
            | Self::EnglishWordBegins
            | Self::InitialsHave
            | Self::SpellingHas
            | Self::EnglishHas => Manner::Letters,
            Self::ConditionHas => Manner::Condition,
            Self::SpellingNearly | Self::EnglishNearly => Manner::Nearly,
        }
    }
}

/// A run of characters, counted from the first one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Span {
    /// Where it begins.
    pub from: usize,
    /// Behind its last character.
    pub to: usize,
}

/// What of a category a word fitted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Mark {
    Code(Span),
    Name(Span),
    English(Span),
    /// Its name or code under the standard before.
    Before,
    Condition(u32),
}

/// A fit, and what to show of it.
pub(super) type Found = (Fit, Option<Mark>);

/// A category as the search reads it.
#[derive(Clone, Debug)]
pub(in crate::catalogue) struct Sought {
    code: String,
    bare_code: String,
    keys: Vec<String>,
    name: String,
    english: Vec<char>,
    initials: String,
    sounds: Vec<Sound>,
    typed: Vec<(char, usize)>,
    before: Option<Before>,
    conditions: Vec<(u32, String)>,
    rank: (bool, u32),
    key: CategoryKey,
}

/// What a category was under the standard before; whoever knows that by heart finds what became of it.
#[derive(Clone, Debug)]
struct Before {
    code: String,
    key: String,
    name: String,
}

impl Sought {
    /// Makes a category ready.
    pub(super) fn of(catalogue: &Catalogue, category: &Category) -> Self {
        let key = &category.key;
        let name = plain(&category.name);
        let sounds = sounds(&name);
        let initials = plain(&category.initials);
        let code = key.code().to_string();
        // Whoever types the key of a component means what is wrong with it.
        let component = (category.origin == Origin::Derived).then(|| key.as_kind(Kind::Component));
        let before = catalogue.before(key).map(|old| Before {
            code: old.key.code().to_string(),
            key: old.key.to_string().to_lowercase(),
            name: plain(&old.name),
        });
        let conditions = catalogue.conditions(key).iter();
        Self {
            bare_code: code.trim_start_matches('0').to_owned(),
            code,
            keys: [Some(key.clone()), component]
                .into_iter()
                .flatten()
                .map(|key| key.to_string().to_lowercase())
                .collect(),
            typed: usually_typed(&sounds, &initials),
            name,
            english: plain(&category.name_en).chars().collect(),
            initials,
            sounds,
            before,
            conditions: conditions
                .map(|condition| (condition.number, plain(&format!("{}\n{}", condition.text, condition.text_en))))
                .collect(),
            rank: (category.origin == Origin::Superseded, catalogue.frequency(category).unwrap_or(u32::MAX)),
            key: key.clone(),
        }
    }

    /// The frequent ones first, the superseded ones last.
    pub(super) fn rank(&self) -> (bool, u32) {
        self.rank
    }

    /// What decides between two that fit alike: the shorter name, then the key.
    pub(super) fn last_word(&self) -> (usize, &CategoryKey) {
        (self.sounds.len(), &self.key)
    }

    /// Says how well a word fits; nothing when it does not.
    pub(super) fn fit(&self, word: &Word) -> Option<Found> {
        self.by_code(word).or_else(|| self.by_name(word)).or_else(|| self.by_letters(word)).or_else(|| {
            // A single letter or character would be in some condition of everything.
            let has = |(_, text): &&(u32, String)| word.letters().len() > 1 && text.contains(word.text());
            self.conditions.iter().find(has).map(|(number, _)| (Fit::ConditionHas, Some(Mark::Condition(*number))))
        })
    }

    /// Says whether a word of letters fits but for one slip.
    pub(super) fn fit_nearly(&self, word: &Word) -> Option<Found> {
        if !word.may_hold_a_slip() {
            return None;
        }
        let begins = |place: usize| {
            place == 0 || self.typed.get(place - 1).map(|at| at.1) != self.typed.get(place).map(|at| at.1)
        };
        let letters: Vec<char> = self.typed.iter().map(|(letter, _)| *letter).collect();
        let place = (0..letters.len())
            .filter(|place| begins(*place))
            .find(|place| letters.get(*place..).is_some_and(|text| begins_nearly(word.letters(), text)));
        if let Some(place) = place {
            let end = (place + word.letters().len()).min(letters.len()).saturating_sub(1);
            let span =
                self.typed.get(place).zip(self.typed.get(end)).map(|(from, to)| Span { from: from.1, to: to.1 + 1 });
            return Some((Fit::SpellingNearly, span.map(Mark::Name)));
        }
        let place = self
            .english_words()
            .find(|place| self.english.get(*place..).is_some_and(|text| begins_nearly(word.letters(), text)))?;
        let to = (place + word.letters().len()).min(self.english.len());
        Some((Fit::EnglishNearly, Some(Mark::English(Span { from: place, to }))))
    }

    fn by_code(&self, word: &Word) -> Option<Found> {
        let text = word.text();
        let digits = text.rsplit_once(':').map_or(text, |(_, digits)| digits).chars().count();
        let all = self.code.chars().count();
        let begins = |key: &String| word.has_kind() && key.starts_with(text);
        if self.code == text || self.keys.iter().any(|key| key == text) {
            return Some((Fit::WholeCode, Some(Mark::Code(Span { from: 0, to: all }))));
        }
        if self.before.as_ref().is_some_and(|old| old.code == text || old.key == text) {
            return Some((Fit::OldCode, Some(Mark::Before)));
        }
        if self.code.starts_with(text) || self.keys.iter().any(begins) {
            return Some((Fit::CodeBegins, Some(Mark::Code(Span { from: 0, to: digits }))));
        }
        if self.bare_code.starts_with(text) {
            let from = all - self.bare_code.chars().count();
            return Some((Fit::BareCodeBegins, Some(Mark::Code(Span { from, to: from + digits }))));
        }
        None
    }

    fn by_name(&self, word: &Word) -> Option<Found> {
        if let Some(at) = self.name.find(word.text()) {
            let from = self.name.get(..at).map_or(0, |before| before.chars().count());
            let fit = match at {
                0 if self.name.len() == word.text().len() => Fit::WholeName,
                0 => Fit::NameBegins,
                _ => Fit::NameHas,
            };
            return Some((fit, Some(Mark::Name(Span { from, to: from + word.letters().len() }))));
        }
        let was = self.before.as_ref().is_some_and(|old| old.name.contains(word.text()));
        was.then_some((Fit::OldNameHas, Some(Mark::Before)))
    }

    fn by_letters(&self, word: &Word) -> Option<Found> {
        if !word.has_letters() {
            return None;
        }
        let several = word.letters().len() > 1;
        let spelling = self.spelling(word.letters());
        let named = spelling.map(Mark::Name);
        let begins = spelling.is_some_and(|span| span.from == 0);
        let english = self.english_has(word.letters());
        if self.initials == word.text() || spelling == Some(Span { from: 0, to: self.sounds.len() }) {
            return Some((Fit::WholeSpelling, named));
        }
        if self.initials.starts_with(word.text()) {
            return Some((Fit::InitialsBegin, named));
        }
        if begins {
            return Some((Fit::SpellingBegins, named));
        }
        if let Some((place, true)) = english {
            return Some((Fit::EnglishWordBegins, Some(Mark::English(self.english_span(place, word)))));
        }
        if several && self.initials.contains(word.text()) {
            return Some((Fit::InitialsHave, named));
        }
        if several && spelling.is_some() {
            return Some((Fit::SpellingHas, named));
        }
        english.map(|(place, _)| (Fit::EnglishHas, Some(Mark::English(self.english_span(place, word)))))
    }

    /// Returns the first run of the name that the letters spell.
    fn spelling(&self, letters: &[char]) -> Option<Span> {
        (0..self.sounds.len()).find_map(|from| {
            let sounds = self.sounds.get(from..)?;
            if sounds.first()?.is_silent() {
                return None;
            }
            spelled(letters, sounds).map(|count| Span { from, to: from + count })
        })
    }

    /// Returns where the English name has the letters, and whether a word begins there; where one does, if anywhere.
    fn english_has(&self, letters: &[char]) -> Option<(usize, bool)> {
        let has = |place: &usize| self.english.get(*place..).is_some_and(|text| text.starts_with(letters));
        let word = self.english_words().find(has).map(|place| (place, true));
        word.or_else(|| (0..self.english.len()).find(has).map(|place| (place, false)))
    }

    fn english_words(&self) -> impl Iterator<Item = usize> {
        (0..self.english.len()).filter(move |place| {
            place.checked_sub(1).and_then(|before| self.english.get(before)).is_none_or(|c| !c.is_alphanumeric())
        })
    }

    fn english_span(&self, from: usize, word: &Word) -> Span {
        Span { from, to: (from + word.letters().len()).min(self.english.len()) }
    }
}
