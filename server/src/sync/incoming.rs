//! A batch of operations on its way in: each read once, and what all of them name looked up together.

use std::collections::BTreeMap;

use serde_json::Value;
use shared::evidence::manifest::{Manifest, SignedManifest};
use shared::ids::{CaseId, OperationId};
use shared::privacy::{mask, words};
use shared::refusal::{Code, Refusal};
use shared::sync::operation::{Act, Operation};
use shared::sync::push::Envelope;

use super::clocks::Clocks;
use super::store::operations::{self as store, Known};
use crate::cases::batch::Batch;
use crate::cases::evidence::Signer;
use crate::db::Tx;
use crate::db::dialect::holds_nul;
use crate::error::Result;

/// An operation's bytes, and what they say if they can be read.
#[derive(Debug)]
pub struct Incoming<'a> {
    /// As it came.
    pub envelope: &'a Envelope,
    /// What it says, with the numbers in its free text hidden.
    pub operation: std::result::Result<Operation, Refusal>,
    /// Its bytes as they are kept, where they are not those that came.
    pub masked: Option<String>,
}

/// What is known before the first of them is judged; kept up to date by what they do.
#[derive(Debug)]
pub struct Before {
    /// Operations that were received before.
    pub operations: BTreeMap<OperationId, Known>,
    /// Cases, shots, numbers.
    pub batch: Batch,
    /// The device's clocks.
    pub clocks: Clocks,
}

/// Reads a batch.
pub fn read(envelopes: &[Envelope]) -> Vec<Incoming<'_>> {
    envelopes.iter().map(one).collect()
}

/// Reads the bytes and hides what their free text must not tell: from here on nobody sees it.
fn one(envelope: &Envelope) -> Incoming<'_> {
    match parse(envelope) {
        Ok(mut operation) => {
            let hidden = words::act(&mut operation.act);
            let masked = (hidden > 0).then(|| serde_json::to_string(&operation).unwrap_or_default());
            Incoming { envelope, operation: Ok(operation), masked }
        }
        Err(Refusal { code, detail }) => {
            // What could not be read says in its refusal what stood there.
            let detail = detail.map(|detail| mask(&detail).text);
            Incoming { envelope, operation: Err(Refusal { code, detail }), masked: masked_unread(&envelope.body) }
        }
    }
}

/// Returns the bytes of an operation as they are kept, where they are not those that came.
pub fn masked(envelope: &Envelope) -> Option<String> {
    one(envelope).masked
}

/// Masks what is not understood: the words of an act that is not known here, or all that is no JSON.
fn masked_unread(body: &str) -> Option<String> {
    let Ok(mut read) = serde_json::from_str::<Value>(body) else {
        let masked = mask(body);
        return (masked.hidden > 0).then_some(masked.text);
    };
    let mut hidden = 0;
    for name in ["note", "address", "reason"] {
        if let Some(Value::String(written)) = read.get_mut("act").and_then(|act| act.get_mut(name)) {
            hidden += words::text(written);
        }
    }
    (hidden > 0).then(|| read.to_string())
}

/// Reads the bytes. A kind of act that this build does not know is told apart from nonsense.
fn parse(envelope: &Envelope) -> std::result::Result<Operation, Refusal> {
    if holds_nul(envelope.body.as_bytes()) {
        let detail = "a text holds the character U+0000, which cannot be kept";
        return Err(Refusal::because(Code::BadValue, detail));
    }
    serde_json::from_str(&envelope.body).map_err(|error| {
        let act = serde_json::from_str::<Value>(&envelope.body)
            .ok()
            .and_then(|body| body.get("act")?.get("act")?.as_str().map(str::to_owned));
        match act.as_deref() {
            None | Some("report" | "answer" | "shift") => Refusal::because(Code::BadRequest, error.to_string()),
            Some(kind) => {
                let kind: String = kind.chars().take(40).collect();
                Refusal::because(Code::UnknownOperation, kind)
            }
        }
    })
}

impl Before {
    /// Looks up what a batch names.
    pub async fn look_up(tx: &mut Tx, signer: &Signer, batch: &[Incoming<'_>]) -> Result<Self> {
        let ids: Vec<OperationId> = batch.iter().map(|incoming| incoming.envelope.id).collect();
        let operations = store::known(tx, &ids).await?;
        let (mut cases, mut manifests): (Vec<CaseId>, Vec<Manifest>) = (Vec::new(), Vec::new());
        let read = batch.iter().filter(|incoming| !operations.contains_key(&incoming.envelope.id));
        for operation in read.filter_map(|incoming| incoming.operation.as_ref().ok()) {
            let photos = match &operation.act {
                Act::Report(report) => {
                    cases.push(report.case);
                    &report.photos
                }
                Act::Answer(answer) => &answer.photos,
                Act::Shift(_) => continue,
            };
            manifests.extend(photos.iter().filter_map(unverified));
        }
        let clocks = Clocks::read(tx, signer.device, batch).await?;
        Ok(Self { operations, batch: Batch::read(tx, signer, &cases, &manifests).await?, clocks })
    }
}

/// Reads what a manifest names, to look it up; whether it is true is judged later.
fn unverified(signed: &SignedManifest) -> Option<Manifest> {
    Manifest::decode(&signed.bytes().ok()?).ok()
}
