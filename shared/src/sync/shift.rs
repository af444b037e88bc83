//! The end of a shift: the server says over its signature what it holds of a day.
//!
//! The phone asks when everything of the day has arrived and names it; the server signs only what it holds. Signed bytes
//! are JSON, kept and shown verbatim: never serialise a receipt again.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use ed25519_dalek::{Signature, Signer as _, SigningKey, Verifier as _, VerifyingKey};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::ids::{AccountId, CaseId, DeviceId, JurisdictionId, PhotoId, ServerId, Sha256, TaskId, UserName};
use crate::time::Instant;

/// The most ids that one receipt is about.
pub const MOST_ITEMS: usize = 20_000;

/// What a receipt is about: what was made on one device in one day and has arrived.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct ShiftItems {
    /// Cases that were reported.
    pub cases: BTreeSet<CaseId>,
    /// Tasks that were answered.
    pub answers: BTreeSet<TaskId>,
    /// Shots whose working copy has its receipt.
    pub photos: BTreeSet<PhotoId>,
}

impl ShiftItems {
    /// Returns the hash over the ids, in order, a line each.
    pub fn digest(&self) -> Sha256 {
        let cases = self.cases.iter().map(|id| format!("case {id}\n"));
        let answers = self.answers.iter().map(|id| format!("answer {id}\n"));
        let photos = self.photos.iter().map(|id| format!("photo {id}\n"));
        Sha256::of(cases.chain(answers).chain(photos).collect::<String>().as_bytes())
    }

    /// Returns how many ids there are.
    pub fn len(&self) -> usize {
        self.cases.len() + self.answers.len() + self.photos.len()
    }

    /// Says whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// `POST /api/v1/sync/shift-receipt`: the answer is a [`SignedReceipt`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct ShiftAsk {
    /// The day in the jurisdiction's zone.
    #[schema(value_type = String, format = Date)]
    pub day: Date,
    /// What the phone holds acknowledgements for.
    pub items: ShiftItems,
}

/// What the server says: by this moment it held this much of that day.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct ShiftReceipt {
    /// Which database.
    pub server: ServerId,
    /// Its epoch: one restored from a backup may have lost what it held.
    pub epoch: u64,
    /// Whose work.
    pub account: AccountId,
    /// What the account signs in as.
    pub user: UserName,
    /// On which device.
    pub device: DeviceId,
    /// Whom the account works for.
    pub jurisdiction: JurisdictionId,
    /// The day.
    #[schema(value_type = String, format = Date)]
    pub day: Date,
    /// The zone that the day is in.
    pub zone: String,
    /// When the server looked.
    pub at: Instant,
    /// How many cases.
    pub cases: u64,
    /// How many answers.
    pub answers: u64,
    /// How many shots.
    pub photos: u64,
    /// The hash over their ids ([`ShiftItems::digest`]).
    pub items: Sha256,
}

/// A receipt as it is kept and shown.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct SignedReceipt {
    /// The signed bytes: JSON of a [`ShiftReceipt`], verbatim.
    pub receipt: String,
    /// Ed25519 signature over them, base64.
    pub signature: String,
}

/// A receipt with what it is about, as a file: what a desk verifies.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct ReceiptFile {
    /// The receipt and its signature.
    #[serde(flatten)]
    pub signed: SignedReceipt,
    /// The ids it is about.
    pub items: ShiftItems,
}

/// Why a receipt is worth nothing.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum BadReceipt {
    /// The key is not 32 bytes of Ed25519 in base64.
    #[error("the server's key cannot be read")]
    Key,
    /// The signature does not fit the bytes and the key.
    #[error("the signature does not fit: another server signed it, or it was changed")]
    Signature,
    /// The bytes are not a receipt.
    #[error("the signed bytes are not a receipt")]
    Content,
    /// The ids are others than those that were signed for.
    #[error("the ids are not those that were signed for")]
    Items,
}

impl SignedReceipt {
    /// Signs a receipt.
    pub fn sign(receipt: &ShiftReceipt, key: &SigningKey) -> Result<Self, serde_json::Error> {
        let receipt = serde_json::to_string(receipt)?;
        let signature = BASE64.encode(key.sign(receipt.as_bytes()).to_bytes());
        Ok(Self { receipt, signature })
    }

