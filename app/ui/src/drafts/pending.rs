//! What is to be written: of each thing only its newest state, and one ask at a time.

use std::collections::{BTreeMap, BTreeSet};

use app_bridge::ask::Ask;
use app_bridge::draft::DraftOf;

/// What is kept.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum What {
    /// A draft.
    Draft(DraftOf),
    /// Which screens are open.
    Trail,
}

/// What is to be written, and whether something is being written now.
#[derive(Debug, Default)]
pub struct Pending {
    /// The newest state of each thing, written or not.
    newest: BTreeMap<What, Ask>,
    /// What of it is not written.
    waits: BTreeSet<What>,
    is_under_way: bool,
}

impl Pending {
    /// Takes in how something is now. What is known already is not written twice.
    pub fn put(&mut self, what: What, ask: Ask) {
        if self.newest.get(&what) == Some(&ask) {
            return;
        }
        self.newest.insert(what, ask);
        self.waits.insert(what);
    }

    /// Nothing stands in it any more: what was kept of it before must not come back. What was never kept, or is thrown
    /// away, needs no word.
    pub fn emptied(&mut self, what: What, ask: Ask) {
        if matches!(self.newest.get(&what), Some(Ask::KeepDraft(_))) {
            self.put(what, ask);
        }
    }

    /// It was saved: there is nothing to keep of it any more.
    pub fn forget(&mut self, what: What) {
        self.newest.remove(&what);
        self.waits.remove(&what);
    }

    /// Returns what is to be written next; nothing while something is under way.
    pub fn begin_next(&mut self) -> Option<(What, Ask)> {
        if self.is_under_way {
            return None;
        }
        let next = self.take()?;
        self.is_under_way = true;
        Some(next)
    }

    /// What was under way is written.
    pub fn written(&mut self) {
        self.is_under_way = false;
    }

    /// What was under way could not be written: it waits again, unless it is no longer so.
    pub fn not_written(&mut self, what: What) {
        self.is_under_way = false;
        self.wait_again(what);
    }

    /// It could not be written and waits again, unless there is nothing to keep of it any more.
    pub fn wait_again(&mut self, what: What) {
        if self.newest.contains_key(&what) {
            self.waits.insert(what);
        }
    }

    /// Returns all that waits, for when there may be no later: it does not wait for what is under way.
    pub fn all(&mut self) -> Vec<(What, Ask)> {
        std::iter::from_fn(|| self.take()).collect()
    }

    /// Says whether nothing waits and nothing is under way.
    pub fn is_settled(&self) -> bool {
        self.waits.is_empty() && !self.is_under_way
    }

    fn take(&mut self) -> Option<(What, Ask)> {
        let what = self.waits.pop_first()?;
        let ask = self.newest.get(&what)?.clone();
        Some((what, ask))
    }
}

#[cfg(test)]
mod tests {
    use app_bridge::ask::Ask;
    use app_bridge::draft::{DraftOf, KeptDraft, KeptReport};

    use super::{Pending, What};

    const REPORT: What = What::Draft(DraftOf::Report);

    fn typed(note: &str) -> Ask {
        Ask::KeepDraft(KeptDraft::Report(Box::new(KeptReport { note: note.into(), ..KeptReport::default() })))
    }

    fn trail(text: &str) -> Ask {
        Ask::KeepTrail { trail: text.into() }
    }

    #[test]
    fn one_ask_is_under_way_and_then_comes_the_newest_state() {
        let mut pending = Pending::default();
        pending.put(REPORT, typed("两"));
        assert_eq!(pending.begin_next(), Some((REPORT, typed("两"))));
        for note in ["两袋", "两袋垃", "两袋垃圾"] {
            pending.put(REPORT, typed(note));
            assert_eq!(pending.begin_next(), None, "the first one is still under way");
        }
        pending.written();
        assert_eq!(pending.begin_next(), Some((REPORT, typed("两袋垃圾"))), "the states between are nobody's");
        pending.written();
        assert_eq!(pending.begin_next(), None);
        pending.put(REPORT, typed("两袋垃圾"));
        assert_eq!(pending.begin_next(), None, "it is written already");
    }

    #[test]
    fn what_could_not_be_written_waits_again_in_its_newest_state() {
        let mut pending = Pending::default();
        pending.put(REPORT, typed("两"));
        pending.begin_next();
        pending.put(REPORT, typed("两袋"));
        pending.not_written(REPORT);
        assert_eq!(pending.begin_next(), Some((REPORT, typed("两袋"))));
        pending.forget(REPORT);
        pending.not_written(REPORT);
        assert_eq!(pending.begin_next(), None, "it was saved in the meantime");
    }

    #[test]
    fn whoever_leaves_hands_over_all_that_waits_and_waits_for_nothing() {
        let mut pending = Pending::default();
        pending.put(REPORT, typed("两"));
        pending.begin_next();
        pending.put(REPORT, typed("两袋"));
        pending.put(What::Trail, trail("report"));
        assert_eq!(pending.all(), [(REPORT, typed("两袋")), (What::Trail, trail("report"))]);
        assert_eq!(pending.all(), []);
        pending.written();
        assert_eq!(pending.begin_next(), None);
    }

    #[test]
    fn what_was_deleted_letter_by_letter_does_not_come_back() {
        let mut pending = Pending::default();
        pending.emptied(REPORT, typed(""));
        assert_eq!(pending.begin_next(), None, "nothing was ever kept");
        pending.put(REPORT, typed("两"));
        pending.begin_next();
        pending.emptied(REPORT, typed(""));
        pending.written();
        assert_eq!(pending.begin_next(), Some((REPORT, typed(""))));
    }

    #[test]
    fn what_is_thrown_away_is_thrown_away_even_when_an_empty_one_takes_its_place() {
        let mut pending = Pending::default();
        let drop = Ask::DropDraft { of: DraftOf::Report };
        assert!(pending.is_settled());
        pending.put(REPORT, typed("两"));
        pending.put(REPORT, drop.clone());
        pending.emptied(REPORT, typed(""));
        assert!(!pending.is_settled());
        assert_eq!(pending.begin_next(), Some((REPORT, drop)));
        assert!(!pending.is_settled(), "it is under way");
        pending.written();
        assert!(pending.is_settled());
        pending.put(REPORT, typed("两"));
        assert_eq!(
            pending.begin_next(),
            Some((REPORT, typed("两"))),
            "the same words in the next report are kept anew"
        );
    }
}
