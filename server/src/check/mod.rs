//! Does everything that is written down fit together? Reads all of it and changes nothing.

mod store;
mod fit;
mod ground;

use serde::Serialize;
use shared::case::Case;
use shared::case::state::next;
use shared::evidence::manifest::SignedManifest;
use shared::ids::Sha256;

use crate::app::App;
use crate::error::Result;
use crate::media::actions::blocking;
use crate::{accounts, audit};

/// How deep to look.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Depth {
    /// Rows only.
    Rows,
    /// Every file is read and hashed as well.
    Media,
}

/// What was found.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Findings {
    /// Cases.
    pub cases: u64,
    /// Shots whose working copy is here.
    pub photos: u64,
    /// Originals that are here.
    pub originals: u64,
    /// Operations received.
    pub operations: u64,
    /// What does not fit, a sentence each.
    pub problems: Vec<String>,
}

/// Looks at everything.
pub async fn all(app: &App, depth: Depth) -> Result<Findings> {
    let mut found = Findings::default();
    // One moment: what a phone hands in meanwhile must not look as if it did not fit.
    let mut reader = app.db.snapshot().await?;
    let cases = store::cases(&mut reader).await?;
    for row in &cases {
        found.cases += 1;
        let flow = store::flow(&mut reader, &row.case).await?;
        lived(row, &flow, &mut found.problems);
    }
    let operations = store::operations(&mut reader).await?;
    for operation in &operations {
        found.operations += 1;
        if Sha256::of(operation.body.as_bytes()) != operation.hash {
            found.problems.push(format!("operation {}: its bytes do not fit its hash", operation.id));
        }
    }
    let photos = store::photos(&mut reader).await?;
    let files = store::files(&mut reader).await?;
    let tasks = store::tasks(&mut reader).await?;
    fit::operations(&operations, &cases, &mut found.problems);
    fit::photos(&photos, &cases, &files, &mut found.problems);
    fit::tasks(&tasks, &cases, &mut found.problems);
    fit::areas(&store::areas(&mut reader).await?, &mut found.problems);
    ground::recomputed(app, &mut reader, &cases, &mut found.problems).await?;
    for photo in &photos {
        found.photos += u64::from(photo.is_received);
        found.originals += u64::from(photo.original_is_received);
        let signed = SignedManifest { manifest: photo.manifest.clone(), signature: photo.signature.clone() };
        let key = accounts::actions::verifying_key(&photo.public_key)?;
        match signed.open(&key) {
            Ok(manifest) if manifest.working.sha256 == photo.working => {}
            Ok(_) => found.problems.push(format!("photo {}: its row is not what was signed", photo.id)),
            Err(refusal) => found.problems.push(format!("photo {}: {refusal}", photo.id)),
        }
        if photo.is_received && !photo.file_is_known {
            found.problems.push(format!("photo {}: receipted, but its file is not written down", photo.id));
        }
    }
    found.problems.extend(audit::verify(&mut reader).await?);
    drop(reader);
    if depth == Depth::Media {
        for (sha256, size_bytes) in files {
            hashed(app, sha256, size_bytes, &mut found.problems).await?;
        }
    }
    Ok(found)
}

/// A case must stand where its records lead, each step one that the table knows.
fn lived(row: &store::CaseRow, flow: &[shared::case::FlowRecord], problems: &mut Vec<String>) {
    let Case { id, state, .. } = &row.case;
    if state.as_str() != row.state {
        problems.push(format!("case {id}: its list says {}, its file says {}", row.state, state.as_str()));
    }
    if !row.is_marked {
        problems.push(format!("case {id}: its mark is not that of what stands in it"));
    }
    if !row.is_counted {
        problems.push(format!("case {id}: the figures count it as something else than what stands in it"));
    }
    let mut stands = None;
    for record in flow.iter().filter(|record| !record.late_evidence) {
        if record.from != stands {
            problems.push(format!("case {id}: step {} does not begin where the one before ended", record.sequence));
        }
        if let Some(from) = record.from
            && from != record.to
            && next(from, record.action) != Ok(record.to)
        {
            problems.push(format!("case {id}: step {} is not in the table", record.sequence));
        }
        stands = Some(record.to);
    }
    if stands != Some(*state) {
        problems.push(format!("case {id}: its records do not lead to where it stands"));
    }
}

async fn hashed(app: &App, sha256: Sha256, size_bytes: i64, problems: &mut Vec<String>) -> Result<()> {
    let (storage, name) = (app.storage.clone(), sha256.clone());
    match blocking(move || storage.read(&name)).await? {
        None => problems.push(format!("file {sha256}: written down but not there")),
        Some(bytes) if Sha256::of(&bytes) != sha256 => problems.push(format!("file {sha256}: its bytes changed")),
        Some(bytes) if i64::try_from(bytes.len()) != Ok(size_bytes) => {
            problems.push(format!("file {sha256}: it has {} bytes and {size_bytes} are written down", bytes.len()));
        }
        Some(_) => {}
    }
    Ok(())
}
