//! Somebody with a phone: a device key, a log with sequence numbers, a chain of photos.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use ed25519_dalek::{Signer as _, SigningKey};
use reqwest::{Method, RequestBuilder, Response};
use serde_json::{Value, json};
use shared::case::Estimate;
use shared::evidence::manifest::{Capture, FileFacts, Manifest, SignedManifest, Subject};
use shared::evidence::{PhotoRole, Times};
use shared::ids::{AccountId, CaseId, DeviceId, OperationId, PhotoId, Sha256};
use shared::place::crs::Crs;
use shared::place::fix::{Fix, Source};
use shared::place::point::{Degree, Point};
use shared::sync::digest::{DigestAsk, DigestReply};
use shared::sync::hello::{Heartbeat, Hello, HelloReply};
use shared::sync::operation::{Act, Answer, Operation, Report};
use shared::sync::pull::PullReply;
use shared::sync::push::{Envelope, Outcome, Push, PushReply};
use shared::task::{Task, TaskResult};
use shared::time::Instant;
use uuid::Uuid;

use super::answers::check_outcomes;
use super::desk::ok;
use super::{PASSWORD, World};

pub struct Phone {
    pub device: DeviceId,
    pub account: AccountId,
    pub key: SigningKey,
    pub token: String,
    pub session: Value,
    sequence: u64,
    index: u64,
    previous: Option<Sha256>,
    base: String,
    http: reqwest::Client,
}

/// A photo with its two files.
#[derive(Clone)]
pub struct Shot {
    pub photo: PhotoId,
    pub signed: SignedManifest,
    pub working: Vec<u8>,
    pub original: Vec<u8>,
}

impl Phone {
    pub async fn sign_in(world: &World, user: &str) -> Self {
        let device = DeviceId(Uuid::new_v4());
        let key = SigningKey::from_bytes(&rand::random());
        Self::sign_in_as(world, user, device, key).await
    }

    pub async fn sign_in_as(world: &World, user: &str, device: DeviceId, key: SigningKey) -> Self {
        let public_key = BASE64.encode(key.verifying_key().as_bytes());
        let body = json!({"user": user, "password": PASSWORD, "device": {"id": device, "public_key": public_key}});
        let reply = world.http.post(format!("{}/api/v1/session", world.base)).json(&body).send().await.unwrap();
        let session: Value = ok(reply).await;
        Self {
            device,
            account: session["account"]["id"].as_str().unwrap().parse().unwrap(),
            key,
            token: session["token"].as_str().unwrap().to_owned(),
            session,
            sequence: 0,
            index: 0,
            previous: None,
            base: world.base.clone(),
            http: world.http.clone(),
        }
    }

