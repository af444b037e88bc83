//! Receipts of shifts, as the server signed them.

use rusqlite::OptionalExtension as _;
use shared::ids::{AccountId, JurisdictionId};
use shared::sync::shift::{ReceiptFile, ShiftItems, SignedReceipt};
use shared::time::Instant;

use super::{Reader, Writer, json, unreadable};
use crate::error::Result;

impl Reader<'_> {
    /// Returns the receipt of a day, if there is one.
    pub fn shift_receipt(&self, account: AccountId, day: &str) -> Result<Option<ReceiptFile>> {
        let found = self
            .sql
            .query_row(
                "select receipt, signature, items from shift_receipts where account_id = ?1 and day = ?2",
                (account.to_string(), day),
                |row| {
                    let items: Option<ShiftItems> = json(row, "items")?;
                    Ok(ReceiptFile {
                        signed: SignedReceipt { receipt: row.get("receipt")?, signature: row.get("signature")? },
                        items: items.ok_or_else(|| unreadable("items"))?,
                    })
                },
            )
            .optional()?;
        Ok(found)
    }
}

impl Reader<'_> {
    /// Returns since when somebody is on shift.
    pub fn on_shift_since(&self, account: AccountId) -> Result<Option<Instant>> {
        let since = self
            .sql
            .query_row("select since_ms from on_shift where account_id = ?1", [account.to_string()], |row| row.get(0))
            .optional()?;
        Ok(since.map(Instant::from_ms))
    }
}

impl Writer<'_> {
    /// Begins somebody's shift or ends it.
    pub fn mark_shift(&self, begins: bool, account: AccountId, at: Instant) -> Result<()> {
        #[cfg(feature = "planted")]
        if !begins && crate::planted::is("shift that never ends") {
            return Ok(());
        }
        if begins {
            let sql = "insert or replace into on_shift (account_id, since_ms) values (?1, ?2)";
            self.sql.execute(sql, rusqlite::params![account.to_string(), at.ms()])?;
        } else {
            self.sql.execute("delete from on_shift where account_id = ?1", [account.to_string()])?;
        }
        Ok(())
    }

    /// Keeps the receipt of a day in the place of an earlier one of the same day.
    pub fn put_shift_receipt(
        &self,
        account: AccountId,
        jurisdiction: &JurisdictionId,
        day: &str,
        file: &ReceiptFile,
        now: Instant,
    ) -> Result<()> {
        self.sql.execute(
            "insert or replace into shift_receipts
                (day, account_id, jurisdiction_id, made_ms, receipt, signature, items)
             values (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            rusqlite::params![
                day,
                account.to_string(),
                jurisdiction.as_str(),
                now.ms(),
                file.signed.receipt,
                file.signed.signature,
                serde_json::to_string(&file.items)?,
            ],
        )?;
        Ok(())
    }
}
