//! Originals: which are to travel, which were asked for, and what may be freed. A clip's always travels.

use app_bridge::ask::OriginalsOver;
use rusqlite::OptionalExtension as _;
use shared::ids::PhotoId;
use shared::time::Instant;

use super::journal::entry::Entry;
use super::photos::{ARRIVED, Outgoing, Traveller, outgoing};
use super::{Reader, Writer, count, parsed};
use crate::error::Result;

/// Whether originals travel without being asked for, as the jurisdiction has it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Custom {
    /// Each one travels.
    Every,
    /// Only what the desk asks for.
    Asked,
}

impl Custom {
    /// Returns 1 where each one travels, for SQL.
    const fn every(self) -> i64 {
        match self {
            Self::Every => 1,
            Self::Asked => 0,
        }
    }
}

/// How many originals there are, apart from everything else.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct OriginalCounts {
    /// That travel or have travelled.
    pub wanted: u64,
    /// Of these, receipted.
    pub received: u64,
    /// Bytes of those that are not.
    pub waiting_bytes: u64,
    /// Sealed on this phone.
    pub kept: u64,
}

/// A file that may go from this phone.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Freeable {
    /// The shot.
    pub photo: PhotoId,
    /// Which file of it.
    pub traveller: Traveller,
}

/// A clip is its original: what else travels of it is a still or a card.
const CLIP: &str = "role in ('video', 'voice')";

/// The original is to travel; `?1` is [`Custom::every`].
const WANTED: &str = "(original_asked_ms > 0 or ?1 = 1 or role in ('video', 'voice'))";

/// The case or the task's case was closed by then: `?1`.
const CLOSED: &str = "(exists (
        select 1 from cases where cases.id = photos.case_id and cases.closed_ms > 0 and cases.closed_ms <= ?1)
    or exists (
        select 1 from tasks
        where tasks.id = photos.task_id and tasks.case_closed_ms > 0 and tasks.case_closed_ms <= ?1))";

impl Reader<'_> {
    /// Returns the originals that are to travel, clips always among them: what the desk asked for first, then the smallest.
    pub fn originals_to_send(&self, custom: Custom) -> Result<Vec<Outgoing>> {
        let sql = format!(
            "select id, original_sha256 as sha256, original_bytes as bytes, original_upload_url as upload_url,
                    original_attempts as attempts, original_next_try_ms as next_try_ms
             from photos
             where original_receipt_ms = 0 and original_freed_ms = 0 and {WANTED} and {ARRIVED}
             order by original_asked_ms = 0, original_bytes, id"
        );
        let mut query = self.sql.prepare_cached(&sql)?;
        let rows = query.query_map([custom.every()], |row| outgoing(row, Traveller::Original))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Counts the originals of saved reports and answers.
    pub fn original_counts(&self, custom: Custom) -> Result<OriginalCounts> {
        let sql = format!(
            "select
                coalesce(sum(original_receipt_ms > 0 or (original_freed_ms = 0 and {WANTED})), 0) as wanted,
                coalesce(sum(original_receipt_ms > 0), 0) as received,
                coalesce(sum(case
                    when original_receipt_ms = 0 and original_freed_ms = 0 and {WANTED}
                    then original_bytes else 0 end), 0) as waiting_bytes,
                coalesce(sum(original_freed_ms = 0), 0) as kept
             from photos
             where operation_id <> '' and not exists (
                select 1 from operations where operations.id = photos.operation_id and operations.outcome = 'refused')"
        );
        let counts = self.sql.query_row(&sql, [custom.every()], |row| {
            Ok(OriginalCounts {
                wanted: count(row, "wanted")?,
                received: count(row, "received")?,
                waiting_bytes: count(row, "waiting_bytes")?,
                kept: count(row, "kept")?,
            })
        })?;
        Ok(counts)
    }

    /// Returns what may be freed, originals first: an original after its own receipt, or, of a photo, when its case was
    /// closed by `closed_by` and nobody waits for it; a working copy after a receipt of `receipted_by` at the latest, and a
    /// closing by `closed_by`.
    pub fn freeable(&self, closed_by: Instant, receipted_by: Instant) -> Result<Vec<Freeable>> {
        let mut found = Vec::new();
        let originals = format!(
            "select id from photos
             where original_freed_ms = 0 and receipt_ms > 0
             and (original_receipt_ms > 0 or (original_asked_ms = 0 and not {CLIP} and {CLOSED}))
             order by original_bytes desc, id"
        );
        let mut query = self.sql.prepare_cached(&originals)?;
        for id in query.query_map([closed_by.ms()], |row| parsed(row, "id"))? {
            found.push(Freeable { photo: id?, traveller: Traveller::Original });
        }
        let working = format!(
            "select id from photos
             where working_freed_ms = 0 and receipt_ms > 0 and receipt_ms <= ?2 and {CLOSED}
             order by working_bytes desc, id"
        );
        let mut query = self.sql.prepare_cached(&working)?;
        for id in query.query_map([closed_by.ms(), receipted_by.ms()], |row| parsed(row, "id"))? {
            found.push(Freeable { photo: id?, traveller: Traveller::Working });
        }
        Ok(found)
    }

    /// Returns over which networks originals travel from this phone.
    pub fn originals_over(&self) -> Result<OriginalsOver> {
        let word: Option<String> =
            self.sql.query_row("select originals_over from choices", [], |row| row.get(0)).optional()?;
        Ok(match word.as_deref() {
            Some("any_network") => OriginalsOver::AnyNetwork,
            Some(_) | None => OriginalsOver::Unmetered,
        })
    }
}

impl Writer<'_> {
    /// Keeps over which networks originals travel from this phone.
    pub fn choose_originals_over(&self, over: OriginalsOver) -> Result<()> {
        self.sql.execute(
            "insert into choices (one, originals_over) values (1, ?1)
             on conflict (one) do update set originals_over = excluded.originals_over",
            [over.as_str()],
        )?;
        Ok(())
    }

    /// Keeps that the desk asked for an original. One that another phone took, or that was freed, is not here to send.
    pub fn original_asked(&self, photo: PhotoId, at: Instant) -> Result<()> {
        self.sql.execute(
            "update photos set original_asked_ms = ?2 where id = ?1 and original_asked_ms = 0",
            (photo.to_string(), at.ms()),
        )?;
        Ok(())
    }

    /// Keeps that a file is gone from this phone.
    pub fn put_freed(&self, file: Freeable, now: Instant) -> Result<()> {
        let sql = match file.traveller {
            Traveller::Working => "update photos set working_freed_ms = ?2 where id = ?1",
            Traveller::Original => "update photos set original_freed_ms = ?2 where id = ?1",
        };
        self.sql.execute(sql, (file.photo.to_string(), now.ms()))?;
        self.enter(Entry::Freed { photo: file.photo, file: file.traveller.into(), at: now });
        Ok(())
    }
}
