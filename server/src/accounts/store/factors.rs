//! Second factors and their recovery codes.

use shared::ids::AccountId;
use shared::time::Instant;
use sqlx::AnyConnection;

use crate::accounts::caller::Account;
use crate::db::Tx;
use crate::db::fields::Fields as _;
use crate::error::Result;

/// A second factor as it is kept.
#[derive(Clone)]
pub struct Factor {
    /// The secret that the account's app holds too.
    pub secret: Vec<u8>,
    /// Since when it counts; none while nobody has shown a code of it.
    pub confirmed_at: Option<Instant>,
}

/// Finds an account's second factor.
pub async fn find(connection: &mut AnyConnection, id: AccountId) -> Result<Option<Factor>> {
    let row = sqlx::query("select secret, confirmed_at_ms from second_factors where account_id = $1")
        .bind(id.to_string())
        .fetch_optional(connection)
        .await?;
    row.map(|row| {
        let secret = hex::decode(row.text("secret")?).map_err(anyhow::Error::new)?;
        Ok(Factor { secret, confirmed_at: row.maybe_number("confirmed_at_ms")?.map(Instant::from_ms) })
    })
    .transpose()
}

/// Keeps a new secret in the place of one that was never confirmed; says whether it did.
pub async fn begin(tx: &mut Tx, account: &Account, secret: &[u8], now: Instant) -> Result<bool> {
    let done = sqlx::query(
        "insert into second_factors (account_id, jurisdiction_id, secret, made_at_ms) values ($1, $2, $3, $4) \
         on conflict (account_id) do update set jurisdiction_id = excluded.jurisdiction_id, secret = excluded.secret, \
         made_at_ms = excluded.made_at_ms, last_step = 0 \
         where second_factors.confirmed_at_ms is null",
    )
    .bind(account.id.to_string())
    .bind(account.jurisdiction.as_str())
    .bind(hex::encode(secret))
    .bind(now.ms())
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Lets a second factor count from now on; says whether it did not before.
pub async fn confirm(tx: &mut Tx, id: AccountId, now: Instant) -> Result<bool> {
    let done =
        sqlx::query("update second_factors set confirmed_at_ms = $2 where account_id = $1 and confirmed_at_ms is null")
            .bind(id.to_string())
            .bind(now.ms())
            .execute(&mut **tx)
            .await?;
    Ok(done.rows_affected() == 1)
}

/// Takes the code of a half minute; says whether no code of it or of a later one was taken before.
pub async fn take_step(tx: &mut Tx, id: AccountId, step: i64) -> Result<bool> {
    let done = sqlx::query("update second_factors set last_step = $2 where account_id = $1 and last_step < $2")
        .bind(id.to_string())
        .bind(step)
        .execute(&mut **tx)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Takes a recovery code; says whether it was good.
pub async fn take_recovery(tx: &mut Tx, id: AccountId, code_hash: &str, now: Instant) -> Result<bool> {
    let done = sqlx::query(
        "update recovery_codes set used_at_ms = $3 where account_id = $1 and code_hash = $2 and used_at_ms is null",
    )
    .bind(id.to_string())
    .bind(code_hash)
    .bind(now.ms())
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Keeps new recovery codes in the place of those before.
pub async fn set_recovery(tx: &mut Tx, account: &Account, hashes: &[String]) -> Result<()> {
    sqlx::query("delete from recovery_codes where account_id = $1")
        .bind(account.id.to_string())
        .execute(&mut **tx)
        .await?;
    for hash in hashes {
        sqlx::query("insert into recovery_codes (account_id, code_hash, jurisdiction_id) values ($1, $2, $3)")
            .bind(account.id.to_string())
            .bind(hash)
            .bind(account.jurisdiction.as_str())
            .execute(&mut **tx)
            .await?;
    }
    Ok(())
}

/// Counts the recovery codes that are left.
pub async fn codes_left(connection: &mut AnyConnection, id: AccountId) -> Result<u32> {
    let row = sqlx::query("select count(*) as found from recovery_codes where account_id = $1 and used_at_ms is null")
        .bind(id.to_string())
        .fetch_one(connection)
        .await?;
    Ok(u32::try_from(row.number("found")?).unwrap_or(0))
}

/// Takes a second factor away with its codes; says whether there was one that counted.
pub async fn remove(tx: &mut Tx, id: AccountId) -> Result<bool> {
    sqlx::query("delete from recovery_codes where account_id = $1").bind(id.to_string()).execute(&mut **tx).await?;
    let row = sqlx::query("delete from second_factors where account_id = $1 returning confirmed_at_ms")
        .bind(id.to_string())
        .fetch_optional(&mut **tx)
        .await?;
    Ok(row.map(|row| row.maybe_number("confirmed_at_ms")).transpose()?.flatten().is_some())
}
