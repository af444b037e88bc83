//! Pieces of track, and the duty grids that an account walks.

use rusqlite::Row;
use shared::ids::{AccountId, DutyGridId, JurisdictionId};
use shared::refusal::Code;
use shared::time::Instant;

use super::{Reader, Writer, count, instant, optional, parsed, signed, text};
use crate::error::Result;

/// A piece of track.
#[derive(Clone, PartialEq, Debug)]
pub struct TrackRow {
    /// Whose.
    pub account: AccountId,
    /// When the shift began; names it.
    pub shift: Instant,
    /// Counts the shift's pieces from 1.
    pub number: u32,
    /// For whom they work.
    pub jurisdiction: JurisdictionId,
    /// Its first moment.
    pub first: Instant,
    /// Its last.
    pub last: Instant,
    /// How many points it has.
    pub points: u64,
    /// The packed points.
    pub packed: Vec<u8>,
    /// More points may come.
    pub is_open: bool,
    /// When the server receipted it.
    pub receipt: Option<Instant>,
    /// Why the server refused it.
    pub code: Option<Code>,
}

const COLUMNS: &str = "account_id, shift_ms, number, jurisdiction_id, first_ms, last_ms, points, packed, is_open, \
                       receipt_ms, code";

fn piece(row: &Row<'_>) -> rusqlite::Result<TrackRow> {
    let code: String = row.get("code")?;
    Ok(TrackRow {
        account: parsed(row, "account_id")?,
        shift: Instant::from_ms(row.get("shift_ms")?),
        number: row.get("number")?,
        jurisdiction: parsed(row, "jurisdiction_id")?,
        first: Instant::from_ms(row.get("first_ms")?),
        last: Instant::from_ms(row.get("last_ms")?),
        points: count(row, "points")?,
        packed: row.get("packed")?,
        is_open: row.get("is_open")?,
        receipt: instant(row, "receipt_ms")?,
        code: Code::ALL.iter().copied().find(|known| known.as_str() == code),
    })
}