    /// Signs in once more on the same device: the token before was a day old, or withdrawn.
    pub async fn sign_in_again(&mut self, world: &World, user: &str) {
        self.token = Self::sign_in_as(world, user, self.device, self.key.clone()).await.token;
    }

    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, format!("{}{path}", self.base)).bearer_auth(&self.token)
    }

    /// Takes a photo: signed, chained, not sent.
    pub fn shoot(&mut self, world: &World, role: PhotoRole, subject: Subject, working: Vec<u8>) -> Shot {
        self.shoot_with(world, role, subject, working, |_| {})
    }

    /// The same with a manifest that says what the caller makes it say; the next one names this one.
    pub fn shoot_with(
        &mut self,
        world: &World,
        role: PhotoRole,
        subject: Subject,
        working: Vec<u8>,
        say: impl FnOnce(&mut Manifest),
    ) -> Shot {
        self.index += 1;
        let original = marked(&jpeg(7), format!("original {} of {}", self.index, self.device).as_bytes());
        let facts = |bytes: &[u8]| FileFacts { sha256: Sha256::of(bytes), size_bytes: bytes.len() as u64 };
        let mut manifest = Manifest {
            photo: PhotoId(Uuid::new_v4()),
            device: self.device,
            account: self.account,
            index: self.index,
            previous: self.previous.clone(),
            original: facts(&original),
            working: facts(&working),
            role,
            subject,
            capture: Capture::Camera,
            fix: None,
            taken: times(world.app.clock.now()),
            pair: None,
            own: None,
            clip_ms: None,
            found: None,
        };
        say(&mut manifest);
        let signed = SignedManifest::sign(&manifest, &self.key);
        self.previous = Some(signed.hash().unwrap());
        Shot { photo: manifest.photo, signed, working, original }
    }

    /// A report at a point, with one near photo.
    pub fn report(&mut self, world: &World, place: Point) -> (Report, Shot) {
        let case = CaseId(Uuid::now_v7());
        let picture = jpeg((self.index % 200) as u8);
        let shot = self.shoot(world, PhotoRole::Near, Subject::Case(case), picture);
        let report = Report {
            case,
            category: "event:06010".parse().unwrap(),
            condition_no: 1,
            fix: fix(place, world.app.clock.now()),
            note: "路边一堆垃圾".to_owned(),
            address: "未央路".to_owned(),
            estimate: Estimate::default(),
            photos: vec![shot.signed.clone()],
            self_handled: false,
        };
        (report, shot)
    }

    pub fn envelope(&mut self, world: &World, act: Act) -> Envelope {
        self.envelope_at(times(world.app.clock.now()), act)
    }

    /// An operation that the device's clocks say was made then.
    pub fn envelope_at(&mut self, made: Times, act: Act) -> Envelope {
        self.sequence += 1;
        let operation = Operation {
            id: OperationId(Uuid::now_v7()),
            device: self.device,
            account: self.account,
            sequence: self.sequence,
            made,
            act,
        };
        let body = serde_json::to_string(&operation).unwrap();
        Envelope { id: operation.id, sequence: operation.sequence, hash: Sha256::of(body.as_bytes()), body }
    }

    pub async fn push_raw(&self, operations: &[Envelope]) -> Response {
        self.try_push(operations).await.unwrap()
    }

    /// The same over a line that may be gone: what a phone then does is its own affair.
    pub async fn try_push(&self, operations: &[Envelope]) -> reqwest::Result<Response> {
        let push = Push { device: self.device, operations: operations.to_vec(), told: Vec::new() };
        self.request(Method::POST, "/api/v1/sync/push").json(&push).send().await
    }

    pub async fn push(&self, operations: &[Envelope]) -> Vec<Outcome> {
        let reply: PushReply = ok(self.push_raw(operations).await).await;
        check_outcomes(&reply.outcomes);
        reply.outcomes
    }

    /// Reports at a point and hands in the photo; returns the case.
    pub async fn reports(&mut self, world: &World, place: Point) -> CaseId {
        let (report, shot) = self.report(world, place);
        let case = report.case;
        let envelope = self.envelope(world, Act::Report(report));
        let outcomes = self.push(&[envelope]).await;
        assert_eq!(outcomes[0].code, None, "{outcomes:?}");
        self.upload(&shot.working).await;
        case
    }

    pub fn answer(&mut self, world: &World, task: &Task, result: TaskResult) -> (Envelope, Shot) {
        let picture = jpeg(100 + (self.index % 100) as u8);
        let shot = self.shoot(world, PhotoRole::After, Subject::Task(task.id), picture);
        let answer = Answer {
            task: task.id,
            result,
            note: "看过了".to_owned(),
            fix: None,
            base: task.version,
            photos: vec![shot.signed.clone()],
        };
        (self.envelope(world, Act::Answer(answer)), shot)
    }

    pub async fn pull(&self, cursor: &str) -> PullReply {
        ok(self.request(Method::GET, &format!("/api/v1/sync/pull?cursor={cursor}")).send().await.unwrap()).await
    }

    /// Compares with the server; returns its answer and the bytes of both bodies.
    pub async fn digest(&self, ask: &DigestAsk) -> (DigestReply, usize) {
        let sent = serde_json::to_vec(ask).unwrap();
        let request = self.request(Method::POST, "/api/v1/sync/digest").header("Content-Type", "application/json");
        let reply = request.body(sent.clone()).send().await.unwrap();
        let status = reply.status();
        let text = reply.text().await.unwrap();
        assert!(status.is_success(), "{status} {text}");
        (serde_json::from_str(&text).unwrap(), sent.len() + text.len())
    }

    /// Says hello with these clocks; returns the answer.
    pub async fn hello_with(&self, times: Times, scope_held: Option<u64>) -> HelloReply {
        let heartbeat = Heartbeat::default();
        let hello = Hello { protocol: 1, device: self.device, times, heartbeat, scope_held, orders: Vec::new() };
        ok(self.request(Method::POST, "/api/v1/sync/hello").json(&hello).send().await.unwrap()).await
    }

    /// Says hello.
    pub async fn hello(&self, world: &World) -> HelloReply {
        self.hello_with(times(world.app.clock.now()), None).await
    }

    pub async fn tasks(&self) -> Vec<Task> {
        let changes = self.pull("").await.changes;
        let tasks = changes.into_iter().filter(|change| change.entity == "task").filter_map(|change| change.body);
        tasks.map(|body| serde_json::from_value(body).unwrap()).collect()
    }

    pub async fn create(&self, length: usize, sha256: Option<&str>) -> Response {
        let mut request = self
            .request(Method::POST, "/api/v1/media/uploads")
            .header("Tus-Resumable", "1.0.0")
            .header("Upload-Length", length);
        if let Some(sha256) = sha256 {
            request = request.header("Upload-Metadata", format!("sha256 {}", BASE64.encode(sha256)));
        }
        request.send().await.unwrap()
    }

    pub async fn patch(&self, location: &str, offset: usize, bytes: &[u8]) -> Response {
        self.patch_with(location, offset, bytes, None).await
    }

    pub async fn patch_with(&self, location: &str, offset: usize, bytes: &[u8], checksum: Option<&str>) -> Response {
        let mut request = self
            .request(Method::PATCH, location)
            .header("Tus-Resumable", "1.0.0")
            .header("Upload-Offset", offset)
            .header("Content-Type", "application/offset+octet-stream")
            .body(bytes.to_vec());
        if let Some(checksum) = checksum {
            request = request.header("Upload-Checksum", checksum);
        }
        request.send().await.unwrap()
    }

    pub async fn upload(&self, bytes: &[u8]) {
        let created = self.create(bytes.len(), Some(Sha256::of(bytes).as_str())).await;
        assert_eq!(created.status(), 201, "{}", created.text().await.unwrap());
        if created.headers()["upload-offset"].to_str().unwrap() == bytes.len().to_string() {
            return;
        }
        let location = created.headers()["location"].to_str().unwrap().to_owned();
        let done = self.patch(&location, 0, bytes).await;
        assert_eq!(done.status(), 204, "{}", done.text().await.unwrap());
    }

    pub fn sign(&self, text: &str) -> String {
        BASE64.encode(self.key.sign(text.as_bytes()).to_bytes())
    }
}

