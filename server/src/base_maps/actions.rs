//! Bringing a base map, taking one away, and which somebody may have.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Context as _, Result, ensure};
use shared::account::Actor;
use shared::api::base_maps::{BaseMap, BaseMapList};
use shared::ids::{JurisdictionId, Sha256};
use shared::place::crs::Crs;
use shared::place::point::Degree;
use sqlx::AnyConnection;

use super::file::{self, Staged};
use super::store::{self, Row};
use crate::accounts::caller::{Caller, Reach};
use crate::app::App;
use crate::audit::{self, Record};
use crate::catalogue::city::City;
use crate::error;
use crate::media;

/// The longest name or attribution, in characters.
const LONGEST: usize = 200;

/// What is said of a file that is brought.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Brought {
    /// Whose it is.
    pub jurisdiction: JurisdictionId,
    /// Its name in Chinese; one of the same name is replaced.
    pub name: String,
    /// Its name in English; may be empty.
    pub name_en: String,
    /// The system it is drawn in.
    pub crs: Crs,
    /// Who is to be named beside it; may be empty.
    pub attribution: String,
}

/// Takes a file in: copied, hashed, flushed, and then written down. The one of the same name is offered no more.
pub async fn import(app: &App, path: &Path, brought: Brought, by: &Actor) -> Result<BaseMap> {
    let brought = brought.checked()?;
    app.city()
        .jurisdiction(&brought.jurisdiction)
        .with_context(|| format!("no jurisdiction {}", brought.jurisdiction))?;
    let (head, size_bytes) = file::head(path)?;
    media::actions::space(app, size_bytes)?;
    let (storage, from) = (app.base_maps.clone(), path.to_owned());
    let place = Sha256::of(format!("{}/{}", brought.jurisdiction, brought.name).as_bytes());
    let taken = tokio::task::spawn_blocking(move || -> Result<Sha256> {
        let mut staged = Staged::begin(storage.folder(), &place)?;
        let hash = staged.copy(&from, size_bytes)?;
        staged.keep(&*storage, &hash).context("keep the base map")?;
        Ok(hash)
    });
    let hash = taken.await.context("copy the base map")??;
    let now = app.clock.now();
    let map = BaseMap {
        hash,
        jurisdiction: brought.jurisdiction,
        name: brought.name,
        name_en: brought.name_en,
        kind: head.kind,
        crs: brought.crs,
        bounds: head.bounds_e7.map(|units| Degree(units).degrees()),
        min_zoom: head.min_zoom,
        max_zoom: head.max_zoom,
        size_bytes,
        attribution: brought.attribution,
        made_at: now,
    };
    let mut tx = app.db.write().await?;
    store::put(&mut tx, &map, &head).await?;
    let record = record(by, &map.jurisdiction, "import_base_map", map.name.clone(), map.hash.to_string());
    audit::record(&mut tx, &*app.random, now, record).await?;
    tx.commit().await?;
    sweep(app).await?;
    Ok(map)
}

/// Takes the base map of a name away: phones let go of it with their next round. Says whether there was one.
pub async fn remove(app: &App, jurisdiction: &JurisdictionId, name: &str, by: &Actor) -> Result<bool> {
    let mut tx = app.db.write().await?;
    let gone = store::withdraw(&mut tx, jurisdiction, name).await?;
    if gone > 0 {
        let record = record(by, jurisdiction, "remove_base_map", name.to_owned(), String::new());
        audit::record(&mut tx, &*app.random, app.clock.now(), record).await?;
    }
    tx.commit().await?;
    sweep(app).await?;
    Ok(gone > 0)
}

fn record<'a>(
    actor: &'a Actor,
    area: &'a JurisdictionId,
    action: &'static str,
    subject: String,
    detail: String,
) -> Record<'a> {
    Record { actor, area, action, subject, operation: None, detail }
}

/// Throws the bytes of maps away that are offered to nobody any more. After the commit: what a crash leaves lying goes with
/// the next import.
async fn sweep(app: &App) -> Result<()> {
    let rows = store::all(&mut *app.db.read().await?).await?;
    let offered: BTreeSet<&Sha256> = rows.iter().filter(|row| row.is_current).map(|row| &row.map.hash).collect();
    for row in rows.iter().filter(|row| !offered.contains(&row.map.hash)) {
        let (storage, hash) = (app.base_maps.clone(), row.map.hash.clone());
        media::actions::blocking(move || storage.remove(&hash)).await?;
    }
    Ok(())
}

/// Returns all base maps that are offered to somebody.
pub async fn offered(connection: &mut AnyConnection) -> error::Result<Vec<BaseMap>> {
    Ok(current(store::all(connection).await?))
}

/// Returns what somebody who works for a jurisdiction is offered; none where there never was anything, which an older
/// server would say as well.
pub async fn list(
    connection: &mut AnyConnection,
    city: &City,
    own: &JurisdictionId,
) -> error::Result<Option<BaseMapList>> {
    let rows = store::of(connection, own, city.city_id().unwrap_or(own)).await?;
    if rows.is_empty() {
        return Ok(None);
    }
    let mut maps = current(rows);
    maps.sort_by_key(|map| map.jurisdiction != *own);
    // A file that the city has too is one file.
    let mut named = BTreeSet::new();
    maps.retain(|map| named.insert(map.hash.clone()));
    let mark = Sha256::of(&serde_json::to_vec(&maps)?);
    Ok(Some(BaseMapList { mark, maps }))
}

fn current(rows: Vec<Row>) -> Vec<BaseMap> {
    rows.into_iter().filter(|row| row.is_current).map(|row| row.map).collect()
}

/// Finds a base map that the caller is offered.
pub async fn find(app: &App, caller: &Caller, hash: &Sha256) -> error::Result<Option<BaseMap>> {
    let rows = store::by_hash(&mut *app.db.read().await?, hash).await?;
    let city = app.city();
    let may = |map: &BaseMap| {
        map.jurisdiction == caller.account.jurisdiction
            || Some(&map.jurisdiction) == city.city_id()
            || caller.reach == Reach::City
    };
    Ok(current(rows).into_iter().find(may))
}

impl Brought {
    /// What people read stays on a line.
    fn checked(self) -> Result<Self> {
        let plain = |text: &str| text.chars().count() <= LONGEST && !text.chars().any(char::is_control);
        let name = self.name.trim().to_owned();
        ensure!(!name.is_empty(), "the map needs a name");
        let texts = [("name", &name), ("name-en", &self.name_en), ("attribution", &self.attribution)];
        for (which, text) in texts {
            ensure!(plain(text), "--{which} has at most {LONGEST} characters, on one line");
        }
        Ok(Self { name, ..self })
    }
}
