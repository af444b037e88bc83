//! A table as comma-separated values that a spreadsheet opens and never runs.

use super::{Cell, MOMENT, Sheet};

/// By this a spreadsheet knows that the letters are UTF-8.
const MARK: &str = "\u{feff}";

/// Writes a table.
pub fn write(sheet: &Sheet) -> Vec<u8> {
    let mut text = MARK.to_owned();
    line(&mut text, sheet.columns.iter().map(|name| words(name)));
    for row in &sheet.rows {
        line(&mut text, row.iter().map(cell));
    }
    text.into_bytes()
}

fn line(text: &mut String, cells: impl Iterator<Item = String>) {
    for (place, cell) in cells.enumerate() {
        if place > 0 {
            text.push(',');
        }
        text.push_str(&cell);
    }
    text.push_str("\r\n");
}

fn cell(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => words(text),
        Cell::Number(number) => number.to_string(),
        Cell::Moment(at, zone) => at.format_in(zone, MOMENT),
        Cell::Empty => String::new(),
    }
}

/// Writes words so that they stay words: what begins like a formula would be run by whoever opens the file.
fn words(text: &str) -> String {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    let safe = if is_formula { format!("'{text}") } else { text.to_owned() };
    if safe.contains(['"', ',', '\n', '\r', ';', '\t', '\'']) {
        return format!("\"{}\"", safe.replace('"', "\"\""));
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::{Cell, Sheet, write};

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let rows = vec![vec![Cell::Text(text.to_owned())]];
        let written = write(&Sheet { name: String::new(), columns: vec!["a".to_owned()], rows });
        assert_eq!(String::from_utf8(written).unwrap(), format!("\u{feff}a\r\n{expected}\r\n"));
    }

    #[test]
    fn what_begins_like_a_formula_is_words() {
        check("王", "王");
        check("=cmd|' /C calc'!A0", "\"'=cmd|' /C calc'!A0\"");
        check("+86", "\"'+86\"");
        check("-1", "\"'-1\"");
        check("@SUM(A1)", "\"'@SUM(A1)\"");
        check("\t=1", "\"'\t=1\"");
        check("＝1", "\"'＝1\"");
        check("1-2", "1-2");
    }

    #[test]
    fn what_would_break_a_line_is_quoted() {
        check("a,b", "\"a,b\"");
        check("say \"ah\"", "\"say \"\"ah\"\"\"");
        check("two\nlines", "\"two\nlines\"");
    }

    #[test]
    fn numbers_and_moments_are_what_they_are() {
        let at = "2026-11-23T10:00:00+08:00".parse().unwrap();
        let row = vec![Cell::Number(-3.5), Cell::Number(7.0), Cell::Moment(at, "Asia/Urumqi".to_owned()), Cell::Empty];
        let columns = ["n", "m", "t", "e"].map(str::to_owned).to_vec();
        let written = String::from_utf8(write(&Sheet { name: String::new(), columns, rows: vec![row] })).unwrap();
        assert!(written.ends_with("\r\n-3.5,7,2026-11-23 08:00:00,\r\n"), "{written}");
    }
}
