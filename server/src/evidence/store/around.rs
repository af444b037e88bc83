//! What stands around a shot: the one before it, its before photo, the other cases that have the same file.

use shared::evidence::manifest::{Manifest, SignedManifest};
use shared::ids::{CaseId, DeviceId, PhotoId, Sha256, TaskId};
use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use crate::db::fields::Fields as _;
use crate::error::Result;

/// Verified when it came; what is kept is read without the key.
fn manifest(row: &AnyRow) -> Result<Manifest> {
    let signed = SignedManifest { manifest: row.text("manifest")?, signature: row.text("signature")? };
    Ok(Manifest::decode(&signed.bytes()?)?)
}

/// Returns the shot at a place of a device's chain whose manifest has this hash.
pub async fn at(
    connection: &mut AnyConnection,
    device: DeviceId,
    index: u64,
    hash: &Sha256,
) -> Result<Option<Manifest>> {
    let row = sqlx::query(
        "select manifest, signature from photos \
         where device_id = $1 and chain_index = $2 and hash = $3 order by id limit 1",
    )
    .bind(device.to_string())
    .bind(i64::try_from(index).unwrap_or(i64::MAX))
    .bind(hash.as_str().to_owned())
    .fetch_optional(connection)
    .await?;
    row.as_ref().map(manifest).transpose()
}

/// Returns the shot of the same case that has this working copy: not the shot itself, nor one of the same answer, which
/// would be its own witness, nor one that lies beside the case.
pub async fn before(
    connection: &mut AnyConnection,
    case: CaseId,
    working: &Sha256,
    photo: PhotoId,
    task: Option<TaskId>,
) -> Result<Option<Manifest>> {
    let row = sqlx::query(
        "select manifest, signature from photos \
         where case_id = $1 and working_sha256 = $2 and id <> $3 and is_blind = 0 and (task_id is null or task_id <> $4) \
         order by taken_at_ms, id limit 1",
    )
    .bind(case.to_string())
    .bind(working.as_str().to_owned())
    .bind(photo.to_string())
    .bind(task.map(|id| id.to_string()).unwrap_or_default())
    .fetch_optional(connection)
    .await?;
    row.as_ref().map(manifest).transpose()
}

/// Returns another case that has the file: by a shot that names it, or because it was handed in at a desk. A blind answer
/// says nothing here: whoever read that verdict would learn of it.
pub async fn elsewhere(connection: &mut AnyConnection, file: &Sha256, case: CaseId) -> Result<Option<CaseId>> {
    let row = sqlx::query(
        "select case_id from photos where working_sha256 = $1 and case_id <> $2 and is_blind = 0 \
         union select case_id from photos where original_sha256 = $1 and case_id <> $2 and is_blind = 0 \
         union select case_id from unsigned_photos where sha256 = $1 and case_id <> $2 \
         order by case_id limit 1",
    )
    .bind(file.as_str().to_owned())
    .bind(case.to_string())
    .fetch_optional(connection)
    .await?;
    row.map(|row| row.parsed("case_id")).transpose()
}

/// Says whether a file was handed in for the case by another answer than this one, by the report, or at a desk; for a
/// file of a desk, by any shot. By no blind answer: what is found of the case's own photos stays what it was.
pub async fn in_case(
    connection: &mut AnyConnection,
    file: &Sha256,
    case: CaseId,
    task: Option<TaskId>,
) -> Result<bool> {
    let row = sqlx::query(
        "select id from photos where case_id = $2 and working_sha256 = $1 and is_blind = 0 \
         and (task_id is null or task_id <> $3) \
         union select id from photos where case_id = $2 and original_sha256 = $1 and is_blind = 0 \
         and (task_id is null or task_id <> $3) \
         union select sha256 from unsigned_photos where case_id = $2 and sha256 = $1 and $3 <> '' \
         limit 1",
    )
    .bind(file.as_str().to_owned())
    .bind(case.to_string())
    .bind(task.map(|id| id.to_string()).unwrap_or_default())
    .fetch_optional(connection)
    .await?;
    Ok(row.is_some())
}

/// Returns another case that shows the picture, as a working copy or as an original. What came with a blind answer alone is
/// shown by none, whichever of its two files it is.
pub async fn shown_elsewhere(connection: &mut AnyConnection, picture: &Sha256, case: CaseId) -> Result<Option<CaseId>> {
    let row = sqlx::query(
        "select r.case_id from file_refs r where r.sha256 = $1 and r.case_id <> $2 \
         and (exists (select 1 from photos p where p.case_id = r.case_id and p.is_blind = 0 \
           and (p.working_sha256 = $1 or p.original_sha256 = $1)) \
         or exists (select 1 from unsigned_photos u where u.case_id = r.case_id and u.sha256 = $1)) \
         order by r.case_id limit 1",
    )
    .bind(picture.as_str().to_owned())
    .bind(case.to_string())
    .fetch_optional(connection)
    .await?;
    row.map(|row| row.parsed("case_id")).transpose()
}

/// Says whether some shot names the file as its working copy.
pub async fn is_working_copy(connection: &mut AnyConnection, file: &Sha256) -> Result<bool> {
    let row = sqlx::query("select id from photos where working_sha256 = $1 limit 1")
        .bind(file.as_str().to_owned())
        .fetch_optional(connection)
        .await?;
    Ok(row.is_some())
}
