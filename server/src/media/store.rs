//! Uploads, files, who brought them, and which case makes them readable.

use std::collections::BTreeSet;

use shared::ids::{AccountId, CaseId, JurisdictionId, Sha256, UploadId};
use shared::time::Instant;
use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use crate::accounts::caller::{Beside, Reach};
use crate::db::Tx;
use crate::db::among::among;
use crate::db::fields::Fields as _;
use crate::error::Result;

/// An upload as it is written down; how far it is stands in its staging file.
#[derive(Clone, Debug)]
pub struct Upload {
    /// Which.
    pub id: UploadId,
    /// Who brings it.
    pub account: AccountId,
    /// Bytes it will have.
    pub length: u64,
    /// The hash its sender promised.
    pub promised: Option<Sha256>,
    /// The hash it was finished under.
    pub finished: Option<Sha256>,
    /// When it is thrown away.
    pub expires: Instant,
}

/// A finished file.
#[derive(Clone, Debug)]
pub struct StoredFile {
    /// Empty until something referenced it, then `image`, `clip` or the code it was refused by.
    pub verdict: String,
    /// `image/jpeg` and the like, once judged.
    pub media_type: String,
    /// Bytes.
    pub size_bytes: u64,
}

fn signed(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

fn unsigned(value: i64) -> u64 {
    u64::try_from(value).unwrap_or(0)
}

/// Writes an upload down.
pub async fn insert_upload(tx: &mut Tx, upload: &Upload, area: &JurisdictionId, now: Instant) -> Result<()> {
    sqlx::query(
        "insert into uploads (id, account_id, jurisdiction_id, length_bytes, promised, sha256, made_at_ms, expires_at_ms) \
         values ($1, $2, $3, $4, $5, $8, $6, $7)",
    )
    .bind(upload.id.to_string())
    .bind(upload.account.to_string())
    .bind(area.as_str().to_owned())
    .bind(signed(upload.length))
    .bind(upload.promised.as_ref().map_or(String::new(), ToString::to_string))
    .bind(now.ms())
    .bind(upload.expires.ms())
    .bind(upload.finished.as_ref().map_or(String::new(), ToString::to_string))
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Finds an upload of an account.
pub async fn upload(db: &mut AnyConnection, id: UploadId, account: AccountId) -> Result<Option<Upload>> {
    let row = sqlx::query(
        "select length_bytes, promised, sha256, expires_at_ms \
         from uploads \
         where id = $1 and account_id = $2",
    )
    .bind(id.to_string())
    .bind(account.to_string())
    .fetch_optional(db)
    .await?;
    row.map(|row| upload_of(id, account, &row)).transpose()
}

/// Returns the unfinished uploads of an account that promise this file and are not past their time, the newest first.
pub async fn under_way(
    db: &mut AnyConnection,
    account: AccountId,
    promised: &Sha256,
    length: u64,
    now: Instant,
) -> Result<Vec<Upload>> {
    let rows = sqlx::query(
        "select id, length_bytes, promised, sha256, expires_at_ms \
         from uploads \
         where account_id = $1 and promised = $2 and length_bytes = $3 and sha256 = '' and expires_at_ms > $4 \
         order by id desc limit 5",
    )
    .bind(account.to_string())
    .bind(promised.as_str().to_owned())
    .bind(signed(length))
    .bind(now.ms())
    .fetch_all(db)
    .await?;
    rows.iter().map(|row| upload_of(row.parsed("id")?, account, row)).collect()
}

fn upload_of(id: UploadId, account: AccountId, row: &AnyRow) -> Result<Upload> {
    Ok(Upload {
        id,
        account,
        length: unsigned(row.number("length_bytes")?),
        promised: row.maybe_parsed("promised")?,
        finished: row.maybe_parsed("sha256")?,
        expires: Instant::from_ms(row.number("expires_at_ms")?),
    })
}

/// Remembers under which hash an upload was finished, so that a sender who lost the reply learns of it.
pub async fn finish_upload(tx: &mut Tx, id: UploadId, sha256: &Sha256) -> Result<()> {
    sqlx::query("update uploads set sha256 = $2 where id = $1")
        .bind(id.to_string())
        .bind(sha256.as_str().to_owned())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Forgets an upload.
pub async fn delete_upload(tx: &mut Tx, id: UploadId) -> Result<()> {
    sqlx::query("delete from uploads where id = $1").bind(id.to_string()).execute(&mut **tx).await?;
    Ok(())
}

/// Returns the uploads that are past their time.
pub async fn expired(db: &mut AnyConnection, now: Instant) -> Result<Vec<UploadId>> {
    let rows = sqlx::query("select id from uploads where expires_at_ms <= $1 order by id limit 500")
        .bind(now.ms())
        .fetch_all(db)
        .await?;
    rows.iter().map(|row| row.parsed("id")).collect()
}

/// Returns the bytes an account has waiting: in quarantine, and promised by uploads under way.
pub async fn waiting_bytes(db: &mut AnyConnection, account: AccountId) -> Result<u64> {
    let row = sqlx::query(
        "select cast(coalesce((select sum(f.size_bytes) \
           from file_holders h \
           join files f on f.sha256 = h.sha256 \
           where h.account_id = $1 and h.is_referenced = 0), 0) \
         + coalesce((select sum(u.length_bytes) \
           from uploads u \
           where u.account_id = $1 and u.sha256 = ''), 0) as bigint) as bytes",
    )
    .bind(account.to_string())
    .fetch_one(db)
    .await?;
    Ok(unsigned(row.number("bytes")?))
}

/// Writes a finished file down, once, and that this account brought it.
pub async fn insert_file(
    tx: &mut Tx,
    sha256: &Sha256,
    size_bytes: u64,
    account: AccountId,
    area: &JurisdictionId,
    now: Instant,
) -> Result<()> {
    let done = sqlx::query(
        "insert into files (sha256, size_bytes, receipted_at_ms) \
         values ($1, $2, $3) \
         on conflict (sha256) do nothing",
    )
    .bind(sha256.as_str().to_owned())
    .bind(signed(size_bytes))
    .bind(now.ms())
    .execute(&mut **tx)
    .await?;
    if done.rows_affected() == 0 {
        // Its bytes may have been missing when it was looked at: they are here now.
        sqlx::query("update files set is_examined = 0 where sha256 = $1")
            .bind(sha256.as_str().to_owned())
            .execute(&mut **tx)
            .await?;
    }
    sqlx::query(
        "insert into file_holders (sha256, account_id, jurisdiction_id, receipted_at_ms, is_referenced) \
         values ($1, $2, $3, $4, 0) \
         on conflict (sha256, account_id) do nothing",
    )
    .bind(sha256.as_str().to_owned())
    .bind(account.to_string())
    .bind(area.as_str().to_owned())
    .bind(now.ms())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Finds a finished file, whoever brought it.
pub async fn file(db: &mut AnyConnection, sha256: &Sha256) -> Result<Option<StoredFile>> {
    let row = sqlx::query("select verdict, media_type, size_bytes from files where sha256 = $1")
        .bind(sha256.as_str().to_owned())
        .fetch_optional(db)
        .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(StoredFile {
        verdict: row.text("verdict")?,
        media_type: row.text("media_type")?,
        size_bytes: unsigned(row.number("size_bytes")?),
    }))
}

/// Takes a file out of its bringer's quarantine and returns when this account brought it; `None` when it did not.
///
/// Writes before it reads: a sweep that runs beside it has either taken the file already, or leaves it alone.
pub async fn hold(tx: &mut Tx, sha256: &Sha256, account: AccountId) -> Result<Option<Instant>> {
    let row = sqlx::query(
        "update file_holders \
         set is_referenced = 1 \
         where sha256 = $1 and account_id = $2 \
         returning receipted_at_ms",
    )
    .bind(sha256.as_str().to_owned())
    .bind(account.to_string())
    .fetch_optional(&mut **tx)
    .await?;
    row.map(|row| Ok(Instant::from_ms(row.number("receipted_at_ms")?))).transpose()
}

/// Returns which of the files this account has brought.
pub async fn held(tx: &mut Tx, files: &BTreeSet<&Sha256>, account: AccountId) -> Result<BTreeSet<Sha256>> {
    let keys: Vec<String> = files.iter().map(ToString::to_string).collect();
    let select = "select sha256 from file_holders where account_id = $1 and sha256 in";
    let rows = among(tx, select, &[account.to_string()], &keys).await?;
    rows.iter().map(|row| row.parsed("sha256")).collect()
}

/// Says whether this account brought a file of that length before; its day in quarantine then begins anew.
pub async fn held_anew(tx: &mut Tx, sha256: &Sha256, account: AccountId, length: u64, now: Instant) -> Result<bool> {
    let done = sqlx::query(
        "update file_holders \
         set receipted_at_ms = case when is_referenced = 0 then $4 else receipted_at_ms end \
         where sha256 = $1 and account_id = $2 \
         and exists (select 1 from files f where f.sha256 = $1 and f.size_bytes = $3)",
    )
    .bind(sha256.as_str().to_owned())
    .bind(account.to_string())
    .bind(signed(length))
    .bind(now.ms())
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Keeps the judgement of a file.
pub async fn judge(tx: &mut Tx, sha256: &Sha256, verdict: &str, media_type: &str, size: (u32, u32)) -> Result<()> {
    sqlx::query(
        "update files \
         set verdict = $2, media_type = $3, width_px = $4, height_px = $5 \
         where sha256 = $1",
    )
    .bind(sha256.as_str().to_owned())
    .bind(verdict.to_owned())
    .bind(media_type.to_owned())
    .bind(i64::from(size.0))
    .bind(i64::from(size.1))
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Makes a file readable through a case.
pub async fn reference(tx: &mut Tx, sha256: &Sha256, case: CaseId, area: &JurisdictionId) -> Result<()> {
    sqlx::query(
        "insert into file_refs (sha256, case_id, jurisdiction_id) \
         values ($1, $2, $3) \
         on conflict (sha256, case_id) do nothing",
    )
    .bind(sha256.as_str().to_owned())
    .bind(case.to_string())
    .bind(area.as_str().to_owned())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Takes a file out of its bringer's quarantine though no case references it.
pub async fn keep_for_good(tx: &mut Tx, sha256: &Sha256, account: AccountId) -> Result<()> {
    sqlx::query("update file_holders set is_referenced = 1 where sha256 = $1 and account_id = $2")
        .bind(sha256.as_str().to_owned())
        .bind(account.to_string())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Writes a statement that counts the cases through which a file is read: those that show it, by a shot that stands in them
/// or because it was handed in at a desk. What was shot for a blind check makes it readable for who is told of those, and for
/// whoever took it.
macro_rules! read_through {
    ($condition:literal) => {
        concat!(
            "select count(*) as n from file_refs r join cases c on c.id = r.case_id where r.sha256 = $1 and ",
            $condition,
            " and ($3 = '' \
               or exists (select 1 from photos p where p.case_id = r.case_id \
                 and (p.working_sha256 = $1 or p.original_sha256 = $1) and (p.is_blind = 0 or p.account_id = $2)) \
               or exists (select 1 from unsigned_photos u where u.case_id = r.case_id and u.sha256 = $1))"
        )
    };
}

/// Says whether a case in the caller's reach makes the file readable for them.
pub async fn may_read(db: &mut AnyConnection, sha256: &Sha256, reach: &Reach, beside: Beside) -> Result<bool> {
    let (text, key) = match reach {
        Reach::City => (read_through!("$2 = ''"), String::new()),
        Reach::Jurisdiction(id) => (read_through!("c.jurisdiction_id = $2"), id.to_string()),
        Reach::Unit(id) => (read_through!("c.unit_id = $2"), id.to_string()),
        Reach::Own(id) => (
            read_through!(
                "(c.reporter_id = $2 or exists (select 1 from tasks t where t.case_id = c.id and t.assignee_id = $2))"
            ),
            id.to_string(),
        ),
    };
    let row = sqlx::query(text).bind(sha256.as_str().to_owned()).bind(key).bind(beside.without()).fetch_one(db).await?;
    Ok(row.number("n")? > 0)
}

/// Takes back that accounts brought files which no case asked for by then; returns the hashes.
pub async fn drop_unclaimed(tx: &mut Tx, before: Instant) -> Result<Vec<Sha256>> {
    let rows = sqlx::query(
        "delete from file_holders \
         where is_referenced = 0 and receipted_at_ms < $1 \
         returning sha256",
    )
    .bind(before.ms())
    .fetch_all(&mut **tx)
    .await?;
    rows.iter().map(|row| row.parsed("sha256")).collect()
}

/// Returns the names of all files.
pub async fn all_files(db: &mut AnyConnection) -> Result<Vec<Sha256>> {
    let rows = sqlx::query("select sha256 from files order by sha256").fetch_all(db).await?;
    rows.iter().map(|row| row.parsed("sha256")).collect()
}

/// Returns the cases that reference a file.
pub async fn cases_of(db: &mut AnyConnection, sha256: &Sha256) -> Result<Vec<CaseId>> {
    let rows = sqlx::query("select case_id from file_refs where sha256 = $1 order by case_id")
        .bind(sha256.as_str().to_owned())
        .fetch_all(db)
        .await?;
    rows.iter().map(|row| row.parsed("case_id")).collect()
}

/// Forgets that a file was here, who brought it, and the uploads that ended with it.
pub async fn forget_lost(tx: &mut Tx, sha256: &Sha256) -> Result<()> {
    for text in [
        "delete from uploads where sha256 = $1",
        "delete from file_holders where sha256 = $1",
        "delete from files where sha256 = $1",
    ] {
        sqlx::query(text).bind(sha256.as_str().to_owned()).execute(&mut **tx).await?;
    }
    Ok(())
}

/// Forgets a file that nobody holds any more and no case references; says whether its bytes may go.
pub async fn forget(tx: &mut Tx, sha256: &Sha256) -> Result<bool> {
    let done = sqlx::query(
        "delete from files \
         where sha256 = $1 \
         and not exists (select 1 from file_holders h where h.sha256 = $1) \
         and not exists (select 1 from file_refs r where r.sha256 = $1)",
    )
    .bind(sha256.as_str().to_owned())
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() > 0)
}
