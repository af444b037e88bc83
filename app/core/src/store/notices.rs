//! What the person is to be told until they have seen it.

use shared::time::Instant;

use super::{Reader, Writer};
use crate::error::Result;

/// Something that happened to this phone while nobody looked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Notice {
    /// What, as a stable word.
    pub code: String,
    /// How many, or small print; of a photo that was found, whose it is.
    pub detail: String,
    /// When.
    pub at: Instant,
}

/// What is for somebody else than whoever has this phone now: it waits until they are back. One from before it was written
/// down whose it is, is for everybody.
const ANOTHERS: &str = "code in ('photo_found', 'photo_found_apart') and detail <> ''
    and not exists (select 1 from session where session.account_id = notices.detail)";

impl Reader<'_> {
    /// Returns what the person was not told yet, the oldest first.
    pub fn notices(&self) -> Result<Vec<Notice>> {
        let sql = format!("select code, detail, at_ms from notices where not ({ANOTHERS}) order by at_ms, code");
        let mut query = self.sql.prepare_cached(&sql)?;
        let rows = query.query_map([], |row| {
            Ok(Notice { code: row.get("code")?, detail: row.get("detail")?, at: Instant::from_ms(row.get("at_ms")?) })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

impl Writer<'_> {
    /// Keeps something to be told.
    pub fn put_notice(&self, code: &str, detail: &str, now: Instant) -> Result<()> {
        self.sql.execute(
            "insert or replace into notices (code, detail, at_ms) values (?1, ?2, ?3)",
            (code, detail, now.ms()),
        )?;
        Ok(())
    }

    /// Forgets what the person has seen.
    pub fn drop_notices(&self) -> Result<()> {
        self.sql.execute(&format!("delete from notices where not ({ANOTHERS})"), [])?;
        Ok(())
    }
}
