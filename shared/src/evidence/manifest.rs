//! The manifest of a photo: one shot, two files, one signature.
//!
//! Encoded as a CBOR array of integers, byte strings and text in the order of [`Manifest`]'s fields: shortest integers
//! and definite lengths (RFC 8949, 4.2.1), no floats, no maps. Do not reorder: signed bytes.
//! The bytes are made once, at the shutter, and travel verbatim; nobody encodes them again to check them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use ciborium::Value;
use ed25519_dalek::{Signature, Signer as _, SigningKey, Verifier as _, VerifyingKey};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::evidence::photo::PhotoRole;
use crate::evidence::times::Times;
use crate::ids::{AccountId, CaseId, DeviceId, PhotoId, Sha256, TaskId};
use crate::place::crs::Crs;
use crate::place::fix::{Fix, Source};
use crate::place::point::Degree;
use crate::refusal::{Code, Refusal};
use crate::time::Instant;

/// The layout of the array; the first number in it.
pub const FORMAT: u64 = 1;
/// … and of one that tells of a pair, of a file's own claims or of a clip; what needs none of these stays in the first,
/// which every server reads.
const MORE: u64 = 2;
/// … and of one that was found after its shutter: what needs no such word stays in the first two.
const FOUND: u64 = 3;

/// One of the two files of a shot.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FileFacts {
    /// SHA-256 of its bytes.
    pub sha256: Sha256,
    /// How many bytes.
    pub size_bytes: u64,
}

/// What the photo was taken for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Subject {
    /// A report.
    Case(CaseId),
    /// The answer to a task.
    Task(TaskId),
}

/// How the picture came to be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Capture {
    /// With the app's own camera.
    Camera,
    /// From a file: an album, a desk.
    Imported,
}

/// What a device says about one shot. The signature covers all of it.
#[derive(Clone, PartialEq, Debug)]
pub struct Manifest {
    /// The shot.
    pub photo: PhotoId,
    /// The device that took it, and signs.
    pub device: DeviceId,
    /// Who was signed in.
    pub account: AccountId,
    /// Counts from 1 on this device without a gap.
    pub index: u64,
    /// Hash of the previous manifest's bytes; `None` for the device's first photo.
    pub previous: Option<Sha256>,
    /// The file as the camera gave it, hashed before anything else touched it; of one that was `found` as it was found.
    pub original: FileFacts,
    /// The upright, scaled, watermarked copy that always travels.
    pub working: FileFacts,
    /// What it shows.
    pub role: PhotoRole,
    /// What it was taken for.
    pub subject: Subject,
    /// How it came to be.
    pub capture: Capture,
    /// Where the device was, as far as it knew.
    pub fix: Option<Fix>,
    /// When it was taken.
    pub taken: Times,
    /// The working copy of the before photo that was laid over the view while this one was framed.
    pub pair: Option<Sha256>,
    /// What a file from elsewhere says of itself; always told for [`Capture::Imported`], never for the camera.
    pub own: Option<OwnClaims>,
    /// How long a video or voice clip lasts, milliseconds; the clip is then the original.
    pub clip_ms: Option<u64>,
    /// When the file was found and hashed, where that was not at the shutter: the system had ended the app while the
    /// camera was open. `taken` is then when the camera was opened.
    pub found: Option<Times>,
}

/// What a file that was not taken by the app says of itself: word of mouth, signed only as having been there.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct OwnClaims {
    /// When it was taken, by its EXIF, read in the jurisdiction's zone where it names none.
    pub taken: Option<Instant>,
    /// Where, by its EXIF: longitude and latitude, WGS-84.
    pub place: Option<(Degree, Degree)>,
}

/// A manifest as it is stored and travels: bytes and signature, verbatim.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct SignedManifest {
    /// The manifest's CBOR bytes, base64.
    pub manifest: String,
    /// Ed25519 signature over those bytes, base64.
    pub signature: String,
}

fn invalid(detail: &str) -> Refusal {
    Refusal::because(Code::ManifestInvalid, detail)
}

impl SignedManifest {
    /// Signs a manifest.
    pub fn sign(manifest: &Manifest, key: &SigningKey) -> Self {
        let bytes = manifest.encode();
        let signature = key.sign(&bytes);
        Self { manifest: BASE64.encode(&bytes), signature: BASE64.encode(signature.to_bytes()) }
    }

