//! `import`: a city's own data in place of what a new server starts with.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, Result, bail};
use clap::{Args, ValueEnum};
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::{Value, json};
use shared::calendar::pack::Calendar;
use shared::catalogue::HandbookSheet;
use shared::grid::edition::Term;
use shared::grid::kind::AreaKind;
use shared::ids::{JurisdictionId, UnitId};
use shared::settings::Settings;
use shared::sync::hello::PackKind;

use super::areas::{self, Areas};
use super::base_maps::{self, OfBaseMap};
use super::{Place, operator, print_json};
use crate::app::App;
use crate::catalogue::bodies::Unit;
use crate::catalogue::{actions, first, handbook};
use crate::directory::{actions as contacts, list};
use crate::grids::actions::Wish;
use crate::jurisdictions;
use crate::rescue::actions::Late;

/// Bring in grids, duty grids, industry layers, remarks, units, a catalogue, a calendar, a jurisdiction's settings, a
/// directory, a base map, or what a phone could not send
#[derive(Args)]
pub struct Import {
    /// What the file holds
    #[arg(value_enum)]
    what: What,
    /// GeoJSON for areas, CSV for units, JSON or a year's CSV for a calendar, a folder of CSV or a handbook (XLSX or
    /// CSV) for a catalogue, JSON with `jurisdiction` and what is to change for settings,
    /// CSV for a directory, a PMTiles file for a base map, a phone's rescue file
    file: PathBuf,
    #[command(flatten)]
    place: Place,
    /// The version that people say; the city's day when left out
    #[arg(long)]
    version: Option<String>,
    /// Of areas: the first day they hold, 2027-01-01; the city's day when left out. A later one waits for its day
    #[arg(long, value_name = "DAY")]
    valid_from: Option<Date>,
    /// Of areas: the last day they hold; for good when left out
    #[arg(long, value_name = "DAY")]
    valid_to: Option<Date>,
    /// Of areas: only say what is wrong with them
    #[arg(long)]
    dry_run: bool,
    /// Of areas: write everything that is wrong with them to a GeoJSON file, to be looked at on a map
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Of a calendar: the jurisdiction that counts by it, such as one with other office hours; of a directory: the one
    /// whose list it is; of a base map: the one whose phones are offered it; the whole city when left out
    #[arg(long, value_name = "ID")]
    jurisdiction: Option<JurisdictionId>,
    /// Of a rescue file, also what was made after its device was withdrawn
    #[arg(long)]
    after_withdrawal: bool,
    #[command(flatten)]
    of_base_map: OfBaseMap,
    /// Print one JSON document
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum What {
    Grids,
    #[value(alias = "duty")]
    DutyGrids,
    Industry,
    Remarks,
    Units,
    Catalogue,
    Calendar,
    Settings,
    Rescue,
    Directory,
    #[value(name = "basemap", alias = "base-map")]
    BaseMap,
}

impl Import {
    pub(super) async fn run(self) -> Result<ExitCode> {
        let app = self.place.open().await?;
        let today = app.city().day(app.clock.now());
        let is_of_areas = matches!(self.what, What::Grids | What::DutyGrids | What::Industry | What::Remarks);
        let asks_of_areas =
            self.valid_from.is_some() || self.valid_to.is_some() || self.dry_run || self.report.is_some();
        if asks_of_areas && !is_of_areas {
            bail!("--valid-from, --valid-to, --dry-run and --report are for areas");
        }
        if self.jurisdiction.is_some() && !matches!(self.what, What::Calendar | What::Directory | What::BaseMap) {
            bail!("--jurisdiction is for a calendar, a directory or a base map; a settings file names its own");
        }
        if self.of_base_map.is_said() && !matches!(self.what, What::BaseMap) {
            bail!("--name, --name-en, --crs and --attribution are for a base map");
        }
        let version = self.version.clone().unwrap_or_else(|| today.to_string());
        let done = match self.what {
            What::Grids => return self.areas(&app, AreaKind::Grids, today).await,
            What::DutyGrids => return self.areas(&app, AreaKind::DutyGrids, today).await,
            What::Industry => return self.areas(&app, AreaKind::Industry, today).await,
            What::Remarks => return self.areas(&app, AreaKind::Remarks, today).await,
            What::Units => units(&app, &self.file).await?,
            What::Catalogue => catalogue(&app, &self.file, &version).await?,
            What::Calendar => calendar(&app, &self.file, &version, self.jurisdiction.as_ref()).await?,
            What::Settings => settings(&app, &self.file).await?,
            What::Rescue => {
                let late = if self.after_withdrawal { Late::Take } else { Late::LeaveOut };
                return super::rescue::import(&app, &self.file, late, self.json).await;
            }
            What::Directory => directory(&app, &self.file, &version, self.jurisdiction.as_ref()).await?,
            What::BaseMap => base_maps::import(&app, &self.file, self.of_base_map, self.jurisdiction).await?,
        };
        // Loaded once as a server would: what cannot be read is said now and not at the next start.
        app.refresh().await?;
        app.db.close().await;
        if self.json {
            print_json(&done)?;
        }
        Ok(ExitCode::SUCCESS)
    }

