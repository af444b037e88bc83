//! Signed bytes in which another server's id stands: the id is exchanged in place, everything else stays byte for byte,
//! and hash and signature are made anew with the recorded device's key.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use ed25519_dalek::{Signer as _, SigningKey};
use serde_json::Value;
use shared::ids::Sha256;
use uuid::Uuid;

/// An id of the recorded server and the one that stands for it now.
pub type Exchanged = BTreeMap<Uuid, Uuid>;

/// Signs a renewal's challenge, which is another each time.
pub fn renewal(text: &str, key: &SigningKey) -> Result<String> {
    let mut renewal: Value = serde_json::from_str(text)?;
    let challenge = renewal.get("challenge").and_then(Value::as_str).context("a renewal has a challenge")?;
    renewal["signature"] = Value::from(BASE64.encode(key.sign(challenge.as_bytes()).to_bytes()));
    Ok(renewal.to_string())
}

/// Mends a push in which ids were filled in; `key` is the recorded device's.
pub fn push(text: &str, exchanged: &Exchanged, key: &SigningKey) -> Result<String> {
    let mut push: Value = serde_json::from_str(text)?;
    let operations = push.get_mut("operations").and_then(Value::as_array_mut).context("a push has operations")?;
    for envelope in operations {
        let body = envelope.get("body").and_then(Value::as_str).context("an operation has a body")?;
        let body = operation(body, exchanged, key)?;
        envelope["hash"] = Value::from(Sha256::of(body.as_bytes()).as_str());
        envelope["body"] = Value::from(body);
    }
    Ok(push.to_string())
}

fn operation(body: &str, exchanged: &Exchanged, key: &SigningKey) -> Result<String> {
    let read: Value = serde_json::from_str(body)?;
    let photos = read.pointer("/act/photos").and_then(Value::as_array).cloned().unwrap_or_default();
    let mut mended = body.to_owned();
    for photo in photos {
        let field =
            |name: &str| photo.get(name).and_then(Value::as_str).with_context(|| format!("a photo has a {name}"));
        let (manifest, signature) = (field("manifest")?, field("signature")?);
        let before = BASE64.decode(manifest)?;
        let after =
            exchanged.iter().fold(before.clone(), |bytes, (old, new)| with(&bytes, old.as_bytes(), new.as_bytes()));
        if after != before {
            mended = mended.replace(manifest, &BASE64.encode(&after));
            mended = mended.replace(signature, &BASE64.encode(key.sign(&after).to_bytes()));
        }
    }
    Ok(mended)
}

/// Replaces bytes by as many others.
fn with(bytes: &[u8], old: &[u8; 16], new: &[u8; 16]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    let places: Vec<usize> = bytes.windows(16).enumerate().filter(|(_, part)| part == old).map(|(at, _)| at).collect();
    for at in places {
        bytes[at..at + 16].copy_from_slice(new);
    }
    bytes
}
