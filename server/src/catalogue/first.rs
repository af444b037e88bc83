//! What a new database starts with: the city's own row, the national catalogue and the calendar.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use shared::calendar::pack::Calendar;
use shared::catalogue::{Catalogue, CatalogueFiles};
use shared::ids::JurisdictionId;
use shared::settings::Settings;
use shared::sync::hello::PackKind;
use shared::time::Instant;
use sqlx::AnyConnection;

use super::actions;
use super::bodies::Jurisdiction;
use super::store;
use crate::config::Config;
use crate::db::{Db, meta};
use crate::error::Result;

/// Gives a new database what it starts with; leaves one that has it alone.
pub async fn ensure(db: &Db, config: &Config, now: Instant) -> Result<()> {
    let has = known(&mut *db.read().await?).await?;
    if has.city.is_some() && has.catalogue && has.calendar {
        return Ok(());
    }
    let mut tx = db.write().await?;
    meta::one_at_a_time(&mut tx).await?;
    // Another server may have been first.
    let has = known(&mut tx).await?;
    let id = match has.city {
        Some(city) => city,
        None => make_city(&mut tx, now).await?,
    };
    let folder = folder(config);
    if !has.catalogue {
        match catalogue_text(&folder.join("catalogue")) {
            Ok((version, text)) => {
                actions::put_pack(&mut tx, PackKind::Catalogue, &id, &version, text.as_bytes(), now).await?;
            }
            Err(error) => tracing::warn!(error = format!("{error:#}"), "No catalogue yet: {error:#}"),
        }
    }
    if !has.calendar {
        match calendar_text(&folder.join("calendar/national.json")) {
            Ok((version, text)) => {
                actions::put_pack(&mut tx, PackKind::Calendar, &id, &version, text.as_bytes(), now).await?;
            }
            Err(error) => tracing::warn!(error = format!("{error:#}"), "No calendar yet: {error:#}"),
        }
    }
    tx.commit().await
}

/// What a database has of what it starts with.
struct Has {
    city: Option<JurisdictionId>,
    catalogue: bool,
    calendar: bool,
}

async fn known(connection: &mut AnyConnection) -> Result<Has> {
    let jurisdictions = store::jurisdictions(connection).await?;
    let packs = store::current(connection).await?;
    let has = |kind| packs.iter().any(|pack| pack.kind == kind);
    Ok(Has {
        city: jurisdictions.into_iter().find(|one| one.is_city).map(|city| city.id),
        catalogue: has(PackKind::Catalogue),
        calendar: has(PackKind::Calendar),
    })
}

async fn make_city(tx: &mut crate::db::Tx, now: Instant) -> Result<JurisdictionId> {
    let settings = Settings::default();
    // The letters that case numbers begin with name the city until somebody names it.
    let id: JurisdictionId = settings.case_prefix.parse().map_err(anyhow::Error::new)?;
    let city = Jurisdiction {
        id: id.clone(),
        name: "全市".to_owned(),
        name_en: "The whole city".to_owned(),
        is_city: true,
        settings,
        scope_version: 1,
    };
    actions::put_jurisdiction(tx, &city, now).await?;
    Ok(id)
}

/// Returns the folder of the packs that a new server starts from: as told, beside the program, or of the sources.
pub fn folder(config: &Config) -> PathBuf {
    let beside = std::env::current_exe().ok().and_then(|program| Some(program.parent()?.join("packs")));
    let sources = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/packs"));
    let told = config.packs.clone();
    [told, beside].into_iter().flatten().find(|folder| folder.is_dir()).unwrap_or(sources)
}

/// Reads a catalogue from a folder of CSV files; returns its version and the text of the pack.
pub fn catalogue_text(folder: &Path) -> anyhow::Result<(String, String)> {
    let mut texts = Vec::new();
    for name in CatalogueFiles::NAMES {
        let path = folder.join(name);
        texts.push(std::fs::read_to_string(&path).with_context(|| format!("read {}", path.display()))?);
    }
    let [about, layers, majors, categories, crosswalk, conditions, typical, hints, look_alikes] = texts.as_slice()
    else {
        anyhow::bail!("a catalogue is made of {} files", CatalogueFiles::NAMES.len());
    };
    let files =
        CatalogueFiles { about, layers, majors, categories, crosswalk, conditions, typical, hints, look_alikes };
    let pack = files.assemble().with_context(|| format!("read the catalogue in {}", folder.display()))?;
    let text = pack.to_json();
    let catalogue = Catalogue::new(pack).with_context(|| format!("read the catalogue in {}", folder.display()))?;
    Ok((catalogue.version().to_owned(), text))
}

/// Reads a calendar; returns its version and the text of the pack.
pub fn calendar_text(path: &Path) -> anyhow::Result<(String, String)> {
    let text = std::fs::read_to_string(path).with_context(|| format!("read {}", path.display()))?;
    let calendar = Calendar::from_json(&text).with_context(|| format!("read the calendar {}", path.display()))?;
    Ok((calendar.version().to_owned(), text))
}
