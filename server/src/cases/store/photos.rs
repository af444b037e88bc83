//! Signed shots: their manifests verbatim, and how each stands in its device's chain.

use std::collections::BTreeSet;

use shared::evidence::PhotoRole;
use shared::evidence::chain::Link;
use shared::evidence::manifest::{Manifest, SignedManifest};
use shared::ids::{AccountId, CaseId, DeviceId, JurisdictionId, PhotoId, Sha256, TaskId};
use shared::time::Instant;
use sqlx::AnyConnection;

use crate::db::Tx;
use crate::db::among::among;
use crate::db::fields::Fields as _;
use crate::db::gather::Rows;
use crate::error::Result;

/// A shot as far as its files are concerned.
#[derive(Clone, Debug)]
pub struct Shot {
    /// Its case.
    pub case: CaseId,
    /// The task it answers.
    pub task: Option<TaskId>,
    /// When the desk asked for its original.
    pub original_asked_at: Option<Instant>,
    /// When its original was receipted.
    pub original_received_at: Option<Instant>,
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
    /// When it came.
    pub at: Instant,
}

/// A shot that waits for a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Waiting {
    /// The shot.
    pub photo: PhotoId,
    /// Its case.
    pub case: CaseId,
    /// What it shows.
    pub role: Option<PhotoRole>,
    /// The file is its working copy, which has not come before.
    pub wants_working: bool,
    /// The file is its original, which has not come before.
    pub wants_original: bool,
}

fn read(word: &str) -> Link {
    match word {
        "fits" => Link::Fits,
        "waits" => Link::Waits,
        _ => Link::Broken,
    }
}

fn word(link: Link) -> &'static str {
    match link {
        Link::Fits => "fits",
        Link::Waits => "waits",
        Link::Broken => "broken",
    }
}

/// Where a shot stands in its device's chain.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Placed {
    /// The shot.
    pub photo: PhotoId,
    /// Its place.
    pub index: u64,
    /// The hash of its manifest.
    pub hash: Sha256,
    /// How it fits to the one before it.
    pub link: Link,
}

/// Returns which of the shots were handed in before.
pub async fn known(tx: &mut Tx, photos: &[PhotoId]) -> Result<BTreeSet<PhotoId>> {
    let keys: Vec<String> = photos.iter().map(ToString::to_string).collect();
    let rows = among(tx, "select id from photos where id in", &[], &keys).await?;
    rows.iter().map(|row| row.parsed("id")).collect()
}

/// Returns the shots at some places of a device's chain.
pub async fn placed(tx: &mut Tx, device: DeviceId, places: &BTreeSet<u64>) -> Result<Vec<Placed>> {
    let mut found = Vec::new();
    for (first, last) in runs(places) {
        let rows = sqlx::query(
            "select id, chain_index, hash, link from photos \
             where device_id = $1 and chain_index >= $2 and chain_index <= $3",
        )
        .bind(device.to_string())
        .bind(number(first))
        .bind(number(last))
        .fetch_all(&mut **tx)
        .await?;
        for row in &rows {
            found.push(Placed {
                photo: row.parsed("id")?,
                index: u64::try_from(row.number("chain_index")?).unwrap_or(0),
                hash: row.parsed("hash")?,
                link: read(&row.text("link")?),
            });
        }
    }
    Ok(found)
}

/// Returns the runs of numbers that follow one another.
fn runs(places: &BTreeSet<u64>) -> Vec<(u64, u64)> {
    let mut runs: Vec<(u64, u64)> = Vec::new();
    for place in places {
        match runs.last_mut() {
            Some((_, last)) if last.checked_add(1) == Some(*place) => *last = *place,
            Some(_) | None => runs.push((*place, *place)),
        }
    }
    runs
}

