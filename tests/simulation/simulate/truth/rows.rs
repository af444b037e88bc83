//! Rows as they lie on both sides, read directly.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context as _, Result};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use rusqlite::{Connection, Row};
use serde::de::DeserializeOwned;
use shared::case::{Case, FlowRecord, Nearby};
use shared::ids::{AccountId, CaseId, DeviceId, OperationId, OrderId, PhotoId, Sha256, TaskId};
use shared::sync::operation::{Answer, Report};
use shared::sync::push::Outcome;
use shared::task::Task;
use shared::time::Instant;
use shared::track::{TrackPoint, pack};
use sqlx::Row as _;

use crate::server::Server;

/// What is on a phone.
pub struct PhoneRows {
    /// Who is signed in, or was last.
    pub account: Option<AccountId>,
    /// Somebody is signed in.
    pub is_signed_in: bool,
    /// Cases.
    pub cases: Vec<PhoneCase>,
    /// Tasks.
    pub tasks: Vec<PhoneTask>,
    /// The log.
    pub operations: Vec<PhoneOperation>,
    /// Shots.
    pub photos: Vec<PhonePhoto>,
    /// Neighbours' cases.
    pub nearby: Vec<Nearby>,
    /// From when on the server said that they are in the scope.
    pub near_since: Instant,
}

/// A case on a phone.
pub struct PhoneCase {
    /// Which.
    pub id: CaseId,
    /// Whose list it is in.
    pub account: String,
    /// What carries it.
    pub operation: Option<OperationId>,
    /// What was saved here.
    pub report: Option<Report>,
    /// The server's newest word.
    pub body: Option<Case>,
}

/// A task on a phone.
pub struct PhoneTask {
    /// Whose list it is in.
    pub account: String,
    /// The server's newest word.
    pub body: Task,
    /// What carries the answer.
    pub operation: Option<OperationId>,
    /// The answer given here.
    pub answer: Option<Answer>,
}

/// An operation in a phone's log.
pub struct PhoneOperation {
    /// Its place.
    pub sequence: u64,
    /// Which.
    pub id: OperationId,
    /// Its bytes.
    pub body: String,
    /// Their hash.
    pub hash: Sha256,
    /// What became of it; empty while nothing is known.
    pub outcome: String,
    /// Why it was refused.
    pub code: String,
    /// What took its place.
    pub resent_as: Option<OperationId>,
}

/// A shot on a phone.
pub struct PhonePhoto {
    /// Which.
    pub id: PhotoId,
    /// What names it.
    pub operation: Option<OperationId>,
    /// The camera's file.
    pub original: Sha256,
    /// The copy that travels.
    pub working: Sha256,
    /// The signed bytes.
    pub manifest: String,
    /// Their signature.
    pub signature: String,
    /// The server has receipted the working copy.
    pub is_receipted: bool,
    /// … and the camera's file.
    pub has_original_receipt: bool,
}

