//! Drawing, sending, answering and withdrawing tasks.

use shared::account::Role;
use shared::api::cases::Draw;
use shared::calendar::working::{WorkingTime, add_working};
use shared::case::Case;
use shared::catalogue::FilingCondition;
use shared::evidence::{PhotoRef, PhotoRole};
use shared::ids::{CaseId, PhotoId, TaskId, UserName};
use shared::sync::operation::{Answer, ShiftMark};
use shared::sync::pull;
use shared::task::{TakenAs, Task, TaskKind, TaskState};
use shared::time::Instant;
use sqlx::AnyConnection;

use super::draw::{Barred, Drawn, Ring, draw};
use super::store::{self, Page, shifts};
use crate::accounts::caller::{Account, Reach};
use crate::app::App;
use crate::catalogue::city::City;
use crate::catalogue::past;
use crate::changes::{self, Change};
use crate::db::Tx;
use crate::error::Result;

pub use super::store::shifts::Marked;

/// Why somebody is drawn.
#[derive(Clone, Debug)]
pub enum Occasion {
    /// The first draw for this stage.
    First,
    /// Again, because somebody said so and why; who had it before is not drawn.
    Again {
        /// Why.
        reason: String,
    },
}

/// How an answer was given.
#[derive(Clone, Copy, Debug)]
pub struct Given {
    /// When, in the server's time.
    pub answered_at: Instant,
    /// After its limit, or after the case had moved on.
    pub is_late: bool,
}

/// Draws somebody to look at a case and sends the task; the draw is recorded whatever comes of it. Returns the task and
/// who was drawn.
pub async fn send(
    app: &App,
    city: &City,
    tx: &mut Tx,
    case: &Case,
    kind: TaskKind,
    occasion: &Occasion,
    now: Instant,
) -> Result<Option<(Task, UserName)>> {
    let Drawn { account, draw: mut record } = drawn(app, city, tx, case, kind, occasion, now).await?;
    let task = match account {
        Some(account) => Some((written(app, city, tx, case, kind, &account, now).await?, account.user)),
        None => None,
    };
    record.task = task.as_ref().map(|(task, _)| task.id);
    store::insert_draw(tx, app.random.uuid_v7(now), case.id, &case.jurisdiction, &record).await?;
    if let Some((task, _)) = &task {
        store::insert(tx, task).await?;
        note(tx, task, now);
    }
    Ok(task)
}

/// Writes out what somebody is sent to look at, in the words that the case was filed under.
pub(super) async fn written(
    app: &App,
    city: &City,
    tx: &mut Tx,
    case: &Case,
    kind: TaskKind,
    account: &Account,
    now: Instant,
) -> Result<Task> {
    let catalogue = past::catalogue(app, tx, city, case.packs.catalogue.as_ref()).await?;
    let condition = catalogue.as_ref().and_then(|known| known.condition(&case.category, case.condition_no));
    let mut task = order(app, city, case, kind, condition, account, now);
    task.before_taken = taken(tx, case, &task.before).await?;
    Ok(task)
}

async fn drawn(
    app: &App,
    city: &City,
    tx: &mut Tx,
    case: &Case,
    kind: TaskKind,
    occasion: &Occasion,
    now: Instant,
) -> Result<Drawn> {
    let rings = rings(city, tx, case, kind, now).await?;
    let mut barred: Vec<Barred> =
        case.reporter.iter().map(|account| Barred { account: *account, reason: "reporter" }).collect();
    let reason = match occasion {
        Occasion::First => None,
        Occasion::Again { reason } => {
            let before = store::assignees(tx, case.id).await?;
            barred.extend(before.into_iter().map(|account| Barred { account, reason: "drawn_before" }));
            Some(reason.clone())
        }
    };
    let mut again = Vec::new();
    if kind == TaskKind::Check {
        // Neither the unit's last checker nor who looked at this case before, where another is at hand.
        let unit = case.unit.as_ref();
        let last = match unit {
            Some(unit) => store::last_checker(tx, unit).await?,
            None => None,
        };
        again.extend(last.map(|account| Barred { account, reason: "same_pair" }));
        let before = store::checkers(tx, case.id).await?;
        again.extend(before.into_iter().map(|account| Barred { account, reason: "checked_before" }));
    }
    let random = u32::from_le_bytes(app.random.bytes());
    Ok(draw(rings, &barred, &again, random, now, reason))
}

