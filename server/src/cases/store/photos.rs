//! Signed shots: their manifests verbatim, and how each stands in its device's chain.

use shared::evidence::chain::Link;
use shared::evidence::manifest::{Manifest, SignedManifest};
use shared::ids::{AccountId, CaseId, DeviceId, JurisdictionId, PhotoId, Sha256, TaskId};
use shared::time::Instant;
use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use crate::db::Tx;
use crate::db::fields::Fields as _;
use crate::error::Result;

/// A shot as it is kept.
#[derive(Clone, Debug)]
pub struct Shot {
    /// Which.
    pub photo: PhotoId,
    /// Its case.
    pub case: CaseId,
    /// The task it answers.
    pub task: Option<TaskId>,
    /// Its bytes and signature.
    pub signed: SignedManifest,
    /// How it stands in its chain.
    pub link: Link,
    /// When its working copy was receipted.
    pub received_at: Option<Instant>,
    /// When the desk asked for its original.
    pub original_asked_at: Option<Instant>,
    /// When its original was receipted.
    pub original_received_at: Option<Instant>,
    /// An upload promises its original and is not finished.
    pub original_is_coming: bool,
}

/// A shot that is to be kept.
#[derive(Clone, Debug)]
pub struct NewShot<'a> {
    /// Its bytes and signature, verbatim.
    pub signed: &'a SignedManifest,
    /// What they say.
    pub manifest: &'a Manifest,
    /// The hash of the bytes.
    pub hash: &'a Sha256,
    /// How it stands in its chain.
    pub link: Link,
    /// The case it is put to.
    pub case: CaseId,
    /// The task it answers.
    pub task: Option<TaskId>,
    /// The case's area.
    pub area: &'a JurisdictionId,
}

/// A shot that waits for a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Waiting {
    /// The shot.
    pub photo: PhotoId,
    /// Its case.
    pub case: CaseId,
    /// The file is its working copy, which has not come before.
    pub wants_working: bool,
    /// The file is its original, which has not come before.
    pub wants_original: bool,
}

fn word(link: Link) -> &'static str {
    match link {
        Link::Fits => "fits",
        Link::Waits => "waits",
        Link::Broken => "broken",
    }
}

/// Returns the hashes of the manifests at a place of a device's chain: more than one where it forks.
pub async fn hashes_at(connection: &mut AnyConnection, device: DeviceId, index: u64) -> Result<Vec<Sha256>> {
    let rows = sqlx::query("select hash from photos where device_id = $1 and chain_index = $2 order by id")
        .bind(device.to_string())
        .bind(i64::try_from(index).unwrap_or(i64::MAX))
        .fetch_all(connection)
        .await?;
    rows.iter().map(|row| row.parsed("hash")).collect()
}

/// Says whether the shot is known.
pub async fn is_known(connection: &mut AnyConnection, photo: PhotoId) -> Result<bool> {
    let row = sqlx::query("select count(*) as found from photos where id = $1")
        .bind(photo.to_string())
        .fetch_one(connection)
        .await?;
    Ok(row.number("found")? > 0)
}

