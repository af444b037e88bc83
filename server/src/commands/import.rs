//! `import`: a city's own data in place of what a new server starts with.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, Result, bail};
use calamine::{Reader as _, Xlsx, open_workbook};
use clap::{Args, ValueEnum};
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::{Value, json};
use shared::calendar::pack::Calendar;
use shared::catalogue::HandbookSheet;
use shared::grid::geojson::from_geojson;
use shared::grid::import::{Edition, join, survey};
use shared::ids::{JurisdictionId, UnitId};
use shared::settings::USUAL_ZONE;
use shared::sync::hello::PackKind;

use super::{Place, print_json};
use crate::app::App;
use crate::catalogue::bodies::Unit;
use crate::catalogue::{actions, first};
use crate::rescue::actions::Late;

/// Bring in grids, industry layers, remarks, units, a catalogue, a calendar, a jurisdiction's settings, or what a phone
/// could not send
#[derive(Args)]
pub struct Import {
    /// What the file holds
    #[arg(value_enum)]
    what: What,
    /// GeoJSON for areas, CSV for units, JSON or a year's CSV for a calendar, a folder of CSV or a handbook (XLSX or
    /// CSV) for a catalogue, JSON with `jurisdiction` and what is to change for settings,
    /// a phone's rescue file
    file: PathBuf,
    #[command(flatten)]
    place: Place,
    /// The version that people say; the city's day when left out
    #[arg(long)]
    version: Option<String>,
    /// Of a rescue file, also what was made after its device was withdrawn
    #[arg(long)]
    after_withdrawal: bool,
    /// Print one JSON document
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum What {
    Grids,
    Industry,
    Remarks,
    Units,
    Catalogue,
    Calendar,
    Settings,
    Rescue,
}

impl Import {
    pub(super) async fn run(self) -> Result<ExitCode> {
        let app = self.place.open().await?;
        let today = app.clock.now().format_in(&zone(&app), "%Y-%m-%d");
        let version = self.version.unwrap_or_else(|| today.clone());
        let done = match self.what {
            What::Grids | What::Industry | What::Remarks => areas(&app, &self.file, &version, today.parse()?).await?,
            What::Units => units(&app, &self.file).await?,
            What::Catalogue => catalogue(&app, &self.file, &version).await?,
            What::Calendar => calendar(&app, &self.file, &version).await?,
            What::Settings => settings(&app, &self.file).await?,
            What::Rescue => {
                let late = if self.after_withdrawal { Late::Take } else { Late::LeaveOut };
                return super::rescue::import(&app, &self.file, late, self.json).await;
            }
        };
        // Loaded once as a server would: what cannot be read is said now and not at the next start.
        app.refresh().await?;
        app.db.close().await;
        if self.json {
            print_json(&done)?;
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// Returns the zone that the city's days are in.
fn zone(app: &App) -> String {
    let city = app.city();
    city.city_id().map_or_else(|| USUAL_ZONE.to_owned(), |id| city.settings(id).zone.clone())
}

fn read(file: &Path) -> Result<String> {
    std::fs::read_to_string(file).with_context(|| format!("read {}", file.display()))
}

async fn areas(app: &App, file: &Path, version: &str, valid_from: Date) -> Result<Value> {
    let features = from_geojson(&read(file)?).with_context(|| format!("read {}", file.display()))?;
    let (grids, industry, remarks) = (features.grids.len(), features.industry.len(), features.remarks.len());
    let crs = features.crs;
    let existing = actions::all_boundaries(app).await?;
    let edition = Edition { version: version.to_owned(), valid_from };
    let joined = join(existing, features, &edition);
    for what in &joined.left_out {
        eprintln!("left out: {what}");
    }
    if joined.changed.is_empty() {
        bail!("nothing in the file belongs to a jurisdiction that is known");
    }
    let findings = survey(&joined.boundaries);
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    for boundaries in joined.boundaries.iter().filter(|one| joined.changed.contains(&one.jurisdiction)) {
        if app.city().jurisdiction(&boundaries.jurisdiction).is_none() {
            actions::put_found_jurisdiction(&mut tx, boundaries, now).await?;
        }
        actions::put_boundaries(&mut tx, boundaries, now).await?;
    }
    tx.commit().await?;
    eprintln!("{grids} grids, {industry} industry areas, {remarks} remarks, read as {}", crs.as_str());
    eprintln!("{} jurisdictions changed", joined.changed.len());
    eprintln!("{} grids lie beside a gap", findings.grids_by_a_gap.len());
    for (layer, grids) in &findings.unit_overlaps {
        eprintln!("layer {layer}: several units claim {} grids", grids.len());
    }
    for (layer, grids) in &findings.unit_gaps {
        eprintln!("layer {layer}: no unit claims {} grids", grids.len());
    }
    Ok(json!({
        "version": version,
        "crs": crs,
        "grids": grids,
        "industry": industry,
        "remarks": remarks,
        "jurisdictions": joined.changed,
        "left_out": joined.left_out,
    }))
}

/// A line of a units file; its columns are found by their names, and the phone may be missing.
#[derive(Deserialize)]
struct UnitLine {
    id: UnitId,
    jurisdiction: JurisdictionId,
    name: String,
    #[serde(default)]
    phone: String,
}

async fn units(app: &App, file: &Path) -> Result<Value> {
    let text = read(file)?;
    let mut lines = csv::Reader::from_reader(text.as_bytes());
    let mut tx = app.db.write().await?;
    let mut count = 0_usize;
    for line in lines.deserialize() {
        let UnitLine { id, jurisdiction, name, phone } = line.context("read a line id,jurisdiction,name,phone")?;
        let unit = Unit { id, jurisdiction, name, phone };
        if app.city().jurisdiction(&unit.jurisdiction).is_none() {
            bail!("unit {}: there is no jurisdiction {}", unit.id, unit.jurisdiction);
        }
        actions::put_unit(&mut tx, &unit).await?;
        count += 1;
    }
    tx.commit().await?;
    eprintln!("{count} units");
    Ok(json!({"units": count}))
}

async fn catalogue(app: &App, file: &Path, version: &str) -> Result<Value> {
    let text = if file.is_dir() {
        first::catalogue_text(file)?.1
    } else {
        let (text, report) = actions::with_handbook(app, &sheets(file)?, version).await?;
        eprintln!(
            "{} conditions: {} categories changed, {} added",
            report.conditions, report.categories_changed, report.categories_added
        );
        text
    };
    put(app, PackKind::Catalogue, version, &text).await
}

async fn calendar(app: &App, file: &Path, version: &str) -> Result<Value> {
    let text = read(file)?;
    let is_csv = file.extension().is_some_and(|extension| extension == "csv");
    let text = if is_csv {
        actions::with_notices(app, &text, version)?
    } else {
        Calendar::from_json(&text).with_context(|| format!("read {}", file.display()))?;
        text
    };
    put(app, PackKind::Calendar, version, &text).await
}

async fn put(app: &App, kind: PackKind, version: &str, text: &str) -> Result<Value> {
    let Some(city) = app.city().city_id().cloned() else { bail!("this server has no city yet") };
    let mut tx = app.db.write().await?;
    let pack = actions::put_pack(&mut tx, kind, &city, version, text.as_bytes(), app.clock.now()).await?;
    tx.commit().await?;
    eprintln!("{} {} is in force: {}", kind.as_str(), pack.version, pack.hash);
    Ok(json!({"version": pack.version, "hash": pack.hash}))
}

/// Reads a handbook: every sheet of a workbook, or one sheet that was saved as CSV.
fn sheets(file: &Path) -> Result<Vec<HandbookSheet>> {
    if file.extension().is_none_or(|extension| extension != "xlsx") {
        return Ok(vec![HandbookSheet::from_csv(&name(file), &read(file)?)?]);
    }
    let mut book: Xlsx<_> = open_workbook(file).with_context(|| format!("read {}", file.display()))?;
    let sheets = book.worksheets().into_iter().map(|(name, cells)| HandbookSheet {
        name,
        rows: cells.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect(),
    });
    Ok(sheets.collect())
}

fn name(file: &Path) -> String {
    file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// Changes what the file names; everything else stays as it is.
async fn settings(app: &App, file: &Path) -> Result<Value> {
    let wanted: serde_json::Map<String, Value> =
        serde_json::from_str(&read(file)?).with_context(|| format!("read {}", file.display()))?;
    let id = wanted.get("jurisdiction").and_then(Value::as_str).context("the file names no jurisdiction")?;
    let id: JurisdictionId = id.parse().with_context(|| format!("read the jurisdiction {id}"))?;
    let mut jurisdiction = app.city().jurisdiction(&id).cloned().with_context(|| format!("no jurisdiction {id}"))?;
    let mut value = serde_json::to_value(&jurisdiction.settings)?;
    let known = value.as_object_mut().context("settings are an object")?;
    for (name, wish) in wanted.into_iter().filter(|(name, _)| name != "jurisdiction") {
        let Some(field) = known.get_mut(&name) else { bail!("there is no setting {name}") };
        *field = wish;
    }
    jurisdiction.settings = serde_json::from_value(value).context("read the settings")?;
    let mut tx = app.db.write().await?;
    actions::put_jurisdiction(&mut tx, &jurisdiction, app.clock.now()).await?;
    tx.commit().await?;
    eprintln!("the settings of {id} are changed; phones hear of it with their next round");
    Ok(json!({"jurisdiction": id}))
}
