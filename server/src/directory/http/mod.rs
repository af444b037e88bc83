//! `/api/v1/directory`: whom the caller may call; and at a desk, looking after it.

mod editing;

use axum::Json;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse as _, Response};
use shared::api::directory::Directory;
use shared::api::people::LookKind;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::accounts::caller::Caller;
use crate::accounts::people::looks::{self, Looked};
use crate::app::App;
use crate::directory::actions;
use crate::error::Error;
use crate::http::error::{Failure, not_modified};

/// The routes of this feature.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(directory)).merge(editing::routes())
}

/// The entries of the directory that the caller's role may see: the city's, and those of whom it works for.
///
/// The answer's `ETag` is the hash that the answer to a hello tells; with `If-None-Match` what is held already is answered
/// with 304 and not sent again.
#[utoipa::path(get, path = "/api/v1/directory", tag = "directory",
    responses((status = 200, body = Directory)))]
async fn directory(State(app): State<App>, caller: Caller, headers: HeaderMap) -> Result<Response, Failure> {
    let mark = actions::mark(&app, &caller).await?;
    let tag = mark.map(|hash| format!("\"{hash}\""));
    let held = headers.get(IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    let mut response = if tag.is_some() && tag.as_deref() == held {
        not_modified()
    } else {
        // A phone fetches it to have it, a desk to look at it.
        if caller.device.is_none() {
            let area = caller.account.jurisdiction.clone();
            let subject = format!("directory {area}");
            let looked = Looked { kind: LookKind::Directory, subject, detail: String::new(), area };
            looks::saw(&app, &caller, &looked).await?;
        }
        Json(actions::of(&app, &caller).await?).into_response()
    };
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    if let Some(tag) = tag {
        let tag = HeaderValue::from_str(&tag).map_err(|error| Error::Fault(error.into()))?;
        response.headers_mut().insert(ETAG, tag);
    }
    Ok(response)
}
