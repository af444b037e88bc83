//! `/api/v1/devices` and `/api/v1/alarms`: the sync board, live and as a sheet; how a device fared; trouble that was
//! noticed.

use std::convert::Infallible;
use std::time::Duration;

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::{Stream, StreamExt as _};
use serde::Deserialize;
use shared::account::Right;
use shared::api::devices::{Acknowledge, Alarm, AlarmList, DeviceBoard, DeviceHistory, DeviceNews};
use shared::ids::{AlarmId, DeviceId};
use shared::refusal::Code;
use shared::standing::wanted::Wanted;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::alarms::{self, Which};
use super::{actions, export, live};
use crate::accounts;
use crate::accounts::caller::Caller;
use crate::app::App;
use crate::error::{Result, refuse};
use crate::http::body::{Body, id, said, words};
use crate::http::error::{Failure, no_content};
use crate::sheets::lang::Lang;
use crate::sheets::{self, Format};

/// How often an idle line says that it is there, for what stands between and closes silent ones.
const ALIVE: Duration = Duration::from_secs(25);
/// The browser's own header for where a broken stream goes on.
const LAST_EVENT: &str = "last-event-id";
/// As far back as heartbeats are kept.
const MOST_HOURS: i64 = 14 * 24;
const USUAL_HOURS: i64 = 24;

/// The routes of this feature.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(board))
        .routes(routes!(revoke))
        .routes(routes!(events))
        .routes(routes!(export))
        .routes(routes!(history))
        .routes(routes!(list_alarms))
        .routes(routes!(acknowledge))
}

/// Which device has synced what.
#[utoipa::path(get, path = "/api/v1/devices", tag = "devices",
    responses((status = 200, body = DeviceBoard)))]
async fn board(State(app): State<App>, caller: Caller) -> std::result::Result<Json<DeviceBoard>, Failure> {
    Ok(Json(actions::board(&app, &caller).await?))
}

/// Withdraw a device.
#[utoipa::path(post, path = "/api/v1/devices/{id}/revoke", tag = "devices",
    params(("id" = String, Path, description = "The device", format = "uuid")),
    responses((status = 204)))]
async fn revoke(
    State(app): State<App>,
    caller: Caller,
    Path(text): Path<String>,
) -> std::result::Result<Response, Failure> {
    caller.may(Right::ManageDevices)?;
    let device: DeviceId = id(&text)?;
    let mut tx = app.db.write().await?;
    // A device of other people is not there.
    let area = accounts::actions::area_of_device(&mut tx, device).await?;
    if !area.is_some_and(|area| caller.looks_after(&area)) {
        return Err(Code::NotFound.into());
    }
    accounts::actions::revoke_device(&app, &mut tx, device, &caller.account.actor()).await?;
    tx.commit().await?;
    Ok(no_content())
}

/// From where to go on.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct Since {
    /// The `mark` of the board that the caller has, or the id of the last event.
    after: Option<String>,
}

/// The board live: `rows` (DeviceNews) whenever devices have something else to say, `gone` (DevicesGone) when some left
/// the caller's scope, `alive` now and then. The line ends with the session, or when the role becomes another one: `over` is
/// the last word then. An account at a desk has so many lines at once and no more.
#[utoipa::path(get, path = "/api/v1/devices/events", tag = "devices", params(Since),
    responses((status = 200, body = DeviceNews, content_type = "text/event-stream")))]
async fn events(
    State(app): State<App>,
    caller: Caller,
    Query(since): Query<Since>,
    headers: HeaderMap,
) -> std::result::Result<Sse<impl Stream<Item = std::result::Result<Event, Infallible>>>, Failure> {
    // A browser that opens a broken line again says in the header what it heard last; the address is that of the first time.
    let last = headers.get(LAST_EVENT).and_then(|value| value.to_str().ok());
    let told = live::watch(&app, caller, last.or(since.after.as_deref())).await?;
    let events = told.map(|told| Ok(Event::default().event(told.event).id(told.mark).data(told.data)));
    Ok(Sse::new(events).keep_alive(KeepAlive::new().interval(ALIVE)))
}

/// What is written into the sheet, and how.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct Exported {
    /// `csv` or `xlsx`.
    format: Option<String>,
    /// `zh` or `en`.
    lang: Option<String>,
    /// `1`: only where somebody has to do something.
    need: Option<String>,
    /// Only for this reason: `disk_full`, `no_signal`, ….
    reason: Option<String>,
    /// Only this jurisdiction's.
    jurisdiction: Option<String>,
    /// Only people of this role.
    role: Option<String>,
    /// `on` or `off`: only who is on shift, or who is not.
    shift: Option<String>,
    /// `recent`, `quiet`, `silent` or `never`: only those that were not heard of for so long.
    silence: Option<String>,
    /// Only this version of the app.
    version: Option<String>,
    /// `1`: only where the catalogue or the boundaries are older than those in force.
    behind: Option<String>,
    /// Only where these words stand in a name, a grid, a jurisdiction or the device's number.
    q: Option<String>,
}

