//! Tables as a workbook.

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet, XlsxError};
use shared::time::Instant;

use super::{Cell, MOMENT, Sheet};
use crate::error::Result;

/// What a spreadsheet takes in one cell.
const MOST_LETTERS: usize = 32_767;
/// What it takes as the name of a sheet.
const LONGEST_NAME: usize = 31;
const FORBIDDEN: [char; 7] = ['[', ']', ':', '*', '?', '/', '\\'];

/// Writes tables, each as a sheet of its own.
pub fn write(sheets: &[Sheet]) -> Result<Vec<u8>> {
    Ok(made(sheets).map_err(|error| anyhow::Error::new(error).context("write a workbook"))?)
}

fn made(sheets: &[Sheet]) -> std::result::Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let (head, moment) = (Format::new().set_bold(), Format::new().set_num_format("yyyy-mm-dd hh:mm:ss"));
    for sheet in sheets {
        let page = workbook.add_worksheet();
        let name = name(&sheet.name);
        if !name.is_empty() {
            page.set_name(name)?;
        }
        for (column, title) in (0_u16..).zip(&sheet.columns) {
            page.write_string_with_format(0, column, letters(title), &head)?;
        }
        for (number, row) in (1_u32..).zip(&sheet.rows) {
            for (column, cell) in (0_u16..).zip(row) {
                put(page, (number, column), cell, &moment)?;
            }
        }
        page.set_freeze_panes(1, 0)?;
        page.autofit();
    }
    workbook.save_to_buffer()
}

fn put(
    page: &mut Worksheet,
    (row, column): (u32, u16),
    cell: &Cell,
    moment: &Format,
) -> std::result::Result<(), XlsxError> {
    match cell {
        // As a string of its own kind, which is never read as a formula.
        Cell::Text(text) => page.write_string(row, column, letters(text))?,
        Cell::Number(number) => page.write_number(row, column, *number)?,
        Cell::Moment(at, zone) => match date(*at, zone) {
            Some(date) => page.write_datetime_with_format(row, column, date, moment)?,
            // From before the calendar of spreadsheets begins.
            None => page.write_string(row, column, at.format_in(zone, MOMENT))?,
        },
        Cell::Empty => return Ok(()),
    };
    Ok(())
}

fn date(at: Instant, zone: &str) -> Option<ExcelDateTime> {
    ExcelDateTime::parse_from_str(&at.format_in(zone, MOMENT)).ok()
}

fn letters(text: &str) -> String {
    text.chars().take(MOST_LETTERS / 2).collect()
}

fn name(text: &str) -> String {
    let kept: String = text.chars().filter(|letter| !FORBIDDEN.contains(letter)).take(LONGEST_NAME).collect();
    kept.trim_matches('\'').to_owned()
}

#[cfg(test)]
mod tests {
    use calamine::{Data, Reader as _, Xlsx};

    use super::{Cell, Sheet, write};

    #[test]
    fn what_is_written_is_read_again_and_no_formula() {
        let at = "2026-11-23T10:00:00+08:00".parse().unwrap();
        let row = vec![
            Cell::Text("=1+1".to_owned()),
            Cell::Number(2.5),
            Cell::Moment(at, "Asia/Shanghai".to_owned()),
            Cell::Empty,
            Cell::Text("长".repeat(40_000)),
        ];
        let columns = ["文", "数", "时", "空", "长"].map(str::to_owned).to_vec();
        let sheet = Sheet { name: "设备[1]: a/b".to_owned(), columns, rows: vec![row] };
        let bytes = write(&[sheet]).unwrap();
        let mut book: Xlsx<_> = Xlsx::new(std::io::Cursor::new(bytes)).unwrap();
        assert_eq!(book.sheet_names(), ["设备1 ab"]);
        let cells = book.worksheet_range("设备1 ab").unwrap();
        assert_eq!(cells.get((0, 0)), Some(&Data::String("文".to_owned())));
        assert_eq!(cells.get((1, 0)), Some(&Data::String("=1+1".to_owned())));
        assert_eq!(cells.get((1, 1)), Some(&Data::Float(2.5)));
        assert!(matches!(cells.get((1, 2)), Some(Data::DateTime(_))), "{:?}", cells.get((1, 2)));
        assert!(book.worksheet_formula("设备1 ab").unwrap().is_empty());
    }

    #[test]
    fn sheets_without_rows_and_without_a_name_are_sheets() {
        assert!(!write(&[Sheet::default(), Sheet::default()]).unwrap().is_empty());
    }
}
