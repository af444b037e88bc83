//! Putting packs in force, and what a jurisdiction is.

use anyhow::Context as _;
use shared::catalogue::{CataloguePack, HandbookReport, HandbookSheet};
use shared::grid::boundaries::Boundaries;
use shared::grid::edition::{Edition, Term};
use shared::ids::{JurisdictionId, Sha256};
use shared::settings::Settings;
use shared::sync::hello::{PackKind, PackRef};
use shared::time::Instant;
use sqlx::AnyConnection;

use super::bodies::{EditionRow, Jurisdiction, PackRow, Publication, Unit};
use super::store;
use super::store::{editions, published};
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
    let pack = named(kind, jurisdiction, version, bytes);
    let compressed = zstd::encode_all(bytes, LEVEL).context("compress a pack")?;
    store::put_pack(tx, &pack, compressed, now).await?;
    Ok(pack)
}

/// Keeps a version that a desk publishes until its day; it is in force at once where that day has come.
pub async fn publish(tx: &mut Tx, pack: &PackRef, bytes: &[u8], said: Publication<'_>, now: Instant) -> Result<()> {
    let compressed = zstd::encode_all(bytes, LEVEL).context("compress a pack")?;
    published::put(tx, pack, compressed, said, now).await
}

/// Names the bytes of a pack.
pub fn named(kind: PackKind, jurisdiction: &JurisdictionId, version: &str, bytes: &[u8]) -> PackRef {
    PackRef {
        kind,
        jurisdiction: jurisdiction.clone(),
        hash: Sha256::of(bytes),
        version: version.to_owned(),
        size_bytes: u64::try_from(bytes.len()).unwrap_or(u64::MAX),
    }
}

/// Puts a version that waited in force in place of the one before it.
pub async fn put_in_force(tx: &mut Tx, pack: &PackRef, now: Instant) -> Result<()> {
    published::bring_into_force(tx, pack, now).await
}

/// Takes back a version that waits; says whether it waited.
pub async fn withdraw_waiting(tx: &mut Tx, hash: &Sha256) -> Result<bool> {
    published::withdraw(tx, hash).await
}

/// Returns the versions that wait for their day, in the order in which they come into force.
pub async fn waiting(connection: &mut AnyConnection) -> Result<Vec<PackRow>> {
    published::waiting(connection).await
}

/// Returns a version as it stands in its row.
pub async fn pack_row(connection: &mut AnyConnection, hash: &Sha256) -> Result<Option<PackRow>> {
    published::find(connection, hash).await
}

/// Returns versions of a kind, the newest first: of one jurisdiction, or of all.
pub async fn pack_rows(
    connection: &mut AnyConnection,
    kind: PackKind,
    of: Option<&JurisdictionId>,
    before: Option<(Instant, &Sha256)>,
    limit: u32,
) -> Result<Vec<PackRow>> {
    published::page(connection, kind, of, before, limit).await
}

/// Returns the bytes of a pack.
pub async fn pack_bytes(connection: &mut AnyConnection, hash: &Sha256) -> Result<Option<(PackRef, Vec<u8>)>> {
    pack_by(connection, hash).await
}

/// Writes into the text of a calendar whose it is, where it is not the city's: two with the same content would share a
/// hash and take it from each other.
pub fn own_calendar(text: &str, of: &JurisdictionId, whole: &JurisdictionId) -> anyhow::Result<String> {
    if of == whole {
        return Ok(text.to_owned());
    }
    let mut value: serde_json::Map<String, serde_json::Value> = serde_json::from_str(text)?;
    value.insert("jurisdiction".to_owned(), serde_json::Value::from(of.as_str()));
    Ok(serde_json::Value::Object(value).to_string())
}

/// Puts boundaries in force at once, as if they had always been; their jurisdiction must be known.
pub async fn put_boundaries(tx: &mut Tx, boundaries: &Boundaries, now: Instant) -> Result<PackRef> {
    let term = Term { version: boundaries.version.clone(), valid_from: None, valid_to: None };
    let packed = Packed::new(boundaries, term)?;
    let pack = packed.pack.clone();
    let edition = put_edition(tx, packed, now).await?;
    editions::bring_into_force(tx, &edition, now).await?;
    Ok(pack)
}

