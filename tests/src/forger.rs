//! A device that lies: it speaks the protocol by hand, with a key of its own, and signs whatever it likes.

use std::cell::Cell;

use anyhow::{Context as _, Result};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use ed25519_dalek::SigningKey;
use reqwest::Method;
use shared::api::session::{DeviceKey, SignIn};
use shared::case::Estimate;
use shared::evidence::manifest::{Capture, FileFacts, Manifest, SignedManifest, Subject};
use shared::evidence::{PhotoRole, Times};
use shared::ids::{CaseId, DeviceId, OperationId, PhotoId, Sha256};
use shared::place::fix::Fix;
use shared::sync::operation::{Act, Operation, Report};
use shared::sync::push::{Envelope, Outcome, Push, PushReply};
use shared::time::Instant;
use uuid::Uuid;

use crate::desk::Desk;

/// Somebody with a collector's password and a program of their own.
pub struct Forger {
    /// The session; uploads go through it.
    pub desk: Desk,
    /// The device that they say it is.
    pub device: DeviceId,
    key: SigningKey,
    sequence: Cell<u64>,
    made: Cell<u128>,
}

/// A file of a photo, before it is signed for.
#[derive(Clone, Copy, Debug)]
pub struct Files<'a> {
    /// What is said to be the camera's own.
    pub original: &'a [u8],
    /// What is said to be made of it.
    pub working: &'a [u8],
}

impl Forger {
    /// Signs in with a new device; another for each number.
    pub async fn sign_in(server: &str, user: &str, password: &str, number: u8) -> Result<Self> {
        let device = DeviceId(Uuid::from_u128(0xf0f0_0000_0000_4000_8000_0000_0000_0000 + u128::from(number)));
        let key = SigningKey::from_bytes(&[number; 32]);
        let public_key = BASE64.encode(key.verifying_key().as_bytes());
        let body = SignIn {
            user: user.to_owned(),
            password: password.to_owned(),
            device: Some(DeviceKey { id: device, public_key }),
            code: None,
        };
        let desk = Desk::enter(server, &body).await?;
        Ok(Self { desk, device, key, sequence: Cell::new(0), made: Cell::new(0) })
    }

    /// Makes an id that nothing else has.
    pub fn id(&self) -> Uuid {
        self.made.set(self.made.get() + 1);
        Uuid::from_u128(self.device.0.as_u128() + (self.made.get() << 16))
    }

    /// A manifest as an honest phone would write it, for a camera's shot at this moment; lies are told by changing it.
    pub fn manifest(&self, index: u64, subject: Subject, files: Files<'_>, fix: Option<Fix>, now: Instant) -> Manifest {
        let facts =
            |bytes: &[u8]| FileFacts { sha256: Sha256::of(bytes), size_bytes: u64::try_from(bytes.len()).unwrap_or(0) };
        Manifest {
            photo: PhotoId(self.id()),
            device: self.device,
            account: self.desk.session.account.id,
            index,
            previous: None,
            original: facts(files.original),
            working: facts(files.working),
            role: PhotoRole::Near,
            subject,
            capture: Capture::Camera,
            fix,
            taken: times(now),
            pair: None,
            own: None,
            clip_ms: None,
            found: None,
        }
    }

    /// Signs with the key of this device, whatever the manifest says.
    pub fn sign(&self, manifest: &Manifest) -> SignedManifest {
        SignedManifest::sign(manifest, &self.key)
    }

    /// A report of exposed refuse with these photos.
    pub fn report(
        &self,
        case: CaseId,
        fix: Fix,
        note: &str,
        photos: Vec<SignedManifest>,
        now: Instant,
    ) -> Result<Envelope> {
        let report = Report {
            case,
            category: "event:06010".parse()?,
            condition_no: 1,
            fix,
            note: note.to_owned(),
            address: String::new(),
            estimate: Estimate::default(),
            photos,
            self_handled: false,
        };
        self.sequence.set(self.sequence.get() + 1);
        let operation = Operation {
            id: OperationId(self.id()),
            device: self.device,
            account: self.desk.session.account.id,
            sequence: self.sequence.get(),
            made: times(now),
            act: Act::Report(report),
        };
        let body = serde_json::to_string(&operation)?;
        Ok(Envelope { id: operation.id, sequence: operation.sequence, hash: Sha256::of(body.as_bytes()), body })
    }

    /// Hands an operation in, as it is, and returns what the server made of it.
    pub async fn push(&self, envelope: &Envelope) -> Result<Outcome> {
        let push = Push { device: self.device, operations: vec![envelope.clone()], told: Vec::new() };
        let reply: PushReply = self.desk.send(Method::POST, "/api/v1/sync/push", &push).await?;
        reply.outcomes.into_iter().next().context("an operation has an outcome")
    }
}

/// The clocks of a phone that has met the server and is right.
fn times(now: Instant) -> Times {
    let monotonic_ms = u64::try_from(now.ms()).unwrap_or(0) % 1_000_000_000;
    Times { wall: now, monotonic_ms, boot: "forged".to_owned(), server_offset_ms: Some(0) }
}
