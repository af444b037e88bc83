//! Invariants 2 and 3: every file hashes to what its signed manifest says, and none is gone before its receipt.

use anyhow::Result;
use ed25519_dalek::VerifyingKey;
use rusqlite::Connection;
use server::check::{self, Depth};
use shared::evidence::manifest::SignedManifest;
use shared::ids::Sha256;

use super::broken;
use super::rows::{PhonePhoto, PhoneRows};
use crate::phone::{Phone, Sealed};
use crate::run::Run;

/// The shots of a phone, its keys and its chain.
pub fn of_phone(phone: &Phone, rows: &PhoneRows) -> Result<()> {
    let sealed = phone.files()?;
    let key = key(phone.database()?)?;
    for photo in &rows.photos {
        let signed = SignedManifest { manifest: photo.manifest.clone(), signature: photo.signature.clone() };
        let manifest = match signed.open(&key) {
            Ok(manifest) => manifest,
            Err(refusal) => return broken(2, format!("photo {} on phone {}: {refusal}", photo.id, phone.number)),
        };
        let says = (&manifest.original.sha256, &manifest.working.sha256);
        if says != (&photo.original, &photo.working) {
            return broken(2, format!("the row of photo {} is not what was signed", photo.id));
        }
        file(phone.number, &sealed, photo, "working", &photo.working, photo.is_receipted)?;
        file(phone.number, &sealed, photo, "original", &photo.original, photo.has_original_receipt)?;
    }
    Ok(())
}

fn file(
    number: usize,
    sealed: &Sealed<'_>,
    photo: &PhonePhoto,
    part: &str,
    sha256: &Sha256,
    is_receipted: bool,
) -> Result<()> {
    match sealed.open(&format!("{}.{part}", photo.id))? {
        Some(bytes) if Sha256::of(&bytes) == *sha256 => Ok(()),
        Some(_) => broken(2, format!("the {part} file of photo {} on phone {number} is not what was signed", photo.id)),
        // What the server has receipted may go; what it has not, may not.
        None if is_receipted => Ok(()),
        None => {
            broken(3, format!("the {part} file of photo {} on phone {number} is gone before its receipt", photo.id))
        }
    }
}

fn key(rows: &Connection) -> Result<VerifyingKey> {
    let secret: Vec<u8> = rows.query_row("select secret_key from device", [], |row| row.get(0))?;
    let secret: [u8; 32] = secret.try_into().map_err(|_| anyhow::anyhow!("the device key has not 32 bytes"))?;
    Ok(ed25519_dalek::SigningKey::from_bytes(&secret).verifying_key())
}

/// Invariants 2 and 8 at the server: what its own check finds.
pub fn of_server(run: &Run) -> Result<()> {
    let app = run.server.app()?;
    let found = run.server.wait(check::all(app, Depth::Media))?;
    match found.problems.first() {
        Some(problem) => broken(8, format!("the server's check finds {} problems: {problem}", found.problems.len())),
        None => Ok(()),
    }
}
