//! Tokens, challenges and enrolment codes.

use shared::ids::{AccountId, DeviceId};
use shared::time::Instant;
use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use super::accounts::account;
use crate::accounts::caller::Account;
use crate::accounts::lines::TurnedAway;
use crate::accounts::origin::Origin;
use crate::db::Tx;
use crate::db::fields::Fields as _;
use crate::error::Result;

/// A token as it is kept.
#[derive(Clone, Debug)]
pub struct Token {
    /// Whose it is.
    pub account: Account,
    /// On which device.
    pub device: Option<DeviceId>,
    /// When it was last used, to a few minutes.
    pub used_at: Instant,
    /// When it ends.
    pub expires_at: Instant,
    /// Its account has a second factor.
    pub has_factor: bool,
    /// When it was withdrawn.
    pub revoked_at: Option<Instant>,
    /// When its device was withdrawn.
    pub device_revoked_at: Option<Instant>,
}

/// Keeps a new token.
pub async fn insert_token(
    tx: &mut Tx,
    hash: &str,
    account: &Account,
    device: Option<DeviceId>,
    origin: &Origin,
    now: Instant,
    expires: Instant,
) -> Result<()> {
    sqlx::query(
        "insert into tokens \
         (hash, account_id, jurisdiction_id, device_id, made_at_ms, expires_at_ms, used_at_ms, address, agent) \
         values ($1, $2, $3, $4, $5, $6, $5, $7, $8)",
    )
    .bind(hash)
    .bind(account.id.to_string())
    .bind(account.jurisdiction.as_str())
    .bind(device.map(|id| id.to_string()))
    .bind(now.ms())
    .bind(expires.ms())
    .bind(&origin.address)
    .bind(&origin.agent)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Finds a token by its hash.
pub async fn token(connection: &mut AnyConnection, hash: &str) -> Result<Option<Token>> {
    let row = sqlx::query(
        "select a.id, a.user_name, a.name, a.role, a.jurisdiction_id, a.unit_id, a.is_disabled, \
         t.device_id, t.made_at_ms, t.used_at_ms, t.expires_at_ms, t.revoked_at_ms, \
         d.revoked_at_ms as device_revoked_at_ms, f.confirmed_at_ms \
         from tokens t join accounts a on a.id = t.account_id left join devices d on d.id = t.device_id \
         left join second_factors f on f.account_id = t.account_id \
         where t.hash = $1",
    )
    .bind(hash)
    .fetch_optional(connection)
    .await?;
    row.map(|row| {
        Ok(Token {
            account: account(&row)?,
            device: row.maybe_parsed("device_id")?,
            used_at: used_at(&row)?,
            expires_at: Instant::from_ms(row.number("expires_at_ms")?),
            has_factor: row.maybe_number("confirmed_at_ms")?.is_some(),
            revoked_at: row.maybe_number("revoked_at_ms")?.map(Instant::from_ms),
            device_revoked_at: row.maybe_number("device_revoked_at_ms")?.map(Instant::from_ms),
        })
    })
    .transpose()
}

/// A session from before this was written down was used when it was opened.
fn used_at(row: &AnyRow) -> Result<Instant> {
    Ok(Instant::from_ms(row.number("used_at_ms")?.max(row.number("made_at_ms")?)))
}

/// Returns who is turned away; of tokens those that were withdrawn from the moment on.
pub async fn turned_away(connection: &mut AnyConnection, since: Instant) -> Result<TurnedAway> {
    let accounts = sqlx::query("select id from accounts where is_disabled = 1").fetch_all(&mut *connection).await?;
    let devices =
        sqlx::query("select id from devices where revoked_at_ms is not null").fetch_all(&mut *connection).await?;
    let tokens = sqlx::query("select hash from tokens where revoked_at_ms is not null and revoked_at_ms >= $1")
        .bind(since.ms())
        .fetch_all(connection)
        .await?;
    Ok(TurnedAway {
        accounts: accounts.iter().map(|row| row.parsed::<AccountId>("id")).collect::<Result<_>>()?,
        devices: devices.iter().map(|row| row.parsed::<DeviceId>("id")).collect::<Result<_>>()?,
        tokens: tokens.iter().map(|row| row.text("hash")).collect::<Result<_>>()?,
    })
}

/// Writes down that a token was used, unless that stands there already.
pub async fn used(tx: &mut Tx, hash: &str, now: Instant) -> Result<()> {
    sqlx::query("update tokens set used_at_ms = $2 where hash = $1 and used_at_ms < $2")
        .bind(hash)
        .bind(now.ms())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// A session that is open.
#[derive(Clone, Debug)]
pub struct Open {
    /// The hash of its token.
    pub hash: String,
    /// On which device.
    pub device: Option<DeviceId>,
    /// When it was opened.
    pub made_at: Instant,
    /// When it was last used, to a few minutes.
    pub used_at: Instant,
    /// When it ends at the latest.
    pub expires_at: Instant,
    /// The network it was opened from.
    pub address: String,
    /// What it was opened with.
    pub agent: String,
}

/// Returns the sessions of an account that are neither over nor withdrawn, the newest first, as many as anybody looks at.
pub async fn open_of(connection: &mut AnyConnection, account: AccountId, now: Instant) -> Result<Vec<Open>> {
    let rows = sqlx::query(
        "select t.hash, t.device_id, t.made_at_ms, t.used_at_ms, t.expires_at_ms, t.address, t.agent \
         from tokens t left join devices d on d.id = t.device_id \
         where t.account_id = $1 and t.revoked_at_ms is null and t.expires_at_ms > $2 and d.revoked_at_ms is null \
         order by t.made_at_ms desc, t.hash limit 500",
    )
    .bind(account.to_string())
    .bind(now.ms())
    .fetch_all(connection)
    .await?;
    rows.iter()
        .map(|row| {
            Ok(Open {
                hash: row.text("hash")?,
                device: row.maybe_parsed("device_id")?,
                made_at: Instant::from_ms(row.number("made_at_ms")?),
                used_at: used_at(row)?,
                expires_at: Instant::from_ms(row.number("expires_at_ms")?),
                address: row.text("address")?,
                agent: row.text("agent")?,
            })
        })
        .collect()
}

/// Withdraws every token of an account but one.
pub async fn revoke_all_but(tx: &mut Tx, id: AccountId, kept: &str, now: Instant) -> Result<()> {
    sqlx::query("update tokens set revoked_at_ms = $3 where account_id = $1 and hash <> $2 and revoked_at_ms is null")
        .bind(id.to_string())
        .bind(kept)
        .bind(now.ms())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Withdraws the tokens that an account holds on a device.
pub async fn revoke_on(tx: &mut Tx, device: DeviceId, account: AccountId, now: Instant) -> Result<()> {
    sqlx::query(
        "update tokens set revoked_at_ms = $3 where device_id = $1 and account_id = $2 and revoked_at_ms is null",
    )
    .bind(device.to_string())
    .bind(account.to_string())
    .bind(now.ms())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Withdraws one token.
pub async fn revoke_token(tx: &mut Tx, hash: &str, now: Instant) -> Result<()> {
    sqlx::query("update tokens set revoked_at_ms = $2 where hash = $1 and revoked_at_ms is null")
        .bind(hash)
        .bind(now.ms())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Withdraws every token of an account.
pub async fn revoke_account(tx: &mut Tx, id: AccountId, now: Instant) -> Result<()> {
    sqlx::query("update tokens set revoked_at_ms = $2 where account_id = $1 and revoked_at_ms is null")
        .bind(id.to_string())
        .bind(now.ms())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Withdraws every token of a device that belongs to another account: one person is signed in on it at a time.
pub async fn revoke_others_on(tx: &mut Tx, device: DeviceId, keep: AccountId, now: Instant) -> Result<()> {
    sqlx::query(
        "update tokens set revoked_at_ms = $3 where device_id = $1 and account_id <> $2 and revoked_at_ms is null",
    )
    .bind(device.to_string())
    .bind(keep.to_string())
    .bind(now.ms())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Removes tokens that ended before the moment.
pub async fn forget_tokens(tx: &mut Tx, before: Instant) -> Result<()> {
    sqlx::query("delete from tokens where expires_at_ms < $1").bind(before.ms()).execute(&mut **tx).await?;
    Ok(())
}

/// Keeps a challenge, and forgets those that have passed.
pub async fn insert_challenge(
    tx: &mut Tx,
    challenge: &str,
    device: DeviceId,
    now: Instant,
    expires: Instant,
) -> Result<()> {
    sqlx::query("delete from challenges where expires_at_ms < $1").bind(now.ms()).execute(&mut **tx).await?;
    sqlx::query("insert into challenges (challenge, device_id, expires_at_ms) values ($1, $2, $3)")
        .bind(challenge)
        .bind(device.to_string())
        .bind(expires.ms())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Uses a challenge up; says whether it was good.
pub async fn take_challenge(tx: &mut Tx, challenge: &str, device: DeviceId, now: Instant) -> Result<bool> {
    let done = sqlx::query("delete from challenges where challenge = $1 and device_id = $2 and expires_at_ms >= $3")
        .bind(challenge)
        .bind(device.to_string())
        .bind(now.ms())
        .execute(&mut **tx)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Uses an enrolment code up and returns whose it was.
pub async fn take_enrolment(tx: &mut Tx, code_hash: &str, now: Instant) -> Result<Option<AccountId>> {
    let row = sqlx::query(
        "update enrolments set used_at_ms = $2 \
         where code_hash = $1 and used_at_ms is null and withdrawn_at_ms is null and expires_at_ms >= $2 \
         returning account_id",
    )
    .bind(code_hash)
    .bind(now.ms())
    .fetch_optional(&mut **tx)
    .await?;
    row.map(|row| row.parsed("account_id")).transpose()
}
