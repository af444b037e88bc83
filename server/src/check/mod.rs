//! Does everything that is written down fit together? Reads all of it and changes nothing.

mod store;
mod fit;
mod ground;
mod files;

use serde::Serialize;
use shared::case::Case;
use shared::case::state::next;
use shared::evidence::manifest::{Manifest, SignedManifest};
use shared::ids::Sha256;

use crate::app::App;
use crate::error::Result;
use crate::{accounts, audit, base_maps, months};

/// How deep to look.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Depth {
    /// Rows only.
    Rows,
    /// Every file and thumbnail is read as well: hashed, judged and compared.
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
    /// Places in the devices' chains of photos that have no photo here. No problem by itself: they may be on their way.
    pub gaps: u64,
    /// Files that were read; none unless that was asked for.
    pub files: u64,
    /// Base maps that are offered.
    pub base_maps: u64,
    /// Frozen months whose newest version was read once more from the histories.
    pub months: u64,
    /// What does not fit, a sentence each.
    pub problems: Vec<String>,
}

/// Is told how many of how many files were read.
pub type Progress<'a> = &'a (dyn Fn(u64, u64) + Sync);

/// Looks at everything.
pub async fn all(app: &App, depth: Depth) -> Result<Findings> {
    all_telling(app, depth, &|_, _| {}).await
}

/// Looks at everything and says how far it is with the files.
pub async fn all_telling(app: &App, depth: Depth, progress: Progress<'_>) -> Result<Findings> {
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
        let hash = operation.kept_hash.as_ref().unwrap_or(&operation.hash);
        if Sha256::of(operation.body.as_bytes()) != *hash {
            found.problems.push(format!("operation {}: its bytes do not fit its hash", operation.id));
        }
    }
    let photos = store::photos(&mut reader).await?;
    let files = store::files(&mut reader).await?;
    let tasks = store::tasks(&mut reader).await?;
    fit::operations(&operations, &cases, &mut found.problems);
    found.gaps = fit::photos(&photos, &cases, &files, &mut found.problems);
    fit::tasks(&tasks, &cases, &mut found.problems);
    fit::areas(&store::areas(&mut reader).await?, &mut found.problems);
    ground::recomputed(app, &mut reader, &cases, &mut found.problems).await?;
    for photo in &photos {
        found.photos += u64::from(photo.is_received);
        found.originals += u64::from(photo.original_is_received);
        signed(photo, &mut found.problems);
        if photo.is_received && !photo.file_is_known {
            found.problems.push(format!("photo {}: receipted, but its file is not written down", photo.id));
        }
    }
    found.problems.extend(audit::verify(&mut reader).await?);
    found.months = months::check::newest(app, &mut reader, &mut found.problems).await?;
    let maps = base_maps::actions::offered(&mut reader).await?;
    found.base_maps = u64::try_from(maps.len()).unwrap_or(u64::MAX);
    drop(reader);
    if depth == Depth::Media {
        found.files = files::read(app, &files, progress, &mut found.problems).await?;
        files::read_maps(app, maps, &mut found.problems).await?;
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
    if !row.is_queued {
        problems.push(format!("case {id}: it waits in another queue than what stands in it says"));
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

/// A shot's signature must hold by its device's key, and its row must say what was signed.
fn signed(photo: &store::PhotoRow, problems: &mut Vec<String>) {
    let store::PhotoRow { id, device, .. } = photo;
    let signed = SignedManifest { manifest: photo.manifest.clone(), signature: photo.signature.clone() };
    let Ok(key) = accounts::actions::verifying_key(&photo.public_key) else {
        problems.push(format!("photo {id}: the key of device {device} is no key"));
        return;
    };
    match signed.open(&key) {
        Ok(manifest) if is_row_of(photo, &manifest) => {}
        Ok(_) => problems.push(format!("photo {id}: its row is not what was signed")),
        Err(refusal) => problems.push(format!("photo {id}: {refusal}")),
    }
}

fn is_row_of(photo: &store::PhotoRow, manifest: &Manifest) -> bool {
    let named = (&manifest.photo, &manifest.device, manifest.role.as_str());
    let files = (&manifest.working.sha256, &manifest.original.sha256);
    named == (&photo.id, &photo.device, photo.role.as_str()) && files == (&photo.working, &photo.original)
}
