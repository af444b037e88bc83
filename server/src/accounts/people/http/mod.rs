//! `/api/v1/accounts`, `/api/v1/enrolments`, `/api/v1/shifts`, `/api/v1/looks`: people, as a desk looks after them.

mod accounts;
mod enrolments;
mod shifts;
mod looks;

use utoipa_axum::router::OpenApiRouter;

use crate::app::App;
use crate::error::Result;
use crate::http::body;

/// At most so many on a page.
const MOST: u32 = 200;
/// So many where nobody says.
const USUAL: u32 = 100;

/// The routes of this feature.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .merge(accounts::routes())
        .merge(enrolments::routes())
        .merge(shifts::routes())
        .merge(looks::routes())
}

/// What a query says of a name; nothing where it says nothing.
fn given(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.is_empty())
}

fn limit(text: Option<String>) -> Result<u32> {
    body::limit(text, USUAL, MOST)
}
