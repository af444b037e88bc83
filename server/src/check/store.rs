//! Reads everything, in the order of its making.

use shared::case::{Case, FlowRecord};
use shared::ids::{CaseId, DeviceId, OperationId, PhotoId, Sha256};
use shared::sync::pull;
use shared::sync::push::Outcome;
use shared::task::Task;
use sqlx::AnyConnection;

use crate::db::counted::Counted;
use crate::db::fields::Fields as _;
use crate::db::marks::Marks;
use crate::db::waits::Waits;
use crate::error::Result;

/// A case and what its list says.
pub struct CaseRow {
    /// The case.
    pub case: Case,
    /// The state in the column.
    pub state: String,
    /// The mark in the columns is that of the body.
    pub is_marked: bool,
    /// The columns that figures are summed from are those of the body.
    pub is_counted: bool,
    /// The columns that desks find their work by are those of the body.
    pub is_queued: bool,
}

/// An operation's bytes and what became of it.
pub struct OperationRow {
    /// Which.
    pub id: OperationId,
    /// Whose log it is from.
    pub device: DeviceId,
    /// Its place there.
    pub sequence: i64,
    /// The hash that its bytes came with.
    pub hash: Sha256,
    /// The hash of its bytes as they are kept, where numbers in them were hidden.
    pub kept_hash: Option<Sha256>,
    /// Its bytes.
    pub body: String,
    /// What became of it, in the column.
    pub result: String,
    /// What the device was told.
    pub outcome: Outcome,
}

/// A signed shot.
pub struct PhotoRow {
    /// Which.
    pub id: PhotoId,
    /// Who took it.
    pub device: DeviceId,
    /// The case it is put to.
    pub case: CaseId,
    /// How it stands in its chain, in the column.
    pub link: String,
    /// What it shows, in the column.
    pub role: String,
    /// The working copy.
    pub working: Sha256,
    /// The original.
    pub original: Sha256,
    /// The signed bytes, base64.
    pub manifest: String,
    /// The signature, base64.
    pub signature: String,
    /// The device's key.
    pub public_key: String,
    /// Its working copy has a receipt.
    pub is_received: bool,
    /// Its original has a receipt.
    pub original_is_received: bool,
    /// Its working copy's file is written down.
    pub file_is_known: bool,
    /// It belongs to a blind answer and lies beside its case.
    pub is_blind: bool,
}

/// A task and what its list says.
pub struct TaskRow {
    /// The task.
    pub task: Task,
    /// The state in the column.
    pub state: String,
    /// Its case does not know of it.
    pub is_blind: bool,
}

/// A file that has its receipt.
#[derive(Clone, Debug)]
pub struct FileRow {
    /// Its name.
    pub sha256: Sha256,
    /// How many bytes it has.
    pub size_bytes: i64,
    /// What it was judged to be: empty, `image`, `clip`, or the code it was refused by.
    pub verdict: String,
    /// Its media type, once judged.
    pub media_type: String,
    /// Pixels across and down, of a picture.
    pub size_px: (i64, i64),
}

/// Returns all cases.
pub async fn cases(connection: &mut AnyConnection) -> Result<Vec<CaseRow>> {
    let rows = sqlx::query(
        "select state, body, mark_a, mark_b, reached, channel, is_self_handled, is_returned, late_after_ms, closing, \
         void_kind, desk_queue, desk_due_ms, desk_since_ms, asks, asks_since_ms from cases order by id",
    )
    .fetch_all(connection)
    .await?;
    rows.iter()
        .map(|row| {
            let case: Case = row.json("body")?;
            let marks = Marks::of(pull::CASE, &case.id.to_string(), case.version, &row.text("body")?)?;
            let is_marked = marks == Marks { a: row.number("mark_a")?, b: row.number("mark_b")? };
            let is_counted = Counted::of(&case).stands_in(row)?;
            let is_queued = Waits::of(&case).stands_in(row)?;
            Ok(CaseRow { case, state: row.text("state")?, is_marked, is_counted, is_queued })
        })
        .collect()
}

/// Returns the steps of a case.
pub async fn flow(connection: &mut AnyConnection, case: &Case) -> Result<Vec<FlowRecord>> {
    let rows = sqlx::query("select body from case_flow where case_id = $1 order by sequence")
        .bind(case.id.to_string())
        .fetch_all(connection)
        .await?;
    rows.iter().map(|row| row.json("body")).collect()
}