    /// Returns the signed bytes.
    pub fn bytes(&self) -> Result<Vec<u8>, Refusal> {
        BASE64.decode(&self.manifest).map_err(|_| invalid("the manifest is not base64"))
    }

    /// Returns the hash that the next manifest of the device names as its previous one.
    pub fn hash(&self) -> Result<Sha256, Refusal> {
        Ok(Sha256::of(&self.bytes()?))
    }

    /// Reads the manifest after its signature has been verified with the device's key.
    pub fn open(&self, key: &VerifyingKey) -> Result<Manifest, Refusal> {
        let bytes = self.bytes()?;
        let raw = BASE64.decode(&self.signature).map_err(|_| invalid("the signature is not base64"))?;
        let signature = Signature::from_slice(&raw).map_err(|_| invalid("the signature has not 64 bytes"))?;
        key.verify(&bytes, &signature).map_err(|_| invalid("the signature does not fit the device's key"))?;
        Manifest::decode(&bytes)
    }
}

impl Manifest {
    /// Returns the bytes that are signed.
    pub fn encode(&self) -> Vec<u8> {
        let (subject_kind, subject) = match self.subject {
            Subject::Case(id) => (0, id.0),
            Subject::Task(id) => (1, id.0),
        };
        let capture = match self.capture {
            Capture::Camera => 0,
            Capture::Imported => 1,
        };
        let format = match (&self.found, self.tells_more()) {
            (Some(_), _) => FOUND,
            (None, true) => MORE,
            (None, false) => FORMAT,
        };
        let mut items = vec![
            int(format),
            uuid(self.photo.0),
            uuid(self.device.0),
            uuid(self.account.0),
            int(self.index),
            self.previous.as_ref().map_or(Value::Null, hash),
            hash(&self.original.sha256),
            int(self.original.size_bytes),
            hash(&self.working.sha256),
            int(self.working.size_bytes),
            Value::Text(self.role.as_str().to_owned()),
            int(subject_kind),
            uuid(subject),
            int(capture),
            self.fix.as_ref().map_or(Value::Null, fix_value),
        ];
        items.extend(times_values(&self.taken));
        if format != FORMAT {
            items.push(self.pair.as_ref().map_or(Value::Null, hash));
            items.push(self.own.as_ref().map_or(Value::Null, own_value));
            items.push(self.clip_ms.map_or(Value::Null, int));
        }
        if let Some(found) = &self.found {
            items.extend(times_values(found));
        }
        let value = Value::Array(items);
        let mut bytes = Vec::new();
        match ciborium::into_writer(&value, &mut bytes) {
            Ok(()) => bytes,
            Err(_) => unreachable!("writing integers, bytes and text into memory cannot fail"),
        }
    }

    /// Reads the bytes of a manifest; the signature is the caller's concern.
    pub fn decode(bytes: &[u8]) -> Result<Self, Refusal> {
        let value: Value = ciborium::from_reader(bytes).map_err(|_| invalid("the manifest is not CBOR"))?;
        let mut fields = Fields::of(value)?;
        let format = fields.int()?;
        if ![FORMAT, MORE, FOUND].map(i128::from).contains(&format) {
            return Err(invalid("the manifest has a format this build does not know"));
        }
        let photo = PhotoId(fields.uuid()?);
        let device = DeviceId(fields.uuid()?);
        let account = AccountId(fields.uuid()?);
        let index = fields.unsigned()?;
        let previous = fields.maybe_hash()?;
        let original = FileFacts { sha256: fields.hash()?, size_bytes: fields.unsigned()? };
        let working = FileFacts { sha256: fields.hash()?, size_bytes: fields.unsigned()? };
        let role = PhotoRole::parse(&fields.text()?).ok_or_else(|| invalid("unknown photo role"))?;
        let subject = match (fields.int()?, fields.uuid()?) {
            (0, id) => Subject::Case(CaseId(id)),
            (1, id) => Subject::Task(TaskId(id)),
            (_, _) => return Err(invalid("unknown subject")),
        };
        let capture = match fields.int()? {
            0 => Capture::Camera,
            1 => Capture::Imported,
            _ => return Err(invalid("unknown kind of capture")),
        };
        let fix = match fields.next()? {
            Value::Null => None,
            value => Some(read_fix(value)?),
        };
        let taken = fields.times()?;
        let (mut pair, mut own, mut clip_ms, mut found) = (None, None, None, None);
        if format != i128::from(FORMAT) {
            pair = fields.maybe_hash()?;
            own = match fields.next()? {
                Value::Null => None,
                value => Some(read_own(value)?),
            };
            clip_ms =
                fields.maybe_signed()?.map(u64::try_from).transpose().map_err(|_| invalid("a clip before its time"))?;
        }
        if format == i128::from(FOUND) {
            found = Some(fields.times()?);
        }
        fields.end()?;
        Ok(Self {
            photo,
            device,
            account,
            index,
            previous,
            original,
            working,
            role,
            subject,
            capture,
            fix,
            taken,
            pair,
            own,
            clip_ms,
            found,
        })
    }

