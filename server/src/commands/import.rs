//! `import`: a city's own data in place of what a new server starts with.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, Result, bail};
use calamine::{Reader as _, Xlsx, open_workbook};
use clap::{Args, ValueEnum};
use jiff::civil::Date;
use shared::calendar::pack::Calendar;
use shared::catalogue::HandbookSheet;
use shared::grid::geojson::from_geojson;
use shared::grid::import::{Edition, join, survey};
use shared::ids::{JurisdictionId, UnitId};
use shared::sync::hello::PackKind;

use super::Place;
use crate::app::App;
use crate::catalogue::bodies::Unit;
use crate::catalogue::{actions, first};
use crate::rescue::actions::Late;

/// Bring in grids, industry layers, remarks, units, a catalogue, a calendar, or what a phone could not send
#[derive(Args)]
pub struct Import {
    /// What the file holds
    #[arg(value_enum)]
    what: What,
    /// GeoJSON for areas, CSV for units, JSON or a year's CSV for a calendar, a folder of CSV or a handbook (XLSX or
    /// CSV) for a catalogue, a phone's rescue file
    file: PathBuf,
    #[command(flatten)]
    place: Place,
    /// The version that people say; the file's day when left out
    #[arg(long)]
    version: Option<String>,
    /// Of a rescue file, also what was made after its device was withdrawn
    #[arg(long)]
    after_withdrawal: bool,
    /// Print what came of a rescue file as one JSON document
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
    Rescue,
}

impl Import {
    pub(super) async fn run(self) -> Result<ExitCode> {
        let app = self.place.open().await?;
        if let What::Rescue = self.what {
            let late = if self.after_withdrawal { Late::Take } else { Late::LeaveOut };
            return super::rescue::import(&app, &self.file, late, self.json).await;
        }
        let today = app.clock.now().format_in("Asia/Shanghai", "%Y-%m-%d");
        let version = self.version.unwrap_or_else(|| today.clone());
        match self.what {
            What::Grids | What::Industry | What::Remarks => areas(&app, &self.file, &version, today.parse()?).await?,
            What::Units => units(&app, &self.file).await?,
            What::Catalogue => catalogue(&app, &self.file, &version).await?,
            What::Calendar => calendar(&app, &self.file, &version).await?,
            What::Rescue => {}
        }
        app.refresh().await?;
        app.db.close().await;
        Ok(ExitCode::SUCCESS)
    }
}

fn read(file: &Path) -> Result<String> {
    std::fs::read_to_string(file).with_context(|| format!("read {}", file.display()))
}

async fn areas(app: &App, file: &Path, version: &str, valid_from: Date) -> Result<()> {
    let features = from_geojson(&read(file)?).with_context(|| format!("read {}", file.display()))?;
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
    eprintln!("{} jurisdictions changed", joined.changed.len());
    eprintln!("{} grids lie beside a gap", findings.grids_by_a_gap.len());
    for (layer, grids) in &findings.unit_overlaps {
        eprintln!("layer {layer}: several units claim {} grids", grids.len());
    }
    for (layer, grids) in &findings.unit_gaps {
        eprintln!("layer {layer}: no unit claims {} grids", grids.len());
    }
    Ok(())
}

async fn units(app: &App, file: &Path) -> Result<()> {
    let text = read(file)?;
    let mut lines = csv::Reader::from_reader(text.as_bytes());
    let mut tx = app.db.write().await?;
    let mut count = 0_usize;
    for line in lines.deserialize() {
        let (id, jurisdiction, name, phone): (UnitId, JurisdictionId, String, Option<String>) =
            line.context("read a line id,jurisdiction,name,phone")?;
        let unit = Unit { id, jurisdiction, name, phone: phone.unwrap_or_default() };
        if app.city().jurisdiction(&unit.jurisdiction).is_none() {
            bail!("unit {}: there is no jurisdiction {}", unit.id, unit.jurisdiction);
        }
        actions::put_unit(&mut tx, &unit).await?;
        count += 1;
    }
    tx.commit().await?;
    eprintln!("{count} units");
    Ok(())
}

async fn catalogue(app: &App, file: &Path, version: &str) -> Result<()> {
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

async fn calendar(app: &App, file: &Path, version: &str) -> Result<()> {
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

async fn put(app: &App, kind: PackKind, version: &str, text: &str) -> Result<()> {
    let Some(city) = app.city().city_id().cloned() else { bail!("this server has no city yet") };
    let mut tx = app.db.write().await?;
    let pack = actions::put_pack(&mut tx, kind, &city, version, text.as_bytes(), app.clock.now()).await?;
    tx.commit().await?;
    eprintln!("{} {} is in force: {}", kind.as_str(), pack.version, pack.hash);
    Ok(())
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
