//! The words of the assessment, for its own pages, for bulletins and for scores.
//!
//! Here are the names of what is counted: [`counter`], [`rate`], [`basis`], [`slice`], which stand in `shared::assessment::names` for
//! every page and every sheet, and [`subject`]. `glossary` says in a sentence what each means, `pages` are the fixed words of
//! the pages, `phrases` those with a number or a name in them.

pub mod glossary;
pub mod pages;
pub mod phrases;

use kit::lang::Words;
use shared::assessment::names::{self, Said};
use shared::assessment::{Basis, Counter, Rate, Slice, Subject};

const fn word(zh: &'static str, en: &'static str) -> Words {
    Words { zh, en }
}

/// Names a counter, as bulletins and files do.
pub const fn counter(counter: Counter) -> Words {
    said(names::counter(counter))
}

/// Names a rate.
pub const fn rate(rate: Rate) -> Words {
    said(names::rate(rate))
}

/// Names by which of its moments a case falls in a time.
pub const fn basis(basis: Basis) -> Words {
    said(names::basis(basis))
}

/// Names a part of the cases.
pub const fn slice(slice: Slice) -> Words {
    said(names::slice(slice))
}

const fn said((zh, en): Said) -> Words {
    word(zh, en)
}

/// Names whose figures they are: who manages a case is not where it lies.
pub const fn subject(subject: Subject) -> Words {
    match subject {
        Subject::Jurisdiction => word("主管辖区", "Managing jurisdiction"),
        Subject::Division => word("所在区划", "Division where it lies"),
        Subject::Street => word("街道", "Street"),
        Subject::Community => word("社区", "Community"),
        Subject::Grid => word("单元网格", "Unit grid"),
        Subject::Unit => word("责任单位", "Unit"),
        Subject::Category => word("类别", "Category"),
        Subject::Collector => word("信息采集员", "Collector"),
        Subject::Inspector => word("核查员", "Inspector"),
        Subject::Verifier => word("核实人", "Verifier"),
        Subject::Acceptor => word("受理员", "Acceptor"),
        Subject::ShiftLeader => word("值班长", "Shift leader"),
        Subject::Dispatcher => word("派遣员", "Dispatcher"),
    }
}

#[cfg(test)]
mod tests {
    use kit::lang::Words;
    use shared::assessment::{Basis, Counter, Rate, Slice, Subject};

    use super::{basis, counter, glossary, pages, rate, slice, subject};

    #[test]
    fn every_word_speaks_both_languages() {
        let is_chinese = |letter: char| ('\u{4e00}'..='\u{9fff}').contains(&letter);
        let mut all: Vec<Words> = pages::ALL.to_vec();
        for one in Counter::ALL {
            all.extend([counter(*one), glossary::counter(*one)]);
        }
        for one in Rate::ALL {
            all.extend([rate(*one), glossary::rate(*one)]);
        }
        all.extend(Basis::ALL.iter().map(|one| basis(*one)));
        all.extend(Basis::ALL.iter().map(|one| glossary::basis(*one)));
        all.extend(Slice::ALL.iter().map(|one| slice(*one)));
        all.extend(Subject::ALL.iter().map(|one| subject(*one)));
        for words in all {
            assert!(words.zh.chars().any(is_chinese) && !words.en.chars().any(is_chinese), "{words:?}");
            assert!(!words.en.trim().is_empty(), "{words:?}");
        }
    }
}