impl Reader<'_> {
    /// Returns the last pieces of a shift, the newest first: two of them hold the last two points.
    pub fn last_track_pieces(&self, account: AccountId, shift: Instant) -> Result<Vec<TrackRow>> {
        let sql = format!(
            "select {COLUMNS} from track_pieces where account_id = ?1 and shift_ms = ?2 order by number desc limit 2"
        );
        let mut query = self.sql.prepare_cached(&sql)?;
        let rows = query.query_map((account.to_string(), shift.ms()), piece)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Returns an account's pieces that end at a moment or later, in the order in which they were walked.
    pub fn track_since(&self, account: AccountId, since: Instant) -> Result<Vec<TrackRow>> {
        let sql = format!(
            "select {COLUMNS} from track_pieces where account_id = ?1 and last_ms >= ?2 order by shift_ms, number"
        );
        let mut query = self.sql.prepare_cached(&sql)?;
        let rows = query.query_map((account.to_string(), since.ms()), piece)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Returns an account's closed pieces that the server has not answered, oldest first.
    pub fn track_to_send(&self, account: AccountId) -> Result<Vec<TrackRow>> {
        let sql = format!(
            "select {COLUMNS} from track_pieces
             where account_id = ?1 and is_open = 0 and receipt_ms = 0 and code = '' order by shift_ms, number"
        );
        let mut query = self.sql.prepare_cached(&sql)?;
        let rows = query.query_map([account.to_string()], piece)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Counts an account's points that the server has not.
    pub fn track_points_waiting(&self, account: AccountId) -> Result<u64> {
        let sql = "select coalesce(sum(points), 0) as points from track_pieces
                   where account_id = ?1 and receipt_ms = 0 and code = ''";
        Ok(self.sql.query_row(sql, [account.to_string()], |row| count(row, "points"))?)
    }

    /// Counts an account's pieces that the server has not answered, those that are still open among them.
    pub fn track_pieces_waiting(&self, account: AccountId) -> Result<u64> {
        let sql = "select count(*) as pieces from track_pieces
                   where account_id = ?1 and receipt_ms = 0 and code = ''";
        Ok(self.sql.query_row(sql, [account.to_string()], |row| count(row, "pieces"))?)
    }

    /// Returns the duty grids that an account walks, in the order of their ids.
    pub fn own_duty_grids(&self, account: AccountId) -> Result<Vec<DutyGridId>> {
        let sql = "select duty_grid from own_duty_grids where account_id = ?1 order by duty_grid";
        let mut query = self.sql.prepare_cached(sql)?;
        let rows = query.query_map([account.to_string()], |row| optional(row, "duty_grid"))?;
        Ok(rows.collect::<rusqlite::Result<Vec<_>>>()?.into_iter().flatten().collect())
    }
}

impl Writer<'_> {
    /// Keeps a piece in the place of what it was.
    pub fn put_track_piece(&self, piece: &TrackRow) -> Result<()> {
        self.sql.execute(
            "insert or replace into track_pieces
                (account_id, shift_ms, number, jurisdiction_id, first_ms, last_ms, points, packed, is_open,
                 receipt_ms, code)
             values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
            rusqlite::params![
                piece.account.to_string(),
                piece.shift.ms(),
                piece.number,
                piece.jurisdiction.as_str(),
                piece.first.ms(),
                piece.last.ms(),
                signed(piece.points),
                piece.packed,
                piece.is_open,
                piece.receipt.map_or(0, Instant::ms),
                text(piece.code),
            ],
        )?;
        Ok(())
    }

    /// Closes an account's open pieces that began by a moment.
    pub fn close_track(&self, account: AccountId, begun_by: Instant) -> Result<()> {
        self.sql.execute(
            "update track_pieces set is_open = 0 where account_id = ?1 and is_open = 1 and first_ms <= ?2",
            (account.to_string(), begun_by.ms()),
        )?;
        Ok(())
    }

    /// Keeps that the server has a piece, or why it does not want it.
    pub fn answer_track_piece(&self, piece: &TrackRow, code: Option<Code>, now: Instant) -> Result<()> {
        let receipt_ms = if code.is_none() { now.ms() } else { 0 };
        self.sql.execute(
            "update track_pieces set receipt_ms = ?4, code = ?5
             where account_id = ?1 and shift_ms = ?2 and number = ?3",
            rusqlite::params![piece.account.to_string(), piece.shift.ms(), piece.number, receipt_ms, text(code)],
        )?;
        Ok(())
    }

    /// Lets a shift's pieces that the server has not answered count on from a higher number, in their order.
    pub fn count_track_behind(&self, account: AccountId, shift: Instant, jump: u32) -> Result<()> {
        self.sql.execute(
            "update track_pieces set number = number + ?3
             where account_id = ?1 and shift_ms = ?2 and number <= ?3 and receipt_ms = 0 and code = ''",
            rusqlite::params![account.to_string(), shift.ms(), jump],
        )?;
        Ok(())
    }

    /// Removes what was handed in before today, and what is too old whatever became of it. The last piece of a shift that
    /// runs over midnight stays: the next one counts on from it, and the server takes no number twice.
    pub fn drop_old_track(&self, today: Instant, oldest: Instant) -> Result<()> {
        self.sql.execute(
            "delete from track_pieces
             where last_ms < ?2
                or (last_ms < ?1 and (receipt_ms <> 0 or code <> '')
                    and not (
                        exists (
                            select 1 from on_shift
                            where on_shift.account_id = track_pieces.account_id
                                and on_shift.since_ms = track_pieces.shift_ms)
                        and not exists (
                            select 1 from track_pieces as later
                            where later.account_id = track_pieces.account_id
                                and later.shift_ms = track_pieces.shift_ms
                                and later.number > track_pieces.number)))",
            (today.ms(), oldest.ms()),
        )?;
        Ok(())
    }

    /// Keeps which duty grids an account walks.
    pub fn keep_own_duty_grids(
        &self,
        account: AccountId,
        jurisdiction: &JurisdictionId,
        grids: &[DutyGridId],
    ) -> Result<()> {
        let mut known = self.own_duty_grids(account)?;
        let mut told = grids.to_vec();
        known.sort();
        told.sort();
        told.dedup();
        if known == told {
            return Ok(());
        }
        self.sql.execute("delete from own_duty_grids where account_id = ?1", [account.to_string()])?;
        for grid in &told {
            self.sql.execute(
                "insert into own_duty_grids (account_id, duty_grid, jurisdiction_id) values (?1, ?2, ?3)",
                (account.to_string(), grid.as_str(), jurisdiction.as_str()),
            )?;
        }
        Ok(())
    }
}
