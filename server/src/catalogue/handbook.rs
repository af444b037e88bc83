//! A handbook's file: a workbook, or one sheet of it that was saved as CSV.

use std::io::Cursor;

use anyhow::Context as _;
use calamine::{Reader as _, Xlsx};
use shared::catalogue::HandbookSheet;

/// Reads every sheet of a file; its name says which of the two it is.
pub fn sheets(name: &str, bytes: Vec<u8>) -> anyhow::Result<Vec<HandbookSheet>> {
    if !name.to_lowercase().ends_with(".xlsx") {
        let text = String::from_utf8(bytes).context("it is no text in UTF-8")?;
        return Ok(vec![HandbookSheet::from_csv(name, &text)?]);
    }
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).context("it is no workbook")?;
    let sheets = book.worksheets().into_iter().map(|(name, cells)| HandbookSheet {
        name,
        rows: cells.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect(),
    });
    Ok(sheets.collect())
}

#[cfg(test)]
mod tests {
    use super::sheets;

    #[test]
    fn a_sheet_saved_as_csv_is_one_sheet_and_what_is_neither_is_refused() {
        let read = sheets("事件.csv", "\u{feff}大类代码,小类代码\n6,10\n".into()).unwrap();
        assert_eq!((read[0].name.as_str(), read[0].rows.len()), ("事件.csv", 2));
        assert_eq!(read[0].rows[0][0], "大类代码");
        assert!(sheets("a.xlsx", b"no workbook".to_vec()).is_err());
        assert!(sheets("a.csv", vec![0xff, 0xfe, 0xff]).is_err());
    }
}
