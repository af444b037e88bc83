//! What a desk is told of an import: the findings in words and on the map, and who is left without a duty grid.

use shared::api::areas::{AreaCounts, AreaFinding, AreaImport, FlawCount, GroundChange, MOST_FINDINGS, Walker};
use shared::grid::report::Report;
use shared::grid::report::finding::{Finding, Flaw, Measure, Severity};
use shared::ids::Sha256;

use super::actions::Imported;
use super::store;
use crate::app::App;
use crate::error::Result;

/// So many findings are drawn: a broken survey has one at every corner.
const MOST_DRAWN: usize = 5_000;
/// Of so many duty grids that are no more it is said who walked them.
const MOST_GONE: usize = 200;

/// Says what came of a file; `file` is its hash, nothing for a drawing.
pub async fn told(app: &App, imported: Imported, file: Option<Sha256>) -> Result<AreaImport> {
    let city = app.city();
    let left = left(app, &imported.report).await?;
    let Imported { term, report, changes, cases, .. } = imported;
    let grounds = changes.into_iter().map(|(jurisdiction, changes)| {
        let name = city.name_of(&jurisdiction);
        GroundChange { jurisdiction, name, changes }
    });
    let placed = report.findings.iter().filter(|finding| finding.at.is_some()).take(MOST_DRAWN);
    Ok(AreaImport {
        version: term.version,
        valid_from: term.valid_from.map(|day| day.to_string()),
        valid_to: term.valid_to.map(|day| day.to_string()),
        crs: imported.crs,
        counts: AreaCounts {
            grids: imported.grids,
            duty_grids: imported.duty_grids,
            industry: imported.industry,
            remarks: imported.remarks,
        },
        grounds: grounds.collect(),
        is_taken: imported.is_taken,
        is_in_force: imported.is_in_force,
        cases_looked: cases.looked,
        cases_changed: cases.changed,
        errors: report.count(Severity::Error),
        warnings: report.count(Severity::Warning),
        flaws: report.counts().into_iter().map(|(flaw, count)| flaw_count(flaw, count)).collect(),
        map: Report { findings: placed.cloned().collect() }.to_geojson(),
        left_out: report.findings.len().saturating_sub(MOST_FINDINGS),
        findings: report.findings.into_iter().take(MOST_FINDINGS).map(finding).collect(),
        file,
        left,
    })
}

fn flaw_count(flaw: Flaw, count: usize) -> FlawCount {
    FlawCount { code: flaw.as_str().to_owned(), zh: flaw.zh().to_owned(), en: flaw.en().to_owned(), count }
}

fn finding(finding: Finding) -> AreaFinding {
    let measure = finding.size.map(|size| match size.unit {
        Measure::Metres => "m".to_owned(),
        Measure::SquareMetres => "m2".to_owned(),
    });
    AreaFinding {
        code: finding.code.as_str().to_owned(),
        is_error: finding.severity == Severity::Error,
        about: finding.about,
        feature: finding.feature,
        at: finding.at,
        size: finding.size.map(|size| size.size),
        measure,
        zh: finding.zh,
        en: finding.en,
    }
}

/// Returns who walks a duty grid that is no more.
async fn left(app: &App, report: &Report) -> Result<Vec<Walker>> {
    let gone = report.findings.iter().filter(|finding| finding.code == Flaw::DutyGridGone);
    let mut left = Vec::new();
    let mut reader = app.db.read().await?;
    for duty_grid in gone.filter_map(|finding| finding.about.first()).take(MOST_GONE) {
        left.extend(store::walkers(&mut reader, duty_grid).await?);
    }
    Ok(left)
}
