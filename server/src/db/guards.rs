//! What keeps tables append-only, whoever asks the database: triggers. Only emptying a training city lifts them.

use sqlx::AssertSqlSafe;

use super::Tx;
use super::dialect;
use super::fields::Fields as _;
use crate::error::Result;

/// Triggers that were lifted, as the statements that make them.
#[derive(Clone, Debug)]
#[must_use = "they are put back in the same transaction"]
pub struct Lifted(Vec<String>);

/// Lifts every trigger of the database, until they are put back or the transaction is taken back.
pub async fn lift(tx: &mut Tx) -> Result<Lifted> {
    let engine = tx.engine();
    let rows = sqlx::query(dialect::triggers(engine)).fetch_all(&mut **tx).await?;
    let mut made_by = Vec::with_capacity(rows.len());
    for row in &rows {
        let sql = dialect::drop_trigger(engine, &row.text("name")?, &row.text("table_name")?);
        sqlx::query(AssertSqlSafe(sql)).persistent(false).execute(&mut **tx).await?;
        made_by.push(row.text("made_by")?);
    }
    Ok(Lifted(made_by))
}

/// Puts them back.
pub async fn put_back(tx: &mut Tx, lifted: Lifted) -> Result<()> {
    for sql in lifted.0 {
        sqlx::query(AssertSqlSafe(sql)).persistent(false).execute(&mut **tx).await?;
    }
    Ok(())
}
