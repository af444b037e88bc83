//! The line to the server: when it last answered, how wrong this clock is, when to try again.

use app_bridge::told::Failure;
use shared::time::Instant;

use super::{Reader, Writer, count, instant, json, signed};
use crate::error::Result;

/// What is known of the line.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Contact {
    /// When the server last answered, by this device's clock.
    pub last: Option<Instant>,
    /// Server time minus device time at that moment.
    pub server_offset_ms: Option<i64>,
    /// Failed rounds in a row.
    pub attempts: u64,
    /// Not before then does a round begin by itself.
    pub next_try_at: Option<Instant>,
    /// Why the last round ended early.
    pub error: Option<Failure>,
}

impl Reader<'_> {
    /// Returns what is known of the line.
    pub fn contact(&self) -> Result<Contact> {
        let contact = self.sql.query_row(
            "select last_contact_ms, has_offset, server_offset_ms, attempts, next_try_ms, error from contact",
            [],
            |row| {
                let has_offset: bool = row.get("has_offset")?;
                let offset: i64 = row.get("server_offset_ms")?;
                Ok(Contact {
                    last: instant(row, "last_contact_ms")?,
                    server_offset_ms: has_offset.then_some(offset),
                    attempts: count(row, "attempts")?,
                    next_try_at: instant(row, "next_try_ms")?,
                    error: json(row, "error")?,
                })
            },
        )?;
        Ok(contact)
    }
}

impl Writer<'_> {
    /// Lets a restored server say everything anew: what it said before may be more than it remembers.
    pub fn doubt_news(&self) -> Result<()> {
        // With a scope of nought a row goes at the end of the next whole pull unless it is named, or was saved here.
        self.sql.execute("update cases set version = 0, scope_version = 0", [])?;
        self.sql.execute("update tasks set version = 0, scope_version = 0", [])?;
        Ok(())
    }

    /// Keeps that the server answered, and what its clock said.
    pub fn heard(&self, now: Instant, server_offset_ms: i64) -> Result<()> {
        self.sql.execute(
            "update contact set last_contact_ms = ?1, has_offset = 1, server_offset_ms = ?2",
            (now.ms(), server_offset_ms),
        )?;
        Ok(())
    }

    /// Keeps that a round went through.
    pub fn round_went_through(&self) -> Result<()> {
        self.sql.execute("update contact set attempts = 0, next_try_ms = 0, error = ''", [])?;
        Ok(())
    }

    /// Keeps that a round ended early, and when to try again.
    pub fn round_failed(&self, attempts: u64, next_try_at: Instant, error: &Failure) -> Result<()> {
        self.sql.execute(
            "update contact set attempts = ?1, next_try_ms = ?2, error = ?3",
            (signed(attempts), next_try_at.ms(), serde_json::to_string(error)?),
        )?;
        Ok(())
    }
}
