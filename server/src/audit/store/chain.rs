//! The chain of records, link by link.

use shared::time::Instant;
use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use crate::db::Tx;
use crate::db::fields::Fields as _;
use crate::error::Result;

/// A record with its fields as they are hashed. Do not reorder: hashed bytes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Written {
    /// Which.
    pub id: String,
    /// Its fields.
    pub fields: Vec<String>,
}

/// The last link.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Last {
    /// Its place.
    pub position: i64,
    /// Its hash.
    pub hash: String,
    /// When its record was made.
    pub at: Instant,
}

/// A link with its record.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Link {
    /// Its place.
    pub position: i64,
    /// The hash that stands there.
    pub hash: String,
    /// Its record.
    pub written: Written,
}

/// Returns the end of the chain.
pub async fn last(connection: &mut AnyConnection) -> Result<Option<Last>> {
    let row = sqlx::query(
        "select c.position, c.hash, a.at_ms \
         from audit_chain c join audit a on a.id = c.audit_id \
         order by c.position desc limit 1",
    )
    .fetch_optional(connection)
    .await?;
    row.map(|row| {
        let at = Instant::from_ms(row.number("at_ms")?);
        Ok(Last { position: row.number("position")?, hash: row.text("hash")?, at })
    })
    .transpose()
}

/// Returns the next records to chain: those from an id on that were made until a moment and are in the chain nowhere.
pub async fn unchained(connection: &mut AnyConnection, from: &str, until: Instant) -> Result<Vec<Written>> {
    let rows = sqlx::query(
        "select a.id, a.at_ms, a.actor, a.account_id, a.jurisdiction_id, a.action, a.subject, a.operation_id, a.detail \
         from audit a \
         where a.id >= $1 and a.at_ms <= $2 \
         and not exists (select 1 from audit_chain c where c.audit_id = a.id) \
         order by a.id limit 5000",
    )
    .bind(from)
    .bind(until.ms())
    .fetch_all(connection)
    .await?;
    rows.iter().map(written).collect()
}

/// Adds a link.
pub async fn append(tx: &mut Tx, position: i64, id: &str, hash: &str) -> Result<()> {
    sqlx::query("insert into audit_chain (position, audit_id, hash) values ($1, $2, $3)")
        .bind(position)
        .bind(id)
        .bind(hash)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Returns the links behind a place, so many at most.
pub async fn behind(connection: &mut AnyConnection, position: i64, most: i64) -> Result<Vec<Link>> {
    let rows = sqlx::query(
        "select c.position, c.hash, a.id, a.at_ms, a.actor, a.account_id, a.jurisdiction_id, a.action, a.subject, \
         a.operation_id, a.detail \
         from audit_chain c join audit a on a.id = c.audit_id \
         where c.position > $1 order by c.position limit $2",
    )
    .bind(position)
    .bind(most)
    .fetch_all(connection)
    .await?;
    rows.iter()
        .map(|row| Ok(Link { position: row.number("position")?, hash: row.text("hash")?, written: written(row)? }))
        .collect()
}

/// Counts the records from an id on that are in the chain nowhere.
pub async fn waiting(connection: &mut AnyConnection, from: &str) -> Result<i64> {
    let row = sqlx::query(
        "select count(*) as found from audit a \
         where a.id >= $1 and not exists (select 1 from audit_chain c where c.audit_id = a.id)",
    )
    .bind(from)
    .fetch_one(connection)
    .await?;
    row.number("found")
}

/// Returns the first records below an id that are in the chain nowhere: nobody will put them there any more.
pub async fn passed(connection: &mut AnyConnection, below: &str) -> Result<Vec<String>> {
    let rows = sqlx::query(
        "select a.id from audit a \
         where a.id < $1 and not exists (select 1 from audit_chain c where c.audit_id = a.id) \
         order by a.id limit 20",
    )
    .bind(below)
    .fetch_all(connection)
    .await?;
    rows.iter().map(|row| row.text("id")).collect()
}

fn written(row: &AnyRow) -> Result<Written> {
    let id = row.text("id")?;
    let fields = vec![
        id.clone(),
        row.number("at_ms")?.to_string(),
        row.text("actor")?,
        row.maybe_text("account_id")?.unwrap_or_default(),
        row.text("jurisdiction_id")?,
        row.text("action")?,
        row.text("subject")?,
        row.maybe_text("operation_id")?.unwrap_or_default(),
        row.text("detail")?,
    ];
    Ok(Written { id, fields })
}