    async fn areas(self, app: &App, kind: AreaKind, today: Date) -> Result<ExitCode> {
        let valid_from = self.valid_from.unwrap_or(today);
        if self.valid_to.is_some_and(|last| last < valid_from) {
            bail!("--valid-to lies before the first day, {valid_from}");
        }
        let version = self.version.unwrap_or_else(|| valid_from.to_string());
        let term = Term { version, valid_from: Some(valid_from), valid_to: self.valid_to };
        let wish = if self.dry_run { Wish::Look } else { Wish::Take };
        let asked = Areas { term, wish, report: self.report, json: self.json };
        let done = areas::import(app, &self.file, kind, asked).await;
        app.db.close().await;
        done
    }
}

fn read(file: &Path) -> Result<String> {
    std::fs::read_to_string(file).with_context(|| format!("read {}", file.display()))
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
    put(app, PackKind::Catalogue, &whole_city(app)?, version, &text).await
}

async fn calendar(app: &App, file: &Path, version: &str, of: Option<&JurisdictionId>) -> Result<Value> {
    let text = read(file)?;
    let (city, whole) = (app.city(), whole_city(app)?);
    let of = of.unwrap_or(&whole);
    city.jurisdiction(of).with_context(|| format!("no jurisdiction {of}"))?;
    let is_csv = file.extension().is_some_and(|extension| extension == "csv");
    let text = if is_csv {
        actions::with_notices(app, of, &text, version)?
    } else {
        Calendar::from_json(&text).with_context(|| format!("read {}", file.display()))?;
        text
    };
    let text = actions::own_calendar(&text, of, &whole)?;
    put(app, PackKind::Calendar, of, version, &text).await
}

fn whole_city(app: &App) -> Result<JurisdictionId> {
    app.city().city_id().cloned().context("this server has no city yet")
}

async fn put(app: &App, kind: PackKind, of: &JurisdictionId, version: &str, text: &str) -> Result<Value> {
    let mut tx = app.db.write().await?;
    let pack = actions::put_pack(&mut tx, kind, of, version, text.as_bytes(), app.clock.now()).await?;
    tx.commit().await?;
    eprintln!("{} {} is in force: {}", kind.as_str(), pack.version, pack.hash);
    Ok(json!({"version": pack.version, "hash": pack.hash}))
}

/// Reads a handbook: every sheet of a workbook, or one sheet that was saved as CSV.
fn sheets(file: &Path) -> Result<Vec<HandbookSheet>> {
    let bytes = std::fs::read(file).with_context(|| format!("read {}", file.display()))?;
    handbook::sheets(&name(file), bytes).with_context(|| format!("read {}", file.display()))
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
    let before = app.city().jurisdiction(&id).cloned().with_context(|| format!("no jurisdiction {id}"))?;
    let mut jurisdiction = before.clone();
    let mut value = serde_json::to_value(&jurisdiction.settings)?;
    let known = value.as_object_mut().context("settings are an object")?;
    for (name, wish) in wanted.into_iter().filter(|(name, _)| name != "jurisdiction") {
        if !known.contains_key(&name) && !Settings::OFTEN_UNSAID.contains(&name.as_str()) {
            bail!("there is no setting {name}");
        }
        known.insert(name, wish);
    }
    jurisdiction.settings = serde_json::from_value(value).context("read the settings")?;
    let mut tx = app.db.write().await?;
    jurisdictions::actions::save(app, &mut tx, &operator(), &before, &jurisdiction).await?;
    tx.commit().await?;
    eprintln!("the settings of {id} are changed; phones hear of it with their next round");
    Ok(json!({"jurisdiction": id}))
}

/// Puts a directory in the place of the one that a jurisdiction, or the city, had before.
async fn directory(app: &App, file: &Path, version: &str, of: Option<&JurisdictionId>) -> Result<Value> {
    let listed = list::read(&read(file)?).with_context(|| format!("read {}", file.display()))?;
    let (city, whole) = (app.city(), whole_city(app)?);
    let of = of.unwrap_or(&whole);
    city.jurisdiction(of).with_context(|| format!("no jurisdiction {of}"))?;
    let mut tx = app.db.write().await?;
    let hash = contacts::import(app, &mut tx, &operator(), of, version, &listed).await?;
    tx.commit().await?;
    eprintln!("{} entries are the directory of {of} now; phones fetch it with their next round", listed.len());
    Ok(json!({"entries": listed.len(), "version": version, "hash": hash}))
}
