//! What lies in the envelope: records, one after the other, and the device's signature over all of them.
//!
//! A record is one byte for its kind, four bytes big-endian for its length, and that many bytes:
//!
//! | kind | record | what |
//! | --- | --- | --- |
//! | 1 | head | [`Head`] as JSON; the first record |
//! | 2 | operation | [`Rescued`] as JSON |
//! | 3 | file | [`FileHead`] as JSON; its bytes follow in the next records |
//! | 4 | bytes | the next bytes of that file, as they are |
//! | 9 | end | [`End`] as JSON; the last record |
//!
//! The signature in the end is the device's, over `xunge rescue file 1`, a zero byte, and the SHA-256 of every byte before
//! the end's record. Without it whoever knows the server's public key could make up operations of others.
//! A kind that this build does not know is passed over and told. Do not reorder: written files.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use ed25519_dalek::{Signature, Signer as _, SigningKey, Verifier as _, VerifyingKey};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::Digest as _;

use crate::evidence::times::Times;
use crate::ids::{AccountId, DeviceId, PhotoId, ServerId, Sha256};
use crate::refusal::{Code, Refusal};
use crate::sync::push::{Envelope, OutcomeKind};

const HEAD: u8 = 1;
const OPERATION: u8 = 2;
const FILE: u8 = 3;
const BYTES: u8 = 4;
const END: u8 = 9;

/// No record is larger; an operation with twenty photos is a fiftieth of it.
const LONGEST: usize = 1 << 20;
/// The bytes of a file are written in records of this size.
const PIECE: usize = 64 * 1024;

/// Which device wrote the file, and when.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Head {
    /// The device, which signs.
    pub device: DeviceId,
    /// Who was signed in on it when the file was written.
    pub account: AccountId,
    /// The server that it is for.
    pub server: ServerId,
    /// When it was written.
    pub made: Times,
    /// Version of the app.
    pub app_version: String,
}

/// An operation as it stands in the outbox.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Rescued {
    /// Its bytes, verbatim.
    pub envelope: Envelope,
    /// What the server said of it; `None` while it said nothing.
    #[serde(default)]
    pub outcome: Option<OutcomeKind>,
    /// Why it was set aside.
    #[serde(default)]
    pub code: Option<Code>,
    /// Small print of that.
    #[serde(default)]
    pub detail: String,
}

/// Which of a shot's two files.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// The working copy.
    Working,
    /// The file as the camera gave it.
    Original,
}

/// A file whose bytes follow.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct FileHead {
    /// The shot.
    pub photo: PhotoId,
    /// Which of its files.
    pub part: Part,
    /// Who took it.
    pub account: AccountId,
    /// The hash of its bytes.
    pub sha256: Sha256,
    /// How many there are.
    pub size_bytes: u64,
}

/// What there should be, and the device's signature.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct End {
    /// Operations in the file.
    pub operations: u64,
    /// Photo files in it.
    pub files: u64,
    /// Ed25519 signature, base64.
    pub signature: String,
}

/// One record.
#[derive(Clone, PartialEq, Debug)]
pub enum Record {
    /// The first one.
    Head(Head),
    /// An operation.
    Operation(Box<Rescued>),
    /// A file begins.
    File(FileHead),
    /// More bytes of it.
    Bytes(Vec<u8>),
    /// A kind of a later app.
    Unknown(u8),
    /// The last one.
    End(End),
}

fn damaged(detail: &str) -> Refusal {
    Refusal::because(Code::RescueDamaged, detail)
}

fn signed_bytes(hash: &[u8]) -> Vec<u8> {
    [b"xunge rescue file 1\0".as_slice(), hash].concat()
}

/// Writes records, and counts and hashes what it wrote.
pub struct Recorder {
    hasher: sha2::Sha256,
    operations: u64,
    files: u64,
}

impl Recorder {
    /// Begins with the head.
    pub fn begin(head: &Head, out: &mut Vec<u8>) -> Result<Self, Refusal> {
        let mut recorder = Self { hasher: sha2::Sha256::new(), operations: 0, files: 0 };
        recorder.json(HEAD, head, out)?;
        Ok(recorder)
    }

    /// Writes an operation.
    pub fn operation(&mut self, rescued: &Rescued, out: &mut Vec<u8>) -> Result<(), Refusal> {
        self.operations += 1;
        self.json(OPERATION, rescued, out)
    }

    /// Writes a file, whole.
    pub fn file(&mut self, head: &FileHead, bytes: &[u8], out: &mut Vec<u8>) -> Result<(), Refusal> {
        self.files += 1;
        self.json(FILE, head, out)?;
        for piece in bytes.chunks(PIECE) {
            self.record(BYTES, piece, out)?;
        }
        Ok(())
    }

    /// Signs and ends.
    pub fn finish(mut self, key: &SigningKey, out: &mut Vec<u8>) -> Result<(), Refusal> {
        let signature = key.sign(&signed_bytes(&self.hasher.clone().finalize()));
        let signature = BASE64.encode(signature.to_bytes());
        let end = End { operations: self.operations, files: self.files, signature };
        self.json(END, &end, out)
    }

