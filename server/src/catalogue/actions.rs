//! Putting packs in force, and what a jurisdiction is.

use anyhow::Context as _;
use shared::grid::boundaries::Boundaries;
use shared::ids::{JurisdictionId, Sha256};
use shared::sync::hello::{PackKind, PackRef};
use shared::time::Instant;

use super::store::{self, Jurisdiction, Unit};
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

/// Returns a pack and its bytes.
pub async fn pack(app: &App, hash: &Sha256) -> Result<Option<(PackRef, Vec<u8>)>> {
    let Some((pack, compressed)) = store::pack(&mut *app.db.read().await?, hash).await? else { return Ok(None) };
    let bytes = tokio::task::spawn_blocking(move || zstd::decode_all(compressed.as_slice()).context("unpack a pack"));
    Ok(Some((pack, bytes.await.map_err(anyhow::Error::new)??)))
}