impl Exported {
    fn wanted(&self) -> Result<Wanted> {
        let named = [
            ("need", &self.need),
            ("reason", &self.reason),
            ("jurisdiction", &self.jurisdiction),
            ("role", &self.role),
            ("shift", &self.shift),
            ("silence", &self.silence),
            ("version", &self.version),
            ("behind", &self.behind),
            ("q", &self.q),
        ];
        let mut wanted = Wanted::default();
        for (name, said) in named {
            let said = words(name, said.as_deref().unwrap_or_default())?;
            let next = wanted.clone().with(name, &said);
            // What leaves nothing out although it was meant to would hand on more than was asked for.
            let is_understood = said.is_empty() || next != wanted || (matches!(name, "need" | "behind") && said == "0");
            if !is_understood {
                return refuse(Code::BadValue, format!("{name}: means nothing here"));
            }
            wanted = next;
        }
        Ok(wanted)
    }
}

/// The board as a sheet. Who took it is recorded.
#[utoipa::path(get, path = "/api/v1/devices/export", tag = "devices", params(Exported),
    responses((status = 200, body = String, content_type = "text/csv")))]
async fn export(
    State(app): State<App>,
    caller: Caller,
    Query(asked): Query<Exported>,
) -> std::result::Result<Response, Failure> {
    actions::area(&caller)?;
    let format: Format = said("format", asked.format.clone())?.unwrap_or_default();
    let lang = Lang::read(asked.lang.as_deref().unwrap_or_default())?;
    let sheet = export::sheet(&app, &caller, &asked.wanted()?, lang).await?;
    let zone = app.city().settings(&caller.account.jurisdiction).zone.clone();
    let day = app.clock.now().format_in(&zone, "%Y-%m-%d");
    Ok(sheets::answer_with(format, &format!("devices-{day}"), sheet).await)
}

/// How much of it.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct Back {
    /// The last so many hours; 24 where nothing is said, 336 at most.
    hours: Option<String>,
}

/// How a device fared: its contacts, thinned to 300 at most.
#[utoipa::path(get, path = "/api/v1/devices/{id}/history", tag = "devices",
    params(("id" = String, Path, description = "The device", format = "uuid"), Back),
    responses((status = 200, body = DeviceHistory)))]
async fn history(
    State(app): State<App>,
    caller: Caller,
    Path(text): Path<String>,
    Query(back): Query<Back>,
) -> std::result::Result<Json<DeviceHistory>, Failure> {
    actions::area(&caller)?;
    let device = id(&text)?;
    let hours: i64 = said("hours", back.hours)?.unwrap_or(USUAL_HOURS);
    Ok(Json(actions::history(&app, &caller, device, hours.clamp(1, MOST_HOURS)).await?))
}

/// Which page of which alarms.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct Asked {
    /// `true`: only those that last; `false`: only those that have ended.
    open: Option<bool>,
    /// Only those of this device.
    device: Option<String>,
    /// Only those of this kind: `silent`, `waiting`, `disk_low`, `battery_low`, `clock_off` or `old_app`.
    kind: Option<String>,
    /// What comes behind this one: `next` of the page before.
    after: Option<String>,
    /// At most so many, 200 at most.
    limit: Option<u32>,
}

/// Trouble with devices that was noticed, the newest first.
#[utoipa::path(get, path = "/api/v1/alarms", tag = "devices", params(Asked),
    responses((status = 200, body = AlarmList)))]
async fn list_alarms(
    State(app): State<App>,
    caller: Caller,
    Query(asked): Query<Asked>,
) -> std::result::Result<Json<AlarmList>, Failure> {
    actions::area(&caller)?;
    let wanted = alarms::Asked {
        which: match asked.open {
            Some(true) => Which::Lasting,
            Some(false) => Which::Ended,
            None => Which::All,
        },
        device: said("device", asked.device)?,
        kind: said("kind", asked.kind)?,
        after: said("after", asked.after)?,
        limit: asked.limit.unwrap_or(alarms::MOST),
    };
    Ok(Json(alarms::list(&app, &caller, wanted).await?))
}

/// Take note of an alarm. It goes on until its trouble is over.
#[utoipa::path(post, path = "/api/v1/alarms/{id}/acknowledge", tag = "devices",
    params(("id" = String, Path, description = "The alarm", format = "uuid")),
    request_body = Acknowledge, responses((status = 200, body = Alarm)))]
async fn acknowledge(
    State(app): State<App>,
    caller: Caller,
    Path(text): Path<String>,
    Body(said): Body<Acknowledge>,
) -> std::result::Result<Json<Alarm>, Failure> {
    // Before a writer is taken from those who may.
    caller.may(Right::NudgeDevices)?;
    let id: AlarmId = id(&text)?;
    let mut tx = app.db.write().await?;
    let alarm = alarms::acknowledge(&app, &mut tx, &caller, id, said).await?;
    tx.commit().await?;
    Ok(Json(alarm))
}
