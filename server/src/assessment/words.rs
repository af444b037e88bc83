//! The counters and the bases in words, for tables that leave the system: as on every page.

use shared::assessment::names::{self, Said};
use shared::assessment::{Basis, Counter};

use crate::sheets::lang::Lang;

/// Names a counter.
pub const fn counter(counter: Counter, lang: Lang) -> &'static str {
    said(names::counter(counter), lang)
}

/// Names a basis.
pub const fn basis(basis: Basis, lang: Lang) -> &'static str {
    said(names::basis(basis), lang)
}

const fn said((zh, en): Said, lang: Lang) -> &'static str {
    lang.say(zh, en)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use shared::assessment::Counter;

    use super::{Lang, counter};

    #[test]
    fn every_counter_has_a_name_of_its_own_in_both_languages() {
        for lang in [Lang::Zh, Lang::En] {
            let names: BTreeSet<&str> = Counter::ALL.iter().map(|one| counter(*one, lang)).collect();
            assert_eq!(names.len(), Counter::COUNT);
            assert!(names.iter().all(|name| name.is_ascii() == (lang == Lang::En)), "{names:?}");
        }
    }
}
