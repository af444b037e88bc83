//! Jurisdictions and units: their counts as numbers; rates, ranks and the sums of all as formulas.

use std::collections::BTreeMap;

use rust_xlsxwriter::{Worksheet, XlsxError};
use shared::api::assessment::AssessmentRow;
use shared::api::bulletins::{BulletinContent, RankRow, Ranking};
use shared::assessment::{Basis, Counter, Rate, Subject, Sums};

use super::page::{At, Formats, Page, Row, Written, cell, names};
use crate::bulletins::desk::Ways;
use crate::bulletins::leaf::model;
use crate::bulletins::leaf::tables::{counted, ratio};
use crate::bulletins::words;
use crate::sheets::lang::Lang;

/// What a bulletin holds, and the ways to the cases of its numbers.
pub type Linked<'a> = (&'a BulletinContent, Option<&'a Ways>);

/// What is counted of each, and by which basis.
const COUNTERS: [(Basis, Counter); 11] = [
    (Basis::Filed, Counter::Inst),
    (Basis::Due, Counter::NeedDispose),
    (Basis::Due, Counter::Dispose),
    (Basis::Due, Counter::IntimeDispose),
    (Basis::Due, Counter::OvertimeToDispose),
    (Basis::Due, Counter::NeedArchive),
    (Basis::Due, Counter::Archive),
    (Basis::Due, Counter::IntimeArchive),
    (Basis::Due, Counter::Rework),
    (Basis::Due, Counter::Postpone),
    (Basis::Due, Counter::AppealUpheld),
];

/// The rates of each; the parts of every one are among the counters.
const RATES: [Rate; 7] = [
    Rate::Dispose,
    Rate::IntimeDispose,
    Rate::OvertimeToDispose,
    Rate::Archive,
    Rate::IntimeArchive,
    Rate::Rework,
    Rate::Postpone,
];

/// The columns before the counters: rank, name, code.
const BEFORE: u16 = 3;
/// The row that the objects begin in, below the head.
const FIRST: u32 = 1;

/// Writes the sheet of jurisdictions.
pub fn areas(sheet: &mut Worksheet, formats: &Formats, (content, ways): Linked<'_>, lang: Lang) -> Written {
    let [_, name, ..] = names(lang);
    let page = Page::begin(sheet, formats, name)?;
    write(
        page,
        (&content.areas, &content.total),
        (content.ranking(Subject::Jurisdiction), Subject::Jurisdiction, ways),
        lang,
    )
}

/// Writes the sheet of responsible units.
pub fn units(sheet: &mut Worksheet, formats: &Formats, (content, ways): Linked<'_>, lang: Lang) -> Written {
    let [_, _, name, ..] = names(lang);
    let page = Page::begin(sheet, formats, name)?;
    write(page, (&content.units, &content.total), (content.ranking(Subject::Unit), Subject::Unit, ways), lang)
}

fn write(
    mut page: Page<'_>,
    (rows, total): (&[AssessmentRow], &BTreeMap<Basis, Sums>),
    (ranking, by, ways): (Option<&Ranking>, Subject, Option<&Ways>),
    lang: Lang,
) -> Written {
    let mut heads = vec![lang.say("名次", "Rank"), lang.say("名称", "Name"), lang.say("编号", "Code")];
    heads.extend(COUNTERS.iter().map(|(_, counter)| words::counter(*counter, lang)));
    heads.extend(RATES.iter().map(|rate| words::rate(*rate, lang)));
    let scored = match ranking {
        Some(ranking) => format!("{} ({})", lang.say("得分", "Score"), model(ranking, lang)),
        None => lang.say("得分", "Score").to_owned(),
    };
    heads.push(&scored);
    page.head(heads)?;
    let ranked = |key: &str| ranking.and_then(|ranking| ranking.rows.iter().find(|row| row.key == key));
    let mut sorted: Vec<(&AssessmentRow, Option<&RankRow>)> = rows.iter().map(|row| (row, ranked(&row.key))).collect();
    sorted.sort_by_key(|(_, rank)| rank.map_or(u32::MAX, |row| row.rank));
    let scores = BEFORE + u16_of(COUNTERS.len()) + u16_of(RATES.len());
    let last = FIRST + u32_of(sorted.len().saturating_sub(1));
    for (line, (row, rank)) in (FIRST..).zip(&sorted) {
        let name =
            if row.key.is_empty() { lang.say("（尚未派遣）", "(not dispatched)") } else { row.name.as_str() };
        page.words((line, 1), name, Row::Usual)?;
        page.words((line, 2), &row.key, Row::Usual)?;
        for (column, (basis, counter)) in (BEFORE..).zip(COUNTERS) {
            let way = ways.map(|ways| ways.to(basis, counter, Some((by, row.key.as_str()))));
            page.linked((line, column), counted(&row.sums, basis, counter), way)?;
        }
        rates(&mut page, line, &row.sums, Row::Usual)?;
        let Some(rank) = rank else { continue };
        let way = ranking.and_then(|ranking| ways?.score(ranking, &row.key));
        page.points((line, scores), rank.total_centi, way)?;
        let (own, all) = (cell((line, scores)), span((FIRST, scores), (last, scores)));
        page.formula((line, 0), &format!("=RANK.EQ({own},{all},0)"), &rank.rank.to_string())?;
    }
    if !sorted.is_empty() {
        let line = last + 1;
        page.words((line, 1), lang.say("合计", "All together"), Row::Total)?;
        for (column, (basis, counter)) in (BEFORE..).zip(COUNTERS) {
            let way = ways.map(|ways| ways.to(basis, counter, None));
            page.sum((line, column), FIRST, counted(total, basis, counter), way)?;
        }
        rates(&mut page, line, total, Row::Total)?;
    }
    page.end();
    Ok(())
}

fn rates(page: &mut Page<'_>, line: u32, sums: &BTreeMap<Basis, Sums>, kind: Row) -> Result<(), XlsxError> {
    let first = BEFORE + u16_of(COUNTERS.len());
    for (column, rate) in (first..).zip(RATES) {
        let whole = rate.whole().first().and_then(|counter| place(*counter));
        if let (Some(part), Some(whole)) = (place(rate.part()), whole) {
            page.rate((line, column), ((line, part), (line, whole)), ratio(sums, Basis::Due, rate), kind)?;
        }
    }
    Ok(())
}

/// Returns the column of a counter of cases that were due.
fn place(counter: Counter) -> Option<u16> {
    (BEFORE..).zip(COUNTERS).find(|(_, (basis, known))| *basis == Basis::Due && *known == counter).map(|(at, _)| at)
}

/// Names the cells between two, both fixed.
fn span((top, left): At, (foot, right): At) -> String {
    rust_xlsxwriter::utility::cell_range_absolute(top, left, foot, right)
}

fn u16_of(count: usize) -> u16 {
    u16::try_from(count).unwrap_or(u16::MAX)
}

fn u32_of(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::{Counter, RATES, place};

    #[test]
    fn both_parts_of_every_rate_have_a_column() {
        for rate in RATES {
            assert!(place(rate.part()).is_some(), "{rate:?}");
            assert!(matches!(rate.whole(), [whole] if place(*whole).is_some()), "{rate:?}");
        }
        assert_eq!(place(Counter::NeedDispose), Some(4));
        assert_eq!(place(Counter::Inst), None, "it is counted by the day of filing");
    }
}
