//! A table to take away, made from what is on the page: each rate with both its numbers in columns of their own.

use leptos::prelude::*;

use super::line::{Line, Of, name};
use crate::assessment::asked::Period;
use crate::assessment::column::Column;
use crate::assessment::text::{self, pages as words};
use crate::assessment::{answer, figure};
use crate::text::{lang, say};

/// Draws the way to it. The text is only made for who opens it.
pub fn export(lines: Memo<Vec<Line>>, of: Memo<Option<Of>>) -> AnyView {
    let lang = lang();
    let is_open = RwSignal::new(false);
    let link = move || {
        let of = of.get().filter(|_| is_open.get())?;
        let text = lines.with(|lines| written(&of, lines));
        let address = format!("data:text/csv;charset=utf-8,{}", String::from(js_sys::encode_uri_component(&text)));
        Some(view! {
            <a class="words-link" href=address download=file_name(&of) data-test="export-table">{lang.say(words::EXPORT_TABLE)}</a>
        })
    };
    view! {
        <details class="export" on:toggle=move |_| is_open.update(|open| *open = !*open)>
            <summary class="chip" data-test="export">{say(words::EXPORT)}</summary>
            <div class="card export-card">{link}</div>
        </details>
    }
    .into_any()
}

fn file_name(of: &Of) -> String {
    let period = match &of.asked.period {
        Period::Month(month) => month.clone(),
        Period::Frozen { month, version } => format!("{month}-{version}"),
        Period::Days { from, to } => format!("{from}-{to}"),
    };
    format!("xunge-{period}-{}.csv", of.by.as_str())
}

fn written(of: &Of, lines: &[Line]) -> String {
    let mut head = vec![say(text::subject(of.by)).to_owned(), String::new()];
    for column in of.columns {
        let name = format!("{} ({})", say(column.name()), say(text::basis(column.basis())));
        if matches!(column, Column::Rate(_)) {
            head.extend([format!("{name} {}", say(words::PART)), format!("{name} {}", say(words::WHOLE))]);
        }
        head.push(name);
    }
    // So that a spreadsheet takes it for UTF-8.
    let mut text = String::from("\u{feff}");
    put(&mut text, &head);
    for line in lines {
        put(&mut text, &fields(of, line));
    }
    text
}

fn fields(of: &Of, line: &Line) -> Vec<String> {
    let mut fields = vec![name(&line.row), line.row.key.clone()];
    for column in of.columns {
        let sums = answer::sums(&line.row.sums, column.basis());
        match column {
            Column::Count(counter) => fields.push(sums.get(*counter).to_string()),
            Column::Rate(rate) => {
                let ratio = rate.of(&sums);
                fields.extend([ratio.part.to_string(), ratio.whole.to_string(), figure::percent(ratio)]);
            }
            Column::Reworks => fields.push(sums.reworks.to_string()),
            Column::Over => fields.push(figure::times(column.value(&sums))),
        }
    }
    fields
}

fn put(text: &mut String, fields: &[String]) {
    let fields: Vec<String> = fields.iter().map(|field| quoted(field)).collect();
    text.push_str(&fields.join(","));
    text.push_str("\r\n");
}

/// A field that a spreadsheet would take for a formula is made a text.
fn quoted(field: &str) -> String {
    let guard = if field.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
    format!("\"{guard}{}\"", field.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::sync::Arc;

    use shared::api::assessment::AssessmentRow;
    use shared::assessment::{Basis, Counter, Rate, Subject, Sums};

    use super::{Column, Line, Of, Period, fields, file_name, quoted};
    use crate::assessment::asked::Asked;

    #[test]
    fn a_name_is_never_a_formula_and_keeps_its_quotes() {
        assert_eq!(quoted("碑林区"), "\"碑林区\"");
        assert_eq!(quoted("=1+1"), "\"'=1+1\"");
        assert_eq!(quoted("a \"b\", c"), "\"a \"\"b\"\", c\"");
    }

    #[test]
    fn a_rate_is_written_with_both_its_numbers() {
        const COLUMNS: &[Column] =
            &[Column::Count(Counter::NeedDispose), Column::Rate(Rate::IntimeDispose), Column::Over];
        let period = Period::Frozen { month: "2026-10".to_owned(), version: "2".to_owned() };
        let asked = Asked { period, area: String::new(), unit: String::new() };
        let of = Of { asked, by: Subject::Unit, columns: COLUMNS, within: String::new() };
        let mut sums = Sums::default();
        sums.set(Counter::NeedDispose, 430);
        sums.set(Counter::IntimeDispose, 412);
        let sums = BTreeMap::from([(Basis::Due, sums)]);
        let row = AssessmentRow { key: "u1".to_owned(), name: "环卫".to_owned(), sums };
        let line = Line { of: Arc::new(of.clone()), row: Arc::new(row) };
        assert_eq!(fields(&of, &line), ["环卫", "u1", "430", "412", "430", "95.8 %", "—"]);
        assert_eq!(file_name(&of), "xunge-2026-10-2-unit.csv");
    }
}
