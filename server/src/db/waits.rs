//! Where each case waits, as it stands in columns: written with every row, and once for rows from before.

use shared::case::Case;
use shared::case::queue::{Queue, Waiting};
use shared::time::Instant;
use sqlx::any::AnyRow;

use super::fields::Fields as _;
use super::{Db, Tx};
use crate::error::Result;

/// How many rows from before get their columns in one transaction.
const AT_ONCE: i64 = 500;

/// Where a case waits, in its columns.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Waits {
    /// The desk's queue; empty for none.
    pub desk_queue: &'static str,
    /// Until when the desk has.
    pub desk_due_ms: i64,
    /// Since when the case lies there.
    pub desk_since_ms: i64,
    /// What is asked besides.
    pub asks: String,
    /// Since when the first of it is.
    pub asks_since_ms: i64,
}

impl Waits {
    /// Returns what stands in the columns of a case.
    pub fn of(case: &Case) -> Self {
        let waiting = Waiting::of(case);
        let words: Vec<&str> = waiting.asked.iter().map(|queue| queue.as_str()).collect();
        Self {
            desk_queue: waiting.stage.map_or("", Queue::as_str),
            // Without a limit it comes behind all that has one.
            desk_due_ms: waiting.due_at.map_or(i64::MAX, Instant::ms),
            desk_since_ms: waiting.since.or(case.received_at).map_or(0, Instant::ms),
            asks: if words.is_empty() { String::new() } else { format!(" {} ", words.join(" ")) },
            asks_since_ms: waiting.asked_since.map_or(0, Instant::ms),
        }
    }

    /// Says whether a row's columns say this.
    pub fn stands_in(&self, row: &AnyRow) -> Result<bool> {
        Ok(row.text("desk_queue")? == self.desk_queue
            && row.number("desk_due_ms")? == self.desk_due_ms
            && row.number("desk_since_ms")? == self.desk_since_ms
            && row.text("asks")? == self.asks
            && row.number("asks_since_ms")? == self.asks_since_ms)
    }
}

/// Gives every row that was written before there were these columns its own. Where another server on this database wrote
/// the case meanwhile, what that one says stays.
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
    let rows = sqlx::query("select id, body from cases where desk_queue = '?' order by id limit $1")
        .bind(AT_ONCE)
        .fetch_all(&mut **tx)
        .await?;
    for row in &rows {
        let waits = Waits::of(&row.json("body")?);
        sqlx::query(
            "update cases set desk_queue = $2, desk_due_ms = $3, desk_since_ms = $4, asks = $5, asks_since_ms = $6 \
             where id = $1 and desk_queue = '?'",
        )
        .bind(row.text("id")?)
        .bind(waits.desk_queue)
        .bind(waits.desk_due_ms)
        .bind(waits.desk_since_ms)
        .bind(waits.asks)
        .bind(waits.asks_since_ms)
        .execute(&mut **tx)
        .await?;
    }
    Ok(rows.len())
}

#[cfg(test)]
mod tests {
    use shared::case::{Case, State};
    use shared::time::Instant;

    use super::Waits;

    #[test]
    fn each_word_of_what_is_asked_has_a_space_on_both_sides() {
        let text = include_str!("../../../tests/contract/wire/case.json");
        let case: Case = serde_json::from_str(text).unwrap();
        let at = Some(Instant::from_ms(7));
        let asks = Case { state: State::Handling, extend_asked_at: at, overdue_at: at, ..case };
        let waits = Waits::of(&asks);
        assert_eq!((waits.asks.as_str(), waits.asks_since_ms), (" requests overdue ", 7));
        assert_eq!((waits.desk_queue, waits.desk_due_ms), ("", i64::MAX), "it lies with no desk");
        let waits = Waits::of(&Case { state: State::ToFile, ..asks });
        assert_eq!((waits.desk_queue, waits.asks.as_str()), ("file", ""));
    }
}
