//! Putting packs in force, and what a jurisdiction is.

use anyhow::Context as _;
use shared::catalogue::{CataloguePack, HandbookReport, HandbookSheet};
use shared::grid::boundaries::Boundaries;
use shared::ids::{JurisdictionId, Sha256};
use shared::settings::Settings;
use shared::sync::hello::{PackKind, PackRef};
use shared::time::Instant;
use sqlx::AnyConnection;

use super::bodies::{Jurisdiction, Unit};
use super::store;
use crate::app::App;
use crate::db::Tx;
use crate::error::Result;

/// How hard packs are compressed: they are written once and fetched by every phone.
const LEVEL: i32 = 9;

/// Puts the bytes of a pack in force.
pub async fn put_pack(
    tx: &mut Tx,
    kind: PackKind,
    jurisdiction: &JurisdictionId,
    version: &str,
    bytes: &[u8],
    now: Instant,
) -> Result<PackRef> {
    let pack = PackRef {
        kind,
        jurisdiction: jurisdiction.clone(),
        hash: Sha256::of(bytes),
        version: version.to_owned(),
        size_bytes: u64::try_from(bytes.len()).unwrap_or(u64::MAX),
    };
    let compressed = zstd::encode_all(bytes, LEVEL).context("compress a pack")?;
    store::put_pack(tx, &pack, compressed, now).await?;
    Ok(pack)
}

/// Puts boundaries in force; their jurisdiction must be known.
pub async fn put_boundaries(tx: &mut Tx, boundaries: &Boundaries, now: Instant) -> Result<PackRef> {
    let bytes = boundaries.to_pack();
    put_pack(tx, PackKind::Boundaries, &boundaries.jurisdiction, &boundaries.version, &bytes, now).await
}

/// Adds or changes a jurisdiction; its settings are a pack too, so that phones follow them.
pub async fn put_jurisdiction(tx: &mut Tx, jurisdiction: &Jurisdiction, now: Instant) -> Result<()> {
    store::put_jurisdiction(tx, jurisdiction).await?;
    let bytes = serde_json::to_vec(&jurisdiction.settings)?;
    let hash = Sha256::of(&bytes);
    let version: String = hash.as_str().chars().take(8).collect();
    // Two jurisdictions with the same settings would share a hash and take it from each other: the id makes them apart.
    let mut value: serde_json::Value = serde_json::from_slice(&bytes)?;
    if let Some(object) = value.as_object_mut() {
        object.insert("jurisdiction".to_owned(), serde_json::Value::from(jurisdiction.id.as_str()));
    }
    let bytes = serde_json::to_vec(&value)?;
    put_pack(tx, PackKind::Settings, &jurisdiction.id, &version, &bytes, now).await?;
    Ok(())
}

/// Adds or changes a responsible unit.
pub async fn put_unit(tx: &mut Tx, unit: &Unit) -> Result<()> {
    store::put_unit(tx, unit).await
}

/// Returns the settings of every jurisdiction.
pub async fn all_settings(connection: &mut AnyConnection) -> Result<Vec<Settings>> {
    let all = store::jurisdictions(connection).await?;
    Ok(all.into_iter().map(|jurisdiction| jurisdiction.settings).collect())
}

/// Returns a pack and its bytes.
pub async fn pack(app: &App, hash: &Sha256) -> Result<Option<(PackRef, Vec<u8>)>> {
    let Some((pack, compressed)) = store::pack(&mut *app.db.read().await?, hash).await? else { return Ok(None) };
    let bytes = tokio::task::spawn_blocking(move || zstd::decode_all(compressed.as_slice()).context("unpack a pack"));
    Ok(Some((pack, bytes.await.map_err(anyhow::Error::new)??)))
}

/// Returns the boundaries in force of every jurisdiction.
pub async fn all_boundaries(app: &App) -> Result<Vec<Boundaries>> {
    let mut reader = app.db.read().await?;
    let mut all = Vec::new();
    for one in store::current(&mut reader).await?.into_iter().filter(|pack| pack.kind == PackKind::Boundaries) {
        let Some((_, compressed)) = store::pack(&mut reader, &one.hash).await? else { continue };
        let bytes = zstd::decode_all(compressed.as_slice()).context("unpack a pack")?;
        all.push(Boundaries::from_pack(&bytes).with_context(|| format!("read the boundaries {}", one.hash))?);
    }
    Ok(all)
}

/// Adds a jurisdiction that imported grids name; what it has switched on is for its people to say.
pub async fn put_found_jurisdiction(tx: &mut Tx, boundaries: &Boundaries, now: Instant) -> Result<()> {
    let row = Jurisdiction {
        id: boundaries.jurisdiction.clone(),
        name: boundaries.name.clone(),
        name_en: String::new(),
        is_city: false,
        settings: Settings { name: boundaries.name.clone(), ..Settings::default() },
        scope_version: 1,
    };
    put_jurisdiction(tx, &row, now).await
}

/// Returns the text of the catalogue in force with a handbook's conditions in place of its own.
pub async fn with_handbook(
    app: &App,
    sheets: &[HandbookSheet],
    version: &str,
) -> anyhow::Result<(String, HandbookReport)> {
    let city = app.city();
    let named = city.catalogue().context("there is no catalogue yet")?;
    let (_, bytes) = pack(app, &named.hash).await?.context("the catalogue in force is not there")?;
    let text = String::from_utf8(bytes).context("read the catalogue in force")?;
    let (pack, report) = CataloguePack::from_json(&text)?.with_handbook(sheets, version)?;
    Ok((pack.to_json(), report))
}

/// Returns the text of the calendar in force with another year's notice.
pub fn with_notices(app: &App, csv: &str, version: &str) -> anyhow::Result<String> {
    let city = app.city();
    let named = city.calendar().context("there is no calendar yet")?;
    let pack = named.content.pack().clone().with_notices(csv, version)?;
    Ok(serde_json::to_string(&pack)?)
}
