//! Accounts and the duty grids they walk.

use shared::account::Role;
use shared::ids::AccountId;
use shared::time::Instant;
use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use crate::accounts::caller::Account;
use crate::db::Tx;
use crate::db::fields::Fields as _;
use crate::error::Result;

/// An account with what its password is checked against.
#[derive(Clone, Debug)]
pub struct Stored {
    /// The account.
    pub account: Account,
    /// The hash.
    pub password_hash: String,
}

pub(super) fn account(row: &AnyRow) -> Result<Account> {
    let role = row.text("role")?;
    Ok(Account {
        id: row.parsed("id")?,
        user: row.parsed("user_name")?,
        name: row.text("name")?,
        role: Role::parse(&role).ok_or_else(|| anyhow::anyhow!("an account has the unknown role {role}"))?,
        jurisdiction: row.parsed("jurisdiction_id")?,
        unit: row.maybe_parsed("unit_id")?,
        disabled: row.flag("is_disabled")?,
    })
}

/// Finds an account by the name it signs in with.
pub async fn by_user(connection: &mut AnyConnection, user: &str) -> Result<Option<Stored>> {
    let row = sqlx::query(
        "select id, user_name, name, role, jurisdiction_id, unit_id, is_disabled, password_hash \
         from accounts where user_name = $1",
    )
    .bind(user)
    .fetch_optional(connection)
    .await?;
    row.map(|row| Ok(Stored { account: account(&row)?, password_hash: row.text("password_hash")? })).transpose()
}

/// Finds an account.
pub async fn find(connection: &mut AnyConnection, id: AccountId) -> Result<Option<Account>> {
    let row = sqlx::query(
        "select id, user_name, name, role, jurisdiction_id, unit_id, is_disabled from accounts where id = $1",
    )
    .bind(id.to_string())
    .fetch_optional(connection)
    .await?;
    row.as_ref().map(account).transpose()
}

/// Returns all accounts in the order of their names.
pub async fn all(connection: &mut AnyConnection) -> Result<Vec<Account>> {
    let rows = sqlx::query(
        "select id, user_name, name, role, jurisdiction_id, unit_id, is_disabled from accounts order by user_name",
    )
    .fetch_all(connection)
    .await?;
    rows.iter().map(account).collect()
}

/// Adds an account.
pub async fn insert(tx: &mut Tx, account: &Account, password_hash: &str, now: Instant) -> Result<()> {
    sqlx::query(
        "insert into accounts \
         (id, user_name, name, role, jurisdiction_id, unit_id, password_hash, is_disabled, made_at_ms) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(account.id.to_string())
    .bind(account.user.as_str())
    .bind(&account.name)
    .bind(account.role.as_str())
    .bind(account.jurisdiction.as_str())
    .bind(account.unit.as_ref().map(|unit| unit.as_str().to_owned()))
    .bind(password_hash)
    .bind(i64::from(account.disabled))
    .bind(now.ms())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Changes what an account is.
pub async fn update(tx: &mut Tx, account: &Account) -> Result<()> {
    sqlx::query(
        "update accounts set name = $2, role = $3, jurisdiction_id = $4, unit_id = $5, is_disabled = $6 where id = $1",
    )
    .bind(account.id.to_string())
    .bind(&account.name)
    .bind(account.role.as_str())
    .bind(account.jurisdiction.as_str())
    .bind(account.unit.as_ref().map(|unit| unit.as_str().to_owned()))
    .bind(i64::from(account.disabled))
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Changes a password.
pub async fn set_password(tx: &mut Tx, id: AccountId, password_hash: &str) -> Result<()> {
    sqlx::query("update accounts set password_hash = $2 where id = $1")
        .bind(id.to_string())
        .bind(password_hash)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Says which duty grids the account walks, instead of those it walked before.
pub async fn set_grids(tx: &mut Tx, account: &Account, grids: &[String]) -> Result<()> {
    sqlx::query("delete from account_grids where account_id = $1")
        .bind(account.id.to_string())
        .execute(&mut **tx)
        .await?;
    for grid in grids {
        sqlx::query("insert into account_grids (account_id, duty_grid, jurisdiction_id) values ($1, $2, $3)")
            .bind(account.id.to_string())
            .bind(grid)
            .bind(account.jurisdiction.as_str())
            .execute(&mut **tx)
            .await?;
    }
    Ok(())
}

/// Returns the duty grids of an account.
pub async fn grids(connection: &mut AnyConnection, id: AccountId) -> Result<Vec<String>> {
    let rows = sqlx::query("select duty_grid from account_grids where account_id = $1 order by duty_grid")
        .bind(id.to_string())
        .fetch_all(connection)
        .await?;
    rows.iter().map(|row| row.text("duty_grid")).collect()
}

/// Returns the version of an account's scope.
pub async fn scope_version(connection: &mut AnyConnection, id: AccountId) -> Result<u64> {
    let row = sqlx::query("select scope_version from accounts where id = $1")
        .bind(id.to_string())
        .fetch_one(connection)
        .await?;
    Ok(u64::try_from(row.number("scope_version")?).unwrap_or(0))
}

/// Lets an account's scope begin anew.
pub async fn begin_scope(tx: &mut Tx, id: AccountId) -> Result<()> {
    sqlx::query("update accounts set scope_version = scope_version + 1 where id = $1")
        .bind(id.to_string())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Locks an account's row for the rest of the transaction.
pub async fn hold(tx: &mut Tx, id: AccountId) -> Result<()> {
    sqlx::query("update accounts set made_at_ms = made_at_ms where id = $1")
        .bind(id.to_string())
        .execute(&mut **tx)
        .await?;
    Ok(())
}
