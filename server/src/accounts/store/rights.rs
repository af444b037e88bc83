//! What accounts were, and since when.

use shared::account::Role;
use shared::time::Instant;
use sqlx::AnyConnection;

use crate::accounts::caller::Account;
use crate::db::Tx;
use crate::db::fields::Fields as _;
use crate::error::Result;

/// Keeps what an account is from now on, and before its first change what it was from its beginning.
pub async fn keep(tx: &mut Tx, before: &Account, after: &Account, now: Instant) -> Result<()> {
    let row = sqlx::query(
        "select a.made_at_ms, (select count(*) from account_rights r where r.account_id = a.id) as known \
         from accounts a where a.id = $1",
    )
    .bind(after.id.to_string())
    .fetch_one(&mut **tx)
    .await?;
    if row.number("known")? == 0 {
        insert(tx, before, Instant::from_ms(row.number("made_at_ms")?)).await?;
    }
    insert(tx, after, now).await
}

async fn insert(tx: &mut Tx, account: &Account, since: Instant) -> Result<()> {
    sqlx::query(
        "insert into account_rights (account_id, since_ms, jurisdiction_id, role, unit_id, is_disabled) \
         values ($1, $2, $3, $4, $5, $6) \
         on conflict (account_id, since_ms) do update set jurisdiction_id = excluded.jurisdiction_id, \
         role = excluded.role, unit_id = excluded.unit_id, is_disabled = excluded.is_disabled",
    )
    .bind(account.id.to_string())
    .bind(since.ms())
    .bind(account.jurisdiction.as_str())
    .bind(account.role.as_str())
    .bind(account.unit.as_ref().map(|unit| unit.as_str().to_owned()))
    .bind(i64::from(account.disabled))
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Returns the account as it was at a moment; as it is where nothing else is known.
pub async fn as_of(connection: &mut AnyConnection, account: &Account, moment: Instant) -> Result<Account> {
    let row = sqlx::query(
        "select jurisdiction_id, role, unit_id, is_disabled from account_rights \
         where account_id = $1 and since_ms <= $2 order by since_ms desc limit 1",
    )
    .bind(account.id.to_string())
    .bind(moment.ms())
    .fetch_optional(connection)
    .await?;
    let Some(row) = row else { return Ok(account.clone()) };
    let role = row.text("role")?;
    Ok(Account {
        role: Role::parse(&role).ok_or_else(|| anyhow::anyhow!("an account had the unknown role {role}"))?,
        jurisdiction: row.parsed("jurisdiction_id")?,
        unit: row.maybe_parsed("unit_id")?,
        disabled: row.flag("is_disabled")?,
        ..account.clone()
    })
}
