//! Blind tasks in the database: which ones they are, and what the two people said.

use shared::ids::{AccountId, CaseId, JurisdictionId, TaskId};
use shared::task::Task;
use sqlx::AnyConnection;
use uuid::Uuid;

use crate::db::Tx;
use crate::db::fields::Fields as _;
use crate::error::Result;

/// Says that a task is a blind one. In the transaction that adds it.
pub async fn mark(tx: &mut Tx, task: TaskId) -> Result<()> {
    sqlx::query("update tasks set is_blind = 1 where id = $1").bind(task.to_string()).execute(&mut **tx).await?;
    Ok(())
}

/// Says that a draw was for a blind task.
pub async fn mark_draw(tx: &mut Tx, draw: Uuid) -> Result<()> {
    sqlx::query("update draws set is_blind = 1 where id = $1").bind(draw.to_string()).execute(&mut **tx).await?;
    Ok(())
}

/// Says whether a task is a blind one.
pub async fn is_one(connection: &mut AnyConnection, task: TaskId) -> Result<bool> {
    let row = sqlx::query("select count(*) as found from tasks where id = $1 and is_blind = 1")
        .bind(task.to_string())
        .fetch_one(connection)
        .await?;
    Ok(row.number("found")? > 0)
}

/// Returns the blind tasks of a case that are out.
pub async fn open(connection: &mut AnyConnection, case: CaseId) -> Result<Vec<TaskId>> {
    let rows = sqlx::query("select id from tasks where case_id = $1 and is_blind = 1 and state = 'open' order by id")
        .bind(case.to_string())
        .fetch_all(connection)
        .await?;
    rows.iter().map(|row| row.parsed("id")).collect()
}

/// Returns who walks the grid that a case lies in, whatever they are, and for whom they work.
pub async fn walkers(connection: &mut AnyConnection, grid: &str) -> Result<Vec<(AccountId, JurisdictionId)>> {
    let rows = sqlx::query(
        "select g.account_id, a.jurisdiction_id from account_grids g join accounts a on a.id = g.account_id \
         where g.duty_grid = $1 order by g.account_id",
    )
    .bind(grid)
    .fetch_all(connection)
    .await?;
    rows.iter().map(|row| Ok((row.parsed("account_id")?, row.parsed("jurisdiction_id")?))).collect()
}

/// Returns who was sent for a case before, whatever for and blind or not: their phones hear when it is closed, and so what
/// the first answer was.
pub async fn sent(connection: &mut AnyConnection, case: CaseId) -> Result<Vec<AccountId>> {
    let rows = sqlx::query(
        "select distinct assignee_id from tasks \
         where case_id = $1 and state <> 'withdrawn' and assignee_id is not null order by assignee_id",
    )
    .bind(case.to_string())
    .fetch_all(connection)
    .await?;
    rows.iter().map(|row| row.parsed("assignee_id")).collect()
}

/// Notes that a second answer is asked for.
pub async fn insert(tx: &mut Tx, first: &Task, second: &Task, unit: &str) -> Result<()> {
    sqlx::query(
        "insert into blind_checks \
         (task_id, case_id, jurisdiction_id, unit_id, first_task_id, first_id, first_result, first_at_ms, second_id, \
         sent_at_ms) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind(second.id.to_string())
    .bind(second.case.to_string())
    .bind(second.jurisdiction.as_str())
    .bind(unit)
    .bind(first.id.to_string())
    .bind(first.assignee.map(|id| id.to_string()).unwrap_or_default())
    .bind(first.result.map_or("", |result| result.as_str()))
    .bind(first.answered_at.unwrap_or(second.sent_at).ms())
    .bind(second.assignee.map(|id| id.to_string()).unwrap_or_default())
    .bind(second.sent_at.ms())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Notes the second answer.
pub async fn answered(tx: &mut Tx, second: &Task) -> Result<()> {
    sqlx::query(
        "update blind_checks set second_result = $2, second_at_ms = $3 where task_id = $1 and second_result = ''",
    )
    .bind(second.id.to_string())
    .bind(second.result.map_or("", |result| result.as_str()))
    .bind(second.answered_at.map(|at| at.ms()))
    .execute(&mut **tx)
    .await?;
    Ok(())
}
