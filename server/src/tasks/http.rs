//! `/api/v1/tasks`: who is sent where, and sending somebody else.

use axum::Json;
use axum::extract::{Path, Query, State};
use serde::{Deserialize, Serialize};
use shared::api::cases::CaseFile;
use shared::ids::TaskId;
use shared::task::Task;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::actions;
use super::store::Page;
use crate::accounts::caller::Caller;
use crate::app::App;
use crate::cases;
use crate::cases::turn::Turn;
use crate::error::{Result, refuse};
use crate::http::body::{Body, id, limit, said};
use crate::http::error::Failure;

/// At most so many on a page.
const MOST: u32 = 500;

/// The routes of this feature.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(redraw))
}

/// The tasks that a caller may see.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
struct TaskList {
    /// The newest first.
    tasks: Vec<Task>,
    /// What the next page comes behind; nothing at the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    next: Option<TaskId>,
}

/// Which tasks to list.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct Asked {
    /// Only tasks in this state: `open`, `answered`, `withdrawn`.
    state: Option<String>,
    /// What comes behind this one: `next` of the page before.
    after: Option<String>,
    /// Tasks on a page, at most 500, and so many where nothing is said.
    limit: Option<String>,
}

/// The tasks of the caller's scope: one's own, or those of the jurisdiction.
#[utoipa::path(get, path = "/api/v1/tasks", tag = "cases", params(Asked),
    responses((status = 200, body = TaskList)))]
async fn list(
    State(app): State<App>,
    caller: Caller,
    Query(asked): Query<Asked>,
) -> std::result::Result<Json<TaskList>, Failure> {
    let (state, shown) = (known_state(asked.state.unwrap_or_default())?, limit(asked.limit, MOST, MOST)?);
    // One more than is shown says whether there is another page.
    let page = Page { state, after: said("after", asked.after)?, limit: shown.saturating_add(1) };
    let mut tasks = actions::of_reach(&mut *app.db.read().await?, &caller.reach, &page).await?;
    let shown = usize::try_from(shown).unwrap_or(usize::MAX);
    let has_more = tasks.len() > shown;
    tasks.truncate(shown);
    let next = tasks.last().filter(|_| has_more).map(|last| last.id);
    Ok(Json(TaskList { tasks, next }))
}

fn known_state(word: String) -> Result<String> {
    use shared::refusal::Code;
    use shared::task::TaskState;

    let known = [TaskState::Open, TaskState::Answered, TaskState::Withdrawn];
    if word.is_empty() || known.iter().any(|state| state.as_str() == word) {
        Ok(word)
    } else {
        refuse(Code::BadValue, format!("state: there is no state {word}"))
    }
}

/// Why somebody else is to be drawn.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
struct Redraw {
    /// In words; it stands in the record.
    #[serde(default)]
    reason: String,
}

/// Withdraw a task that is out and draw somebody else.
#[utoipa::path(post, path = "/api/v1/tasks/{id}/redraw", tag = "cases", request_body = Redraw,
    params(("id" = String, Path, description = "The task", format = "uuid")),
    responses((status = 200, body = CaseFile)))]
async fn redraw(
    State(app): State<App>,
    caller: Caller,
    Path(text): Path<String>,
    Body(request): Body<Redraw>,
) -> std::result::Result<Json<CaseFile>, Failure> {
    let id = id(&text)?;
    let city = app.city();
    let turn = Turn { app: &app, city: &city, now: app.clock.now(), operation: None };
    let mut tx = app.db.write().await?;
    let case = cases::actions::redraw(turn, &mut tx, &caller, id, &request.reason).await?;
    let file = cases::file::assemble(&app, &mut tx, &city, &caller, case).await?;
    tx.commit().await?;
    Ok(Json(file))
}
