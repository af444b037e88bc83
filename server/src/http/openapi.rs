//! The description of the API: made from the routes themselves, so that neither can be without the other.

use std::collections::BTreeMap;

use shared::api::problem::MEDIA_TYPE;
use shared::refusal::Code;
use utoipa::openapi::path::{Operation, PathItem};
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{Content, Ref, ResponseBuilder};
use utoipa::{Modify, OpenApi};

use super::error::status;
use super::refusals;
use crate::accounts::session::COOKIE_NAME;

/// What stands above the routes.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Xunge 巡格",
        description = "Field work of a city's urban management: sync with phones, cases at the desk.\n\n\
            A request that is not done is answered with a problem document (RFC 9457). Each operation lists the codes \
            that it is refused with, under their statuses. Clients compare `code`; the texts are for people.",
        license(name = "Apache-2.0", identifier = "Apache-2.0"),
    ),
    modifiers(&Security),
    components(schemas(shared::api::problem::Problem, shared::case::Nearby)),
    security(("token" = []), ("console" = [])),
    tags(
        (name = "session", description = "Signing in"),
        (name = "sync", description = "The round of a phone"),
        (name = "media", description = "Photos, resumable by tus 1.0"),
        (name = "cases", description = "Cases at the desk"),
        (name = "evidence", description = "What of a photo's claims holds, and whether a file is ours"),
        (name = "figures", description = "What the cases of a time count as"),
        (name = "devices", description = "Which device has synced what"),
        (name = "server", description = "The server itself"),
        (name = "announcements", description = "What a desk tells the people in the field"),
        (name = "directory", description = "Whom to call"),
        (name = "tracks", description = "Where people walked on shift"),
        (name = "areas", description = "Grids, industry areas and remarks: editions, imports, duty grids as they are drawn"),
        (name = "catalogue", description = "Categories, limits and calendars: what holds, drafts, versions from a day on"),
        (name = "audit", description = "Who did what"),
        (name = "health", description = "How the server is"),
        (name = "scores", description = "Models that score a month, points given by hand, and what a month came to"),
        (name = "assessment", description = "The month's reckoning, and the cases behind each number"),
        (name = "honesty", description = "Hints at dishonest work, and how well people's answers agree"),
        (name = "posts", description = "What each person did, and when they were there"),
    )
)]
pub struct Description;

struct Security;

impl Modify for Security {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        let components = openapi.components.get_or_insert_default();
        let token = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build();
        components.add_security_scheme("token", SecurityScheme::Http(token));
        let cookie = SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::new(COOKIE_NAME)));
        components.add_security_scheme("console", cookie);
    }
}

/// Says of every operation what it is refused with, one response for each status.
pub fn say_refusals(api: &mut utoipa::openapi::OpenApi) {
    for (path, item) in &mut api.paths.paths {
        for (method, operation) in operations(item) {
            let name = format!("{method} {path}");
            let mut by_status: BTreeMap<String, Vec<Code>> = BTreeMap::new();
            for code in refusals::of(&name).into_iter().flatten() {
                by_status.entry(status(code).as_str().to_owned()).or_default().push(code);
            }
            for (status, codes) in by_status {
                let mut response = ResponseBuilder::new().description(list(codes));
                // An answer to HEAD has no body to tell the code in.
                if method != "HEAD" {
                    response = response.content(MEDIA_TYPE, Content::new(Some(Ref::from_schema_name("Problem"))));
                }
                operation.responses.responses.insert(status, response.into());
            }
            if let Some(inside) = refusals::inside(&name) {
                let said = format!("{}\n\n{}", inside.words, list(inside.codes));
                operation.description = match operation.description.take().filter(|text| !text.is_empty()) {
                    Some(text) => Some(format!("{text}\n\n{said}")),
                    None => Some(said),
                };
            }
        }
    }
}

/// Returns the operations of a path with their methods.
pub fn operations(item: &mut PathItem) -> impl Iterator<Item = (&'static str, &mut Operation)> {
    let all = [
        ("GET", &mut item.get),
        ("HEAD", &mut item.head),
        ("OPTIONS", &mut item.options),
        ("POST", &mut item.post),
        ("PUT", &mut item.put),
        ("PATCH", &mut item.patch),
        ("DELETE", &mut item.delete),
    ];
    all.into_iter().filter_map(|(method, operation)| Some((method, operation.as_mut()?)))
}

/// Writes codes down in the words that people are told.
fn list(codes: impl IntoIterator<Item = Code>) -> String {
    let lines: Vec<String> = codes.into_iter().map(|code| format!("- `{code}`: {}.", code.en())).collect();
    lines.join("\n")
}
