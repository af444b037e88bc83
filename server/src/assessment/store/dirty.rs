//! Cases whose row does not say what their history says.

use std::collections::{BTreeMap, BTreeSet};

use sqlx::AnyConnection;

use crate::db::Tx;
use crate::db::among::among;
use crate::db::dialect;
use crate::db::fields::Fields as _;
use crate::error::Result;

/// A case with its history, as they are written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Written {
    /// Which case.
    pub id: String,
    /// It.
    pub body: String,
    /// Its steps, in no order.
    pub flow: Vec<String>,
}

/// Says whether there is one.
pub async fn is_any(connection: &mut AnyConnection) -> Result<bool> {
    let row = sqlx::query("select id from cases where assessed_version = 0 limit 1").fetch_optional(connection).await?;
    Ok(row.is_some())
}

/// Returns all of them.
pub async fn ids(connection: &mut AnyConnection) -> Result<BTreeSet<String>> {
    let rows = sqlx::query("select id from cases where assessed_version = 0").fetch_all(connection).await?;
    rows.iter().map(|row| row.text("id")).collect()
}

/// Takes some that nobody else has in hand, from behind an id on: until the transaction ends nobody changes them, and with
/// its end they are read.
pub async fn take(tx: &mut Tx, after: &str, most: i64) -> Result<Vec<Written>> {
    let rows = sqlx::query(dialect::take_unassessed(tx.engine()))
        .bind(after.to_owned())
        .bind(most)
        .fetch_all(&mut **tx)
        .await?;
    let mut taken = BTreeMap::new();
    for row in &rows {
        let id = row.text("id")?;
        taken.insert(id.clone(), Written { id, body: row.text("body")?, flow: Vec::new() });
    }
    let ids: Vec<String> = taken.keys().cloned().collect();
    for row in &among(tx, "select case_id, body from case_flow where case_id in", &[], &ids).await? {
        if let Some(written) = taken.get_mut(&row.text("case_id")?) {
            written.flow.push(row.text("body")?);
        }
    }
    Ok(taken.into_values().collect())
}