    fn json<T: Serialize>(&mut self, kind: u8, value: &T, out: &mut Vec<u8>) -> Result<(), Refusal> {
        let json = serde_json::to_vec(value).map_err(|error| Refusal::because(Code::BadValue, error.to_string()))?;
        self.record(kind, &json, out)
    }

    fn record(&mut self, kind: u8, payload: &[u8], out: &mut Vec<u8>) -> Result<(), Refusal> {
        let length = u32::try_from(payload.len()).ok().filter(|_| payload.len() <= LONGEST);
        let length = length.ok_or_else(|| Refusal::because(Code::TooLarge, "one record of a rescue file"))?;
        let frame = [[kind].as_slice(), &length.to_be_bytes()].concat();
        for part in [frame.as_slice(), payload] {
            self.hasher.update(part);
            out.extend_from_slice(part);
        }
        Ok(())
    }
}

/// Reads records, and counts and hashes what it read.
#[derive(Default)]
pub struct Reader {
    hasher: sha2::Sha256,
    waiting: Vec<u8>,
    device: Option<DeviceId>,
    operations: u64,
    files: u64,
    /// Bytes of the present file that are still to come.
    open_bytes: u64,
    end: Option<End>,
}

impl Reader {
    /// Takes more bytes and returns the records that are whole.
    pub fn push(&mut self, bytes: &[u8]) -> Result<Vec<Record>, Refusal> {
        self.waiting.extend_from_slice(bytes);
        let waiting = std::mem::take(&mut self.waiting);
        let mut rest = waiting.as_slice();
        let mut records = Vec::new();
        while let Some(Framed { kind, payload, after }) = split(rest)? {
            if self.end.is_some() {
                return Err(damaged("there are records behind the end"));
            }
            let record = self.read(kind, payload)?;
            if !matches!(record, Record::End(_)) {
                self.hasher.update(rest.get(..rest.len() - after.len()).unwrap_or_default());
            }
            records.push(record);
            rest = after;
        }
        self.waiting = rest.to_vec();
        Ok(records)
    }

    /// Says whether everything is there that should be and the device signed it.
    pub fn finish(self, key: &VerifyingKey) -> Result<(), Refusal> {
        let Some(end) = self.end else { return Err(Refusal::because(Code::RescueIncomplete, "its end is missing")) };
        if end.operations != self.operations || end.files != self.files || !self.waiting.is_empty() {
            return Err(damaged("it does not hold what its end says"));
        }
        let bad = |detail: &str| Refusal::because(Code::RescueBadSignature, detail);
        let raw = BASE64.decode(&end.signature).map_err(|_| bad("the signature is not base64"))?;
        let signature = Signature::from_slice(&raw).map_err(|_| bad("the signature has not 64 bytes"))?;
        key.verify(&signed_bytes(&self.hasher.finalize()), &signature)
            .map_err(|_| bad("the signature does not fit the device's key"))
    }

    fn read(&mut self, kind: u8, payload: &[u8]) -> Result<Record, Refusal> {
        let is_first = self.device.is_none();
        if is_first != (kind == HEAD) {
            return Err(damaged("the head does not stand first"));
        }
        if self.open_bytes > 0 && kind != BYTES {
            return Err(damaged("a file ends too early"));
        }
        match kind {
            HEAD => {
                let head: Head = json(payload)?;
                self.device = Some(head.device);
                Ok(Record::Head(head))
            }
            OPERATION => {
                self.operations += 1;
                Ok(Record::Operation(Box::new(json(payload)?)))
            }
            FILE => {
                self.files += 1;
                let file: FileHead = json(payload)?;
                self.open_bytes = file.size_bytes;
                Ok(Record::File(file))
            }
            BYTES => {
                let length = u64::try_from(payload.len()).unwrap_or(u64::MAX);
                self.open_bytes =
                    self.open_bytes.checked_sub(length).ok_or_else(|| damaged("a file goes on after its end"))?;
                Ok(Record::Bytes(payload.to_vec()))
            }
            END => {
                let end: End = json(payload)?;
                self.end = Some(end.clone());
                Ok(Record::End(end))
            }
            kind => Ok(Record::Unknown(kind)),
        }
    }
}

/// A record as it stands in its frame, and what comes after it.
struct Framed<'a> {
    kind: u8,
    payload: &'a [u8],
    after: &'a [u8],
}

/// Splits the first record off; `None` while it is not all here.
fn split(bytes: &[u8]) -> Result<Option<Framed<'_>>, Refusal> {
    let Some((frame, rest)) = bytes.split_first_chunk::<5>() else { return Ok(None) };
    let [kind, length @ ..] = frame;
    let length = usize::try_from(u32::from_be_bytes(*length)).unwrap_or(usize::MAX);
    if length > LONGEST {
        return Err(damaged("a record has an impossible length"));
    }
    Ok(rest.split_at_checked(length).map(|(payload, after)| Framed { kind: *kind, payload, after }))
}

