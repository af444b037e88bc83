//! What a phone writes when it cannot send.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use reqwest::{Method, Response};
use shared::ids::ServerId;
use shared::rescue::container::Sealer;
use shared::rescue::records::{FileHead, Head, Part, Recorder, Rescued};
use shared::sync::push::Envelope;

use super::phone::{Shot, times};
use super::{Desk, Phone, World};

/// A rescue file before it is sealed.
pub struct Rescue<'a> {
    phone: &'a Phone,
    head: Head,
    records: Vec<u8>,
    recorder: Recorder,
}

impl<'a> Rescue<'a> {
    pub fn of(world: &World, phone: &'a Phone) -> Self {
        let head = Head {
            device: phone.device,
            account: phone.account,
            server: server_of(phone),
            made: times(world.app.clock.now()),
            app_version: "0.1.0".to_owned(),
        };
        let mut records = Vec::new();
        let recorder = Recorder::begin(&head, &mut records).unwrap();
        Self { phone, head, records, recorder }
    }

    pub fn operation(mut self, envelope: &Envelope) -> Self {
        let rescued = Rescued { envelope: envelope.clone(), outcome: None, code: None, detail: String::new() };
        self.recorder.operation(&rescued, &mut self.records).unwrap();
        self
    }

    pub fn working(self, shot: &Shot) -> Self {
        self.file(shot, Part::Working, &shot.working)
    }

    pub fn original(self, shot: &Shot) -> Self {
        self.file(shot, Part::Original, &shot.original)
    }

    pub fn file(mut self, shot: &Shot, part: Part, bytes: &[u8]) -> Self {
        let manifest = shot.signed.open(&self.phone.key.verifying_key()).unwrap();
        let facts = match part {
            Part::Working => manifest.working,
            Part::Original => manifest.original,
        };
        let head = FileHead {
            photo: manifest.photo,
            part,
            account: self.phone.account,
            sha256: facts.sha256,
            size_bytes: bytes.len() as u64,
        };
        self.recorder.file(&head, bytes, &mut self.records).unwrap();
        self
    }

    /// Signed by the phone's own key and sealed for its server.
    pub fn sealed(self) -> Vec<u8> {
        let key = self.phone.key.clone();
        self.sealed_by(&key)
    }

    pub fn sealed_by(mut self, key: &ed25519_dalek::SigningKey) -> Vec<u8> {
        self.recorder.finish(key, &mut self.records).unwrap();
        let sealing = BASE64.decode(self.phone.session["server"]["sealing_key"].as_str().unwrap()).unwrap();
        let mut file = Vec::new();
        let sealer = Sealer::begin(self.head.server, &sealing.try_into().unwrap(), rand::random(), &mut file);
        let mut sealer = sealer.unwrap();
        sealer.push(&self.records, &mut file);
        sealer.finish(&mut file);
        file
    }
}

fn server_of(phone: &Phone) -> ServerId {
    phone.session["server"]["id"].as_str().unwrap().parse().unwrap()
}

impl Desk {
    pub async fn imports(&self, file: &[u8]) -> Response {
        self.imports_with(file, "").await
    }

    pub async fn imports_with(&self, file: &[u8], query: &str) -> Response {
        let request = self.request(Method::POST, &format!("/api/v1/rescue{query}"));
        request.header("Content-Type", "application/octet-stream").body(file.to_vec()).send().await.unwrap()
    }
}
