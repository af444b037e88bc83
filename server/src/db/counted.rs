//! What each case counts as, as it stands in columns: written with every row, and once for rows from before.

use shared::case::{Case, Closing, VoidKind};
use shared::figures::counts::Counts;
use shared::time::Instant;
use sqlx::any::AnyRow;

use super::fields::Fields as _;
use super::{Db, Tx};
use crate::error::Result;

/// How many rows from before get their columns in one transaction.
const AT_ONCE: i64 = 500;

/// What a case counts as, in its columns.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Counted {
    /// How far it has come.
    pub reached: i64,
    /// Where the report came from.
    pub channel: &'static str,
    /// Its reporter had fixed it.
    pub is_self_handled: i64,
    /// A unit gave it back.
    pub is_returned: i64,
    /// From after this moment on it is late.
    pub late_after_ms: Option<i64>,
    /// How it was closed; empty while it was not.
    pub closing: &'static str,
    /// At which stage it was voided; empty where it was not.
    pub void_kind: &'static str,
}

impl From<Counts> for Counted {
    fn from(counts: Counts) -> Self {
        Self {
            reached: counts.reached.as_number(),
            channel: counts.channel.as_str(),
            is_self_handled: i64::from(counts.self_handled),
            is_returned: i64::from(counts.returned),
            late_after_ms: counts.late_after.map(Instant::ms),
            closing: counts.closing.map_or("", Closing::as_str),
            void_kind: counts.void.map_or("", VoidKind::as_str),
        }
    }
}

impl Counted {
    /// Returns what stands in the columns of a case.
    pub fn of(case: &Case) -> Self {
        Counts::of(case).into()
    }

    /// Says whether a row's columns say this.
    pub fn stands_in(&self, row: &AnyRow) -> Result<bool> {
        Ok(row.number("reached")? == self.reached
            && row.text("channel")? == self.channel
            && row.number("is_self_handled")? == self.is_self_handled
            && row.number("is_returned")? == self.is_returned
            && row.maybe_number("late_after_ms")? == self.late_after_ms
            && row.text("closing")? == self.closing
            && row.text("void_kind")? == self.void_kind)
    }
}

/// Gives every row that was written before there were these columns its own.
pub async fn ensure(db: &Db) -> Result<()> {
    loop {
        let mut tx = db.write().await?;
        let done = cases(&mut tx).await?;
        tx.commit().await?;
        if done == 0 {
            return Ok(());
        }
    }
}

async fn cases(tx: &mut Tx) -> Result<usize> {
    let rows = sqlx::query("select id, body from cases where reached = -1 order by id limit $1")
        .bind(AT_ONCE)
        .fetch_all(&mut **tx)
        .await?;
    for row in &rows {
        let counted = Counted::of(&row.json("body")?);
        sqlx::query(
            "update cases set reached = $2, channel = $3, is_self_handled = $4, is_returned = $5, late_after_ms = $6, \
             closing = $7, void_kind = $8 where id = $1 and reached = -1",
        )
        .bind(row.text("id")?)
        .bind(counted.reached)
        .bind(counted.channel)
        .bind(counted.is_self_handled)
        .bind(counted.is_returned)
        .bind(counted.late_after_ms)
        .bind(counted.closing)
        .bind(counted.void_kind)
        .execute(&mut **tx)
        .await?;
    }
    Ok(rows.len())
}
