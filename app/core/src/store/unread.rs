//! Changes of kinds that this build does not know.

use shared::ids::JurisdictionId;
use shared::sync::pull::Change;
use shared::time::Instant;

use super::{Reader, Writer, signed};
use crate::error::Result;

impl Reader<'_> {
    /// Returns how many changes are kept unread.
    pub fn unread_changes(&self) -> Result<i64> {
        Ok(self.sql.query_row("select count(*) from unread_changes", [], |row| row.get(0))?)
    }
}

impl Writer<'_> {
    /// Keeps a change as it came.
    pub fn keep_unread(&self, change: &Change, jurisdiction: &JurisdictionId, now: Instant) -> Result<()> {
        let body = match &change.body {
            Some(body) => body.to_string(),
            None => String::new(),
        };
        self.sql.execute(
            "insert or replace into unread_changes (entity, id, jurisdiction_id, version, gone, body, received_ms)
             values (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            rusqlite::params![
                change.entity,
                change.id,
                jurisdiction.as_str(),
                signed(change.version),
                change.left,
                body,
                now.ms()
            ],
        )?;
        Ok(())
    }
}
