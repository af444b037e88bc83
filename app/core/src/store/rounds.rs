//! One line for each round of sync.

use app_bridge::status::{Round, Rounds};
use rusqlite::OptionalExtension as _;
use shared::ids::JurisdictionId;
use shared::time::Instant;

use super::{Reader, Writer, count, instant, signed};
use crate::error::Result;

/// How many lines are kept.
const KEPT: i64 = 200;

impl Reader<'_> {
    /// Returns what the last round did.
    pub fn last_round(&self) -> Result<Option<Round>> {
        let round = self
            .sql
            .query_row(
                "select pushed, pulled, photos_sent, bytes_sent, bytes_received, originals_sent, left_over, mended, differing
                 from rounds order by number desc limit 1",
                [],
                |row| {
                    Ok(Round {
                        pushed: count(row, "pushed")?,
                        pulled: count(row, "pulled")?,
                        photos_sent: count(row, "photos_sent")?,
                        bytes_sent: count(row, "bytes_sent")?,
                        bytes_received: count(row, "bytes_received")?,
                        originals_sent: count(row, "originals_sent")?,
                        left: count(row, "left_over")?,
                        mended: count(row, "mended")?,
                        differing: count(row, "differing")?,
                    })
                },
            )
            .optional()?;
        Ok(round)
    }
}

impl Reader<'_> {
    /// Returns what the rounds of this phone come to. Their numbers go on when old lines are dropped.
    pub fn rounds(&self) -> Result<Rounds> {
        let rounds = self.sql.query_row(
            "select
                coalesce(max(number), 0) as run,
                coalesce(sum(bytes_sent), 0) as bytes_sent,
                coalesce(sum(bytes_received), 0) as bytes_received
             from rounds",
            [],
            |row| {
                Ok(Rounds {
                    run: count(row, "run")?,
                    bytes_sent: count(row, "bytes_sent")?,
                    bytes_received: count(row, "bytes_received")?,
                })
            },
        )?;
        Ok(rounds)
    }

    /// Returns when a round last ended with nothing left and both sides holding the same.
    pub fn last_complete(&self) -> Result<Option<Instant>> {
        let ended = self
            .sql
            .query_row(
                "select ended_ms from rounds
                 where left_over = 0 and differing = 0 and error = '' order by number desc limit 1",
                [],
                |row| instant(row, "ended_ms"),
            )
            .optional()?;
        Ok(ended.flatten())
    }
}

impl Writer<'_> {
    /// Adds a line.
    pub fn log_round(
        &self,
        round: &Round,
        jurisdiction: &JurisdictionId,
        began: Instant,
        ended: Instant,
        error: &str,
    ) -> Result<()> {
        self.sql.execute(
            "insert into rounds
                (jurisdiction_id, began_ms, ended_ms, pushed, pulled, photos_sent, bytes_sent, bytes_received,
                 left_over, error, originals_sent, mended, differing)
             values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
            rusqlite::params![
                jurisdiction.as_str(),
                began.ms(),
                ended.ms(),
                signed(round.pushed),
                signed(round.pulled),
                signed(round.photos_sent),
                signed(round.bytes_sent),
                signed(round.bytes_received),
                signed(round.left),
                error,
                signed(round.originals_sent),
                signed(round.mended),
                signed(round.differing),
            ],
        )?;
        self.sql.execute("delete from rounds where number <= (select max(number) from rounds) - ?1", [KEPT])?;
        Ok(())
    }
}