    /// What the first format has no room for.
    fn tells_more(&self) -> bool {
        self.pair.is_some() || self.own.is_some() || self.clip_ms.is_some()
    }
}

fn int(value: u64) -> Value {
    Value::Integer(value.into())
}

fn uuid(id: Uuid) -> Value {
    Value::Bytes(id.as_bytes().to_vec())
}

fn hash(sha256: &Sha256) -> Value {
    Value::Bytes(sha256.raw().to_vec())
}

fn times_values(times: &Times) -> [Value; 4] {
    [
        Value::Integer(times.wall.ms().into()),
        int(times.monotonic_ms),
        Value::Text(times.boot.clone()),
        times.server_offset_ms.map_or(Value::Null, |ms| Value::Integer(ms.into())),
    ]
}

fn own_value(own: &OwnClaims) -> Value {
    let number = |value: Option<i64>| value.map_or(Value::Null, |value| Value::Integer(value.into()));
    Value::Array(vec![
        number(own.taken.map(Instant::ms)),
        number(own.place.map(|(lon, _)| lon.0.into())),
        number(own.place.map(|(_, lat)| lat.0.into())),
    ])
}

fn read_own(value: Value) -> Result<OwnClaims, Refusal> {
    let mut fields = Fields::of(value)?;
    let taken = fields.maybe_signed()?.map(Instant::from_ms);
    let mut degree = || -> Result<Option<Degree>, Refusal> {
        let number = fields.maybe_signed()?.map(i32::try_from).transpose();
        Ok(number.map_err(|_| invalid("a coordinate is out of range"))?.map(Degree))
    };
    let place = degree()?.zip(degree()?);
    fields.end()?;
    Ok(OwnClaims { taken, place })
}

/// Lengths in millimetres and headings in hundredths of a degree: signed bytes hold no floats.
fn fix_value(fix: &Fix) -> Value {
    let scaled =
        |value: Option<f64>, scale: f64| value.map_or(Value::Null, |v| Value::Integer(whole(v * scale).into()));
    Value::Array(vec![
        Value::Integer(fix.lon.0.into()),
        Value::Integer(fix.lat.0.into()),
        Value::Text(fix.crs.as_str().to_owned()),
        Value::Text(source_word(fix.source).to_owned()),
        scaled(fix.accuracy_m, 1_000.0),
        Value::Integer(fix.fix_time.ms().into()),
        fix.provider.as_ref().map_or(Value::Null, |name| Value::Text(name.clone())),
        int(u64::from(fix.is_mock)),
        scaled(fix.heading_deg, 100.0),
    ])
}

#[expect(clippy::cast_possible_truncation, reason = "`as` saturates, and no fix is that inaccurate")]
fn whole(value: f64) -> i64 {
    value.round() as i64
}

