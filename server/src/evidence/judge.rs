//! Drawing the verdict over signed shots.
//!
//! What is around a shot is read without a lock and may take its time; only the writing is a transaction. A change that
//! comes between the two raises the shot's `surroundings`, the verdict is not written, and it is drawn again.

use std::collections::BTreeSet;

use shared::evidence::manifest::Manifest;
use shared::evidence::verdict::judge;
use shared::evidence::verdict::pair::{Side, measure};
use shared::evidence::verdict::{Finding, PairMeasures, Reason, Verdict};
use shared::ids::{CaseId, Sha256};
use sqlx::AnyConnection;

use super::alike;
use super::claims;
use super::examine::UNREADABLE;
use super::others;
use super::store::cases;
use super::store::looks::{self, Known};
use super::store::shots::{self, Judgement, Unjudged};
use super::surroundings::{self, Around};
use crate::app::App;
use crate::catalogue::city::City;
use crate::error::{Error, Result};

/// How many verdicts are written in one transaction.
const AT_ONCE: i64 = 50;

/// A verdict, and whom else it concerns.
struct Drawn {
    judgement: Judgement,
    case: CaseId,
    /// Files that another case has, too.
    seen: Vec<Sha256>,
    /// A picture of another case that looks nearly the same.
    alike: Option<Sha256>,
}

/// Draws a verdict over every shot that waits for one; returns how many were drawn. One that cannot be judged now is passed
/// over.
pub async fn pass(app: &App) -> Result<usize> {
    let city = app.city();
    let (mut after, mut count) = (String::new(), 0);
    loop {
        let mut reader = app.db.read().await?;
        let waiting = shots::unjudged(&mut reader, &after, AT_ONCE).await?;
        let Some(last) = waiting.last() else { return Ok(count) };
        after = last.photo.to_string();
        let mut drawn = Vec::new();
        for shot in &waiting {
            match over(&city, &mut reader, shot).await {
                Ok(one) => drawn.push((shot, one)),
                Err(error @ Error::Transient { .. }) => return Err(error),
                Err(error) => tracing::warn!(error = %error, "Photo {} could not be judged", shot.photo),
            }
        }
        drop(reader);
        count += drawn.len();
        write(app, &drawn).await?;
    }
}

async fn over(city: &City, connection: &mut AnyConnection, shot: &Unjudged) -> Result<Drawn> {
    // Verified when it came; what is kept is read without the key.
    let mut manifest = Manifest::decode(&shot.signed.bytes()?)?;
    let around = surroundings::gather(connection, shot, &manifest).await?;
    if around.before.is_none() {
        // What it names is no before photo of its case: it was framed by none.
        manifest.pair = None;
    }
    let rules = &city.settings(&around.case.jurisdiction).evidence;
    let mut reasons = judge(&manifest, &around.told(), rules);
    let known = looks::find(connection, &manifest.working.sha256).await?;
    let refused = looks::refused(connection, &manifest.working.sha256).await?;
    if refused.is_some() || known.as_ref().is_some_and(|known| known.fault == UNREADABLE) {
        reasons.push(Reason::of(Finding::Unreadable));
    }
    let mut alike = None;
    if let Some(known) = &known {
        if claims::differ(&manifest, &known.own) {
            reasons.push(Reason::of(Finding::ExifDiffers));
        }
        // What stands for a clip is a frame of it or a drawn card: neither is a photo of the scene.
        if !manifest.role.is_clip() {
            reasons.extend(pixels(known));
            if let Some(look) = &known.look {
                alike = alike::elsewhere(connection, &manifest.working.sha256, look, around.case.id).await?;
            }
        }
    }
    reasons.extend(alike.as_ref().map(alike::Alike::reason));
    judge::sort(&mut reasons);
    let pair = pair(connection, &manifest, &around, known.as_ref()).await?;
    let files = [manifest.working.sha256, manifest.original.sha256];
    // What lies beside a case changes no other one.
    let is_told = !shot.is_blind;
    Ok(Drawn {
        judgement: Judgement { verdict: Verdict::over(&reasons), reasons, pair },
        case: around.case.id,
        seen: if is_told && around.seen.is_some() { files.to_vec() } else { Vec::new() },
        alike: alike.filter(|_| is_told).map(|alike| alike.file),
    })
}

/// What is to be known of a picture's pixels.
pub fn pixels(known: &Known) -> Vec<Reason> {
    let found =
        [(known.is_dark, Finding::Dark), (known.is_blurred, Finding::Blurred), (known.is_small, Finding::Small)];
    found.into_iter().filter(|(is_so, _)| *is_so).map(|(_, finding)| Reason::of(finding)).collect()
}

/// Measures the pair; how alike the two are is told when both pictures are here.
async fn pair(
    connection: &mut AnyConnection,
    manifest: &Manifest,
    around: &Around,
    known: Option<&Known>,
) -> Result<Option<PairMeasures>> {
    let Some(before) = &around.before else { return Ok(None) };
    let now = Side { fix: manifest.fix.as_ref(), taken: Some(manifest.taken.corrected()) };
    let mut measures = measure(before.sha256.clone(), &before.side(), &now);
    let its_look = looks::find(connection, &before.sha256).await?.and_then(|known| known.look);
    let looks = known.and_then(|known| known.look.as_ref()).zip(its_look.as_ref());
    measures.alike_percent = looks.map(|(now, before)| i64::from(before.alike_percent(now)));
    Ok(Some(measures))
}

async fn write(app: &App, drawn: &[(&Unjudged, Drawn)]) -> Result<()> {
    if drawn.is_empty() {
        return Ok(());
    }
    let now = app.clock.now();
    for page in drawn.chunks(others::at_once(app.db.engine())) {
        let mut tx = app.db.write().await?;
        let of: BTreeSet<CaseId> = page.iter().map(|(_, one)| one.case).collect();
        cases::hold(&mut tx, &of).await?;
        for (shot, one) in page {
            shots::write(&mut tx, shot, &one.judgement, now).await?;
        }
        // After they are written: two of one page that see each other know it now, and leave each other alone.
        for (_, one) in page {
            others::tell(&mut tx, one.case, &one.seen, one.alike.as_ref()).await?;
        }
        cases::say(&mut tx, &of).await?;
        tx.commit().await?;
    }
    Ok(())
}
