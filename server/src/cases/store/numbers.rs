//! Case numbers: dense within a day of the jurisdiction's zone.

use std::collections::BTreeMap;

use shared::ids::CaseNo;

use crate::db::Tx;
use crate::db::fields::Fields as _;
use crate::error::Result;

/// The counters that one transaction has taken numbers from.
///
/// The first number locks its counter until the commit, so the others are counted here and written down once, by
/// [`Numbers::keep`].
#[derive(Debug, Default)]
pub struct Numbers {
    last: BTreeMap<(String, String), Counter>,
}

#[derive(Debug)]
struct Counter {
    written: i64,
    taken: i64,
}

impl Numbers {
    /// Takes the next number of a day.
    pub async fn next(&mut self, tx: &mut Tx, prefix: &str, day: &str) -> Result<CaseNo> {
        let key = (prefix.to_owned(), day.to_owned());
        let number = match self.last.get_mut(&key) {
            Some(counter) => {
                counter.taken += 1;
                counter.taken
            }
            None => {
                tx.flush().await?;
                let first = take(tx, prefix, day).await?;
                self.last.insert(key, Counter { written: first, taken: first });
                first
            }
        };
        let number = format!("{prefix}{day}{number:06}");
        Ok(number.parse().map_err(anyhow::Error::new)?)
    }

    /// Returns a number that a case had before the database was restored, if it may have it again: one of ours that
    /// its day's counter has left behind, and no other case's.
    pub async fn again(&mut self, tx: &mut Tx, told: &CaseNo, prefix: &str) -> Result<Option<CaseNo>> {
        let Some((day, number)) = told.as_str().strip_prefix(prefix).and_then(|rest| rest.split_at_checked(8)) else {
            return Ok(None);
        };
        let is_day = day.bytes().all(|byte| byte.is_ascii_digit());
        let number = number.parse::<i64>().ok().filter(|number| is_day && *number > 0);
        let Some(number) = number else { return Ok(None) };
        // What waits in this transaction has its number too.
        tx.flush().await?;
        let is_past = number <= last(tx, prefix, day).await?;
        Ok((is_past && is_free(tx, told).await?).then(|| told.clone()))
    }

    /// Writes down how far the counters were counted.
    pub async fn keep(&mut self, tx: &mut Tx) -> Result<()> {
        for ((prefix, day), counter) in &mut self.last {
            if counter.taken > counter.written {
                tx.flush().await?;
                sqlx::query("update case_numbers set value = $3 where prefix = $1 and day = $2")
                    .bind(prefix.clone())
                    .bind(day.clone())
                    .bind(counter.taken)
                    .execute(&mut **tx)
                    .await?;
                counter.written = counter.taken;
            }
        }
        Ok(())
    }
}

async fn take(tx: &mut Tx, prefix: &str, day: &str) -> Result<i64> {
    let row = sqlx::query(
        "insert into case_numbers (prefix, day, value) values ($1, $2, 1) \
         on conflict (prefix, day) do update set value = case_numbers.value + 1 \
         returning value",
    )
    .bind(prefix)
    .bind(day)
    .fetch_one(&mut **tx)
    .await?;
    row.number("value")
}

/// Lets the numbers of a day go on behind this one, unless they are there already.
pub async fn raise(tx: &mut Tx, prefix: &str, day: &str, value: i64) -> Result<()> {
    sqlx::query(
        "insert into case_numbers (prefix, day, value) values ($1, $2, $3) \
         on conflict (prefix, day) do update set value = excluded.value \
         where case_numbers.value < excluded.value",
    )
    .bind(prefix)
    .bind(day)
    .bind(value)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Returns every day that has numbers, with the last one.
pub async fn days(tx: &mut Tx, prefix: &str) -> Result<BTreeMap<String, i64>> {
    let rows = sqlx::query("select day, value from case_numbers where prefix = $1 order by day")
        .bind(prefix)
        .fetch_all(&mut **tx)
        .await?;
    rows.iter().map(|row| Ok((row.text("day")?, row.number("value")?))).collect()
}

async fn last(tx: &mut Tx, prefix: &str, day: &str) -> Result<i64> {
    let row = sqlx::query("select value from case_numbers where prefix = $1 and day = $2")
        .bind(prefix)
        .bind(day)
        .fetch_optional(&mut **tx)
        .await?;
    row.map_or(Ok(0), |row| row.number("value"))
}

async fn is_free(tx: &mut Tx, number: &CaseNo) -> Result<bool> {
    let row = sqlx::query("select count(*) as found from cases where case_no = $1")
        .bind(number.as_str())
        .fetch_one(&mut **tx)
        .await?;
    Ok(row.number("found")? == 0)
}
