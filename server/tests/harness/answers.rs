//! Every refusal that a server gives during a test is held against the description of the API.

use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use axum::Router;
use axum::extract::{MatchedPath, Request, State};
use axum::middleware::{self, Next};
use axum::response::Response;
use serde_json::Value;
use shared::refusal::Code;
use shared::sync::push::Outcome;

/// What the description says of refusals.
#[derive(Default)]
struct Described {
    /// Method and path.
    operations: BTreeSet<String>,
    /// Operation, status, code.
    refusals: BTreeSet<(String, u16, String)>,
    /// Codes inside the answer to a push.
    outcomes: BTreeSet<String>,
}

static DESCRIBED: LazyLock<Described> = LazyLock::new(|| {
    let api = serde_json::to_value(server::http::router::description()).unwrap();
    let mut described = Described::default();
    for (name, operation) in operations(&api) {
        for (status, response) in operation["responses"].as_object().unwrap() {
            let Ok(status) = status.parse() else { continue };
            for code in codes(response["description"].as_str().unwrap_or_default()) {
                described.refusals.insert((name.clone(), status, code.to_owned()));
            }
        }
        if name == "POST /api/v1/sync/push" {
            let said = codes(operation["description"].as_str().unwrap());
            described.outcomes = said.into_iter().map(str::to_owned).collect();
        }
        described.operations.insert(name);
    }
    described
});

/// Returns what a description has under its paths, named as `routes.txt` names it.
pub fn operations(api: &Value) -> Vec<(String, &Value)> {
    const METHODS: [&str; 7] = ["get", "head", "options", "post", "put", "patch", "delete"];
    let mut found = Vec::new();
    for (path, item) in api["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            if METHODS.contains(&method.as_str()) {
                found.push((format!("{} {path}", method.to_uppercase()), operation));
            }
        }
    }
    found
}

/// Returns the codes that a text of the description lists.
pub fn codes(text: &str) -> Vec<&str> {
    let listed = text.lines().filter_map(|line| line.strip_prefix("- `")?.split_once("`: "));
    listed.map(|(code, _)| code).collect()
}

/// Says what of an answer is not in the description; nothing where all of it is, or where it is no operation's answer.
pub fn undescribed(method: &str, path: &str, status: u16, code: Option<Code>) -> Option<String> {
    if status < 400 {
        return None;
    }
    // Where GET is answered, HEAD is too.
    let names = [method, if method == "HEAD" { "GET" } else { method }].map(|method| format!("{method} {path}"));
    let name = names.into_iter().find(|name| DESCRIBED.operations.contains(name))?;
    let Some(code) = code else { return Some(format!("{name} answered {status} without a code")) };
    let is_described = DESCRIBED.refusals.contains(&(name.clone(), status, code.as_str().to_owned()));
    (!is_described).then(|| format!("{name} answered {status} {code}"))
}

/// What comes back inside a push is described as well.
#[track_caller]
pub fn check_outcomes(outcomes: &[Outcome]) {
    for code in outcomes.iter().filter_map(|outcome| outcome.code) {
        assert!(DESCRIBED.outcomes.contains(code.as_str()), "a push answered {code} inside: describe it");
    }
}

/// What a server answered and does not describe. Dropped at the end of a test, it fails the test if there is any.
#[derive(Default)]
pub struct Answers(Undescribed);

type Undescribed = Arc<Mutex<BTreeSet<String>>>;

impl Answers {
    /// Watches what these routes answer.
    pub fn watched(&self, routes: Router) -> Router {
        routes.layer(middleware::from_fn_with_state(self.0.clone(), watch))
    }
}

async fn watch(State(seen): State<Undescribed>, request: Request, next: Next) -> Response {
    let method = request.method().to_string();
    let path = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let response = next.run(request).await;
    let code = response.extensions().get::<Code>().copied();
    let fault = path.and_then(|path| undescribed(&method, &path, response.status().as_u16(), code));
    if let Some(fault) = fault {
        seen.lock().unwrap_or_else(PoisonError::into_inner).insert(fault);
    }
    response
}

impl Drop for Answers {
    fn drop(&mut self) {
        let seen = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        // A test that fails already says why.
        if !std::thread::panicking() {
            assert!(seen.is_empty(), "not in the description of the API (server/src/http/refusals.rs): {seen:#?}");
        }
    }
}