/// Returns all operations.
pub async fn operations(connection: &mut AnyConnection) -> Result<Vec<OperationRow>> {
    let rows = sqlx::query(
        "select id, device_id, sequence, hash, kept_hash, body, result, outcome \
         from operations \
         order by device_id, sequence, id",
    )
    .fetch_all(connection)
    .await?;
    rows.iter()
        .map(|row| {
            Ok(OperationRow {
                id: row.parsed("id")?,
                device: row.parsed("device_id")?,
                sequence: row.number("sequence")?,
                hash: row.parsed("hash")?,
                kept_hash: row.maybe_parsed("kept_hash")?,
                body: row.text("body")?,
                result: row.text("result")?,
                outcome: row.json("outcome")?,
            })
        })
        .collect()
}

/// Returns all signed shots.
pub async fn photos(connection: &mut AnyConnection) -> Result<Vec<PhotoRow>> {
    let rows = sqlx::query(
        "select p.id, p.device_id, p.case_id, p.link, p.role, p.working_sha256, p.original_sha256, p.manifest, p.signature, p.is_blind, d.public_key, \
         case when p.received_at_ms is null then 0 else 1 end as received, \
         case when p.original_received_at_ms is null then 0 else 1 end as original_received, \
         (select count(*) from files f where f.sha256 = p.working_sha256) as known \
         from photos p join devices d on d.id = p.device_id \
         order by p.id",
    )
    .fetch_all(connection)
    .await?;
    rows.iter()
        .map(|row| {
            Ok(PhotoRow {
                id: row.parsed("id")?,
                device: row.parsed("device_id")?,
                case: row.parsed("case_id")?,
                link: row.text("link")?,
                role: row.text("role")?,
                working: row.parsed("working_sha256")?,
                original: row.parsed("original_sha256")?,
                manifest: row.text("manifest")?,
                signature: row.text("signature")?,
                public_key: row.text("public_key")?,
                is_received: number(row, "received")? != 0,
                original_is_received: number(row, "original_received")? != 0,
                file_is_known: number(row, "known")? != 0,
                is_blind: row.flag("is_blind")?,
            })
        })
        .collect()
}

/// Returns all files.
pub async fn files(connection: &mut AnyConnection) -> Result<Vec<FileRow>> {
    let rows =
        sqlx::query("select sha256, size_bytes, verdict, media_type, width_px, height_px from files order by sha256")
            .fetch_all(connection)
            .await?;
    rows.iter()
        .map(|row| {
            Ok(FileRow {
                sha256: row.parsed("sha256")?,
                size_bytes: row.number("size_bytes")?,
                verdict: row.text("verdict")?,
                media_type: row.text("media_type")?,
                size_px: (row.number("width_px")?, row.number("height_px")?),
            })
        })
        .collect()
}

/// Returns all tasks.
pub async fn tasks(connection: &mut AnyConnection) -> Result<Vec<TaskRow>> {
    let rows = sqlx::query("select state, is_blind, body from tasks order by id").fetch_all(connection).await?;
    rows.iter()
        .map(|row| Ok(TaskRow { task: row.json("body")?, state: row.text("state")?, is_blind: row.flag("is_blind")? }))
        .collect()
}

/// Returns of each area its counter, its last change and how many changes it has.
pub async fn areas(connection: &mut AnyConnection) -> Result<Vec<(String, i64, i64, i64)>> {
    let rows = sqlx::query(
        "select a.jurisdiction_id, a.value, \
         (select coalesce(max(c.number), 0) from changes c where c.jurisdiction_id = a.jurisdiction_id) as newest, \
         (select count(*) from changes c where c.jurisdiction_id = a.jurisdiction_id) as found \
         from area_counters a order by a.jurisdiction_id",
    )
    .fetch_all(connection)
    .await?;
    rows.iter()
        .map(|row| {
            Ok((row.text("jurisdiction_id")?, row.number("value")?, row.number("newest")?, row.number("found")?))
        })
        .collect()
}

/// PostgreSQL gives a constant in `case` as a 32-bit number.
fn number(row: &sqlx::any::AnyRow, column: &str) -> Result<i64> {
    use sqlx::Row as _;
    match row.try_get::<i64, _>(column) {
        Ok(value) => Ok(value),
        Err(_) => Ok(i64::from(row.try_get::<i32, _>(column)?)),
    }
}
