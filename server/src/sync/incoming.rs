//! A batch of operations on its way in: each read once, and what all of them name looked up together.

use std::collections::BTreeMap;

use shared::evidence::manifest::{Manifest, SignedManifest};
use shared::ids::{CaseId, OperationId};
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
    /// What it says.
    pub operation: std::result::Result<Operation, Refusal>,
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
    envelopes.iter().map(|envelope| Incoming { envelope, operation: parse(envelope) }).collect()
}

/// Reads the bytes. A kind of act that this build does not know is told apart from nonsense.
fn parse(envelope: &Envelope) -> std::result::Result<Operation, Refusal> {
    if holds_nul(envelope.body.as_bytes()) {
        let detail = "a text holds the character U+0000, which cannot be kept";
        return Err(Refusal::because(Code::BadValue, detail));
    }
    serde_json::from_str(&envelope.body).map_err(|error| {
        let act = serde_json::from_str::<serde_json::Value>(&envelope.body)
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
