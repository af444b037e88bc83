//! The description of the API: made from the routes themselves, so that neither can be without the other.

use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, OpenApi};

use crate::accounts::session::COOKIE_NAME;

/// What stands above the routes.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Xunge 巡格",
        description = "Field work of a city's urban management: sync with phones, cases at the desk.",
        license(name = "Apache-2.0", identifier = "Apache-2.0"),
    ),
    modifiers(&Security),
    components(schemas(shared::case::Nearby)),
    security(("token" = []), ("console" = [])),
    tags(
        (name = "session", description = "Signing in"),
        (name = "sync", description = "The round of a phone"),
        (name = "media", description = "Photos, resumable by tus 1.0"),
        (name = "cases", description = "Cases at the desk"),
        (name = "figures", description = "What the cases of a time count as"),
        (name = "devices", description = "Which device has synced what"),
        (name = "server", description = "The server itself"),
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
