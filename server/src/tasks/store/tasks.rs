//! Tasks, draws and who can be drawn, in the database.

use shared::account::Role;
use shared::api::cases::Draw;
use shared::evidence::manifest::{Manifest, SignedManifest};
use shared::ids::{AccountId, CaseId, DutyGridId, JurisdictionId, TaskId, UnitId};
use shared::sync::pull;
use shared::task::{TakenAs, Task};
use sqlx::AnyConnection;
use sqlx::any::AnyRow;
use uuid::Uuid;

use crate::accounts::caller::{Account, Reach};
use crate::db::Tx;
use crate::db::fields::Fields as _;
use crate::db::marks::Marks;
use crate::error::Result;

/// Adds a task.
pub async fn insert(tx: &mut Tx, task: &Task) -> Result<()> {
    let body = serde_json::to_string(task)?;
    let marks = Marks::of(pull::TASK, &task.id.to_string(), task.version, &body)?;
    sqlx::query(
        "insert into tasks \
         (id, case_id, jurisdiction_id, kind, state, assignee_id, sent_at_ms, due_at_ms, version, body, mark_a, mark_b) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
    )
    .bind(task.id.to_string())
    .bind(task.case.to_string())
    .bind(task.jurisdiction.as_str())
    .bind(task.kind.as_str())
    .bind(task.state.as_str())
    .bind(task.assignee.map(|id| id.to_string()))
    .bind(task.sent_at.ms())
    .bind(task.due_at.ms())
    .bind(i64::try_from(task.version).unwrap_or(i64::MAX))
    .bind(&body)
    .bind(marks.a)
    .bind(marks.b)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Saves a task.
pub async fn save(tx: &mut Tx, task: &Task) -> Result<()> {
    let body = serde_json::to_string(task)?;
    let marks = Marks::of(pull::TASK, &task.id.to_string(), task.version, &body)?;
    sqlx::query(
        "update tasks set state = $2, assignee_id = $3, version = $4, body = $5, mark_a = $6, mark_b = $7 where id = $1",
    )
    .bind(task.id.to_string())
    .bind(task.state.as_str())
    .bind(task.assignee.map(|id| id.to_string()))
    .bind(i64::try_from(task.version).unwrap_or(i64::MAX))
    .bind(&body)
    .bind(marks.a)
    .bind(marks.b)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Moves a task to the area that its case lies in now.
pub async fn move_area(tx: &mut Tx, task: &Task) -> Result<()> {
    sqlx::query("update tasks set jurisdiction_id = $2 where id = $1")
        .bind(task.id.to_string())
        .bind(task.jurisdiction.as_str())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Finds a task and keeps others from changing it until the transaction ends.
pub async fn lock(tx: &mut Tx, id: TaskId) -> Result<Option<Task>> {
    let row = sqlx::query("update tasks set version = version where id = $1 returning body")
        .bind(id.to_string())
        .fetch_optional(&mut **tx)
        .await?;
    row.map(|row| row.json("body")).transpose()
}

/// Finds a task.
pub async fn find(connection: &mut AnyConnection, id: TaskId) -> Result<Option<Task>> {
    let row =
        sqlx::query("select body from tasks where id = $1").bind(id.to_string()).fetch_optional(connection).await?;
    row.map(|row| row.json("body")).transpose()
}

/// The most tasks in one list.
const MOST: i64 = 500;

/// Returns the tasks in a reach, the newest first; all states where none is named.
pub async fn of_reach(connection: &mut AnyConnection, reach: &Reach, state: &str) -> Result<Vec<Task>> {
    let (area, unit, own) = match reach {
        Reach::City => (String::new(), String::new(), String::new()),
        Reach::Jurisdiction(id) => (id.to_string(), String::new(), String::new()),
        Reach::Unit(id) => (String::new(), id.to_string(), String::new()),
        Reach::Own(id) => (String::new(), String::new(), id.to_string()),
    };
    let rows = sqlx::query(
        "select t.body from tasks t join cases c on c.id = t.case_id \
         where ($1 = '' or t.jurisdiction_id = $1) and ($2 = '' or c.unit_id = $2) \
         and ($3 = '' or (t.assignee_id = $3 and t.state <> 'withdrawn')) and ($4 = '' or t.state = $4) \
         and (t.is_blind = 0 or $3 <> '') \
         order by t.sent_at_ms desc, t.id desc limit $5",
    )
    .bind(area)
    .bind(unit)
    .bind(own)
    .bind(state)
    .bind(MOST)
    .fetch_all(connection)
    .await?;
    rows.iter().map(|row| row.json("body")).collect()
}

/// Returns the tasks that a case goes by, oldest first: no blind one is among them.
pub async fn of_case(connection: &mut AnyConnection, case: CaseId) -> Result<Vec<Task>> {
    let rows = sqlx::query("select body from tasks where case_id = $1 and is_blind = 0 order by sent_at_ms, id")
        .bind(case.to_string())
        .fetch_all(connection)
        .await?;
    rows.iter().map(|row| row.json("body")).collect()
}

/// Returns every task that was sent for a case, oldest first, blind ones too.
pub async fn all_of_case(connection: &mut AnyConnection, case: CaseId) -> Result<Vec<Task>> {
    let rows = sqlx::query("select body from tasks where case_id = $1 order by sent_at_ms, id")
        .bind(case.to_string())
        .fetch_all(connection)
        .await?;
    rows.iter().map(|row| row.json("body")).collect()
}

/// Keeps the record of a draw.
pub async fn insert_draw(tx: &mut Tx, id: Uuid, case: CaseId, area: &JurisdictionId, draw: &Draw) -> Result<()> {
    sqlx::query(
        "insert into draws (id, case_id, task_id, jurisdiction_id, at_ms, body) values ($1, $2, $3, $4, $5, $6)",
    )
    .bind(id.to_string())
    .bind(case.to_string())
    .bind(draw.task.map(|id| id.to_string()))
    .bind(area.as_str())
    .bind(draw.at.ms())
    .bind(serde_json::to_string(draw)?)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Returns the draws of a case, oldest first: no blind one is among them.
pub async fn draws(connection: &mut AnyConnection, case: CaseId) -> Result<Vec<Draw>> {
    let rows = sqlx::query("select body from draws where case_id = $1 and is_blind = 0 order by at_ms, id")
        .bind(case.to_string())
        .fetch_all(connection)
        .await?;
    rows.iter().map(|row| row.json("body")).collect()
}

fn account(row: &AnyRow) -> Result<Account> {
    let role = row.text("role")?;
    Ok(Account {
        id: row.parsed("id")?,
        user: row.parsed("user_name")?,
        name: row.text("name")?,
        role: Role::parse(&role).ok_or_else(|| anyhow::anyhow!("an account has the unknown role {role}"))?,
        jurisdiction: row.parsed("jurisdiction_id")?,
        unit: row.maybe_parsed("unit_id")?,
        disabled: row.flag("is_disabled")?,
    })
}

/// Says whether the jurisdiction has somebody in the role who can be sent.
pub async fn has_role(connection: &mut AnyConnection, area: &JurisdictionId, role: Role) -> Result<bool> {
    let row = sqlx::query(
        "select count(*) as found from accounts where jurisdiction_id = $1 and role = $2 and is_disabled = 0",
    )
    .bind(area.as_str())
    .bind(role.as_str())
    .fetch_one(connection)
    .await?;
    Ok(row.number("found")? > 0)
}

/// Returns who walks a duty grid in the role, disabled accounts too: the record names them.
pub async fn in_grid(connection: &mut AnyConnection, grid: &DutyGridId, role: Role) -> Result<Vec<Account>> {
    let rows = sqlx::query(
        "select a.id, a.user_name, a.name, a.role, a.jurisdiction_id, a.unit_id, a.is_disabled \
         from account_grids g join accounts a on a.id = g.account_id \
         where g.duty_grid = $1 and a.role = $2 order by a.user_name",
    )
    .bind(grid.as_str())
    .bind(role.as_str())
    .fetch_all(connection)
    .await?;
    rows.iter().map(account).collect()
}

/// Returns everybody in the role in a jurisdiction.
pub async fn in_jurisdiction(
    connection: &mut AnyConnection,
    area: &JurisdictionId,
    role: Role,
) -> Result<Vec<Account>> {
    let rows = sqlx::query(
        "select id, user_name, name, role, jurisdiction_id, unit_id, is_disabled \
         from accounts where jurisdiction_id = $1 and role = $2 and is_disabled = 0 order by user_name",
    )
    .bind(area.as_str())
    .bind(role.as_str())
    .fetch_all(connection)
    .await?;
    rows.iter().map(account).collect()
}

/// Returns who was drawn before for the check that is out now.
pub async fn assignees(connection: &mut AnyConnection, case: CaseId) -> Result<Vec<AccountId>> {
    let rows = sqlx::query("select assignee_id from tasks where case_id = $1 and state = 'withdrawn' and is_blind = 0")
        .bind(case.to_string())
        .fetch_all(connection)
        .await?;
    let found: Result<Vec<Option<AccountId>>> = rows.iter().map(|row| row.maybe_parsed("assignee_id")).collect();
    Ok(found?.into_iter().flatten().collect())
}

/// Returns who was sent last to check a case of a unit.
pub async fn last_checker(connection: &mut AnyConnection, unit: &UnitId) -> Result<Option<AccountId>> {
    let row = sqlx::query(
        "select t.assignee_id from cases c join tasks t on t.case_id = c.id \
         where c.unit_id = $1 and t.kind = 'check' and t.state <> 'withdrawn' and t.is_blind = 0 \
         order by t.sent_at_ms desc, t.id desc limit 1",
    )
    .bind(unit.as_str())
    .fetch_optional(connection)
    .await?;
    row.map_or(Ok(None), |row| row.maybe_parsed("assignee_id"))
}

/// Returns how the photos of a case were taken that a device signed for.
pub async fn taken(connection: &mut AnyConnection, case: CaseId) -> Result<Vec<TakenAs>> {
    let rows = sqlx::query("select manifest, signature from photos where case_id = $1 order by taken_at_ms, id")
        .bind(case.to_string())
        .fetch_all(connection)
        .await?;
    let mut taken = Vec::new();
    for row in &rows {
        let signed = SignedManifest { manifest: row.text("manifest")?, signature: row.text("signature")? };
        // Verified when it came.
        let shot = Manifest::decode(&signed.bytes()?)?;
        taken.push(TakenAs { working: shot.working.sha256, at: shot.taken.corrected(), fix: shot.fix });
    }
    Ok(taken)
}

/// Returns who was sent to check a case before. Not who was sent blind: the record of the next draw, which every desk reads,
/// would name them.
pub async fn checkers(connection: &mut AnyConnection, case: CaseId) -> Result<Vec<AccountId>> {
    let rows = sqlx::query(
        "select assignee_id from tasks \
             where case_id = $1 and kind = 'check' and state <> 'withdrawn' and is_blind = 0",
    )
    .bind(case.to_string())
    .fetch_all(connection)
    .await?;
    let found: Result<Vec<Option<AccountId>>> = rows.iter().map(|row| row.maybe_parsed("assignee_id")).collect();
    Ok(found?.into_iter().flatten().collect())
}