fn json<T: DeserializeOwned>(payload: &[u8]) -> Result<T, Refusal> {
    serde_json::from_slice(payload).map_err(|error| damaged(&format!("a record: {error}")))
}

#[cfg(test)]
mod tests {
    use ed25519_dalek::SigningKey;
    use uuid::Uuid;

    use super::{FileHead, Head, Part, Reader, Record, Recorder, Rescued};
    use crate::evidence::times::Times;
    use crate::ids::{AccountId, DeviceId, OperationId, PhotoId, ServerId, Sha256};
    use crate::refusal::{Code, Refusal};
    use crate::sync::push::{Envelope, OutcomeKind};
    use crate::time::Instant;

    fn key() -> SigningKey {
        SigningKey::from_bytes(&[5; 32])
    }

    fn head() -> Head {
        Head {
            device: DeviceId(Uuid::from_u128(1)),
            account: AccountId(Uuid::from_u128(2)),
            server: ServerId(Uuid::from_u128(3)),
            made: Times { wall: Instant::from_ms(9), monotonic_ms: 1, boot: "b".to_owned(), server_offset_ms: None },
            app_version: "0.1.0".to_owned(),
        }
    }

    fn operation() -> Rescued {
        let body = "{\"any\":\"bytes\"}".to_owned();
        let envelope =
            Envelope { id: OperationId(Uuid::from_u128(4)), sequence: 1, hash: Sha256::of(body.as_bytes()), body };
        Rescued {
            envelope,
            outcome: Some(OutcomeKind::Refused),
            code: Some(Code::OutsideCity),
            detail: "far away".to_owned(),
        }
    }

    fn file(bytes: &[u8]) -> FileHead {
        FileHead {
            photo: PhotoId(Uuid::from_u128(6)),
            part: Part::Working,
            account: AccountId(Uuid::from_u128(2)),
            sha256: Sha256::of(bytes),
            size_bytes: bytes.len() as u64,
        }
    }

    fn written(photo: &[u8]) -> Vec<u8> {
        let mut out = Vec::new();
        let mut recorder = Recorder::begin(&head(), &mut out).unwrap();
        recorder.operation(&operation(), &mut out).unwrap();
        recorder.file(&file(photo), photo, &mut out).unwrap();
        recorder.finish(&key(), &mut out).unwrap();
        out
    }

    fn read(bytes: &[u8], piece: usize) -> Result<Vec<Record>, Refusal> {
        let mut reader = Reader::default();
        let mut records = Vec::new();
        for bytes in bytes.chunks(piece) {
            records.extend(reader.push(bytes)?);
        }
        reader.finish(&key().verifying_key())?;
        Ok(records)
    }

    #[test]
    fn records_come_back_as_they_were_and_files_byte_for_byte() {
        let photo: Vec<u8> = (0..200_000).map(|n| (n % 253) as u8).collect();
        let records = read(&written(&photo), 1_000).unwrap();
        assert_eq!(records[0], Record::Head(head()));
        assert_eq!(records[1], Record::Operation(Box::new(operation())));
        assert_eq!(records[2], Record::File(file(&photo)));
        let bytes: Vec<u8> = records
            .iter()
            .filter_map(|record| if let Record::Bytes(bytes) = record { Some(bytes.as_slice()) } else { None })
            .collect::<Vec<_>>()
            .concat();
        assert_eq!(bytes, photo);
        assert!(read(&written(b""), 3).is_ok(), "a file without bytes is a file");
    }

    #[test]
    fn only_the_device_that_signed_may_have_written_it() {
        let mut reader = Reader::default();
        reader.push(&written(b"photo")).unwrap();
        let other = SigningKey::from_bytes(&[6; 32]).verifying_key();
        assert_eq!(reader.finish(&other).unwrap_err().code, Code::RescueBadSignature);
        let mut changed = written(b"photo");
        let at = changed.windows(5).rposition(|part| part == b"photo").unwrap();
        changed[at] = b'q';
        assert_eq!(read(&changed, 50).unwrap_err().code, Code::RescueBadSignature);
    }

    #[test]
    fn what_is_missing_is_missed() {
        let whole = written(b"photo");
        assert_eq!(read(&whole[..whole.len() - 1], 50).unwrap_err().code, Code::RescueIncomplete);
        assert_eq!(read(&whole[5..], 50).unwrap_err().code, Code::RescueDamaged);
        assert_eq!(read(&[whole.clone(), whole].concat(), 50).unwrap_err().code, Code::RescueDamaged);
    }

    #[test]
    fn a_kind_of_a_later_app_is_passed_over() {
        let mut out = Vec::new();
        let mut recorder = Recorder::begin(&head(), &mut out).unwrap();
        recorder.record(77, b"from the future", &mut out).unwrap();
        recorder.finish(&key(), &mut out).unwrap();
        assert!(read(&out, 50).unwrap().contains(&Record::Unknown(77)));
    }
}
