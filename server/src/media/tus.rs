//! The words of tus 1.0: headers in, headers out.

use axum::http::{HeaderMap, HeaderName, HeaderValue};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use sha1::Sha1;
use sha2::{Digest as _, Sha256 as Sha2};
use shared::ids::Sha256;
use shared::refusal::Code;

use super::actions::{Announced, Earlier};
use crate::error::{Result, refuse};

/// The version that is spoken.
pub const VERSION: &str = "1.0.0";
/// The extensions that are spoken.
pub const EXTENSIONS: &str = "creation,creation-with-upload,checksum,expiration,termination";
/// The checksums that are checked.
pub const CHECKSUMS: &str = "sha256,sha1";
/// The media type of a body with bytes.
pub const MEDIA_TYPE: &str = "application/offset+octet-stream";

/// `Tus-Resumable`.
pub const RESUMABLE: HeaderName = HeaderName::from_static("tus-resumable");
/// `Upload-Offset`.
pub const OFFSET: HeaderName = HeaderName::from_static("upload-offset");
/// `Upload-Length`.
pub const LENGTH: HeaderName = HeaderName::from_static("upload-length");
/// `Upload-Metadata`.
pub const METADATA: HeaderName = HeaderName::from_static("upload-metadata");
/// `Upload-Checksum`.
pub const CHECKSUM: HeaderName = HeaderName::from_static("upload-checksum");
/// `Upload-Expires`.
pub const EXPIRES: HeaderName = HeaderName::from_static("upload-expires");

/// Reads a header with a whole number.
pub fn number(headers: &HeaderMap, name: &HeaderName) -> Result<u64> {
    let text = headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    match text.parse() {
        Ok(number) => Ok(number),
        Err(_) => refuse(Code::BadRequest, format!("the header {name} must be a whole number")),
    }
}

/// Refuses another version of tus than the one spoken; a sender that names none is taken at its word.
pub fn version(headers: &HeaderMap) -> Result<()> {
    match headers.get(&RESUMABLE) {
        None => Ok(()),
        Some(version) if version == VERSION => Ok(()),
        Some(_) => refuse(Code::BadRequest, "this server speaks tus 1.0.0"),
    }
}

/// Reads what a sender says of the upload it wants.
pub fn announced(headers: &HeaderMap) -> Result<Announced> {
    let length = number(headers, &LENGTH)?;
    let goes_on = metadata(headers).any(|(key, _)| key == "resume");
    let earlier = if goes_on { Earlier::GoneOnWith } else { Earlier::LeftAlone };
    Ok(Announced { length, promised: promised(headers)?, earlier })
}

/// Reads the hash a sender promises: `sha256` and its hex, as it is or in base64 as tus wants it. It may be missing,
/// and so may the whole header.
fn promised(headers: &HeaderMap) -> Result<Option<Sha256>> {
    let Some((_, value)) = metadata(headers).find(|(key, _)| *key == "sha256") else { return Ok(None) };
    let decoded = BASE64.decode(value).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    match [Some(value), decoded.as_deref()].into_iter().flatten().find_map(|text| text.parse().ok()) {
        Some(hash) => Ok(Some(hash)),
        None => refuse(Code::BadValue, "the sha256 in Upload-Metadata is not 64 lower-case hex digits"),
    }
}

/// Returns the keys of `Upload-Metadata` with their values, as they are written.
fn metadata(headers: &HeaderMap) -> impl Iterator<Item = (&str, &str)> {
    let text = headers.get(&METADATA).and_then(|value| value.to_str().ok()).unwrap_or_default();
    text.split(',').map(|pair| {
        let (key, value) = pair.trim().split_once(' ').unwrap_or((pair.trim(), ""));
        (key, value.trim())
    })
}

/// A checksum over one request's bytes.
pub enum Checksum {
    /// SHA-256.
    Sha256(Sha2, Vec<u8>),
    /// SHA-1, which every tus client knows.
    Sha1(Sha1, Vec<u8>),
}

impl Checksum {
    /// Reads `Upload-Checksum`, if there is one.
    pub fn read(headers: &HeaderMap) -> Result<Option<Self>> {
        let Some(text) = headers.get(&CHECKSUM).and_then(|value| value.to_str().ok()) else { return Ok(None) };
        let (algorithm, value) = text.split_once(' ').unwrap_or((text, ""));
        let Ok(expected) = BASE64.decode(value.trim()) else {
            return refuse(Code::BadRequest, "Upload-Checksum is not base64");
        };
        match algorithm {
            "sha256" => Ok(Some(Self::Sha256(Sha2::new(), expected))),
            "sha1" => Ok(Some(Self::Sha1(Sha1::new(), expected))),
            _ => refuse(Code::BadRequest, format!("Upload-Checksum takes {CHECKSUMS}")),
        }
    }

    /// Takes more bytes in.
    pub fn update(&mut self, bytes: &[u8]) {
        match self {
            Self::Sha256(hasher, _) => hasher.update(bytes),
            Self::Sha1(hasher, _) => hasher.update(bytes),
        }
    }

    /// Says whether the bytes were the ones meant.
    pub fn fits(self) -> bool {
        match self {
            Self::Sha256(hasher, expected) => hasher.finalize().as_slice() == expected,
            Self::Sha1(hasher, expected) => hasher.finalize().as_slice() == expected,
        }
    }
}

/// Returns a number as a header value.
pub fn value(number: u64) -> HeaderValue {
    HeaderValue::from(number)
}
