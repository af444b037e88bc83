//! What stands behind a hint: names, and the pictures of its cases.

use shared::api::honesty::{HintPerson, HintPhoto};
use shared::evidence::PhotoRole;
use shared::evidence::manifest::{Manifest, SignedManifest};
use shared::ids::{AccountId, CaseId, HintId, Sha256, TaskId};
use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use crate::db::fields::Fields as _;
use crate::error::Result;

/// Returns whom a hint names, in the order of its words.
pub async fn people(connection: &mut AnyConnection, hint: HintId) -> Result<Vec<HintPerson>> {
    let rows = sqlx::query(
        "select a.id, a.user_name, a.name from honesty_hint_people p join accounts a on a.id = p.account_id \
         where p.hint_id = $1 order by p.place",
    )
    .bind(hint.to_string())
    .fetch_all(connection)
    .await?;
    rows.iter().map(person).collect()
}

/// Returns what people call an account.
pub async fn of_account(connection: &mut AnyConnection, account: AccountId) -> Result<Option<HintPerson>> {
    let row = sqlx::query("select id, user_name, name from accounts where id = $1")
        .bind(account.to_string())
        .fetch_optional(connection)
        .await?;
    row.as_ref().map(person).transpose()
}

fn person(row: &AnyRow) -> Result<HintPerson> {
    Ok(HintPerson { account: row.parsed("id")?, user: row.parsed("user_name")?, name: row.text("name")? })
}

/// Returns a picture as it stands in a case; what no device signed for says nothing of itself.
pub async fn picture(connection: &mut AnyConnection, case: CaseId, file: &Sha256) -> Result<HintPhoto> {
    let row = sqlx::query(
        "select working_sha256, role, received_at_ms, manifest, signature from photos \
         where case_id = $1 and working_sha256 = $2 order by taken_at_ms, id limit 1",
    )
    .bind(case.to_string())
    .bind(file.as_str().to_owned())
    .fetch_optional(connection)
    .await?;
    match row {
        Some(row) => photo(&row),
        None => Ok(HintPhoto {
            working: file.clone(),
            role: None,
            taken_at: None,
            lon: None,
            lat: None,
            accuracy_m: None,
            received: true,
        }),
    }
}

/// Returns the pictures of an answer.
pub async fn of_task(connection: &mut AnyConnection, case: CaseId, task: TaskId) -> Result<Vec<HintPhoto>> {
    let rows = sqlx::query(
        "select working_sha256, role, received_at_ms, manifest, signature from photos \
         where case_id = $1 and task_id = $2 order by taken_at_ms, id",
    )
    .bind(case.to_string())
    .bind(task.to_string())
    .fetch_all(connection)
    .await?;
    rows.iter().map(photo).collect()
}

fn photo(row: &AnyRow) -> Result<HintPhoto> {
    let signed = SignedManifest { manifest: row.text("manifest")?, signature: row.text("signature")? };
    // Verified when it came; what is kept is read without the key.
    let manifest = Manifest::decode(&signed.bytes()?)?;
    let fix = manifest.fix.as_ref();
    let point = fix.and_then(|fix| fix.point().ok());
    Ok(HintPhoto {
        working: row.parsed("working_sha256")?,
        role: PhotoRole::parse(&row.text("role")?),
        taken_at: Some(manifest.taken.corrected()),
        lon: point.map(|at| at.lon()),
        lat: point.map(|at| at.lat()),
        accuracy_m: fix.and_then(|fix| fix.accuracy_m),
        received: row.maybe_number("received_at_ms")?.is_some(),
    })
}
