//! Views in the database.

use shared::api::lists::Shows;
use shared::ids::{AccountId, JurisdictionId, ViewId};
use shared::time::Instant;
use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use crate::db::Tx;
use crate::db::fields::Fields as _;
use crate::error::Result;

/// A view as it stands in its row.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Kept {
    /// Its identity.
    pub id: ViewId,
    /// Who kept it.
    pub account: AccountId,
    /// Whom they worked for.
    pub area: JurisdictionId,
    /// What it is called.
    pub name: String,
    /// What it shows its cases as.
    pub shows: Shows,
    /// The filter.
    pub query: String,
    /// Everybody of the jurisdiction sees it.
    pub is_shared: bool,
    /// What people call whoever kept it.
    pub author: String,
}

/// Adds a view; says whether its id was free.
pub async fn insert(tx: &mut Tx, view: &Kept, now: Instant) -> Result<bool> {
    let done = sqlx::query(
        "insert into case_views (id, account_id, jurisdiction_id, name, shows, query, is_shared, made_at_ms) \
         values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (id) do nothing",
    )
    .bind(view.id.to_string())
    .bind(view.account.to_string())
    .bind(view.area.as_str())
    .bind(&view.name)
    .bind(view.shows.as_str())
    .bind(&view.query)
    .bind(i64::from(view.is_shared))
    .bind(now.ms())
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Keeps others from adding views of an account until the transaction ends: two at once would both be the last that fits.
pub async fn hold(tx: &mut Tx, account: AccountId) -> Result<()> {
    sqlx::query("update accounts set name = name where id = $1").bind(account.to_string()).execute(&mut **tx).await?;
    Ok(())
}

/// Returns how many views an account keeps.
pub async fn count(connection: &mut AnyConnection, account: AccountId) -> Result<usize> {
    let row = sqlx::query("select count(*) as found from case_views where account_id = $1")
        .bind(account.to_string())
        .fetch_one(connection)
        .await?;
    Ok(usize::try_from(row.number("found")?).unwrap_or(0))
}

/// Finds a view.
pub async fn find(connection: &mut AnyConnection, id: ViewId) -> Result<Option<Kept>> {
    let row = sqlx::query(
        "select v.id, v.account_id, v.jurisdiction_id, v.name, v.shows, v.query, v.is_shared, a.name as author \
         from case_views v join accounts a on a.id = v.account_id where v.id = $1",
    )
    .bind(id.to_string())
    .fetch_optional(connection)
    .await?;
    row.as_ref().map(kept).transpose()
}

/// Returns the views of an account, in the order they were kept.
pub async fn own(connection: &mut AnyConnection, account: AccountId, limit: i64) -> Result<Vec<Kept>> {
    let rows = sqlx::query(
        "select v.id, v.account_id, v.jurisdiction_id, v.name, v.shows, v.query, v.is_shared, a.name as author \
         from case_views v join accounts a on a.id = v.account_id where v.account_id = $1 order by v.id limit $2",
    )
    .bind(account.to_string())
    .bind(limit)
    .fetch_all(connection)
    .await?;
    rows.iter().map(kept).collect()
}

/// Returns the views that others share with a jurisdiction, in the order they were kept.
pub async fn shared(
    connection: &mut AnyConnection,
    area: &JurisdictionId,
    account: AccountId,
    limit: i64,
) -> Result<Vec<Kept>> {
    let rows = sqlx::query(
        "select v.id, v.account_id, v.jurisdiction_id, v.name, v.shows, v.query, v.is_shared, a.name as author \
         from case_views v join accounts a on a.id = v.account_id \
         where v.jurisdiction_id = $1 and v.is_shared = 1 and v.account_id <> $2 order by v.id limit $3",
    )
    .bind(area.as_str())
    .bind(account.to_string())
    .bind(limit)
    .fetch_all(connection)
    .await?;
    rows.iter().map(kept).collect()
}

/// Removes a view.
pub async fn remove(tx: &mut Tx, id: ViewId) -> Result<()> {
    sqlx::query("delete from case_views where id = $1").bind(id.to_string()).execute(&mut **tx).await?;
    Ok(())
}

fn kept(row: &AnyRow) -> Result<Kept> {
    Ok(Kept {
        id: row.parsed("id")?,
        account: row.parsed("account_id")?,
        area: row.parsed("jurisdiction_id")?,
        name: row.text("name")?,
        shows: Shows::parse(&row.text("shows")?),
        query: row.text("query")?,
        is_shared: row.flag("is_shared")?,
        author: row.text("author")?,
    })
}
