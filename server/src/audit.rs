//! Who did what: append-only, written in the same transaction as the change it tells of.
//!
//! Rows carry no hash chain when they are written, because that would make every writer wait for the one before. A job
//! chains committed rows, [`chain`], and `check` follows the chain, [`verify`].

use shared::account::Actor;
use shared::ids::{JurisdictionId, OperationId, Sha256};
use shared::time::Instant;
use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use crate::db::fields::Fields as _;
use crate::db::gather::Rows;
use crate::db::{Tx, meta};
use crate::error::Result;
use crate::world::Random;

/// How long a row rests before it is chained: one that commits late must not be passed.
const REST_MS: i64 = 60_000;

static AUDIT: Rows = Rows {
    table: "audit",
    columns: &["id", "at_ms", "actor", "account_id", "jurisdiction_id", "action", "subject", "operation_id", "detail"],
    turn: 8,
};

/// What is recorded. Never a password, a token or a phone number.
#[derive(Clone, Debug)]
pub struct Record<'a> {
    /// Who did it.
    pub actor: &'a Actor,
    /// The area it was done in.
    pub area: &'a JurisdictionId,
    /// The word of the action.
    pub action: &'a str,
    /// What it was done to.
    pub subject: String,
    /// The operation that carried it.
    pub operation: Option<OperationId>,
    /// What else must be known later.
    pub detail: String,
}

/// Writes a record.
pub async fn record(tx: &mut Tx, random: &dyn Random, now: Instant, record: Record<'_>) -> Result<()> {
    let (actor, account) = match record.actor {
        Actor::Account { id, user, .. } => (format!("account {user}"), Some(id.to_string())),
        Actor::System { rule } => (format!("system {rule}"), None),
    };
    let row = vec![
        random.uuid_v7(now).to_string().into(),
        now.ms().into(),
        actor.into(),
        account.into(),
        record.area.as_str().into(),
        record.action.into(),
        record.subject.into(),
        record.operation.map(|id| id.to_string()).into(),
        record.detail.into(),
    ];
    tx.insert(&AUDIT, row).await
}

/// Chains the committed rows that are not chained yet and returns how many there were.
pub async fn chain(tx: &mut Tx, now: Instant) -> Result<usize> {
    meta::one_at_a_time(tx).await?;
    let last = sqlx::query("select position, hash from audit_chain order by position desc limit 1")
        .fetch_optional(&mut **tx)
        .await?;
    let (mut position, mut hash) = match last {
        Some(row) => (row.number("position")?, row.text("hash")?),
        None => (0, String::new()),
    };
    let rows = sqlx::query(
        "select a.id, a.at_ms, a.actor, a.account_id, a.jurisdiction_id, a.action, a.subject, a.operation_id, a.detail \
         from audit a \
         where a.at_ms <= $1 \
         and not exists (select 1 from audit_chain c where c.audit_id = a.id) \
         order by a.id limit 5000",
    )
    .bind(now.ms() - REST_MS)
    .fetch_all(&mut **tx)
    .await?;
    for row in &rows {
        position += 1;
        hash = link(&hash, row)?;
        sqlx::query("insert into audit_chain (position, audit_id, hash) values ($1, $2, $3)")
            .bind(position)
            .bind(row.text("id")?)
            .bind(&hash)
            .execute(&mut **tx)
            .await?;
    }
    Ok(rows.len())
}

/// Follows the chain and returns what is wrong with it.
pub async fn verify(connection: &mut AnyConnection) -> Result<Vec<String>> {
    let rows = sqlx::query(
        "select c.position, c.hash, a.id, a.at_ms, a.actor, a.account_id, a.jurisdiction_id, a.action, a.subject, \
         a.operation_id, a.detail \
         from audit_chain c join audit a on a.id = c.audit_id order by c.position",
    )
    .fetch_all(connection)
    .await?;
    let (mut problems, mut before, mut expected) = (Vec::new(), String::new(), 1);
    for row in &rows {
        let position = row.number("position")?;
        let stored = row.text("hash")?;
        if position != expected {
            problems.push(format!("audit: link {expected} of the chain is missing"));
        } else if link(&before, row)? != stored {
            problems.push(format!("audit: row {} was changed after it was written", row.text("id")?));
        }
        before = stored;
        expected = position + 1;
    }
    Ok(problems)
}

fn link(before: &str, row: &AnyRow) -> Result<String> {
    let fields = [
        before.to_owned(),
        row.text("id")?,
        row.number("at_ms")?.to_string(),
        row.text("actor")?,
        row.maybe_text("account_id")?.unwrap_or_default(),
        row.text("jurisdiction_id")?,
        row.text("action")?,
        row.text("subject")?,
        row.maybe_text("operation_id")?.unwrap_or_default(),
        row.text("detail")?,
    ];
    // As JSON, so that text cannot move from one field into the next.
    Ok(Sha256::of(serde_json::to_string(&fields)?.as_bytes()).to_string())
}
