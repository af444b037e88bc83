//! Tables that leave the system: one description, written as CSV or as a workbook.
//!
//! Nothing here knows what the tables say. Start with [`Sheet`]; [`answer_with`] is what an export ends with.

mod csv_file;
mod workbook;
pub mod lang;

use std::str::FromStr;

use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use shared::time::Instant;

use crate::error::{Error, Result};
use crate::http::error::Failure;

/// A table.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Sheet {
    /// What it is called.
    pub name: String,
    /// What its columns are called.
    pub columns: Vec<String>,
    /// Its rows; a cell for each column.
    pub rows: Vec<Vec<Cell>>,
}

/// What stands in a cell.
#[derive(Clone, PartialEq, Debug)]
pub enum Cell {
    /// Words, never a formula.
    Text(String),
    /// A number.
    Number(f64),
    /// A moment, in the zone named by its IANA name.
    Moment(Instant, String),
    /// Nothing.
    Empty,
}

impl Cell {
    /// Returns words as a cell; nothing where there are none.
    pub fn words(text: &str) -> Self {
        if text.is_empty() { Self::Empty } else { Self::Text(text.to_owned()) }
    }

    /// Returns a moment as a cell; nothing where there is none.
    pub fn moment(at: Option<Instant>, zone: &str) -> Self {
        at.map_or(Self::Empty, |at| Self::Moment(at, zone.to_owned()))
    }
}

/// What a table is written as.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Format {
    /// Comma-separated values, UTF-8 with a mark at the beginning by which spreadsheets know it.
    #[default]
    Csv,
    /// A workbook of a spreadsheet.
    Xlsx,
}

/// The format has no such name.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("\"{0}\" is neither csv nor xlsx")]
pub struct UnknownFormat(String);

impl FromStr for Format {
    type Err = UnknownFormat;
    fn from_str(text: &str) -> std::result::Result<Self, UnknownFormat> {
        match text {
            "csv" => Ok(Self::Csv),
            "xlsx" => Ok(Self::Xlsx),
            other => Err(UnknownFormat(other.chars().take(16).collect())),
        }
    }
}

impl Format {
    const fn ending(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
        }
    }

    const fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }
}

/// Writes a table as CSV.
pub fn csv(sheet: &Sheet) -> Vec<u8> {
    csv_file::write(sheet)
}

/// Writes tables as one workbook.
pub fn xlsx(sheets: &[Sheet]) -> Result<Vec<u8>> {
    workbook::write(sheets)
}

/// Answers as [`answer`] does, off the async threads: a workbook of 10,000 rows takes longer to write than others may wait.
pub async fn answer_with(format: Format, file_stem: &str, sheet: Sheet) -> Response {
    let stem = file_stem.to_owned();
    match tokio::task::spawn_blocking(move || answer(format, &stem, &sheet)).await {
        Ok(response) => response,
        Err(error) => Failure(Error::Fault(error.into())).into_response(),
    }
}

/// Answers with a table as a file: its name without the ending is `file_stem`.
pub fn answer(format: Format, file_stem: &str, sheet: &Sheet) -> Response {
    let bytes = match format {
        Format::Csv => Ok(csv(sheet)),
        Format::Xlsx => xlsx(std::slice::from_ref(sheet)),
    };
    let bytes = match bytes {
        Ok(bytes) => bytes,
        Err(error) => return Failure::from(error).into_response(),
    };
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(format.media_type()));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let name = utf8_percent_encode(file_stem, NON_ALPHANUMERIC);
    let ending = format.ending();
    if let Ok(named) = HeaderValue::from_str(&format!("attachment; filename*=UTF-8''{name}.{ending}")) {
        headers.insert(CONTENT_DISPOSITION, named);
    }
    response
}

/// How moments are written in text.
const MOMENT: &str = "%Y-%m-%d %H:%M:%S";

#[cfg(test)]
mod tests {
    use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};

    use super::{Cell, Format, Sheet, answer};

    #[test]
    fn a_file_is_named_in_any_letters() {
        let sheet = Sheet { name: "设备".to_owned(), columns: vec!["a".to_owned()], rows: vec![vec![Cell::Empty]] };
        let reply = answer(Format::Csv, "设备 1", &sheet);
        assert_eq!(reply.headers()[CONTENT_TYPE], "text/csv; charset=utf-8");
        assert_eq!(reply.headers()[CONTENT_DISPOSITION], "attachment; filename*=UTF-8''%E8%AE%BE%E5%A4%87%201.csv");
        assert_eq!(answer(Format::Xlsx, "x", &sheet).status().as_u16(), 200);
    }

    #[test]
    fn only_what_is_written_here_is_a_format() {
        assert_eq!("csv".parse::<Format>(), Ok(Format::Csv));
        assert_eq!("xlsx".parse::<Format>(), Ok(Format::Xlsx));
        assert!("exe".parse::<Format>().is_err());
    }
}
