//! The standard before: what was reported under it keeps its code, and people still look for things by it.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::catalogue::category::{Category, Origin};
use crate::catalogue::index::Catalogue;
use crate::catalogue::key::{CategoryKey, Kind};

impl Catalogue {
    /// Says whether somebody who reports on that day picks from this category.
    ///
    /// Before the standard in force has its first day that is the standard before it, in which a component has filing
    /// conditions of its own and a case may be about one.
    pub fn offers(&self, category: &Category, day: Date) -> bool {
        let is_early = self.since().is_some_and(|since| day < since);
        if is_early && category.key.standard() == self.standard() {
            return false;
        }
        category.is_reportable() || (is_early && category.origin == Origin::Superseded)
    }

    /// Returns the category if a case that was reported on that day may be about it.
    ///
    /// A report may be made offline before the change and arrive after it, and a phone may have the new codes before
    /// their first day, or not have heard yet that one is retired: none of it is a reason to refuse what somebody saw.
    pub fn accepted(&self, key: &CategoryKey, day: Date) -> Option<&Category> {
        self.category(key).filter(|category| self.offers(category, day) || category.was_reportable())
    }

    /// Returns the category of the standard before that stands behind this one, or behind the component it is about.
    pub fn before(&self, key: &CategoryKey) -> Option<&Category> {
        self.predecessor(key).or_else(|| self.predecessor(&self.component_of(key)?.key))
    }

    /// Returns the category in force that a code of the standard before became: what a case under it would be about now.
    pub fn now(&self, key: &CategoryKey) -> Option<&Category> {
        let successor = self.category(key)?.successor.as_ref()?;
        // A case is about an event: that something is wrong with the component.
        self.category(&successor.as_kind(Kind::Event)).or_else(|| self.category(successor))
    }

    /// Returns the category itself and those that it was and became: under all of them there may be cases of one kind.
    pub fn kin(&self, key: &CategoryKey) -> BTreeSet<CategoryKey> {
        let mut kin = BTreeSet::from([key.clone()]);
        kin.extend(self.now(key).map(|category| category.key.clone()));
        kin.extend(self.before(key).map(|category| category.key.clone()));
        kin
    }

    /// Returns the categories that words name, for a search among cases: by name, or by a whole code of either standard.
    pub fn named(&self, words: &str) -> BTreeSet<CategoryKey> {
        let words = words.trim().to_lowercase();
        if words.is_empty() {
            return BTreeSet::new();
        }
        let has = |name: &str| name.to_lowercase().contains(&words);
        let is_code = |category: &Category| {
            category.key.code().to_string() == words || category.key.to_string().to_lowercase() == words
        };
        let mut found = BTreeSet::new();
        for category in self.categories() {
            if is_code(category) {
                found.extend(self.kin(&category.key));
            } else if has(&category.name) || has(&category.name_en) {
                found.insert(category.key.clone());
            }
        }
        found
    }
}
