//! Whether a file is byte for byte one of ours, and what was signed of it.

use shared::account::Right;
use shared::api::evidence::{FileStand, KnownFile, StandsAs};
use shared::case::Case;
use shared::evidence::manifest::Manifest;
use shared::ids::{CaseId, Sha256};
use shared::refusal::Code;
use sqlx::AnyConnection;

use super::photo;
use super::store::told::{self, Kept};
use crate::accounts;
use crate::accounts::caller::{Beside, Caller, Reach};
use crate::app::App;
use crate::cases;
use crate::error::{Result, refuse};

/// Returns everything that a file stands for within the caller's reach.
pub async fn file(app: &App, caller: &Caller, sha256: &Sha256) -> Result<KnownFile> {
    caller.may(Right::SeeCases)?;
    let mut reader = app.db.read().await?;
    let mut stands = Vec::new();
    // What was shot for a blind check is told to those alone who see what came of it.
    let sees_beside = caller.beside() == Beside::Told;
    for shot in told::naming(&mut reader, sha256).await?.into_iter().filter(|shot| sees_beside || !shot.is_blind) {
        let Some(case) = within(&mut reader, &caller.reach, shot.case).await? else { continue };
        let taken_by = told::name_of(&mut reader, shot.account).await?;
        let holds = holds(&shot, sha256);
        let evidence = photo::signed(shot)?;
        let stands_as = if evidence.working == *sha256 { StandsAs::Working } else { StandsAs::Original };
        stands.push(FileStand {
            stands_as,
            case: case.id,
            case_no: case.case_no,
            evidence: Some(evidence),
            signature_holds: holds,
            taken_by,
        });
    }
    for desk in told::unsigned(&mut reader, sha256).await? {
        let Some(case) = within(&mut reader, &caller.reach, desk.case).await? else { continue };
        stands.push(FileStand {
            stands_as: StandsAs::Desk,
            case: case.id,
            case_no: case.case_no,
            evidence: None,
            signature_holds: false,
            taken_by: String::new(),
        });
    }
    if stands.is_empty() {
        return refuse(Code::FileUnknown, format!("file {sha256}"));
    }
    Ok(KnownFile { sha256: sha256.clone(), stands })
}

async fn within(connection: &mut AnyConnection, reach: &Reach, id: CaseId) -> Result<Option<Case>> {
    let case = cases::actions::find(connection, id).await?;
    Ok(case.filter(|case| cases::actions::reaches(reach, case)))
}

/// Verifies the signature again with the device's key, and that what is signed names the file.
fn holds(shot: &Kept, sha256: &Sha256) -> bool {
    let Ok(key) = accounts::actions::verifying_key(&shot.public_key) else { return false };
    let names = |manifest: &Manifest| manifest.working.sha256 == *sha256 || manifest.original.sha256 == *sha256;
    shot.signed.open(&key).is_ok_and(|manifest| names(&manifest))
}