fn optional<T: std::str::FromStr>(row: &Row<'_>, column: &str) -> Result<Option<T>>
where
    T::Err: std::error::Error + Send + Sync + 'static,
{
    let text: String = row.get(column)?;
    if text.is_empty() { Ok(None) } else { Ok(Some(text.parse()?)) }
}

/// Reads a name that must be there.
pub fn parsed<T: std::str::FromStr>(row: &Row<'_>, column: &str) -> Result<T>
where
    T::Err: std::error::Error + Send + Sync + 'static,
{
    optional(row, column)?.with_context(|| format!("{column} is empty"))
}

fn json<T: DeserializeOwned>(row: &Row<'_>, column: &str) -> Result<Option<T>> {
    let text: String = row.get(column)?;
    if text.is_empty() { Ok(None) } else { Ok(Some(serde_json::from_str(&text)?)) }
}

fn all<T>(rows: &Connection, sql: &str, read: impl Fn(&Row<'_>) -> Result<T>) -> Result<Vec<T>> {
    let mut query = rows.prepare(sql)?;
    let mut found = query.query([])?;
    let mut read_rows = Vec::new();
    while let Some(row) = found.next()? {
        read_rows.push(read(row)?);
    }
    Ok(read_rows)
}

/// Returns the operation that was saved last.
pub fn newest_operation(rows: &Connection) -> Result<OperationId> {
    let id: String =
        rows.query_row("select id from operations order by sequence desc limit 1", [], |row| row.get(0))?;
    Ok(id.parse()?)
}

/// A piece of track as it lies somewhere.
pub struct TrackPiece {
    /// Which of its shift.
    pub number: u32,
    /// Where somebody was, and when.
    pub points: Vec<TrackPoint>,
    /// How far it is on its way.
    pub way: OnItsWay,
}

/// How far a piece of track is on its way.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum OnItsWay {
    /// More points may come.
    Open,
    /// It waits to be sent.
    Waits,
    /// The phone says that the server has it.
    Receipted,
    /// The server does not want it.
    Refused,
}

/// Returns the pieces of track on a phone.
pub fn track(rows: &Connection) -> Result<Vec<TrackPiece>> {
    all(rows, "select number, packed, is_open, receipt_ms, code from track_pieces order by shift_ms, number", |row| {
        let (is_open, receipt_ms): (bool, i64) = (row.get("is_open")?, row.get("receipt_ms")?);
        let code: String = row.get("code")?;
        let way = match (code.is_empty(), receipt_ms != 0, is_open) {
            (false, _, _) => OnItsWay::Refused,
            (true, true, _) => OnItsWay::Receipted,
            (true, false, true) => OnItsWay::Open,
            (true, false, false) => OnItsWay::Waits,
        };
        Ok(TrackPiece { number: row.get("number")?, points: pack::unpack(&row.get::<_, Vec<u8>>("packed")?)?, way })
    })
}

/// Returns what a phone holds of orders, what was put away among it.
pub fn orders(rows: &Connection) -> Result<BTreeSet<OrderId>> {
    Ok(all(rows, "select id from orders", |row| parsed(row, "id"))?.into_iter().collect())
}

/// Returns every point of track at the server, once for each time that it is there.
pub fn track_of_server(server: &Server) -> Result<Vec<TrackPoint>> {
    let app = server.app()?;
    server.wait(async {
        let mut reader = app.db.read().await?;
        let mut points = Vec::new();
        for row in sqlx::query("select packed from track_pieces").fetch_all(&mut *reader).await? {
            let packed = BASE64.decode(row.try_get::<String, _>("packed")?)?;
            points.extend(pack::unpack(&packed)?);
        }
        Ok(points)
    })
}

/// Returns what a phone and whoever has it are still asked by the server, an order to erase it aside.
pub fn open_nudges(server: &Server, device: DeviceId, account: AccountId) -> Result<BTreeSet<OrderId>> {
    let app = server.app()?;
    server.wait(async {
        let mut reader = app.db.read().await?;
        let sql = "select id from device_orders where device_id = $1 and account_id = $2 and kind <> 'wipe' \
                   and done_at_ms is null and withdrawn_at_ms is null";
        let query = sqlx::query(sql).bind(device.to_string()).bind(account.to_string());
        let found = query.fetch_all(&mut *reader).await?;
        found.iter().map(|row| Ok(row.try_get::<String, _>("id")?.parse()?)).collect()
    })
}

impl PhoneRows {
    /// Reads a phone's database.
    pub fn read(rows: &Connection) -> Result<Self> {
        let session = all(rows, "select account_id, signed_out, near_since_ms from session", |row| {
            let near_since = Instant::from_ms(row.get("near_since_ms")?);
            Ok((parsed::<AccountId>(row, "account_id")?, row.get::<_, bool>("signed_out")?, near_since))
        })?;
        let session = session.into_iter().next();
        Ok(Self {
            account: session.map(|(account, ..)| account),
            is_signed_in: session.is_some_and(|(_, signed_out, _)| !signed_out),
            near_since: session.map_or(Instant::from_ms(0), |(.., since)| since),
            nearby: all(rows, "select body from nearby order by id", |row| {
                json(row, "body")?.context("a neighbour's case has a body")
            })?,
            cases: all(rows, "select id, account_id, operation_id, report, body from cases order by id", |row| {
                Ok(PhoneCase {
                    id: parsed(row, "id")?,
                    account: row.get("account_id")?,
                    operation: optional(row, "operation_id")?,
                    report: json(row, "report")?,
                    body: json(row, "body")?,
                })
            })?,
            tasks: all(rows, "select account_id, body, operation_id, answer from tasks order by id", |row| {
                Ok(PhoneTask {
                    account: row.get("account_id")?,
                    body: json(row, "body")?.context("a task has a body")?,
                    operation: optional(row, "operation_id")?,
                    answer: json(row, "answer")?,
                })
            })?,
            operations: all(
                rows,
                "select sequence, id, body, hash, outcome, code, resent_as from operations order by sequence",
                |row| {
                    Ok(PhoneOperation {
                        sequence: u64::try_from(row.get::<_, i64>("sequence")?)?,
                        id: parsed(row, "id")?,
                        body: row.get("body")?,
                        hash: parsed(row, "hash")?,
                        outcome: row.get("outcome")?,
                        code: row.get("code")?,
                        resent_as: optional(row, "resent_as")?,
                    })
                },
            )?,
            photos: all(
                rows,
                "select id, operation_id, original_sha256, working_sha256, manifest, signature, receipt_ms,
                    original_receipt_ms
             from photos order by id",
                |row| {
                    Ok(PhonePhoto {
                        id: parsed(row, "id")?,
                        operation: optional(row, "operation_id")?,
                        original: parsed(row, "original_sha256")?,
                        working: parsed(row, "working_sha256")?,
                        manifest: row.get("manifest")?,
                        signature: row.get("signature")?,
                        is_receipted: row.get::<_, i64>("receipt_ms")? != 0,
                        has_original_receipt: row.get::<_, i64>("original_receipt_ms")? != 0,
                    })
                },
            )?,
        })
    }
}

/// What is at the server.
pub struct ServerRows {
    /// Cases, in the order of their numbers.
    pub cases: Vec<ServerCase>,
    /// Tasks.
    pub tasks: BTreeMap<TaskId, Task>,
    /// Operations.
    pub operations: BTreeMap<OperationId, ServerOperation>,
    /// Shots, and whether their working copy has its receipt.
    pub photos: BTreeMap<PhotoId, ServerPhoto>,
    /// Operations that began a shift.
    pub shifts: BTreeSet<OperationId>,
    /// Who walks which duty grids.
    pub beats: BTreeMap<AccountId, Vec<String>>,
}

/// A case at the server.
pub struct ServerCase {
    /// The case.
    pub case: Case,
    /// Its history.
    pub flow: Vec<FlowRecord>,
}

/// An operation at the server.
pub struct ServerOperation {
    /// Its bytes.
    pub body: String,
    /// What became of it.
    pub outcome: Outcome,
}

/// A shot at the server.
#[derive(Clone, Debug)]
pub struct ServerPhoto {
    /// It has its receipt.
    pub is_received: bool,
    /// The case it belongs to.
    pub case: CaseId,
}

/// Returns the phones that the server takes nothing more from.
pub fn withdrawn(server: &Server) -> Result<BTreeSet<DeviceId>> {
    let app = server.app()?;
    server.wait(async {
        let mut reader = app.db.read().await?;
        let found =
            sqlx::query("select id from devices where revoked_at_ms is not null").fetch_all(&mut *reader).await?;
        found.iter().map(|row| Ok(row.try_get::<String, _>("id")?.parse()?)).collect()
    })
}

/// Reads the server.
pub fn server(server: &Server) -> Result<ServerRows> {
    let app = server.app()?;
    server.wait(async {
        let mut reader = app.db.read().await?;
        let mut flow: BTreeMap<String, Vec<FlowRecord>> = BTreeMap::new();
        for row in sqlx::query("select case_id, body from case_flow order by case_id, sequence")
            .fetch_all(&mut *reader)
            .await?
        {
            let (case, body): (String, String) = (row.try_get("case_id")?, row.try_get("body")?);
            flow.entry(case).or_default().push(serde_json::from_str(&body)?);
        }
        let mut cases = Vec::new();
        for row in sqlx::query("select id, body from cases order by case_no").fetch_all(&mut *reader).await? {
            let (id, body): (String, String) = (row.try_get("id")?, row.try_get("body")?);
            let flow = flow.remove(&id).unwrap_or_default();
            cases.push(ServerCase { case: serde_json::from_str(&body)?, flow });
        }
        let mut tasks = BTreeMap::new();
        for row in sqlx::query("select body from tasks").fetch_all(&mut *reader).await? {
            let task: Task = serde_json::from_str(&row.try_get::<String, _>("body")?)?;
            tasks.insert(task.id, task);
        }
        let mut operations = BTreeMap::new();
        for row in sqlx::query("select id, body, outcome from operations").fetch_all(&mut *reader).await? {
            let outcome: Outcome = serde_json::from_str(&row.try_get::<String, _>("outcome")?)?;
            operations.insert(
                row.try_get::<String, _>("id")?.parse()?,
                ServerOperation { body: row.try_get("body")?, outcome },
            );
        }
        let mut photos = BTreeMap::new();
        let sql = "select id, case_id, \
                   case when received_at_ms is null then 0 else 1 end as received from photos";
        for row in sqlx::query(sql).fetch_all(&mut *reader).await? {
            let photo = ServerPhoto {
                is_received: row.try_get::<i64, _>("received")? != 0,
                case: row.try_get::<String, _>("case_id")?.parse()?,
            };
            photos.insert(row.try_get::<String, _>("id")?.parse()?, photo);
        }
        let mut beats: BTreeMap<AccountId, Vec<String>> = BTreeMap::new();
        for row in sqlx::query("select account_id, duty_grid from account_grids").fetch_all(&mut *reader).await? {
            let account = row.try_get::<String, _>("account_id")?.parse()?;
            beats.entry(account).or_default().push(row.try_get("duty_grid")?);
        }
        let shifts = sqlx::query("select operation_id from shifts").fetch_all(&mut *reader).await?;
        let shifts: Result<_> =
            shifts.iter().map(|row| Ok(row.try_get::<String, _>("operation_id")?.parse()?)).collect();
        Ok(ServerRows { cases, tasks, operations, photos, shifts: shifts?, beats })
    })
}
