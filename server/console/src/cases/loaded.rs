//! What of a list is here: its pages, one behind the other, as far as somebody has scrolled.
//!
//! A list moves while it is looked at: cases come, and others are no longer what the filter asks for. Pages are read
//! again in turn, each from where the one before it ends now, so that after one round all of it is as the server has it.

use std::collections::BTreeSet;

use shared::api::cases::CaseList;

use super::row::{self, Named};

/// The pages of a list that are here.
#[derive(Clone, PartialEq, Default)]
pub struct Loaded {
    pages: Vec<Page>,
}

#[derive(Clone, PartialEq)]
struct Page {
    rows: Vec<Named>,
    next: Option<String>,
}

/// Which page to ask for, and where it begins.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Wanted {
    /// Its number; the first is 0.
    pub number: usize,
    /// Where the one before it ends; nothing for the first.
    pub before: Option<String>,
}

impl Loaded {
    /// Takes a page; one that no page leads to any more is let go. Says whether that changed anything.
    pub fn put(&mut self, number: usize, list: &CaseList) -> bool {
        let page = Page { rows: row::rows(list), next: list.next.clone() };
        let is_last = page.next.is_none();
        let is_end = is_last && number.saturating_add(1) < self.pages.len();
        let count = self.pages.len();
        match self.pages.get_mut(number) {
            Some(known) if *known == page && !is_end => return false,
            Some(known) => *known = page,
            None if number == count => self.pages.push(page),
            None => return false,
        }
        if is_last {
            self.pages.truncate(number.saturating_add(1));
        }
        true
    }

    /// Returns all rows. A case that moved from one page to the next while they were read stands where it came first.
    pub fn rows(&self) -> Vec<Named> {
        let mut seen = BTreeSet::new();
        let rows = self.pages.iter().flat_map(|page| &page.rows);
        rows.filter(|named| seen.insert(named.case.id)).cloned().collect()
    }

    /// Returns the page behind those that are here; nothing where all are, or none yet.
    pub fn more(&self) -> Option<Wanted> {
        let before = self.pages.last()?.next.clone()?;
        Some(Wanted { number: self.pages.len(), before: Some(before) })
    }

    /// Returns the page behind the first whose turn it is to be read again; nothing where there is one page alone.
    pub fn again(&self, turn: usize) -> Option<Wanted> {
        let others = self.pages.len().checked_sub(1).filter(|others| *others > 0)?;
        let number = 1 + turn % others;
        let before = self.pages.get(number.checked_sub(1)?)?.next.clone()?;
        Some(Wanted { number, before: Some(before) })
    }
}

#[cfg(test)]
mod tests {
    use shared::api::cases::CaseList;
    use shared::case::Case;
    use shared::ids::CaseId;
    use uuid::Uuid;

    use super::{Loaded, Wanted};

    fn list(ids: &[u128], next: Option<&str>) -> CaseList {
        let sample: Case = serde_json::from_str(include_str!("../../../../tests/contract/wire/case.json")).unwrap();
        let case = |id: &u128| Case { id: CaseId(Uuid::from_u128(*id)), ..sample.clone() };
        CaseList {
            cases: ids.iter().map(case).collect(),
            names: std::collections::BTreeMap::new(),
            next: next.map(str::to_owned),
            total: 9,
            total_capped: false,
            evidence: std::collections::BTreeMap::new(),
        }
    }

    fn ids(loaded: &Loaded) -> Vec<u128> {
        loaded.rows().iter().map(|named| named.case.id.0.as_u128()).collect()
    }

    fn wanted(number: usize, before: &str) -> Option<Wanted> {
        Some(Wanted { number, before: Some(before.to_owned()) })
    }

    #[test]
    fn pages_follow_each_other_until_there_is_no_next() {
        let mut loaded = Loaded::default();
        assert_eq!(loaded.more(), None, "before the first has come there is nothing behind it");
        assert!(loaded.put(0, &list(&[1, 2], Some("a"))));
        assert_eq!((loaded.more(), loaded.again(0)), (wanted(1, "a"), None));
        assert!(loaded.put(1, &list(&[3, 4], None)));
        assert_eq!((ids(&loaded), loaded.more()), (vec![1, 2, 3, 4], None));
    }

    #[test]
    fn pages_behind_the_first_are_read_again_in_turn_from_where_the_one_before_ends_now() {
        let mut loaded = Loaded::default();
        assert!(loaded.put(0, &list(&[1, 2], Some("a"))));
        assert!(loaded.put(1, &list(&[3, 4], Some("b"))));
        assert!(loaded.put(2, &list(&[5, 6], Some("c"))));
        assert_eq!((loaded.again(0), loaded.again(1)), (wanted(1, "a"), wanted(2, "b")));
        assert!(loaded.put(1, &list(&[3, 9], Some("d"))));
        assert_eq!(loaded.again(3), wanted(2, "d"));
    }

    #[test]
    fn a_case_that_came_twice_is_shown_once_and_what_is_left_behind_is_let_go() {
        let mut loaded = Loaded::default();
        assert!(loaded.put(0, &list(&[1, 2], Some("a"))));
        assert!(loaded.put(1, &list(&[3, 4], Some("b"))));
        // A new one came on top and pushed the second down.
        assert!(loaded.put(0, &list(&[7, 1], Some("x"))));
        assert!(loaded.put(1, &list(&[1, 2, 3], Some("y"))));
        assert_eq!(ids(&loaded), [7, 1, 2, 3]);
        assert!(loaded.put(0, &list(&[7], None)));
        assert!(!loaded.put(0, &list(&[7], None)), "the same again changes nothing");
        assert_eq!((ids(&loaded), loaded.more()), (vec![7], None));
        assert!(!loaded.put(5, &list(&[8], None)));
        assert_eq!(ids(&loaded), [7], "a page that nothing leads to");
    }
}
