//! Files that were handed in at a desk: no device signed for them.

use shared::evidence::verdict::{Reason, Verdict};
use shared::ids::{CaseId, JurisdictionId, Sha256};
use shared::time::Instant;
use sqlx::AnyConnection;

use crate::db::Tx;
use crate::db::fields::Fields as _;
use crate::error::Result;

/// One that waits for its verdict.
#[derive(Clone, Debug)]
pub struct Unjudged {
    /// The file.
    pub sha256: Sha256,
    /// The case it was handed in for.
    pub case: CaseId,
    /// When.
    pub handed_in_at: Option<Instant>,
    /// What this counts has not changed when the verdict is written.
    pub surroundings: i64,
}

impl Unjudged {
    /// Returns what comes behind it in the order in which they are gone through.
    pub fn place(&self) -> (String, String) {
        (self.sha256.to_string(), self.case.to_string())
    }
}

/// Notes that a file was handed in for a case; the same file again changes nothing.
pub async fn insert(tx: &mut Tx, file: &Sha256, case: CaseId, area: &JurisdictionId, now: Instant) -> Result<()> {
    sqlx::query(
        "insert into unsigned_photos (sha256, case_id, jurisdiction_id, handed_in_at_ms) values ($1, $2, $3, $4) \
         on conflict (sha256, case_id) do nothing",
    )
    .bind(file.as_str().to_owned())
    .bind(case.to_string())
    .bind(area.as_str().to_owned())
    .bind(now.ms())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Says whether the file was handed in for the case.
pub async fn is_of(connection: &mut AnyConnection, file: &Sha256, case: CaseId) -> Result<bool> {
    let row = sqlx::query("select count(*) as found from unsigned_photos where sha256 = $1 and case_id = $2")
        .bind(file.as_str().to_owned())
        .bind(case.to_string())
        .fetch_one(connection)
        .await?;
    Ok(row.number("found")? > 0)
}

/// Returns the next ones behind a place that wait for their verdict.
pub async fn unjudged(
    connection: &mut AnyConnection,
    (file, case): &(String, String),
    most: i64,
) -> Result<Vec<Unjudged>> {
    let rows = sqlx::query(
        "select sha256, case_id, handed_in_at_ms, surroundings from unsigned_photos \
         where verdict = 'unjudged' and (sha256 > $1 or (sha256 = $1 and case_id > $2)) \
         order by sha256, case_id limit $3",
    )
    .bind(file.clone())
    .bind(case.clone())
    .bind(most)
    .fetch_all(connection)
    .await?;
    rows.iter()
        .map(|row| {
            Ok(Unjudged {
                sha256: row.parsed("sha256")?,
                case: row.parsed("case_id")?,
                handed_in_at: row.maybe_number("handed_in_at_ms")?.map(Instant::from_ms),
                surroundings: row.number("surroundings")?,
            })
        })
        .collect()
}

/// Writes a verdict, unless what it was drawn from has changed meanwhile or another server was first.
pub async fn write(tx: &mut Tx, file: &Unjudged, reasons: &[Reason], now: Instant) -> Result<()> {
    sqlx::query(
        "update unsigned_photos set verdict = $3, reasons = $4, judged_at_ms = $5 \
         where sha256 = $1 and case_id = $2 and verdict = 'unjudged' and surroundings = $6",
    )
    .bind(file.sha256.as_str().to_owned())
    .bind(file.case.to_string())
    .bind(Verdict::over(reasons).as_str())
    .bind(serde_json::to_string(reasons)?)
    .bind(now.ms())
    .bind(file.surroundings)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Has a picture judged again in every case that it was handed in for.
pub async fn judge_again(tx: &mut Tx, picture: &Sha256) -> Result<()> {
    sqlx::query("update unsigned_photos set verdict = 'unjudged', surroundings = surroundings + 1 where sha256 = $1")
        .bind(picture.as_str().to_owned())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Has a file judged again in other cases, where it is not known yet that it was seen twice.
pub async fn tell_seen(tx: &mut Tx, file: &Sha256, case: CaseId) -> Result<()> {
    sqlx::query(
        "update unsigned_photos set verdict = 'unjudged', surroundings = surroundings + 1 \
         where sha256 = $1 and case_id <> $2 and reasons not like '%seen_before%'",
    )
    .bind(file.as_str().to_owned())
    .bind(case.to_string())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Has a picture judged again in other cases, where it is not known yet that one looks like it.
pub async fn tell_alike(tx: &mut Tx, picture: &Sha256, case: CaseId) -> Result<()> {
    sqlx::query(
        "update unsigned_photos set verdict = 'unjudged', surroundings = surroundings + 1 \
         where sha256 = $1 and case_id <> $2 and reasons not like '%looks_seen%'",
    )
    .bind(picture.as_str().to_owned())
    .bind(case.to_string())
    .execute(&mut **tx)
    .await?;
    Ok(())
}
