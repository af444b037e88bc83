//! A file of areas brought by the administrator: looked at with all that is wrong with it on the map, taken from tomorrow on,
//! and compared with what holds today, which stays as it is.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};
use system_tests::desk::Desk as Http;
use tempfile::TempDir;

use super::ground::{http, in_days, to_top};
use crate::city::City;
use crate::console::Desk;
use crate::screen::part;

/// What the edition is called.
const VERSION: &str = "网格调整";

/// A unit grid that gets another code: its ground stays.
struct Renamed {
    old: String,
    new: String,
    feature: Value,
}

impl Renamed {
    /// Finds one that stands in one duty grid, and a code beside its own that nobody has.
    async fn of(admin: &Http, area: &str) -> Result<Self> {
        let grids = in_force(admin, area).await?;
        let is_of_one =
            |grid: &&Value| grid["properties"]["d"].as_str().is_some_and(|d| !d.is_empty() && !d.contains(' '));
        let grid = grids.iter().find(is_of_one).context("a unit grid of one duty grid")?;
        let code = |grid: &Value| grid["properties"]["c"].as_str().unwrap_or_default().to_owned();
        let (old, taken): (String, Vec<String>) = (code(grid), grids.iter().map(code).collect());
        let community = old.get(..12).context("a code of fifteen digits")?;
        let mut beside = (0..1_000).rev().map(|number| format!("{community}{number:03}"));
        let new = beside.find(|code| !taken.contains(code)).context("a code that is free")?;
        let properties = json!({"code": new, "jurisdiction": area, "duty_grid": grid["properties"]["d"]});
        let feature = json!({"type": "Feature", "properties": properties, "geometry": grid["geometry"]});
        Ok(Self { old, new, feature })
    }
}

/// Returns the unit grids that hold today.
async fn in_force(admin: &Http, area: &str) -> Result<Vec<Value>> {
    let shapes: Value = admin.get(&format!("/api/v1/areas/shapes?jurisdiction={area}&kind=grids")).await?;
    Ok(shapes["features"].as_array().context("a collection")?.clone())
}

fn file(folder: &Path, name: &str, features: &[&Value]) -> Result<PathBuf> {
    let path = folder.join(name);
    fs::write(&path, json!({"type": "FeatureCollection", "features": features}).to_string())?;
    Ok(path)
}

#[tokio::test]
async fn an_administrator_brings_a_file_of_areas_sees_what_it_changes_and_publishes_it_from_a_day_on() {
    let told = brought().await;
    told.unwrap_or_else(|error| panic!("a file of areas: {error:#}"));
}

async fn brought() -> Result<()> {
    let (city, folder) = (City::open(), TempDir::new().context("make a folder")?);
    let area = city.one("collector").jurisdiction.clone();
    let admin = http(&city, city.one("admin")).await?;
    let grid = Renamed::of(&admin, &area).await?;
    let twice = file(folder.path(), "twice.geojson", &[&grid.feature, &grid.feature])?;
    let once = file(folder.path(), "once.geojson", &[&grid.feature])?;
    let desk = Desk::sign_in("areas", &city, city.one("admin")).await;
    desk.screen.show_on(1440, 900).await;
    refused(&desk, &area, &twice).await;
    looked_at(&desk, &once).await;
    ensure!(edition(&admin, &area).await?.is_none(), "looking changes nothing");
    taken(&desk).await;
    compared(&desk, &area, &grid).await;
    let waits = edition(&admin, &area).await?.context("the edition")?;
    ensure!(waits["standing"] == "planned", "it waits for its day: {waits}");
    let today = in_force(&admin, &area).await?;
    let has = |code: &str| today.iter().any(|grid| grid["properties"]["c"] == code);
    ensure!(has(&grid.old) && !has(&grid.new), "what holds today stays");
    desk.screen.close().await;
    Ok(())
}

/// Returns the edition of the file, as soon as there is one.
async fn edition(admin: &Http, area: &str) -> Result<Option<Value>> {
    let list: Value = admin.get(&format!("/api/v1/areas/editions?jurisdiction={area}&limit=200")).await?;
    let editions = list["editions"].as_array().context("a list")?;
    Ok(editions.iter().find(|one| one["version"] == VERSION).cloned())
}

/// A file with an error is told of it and cannot be taken.
async fn refused(desk: &Desk, area: &str, twice: &Path) {
    let screen = &desk.screen;
    desk.turn_to(&format!("areas/import?j={area}")).await;
    screen.see("[data-test='areas-map'] canvas").await;
    screen.give(&part("area-file"), twice).await;
    screen.press(&part("area-look")).await;
    screen.see("[data-test='area-report'][data-taken='false'] [data-test='area-verdict'][data-value='refused']").await;
    screen.see("[data-test='finding'][data-code='doubled_code'] [data-test='severity'][data-value='error']").await;
    screen.see_gone(&part("area-take")).await;
    screen.look("desk-areas-refused").await;
}

/// The right one says what it would change, with the place of each finding.
async fn looked_at(desk: &Desk, once: &Path) {
    let screen = &desk.screen;
    screen.give(&part("area-file"), once).await;
    screen.see_gone(&part("area-report")).await;
    screen.fill(&part("area-version"), VERSION).await;
    screen.set(&part("area-from"), &in_days(1)).await;
    screen.press(&part("area-look")).await;
    screen.see("[data-test='area-report'][data-errors='0'][data-taken='false']").await;
    screen.see("[data-test='flaw'][data-code='grid_gone']").await;
    screen.press("[data-test='finding'][data-code='grid_gone'] [data-test='finding-look']").await;
    to_top(screen).await;
    screen.look("desk-areas-import").await;
}

/// What was looked at is taken: the first press asks, the second does it.
async fn taken(desk: &Desk) {
    let screen = &desk.screen;
    screen.press(&part("area-take")).await;
    screen.press(&part("area-take")).await;
    screen.see("[data-test='area-report'][data-taken='true'] [data-test='area-verdict'][data-value='waits']").await;
}

/// Both codes stand among the differences to the edition before, and each is found on the map.
async fn compared(desk: &Desk, area: &str, grid: &Renamed) {
    let screen = &desk.screen;
    desk.turn_to(&format!("areas/editions?j={area}")).await;
    let edition = format!("[data-test='edition'][data-standing='planned'][data-version='{VERSION}']");
    screen.press(&format!("{edition} [data-test='edition-compare']")).await;
    for (change, code) in [("added", &grid.new), ("gone", &grid.old)] {
        screen.see(&format!("[data-test='difference'][data-change='{change}'][data-code='{code}']")).await;
    }
    let came = format!("[data-test='difference'][data-code='{}']", grid.new);
    screen.press(&format!("{came} [data-test='difference-look']")).await;
    screen.see(&format!("{came}.chosen")).await;
    screen.look("desk-areas-compare").await;
}
