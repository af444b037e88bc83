//! What is counted in one language, for tables and papers that leave the system. The names themselves are
//! `shared::assessment::names`.

use shared::assessment::names::{self, Said};
use shared::assessment::{Basis, Counter, Rate, Slice};

use crate::sheets::lang::Lang;

/// Names a counter.
pub const fn counter(counter: Counter, lang: Lang) -> &'static str {
    said(names::counter(counter), lang)
}

/// Names a rate.
pub const fn rate(rate: Rate, lang: Lang) -> &'static str {
    said(names::rate(rate), lang)
}

/// Says by which day cases fall in.
pub const fn basis(basis: Basis, lang: Lang) -> &'static str {
    said(names::basis(basis), lang)
}

/// Names a part of the cases.
pub const fn slice(slice: Slice, lang: Lang) -> &'static str {
    said(names::slice(slice), lang)
}

const fn said((zh, en): Said, lang: Lang) -> &'static str {
    lang.say(zh, en)
}
