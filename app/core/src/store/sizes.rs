//! How much room the rows and the files they speak of take, and how many there are.

use shared::ids::{AccountId, PhotoId};

use super::{Reader, count, parsed};
use crate::error::Result;

/// A number of files or rows, and their bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Sum {
    /// How many.
    pub count: u64,
    /// Their bytes.
    pub bytes: u64,
}

/// How much of what there is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Sizes {
    /// The database's own pages, packs included.
    pub database: Sum,
    /// Packs.
    pub packs: Sum,
    /// Working copies that are here.
    pub working: Sum,
    /// Originals that are here.
    pub originals: Sum,
    /// Fetched pictures.
    pub pictures: Sum,
    /// Of these, those that no task of the account compares with.
    pub pictures_unneeded: Sum,
}

/// What a round did, for whoever looks into a fault.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RoundLine {
    /// When it began, milliseconds.
    pub began_ms: i64,
    /// When it ended.
    pub ended_ms: i64,
    /// Operations that got their outcome.
    pub pushed: u64,
    /// Changes applied.
    pub pulled: u64,
    /// Working copies receipted.
    pub photos_sent: u64,
    /// Bytes of requests.
    pub bytes_sent: u64,
    /// Bytes of replies.
    pub bytes_received: u64,
    /// What still waited after it.
    pub left: u64,
    /// Rows that were mended.
    pub mended: u64,
    /// Rows that still differ.
    pub differing: u64,
    /// The code under which it failed; empty when it did not.
    pub code: String,
}

/// The tables whose rows are counted in a diagnostics file.
const COUNTED: [(&str, &str); 9] = [
    ("operations", "select count(*) as number, 0 as bytes from operations"),
    ("operations_unanswered", "select count(*) as number, 0 as bytes from operations where outcome = ''"),
    ("operations_refused", "select count(*) as number, 0 as bytes from operations where outcome = 'refused'"),
    ("cases", "select count(*) as number, 0 as bytes from cases"),
    ("tasks", "select count(*) as number, 0 as bytes from tasks"),
    ("nearby", "select count(*) as number, 0 as bytes from nearby"),
    ("photos", "select count(*) as number, 0 as bytes from photos"),
    ("photos_without_receipt", "select count(*) as number, 0 as bytes from photos where receipt_ms = 0"),
    ("unread_changes", "select count(*) as number, 0 as bytes from unread_changes"),
];

impl Reader<'_> {
    /// Returns how much room everything takes.
    pub fn sizes(&self, account: Option<AccountId>) -> Result<Sizes> {
        let account = account.map(|account| account.to_string()).unwrap_or_default();
        Ok(Sizes {
            database: self.taken_by(
                "select 1 as number, page_count * page_size as bytes from pragma_page_count, pragma_page_size",
                [],
            )?,
            packs: self.taken_by("select count(*) as number, coalesce(sum(size_bytes), 0) as bytes from packs", [])?,
            working: self.taken_by(
                "select count(*) as number, coalesce(sum(working_bytes), 0) as bytes from photos
                 where working_freed_ms = 0",
                [],
            )?,
            originals: self.taken_by(
                "select count(*) as number, coalesce(sum(original_bytes), 0) as bytes from photos
                 where original_freed_ms = 0",
                [],
            )?,
            pictures: self.taken_by("select count(*) as number, coalesce(sum(bytes), 0) as bytes from pictures", [])?,
            pictures_unneeded: self.taken_by(
                "select count(*) as number, coalesce(sum(bytes), 0) as bytes from pictures
                 where not exists (
                    select 1 from tasks where tasks.account_id = ?1 and instr(tasks.body, pictures.sha256) > 0)",
                [account],
            )?,
        })
    }

    /// Returns every shot that is here, and whether the server has its working copy.
    pub fn shots_and_receipts(&self) -> Result<Vec<(PhotoId, bool)>> {
        let mut query = self.sql.prepare_cached("select id, receipt_ms > 0 as has_receipt from photos order by id")?;
        let rows = query.query_map([], |row| Ok((parsed(row, "id")?, row.get("has_receipt")?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Returns how many rows there are, by a word that says of what.
    pub fn row_counts(&self) -> Result<Vec<(&'static str, u64)>> {
        COUNTED.iter().map(|(word, sql)| Ok((*word, self.taken_by(sql, [])?.count))).collect()
    }

    /// Returns the latest rounds, the last one first.
    pub fn latest_rounds(&self, most: i64) -> Result<Vec<RoundLine>> {
        let mut query = self.sql.prepare_cached(
            "select began_ms, ended_ms, pushed, pulled, photos_sent, bytes_sent, bytes_received, left_over, mended,
                    differing, error
             from rounds order by number desc limit ?1",
        )?;
        let rows = query.query_map([most], |row| {
            Ok(RoundLine {
                began_ms: row.get("began_ms")?,
                ended_ms: row.get("ended_ms")?,
                pushed: count(row, "pushed")?,
                pulled: count(row, "pulled")?,
                photos_sent: count(row, "photos_sent")?,
                bytes_sent: count(row, "bytes_sent")?,
                bytes_received: count(row, "bytes_received")?,
                left: count(row, "left_over")?,
                mended: count(row, "mended")?,
                differing: count(row, "differing")?,
                code: row.get("error")?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    fn taken_by(&self, sql: &str, values: impl rusqlite::Params) -> Result<Sum> {
        let sum = self
            .sql
            .query_row(sql, values, |row| Ok(Sum { count: count(row, "number")?, bytes: count(row, "bytes")? }))?;
        Ok(sum)
    }
}
