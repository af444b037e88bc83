//! Reads columns as what they mean.

use std::str::FromStr;

use anyhow::Context as _;
use sqlx::Row as _;
use sqlx::any::AnyRow;

use crate::error::Result;

/// Reads the columns of a row by name; what cannot be read is a fault and names its column.
pub trait Fields {
    /// A text column.
    fn text(&self, column: &str) -> Result<String>;
    /// A text column that may be null.
    fn maybe_text(&self, column: &str) -> Result<Option<String>>;
    /// A whole number.
    fn number(&self, column: &str) -> Result<i64>;
    /// A whole number that may be null.
    fn maybe_number(&self, column: &str) -> Result<Option<i64>>;
    /// A flag, 0 or 1.
    fn flag(&self, column: &str) -> Result<bool>;
    /// A text column that is read as some id or word.
    fn parsed<T: FromStr<Err: std::fmt::Display>>(&self, column: &str) -> Result<T>;
    /// The same where the column may be null or empty.
    fn maybe_parsed<T: FromStr<Err: std::fmt::Display>>(&self, column: &str) -> Result<Option<T>>;
    /// A text column with JSON that this server wrote.
    fn json<T: serde::de::DeserializeOwned>(&self, column: &str) -> Result<T>;
}

impl Fields for AnyRow {
    fn text(&self, column: &str) -> Result<String> {
        Ok(self.try_get(column)?)
    }

    fn maybe_text(&self, column: &str) -> Result<Option<String>> {
        Ok(self.try_get(column)?)
    }

    fn number(&self, column: &str) -> Result<i64> {
        Ok(self.try_get(column)?)
    }

    fn maybe_number(&self, column: &str) -> Result<Option<i64>> {
        Ok(self.try_get(column)?)
    }

    fn flag(&self, column: &str) -> Result<bool> {
        Ok(self.number(column)? != 0)
    }

    fn parsed<T: FromStr<Err: std::fmt::Display>>(&self, column: &str) -> Result<T> {
        let text = self.text(column)?;
        text.parse().map_err(|error| anyhow::anyhow!("column {column} holds \"{text}\": {error}").into())
    }

    fn maybe_parsed<T: FromStr<Err: std::fmt::Display>>(&self, column: &str) -> Result<Option<T>> {
        match self.maybe_text(column)? {
            None => Ok(None),
            Some(text) if text.is_empty() => Ok(None),
            Some(_) => self.parsed(column).map(Some),
        }
    }

    fn json<T: serde::de::DeserializeOwned>(&self, column: &str) -> Result<T> {
        let text = self.text(column)?;
        let value = serde_json::from_str(&text).with_context(|| format!("read the JSON in column {column}"))?;
        Ok(value)
    }
}
