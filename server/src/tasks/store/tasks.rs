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

/// Which page of which tasks.
#[derive(Clone, Debug)]
pub struct Page {
    /// Only those in this state; empty for all.
    pub state: String,
    /// What was sent before this one; the newest where none is named.
    pub after: Option<TaskId>,
    /// At most so many.
    pub limit: u32,
}

/// Writes the statement of a page, with what an index is asked for first: what may be asked or not is of use to none. An id
/// tells when its task was sent, and stands in each of these indexes.
macro_rules! page_of {
    ($whose:literal) => {
        concat!(
            "select t.body from tasks t where ",
            $whose,
            " and ($2 = '' or t.state = $2) and ($3 = '' or t.id < $3) order by t.id desc limit $4"
        )
    };
}

/// Returns the statement of a reach, and whose tasks it is asked for. A desk sees no blind one.
fn statement(reach: &Reach) -> (&'static str, String) {
    match reach {
        Reach::City => (page_of!("$1 = '' and t.is_blind = 0"), String::new()),
        Reach::Jurisdiction(id) => (page_of!("t.jurisdiction_id = $1 and t.is_blind = 0"), id.to_string()),
        Reach::Unit(id) => (
            page_of!("t.case_id in (select c.id from cases c where c.unit_id = $1) and t.is_blind = 0"),
            id.to_string(),
        ),
        Reach::Own(id) => (page_of!("t.assignee_id = $1 and t.state <> 'withdrawn'"), id.to_string()),
    }
}

/// Returns a page of the tasks in a reach, the newest first.
pub async fn of_reach(connection: &mut AnyConnection, reach: &Reach, page: &Page) -> Result<Vec<Task>> {
    let (statement, whose) = statement(reach);
    let rows = sqlx::query(statement)
        .bind(whose)
        .bind(page.state.clone())
        .bind(page.after.map(|id| id.to_string()).unwrap_or_default())
        .bind(i64::from(page.limit))
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

/// Returns how the photos of a case were taken that a device signed for; those of blind answers are none of its.
pub async fn taken(connection: &mut AnyConnection, case: CaseId) -> Result<Vec<TakenAs>> {
    let rows = sqlx::query(
        "select manifest, signature from photos where case_id = $1 and is_blind = 0 order by taken_at_ms, id",
    )
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

#[cfg(test)]
mod tests {
    use shared::ids::AccountId;
    use uuid::Uuid;

    use super::statement;
    use crate::accounts::caller::Reach;

    #[test]
    fn a_page_of_tasks_is_found_by_whose_they_are() {
        let account = AccountId(Uuid::from_u128(1));
        for (reach, first) in [
            (Reach::City, "$1 = '' "),
            (Reach::Jurisdiction("610112".parse().unwrap()), "t.jurisdiction_id = $1 "),
            (Reach::Unit("U-1".parse().unwrap()), "t.case_id in (select c.id from cases c where c.unit_id = $1) "),
            (Reach::Own(account), "t.assignee_id = $1 "),
        ] {
            let (asked, _) = statement(&reach);
            let (_, condition) = asked.split_once(" from tasks t where ").unwrap();
            assert!(condition.starts_with(first), "{condition}");
            assert!((1..=4).all(|place| condition.contains(&format!("${place}"))), "{condition}");
            let is_own = matches!(reach, Reach::Own(_));
            assert_eq!(condition.contains("is_blind = 0"), !is_own, "no desk sees a blind one: {condition}");
        }
    }
}