fn read_fix(value: Value) -> Result<Fix, Refusal> {
    let mut fields = Fields::of(value)?;
    let mut degree = || -> Result<Degree, Refusal> {
        i32::try_from(fields.signed()?).map(Degree).map_err(|_| invalid("a coordinate is out of range"))
    };
    let (lon, lat) = (degree()?, degree()?);
    let crs = fields.text()?.parse::<Crs>().map_err(|_| invalid("unknown coordinate system"))?;
    let word = fields.text()?;
    let source = SOURCES.iter().find(|(_, w)| *w == word).map(|(s, _)| *s).ok_or_else(|| invalid("unknown source"))?;
    #[expect(clippy::cast_precision_loss, reason = "millimetres and hundredths of a degree are far below 2^52")]
    let unscaled = |value: Option<i64>, scale: f64| value.map(|v| v as f64 / scale);
    let accuracy_m = unscaled(fields.maybe_signed()?, 1_000.0);
    let fix_time = Instant::from_ms(fields.signed()?);
    let provider = match fields.next()? {
        Value::Text(name) => Some(name),
        _ => None,
    };
    let is_mock = fields.unsigned()? == 1;
    let heading_deg = unscaled(fields.maybe_signed()?, 100.0);
    fields.end()?;
    Ok(Fix { lon, lat, crs, source, accuracy_m, fix_time, provider, is_mock, heading_deg })
}

const SOURCES: &[(Source, &str)] = &[
    (Source::Gnss, "gnss"),
    (Source::Network, "network"),
    (Source::MapPick, "map_pick"),
    (Source::Exif, "exif"),
    (Source::Import, "import"),
    (Source::Simulated, "simulated"),
];

fn source_word(source: Source) -> &'static str {
    SOURCES.iter().find(|(s, _)| *s == source).map_or("simulated", |(_, word)| word)
}

/// Takes the fields of an array one by one, in order.
struct Fields(std::vec::IntoIter<Value>);

impl Fields {
    fn of(value: Value) -> Result<Self, Refusal> {
        match value {
            Value::Array(items) => Ok(Self(items.into_iter())),
            _ => Err(invalid("the manifest is not an array")),
        }
    }

    fn next(&mut self) -> Result<Value, Refusal> {
        self.0.next().ok_or_else(|| invalid("the manifest ends too early"))
    }

    fn end(mut self) -> Result<(), Refusal> {
        if self.0.next().is_none() { Ok(()) } else { Err(invalid("the manifest goes on after its end")) }
    }

    fn int(&mut self) -> Result<i128, Refusal> {
        self.next()?.into_integer().map(i128::from).map_err(|_| invalid("a number was expected"))
    }

    fn signed(&mut self) -> Result<i64, Refusal> {
        i64::try_from(self.int()?).map_err(|_| invalid("a number is out of range"))
    }

    fn unsigned(&mut self) -> Result<u64, Refusal> {
        u64::try_from(self.int()?).map_err(|_| invalid("a number is out of range"))
    }

    fn maybe_signed(&mut self) -> Result<Option<i64>, Refusal> {
        match self.next()? {
            Value::Null => Ok(None),
            Value::Integer(value) => {
                i64::try_from(i128::from(value)).map(Some).map_err(|_| invalid("a number is out of range"))
            }
            _ => Err(invalid("a number was expected")),
        }
    }

    fn text(&mut self) -> Result<String, Refusal> {
        self.next()?.into_text().map_err(|_| invalid("text was expected"))
    }

    fn times(&mut self) -> Result<Times, Refusal> {
        Ok(Times {
            wall: Instant::from_ms(self.signed()?),
            monotonic_ms: self.unsigned()?,
            boot: self.text()?,
            server_offset_ms: self.maybe_signed()?,
        })
    }

    fn bytes<const N: usize>(value: Value) -> Result<[u8; N], Refusal> {
        let bytes = value.into_bytes().map_err(|_| invalid("bytes were expected"))?;
        bytes.try_into().map_err(|_| invalid("bytes of another length were expected"))
    }

    fn uuid(&mut self) -> Result<Uuid, Refusal> {
        Ok(Uuid::from_bytes(Self::bytes(self.next()?)?))
    }

    fn hash(&mut self) -> Result<Sha256, Refusal> {
        Ok(Sha256::from_raw(&Self::bytes(self.next()?)?))
    }

    fn maybe_hash(&mut self) -> Result<Option<Sha256>, Refusal> {
        match self.next()? {
            Value::Null => Ok(None),
            value => Ok(Some(Sha256::from_raw(&Self::bytes(value)?))),
        }
    }
}

#[cfg(test)]
mod tests;
