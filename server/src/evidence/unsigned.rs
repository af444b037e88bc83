//! Drawing the verdict over files that no device signed for: handed in at a desk, by a unit, for a citizen.

use std::collections::BTreeSet;

use shared::case::{ActionKind, Case, FlowRecord};
use shared::evidence::manifest::OwnClaims;
use shared::evidence::verdict::{EvidenceRules, Finding, Reason, judge, place};
use shared::ids::{CaseId, Sha256};
use shared::place::crs::Crs;
use shared::place::fix::{Fix, Source};
use shared::time::Instant;
use sqlx::AnyConnection;

use super::alike;
use super::examine::UNREADABLE;
use super::judge::pixels;
use super::others;
use super::store::unsigned::{self, Unjudged};
use super::store::{around, cases as marks, looks};
use crate::app::App;
use crate::cases;
use crate::catalogue::city::City;
use crate::error::{Error, Result};

/// How many verdicts are written in one transaction.
const AT_ONCE: i64 = 50;

/// What was found, and whom else it concerns.
struct Drawn {
    reasons: Vec<Reason>,
    /// The file, where another case has it, too.
    seen: Vec<Sha256>,
    /// A picture of another case that looks nearly the same.
    alike: Option<Sha256>,
}

/// Draws a verdict over every such file that waits for one; returns how many were drawn. One that cannot be judged now is
/// passed over.
pub async fn pass(app: &App) -> Result<usize> {
    let city = app.city();
    let (mut after, mut count) = ((String::new(), String::new()), 0);
    loop {
        let mut reader = app.db.read().await?;
        let waiting = unsigned::unjudged(&mut reader, &after, AT_ONCE).await?;
        let Some(last) = waiting.last() else { return Ok(count) };
        after = last.place();
        let mut drawn = Vec::new();
        for file in &waiting {
            match over(&city, &mut reader, file).await {
                Ok(one) => drawn.push((file, one)),
                Err(error @ Error::Transient { .. }) => return Err(error),
                Err(error) => tracing::warn!(error = %error, "File {} could not be judged", file.sha256),
            }
        }
        drop(reader);
        count += drawn.len();
        write(app, &drawn).await?;
    }
}

async fn over(city: &City, connection: &mut AnyConnection, file: &Unjudged) -> Result<Drawn> {
    let case = cases::actions::find(connection, file.case).await?;
    let case = case.ok_or_else(|| anyhow::anyhow!("file {} belongs to no case", file.sha256))?;
    let rules = &city.settings(&case.jurisdiction).evidence;
    let mut reasons = vec![Reason::of(Finding::Unsigned)];
    let seen = around::elsewhere(connection, &file.sha256, case.id).await?;
    reasons.extend(seen.map(|other| Reason::elsewhere(Finding::SeenBefore, other)));
    if around::in_case(connection, &file.sha256, case.id, None).await? {
        reasons.push(Reason::of(Finding::SeenInCase));
    }
    let known = looks::find(connection, &file.sha256).await?;
    let refused = looks::refused(connection, &file.sha256).await?;
    if refused.is_some() || known.as_ref().is_some_and(|known| known.fault == UNREADABLE) {
        reasons.push(Reason::of(Finding::Unreadable));
    }
    let mut alike = None;
    if let Some(known) = &known {
        reasons.extend(pixels(known));
        if let Some(look) = &known.look {
            alike = alike::elsewhere(connection, &file.sha256, look, case.id).await?;
        }
        let flow = cases::actions::history(connection, case.id).await?;
        reasons.extend(own_time(&known.own, &case, &flow, file.handed_in_at, rules));
        reasons.extend(own_place(&known.own, &case, rules));
    }
    reasons.extend(alike.as_ref().map(alike::Alike::reason));
    judge::sort(&mut reasons);
    let seen = seen.map(|_| file.sha256.clone()).into_iter().collect();
    Ok(Drawn { reasons, seen, alike: alike.map(|alike| alike.file) })
}

/// Whether the file was taken before there was anything to show: before the unit got the case, or long before the report.
fn own_time(
    own: &OwnClaims,
    case: &Case,
    flow: &[FlowRecord],
    handed_in_at: Option<Instant>,
    rules: &EvidenceRules,
) -> Option<Reason> {
    let taken = own.taken?;
    // What follows a report by itself happens in the moment in which it is handed in.
    let is_before = |record: &&FlowRecord| handed_in_at.is_some_and(|at| record.at < at);
    let gives = |record: &&FlowRecord| {
        matches!(record.action, ActionKind::Dispatch | ActionKind::ReviewRework | ActionKind::CheckRework)
    };
    let given = flow.iter().filter(is_before).filter(gives).map(|record| record.at).next_back();
    let (since, allowed) = match given {
        Some(at) => (at, 0),
        None => (case.reported_at, i64::from(rules.album_s)),
    };
    let early = since.since(taken) / 1_000;
    (early > allowed).then(|| Reason::measured(Finding::AlbumTime, early, allowed))
}

/// Whether the file was taken away from the case.
fn own_place(own: &OwnClaims, case: &Case, rules: &EvidenceRules) -> Option<Reason> {
    let (lon, lat) = own.place?;
    let fix = Fix {
        lon,
        lat,
        crs: Crs::Wgs84,
        source: Source::Exif,
        accuracy_m: None,
        fix_time: own.taken.unwrap_or_default(),
        provider: None,
        is_mock: false,
        heading_deg: None,
    };
    place::away(&fix, case.fix.point().ok()?, case.fix.accuracy_m, Finding::FarFromCase, rules)
}

async fn write(app: &App, drawn: &[(&Unjudged, Drawn)]) -> Result<()> {
    if drawn.is_empty() {
        return Ok(());
    }
    let now = app.clock.now();
    for page in drawn.chunks(others::at_once(app.db.engine())) {
        let mut tx = app.db.write().await?;
        let of: BTreeSet<CaseId> = page.iter().map(|(file, _)| file.case).collect();
        marks::hold(&mut tx, &of).await?;
        for (file, one) in page {
            unsigned::write(&mut tx, file, &one.reasons, now).await?;
        }
        // After they are written: two of one page that see each other know it now, and leave each other alone.
        for (file, one) in page {
            others::tell(&mut tx, file.case, &one.seen, one.alike.as_ref()).await?;
        }
        marks::say(&mut tx, &of).await?;
        tx.commit().await?;
    }
    Ok(())
}