/// Returns who is on duty where a case lies, around it, and in its jurisdiction.
pub(super) async fn rings(
    city: &City,
    tx: &mut Tx,
    case: &Case,
    kind: TaskKind,
    now: Instant,
) -> Result<Vec<(Ring, Vec<Account>)>> {
    // Checks go to inspectors where the jurisdiction has them, everything else to collectors.
    let inspectors = kind == TaskKind::Check && store::has_role(tx, &case.jurisdiction, Role::Inspector).await?;
    let role = if inspectors { Role::Inspector } else { Role::Collector };
    let mut rings = Vec::new();
    if let Some(grid) = &case.duty_grid {
        rings.push((Ring::Grid, store::in_grid(tx, grid, role).await?));
        let mut near = Vec::new();
        for grid in city.index.neighbouring_duty_grids(grid) {
            near.extend(store::in_grid(tx, grid, role).await?);
        }
        rings.push((Ring::Neighbours, near));
    }
    rings.push((Ring::Jurisdiction, store::in_jurisdiction(tx, &case.jurisdiction, role).await?));
    if city.settings(&case.jurisdiction).rules.duty_by_shift {
        let on_shift = shifts::on_shift(tx, &case.jurisdiction, now).await?;
        for (_, accounts) in &mut rings {
            accounts.retain(|account| on_shift.contains(&account.id));
        }
    }
    Ok(rings)
}

/// Writes the task out: what to look for, with which photos to compare.
fn order(
    app: &App,
    city: &City,
    case: &Case,
    kind: TaskKind,
    condition: Option<&FilingCondition>,
    account: &Account,
    now: Instant,
) -> Task {
    let settings = city.settings(&case.jurisdiction);
    let minutes = match kind {
        TaskKind::Verify => settings.verify_minutes,
        TaskKind::Check => settings.check_minutes,
    };
    let due_at = match city.calendar(&case.jurisdiction) {
        Some(calendar) => add_working(now, WorkingTime::from_minutes(i64::from(minutes)), &calendar.content),
        None => now.plus_ms(i64::from(minutes) * 60_000),
    };
    let requirement = match (kind, condition) {
        (TaskKind::Verify, Some(condition)) => format!("到现场核实：{}", condition.text),
        (TaskKind::Verify, None) => "到现场核实问题是否属实".to_owned(),
        (TaskKind::Check, Some(condition)) => {
            format!("到现场核查：{}。与处置前照片同一位置、同一角度拍照", condition.closing)
        }
        (TaskKind::Check, None) => "到现场核查问题是否解决，与处置前照片同一位置、同一角度拍照".to_owned(),
    };
    Task {
        id: TaskId(app.random.uuid_v7(now)),
        kind,
        case: case.id,
        case_no: case.case_no.clone(),
        jurisdiction: case.jurisdiction.clone(),
        assignee: Some(account.id),
        state: TaskState::Open,
        sent_at: now,
        due_at,
        requirement,
        category: case.category.clone(),
        condition_no: case.condition_no,
        fix: case.fix.clone(),
        grid: case.grid.clone(),
        address: case.address.clone(),
        before: shown(case, Side::Before),
        before_taken: Vec::new(),
        after: shown(case, Side::After),
        result: None,
        note: String::new(),
        answered_at: None,
        late: false,
        originals_asked: Vec::new(),
        case_closed_at: None,
        version: 1,
    }
}

/// Which side of the handling a photo shows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Before,
    After,
}

/// Returns the photos of a case to compare with: those that are here and can be shown, answers not among them.
fn shown(case: &Case, side: Side) -> Vec<PhotoRef> {
    let fitting = case.photos.iter().filter(|photo| {
        let of = if photo.role == PhotoRole::After { Side::After } else { Side::Before };
        of == side && photo.task.is_none() && photo.received_at.is_some() && photo.refused.is_none()
    });
    fitting.map(|photo| PhotoRef { photo: photo.photo, working: photo.working.clone(), role: photo.role }).collect()
}

/// Returns how those photos were taken that a device signed for, so that the phone can compare before the server does.
async fn taken(tx: &mut Tx, case: &Case, photos: &[PhotoRef]) -> Result<Vec<TakenAs>> {
    if photos.is_empty() {
        return Ok(Vec::new());
    }
    let mut known = store::taken(tx, case.id).await?;
    known.retain(|taken| photos.iter().any(|photo| photo.working == taken.working));
    Ok(known)
}

/// Puts photos that came since a task was sent into it, so that who goes there has them to compare with.
pub async fn refresh(tx: &mut Tx, case: &Case, now: Instant) -> Result<()> {
    let Some(id) = case.open_task else { return Ok(()) };
    let Some(mut task) = store::lock(tx, id).await?.filter(|task| task.state == TaskState::Open) else {
        return Ok(());
    };
    let (before, after) = (shown(case, Side::Before), shown(case, Side::After));
    if task.before == before && task.after == after {
        return Ok(());
    }
    task.before_taken = taken(tx, case, &before).await?;
    task.before = before;
    task.after = after;
    task.version = task.version.saturating_add(1);
    store::save(tx, &task).await?;
    note(tx, &task, now);
    Ok(())
}

