//! Importing shapes: what was found is said, printed and drawn; and the editions that came of it.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, Result, bail};
use clap::{Args, Subcommand};
use shared::grid::edition::{Standing, Term};
use shared::grid::geojson;
use shared::grid::kind::AreaKind;
use shared::grid::report::Report;
use shared::grid::report::finding::{Finding, Flaw, Severity};

use super::{Place, operator, print_json};
use crate::app::App;
use crate::grids::actions::{self, Imported, Wish};
use crate::grids::editions::{self, Listed};

/// So many findings of a kind are written out; `--json` and `--report` have all of them.
const SHOWN: usize = 5;

/// What is asked of an import of shapes.
pub(super) struct Areas {
    /// What the edition is called and when it holds.
    pub(super) term: Term,
    /// Whether it is kept.
    pub(super) wish: Wish,
    /// Where the findings go as GeoJSON.
    pub(super) report: Option<PathBuf>,
    /// Whether one JSON document is printed.
    pub(super) json: bool,
}

/// Imports a file of shapes, or says why not.
pub(super) async fn import(app: &App, file: &Path, kind: AreaKind, asked: Areas) -> Result<ExitCode> {
    let Areas { term, wish, report, json } = asked;
    let text = std::fs::read_to_string(file).with_context(|| format!("read {}", file.display()))?;
    let read = geojson::read(&text).with_context(|| format!("read {}", file.display()))?;
    if read.findings.is_empty() && kind.count(&read.features) == 0 {
        bail!("the file holds no {}", kind.name());
    }
    let imported = actions::import(app, read, term, &operator(), wish).await?;
    if let Some(path) = &report {
        let map = serde_json::to_vec_pretty(&imported.report.to_geojson()).context("write GeoJSON")?;
        std::fs::write(path, map).with_context(|| format!("write {}", path.display()))?;
    }
    tell(&imported);
    let verdict = verdict(&imported, wish);
    if json {
        print_json(&imported)?;
    }
    match verdict {
        Ok(said) => {
            eprintln!("{said}");
            Ok(ExitCode::SUCCESS)
        }
        Err(why) => {
            eprintln!("xunge-server: {why}");
            Ok(ExitCode::FAILURE)
        }
    }
}

/// Says what became of the file, or why nothing did.
fn verdict(imported: &Imported, wish: Wish) -> Result<String, String> {
    let Imported { term: Term { version, valid_from, .. }, cases, .. } = imported;
    if imported.report.is_refused() {
        let report = &imported.report;
        return Err(format!("refused, nothing was taken: {} errors", report.count(Severity::Error)));
    }
    if imported.jurisdictions.is_empty() {
        return Err("nothing in the file belongs to a jurisdiction that is known".to_owned());
    }
    let changed = imported.jurisdictions.len();
    let from = valid_from.map(|day| day.to_string()).unwrap_or_default();
    Ok(match wish {
        Wish::Look => format!("{changed} jurisdictions would change; nothing was taken"),
        Wish::Take if imported.is_in_force => {
            format!("{changed} jurisdictions changed; {version} is in force, {} open cases follow it", cases.changed)
        }
        Wish::Take => format!("{changed} jurisdictions change; {version} waits for {from}"),
    })
}

fn tell(imported: &Imported) {
    let Imported { grids, duty_grids, industry, remarks, crs, report, .. } = imported;
    eprintln!(
        "{grids} grids, {duty_grids} duty grids, {industry} industry areas, {remarks} remarks, read as {}",
        crs.as_str()
    );
    for flaw in Flaw::ALL {
        tell_of(report, *flaw);
    }
}

fn tell_of(report: &Report, flaw: Flaw) {
    let found: Vec<&Finding> = report.findings.iter().filter(|finding| finding.code == flaw).collect();
    let Some(first) = found.first() else { return };
    let (severity, count) = (first.severity.as_str(), found.len());
    eprintln!("{severity} {}: {count} {} {}", flaw.as_str(), flaw.en(), flaw.zh());
    for finding in found.iter().take(SHOWN) {
        let feature = finding.feature.map(|number| format!("feature {number}: ")).unwrap_or_default();
        let at = finding.at.map(|at| format!(" ({at})")).unwrap_or_default();
        eprintln!("  {feature}{} · {}{at}", finding.en, finding.zh);
    }
    if count > SHOWN {
        eprintln!("  … and {} more; --json and --report FILE have them all", count - SHOWN);
    }
}

/// List editions of boundaries, or take one back
#[derive(Args)]
pub struct Editions {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Which editions there are, when each holds and which is in force
    List {
        #[command(flatten)]
        place: Place,
        /// Print one JSON document
        #[arg(long)]
        json: bool,
    },
    /// Take an edition back; what held before it holds again
    Withdraw {
        /// Its version, in all jurisdictions, or the hash of one pack
        edition: String,
        #[command(flatten)]
        place: Place,
    },
}

impl Editions {
    pub(super) async fn run(self) -> Result<()> {
        match self.what {
            What::List { place, json } => list(place, json).await,
            What::Withdraw { edition, place } => withdraw(place, &edition).await,
        }
    }
}

async fn list(place: Place, json: bool) -> Result<()> {
    let app = place.open().await?;
    let listed = editions::list(&app).await?;
    app.db.close().await;
    if json {
        return print_json(&listed);
    }
    for Listed { edition, standing } in listed.iter().filter(|one| one.standing != Standing::Past) {
        println!("{}  {}  {}", edition.jurisdiction, standing.as_str(), editions::span(&edition.term));
    }
    Ok(())
}

async fn withdraw(place: Place, name: &str) -> Result<()> {
    if name.is_empty() {
        bail!("name an edition");
    }
    let app = place.open().await?;
    let count = editions::withdraw(&app, name, &operator()).await?;
    let followed = editions::turn(&app).await?;
    app.db.close().await;
    eprintln!("{count} editions taken back, {} open cases follow", followed.changed);
    Ok(())
}
