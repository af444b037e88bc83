//! Categories and months.

use rust_xlsxwriter::Worksheet;
use shared::api::bulletins::TREND_RATES;
use shared::assessment::rate::Ratio;
use shared::assessment::{Basis, Counter, Subject};

use super::objects::Linked;
use super::page::{Formats, Page, Row, Written, names};
use crate::bulletins::leaf::tables::{counted, ratio};
use crate::bulletins::words;
use crate::sheets::lang::Lang;

/// Writes the categories, with the share of each in all that was filed.
pub fn categories(sheet: &mut Worksheet, formats: &Formats, (content, ways): Linked<'_>, lang: Lang) -> Written {
    let [_, _, _, name, ..] = names(lang);
    let mut page = Page::begin(sheet, formats, name)?;
    page.head([
        lang.say("类别", "Category"),
        lang.say("编码", "Code"),
        words::counter(Counter::Inst, lang),
        lang.say("占立案数", "Of all filed"),
    ])?;
    let whole = counted(&content.total, Basis::Filed, Counter::Inst);
    let count = u32::try_from(content.categories.len()).unwrap_or(u32::MAX);
    let all = count.saturating_add(1);
    for (line, row) in (1_u32..).zip(&content.categories) {
        let filed = counted(&row.sums, Basis::Filed, Counter::Inst);
        page.words((line, 0), &row.name, Row::Usual)?;
        page.words((line, 1), &row.key, Row::Usual)?;
        let way = ways.map(|ways| ways.to(Basis::Filed, Counter::Inst, Some((Subject::Category, row.key.as_str()))));
        page.linked((line, 2), filed, way)?;
        page.rate((line, 3), ((line, 2), (all, 2)), Ratio { part: filed, whole }, Row::Usual)?;
    }
    page.words((all, 0), lang.say("全部立案", "All filed"), Row::Total)?;
    page.linked((all, 2), whole, ways.map(|ways| ways.to(Basis::Filed, Counter::Inst, None)))?;
    page.end();
    Ok(())
}

/// What of each month stands in its row: volumes, and both parts of the rates that are followed.
const MONTHLY: [(Basis, Counter); 6] = [
    (Basis::Reported, Counter::Report),
    (Basis::Filed, Counter::Inst),
    (Basis::Due, Counter::NeedDispose),
    (Basis::Due, Counter::IntimeDispose),
    (Basis::Due, Counter::NeedArchive),
    (Basis::Due, Counter::Archive),
];

/// Writes the course of months.
pub fn months(sheet: &mut Worksheet, formats: &Formats, (content, ways): Linked<'_>, lang: Lang) -> Written {
    let [_, _, _, _, name, ..] = names(lang);
    let mut page = Page::begin(sheet, formats, name)?;
    let mut heads = vec![lang.say("月份", "Month"), lang.say("版本", "Version")];
    heads.extend(MONTHLY.iter().map(|(_, counter)| words::counter(*counter, lang)));
    heads.extend(TREND_RATES.iter().map(|(_, rate)| words::rate(*rate, lang)));
    page.head(heads)?;
    for (line, month) in (1_u32..).zip(&content.trend) {
        page.words((line, 0), &month.month, Row::Usual)?;
        page.number((line, 1), f64::from(month.version))?;
        for (column, (basis, counter)) in (2_u16..).zip(MONTHLY) {
            let way = ways.map(|ways| ways.desk().month(&month.month, month.version, (basis, counter)));
            page.linked((line, column), counted(&month.sums, basis, counter), way)?;
        }
        for (column, (basis, rate)) in (8_u16..).zip(TREND_RATES) {
            let whole = rate.whole().first().and_then(|counter| place(*basis, *counter));
            if let (Some(part), Some(whole)) = (place(*basis, rate.part()), whole) {
                let found = ratio(&month.sums, *basis, *rate);
                page.rate((line, column), ((line, part), (line, whole)), found, Row::Usual)?;
            }
        }
    }
    page.end();
    Ok(())
}

fn place(basis: Basis, counter: Counter) -> Option<u16> {
    (2_u16..).zip(MONTHLY).find(|(_, known)| *known == (basis, counter)).map(|(column, _)| column)
}

#[cfg(test)]
mod tests {
    use super::{TREND_RATES, place};

    #[test]
    fn both_parts_of_every_rate_have_a_column() {
        for (basis, rate) in TREND_RATES {
            assert!(place(*basis, rate.part()).is_some(), "{rate:?}");
            assert!(matches!(rate.whole(), [whole] if place(*basis, *whole).is_some()), "{rate:?}");
        }
    }
}
