//! CSV with a header line, read so that every complaint names file, line and column.

use std::fmt::Display;
use std::str::FromStr;

use crate::catalogue::pack::BadCatalogue;

/// One line of a table.
pub(super) struct Row<'t> {
    file: &'t str,
    line: u64,
    columns: &'t [String],
    fields: csv::StringRecord,
}

impl Row<'_> {
    /// Returns a complaint about a field of this line.
    pub(super) fn wrong(&self, field: &str, what: impl Into<String>) -> BadCatalogue {
        BadCatalogue::Line { file: self.file.to_owned(), line: self.line, field: field.to_owned(), what: what.into() }
    }

    /// Says whether the table has such a column.
    pub(super) fn has(&self, field: &str) -> bool {
        self.columns.iter().any(|column| column == field)
    }

    /// Returns the field, which may be empty.
    pub(super) fn text(&self, field: &str) -> Result<&str, BadCatalogue> {
        let column = self.columns.iter().position(|column| column == field);
        match column.and_then(|column| self.fields.get(column)) {
            Some(text) => Ok(text.trim()),
            None => Err(self.wrong(field, "there is no such column")),
        }
    }

    /// Returns the field, which must hold something.
    pub(super) fn words(&self, field: &str) -> Result<String, BadCatalogue> {
        match self.text(field)? {
            "" => Err(self.wrong(field, "must not be empty")),
            text => Ok(text.to_owned()),
        }
    }

    /// Returns the field as a value.
    pub(super) fn value<T: FromStr<Err: Display>>(&self, field: &str) -> Result<T, BadCatalogue> {
        self.text(field)?.parse().map_err(|error: T::Err| self.wrong(field, error.to_string()))
    }

    /// Returns the field as a value, or nothing where it is empty.
    pub(super) fn value_if_any<T: FromStr<Err: Display>>(&self, field: &str) -> Result<Option<T>, BadCatalogue> {
        if self.text(field)?.is_empty() { Ok(None) } else { self.value(field).map(Some) }
    }
}

/// Calls `take` with each line of the table, in order.
pub(super) fn each_row(
    file: &str,
    text: &str,
    mut take: impl FnMut(&Row<'_>) -> Result<(), BadCatalogue>,
) -> Result<(), BadCatalogue> {
    let unread = |error: csv::Error| BadCatalogue::Line {
        file: file.to_owned(),
        line: error.position().map_or(1, csv::Position::line),
        field: "line".to_owned(),
        what: error.to_string(),
    };
    // Spreadsheets put a byte-order mark before the first column's name.
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let columns: Vec<String> = reader.headers().map_err(unread)?.iter().map(|name| name.trim().to_owned()).collect();
    for fields in reader.records() {
        let fields = fields.map_err(unread)?;
        let line = fields.position().map_or(0, csv::Position::line);
        take(&Row { file, line, columns: &columns, fields })?;
    }
    Ok(())
}