/// Adds a shot.
pub async fn insert(tx: &mut Tx, shot: &NewShot<'_>) -> Result<()> {
    let NewShot { signed, manifest, hash, link, case, task, area } = shot;
    let number = |value: u64| i64::try_from(value).unwrap_or(i64::MAX);
    sqlx::query(
        "insert into photos \
         (id, jurisdiction_id, device_id, account_id, chain_index, hash, link, manifest, signature, role, case_id, \
         task_id, working_sha256, working_bytes, original_sha256, original_bytes, taken_at_ms) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)",
    )
    .bind(manifest.photo.to_string())
    .bind(area.as_str())
    .bind(manifest.device.to_string())
    .bind(manifest.account.to_string())
    .bind(number(manifest.index))
    .bind(hash.as_str())
    .bind(word(*link))
    .bind(&signed.manifest)
    .bind(&signed.signature)
    .bind(manifest.role.as_str())
    .bind(case.to_string())
    .bind(task.map(|id| id.to_string()))
    .bind(manifest.working.sha256.as_str())
    .bind(number(manifest.working.size_bytes))
    .bind(manifest.original.sha256.as_str())
    .bind(number(manifest.original.size_bytes))
    .bind(manifest.taken.wall.ms())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Returns the shots at a place of a chain that wait for the one before them.
pub async fn waiting_links(
    connection: &mut AnyConnection,
    device: DeviceId,
    index: u64,
) -> Result<Vec<(PhotoId, SignedManifest)>> {
    let rows = sqlx::query(
        "select id, manifest, signature from photos \
         where device_id = $1 and chain_index = $2 and link = 'waits' order by id",
    )
    .bind(device.to_string())
    .bind(i64::try_from(index).unwrap_or(i64::MAX))
    .fetch_all(connection)
    .await?;
    rows.iter()
        .map(|row| {
            let signed = SignedManifest { manifest: row.text("manifest")?, signature: row.text("signature")? };
            Ok((row.parsed("id")?, signed))
        })
        .collect()
}

/// Says how a shot stands in its chain now.
pub async fn set_link(tx: &mut Tx, photo: PhotoId, link: Link) -> Result<()> {
    sqlx::query("update photos set link = $2 where id = $1")
        .bind(photo.to_string())
        .bind(word(link))
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Notes that a working copy has its receipt.
pub async fn working_received(tx: &mut Tx, photo: PhotoId, at: Instant) -> Result<()> {
    sqlx::query("update photos set received_at_ms = $2 where id = $1 and received_at_ms is null")
        .bind(photo.to_string())
        .bind(at.ms())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Notes that an original has its receipt.
pub async fn original_received(tx: &mut Tx, photo: PhotoId, at: Instant) -> Result<()> {
    sqlx::query("update photos set original_received_at_ms = $2 where id = $1 and original_received_at_ms is null")
        .bind(photo.to_string())
        .bind(at.ms())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Returns what waits for a file that this account brought.
pub async fn waiting_for(connection: &mut AnyConnection, file: &Sha256, account: AccountId) -> Result<Vec<Waiting>> {
    let rows = sqlx::query(
        "select id, case_id, \
         case when working_sha256 = $1 and received_at_ms is null then 1 else 0 end as wants_working, \
         case when original_sha256 = $1 and original_received_at_ms is null then 1 else 0 end as wants_original \
         from photos \
         where account_id = $2 \
         and ((working_sha256 = $1 and received_at_ms is null) \
         or (original_sha256 = $1 and original_received_at_ms is null)) order by id",
    )
    .bind(file.as_str())
    .bind(account.to_string())
    .fetch_all(connection)
    .await?;
    rows.iter()
        .map(|row| {
            Ok(Waiting {
                photo: row.parsed("id")?,
                case: row.parsed("case_id")?,
                wants_working: row.flag("wants_working")?,
                wants_original: row.flag("wants_original")?,
            })
        })
        .collect()
}

/// Notes that the desk asked for an original.
pub async fn ask_original(tx: &mut Tx, photo: PhotoId, by: AccountId, at: Instant) -> Result<()> {
    sqlx::query("update photos set original_asked_at_ms = $2, original_asked_by = $3 where id = $1")
        .bind(photo.to_string())
        .bind(at.ms())
        .bind(by.to_string())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Finds a shot.
pub async fn find(connection: &mut AnyConnection, photo: PhotoId) -> Result<Option<Shot>> {
    let row = sqlx::query(
        "select p.id, p.case_id, p.task_id, p.manifest, p.signature, p.link, p.received_at_ms, p.original_asked_at_ms, \
         p.original_received_at_ms, \
         (select count(*) from uploads u \
           where u.account_id = p.account_id and u.promised = p.original_sha256 and u.sha256 = '') as coming \
         from photos p \
         where p.id = $1",
    )
    .bind(photo.to_string())
    .fetch_optional(connection)
    .await?;
    row.as_ref().map(shot).transpose()
}

/// Returns the shots of a case in the order they came.
pub async fn of_case(connection: &mut AnyConnection, case: CaseId) -> Result<Vec<Shot>> {
    let rows = sqlx::query(
        "select p.id, p.case_id, p.task_id, p.manifest, p.signature, p.link, p.received_at_ms, p.original_asked_at_ms, \
         p.original_received_at_ms, \
         (select count(*) from uploads u \
           where u.account_id = p.account_id and u.promised = p.original_sha256 and u.sha256 = '') as coming \
         from photos p \
         where p.case_id = $1 \
         order by p.taken_at_ms, p.id",
    )
    .bind(case.to_string())
    .fetch_all(connection)
    .await?;
    rows.iter().map(shot).collect()
}

fn shot(row: &AnyRow) -> Result<Shot> {
    let link = match row.text("link")?.as_str() {
        "fits" => Link::Fits,
        "waits" => Link::Waits,
        _ => Link::Broken,
    };
    let moment = |column| -> Result<Option<Instant>> { Ok(row.maybe_number(column)?.map(Instant::from_ms)) };
    Ok(Shot {
        photo: row.parsed("id")?,
        case: row.parsed("case_id")?,
        task: row.maybe_parsed("task_id")?,
        signed: SignedManifest { manifest: row.text("manifest")?, signature: row.text("signature")? },
        link,
        received_at: moment("received_at_ms")?,
        original_asked_at: moment("original_asked_at_ms")?,
        original_received_at: moment("original_received_at_ms")?,
        original_is_coming: row.number("coming")? > 0,
    })
}