    /// Reads the receipt after its signature has been verified with the server's key, base64.
    pub fn open(&self, key: &str) -> Result<ShiftReceipt, BadReceipt> {
        let key = BASE64.decode(key).ok().and_then(|raw| <[u8; 32]>::try_from(raw).ok()).ok_or(BadReceipt::Key)?;
        let key = VerifyingKey::from_bytes(&key).map_err(|_| BadReceipt::Key)?;
        let raw = BASE64.decode(&self.signature).map_err(|_| BadReceipt::Signature)?;
        let signature = Signature::from_slice(&raw).map_err(|_| BadReceipt::Signature)?;
        key.verify(self.receipt.as_bytes(), &signature).map_err(|_| BadReceipt::Signature)?;
        serde_json::from_str(&self.receipt).map_err(|_| BadReceipt::Content)
    }
}

impl ReceiptFile {
    /// Verifies the signature, and that the ids are those that were signed for.
    pub fn open(&self, key: &str) -> Result<ShiftReceipt, BadReceipt> {
        let receipt = self.signed.open(key)?;
        let counts = [receipt.cases, receipt.answers, receipt.photos];
        let items = [self.items.cases.len(), self.items.answers.len(), self.items.photos.len()];
        let same = counts.iter().zip(items).all(|(said, here)| u64::try_from(here) == Ok(*said));
        if same && receipt.items == self.items.digest() { Ok(receipt) } else { Err(BadReceipt::Items) }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use base64::Engine as _;
    use ed25519_dalek::SigningKey;
    use uuid::Uuid;

    use super::{BASE64, BadReceipt, ReceiptFile, ShiftItems, ShiftReceipt, SignedReceipt};
    use crate::ids::{AccountId, CaseId, DeviceId, PhotoId, ServerId};
    use crate::time::Instant;

    fn file(key: &SigningKey) -> ReceiptFile {
        let items = ShiftItems {
            cases: BTreeSet::from([CaseId(Uuid::from_u128(1))]),
            answers: BTreeSet::new(),
            photos: BTreeSet::from([PhotoId(Uuid::from_u128(2)), PhotoId(Uuid::from_u128(3))]),
        };
        let receipt = ShiftReceipt {
            server: ServerId(Uuid::from_u128(4)),
            epoch: 1,
            account: AccountId(Uuid::from_u128(5)),
            user: "wang".parse().unwrap(),
            device: DeviceId(Uuid::from_u128(6)),
            jurisdiction: "610112".parse().unwrap(),
            day: jiff::civil::date(2026, 11, 23),
            zone: "Asia/Shanghai".to_owned(),
            at: Instant::from_ms(1_764_000_000_000),
            cases: 1,
            answers: 0,
            photos: 2,
            items: items.digest(),
        };
        ReceiptFile { signed: SignedReceipt::sign(&receipt, key).unwrap(), items }
    }

    #[track_caller]
    fn check(change: impl FnOnce(&mut ReceiptFile), expected: Result<u64, BadReceipt>) {
        let key = SigningKey::from_bytes(&[7; 32]);
        let mut file = file(&key);
        change(&mut file);
        let public = BASE64.encode(key.verifying_key().as_bytes());
        assert_eq!(file.open(&public).map(|receipt| receipt.photos), expected);
    }

    #[test]
    fn a_receipt_that_was_touched_is_worth_nothing() {
        check(|_| {}, Ok(2));
        check(
            |file| file.signed.receipt = file.signed.receipt.replace("\"photos\":2", "\"photos\":3"),
            Err(BadReceipt::Signature),
        );
        check(|file| file.signed.receipt.push(' '), Err(BadReceipt::Signature));
        check(|file| assert!(file.items.photos.pop_last().is_some()), Err(BadReceipt::Items));
        check(|file| assert!(file.items.cases.insert(CaseId(Uuid::from_u128(9)))), Err(BadReceipt::Items));
    }

    #[test]
    fn another_servers_key_verifies_nothing() {
        let file = file(&SigningKey::from_bytes(&[7; 32]));
        let other = BASE64.encode(SigningKey::from_bytes(&[8; 32]).verifying_key().as_bytes());
        assert_eq!(file.open(&other), Err(BadReceipt::Signature));
        assert_eq!(file.open("x"), Err(BadReceipt::Key));
    }

    #[test]
    fn a_file_survives_its_own_json() {
        let file = file(&SigningKey::from_bytes(&[7; 32]));
        let text = serde_json::to_string(&file).unwrap();
        assert_eq!(serde_json::from_str::<ReceiptFile>(&text).unwrap(), file);
    }
}
