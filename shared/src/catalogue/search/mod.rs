//! The picker's search: Chinese, English, code, first letters of the syllables, whole syllables, or any mixture.
//!
//! Asked at each keystroke: every category is made ready once ([`sought`]) and then only read. Never forgives a slip
//! while anything fits as it was typed.

mod pinyin;
mod word;
pub(super) mod sought;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use jiff::civil::Date;

use self::sought::{Fit, Found, Mark, Sought, Span};
use self::word::Word;
use crate::catalogue::category::Category;
use crate::catalogue::index::Catalogue;

/// A category that a search found, and what of it fitted.
#[derive(Clone, PartialEq, Debug)]
pub struct Hit<'a> {
    /// The category.
    pub category: &'a Category,
    /// What of it fitted.
    pub marks: Marks,
}

/// What of a category the words of a query fitted, in characters.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Marks {
    /// Of its name; in order, and none touches the next.
    pub name: Vec<Span>,
    /// Of its English name, likewise.
    pub name_en: Vec<Span>,
    /// Of its code, likewise.
    pub code: Vec<Span>,
    /// A word fitted the code or name it had under the standard before.
    pub formerly: bool,
    /// A word fitted the wording of this filing condition.
    pub condition: Option<u32>,
}

impl Marks {
    fn of(marks: impl IntoIterator<Item = Mark>) -> Self {
        let mut all = Self::default();
        for mark in marks {
            match mark {
                Mark::Code(span) => all.code.push(span),
                Mark::Name(span) => all.name.push(span),
                Mark::English(span) => all.name_en.push(span),
                Mark::Before => all.formerly = true,
                Mark::Condition(number) => all.condition = all.condition.or(Some(number)),
            }
        }
        for spans in [&mut all.code, &mut all.name, &mut all.name_en] {
            *spans = joined(std::mem::take(spans));
        }
        all
    }
}

/// Puts spans in order and joins those that overlap or touch.
fn joined(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort();
    let mut joined: Vec<Span> = Vec::new();
    for span in spans.into_iter().filter(|span| span.from < span.to) {
        match joined.last_mut() {
            Some(last) if span.from <= last.to => last.to = last.to.max(span.to),
            Some(_) | None => joined.push(span),
        }
    }
    joined
}

impl Catalogue {
    /// Returns the categories that a new case may be about and that fit every word of the query, the best first.
    ///
    /// An empty query gives the most frequent ones.
    pub fn search(&self, query: &str) -> Vec<&Category> {
        self.hits_among(query, Category::is_reportable).into_iter().map(|hit| hit.category).collect()
    }

    /// Returns the same among what is offered to somebody who reports on that day.
    pub fn search_on(&self, query: &str, day: Date) -> Vec<&Category> {
        self.hits_on(query, day).into_iter().map(|hit| hit.category).collect()
    }

    /// Returns the same, each with what of it fitted.
    pub fn hits_on(&self, query: &str, day: Date) -> Vec<Hit<'_>> {
        self.hits_among(query, |category| self.offers(category, day))
    }

    /// Returns the same among everything there is, components and what is retired included: for whoever looks after it.
    pub fn hits_in_all(&self, query: &str) -> Vec<Hit<'_>> {
        self.hits_among(query, |_| true)
    }

    fn hits_among(&self, query: &str, is_meant: impl Fn(&Category) -> bool) -> Vec<Hit<'_>> {
        let words = Word::all(query);
        if words.is_empty() {
            let meant = self.categories().filter(|category| is_meant(category));
            let mut frequent: Vec<_> =
                meant.filter_map(|category| Some((self.frequency(category)?, category))).collect();
            frequent.sort_by_key(|(place, _)| *place);
            return frequent.into_iter().map(|(_, category)| Hit { category, marks: Marks::default() }).collect();
        }
        let sought = self.sought();
        let meant: Vec<(&Category, &Sought)> =
            self.categories().zip(sought.iter()).filter(|(category, _)| is_meant(category)).collect();
        let exact = ranked(&meant, |sought| fit_all(&words, |word| sought.fit(word)));
        if !exact.is_empty() {
            return exact;
        }
        ranked(&meant, |sought| fit_all(&words, |word| sought.fit(word).or_else(|| sought.fit_nearly(word))))
    }

    /// Returns every category as the search reads it, in the order of [`Self::categories`].
    fn sought(&self) -> &[Sought] {
        self.sought
            .get_or_init(|| -> Arc<[Sought]> { self.categories().map(|category| Sought::of(self, category)).collect() })
    }

    /// Returns its place among the most frequent, or that of what it became.
    fn frequency(&self, category: &Category) -> Option<u32> {
        category.frequent.or_else(|| self.now(&category.key)?.frequent)
    }
}

/// Returns the worst fit among the words with what each fitted, or nothing if one does not fit at all.
fn fit_all(words: &[Word], fit: impl Fn(&Word) -> Option<Found>) -> Option<(Fit, Vec<Mark>)> {
    let found: Vec<Found> = words.iter().map(fit).collect::<Option<_>>()?;
    let worst = found.iter().map(|(fit, _)| *fit).max()?;
    Some((worst, found.into_iter().filter_map(|(_, mark)| mark).collect()))
}

/// Returns what fits, the best first; the order is the same every time.
fn ranked<'a>(meant: &[(&'a Category, &Sought)], fit: impl Fn(&Sought) -> Option<(Fit, Vec<Mark>)>) -> Vec<Hit<'a>> {
    let mut found: Vec<_> = meant
        .iter()
        .filter_map(|(category, sought)| fit(sought).map(|(fit, marks)| (fit, marks, *category, *sought)))
        .collect();
    found.sort_by(|(fit, _, _, sought), (other_fit, _, _, other)| {
        (fit.manner().cmp(&other_fit.manner()))
            .then_with(|| sought.rank().cmp(&other.rank()))
            .then_with(|| fit.cmp(other_fit))
            .then_with(|| sought.last_word().cmp(&other.last_word()))
    });
    found.into_iter().map(|(_, marks, category, _)| Hit { category, marks: Marks::of(marks) }).collect()
}
