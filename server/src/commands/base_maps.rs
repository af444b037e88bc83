//! Base maps: brought with `import basemap`, listed and taken away here.

use std::path::Path;

use anyhow::{Context as _, Result, bail};
use clap::{Args, Subcommand};
use serde_json::{Value, json};
use shared::api::base_maps::BaseMap;
use shared::ids::JurisdictionId;
use shared::place::crs::Crs;

use super::{Place, operator, print_json};
use crate::app::App;
use crate::base_maps::actions::{self, Brought};

/// What is said of a base map that is imported
#[derive(Args)]
pub struct OfBaseMap {
    /// Of a base map: its name in Chinese; one of the same name is replaced
    #[arg(long)]
    name: Option<String>,
    /// Of a base map: its name in English
    #[arg(long)]
    name_en: Option<String>,
    /// Of a base map: the coordinate system it is drawn in, such as GCJ-02; WGS-84 when left out
    #[arg(long)]
    crs: Option<Crs>,
    /// Of a base map: who is named beside it
    #[arg(long)]
    attribution: Option<String>,
}

impl OfBaseMap {
    /// Says whether any of it was given.
    pub(super) fn is_said(&self) -> bool {
        self.name.is_some() || self.name_en.is_some() || self.crs.is_some() || self.attribution.is_some()
    }
}

/// Imports a PMTiles file.
pub(super) async fn import(app: &App, file: &Path, said: OfBaseMap, of: Option<JurisdictionId>) -> Result<Value> {
    let brought = Brought {
        jurisdiction: jurisdiction(app, of)?,
        name: said.name.context("a base map needs a --name")?,
        name_en: said.name_en.unwrap_or_default(),
        crs: said.crs.unwrap_or(Crs::Wgs84),
        attribution: said.attribution.unwrap_or_default(),
    };
    let map = actions::import(app, file, brought, &operator()).await?;
    eprintln!("{}; phones hear of it with their next round", line(&map));
    Ok(serde_json::to_value(&map)?)
}

fn jurisdiction(app: &App, of: Option<JurisdictionId>) -> Result<JurisdictionId> {
    let city = app.city();
    of.or_else(|| city.city_id().cloned()).context("this server has no city yet")
}

fn line(map: &BaseMap) -> String {
    let BaseMap { hash, jurisdiction, name, kind, crs, min_zoom, max_zoom, size_bytes, .. } = map;
    let kind = kind.as_str();
    format!("{jurisdiction}  {name}  {kind}  {crs}  zooms {min_zoom} to {max_zoom}  {size_bytes} bytes  {hash}")
}

/// List base maps, or take one away
#[derive(Args)]
pub struct BaseMaps {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Which base maps phones are offered
    List {
        #[command(flatten)]
        place: Place,
        /// Print one JSON document
        #[arg(long)]
        json: bool,
    },
    /// Take a base map away; phones let go of it with their next round
    Remove {
        /// Its name
        name: String,
        /// Whose it is; the whole city's when left out
        #[arg(long, value_name = "ID")]
        jurisdiction: Option<JurisdictionId>,
        #[command(flatten)]
        place: Place,
        /// Print one JSON document
        #[arg(long)]
        json: bool,
    },
}

impl BaseMaps {
    pub(super) async fn run(self) -> Result<()> {
        match self.what {
            What::List { place, json } => list(place, json).await,
            What::Remove { name, jurisdiction, place, json } => remove(place, &name, jurisdiction, json).await,
        }
    }
}

async fn list(place: Place, json: bool) -> Result<()> {
    let app = place.open().await?;
    let maps = actions::offered(&mut *app.db.read().await?).await?;
    app.db.close().await;
    if json {
        return print_json(&maps);
    }
    for map in &maps {
        println!("{}", line(map));
    }
    Ok(())
}

async fn remove(place: Place, name: &str, of: Option<JurisdictionId>, json: bool) -> Result<()> {
    let app = place.open().await?;
    let of = jurisdiction(&app, of)?;
    let is_gone = actions::remove(&app, &of, name, &operator()).await?;
    app.db.close().await;
    if !is_gone {
        bail!("{of} has no base map named {name}");
    }
    if json {
        print_json(&json!({"jurisdiction": of, "name": name}))?;
    }
    eprintln!("the base map {name} is taken away");
    Ok(())
}
