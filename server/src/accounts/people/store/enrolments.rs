//! Links that sign a device in. Only the hash of a code is kept: a copied database signs nothing in.

use shared::api::people::OpenEnrolment;
use shared::ids::{AccountId, JurisdictionId};
use shared::time::Instant;
use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use crate::accounts::caller::Account;
use crate::db::Tx;
use crate::db::fields::Fields as _;
use crate::error::Result;

/// A link as it is kept.
#[derive(Clone, Debug)]
pub struct Kept<'a> {
    /// What it is taken back by.
    pub id: &'a str,
    /// The hash of its code.
    pub code_hash: &'a str,
    /// Whose device it signs in.
    pub account: &'a Account,
    /// Who made it.
    pub made_by: &'a str,
    /// When.
    pub made_at: Instant,
    /// When it is no longer good.
    pub expires: Instant,
}

/// Keeps a link.
pub async fn insert(tx: &mut Tx, kept: &Kept<'_>) -> Result<()> {
    sqlx::query(
        "insert into enrolments (code_hash, account_id, jurisdiction_id, expires_at_ms, id, made_at_ms, made_by) \
         values ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(kept.code_hash)
    .bind(kept.account.id.to_string())
    .bind(kept.account.jurisdiction.as_str())
    .bind(kept.expires.ms())
    .bind(kept.id)
    .bind(kept.made_at.ms())
    .bind(kept.made_by)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Which links are listed.
#[derive(Clone, Debug)]
pub struct Page {
    /// Only those of people of this jurisdiction.
    pub area: Option<JurisdictionId>,
    /// Only this person's.
    pub account: Option<AccountId>,
    /// Only what comes behind this: when it ends, and its id.
    pub after: (i64, String),
    /// At most so many.
    pub limit: u32,
}

/// Returns links that are still good, those that end first before the others.
pub async fn open(connection: &mut AnyConnection, page: &Page, now: Instant) -> Result<Vec<OpenEnrolment>> {
    let rows = sqlx::query(
        "select e.id, e.account_id, a.user_name, a.name, e.made_at_ms, e.made_by, e.expires_at_ms \
         from enrolments e join accounts a on a.id = e.account_id \
         where e.used_at_ms is null and e.withdrawn_at_ms is null and e.expires_at_ms >= $1 \
         and ($2 = '' or a.jurisdiction_id = $2) and ($3 = '' or e.account_id = $3) \
         and (e.expires_at_ms > $4 or (e.expires_at_ms = $4 and e.id > $5)) \
         order by e.expires_at_ms, e.id limit $6",
    )
    .bind(now.ms())
    .bind(page.area.as_ref().map_or("", JurisdictionId::as_str).to_owned())
    .bind(page.account.map(|id| id.to_string()).unwrap_or_default())
    .bind(page.after.0)
    .bind(page.after.1.clone())
    .bind(i64::from(page.limit))
    .fetch_all(connection)
    .await?;
    let enrolment = |row: &AnyRow| -> Result<OpenEnrolment> {
        Ok(OpenEnrolment {
            id: row.text("id")?,
            account: row.parsed("account_id")?,
            user: row.parsed("user_name")?,
            name: row.text("name")?,
            made_at: Instant::from_ms(row.number("made_at_ms")?),
            made_by: row.text("made_by")?,
            expires: Instant::from_ms(row.number("expires_at_ms")?),
        })
    };
    rows.iter().map(enrolment).collect()
}

/// Returns whose device a link signs in, whether it is still good or not.
pub async fn of(tx: &mut Tx, id: &str) -> Result<Option<AccountId>> {
    let row = sqlx::query("select account_id from enrolments where id = $1 and id <> ''")
        .bind(id)
        .fetch_optional(&mut **tx)
        .await?;
    row.map(|row| row.parsed("account_id")).transpose()
}

/// Takes a link back; says whether it was still good for anything.
pub async fn withdraw(tx: &mut Tx, id: &str, now: Instant) -> Result<bool> {
    let done = sqlx::query(
        "update enrolments set withdrawn_at_ms = $2 \
         where id = $1 and used_at_ms is null and withdrawn_at_ms is null",
    )
    .bind(id)
    .bind(now.ms())
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Takes all links of an account back.
pub async fn withdraw_all(tx: &mut Tx, account: AccountId, now: Instant) -> Result<()> {
    sqlx::query(
        "update enrolments set withdrawn_at_ms = $2 \
         where account_id = $1 and used_at_ms is null and withdrawn_at_ms is null",
    )
    .bind(account.to_string())
    .bind(now.ms())
    .execute(&mut **tx)
    .await?;
    Ok(())
}
