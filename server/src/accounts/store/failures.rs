//! Failed sign-ins, and what guards accounts.

use shared::ids::{AccountId, JurisdictionId};
use shared::time::Instant;
use sqlx::AnyConnection;

use super::accounts::account;
use crate::accounts::caller::Account;
use crate::db::Tx;
use crate::db::fields::Fields as _;
use crate::error::Result;

/// Counts a failure and returns how many there are now. Those before `forgotten` do not count any more. Of two at once
/// each is counted.
pub async fn count(
    tx: &mut Tx,
    name_hash: &str,
    account: Option<AccountId>,
    now: Instant,
    forgotten: Instant,
) -> Result<i64> {
    let row = sqlx::query(
        "insert into sign_in_failures (name_hash, account_id, failures, last_at_ms, locked_until_ms) \
         values ($1, $2, 1, $3, 0) \
         on conflict (name_hash) do update set account_id = excluded.account_id, last_at_ms = excluded.last_at_ms, \
         failures = case when sign_in_failures.last_at_ms < $4 then 1 else sign_in_failures.failures + 1 end \
         returning failures",
    )
    .bind(name_hash)
    .bind(account.map(|id| id.to_string()))
    .bind(now.ms())
    .bind(forgotten.ms())
    .fetch_one(&mut **tx)
    .await?;
    row.number("failures")
}

/// Locks a name until a moment.
pub async fn lock(tx: &mut Tx, name_hash: &str, until: Instant) -> Result<()> {
    sqlx::query("update sign_in_failures set locked_until_ms = $2 where name_hash = $1")
        .bind(name_hash)
        .bind(until.ms())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Returns until when a name is locked; the epoch where it is not.
pub async fn locked_until(connection: &mut AnyConnection, name_hash: &str) -> Result<Instant> {
    let row = sqlx::query("select locked_until_ms from sign_in_failures where name_hash = $1")
        .bind(name_hash)
        .fetch_optional(connection)
        .await?;
    let until = row.map(|row| row.number("locked_until_ms")).transpose()?;
    Ok(Instant::from_ms(until.unwrap_or(0)))
}

/// Forgets the tries under a name.
pub async fn clear(tx: &mut Tx, name_hash: &str) -> Result<()> {
    sqlx::query("delete from sign_in_failures where name_hash = $1").bind(name_hash).execute(&mut **tx).await?;
    Ok(())
}

/// Forgets what was last tried before the moment.
pub async fn forget(tx: &mut Tx, before: Instant) -> Result<()> {
    sqlx::query("delete from sign_in_failures where last_at_ms < $1 and locked_until_ms < $1")
        .bind(before.ms())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// An account that is locked or has a second factor.
#[derive(Clone, Debug)]
pub struct Guarded {
    /// The account.
    pub account: Account,
    /// Failed sign-ins that count, where it is locked.
    pub failures: i64,
    /// Until when it is locked.
    pub locked_until: Option<Instant>,
    /// It has a second factor.
    pub has_factor: bool,
}

/// Returns the guarded accounts of an area, or of all, behind a user name.
pub async fn guarded(
    connection: &mut AnyConnection,
    area: Option<&JurisdictionId>,
    after: &str,
    most: u32,
    now: Instant,
) -> Result<Vec<Guarded>> {
    let rows = sqlx::query(
        "select a.id, a.user_name, a.name, a.role, a.jurisdiction_id, a.unit_id, a.is_disabled, \
         coalesce(f.failures, 0) as failures, f.locked_until_ms, s.confirmed_at_ms \
         from accounts a \
         left join sign_in_failures f on f.account_id = a.id and f.locked_until_ms > $1 \
         left join second_factors s on s.account_id = a.id \
         where (f.locked_until_ms is not null or s.confirmed_at_ms is not null) \
         and ($2 = '' or a.jurisdiction_id = $2) and a.user_name > $3 \
         order by a.user_name limit $4",
    )
    .bind(now.ms())
    .bind(area.map_or("", JurisdictionId::as_str).to_owned())
    .bind(after.to_owned())
    .bind(i64::from(most))
    .fetch_all(connection)
    .await?;
    rows.iter()
        .map(|row| {
            Ok(Guarded {
                account: account(row)?,
                failures: row.number("failures")?,
                locked_until: row.maybe_number("locked_until_ms")?.map(Instant::from_ms),
                has_factor: row.maybe_number("confirmed_at_ms")?.is_some(),
            })
        })
        .collect()
}
