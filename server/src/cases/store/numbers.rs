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