pub fn times(now: Instant) -> Times {
    Times { wall: now, monotonic_ms: 5_000, boot: "b1".to_owned(), server_offset_ms: Some(0) }
}

pub fn fix(place: Point, now: Instant) -> Fix {
    Fix {
        lon: Degree(place.lon_e7),
        lat: Degree(place.lat_e7),
        crs: Crs::Wgs84,
        source: Source::Simulated,
        accuracy_m: Some(6.0),
        fix_time: now,
        provider: None,
        is_mock: false,
        heading_deg: None,
    }
}

/// A small picture; another for each number.
pub fn jpeg(number: u8) -> Vec<u8> {
    let picture = image::RgbImage::from_fn(64, 48, |x, y| image::Rgb([number, x as u8, y as u8]));
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut bytes, image::ImageFormat::Jpeg).unwrap();
    // A comment makes each a file of its own: two shades of red may well be compressed to the same bytes.
    marked(&bytes.into_inner(), &[number])
}

/// The same picture with a comment.
pub fn marked(jpeg: &[u8], comment: &[u8]) -> Vec<u8> {
    let mut marked = jpeg.to_vec();
    let length = u16::try_from(comment.len() + 2).unwrap().to_be_bytes();
    marked.splice(2..2, [&[0xff, 0xfe], length.as_slice(), comment].concat());
    marked
}
