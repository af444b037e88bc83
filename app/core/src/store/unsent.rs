//! What the server has not acknowledged: operations of any fate but applied and superseded, and files without a receipt.

use super::operations::{self, Logged};
use super::photos::{self, Photo};
use super::{Reader, signed};
use crate::error::Result;

impl Reader<'_> {
    /// Returns operations behind a place in the log that were not acknowledged, those set aside too, oldest first.
    pub fn unacknowledged(&self, after_sequence: u64, most: usize) -> Result<Vec<Logged>> {
        let sql = format!(
            "select {} from operations
             where outcome not in ('applied', 'superseded') and sequence > ?1
             order by sequence limit ?2",
            operations::COLUMNS
        );
        let mut query = self.sql.prepare_cached(&sql)?;
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        let rows = query.query_map((signed(after_sequence), most), operations::logged)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Returns the shots of saved reports and answers whose working copy has no receipt, whatever became of the operation.
    pub fn photos_without_receipt(&self) -> Result<Vec<Photo>> {
        self.shots("operation_id <> '' and receipt_ms = 0")
    }

    /// Returns the shots whose working copy has its receipt, the oldest first.
    pub fn receipted_photos(&self) -> Result<Vec<Photo>> {
        self.shots("receipt_ms > 0")
    }

    /// Returns the shots of saved reports and answers whose original is here and has no receipt.
    pub fn originals_without_receipt(&self) -> Result<Vec<Photo>> {
        self.shots("operation_id <> '' and original_receipt_ms = 0 and original_freed_ms = 0")
    }

    fn shots(&self, condition: &str) -> Result<Vec<Photo>> {
        let sql = format!("select {} from photos where {condition} order by taken_ms, id", photos::COLUMNS);
        let mut query = self.sql.prepare_cached(&sql)?;
        let rows = query.query_map([], photos::photo)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}
