//! Somebody at a desk: a Bearer token and plain requests.

use reqwest::{Method, RequestBuilder, Response};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use shared::api::cases::{CaseFile, CaseList};
use shared::ids::CaseId;

use super::{PASSWORD, World};

pub struct Desk {
    pub token: String,
    base: String,
    http: reqwest::Client,
}

impl Desk {
    pub async fn sign_in(world: &World, user: &str) -> Self {
        let body = json!({"user": user, "password": PASSWORD});
        let reply = world.http.post(format!("{}/api/v1/session", world.base)).json(&body).send().await.unwrap();
        let session: Value = ok(reply).await;
        let token = session["token"].as_str().unwrap().to_owned();
        Self { token, base: world.base.clone(), http: world.http.clone() }
    }

    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, format!("{}{path}", self.base)).bearer_auth(&self.token)
    }

    pub async fn get(&self, path: &str) -> Response {
        self.request(Method::GET, path).send().await.unwrap()
    }

    pub async fn post(&self, path: &str, body: &Value) -> Response {
        self.request(Method::POST, path).json(body).send().await.unwrap()
    }

    pub async fn case(&self, id: CaseId) -> CaseFile {
        ok(self.get(&format!("/api/v1/cases/{id}")).await).await
    }

    pub async fn cases(&self, query: &str) -> CaseList {
        ok(self.get(&format!("/api/v1/cases{query}")).await).await
    }

    pub async fn act(&self, id: CaseId, action: &Value) -> Response {
        self.post(&format!("/api/v1/cases/{id}/actions"), action).await
    }

    /// Uploads a file in one request and returns its name.
    pub async fn upload(&self, bytes: &[u8]) -> String {
        let reply = self
            .request(Method::POST, "/api/v1/media/uploads")
            .header("Tus-Resumable", "1.0.0")
            .header("Upload-Length", bytes.len())
            .header("Content-Type", "application/offset+octet-stream")
            .body(bytes.to_vec())
            .send()
            .await
            .unwrap();
        assert_eq!(reply.status(), 201, "{}", reply.text().await.unwrap());
        shared::ids::Sha256::of(bytes).to_string()
    }

    /// The unit says done, with an after photo.
    pub async fn finish(&self, id: CaseId, number: u8) -> CaseFile {
        let working = self.upload(&super::phone::jpeg(number)).await;
        let done = json!({"action": "finish", "note": "已清理", "photos": [{"working": working, "role": "after"}]});
        ok(self.act(id, &done).await).await
    }
}

/// Reads a reply that must be a success.
pub async fn ok<T: DeserializeOwned>(reply: Response) -> T {
    let status = reply.status();
    let text = reply.text().await.unwrap();
    assert!(status.is_success(), "{status} {text}");
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// Reads a reply that must be a refusal and returns its status and code.
pub async fn refused(reply: Response) -> (u16, String) {
    let status = reply.status().as_u16();
    assert_eq!(reply.headers()["content-type"], "application/problem+json");
    let problem: Value = reply.json().await.unwrap();
    assert_eq!(problem["status"], status);
    (status, problem["code"].as_str().unwrap().to_owned())
}
