//! What the server said last of something that only it knows, so that it can be read without a network.

use rusqlite::OptionalExtension as _;
use shared::ids::{AccountId, JurisdictionId};
use shared::time::Instant;

use super::{Reader, Writer};
use crate::error::Result;

/// What is known last.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LastKnown {
    /// When the server said so, by its own clock.
    pub told_at: Instant,
    /// What it said.
    pub body: String,
}

impl Reader<'_> {
    /// Returns what this account was told last.
    pub fn last_known(&self, what: &str, account: AccountId) -> Result<Option<LastKnown>> {
        let found = self.sql.query_row(
            "select told_ms, body from last_known where account_id = ?1 and what = ?2",
            (account.to_string(), what),
            |row| Ok(LastKnown { told_at: Instant::from_ms(row.get("told_ms")?), body: row.get("body")? }),
        );
        Ok(found.optional()?)
    }
}

impl Writer<'_> {
    /// Keeps what this account was told, in place of what it was told before.
    pub fn keep_last_known(
        &self,
        what: &str,
        account: AccountId,
        area: &JurisdictionId,
        known: &LastKnown,
    ) -> Result<()> {
        self.sql.execute(
            "insert or replace into last_known (what, account_id, jurisdiction_id, told_ms, body)
             values (?1, ?2, ?3, ?4, ?5)",
            (what, account.to_string(), area.to_string(), known.told_at.ms(), &known.body),
        )?;
        Ok(())
    }

    /// Forgets all that was told to any account.
    pub fn forget_last_known(&self) -> Result<()> {
        self.sql.execute("delete from last_known", [])?;
        Ok(())
    }
}