/// An edition of boundaries, ready to be written: making it takes longer than others should wait for the database.
#[derive(Debug)]
pub struct Packed {
    /// The pack.
    pub pack: PackRef,
    term: Term,
    compressed: Vec<u8>,
}

impl Packed {
    /// Makes the pack.
    pub fn new(boundaries: &Boundaries, term: Term) -> Result<Self> {
        let bytes = boundaries.to_pack();
        let pack = PackRef {
            kind: PackKind::Boundaries,
            jurisdiction: boundaries.jurisdiction.clone(),
            hash: Sha256::of(&bytes),
            version: term.version.clone(),
            size_bytes: u64::try_from(bytes.len()).unwrap_or(u64::MAX),
        };
        let compressed = zstd::encode_all(bytes.as_slice(), LEVEL).context("compress a pack")?;
        Ok(Self { pack, term, compressed })
    }
}

/// Keeps an edition of boundaries until its day; their jurisdiction must be known.
pub async fn put_edition(tx: &mut Tx, packed: Packed, now: Instant) -> Result<Edition> {
    let Packed { pack, term, compressed } = packed;
    // Of two that begin on one day the later one holds, also where the clock stands still.
    let newest = editions::newest(tx, &pack.jurisdiction).await?;
    let made_at = newest.map_or(now, |newest| now.max(newest.plus_ms(1)));
    editions::put(tx, &pack, &term, compressed, made_at).await?;
    let PackRef { hash, jurisdiction, .. } = pack;
    Ok(Edition { hash, jurisdiction, term, made_at, is_withdrawn: false })
}

/// Returns all editions of boundaries with how they stand in their rows.
pub async fn all_editions(connection: &mut AnyConnection) -> Result<Vec<EditionRow>> {
    editions::all(connection).await
}

/// Puts an edition in force in place of the one before it.
pub async fn bring_into_force(tx: &mut Tx, edition: &Edition, now: Instant) -> Result<()> {
    editions::bring_into_force(tx, edition, now).await
}

/// Notes that all open cases were looked at by an edition that came into force then.
pub async fn judged(tx: &mut Tx, hash: &Sha256, in_force_at: Instant, began: Instant) -> Result<()> {
    editions::judged(tx, hash, in_force_at, began).await
}

/// Takes an edition back.
pub async fn withdraw_edition(tx: &mut Tx, hash: &Sha256) -> Result<()> {
    editions::withdraw(tx, hash).await
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
    pack_by(&mut *app.db.read().await?, hash).await
}

async fn pack_by(connection: &mut AnyConnection, hash: &Sha256) -> Result<Option<(PackRef, Vec<u8>)>> {
    let Some((pack, compressed)) = store::pack(connection, hash).await? else { return Ok(None) };
    let bytes = tokio::task::spawn_blocking(move || zstd::decode_all(compressed.as_slice()).context("unpack a pack"));
    Ok(Some((pack, bytes.await.map_err(anyhow::Error::new)??)))
}

/// Reads the boundaries of a pack.
pub async fn boundaries(connection: &mut AnyConnection, hash: &Sha256) -> Result<Option<Boundaries>> {
    let Some((_, bytes)) = pack_by(connection, hash).await? else { return Ok(None) };
    let read = Boundaries::from_pack(&bytes).with_context(|| format!("read the boundaries {hash}"))?;
    Ok(Some(read))
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

/// Returns the text of the calendar in force in a jurisdiction with another year's notice.
pub fn with_notices(app: &App, of: &JurisdictionId, csv: &str, version: &str) -> anyhow::Result<String> {
    let city = app.city();
    let named = city.calendar(of).context("there is no calendar yet")?;
    let pack = named.content.pack().clone().with_notices(csv, version)?;
    Ok(serde_json::to_string(&pack)?)
}