fn number(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

static PHOTOS: Rows = Rows {
    table: "photos",
    columns: &[
        "id",
        "jurisdiction_id",
        "device_id",
        "account_id",
        "chain_index",
        "hash",
        "link",
        "manifest",
        "signature",
        "role",
        "case_id",
        "task_id",
        "working_sha256",
        "working_bytes",
        "original_sha256",
        "original_bytes",
        "taken_at_ms",
        "handed_in_at_ms",
        "pair_sha256",
    ],
    turn: 1,
};

/// Adds a shot.
pub async fn insert(tx: &mut Tx, shot: &NewShot<'_>) -> Result<()> {
    let NewShot { signed, manifest, hash, link, case, task, area, at } = shot;
    let row = vec![
        manifest.photo.to_string().into(),
        area.as_str().into(),
        manifest.device.to_string().into(),
        manifest.account.to_string().into(),
        number(manifest.index).into(),
        hash.as_str().into(),
        word(*link).into(),
        signed.manifest.clone().into(),
        signed.signature.clone().into(),
        manifest.role.as_str().into(),
        case.to_string().into(),
        task.map(|id| id.to_string()).into(),
        manifest.working.sha256.as_str().into(),
        number(manifest.working.size_bytes).into(),
        manifest.original.sha256.as_str().into(),
        number(manifest.original.size_bytes).into(),
        manifest.taken.wall.ms().into(),
        at.ms().into(),
        manifest.pair.as_ref().map_or("", Sha256::as_str).into(),
    ];
    tx.tally(manifest.device).photos += 1;
    tx.insert(&PHOTOS, row).await
}

/// Says that a shot belongs to a blind answer: it lies beside its case and not in it.
pub async fn mark_blind(tx: &mut Tx, photo: PhotoId) -> Result<()> {
    sqlx::query("update photos set is_blind = 1 where id = $1").bind(photo.to_string()).execute(&mut **tx).await?;
    Ok(())
}

/// Returns the shots at a place of a chain that do not fit to the one before them, as far as that is known.
pub async fn open_links(
    connection: &mut AnyConnection,
    device: DeviceId,
    index: u64,
) -> Result<Vec<(PhotoId, Link, SignedManifest)>> {
    let rows = sqlx::query(
        "select id, link, manifest, signature from photos \
         where device_id = $1 and chain_index = $2 and link <> 'fits' order by id",
    )
    .bind(device.to_string())
    .bind(i64::try_from(index).unwrap_or(i64::MAX))
    .fetch_all(connection)
    .await?;
    rows.iter()
        .map(|row| {
            let signed = SignedManifest { manifest: row.text("manifest")?, signature: row.text("signature")? };
            Ok((row.parsed("id")?, read(&row.text("link")?), signed))
        })
        .collect()
}

/// Has every shot at a place of a chain judged again: there is more than one now.
pub async fn judge_place_again(tx: &mut Tx, device: DeviceId, index: u64) -> Result<()> {
    sqlx::query(
        "update photos set verdict = 'unjudged', surroundings = surroundings + 1 \
         where device_id = $1 and chain_index = $2",
    )
    .bind(device.to_string())
    .bind(number(index))
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Has every shot of a case judged again: it lies elsewhere now, or is taken up again.
pub async fn judge_case_again(tx: &mut Tx, case: CaseId) -> Result<()> {
    for text in [
        "update photos set verdict = 'unjudged', surroundings = surroundings + 1 where case_id = $1",
        "update unsigned_photos set verdict = 'unjudged', surroundings = surroundings + 1 where case_id = $1",
    ] {
        sqlx::query(text).bind(case.to_string()).execute(&mut **tx).await?;
    }
    Ok(())
}

/// Says how a shot stands in its chain now; it is judged again by that.
pub async fn set_link(tx: &mut Tx, photo: PhotoId, link: Link) -> Result<()> {
    sqlx::query("update photos set link = $2, verdict = 'unjudged', surroundings = surroundings + 1 where id = $1")
        .bind(photo.to_string())
        .bind(word(link))
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Notes that a working copy has its receipt; the shot is judged again by its pixels.
pub async fn working_received(tx: &mut Tx, photo: PhotoId, at: Instant) -> Result<()> {
    let done = sqlx::query(
        "update photos set received_at_ms = $2, verdict = 'unjudged', surroundings = surroundings + 1 \
         where id = $1 and received_at_ms is null returning device_id",
    )
    .bind(photo.to_string())
    .bind(at.ms())
    .fetch_optional(&mut **tx)
    .await?;
    if let Some(row) = done {
        tx.tally(row.parsed("device_id")?).photos_received += 1;
    }
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

/// Takes back that a file has come, whichever of a shot's files it is; returns the cases of the shots that wait again.
pub async fn await_again(tx: &mut Tx, file: &Sha256) -> Result<Vec<CaseId>> {
    let mut cases = Vec::new();
    let working = sqlx::query(
        "update photos set received_at_ms = null \
         where working_sha256 = $1 and received_at_ms is not null returning case_id, device_id",
    );
    let rows = working.bind(file.as_str()).fetch_all(&mut **tx).await?;
    for row in &rows {
        tx.tally(row.parsed("device_id")?).photos_received -= 1;
        cases.push(row.parsed("case_id")?);
    }
    let original = sqlx::query(
        "update photos set original_received_at_ms = null \
         where original_sha256 = $1 and original_received_at_ms is not null returning case_id",
    );
    let rows = original.bind(file.as_str()).fetch_all(&mut **tx).await?;
    for row in &rows {
        cases.push(row.parsed("case_id")?);
    }
    Ok(cases)
}

/// Returns what waits for a file that this account brought.
pub async fn waiting_for(connection: &mut AnyConnection, file: &Sha256, account: AccountId) -> Result<Vec<Waiting>> {
    let rows = sqlx::query(
        "select id, case_id, role, \
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
                role: PhotoRole::parse(&row.text("role")?),
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

/// Finds a shot of a case; one of a blind answer is none.
pub async fn find(connection: &mut AnyConnection, photo: PhotoId) -> Result<Option<Shot>> {
    let row = sqlx::query(
        "select case_id, task_id, original_asked_at_ms, original_received_at_ms from photos \
             where id = $1 and is_blind = 0",
    )
    .bind(photo.to_string())
    .fetch_optional(connection)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let moment = |column| -> Result<Option<Instant>> { Ok(row.maybe_number(column)?.map(Instant::from_ms)) };
    Ok(Some(Shot {
        case: row.parsed("case_id")?,
        task: row.maybe_parsed("task_id")?,
        original_asked_at: moment("original_asked_at_ms")?,
        original_received_at: moment("original_received_at_ms")?,
    }))
}

#[cfg(test)]
mod tests {
    use super::runs;

    #[test]
    fn places_that_follow_one_another_are_asked_for_together() {
        assert_eq!(runs(&[1, 2, 3, 9, 10, u64::MAX].into()), [(1, 3), (9, 10), (u64::MAX, u64::MAX)]);
    }
}
