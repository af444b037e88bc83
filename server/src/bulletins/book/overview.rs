//! The first sheet: what the bulletin stands on, the volumes, and each rate as a formula over its two parts.

use rust_xlsxwriter::Worksheet;
use shared::api::bulletins::{RATES, VOLUMES};
use shared::assessment::Counter;

use super::page::{Formats, Page, Row, Written, cell, names};
use crate::bulletins::desk::Ways;
use crate::bulletins::leaf::tables::{counted, ratio};
use crate::bulletins::leaf::{facts, title};
use crate::bulletins::store::Kept;
use crate::bulletins::words;
use crate::sheets::lang::Lang;

/// Writes the sheet.
pub fn write(sheet: &mut Worksheet, formats: &Formats, (kept, ways): (&Kept, Option<&Ways>), lang: Lang) -> Written {
    let content = &kept.content;
    let [name, ..] = names(lang);
    let mut page = Page::begin(sheet, formats, name)?;
    page.title((0, 0), lang.pick(&content.centre, &content.centre_en))?;
    page.title((1, 0), &title(kept, lang))?;
    let mut row = 2;
    for (label, value) in facts(kept, lang) {
        page.words((row, 0), label, Row::Usual)?;
        page.words((row, 1), &value, Row::Usual)?;
        row += 1;
    }
    if let Some(ways) = ways {
        page.words((row, 0), words::at_the_desk(lang), Row::Usual)?;
        page.words((row, 1), &ways.desk().bulletin(kept.head.id), Row::Usual)?;
        row += 1;
    }
    for line in kept.remarks.lines().filter(|line| !line.trim().is_empty()) {
        page.words((row, 0), line, Row::Usual)?;
        row += 1;
    }
    row += 1;
    let heads = [lang.say("数量", "Volume"), lang.say("口径", "Counted"), lang.say("件数", "Cases")];
    for (column, head) in (0_u16..).zip(heads) {
        page.heading((row, column), head)?;
    }
    for (basis, counter) in VOLUMES {
        row += 1;
        page.words((row, 0), words::counter(*counter, lang), Row::Usual)?;
        page.words((row, 1), words::basis(*basis, lang), Row::Usual)?;
        let way = ways.map(|ways| ways.to(*basis, *counter, None));
        page.linked((row, 2), counted(&content.total, *basis, *counter), way)?;
    }
    row += 2;
    let heads = [
        lang.say("比率", "Rate"),
        lang.say("口径", "Counted"),
        lang.say("分子", "Part"),
        lang.say("分母", "Whole"),
        lang.say("比率", "Rate"),
        lang.say("算法", "Of what"),
        lang.say("分母各项", "What the whole is made of"),
    ];
    for (column, head) in (0_u16..).zip(heads) {
        page.heading((row, column), head)?;
    }
    for (basis, rate) in RATES {
        row += 1;
        let found = ratio(&content.total, *basis, *rate);
        page.words((row, 0), words::rate(*rate, lang), Row::Usual)?;
        page.words((row, 1), words::basis(*basis, lang), Row::Usual)?;
        let way = |counter: Counter| ways.map(|ways| ways.to(*basis, counter, None));
        page.linked((row, 2), found.part, way(rate.part()))?;
        match rate.whole() {
            [counter] => page.linked((row, 3), found.whole, way(*counter))?,
            // The sum of two counters has no list of its own: each of them stands behind it with its own.
            several => {
                let each = (6_u16..).zip(several);
                let cells: Vec<String> = each.clone().map(|(column, _)| cell((row, column))).collect();
                page.added((row, 3), &format!("={}", cells.join("+")), found.whole, None)?;
                for (column, counter) in each {
                    page.linked((row, column), counted(&content.total, *basis, *counter), way(*counter))?;
                }
            }
        }
        page.rate((row, 4), ((row, 2), (row, 3)), found, Row::Usual)?;
        let called = |counter: &Counter| words::counter(*counter, lang);
        let whole: Vec<&str> = rate.whole().iter().map(called).collect();
        page.words((row, 5), &format!("{} / {}", words::counter(rate.part(), lang), whole.join(" + ")), Row::Usual)?;
    }
    page.end();
    Ok(())
}
