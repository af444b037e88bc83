//! The cases that were handled poorly; how many days each was late is a formula over its two moments.

use rust_xlsxwriter::Worksheet;
use shared::api::bulletins::PoorReason;

use super::objects::Linked;
use super::page::{Formats, Page, Row, Written, cell, names};
use crate::bulletins::leaf::cases::days_late;
use crate::bulletins::words;
use crate::sheets::lang::Lang;

/// Writes the sheet; each case's number leads to the case.
pub fn write(sheet: &mut Worksheet, formats: &Formats, (content, ways): Linked<'_>, lang: Lang) -> Written {
    let [.., name] = names(lang);
    let mut page = Page::begin(sheet, formats, name)?;
    page.head([
        lang.say("案卷号", "Case number"),
        lang.say("列入原因", "Why it is here"),
        lang.say("类别", "Category"),
        lang.say("责任单位", "Unit"),
        lang.say("辖区", "Jurisdiction"),
        lang.say("地点", "Place"),
        lang.say("上报时间", "Reported"),
        lang.say("处置截止", "Due"),
        lang.say("截至", "As of"),
        lang.say("未处置的超期天数", "Days late while open"),
        lang.say("超出时限的倍数", "Times over its limit"),
        lang.say("返工次数", "Reworks"),
    ])?;
    for (line, case) in (1_u32..).zip(&content.poor) {
        // One that has no number is called by its id: it must lead to the case all the same.
        let number = case.case_no.as_ref().map_or_else(|| case.id.to_string(), ToString::to_string);
        page.way((line, 0), &number, ways.map(|ways| ways.desk().case(case.id)))?;
        let category = lang.pick(&case.category, &case.category_en);
        let reason = words::reason(case.reason, lang);
        let (unit, area) = (case.unit_name.as_str(), case.area_name.as_str());
        let said = [reason, category, unit, area, case.place.as_str()];
        for (column, text) in (1_u16..).zip(said) {
            page.words((line, column), text, Row::Usual)?;
        }
        page.moment((line, 6), case.reported_at, &content.zone)?;
        if let Some(due) = case.due_at {
            page.moment((line, 7), due, &content.zone)?;
        }
        page.moment((line, 8), case.at, &content.zone)?;
        if case.reason == PoorReason::OverdueOpen {
            let (due, at) = (cell((line, 7)), cell((line, 8)));
            let formula = format!("=IF({due}=\"\",\"\",ROUND({at}-{due},1))");
            page.formula((line, 9), &formula, &days_late(case))?;
        }
        if case.over_per_mille > 0 {
            page.number((line, 10), f64::from(case.over_per_mille) / 1_000.0)?;
        }
        page.number((line, 11), f64::from(case.reworks))?;
    }
    page.end();
    Ok(())
}
