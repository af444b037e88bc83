//! Someone at a desk: acceptor, dispatcher, unit, supervisor; over the same HTTP that the console speaks.

use std::path::Path;

use anyhow::{Context, Result, bail};
use app_core::native::http::Http;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use reqwest::{Client, Method, RequestBuilder, StatusCode};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use shared::api::cases::{CaseFile, CaseList};
use shared::api::devices::DeviceBoard;
use shared::api::evidence::{DeviceChain, KnownFile};
use shared::api::problem::Problem;
use shared::api::rescue::RescueReport;
use shared::api::session::{Session, SignIn};
use shared::case::Action;
use shared::evidence::{PhotoRef, PhotoRole};
use shared::ids::{CaseId, DeviceId, PhotoId, Sha256};

/// A signed-in person without a device.
pub struct Desk {
    http: Client,
    server: String,
    /// What the server said at sign-in.
    pub session: Session,
}

/// Somebody could not sign in, or may not do it: the server's own words.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{} ({}): {}", .0.status, .0.code, .0.detail.as_deref().unwrap_or(&.0.title_en))]
pub struct Refused(pub Problem);

/// Makes an HTTP client. The core's own is made first: it brings the cryptography that every client here needs.
pub fn client() -> Result<Client> {
    Http::new()?;
    Ok(Client::builder().no_proxy().build()?)
}

impl Desk {
    /// Signs in.
    pub async fn sign_in(server: &str, user: &str, password: &str) -> Result<Self> {
        Self::enter(server, &SignIn { user: user.to_owned(), password: password.to_owned(), device: None, code: None })
            .await
    }

    /// Signs in with a device, or without one.
    pub(crate) async fn enter(server: &str, body: &SignIn) -> Result<Self> {
        let http = client()?;
        let request = http.post(format!("{server}/api/v1/session")).json(body);
        let session = read(request, &format!("sign in as {}", body.user)).await?;
        Ok(Self { http, server: server.to_owned(), session })
    }

