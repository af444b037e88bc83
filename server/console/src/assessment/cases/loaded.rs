//! What of the list is here: its pages, one behind the other, as far as somebody has scrolled.

use shared::api::assessment::{AssessedCase, AssessedCases, Source, VersionCases};
use shared::time::Instant;

/// A page as it came, whatever was asked for.
#[derive(Clone, PartialEq, Debug)]
pub struct Page {
    source: Source,
    at: Instant,
    cases: Vec<AssessedCase>,
    total: u64,
    next: Option<String>,
}

impl From<AssessedCases> for Page {
    fn from(came: AssessedCases) -> Self {
        let AssessedCases { source, at, cases, total, next, .. } = came;
        Self { source, at, cases, total, next }
    }
}

impl From<VersionCases> for Page {
    fn from(came: VersionCases) -> Self {
        let VersionCases { month, version, published, at, cases, total, next } = came;
        Self { source: Source::Frozen { month, version, published }, at, cases, total, next }
    }
}

/// The pages that are here.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Loaded {
    rows: Vec<AssessedCase>,
    head: Option<Head>,
    next: Option<String>,
}

/// What the first page said of the whole.
#[derive(Clone, PartialEq, Debug)]
struct Head {
    total: u64,
    source: Source,
    at: Instant,
}

impl Loaded {
    /// Takes a page that begins behind something; one that is already here, or that nothing leads to, is left.
    pub fn put(&mut self, after: Option<&str>, page: Page) {
        let fits = match (&self.head, after) {
            (None, None) => true,
            (Some(_), Some(after)) => self.next.as_deref() == Some(after),
            (None, Some(_)) | (Some(_), None) => false,
        };
        if !fits {
            return;
        }
        let Page { source, at, cases, total, next } = page;
        self.rows.extend(cases);
        self.next = next;
        self.head.get_or_insert(Head { total, source, at });
    }

    /// Returns what the next page begins behind, `Some(None)` for the first one; nothing where all is here.
    pub fn wanted(&self) -> Option<Option<String>> {
        match (&self.head, &self.next) {
            (None, _) => Some(None),
            (Some(_), Some(next)) => Some(Some(next.clone())),
            (Some(_), None) => None,
        }
    }

    /// Says whether all is here.
    pub fn is_whole(&self) -> bool {
        self.wanted().is_none()
    }

    /// Returns the cases.
    pub fn rows(&self) -> &[AssessedCase] {
        &self.rows
    }

    /// Returns how many there are in all, once that is known.
    pub fn total(&self) -> Option<u64> {
        self.head.as_ref().map(|head| head.total)
    }

    /// Returns whence the number is and as of when.
    pub fn source(&self) -> Option<(&Source, Instant)> {
        self.head.as_ref().map(|head| (&head.source, head.at))
    }
}

#[cfg(test)]
mod tests {
    use shared::api::assessment::{AssessedCase, AssessedCases, Source, VersionCases};
    use shared::assessment::{Basis, Counter};
    use shared::case::State;
    use shared::ids::CaseId;
    use shared::time::Instant;
    use uuid::Uuid;

    use super::{Loaded, Page};

    fn page(ids: &[u128], next: Option<&str>) -> Page {
        let case = |id: &u128| AssessedCase {
            id: CaseId(Uuid::from_u128(*id)),
            case_no: None,
            category: String::new(),
            unit: None,
            unit_name: String::new(),
            state: State::Closed,
            reported_at: Instant::from_ms(0),
            due_at: None,
            counts: vec![Counter::Report],
        };
        let came = AssessedCases {
            counter: Counter::Report,
            basis: Basis::Reported,
            of: None,
            source: Source::Live,
            at: Instant::from_ms(7),
            cases: ids.iter().map(case).collect(),
            total: 3,
            next: next.map(str::to_owned),
        };
        came.into()
    }

    #[test]
    fn pages_follow_each_other_until_all_is_here() {
        let mut loaded = Loaded::default();
        assert_eq!((loaded.wanted(), loaded.total()), (Some(None), None));
        loaded.put(None, page(&[1, 2], Some("b")));
        assert_eq!((loaded.wanted(), loaded.total()), (Some(Some("b".to_owned())), Some(3)));
        loaded.put(Some("b"), page(&[3], None));
        assert!(loaded.is_whole() && loaded.rows().len() == 3);
    }

    #[test]
    fn all_cases_of_a_version_say_which_it_is() {
        let mut loaded = Loaded::default();
        let (at, month) = (Instant::from_ms(7), "2026-10".to_owned());
        let came = VersionCases { month, version: 2, published: true, at, cases: Vec::new(), total: 0, next: None };
        loaded.put(None, came.into());
        let source = Source::Frozen { month: "2026-10".to_owned(), version: 2, published: true };
        assert_eq!((loaded.source(), loaded.total()), (Some((&source, at)), Some(0)));
    }

    #[test]
    fn a_page_that_comes_twice_or_out_of_turn_is_left() {
        let mut loaded = Loaded::default();
        loaded.put(Some("b"), page(&[3], None));
        assert!(loaded.rows().is_empty(), "nothing leads to it yet");
        loaded.put(None, page(&[1, 2], Some("b")));
        loaded.put(None, page(&[1, 2], Some("b")));
        loaded.put(Some("a"), page(&[9], None));
        assert_eq!(loaded.rows().len(), 2);
    }
}
