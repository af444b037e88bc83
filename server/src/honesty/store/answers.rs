//! Answers to checks: what two people said of one scene, and what each checker said of whose work.

use shared::case::{ActionKind, FlowRecord};
use shared::ids::{AccountId, CaseId, JurisdictionId, TaskId, UnitId};
use shared::task::{Task, TaskResult};
use shared::time::Instant;
use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use crate::db::fields::Fields as _;
use crate::error::Result;

/// A blind check that was answered.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Pair {
    /// Its case.
    pub case: CaseId,
    /// Where that lay.
    pub area: JurisdictionId,
    /// The task that the case went by.
    pub first_task: TaskId,
    /// Who answered it.
    pub first: AccountId,
    /// What they said.
    pub first_result: TaskResult,
    /// When.
    pub first_at: Instant,
    /// The blind task.
    pub second_task: TaskId,
    /// Who answered it.
    pub second: AccountId,
    /// What they said.
    pub second_result: TaskResult,
    /// When.
    pub second_at: Instant,
}

impl Pair {
    /// Says whether both could tell.
    pub fn is_told(&self) -> bool {
        let told = |result| matches!(result, TaskResult::Pass | TaskResult::Fail);
        told(self.first_result) && told(self.second_result)
    }
}

fn result(row: &AnyRow, column: &str) -> Result<TaskResult> {
    let word = row.text(column)?;
    Ok(TaskResult::parse(&word).ok_or_else(|| anyhow::anyhow!("a blind check has the unknown result {word}"))?)
}

/// Returns the blind checks of an area, or of all, whose second answer was given in a time, in that order.
pub async fn pairs(
    connection: &mut AnyConnection,
    area: Option<&JurisdictionId>,
    begins: Instant,
    ends: Instant,
) -> Result<Vec<Pair>> {
    let rows = sqlx::query(
        "select case_id, jurisdiction_id, first_task_id, first_id, first_result, first_at_ms, task_id, second_id, \
         second_result, second_at_ms from blind_checks \
         where second_result <> '' and second_at_ms >= $1 and second_at_ms < $2 and ($3 = '' or jurisdiction_id = $3) \
         order by second_at_ms, task_id",
    )
    .bind(begins.ms())
    .bind(ends.ms())
    .bind(area.map_or("", JurisdictionId::as_str))
    .fetch_all(connection)
    .await?;
    rows.iter().map(pair).collect()
}

/// Reads a blind check that was answered.
pub(super) fn pair(row: &AnyRow) -> Result<Pair> {
    Ok(Pair {
        case: row.parsed("case_id")?,
        area: row.parsed("jurisdiction_id")?,
        first_task: row.parsed("first_task_id")?,
        first: row.parsed("first_id")?,
        first_result: result(row, "first_result")?,
        first_at: Instant::from_ms(row.number("first_at_ms")?),
        second_task: row.parsed("task_id")?,
        second: row.parsed("second_id")?,
        second_result: result(row, "second_result")?,
        second_at: Instant::from_ms(row.number("second_at_ms")?),
    })
}

/// Counts the blind tasks of an area, or of all, that are out.
pub async fn out(connection: &mut AnyConnection, area: Option<&JurisdictionId>) -> Result<u64> {
    let row = sqlx::query(
        "select count(*) as found from tasks \
         where is_blind = 1 and state = 'open' and ($1 = '' or jurisdiction_id = $1)",
    )
    .bind(area.map_or("", JurisdictionId::as_str))
    .fetch_one(connection)
    .await?;
    Ok(u64::try_from(row.number("found")?).unwrap_or(0))
}

/// An answered check of a unit's work.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Check {
    /// The task.
    pub task: TaskId,
    /// Its case.
    pub case: CaseId,
    /// Where that lay.
    pub area: JurisdictionId,
    /// Whose work.
    pub unit: UnitId,
    /// Who looked.
    pub checker: AccountId,
    /// What they said.
    pub result: TaskResult,
    /// When.
    pub at: Instant,
}

/// Where a page of checks begins: behind when one was sent, and its id.
pub type Place = (Instant, String);

/// Returns a page of the answered checks in the order in which they were sent, and where the next one begins.
pub async fn checks(
    connection: &mut AnyConnection,
    (after, id): &Place,
    most: i64,
) -> Result<(Vec<Check>, Option<Place>)> {
    let rows = sqlx::query(
        "select t.id, t.sent_at_ms, t.body, c.jurisdiction_id, c.unit_id, \
         (select count(*) from case_flow f where f.case_id = t.case_id and f.at_ms > t.sent_at_ms \
           and (f.body like '%\"action\":\"dispatch\"%' or f.body like '%\"action\":\"reassign\"%')) as handed_on \
         from tasks t join cases c on c.id = t.case_id \
         where t.kind = 'check' and t.is_blind = 0 and t.state = 'answered' and t.sent_at_ms >= $1 \
         and (t.sent_at_ms > $1 or t.id > $2) order by t.sent_at_ms, t.id limit $3",
    )
    .bind(after.ms())
    .bind(id.clone())
    .bind(most)
    .fetch_all(&mut *connection)
    .await?;
    let is_full = i64::try_from(rows.len()).is_ok_and(|found| found >= most);
    let next = match rows.last().filter(|_| is_full) {
        Some(row) => Some((Instant::from_ms(row.number("sent_at_ms")?), row.text("id")?)),
        None => None,
    };
    let mut found = Vec::with_capacity(rows.len());
    for row in &rows {
        let task: Task = row.json("body")?;
        // A task of a case that no unit has any more, or without an answer of its own, says nothing of a unit's work. What
        // another unit has now was not its work when it was looked at.
        let unit = match row.number("handed_on")? {
            0 => row.maybe_parsed("unit_id")?,
            _ => unit_then(&mut *connection, &task).await?,
        };
        let Some(unit) = unit else { continue };
        let (Some(checker), Some(result), Some(at)) = (task.assignee, task.result, task.answered_at) else { continue };
        let area = row.parsed("jurisdiction_id")?;
        found.push(Check { task: task.id, case: task.case, area, unit, checker, result, at });
    }
    Ok((found, next))
}

/// Returns which unit had a case when a task was sent for it, by its history.
async fn unit_then(connection: &mut AnyConnection, task: &Task) -> Result<Option<UnitId>> {
    let rows = sqlx::query("select body from case_flow where case_id = $1 and at_ms <= $2 order by sequence desc")
        .bind(task.case.to_string())
        .bind(task.sent_at.ms())
        .fetch_all(connection)
        .await?;
    for row in &rows {
        let record: FlowRecord = row.json("body")?;
        let gives = matches!(record.action, ActionKind::Dispatch | ActionKind::Reassign);
        if let Some(receiver) = record.receiver.filter(|_| gives) {
            return Ok(receiver.parse().ok());
        }
    }
    Ok(None)
}