/// Lets the task that is out for a case follow it to other ground, so that who goes there sees the grid it lies in now.
pub async fn follow(tx: &mut Tx, case: &Case, now: Instant) -> Result<()> {
    let Some(id) = case.open_task else { return Ok(()) };
    let Some(mut task) = store::lock(tx, id).await?.filter(|task| task.state == TaskState::Open) else {
        return Ok(());
    };
    if task.grid == case.grid && task.jurisdiction == case.jurisdiction {
        return Ok(());
    }
    let before = std::mem::replace(&mut task.jurisdiction, case.jurisdiction.clone());
    task.grid.clone_from(&case.grid);
    task.version = task.version.saturating_add(1);
    store::save(tx, &task).await?;
    if before != task.jurisdiction {
        store::move_area(tx, &task).await?;
        // Whoever it was sent to keeps it; only the area that it left has to let it go.
        let change = Change { area: before, account: None, left: true, ..change(&task, now) };
        changes::append(tx, change);
    }
    note(tx, &task, now);
    Ok(())
}

/// Notes in a task that the desk asked for the original of a shot of its answer, so that the phone hears of it.
pub async fn ask_original(tx: &mut Tx, id: TaskId, photo: PhotoId, now: Instant) -> Result<()> {
    let Some(mut task) = store::lock(tx, id).await? else { return Ok(()) };
    if task.originals_asked.contains(&photo) {
        return Ok(());
    }
    task.originals_asked.push(photo);
    task.version = task.version.saturating_add(1);
    store::save(tx, &task).await?;
    note(tx, &task, now);
    Ok(())
}

/// Tells whoever answered tasks of a case that it was closed, or opened again.
pub async fn case_closed(tx: &mut Tx, case: &Case, now: Instant) -> Result<()> {
    for Task { id, .. } in store::all_of_case(tx, case.id).await? {
        let answered = store::lock(tx, id).await?.filter(|task| task.result.is_some());
        let Some(mut task) = answered.filter(|task| task.case_closed_at != case.closed_at) else { continue };
        task.case_closed_at = case.closed_at;
        task.version = task.version.saturating_add(1);
        store::save(tx, &task).await?;
        note(tx, &task, now);
    }
    Ok(())
}

/// Begins a shift or ends it.
pub async fn mark_shift(tx: &mut Tx, marked: &Marked<'_>, mark: &ShiftMark) -> Result<()> {
    shifts::mark(tx, marked, mark).await
}

/// Finds a task for the rest of the transaction.
pub async fn lock(tx: &mut Tx, id: TaskId) -> Result<Option<Task>> {
    store::lock(tx, id).await
}

/// Finds a task.
pub async fn find(connection: &mut AnyConnection, id: TaskId) -> Result<Option<Task>> {
    store::find(connection, id).await
}

/// Writes an answer into its task. One that comes when the task is no longer out is kept if it is the first.
pub async fn answered(tx: &mut Tx, mut task: Task, answer: &Answer, given: Given, now: Instant) -> Result<Task> {
    if task.result.is_some() {
        return Ok(task);
    }
    task.result = Some(answer.result);
    task.note = answer.note.clone();
    task.answered_at = Some(given.answered_at);
    task.late = given.is_late;
    if task.state == TaskState::Open {
        task.state = TaskState::Answered;
    }
    task.version = task.version.saturating_add(1);
    store::save(tx, &task).await?;
    note(tx, &task, now);
    Ok(task)
}

/// Takes a task back that is out: it leaves the scope of whom it was sent to.
pub async fn withdraw(tx: &mut Tx, id: TaskId, now: Instant) -> Result<()> {
    let Some(mut task) = store::lock(tx, id).await?.filter(|task| task.state == TaskState::Open) else {
        return Ok(());
    };
    task.state = TaskState::Withdrawn;
    task.version = task.version.saturating_add(1);
    store::save(tx, &task).await?;
    note(tx, &task, now);
    Ok(())
}

/// Returns a page of the tasks in a reach, the newest first.
pub async fn of_reach(connection: &mut AnyConnection, reach: &Reach, page: &Page) -> Result<Vec<Task>> {
    store::of_reach(connection, reach, page).await
}

/// Returns the tasks that a case goes by, oldest first: no blind one is among them.
pub async fn of_case(connection: &mut AnyConnection, case: CaseId) -> Result<Vec<Task>> {
    store::of_case(connection, case).await
}

/// Returns the draws of a case, oldest first: no blind one is among them.
pub async fn draws(connection: &mut AnyConnection, case: CaseId) -> Result<Vec<Draw>> {
    store::draws(connection, case).await
}

pub(super) fn note(tx: &mut Tx, task: &Task, now: Instant) {
    changes::append(tx, change(task, now));
}

fn change(task: &Task, now: Instant) -> Change {
    Change {
        area: task.jurisdiction.clone(),
        entity: pull::TASK,
        id: task.id.to_string(),
        version: task.version,
        account: task.assignee,
        duty_grid: None,
        left: task.state == TaskState::Withdrawn,
        at: now,
    }
}
