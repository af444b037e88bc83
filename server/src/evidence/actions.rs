//! What other features ask of evidence: what is known of a case's photos, and that a file came without a signature.
//!
//! Nothing here judges, and nothing here wakes whoever does: that is the edge's, after its commit.

use shared::api::evidence::{PhotoEvidence, UnsignedEvidence};
use shared::ids::{CaseId, JurisdictionId, Sha256};
use shared::time::Instant;
use sqlx::AnyConnection;

use super::photo;
use super::store::{around, told, unsigned};
use crate::db::Tx;
use crate::error::Result;

/// Returns what is known of the signed shots of a case.
pub async fn of_case(connection: &mut AnyConnection, case: CaseId) -> Result<Vec<PhotoEvidence>> {
    told::of_case(connection, case).await?.into_iter().map(photo::signed).collect()
}

/// Returns what is known of the files of a case that no device signed for.
pub async fn unsigned_of_case(connection: &mut AnyConnection, case: CaseId) -> Result<Vec<UnsignedEvidence>> {
    Ok(told::unsigned_of_case(connection, case).await?.into_iter().map(photo::unsigned).collect())
}

/// Says whether a device signed for the file as a working copy, which bears a watermark.
pub async fn is_working_copy(connection: &mut AnyConnection, file: &Sha256) -> Result<bool> {
    around::is_working_copy(connection, file).await
}

/// Notes that a file was handed in for a case at a desk.
pub async fn handed_in(tx: &mut Tx, file: &Sha256, case: CaseId, area: &JurisdictionId, now: Instant) -> Result<()> {
    unsigned::insert(tx, file, case, area, now).await
}
