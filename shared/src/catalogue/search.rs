//! The picker's search: Chinese, English, code, or the first letters of the syllables.

use jiff::civil::Date;

use crate::catalogue::category::{Category, Origin};
use crate::catalogue::index::Catalogue;

/// How well a word fits a category; the smaller the better.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Fit {
    WholeCode,
    OldCode,
    CodeBegins,
    NameBegins,
    NameHas,
    OldNameHas,
    InitialsBegin,
    EnglishWordBegins,
    InitialsHave,
    EnglishHas,
    ConditionHas,
}

/// In which way a word was meant, if it fits; within one way the frequent categories come first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Manner {
    Code,
    Name,
    Letters,
    Condition,
}

impl Fit {
    fn manner(self) -> Manner {
        match self {
            Self::WholeCode | Self::OldCode | Self::CodeBegins => Manner::Code,
            Self::NameBegins | Self::NameHas | Self::OldNameHas => Manner::Name,
            Self::InitialsBegin | Self::EnglishWordBegins | Self::InitialsHave | Self::EnglishHas => Manner::Letters,
            Self::ConditionHas => Manner::Condition,
        }
    }
}

impl Catalogue {
    /// Returns the categories that a new case may be about and that fit every word of the query, the best first.
    ///
    /// An empty query gives the most frequent ones.
    pub fn search(&self, query: &str) -> Vec<&Category> {
        self.search_among(query, Category::is_reportable)
    }

    /// Returns the same among what is offered to somebody who reports on that day.
    pub fn search_on(&self, query: &str, day: Date) -> Vec<&Category> {
        self.search_among(query, |category| self.offers(category, day))
    }

    fn search_among(&self, query: &str, is_meant: impl Fn(&Category) -> bool) -> Vec<&Category> {
        let query = query.to_lowercase();
        let words: Vec<&str> = query.split_whitespace().collect();
        let meant = self.categories().filter(|category| is_meant(category));
        if words.is_empty() {
            let mut frequent: Vec<_> =
                meant.filter_map(|category| Some((self.frequency(category)?, category))).collect();
            frequent.sort_by_key(|(place, _)| *place);
            return frequent.into_iter().map(|(_, category)| category).collect();
        }
        let mut found: Vec<_> =
            meant.filter_map(|category| Some((self.fit_all(category, &words)?, category))).collect();
        found.sort_by(|(fit, category), (other_fit, other)| {
            (fit.manner().cmp(&other_fit.manner()))
                .then_with(|| self.rank(category).cmp(&self.rank(other)))
                .then_with(|| fit.cmp(other_fit))
                .then_with(|| category.name.chars().count().cmp(&other.name.chars().count()))
                .then_with(|| category.key.cmp(&other.key))
        });
        found.into_iter().map(|(_, category)| category).collect()
    }

    /// Returns the worst fit among the words, or nothing if one does not fit at all.
    fn fit_all(&self, category: &Category, words: &[&str]) -> Option<Fit> {
        words.iter().map(|word| self.fit(category, word)).collect::<Option<Vec<_>>>()?.into_iter().max()
    }

    fn fit(&self, category: &Category, word: &str) -> Option<Fit> {
        let name = category.name.to_lowercase();
        let english = category.name_en.to_lowercase();
        let code = category.key.code().to_string();
        let key = category.key.to_string();
        // Whoever knows the standard before by heart finds what its code or name became.
        let before = self.before(&category.key);
        let was_code = |old: &Category| old.key.code().to_string() == word || old.key.to_string() == word;
        let fits = [
            (Fit::WholeCode, code == word || key == word),
            (Fit::OldCode, before.is_some_and(was_code)),
            (Fit::CodeBegins, code.starts_with(word)),
            (Fit::NameBegins, name.starts_with(word)),
            (Fit::NameHas, name.contains(word)),
            (Fit::OldNameHas, before.is_some_and(|old| old.name.to_lowercase().contains(word))),
            (Fit::InitialsBegin, category.initials.starts_with(word)),
            (Fit::EnglishWordBegins, english.split(|c: char| !c.is_alphanumeric()).any(|part| part.starts_with(word))),
            (Fit::InitialsHave, word.chars().count() > 1 && category.initials.contains(word)),
            (Fit::EnglishHas, english.contains(word)),
            // A single letter or character would be in some condition of everything.
            (Fit::ConditionHas, word.chars().count() > 1 && self.a_condition_has(category, word)),
        ];
        fits.into_iter().find(|(_, fits)| *fits).map(|(fit, _)| fit)
    }

    /// The frequent ones first, the superseded ones last.
    fn rank(&self, category: &Category) -> (bool, u32) {
        (category.origin == Origin::Superseded, self.frequency(category).unwrap_or(u32::MAX))
    }

    /// Returns its place among the most frequent, or that of what it became.
    fn frequency(&self, category: &Category) -> Option<u32> {
        category.frequent.or_else(|| self.now(&category.key)?.frequent)
    }

    fn a_condition_has(&self, category: &Category, word: &str) -> bool {
        self.conditions(&category.key)
            .iter()
            .any(|condition| condition.text.contains(word) || condition.text_en.to_lowercase().contains(word))
    }
}
