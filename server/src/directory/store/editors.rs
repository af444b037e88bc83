//! Which account looks after which unit of which list.

use shared::account::Role;
use shared::api::directory::Editor;
use shared::ids::{AccountId, JurisdictionId};
use shared::time::Instant;
use sqlx::AnyConnection;

use crate::db::Tx;
use crate::db::fields::Fields as _;
use crate::error::Result;

/// Returns what an account looks after: lists and units.
pub async fn of_account(connection: &mut AnyConnection, account: AccountId) -> Result<Vec<(JurisdictionId, String)>> {
    let rows = sqlx::query(
        "select jurisdiction_id, unit from directory_admins where account_id = $1 order by jurisdiction_id, unit",
    )
    .bind(account.to_string())
    .fetch_all(connection)
    .await?;
    rows.iter().map(|row| Ok((row.parsed("jurisdiction_id")?, row.text("unit")?))).collect()
}

/// Where a page begins: behind this account's name for this unit of this list; all empty for the beginning.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Place {
    /// Whose list.
    pub list: String,
    /// The account's user name.
    pub user: String,
    /// The unit.
    pub unit: String,
}

/// Returns a page of who looks after what in a list; in all of them for an empty one.
pub async fn of_list(connection: &mut AnyConnection, of: &str, after: &Place, most: i64) -> Result<Vec<Editor>> {
    let rows = sqlx::query(
        "select d.jurisdiction_id, d.unit, a.user_name, a.name, a.role, d.named_at_ms \
         from directory_admins d join accounts a on a.id = d.account_id \
         where ($1 = '' or d.jurisdiction_id = $1) and a.is_disabled = 0 \
         and (d.jurisdiction_id, d.unit, a.user_name) > ($2, $3, $4) \
         order by d.jurisdiction_id, d.unit, a.user_name limit $5",
    )
    .bind(of)
    .bind(after.list.as_str())
    .bind(after.unit.as_str())
    .bind(after.user.as_str())
    .bind(most)
    .fetch_all(connection)
    .await?;
    rows.iter()
        .map(|row| {
            let role = row.text("role")?;
            Ok(Editor {
                jurisdiction: row.parsed("jurisdiction_id")?,
                unit: row.text("unit")?,
                user: row.parsed("user_name")?,
                name: row.text("name")?,
                role: Role::parse(&role).ok_or_else(|| anyhow::anyhow!("an account has the unknown role {role}"))?,
                named_at: Instant::from_ms(row.number("named_at_ms")?),
            })
        })
        .collect()
}

/// Names an account; says whether it was not named before.
pub async fn name(
    tx: &mut Tx,
    of: &JurisdictionId,
    unit: &str,
    account: AccountId,
    by: AccountId,
    now: Instant,
) -> Result<bool> {
    let done = sqlx::query(
        "insert into directory_admins (account_id, jurisdiction_id, unit, named_by_id, named_at_ms) \
         values ($1, $2, $3, $4, $5) on conflict (jurisdiction_id, unit, account_id) do nothing",
    )
    .bind(account.to_string())
    .bind(of.as_str())
    .bind(unit)
    .bind(by.to_string())
    .bind(now.ms())
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Names an account no more; says whether it was named.
pub async fn remove(tx: &mut Tx, of: &JurisdictionId, unit: &str, account: AccountId) -> Result<bool> {
    let done = sqlx::query("delete from directory_admins where jurisdiction_id = $1 and unit = $2 and account_id = $3")
        .bind(of.as_str())
        .bind(unit)
        .bind(account.to_string())
        .execute(&mut **tx)
        .await?;
    Ok(done.rows_affected() > 0)
}

/// Lets those who look after a unit, or something below it, look after it where it is from now on.
pub async fn follow(tx: &mut Tx, of: &JurisdictionId, from: &str, to: &str) -> Result<()> {
    // Whoever is named there already stays as they are; the others come along.
    sqlx::query(
        "insert into directory_admins (account_id, jurisdiction_id, unit, named_by_id, named_at_ms) \
         select account_id, jurisdiction_id, $3 || substr(unit, length($2) + 1), named_by_id, named_at_ms \
         from directory_admins \
         where jurisdiction_id = $1 and (unit = $2 or substr(unit, 1, length($2) + 1) = $2 || '/') \
         on conflict (jurisdiction_id, unit, account_id) do nothing",
    )
    .bind(of.as_str())
    .bind(from)
    .bind(to)
    .execute(&mut **tx)
    .await?;
    sqlx::query(
        "delete from directory_admins \
         where jurisdiction_id = $1 and (unit = $2 or substr(unit, 1, length($2) + 1) = $2 || '/')",
    )
    .bind(of.as_str())
    .bind(from)
    .execute(&mut **tx)
    .await?;
    Ok(())
}
