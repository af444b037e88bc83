//! Where each case is, as it stands in columns: written with every new row, and once for rows from before. A case never
//! moves: what it is judged by may change, the place where it was seen does not.

use shared::case::Case;

use super::fields::Fields as _;
use super::{Db, Tx};
use crate::error::Result;

/// How many rows from before get their columns in one transaction.
const AT_ONCE: i64 = 500;

/// Where a case is, in its columns: the frame of record, in units of 1e-7 degree; nothing where its fix is no place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Placed {
    /// East.
    pub lon_e7: Option<i64>,
    /// North.
    pub lat_e7: Option<i64>,
}

impl Placed {
    /// Returns what stands in the columns of a case.
    pub fn of(case: &Case) -> Self {
        let point = case.fix.point().ok();
        Self { lon_e7: point.map(|point| i64::from(point.lon_e7)), lat_e7: point.map(|point| i64::from(point.lat_e7)) }
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
    let rows = sqlx::query("select id, body from cases where is_placed = 0 order by id limit $1")
        .bind(AT_ONCE)
        .fetch_all(&mut **tx)
        .await?;
    for row in &rows {
        let placed = Placed::of(&row.json("body")?);
        sqlx::query("update cases set lon_e7 = $2, lat_e7 = $3, is_placed = 1 where id = $1 and is_placed = 0")
            .bind(row.text("id")?)
            .bind(placed.lon_e7)
            .bind(placed.lat_e7)
            .execute(&mut **tx)
            .await?;
    }
    Ok(rows.len())
}
