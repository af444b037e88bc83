//! The marks that rows are compared by, as they stand in columns: written with every row, and once for rows from before.

use shared::case::{Case, Nearby};
use shared::ids::CaseId;
use shared::sync::digest::Mark;
use shared::sync::pull;

use super::fields::Fields as _;
use super::{Db, Tx};
use crate::error::Result;

/// How many rows from before get their mark in one transaction.
const AT_ONCE: i64 = 500;

/// A mark in its two columns.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Marks {
    /// The first half.
    pub a: i64,
    /// The second half.
    pub b: i64,
}

impl From<Mark> for Marks {
    fn from(mark: Mark) -> Self {
        // A half has 40 bits.
        Self { a: i64::try_from(mark.a).unwrap_or(i64::MAX), b: i64::try_from(mark.b).unwrap_or(i64::MAX) }
    }
}

impl Marks {
    /// Returns the mark of a row with this body.
    pub fn of(entity: &str, id: &str, version: u64, body: &str) -> Result<Self> {
        Ok(Mark::of(entity, id, version, body)?.into())
    }

    /// Returns the mark of a case as a neighbour sees it.
    pub fn of_nearby(case: &Case) -> Result<Self> {
        match Nearby::of(case) {
            Some(near) => Self::of(pull::NEARBY, &case.id.to_string(), near.version, &serde_json::to_string(&near)?),
            None => Ok(Mark::NONE.into()),
        }
    }
}

/// Gives every row that was written before there were marks its own.
pub async fn ensure(db: &Db) -> Result<()> {
    loop {
        let mut tx = db.write().await?;
        let done = cases(&mut tx).await? + tasks(&mut tx).await?;
        tx.commit().await?;
        if done == 0 {
            return Ok(());
        }
    }
}

async fn cases(tx: &mut Tx) -> Result<usize> {
    let rows = sqlx::query("select id, version, body from cases where mark_a = -1 order by id limit $1")
        .bind(AT_ONCE)
        .fetch_all(&mut **tx)
        .await?;
    for row in &rows {
        let (id, body): (CaseId, String) = (row.parsed("id")?, row.text("body")?);
        let version = u64::try_from(row.number("version")?).unwrap_or(0);
        let marks = Marks::of(pull::CASE, &id.to_string(), version, &body)?;
        let near = Marks::of_nearby(&row.json("body")?)?;
        sqlx::query("update cases set mark_a = $2, mark_b = $3, near_a = $4, near_b = $5 where id = $1")
            .bind(id.to_string())
            .bind(marks.a)
            .bind(marks.b)
            .bind(near.a)
            .bind(near.b)
            .execute(&mut **tx)
            .await?;
    }
    Ok(rows.len())
}

async fn tasks(tx: &mut Tx) -> Result<usize> {
    let rows = sqlx::query("select id, version, body from tasks where mark_a = -1 order by id limit $1")
        .bind(AT_ONCE)
        .fetch_all(&mut **tx)
        .await?;
    for row in &rows {
        let (id, body) = (row.text("id")?, row.text("body")?);
        let version = u64::try_from(row.number("version")?).unwrap_or(0);
        let marks = Marks::of(pull::TASK, &id, version, &body)?;
        sqlx::query("update tasks set mark_a = $2, mark_b = $3 where id = $1")
            .bind(id)
            .bind(marks.a)
            .bind(marks.b)
            .execute(&mut **tx)
            .await?;
    }
    Ok(rows.len())
}