    /// Begins a request with the session's token.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, format!("{}{path}", self.server)).bearer_auth(&self.session.token)
    }

    /// Reads JSON.
    pub async fn get<T: DeserializeOwned>(&self, path: &str) -> Result<T> {
        read(self.request(Method::GET, path), path).await
    }

    /// Sends JSON and reads JSON.
    pub async fn send<T: DeserializeOwned>(&self, method: Method, path: &str, body: &impl Serialize) -> Result<T> {
        read(self.request(method, path).json(body), path).await
    }

    /// Returns a case with all that belongs to it.
    pub async fn file(&self, case: CaseId) -> Result<CaseFile> {
        self.get(&format!("/api/v1/cases/{case}")).await
    }

    /// Returns the newest cases in scope.
    pub async fn cases(&self) -> Result<CaseList> {
        self.get("/api/v1/cases?limit=200").await
    }

    /// Returns the sync board.
    pub async fn board(&self) -> Result<DeviceBoard> {
        self.get("/api/v1/devices").await
    }

    /// Acts on a case.
    pub async fn act(&self, case: CaseId, action: &Action) -> Result<CaseFile> {
        let path = format!("/api/v1/cases/{case}/actions");
        read(self.request(Method::POST, &path).json(action), &path).await
    }

    /// Asks for the original of a signed photo.
    pub async fn ask_original(&self, case: CaseId, photo: PhotoId) -> Result<CaseFile> {
        let path = format!("/api/v1/cases/{case}/photos/{photo}/original");
        read(self.request(Method::POST, &path).json(&json!(null)), &path).await
    }

    /// Says that a case is done, with an after photo.
    pub async fn finish(&self, case: CaseId, photo: &[u8], note: &str) -> Result<CaseFile> {
        let working = self.upload(photo).await?;
        let photos = vec![PhotoRef { photo: None, working, role: PhotoRole::After }];
        self.act(case, &Action::Finish { note: note.to_owned(), photos }).await
    }

    /// Brings a file by tus, in one piece.
    pub async fn upload(&self, bytes: &[u8]) -> Result<Sha256> {
        let sha256 = Sha256::of(bytes);
        let created = self
            .request(Method::POST, "/api/v1/media/uploads")
            .header("Tus-Resumable", "1.0.0")
            .header("Upload-Length", bytes.len())
            .header("Upload-Metadata", format!("sha256 {}", BASE64.encode(sha256.as_str())))
            .send()
            .await?;
        let created = checked(created).await?;
        let stands = created.headers().get("upload-offset").context("an upload stands somewhere")?.to_str()?;
        if stands == bytes.len().to_string() {
            return Ok(sha256);
        }
        let place = created.headers().get("location").context("a new upload has a place")?.to_str()?.to_owned();
        let sent = self
            .request(Method::PATCH, &place)
            .header("Tus-Resumable", "1.0.0")
            .header("Upload-Offset", 0)
            .header("Content-Type", "application/offset+octet-stream")
            .body(bytes.to_vec())
            .send()
            .await?;
        checked(sent).await?;
        Ok(sha256)
    }

    /// Imports a phone's rescue file.
    pub async fn import_rescue(&self, file: &Path) -> Result<RescueReport> {
        let bytes = std::fs::read(file).with_context(|| format!("read {}", file.display()))?;
        let request = self.request(Method::POST, "/api/v1/rescue");
        read(request.header("Content-Type", "application/octet-stream").body(bytes), "import a rescue file").await
    }

    /// Withdraws a device.
    pub async fn withdraw(&self, device: DeviceId) -> Result<()> {
        checked(self.request(Method::POST, &format!("/api/v1/devices/{device}/revoke")).send().await?).await.map(drop)
    }

    /// Returns the newest shots of a device's chain.
    pub async fn chain(&self, device: DeviceId) -> Result<DeviceChain> {
        self.get(&format!("/api/v1/devices/{device}/chain")).await
    }

    /// Returns what is known of a file, given its bytes: who holds it hashes it, and the bytes stay where they are.
    pub async fn verify(&self, bytes: &[u8]) -> Result<KnownFile> {
        self.get(&format!("/api/v1/evidence/{}", Sha256::of(bytes))).await
    }

    /// Fetches some bytes of a file, as a player does; returns the answer as it is.
    pub async fn piece(&self, sha256: &Sha256, range: &str) -> Result<reqwest::Response> {
        let request = self.request(Method::GET, &format!("/api/v1/media/{sha256}")).header("Range", range);
        checked(request.send().await?).await
    }

    /// Fetches a picture as it may leave the house.
    pub async fn public_copy(&self, sha256: &Sha256) -> Result<Vec<u8>> {
        let reply = self.request(Method::GET, &format!("/api/v1/media/{sha256}?size=public")).send().await?;
        Ok(checked(reply).await?.bytes().await?.to_vec())
    }

    /// Fetches a file by its hash.
    pub async fn media(&self, sha256: &Sha256) -> Result<Vec<u8>> {
        let reply = self.request(Method::GET, &format!("/api/v1/media/{sha256}")).send().await?;
        Ok(checked(reply).await?.bytes().await?.to_vec())
    }

    /// Posts JSON that need not be right, and returns status and body.
    pub async fn post_raw(&self, path: &str, body: &Value) -> Result<(StatusCode, Value)> {
        let reply = self.request(Method::POST, path).json(body).send().await?;
        let status = reply.status();
        Ok((status, reply.json().await.unwrap_or(json!(null))))
    }
}

async fn checked(reply: reqwest::Response) -> Result<reqwest::Response> {
    if reply.status().is_success() {
        return Ok(reply);
    }
    let status = reply.status();
    let text = reply.text().await?;
    match serde_json::from_str::<Problem>(&text) {
        Ok(problem) => Err(Refused(problem).into()),
        Err(_) => bail!("{status}: {text}"),
    }
}

async fn read<T: DeserializeOwned>(request: RequestBuilder, what: &str) -> Result<T> {
    let reply = request.send().await.with_context(|| what.to_owned())?;
    let text = checked(reply).await.with_context(|| what.to_owned())?.text().await?;
    serde_json::from_str(&text).with_context(|| format!("{what}: read {}", text.chars().take(200).collect::<String>()))
}
