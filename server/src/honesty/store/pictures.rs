//! Pictures: which stand in several cases, and which look nearly the same.

use shared::evidence::look::Look;
use shared::honesty::nearness;
use shared::ids::{AccountId, CaseId, JurisdictionId, Sha256};
use shared::time::Instant;
use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use crate::db::Tx;
use crate::db::fields::Fields as _;
use crate::error::Result;

/// Where a picture stands. What stands for a clip is a frame of it or a drawn card, and no picture of a scene.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Shown {
    /// The case.
    pub case: CaseId,
    /// Where that lies.
    pub area: JurisdictionId,
    /// Who took it; nobody known where it was handed in at a desk.
    pub account: Option<AccountId>,
    /// When it was taken, or handed in.
    pub at: Instant,
}

/// Returns where a picture stands, the first one first.
pub async fn shown(connection: &mut AnyConnection, file: &Sha256) -> Result<Vec<Shown>> {
    let rows = sqlx::query(
        "select p.case_id, c.jurisdiction_id, p.account_id, p.taken_at_ms as at_ms \
         from photos p join cases c on c.id = p.case_id \
         where p.working_sha256 = $1 and p.role not in ('video', 'voice') \
         union all \
         select u.case_id, c.jurisdiction_id, '' as account_id, coalesce(u.handed_in_at_ms, 0) as at_ms \
         from unsigned_photos u join cases c on c.id = u.case_id where u.sha256 = $1 \
         order by at_ms, case_id",
    )
    .bind(file.as_str().to_owned())
    .fetch_all(connection)
    .await?;
    rows.iter()
        .map(|row| {
            Ok(Shown {
                case: row.parsed("case_id")?,
                area: row.parsed("jurisdiction_id")?,
                account: row.maybe_parsed("account_id")?,
                at: Instant::from_ms(row.number("at_ms")?),
            })
        })
        .collect()
}

/// Returns the files that came since a moment and stand in several cases, whenever the others came.
pub async fn in_several_cases(connection: &mut AnyConnection, since: Instant) -> Result<Vec<Sha256>> {
    let rows = sqlx::query(
        "with fresh as (select working_sha256 as sha256 from photos \
         where handed_in_at_ms >= $1 and role not in ('video', 'voice') \
         union select sha256 from unsigned_photos where handed_in_at_ms >= $1), \
         placed as (select p.working_sha256 as sha256, p.case_id from fresh f \
         join photos p on p.working_sha256 = f.sha256 \
         union select u.sha256, u.case_id from fresh f join unsigned_photos u on u.sha256 = f.sha256) \
         select sha256 from placed group by sha256 having count(*) > 1 order by sha256",
    )
    .bind(since.ms())
    .fetch_all(connection)
    .await?;
    rows.iter().map(|row| row.parsed("sha256")).collect()
}

/// A picture that was not compared yet.
#[derive(Clone, Debug)]
pub struct Uncompared {
    /// The file.
    pub file: Sha256,
    /// What it looks like; nothing where that is not known.
    pub look: Option<Look>,
}

/// Returns the next pictures that were not compared yet.
pub async fn uncompared(connection: &mut AnyConnection, most: i64) -> Result<Vec<Uncompared>> {
    let rows = sqlx::query(
        "select sha256, look from file_looks where is_compared = 0 order by examined_at_ms, sha256 limit $1",
    )
    .bind(most)
    .fetch_all(connection)
    .await?;
    rows.iter().map(|row| Ok(Uncompared { file: row.parsed("sha256")?, look: read(row)? })).collect()
}

fn read(row: &AnyRow) -> Result<Option<Look>> {
    if row.text("look")?.is_empty() { Ok(None) } else { Ok(Some(row.json("look")?)) }
}

/// Notes that a picture was compared.
pub async fn compared(tx: &mut Tx, file: &Sha256) -> Result<()> {
    sqlx::query("update file_looks set is_compared = 1 where sha256 = $1")
        .bind(file.as_str().to_owned())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Notes of all pictures from before a moment that nothing is compared for their sake.
pub async fn pass_over(tx: &mut Tx, before: Instant) -> Result<()> {
    sqlx::query("update file_looks set is_compared = 1 where is_compared = 0 and examined_at_ms < $1")
        .bind(before.ms())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Returns what a picture looks like.
pub async fn look(connection: &mut AnyConnection, file: &Sha256) -> Result<Option<Look>> {
    let row = sqlx::query("select look from file_looks where sha256 = $1")
        .bind(file.as_str().to_owned())
        .fetch_optional(connection)
        .await?;
    row.as_ref().map_or(Ok(None), read)
}

/// The pictures whose band is one of seventeen numbers.
macro_rules! in_band {
    ($band:literal) => {
        concat!(
            "select sha256, hash from file_looks where ",
            $band,
            " in ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17) \
             order by sha256 limit 4000"
        )
    };
}

const IN_BAND: [&str; 4] = [in_band!("band_a"), in_band!("band_b"), in_band!("band_c"), in_band!("band_d")];

/// Returns the pictures that have a band in common with a hash, but for one bit of it, with their hashes.
pub async fn in_bands(connection: &mut AnyConnection, hash: u64) -> Result<Vec<(Sha256, u64)>> {
    let mut found = Vec::new();
    for (text, band) in IN_BAND.iter().zip(nearness::bands(hash)) {
        let mut query = sqlx::query(*text);
        for value in band {
            query = query.bind(value);
        }
        for row in &query.fetch_all(&mut *connection).await? {
            if let Ok(its) = u64::from_str_radix(&row.text("hash")?, 16) {
                found.push((row.parsed("sha256")?, its));
            }
        }
    }
    found.sort();
    found.dedup();
    Ok(found)
}
