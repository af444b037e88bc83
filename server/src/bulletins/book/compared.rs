//! The numbers of everybody beside those of the time before and of a year before; what changed is a formula.

use rust_xlsxwriter::{Worksheet, XlsxError};
use shared::api::bulletins::{BulletinCompared, COMPARED_RATES, COMPARED_VOLUMES, Compared};
use shared::assessment::rate::Ratio;
use shared::assessment::{Basis, Counter, Rate, change};

use super::objects::Linked;
use super::page::{Formats, Page, Row, Written, cell, names};
use crate::bulletins::desk::Ways;
use crate::bulletins::leaf::compared::called;
use crate::bulletins::leaf::tables::{counted, ratio, whole_of};
use crate::bulletins::numbers::NOTHING;
use crate::bulletins::words;
use crate::sheets::lang::Lang;

/// The columns of one rate: its part, its whole, and itself.
const PER_RATE: u16 = 3;

/// Writes the sheet: counts in the first rows, and below them rates with both their parts.
pub fn write(sheet: &mut Worksheet, formats: &Formats, linked: Linked<'_>, lang: Lang) -> Written {
    let [.., name, _] = names(lang);
    let mut page = Page::begin(sheet, formats, name)?;
    let next = counts(&mut page, linked, lang)?;
    rates(&mut page, next + 1, linked, lang)?;
    page.end();
    Ok(())
}

/// Returns what a time is called, and by how much something changed since.
fn said(other: Option<&BulletinCompared>, with: Compared, lang: Lang) -> (String, &'static str) {
    let (name, changed) = match with {
        Compared::Previous => (lang.say("上期", "Before"), lang.say("环比", "Change")),
        Compared::YearBefore => (lang.say("上年同期", "Year before"), lang.say("同比", "Change on year")),
    };
    (other.map_or_else(|| name.to_owned(), |other| called(other, lang)), changed)
}

fn counts(page: &mut Page<'_>, (content, ways): Linked<'_>, lang: Lang) -> Result<u32, XlsxError> {
    let own = [lang.say("数量", "Volume"), lang.say("口径", "Counted"), lang.say("本期", "This time")];
    let mut heads: Vec<String> = own.map(str::to_owned).to_vec();
    for with in Compared::ALL {
        let (name, changed) = said(content.compared_with(*with), *with, lang);
        heads.extend([name, changed.to_owned()]);
    }
    page.head(heads.iter().map(String::as_str))?;
    let mut line = 0;
    for (basis, counter) in COMPARED_VOLUMES {
        line += 1;
        let now = counted(&content.total, *basis, *counter);
        page.words((line, 0), words::counter(*counter, lang), Row::Usual)?;
        page.words((line, 1), words::basis(*basis, lang), Row::Usual)?;
        page.linked((line, 2), now, ways.map(|ways| ways.to(*basis, *counter, None)))?;
        for (column, with) in (3_u16..).step_by(2).zip(Compared::ALL) {
            let Some(other) = content.compared_with(*with) else {
                page.words((line, column), NOTHING, Row::Usual)?;
                page.words((line, column + 1), NOTHING, Row::Usual)?;
                continue;
            };
            let before = counted(&other.sums, *basis, *counter);
            page.linked((line, column), before, ways.map(|ways| ways.beside(other, (*basis, *counter))))?;
            let (now_at, before_at) = (cell((line, 2)), cell((line, column)));
            let formula = format!("=IF({before_at}=0,\"{NOTHING}\",({now_at}-{before_at})/{before_at})");
            page.change((line, column + 1), &formula, change::of_counts(now, before))?;
        }
    }
    Ok(line + 1)
}

fn rates(page: &mut Page<'_>, top: u32, (content, ways): Linked<'_>, lang: Lang) -> Written {
    let parts = [lang.say("分子", "Part"), lang.say("分母", "Whole"), lang.say("比率", "Rate")];
    page.heading((top, 0), lang.say("比率", "Rate"))?;
    page.heading((top, 1), lang.say("口径", "Counted"))?;
    for (column, part) in (2_u16..).zip(parts) {
        page.heading((top, column), part)?;
    }
    for (first, with) in firsts() {
        let (name, changed) = said(content.compared_with(with), with, lang);
        for (column, part) in (first..).zip(parts) {
            page.heading((top, column), &format!("{name} {part}"))?;
        }
        page.heading((top, first + PER_RATE), changed)?;
    }
    for (line, (basis, rate)) in (top + 1..).zip(COMPARED_RATES) {
        page.words((line, 0), words::rate(*rate, lang), Row::Usual)?;
        page.words((line, 1), words::basis(*basis, lang), Row::Usual)?;
        let now = ratio(&content.total, *basis, *rate);
        three(page, (line, 2), now, *rate, |counter| ways.map(|ways| ways.to(*basis, counter, None)))?;
        for (first, with) in firsts() {
            let Some(other) = content.compared_with(with) else {
                for column in first..=first + PER_RATE {
                    page.words((line, column), NOTHING, Row::Usual)?;
                }
                continue;
            };
            let before = ratio(&other.sums, *basis, *rate);
            three(page, (line, first), before, *rate, |counter| way(ways, other, *basis, counter))?;
            let (now_at, before_at) = (cell((line, 4)), cell((line, first + 2)));
            let formula =
                format!("=IF(OR({now_at}=\"{NOTHING}\",{before_at}=\"{NOTHING}\"),\"{NOTHING}\",{now_at}-{before_at})");
            page.change((line, first + PER_RATE), &formula, change::of_rates(now, before))?;
        }
    }
    Ok(())
}

/// Returns in which column each other time begins, behind the three of its own.
fn firsts() -> impl Iterator<Item = (u16, Compared)> {
    (2 + PER_RATE..).step_by(usize::from(PER_RATE) + 1).zip(Compared::ALL.iter().copied())
}

fn way(ways: Option<&Ways>, other: &BulletinCompared, basis: Basis, counter: Counter) -> Option<String> {
    ways.map(|ways| ways.beside(other, (basis, counter)))
}

/// Writes a rate's part and whole, and itself as a formula over both.
fn three(
    page: &mut Page<'_>,
    (line, first): (u32, u16),
    found: Ratio,
    rate: Rate,
    way: impl Fn(Counter) -> Option<String>,
) -> Written {
    page.linked((line, first), found.part, way(rate.part()))?;
    page.linked((line, first + 1), found.whole, whole_of(rate).and_then(&way))?;
    page.rate((line, first + 2), ((line, first), (line, first + 1)), found, Row::Usual)
}
